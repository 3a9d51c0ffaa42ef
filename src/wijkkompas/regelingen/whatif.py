"""What if: somebody earns more, is paid for volunteering, has a child that turns 12, or moves in together. No Django.

We know no taxes. From net to gross is therefore a range (`GROSS_OF_NET`), unless somebody told both; and the curve uses one
share, named beside it. So the page may call it no more than an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wijkkompas.regelingen import api, reckoning, rules
from wijkkompas.regelingen.engine import interval
from wijkkompas.regelingen.engine.book import Edition, Ready, outcome
from wijkkompas.regelingen.engine.interval import Env, Interval
from wijkkompas.regelingen.engine.trace import Result
from wijkkompas.regelingen.household import Household, months_old

GROSS_OF_NET: Interval = (1.0, 2.0)
"""Euros gross for one euro net: nothing is withheld at the lowest, half at the highest."""

USUAL_SHARE = 1.25
"""Euros gross a net euro in the curve, where somebody did not tell both. Rough on purpose, and said so."""

STEP, MOST = 100, 4_000
"""Steps of the curve and its end, in euros net a month."""

DROP = 5.0
"""Euros a month less, from one step to the next: marked as a drop."""


def _more(known: Interval, extra: Interval, most: float) -> Interval:
    return min(known[0] + extra[0], most), min(known[1] + extra[1], most)


def _earning(household: Household, net: float, gross: float | None) -> Household:
    """So much more a month for the household."""
    fixed, book = dict(household.fixed), api.book()
    year = (gross * 12, gross * 12) if gross is not None else (net * 12 * GROSS_OF_NET[0], net * 12 * GROSS_OF_NET[1])
    for name, extra in (("netto_maand", (net, net)), ("toetsingsinkomen", year)):
        about = book.attributes[name]
        fixed[name] = _more(fixed.get(name, about.unknown), extra, about.high)
    return replace(household, fixed=fixed)


def more_work(household: Household, *, net: float, gross: float | None = None) -> Household:
    """`net` euros a month more; `gross` where somebody knows it."""
    changed = _earning(household, net, gross)
    return replace(changed, fixed={**changed.fixed, "werkt_of_studeert": interval.YES})


def volunteering(household: Household, *, month: float) -> Household:
    """`month` euros of volunteer compensation, twelve months a year, nothing for costs."""
    paid = {
        "doet_vrijwilligerswerk": interval.YES,
        "vrijwilligersvergoeding_maand": (month, month),
        "vrijwilligersvergoeding_jaar": (month * 12, month * 12),
        "vrijwilligerskosten_maand": (0.0, 0.0),
    }
    return replace(household, fixed={**household.fixed, **paid})


def child_turns_12(household: Household) -> Household | None:
    """The oldest child under 12 turns 12; None when no such child was told."""
    ages = [one if isinstance(one, int) else months_old(one, household.day) // 12 for one in household.children or ()]
    young = [age for age in ages if age < 12]
    if not young:
        return None
    ages[ages.index(max(young))] = 12
    return replace(household, children=tuple(ages))


def together(household: Household, *, net: float, gross: float | None = None) -> Household:
    """A partner moves in, with `net` euros a month. What the partner has in savings stays out."""
    changed = _earning(household, net, gross)
    return replace(changed, fixed={**changed.fixed, "partner": interval.YES})


@dataclass(frozen=True)
class Point:
    """What a household has in a month when it earns so much; a range where something is unknown."""

    earned: float
    low: float
    high: float
    less: float = 0.0
    """How much less than one step before, when it drops."""


def share_of(household: Household) -> float:
    """Gross for one net euro, from what somebody told; else the usual share."""
    net, gross = household.fixed.get("netto_maand"), household.fixed.get("toetsingsinkomen")
    book = api.book().attributes
    if not net or not gross or net[1] >= book["netto_maand"].high or gross[1] >= book["toetsingsinkomen"].high:
        return USUAL_SHARE
    middle = sum(net) * 6
    return min(GROSS_OF_NET[1], max(GROSS_OF_NET[0], sum(gross) / 2 / middle)) if middle else USUAL_SHARE


def curve(household: Household, places: Sequence[str], today: dt.date) -> list[Point]:
    """From nothing to `MOST` euros net a month: what a household has with what it can get beside it."""
    editions = api.edition(today, places), api.edition(today, places, trust=True)
    share = share_of(household)
    points: list[Point] = []
    for earned in range(0, MOST + 1, STEP):
        welfare = _total(household, editions, earned, earned * share, only=("bijstand", "aio"))
        gross = (earned + (welfare.low + welfare.high) / 24) * share
        sums = _total(household, editions, earned, gross)
        low, high = earned + sums.low / 12, earned + sums.high / 12
        less = (points[-1].low + points[-1].high - low - high) / 2 if points else 0.0
        points.append(Point(float(earned), low, high, less if less >= DROP else 0.0))
    return points


def _total(
    household: Household, editions: tuple[Edition, Edition], net: float, gross: float, only: tuple[str, ...] = ()
) -> rules.Total:
    told = {"netto_maand": (net, net), "toetsingsinkomen": (gross * 12, gross * 12)}
    earning = replace(household, fixed={**household.fixed, **told})
    envs = {ref: reckoning.with_usual(editions[0], env) for ref, env in api.environments(editions[0], earning).items()}
    found = []
    for ready, trusted in zip(editions[0].ready, editions[1].ready, strict=True):
        if not only or ready.scheme.key in only:
            env = envs[ready.scheme.reference]
            said = _decided(ready, env)
            found.append(rules.judged(ready.scheme, said, _decided(trusted, env), said))
    return rules.total(found)


def _decided(ready: Ready, env: Env) -> Result:
    """As `trace.explain`, without the explanation: forty times for a curve."""
    own = dict(env)
    settled = ready.decide(own)
    return Result(ready.scheme.key, outcome(settled), ready.money(own, settled), ready.scheme.per, (), ())
