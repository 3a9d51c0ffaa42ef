"""How sure we are, and what adds up. Pure: no Django, no clock, no database.

Four words for a resident. *Sure*: the rules say yes. *Likely*: yes too, when what nearly everybody has is so here as well
(living here, insured), or when an amount that the municipality has not confirmed is right. *Perhaps*: an answer or an amount
is missing. *No*: one condition is not met, and we say which.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from wijkkompas.regelingen.engine.book import Scheme
from wijkkompas.regelingen.engine.interval import NO, YES, Interval
from wijkkompas.regelingen.engine.trace import Result

Sureness = Literal["sure", "likely", "perhaps", "no"]

USUAL: dict[str, Interval] = {"woont_in_nederland": YES, "zorgverzekerd": YES, "in_inrichting": NO}
"""What is so for nearly everybody; only for "likely", and always said beside it."""

NO_GAIN = frozenset({"vrijwilligersvergoeding"})
"""What you may keep and have already: it adds nothing."""

ONE_OF = (frozenset({"bijstand", "aio"}), frozenset({"bijzondere_bijstand", "noodfonds"}))
"""Schemes that pay for the same thing: an income (Participatiewet art. 47a), a cost. Only the largest counts."""

FIRST_STOP = 8
"""After so many answers we show what we know; going on is a choice."""


@dataclass(frozen=True)
class Found:
    """One scheme for one household. `amount` in euros `per` month or year, for a year in `yearly`."""

    scheme: Scheme
    sureness: Sureness
    amount: Interval
    result: Result
    leaning_on: tuple[str, ...] = ()
    """What "likely" takes for granted: names of `USUAL`, and "unconfirmed" for an amount nobody confirmed."""

    @property
    def yearly(self) -> Interval:
        """The amount in a year."""
        times = 12 if self.scheme.per == "month" else 1
        return self.amount[0] * times, self.amount[1] * times

    @property
    def known(self) -> bool:
        """Whether the amount has an end."""
        return not math.isinf(self.amount[1])


@dataclass(frozen=True)
class Total:
    """What adds up in a year, from .. to; and the schemes that come on top, of which nobody knows the amount."""

    low: float
    high: float
    counted: tuple[Found, ...]
    on_top: tuple[Found, ...]


def judged(scheme: Scheme, result: Result, likely: Result, usual: Result) -> Found:
    """How sure a scheme is: as answered (`result`), with what is usual (`usual`), and with unconfirmed amounts too (`likely`)."""
    if result.outcome == "yes":
        amount = likely.amount if math.isinf(result.amount[1]) else result.amount
        leaning: tuple[str, ...] = ("unconfirmed",) if amount != result.amount and not math.isinf(amount[1]) else ()
        return Found(scheme, "sure", amount, result, leaning)
    if result.outcome == "no":
        return Found(scheme, "no", (0.0, 0.0), result)
    if likely.outcome == "yes":
        leaning = tuple(name for name in USUAL if name in result.missing_attributes)
        if usual.outcome == "yes" and not math.isinf(usual.amount[1]):
            return Found(scheme, "likely", usual.amount, result, leaning)
        trusted = usual.outcome != "yes" or not math.isinf(likely.amount[1])
        return Found(scheme, "likely", likely.amount, result, (*leaning, "unconfirmed") if trusted else leaning)
    return Found(scheme, "perhaps", result.amount, result)


def total(found: Sequence[Found], already: Collection[str] = ()) -> Total:
    """What can be added to what comes in now. Certain schemes count from .. to, likely ones from nothing.

    Perhaps counts for nothing, and so does what a household has already. Of schemes that pay for the same thing only the
    largest counts, so that no euro is in it twice.
    """
    gains = [
        one for one in found
        if one.sureness in ("sure", "likely") and one.scheme.key not in NO_GAIN and one.scheme.key not in already
    ]  # fmt: skip
    counted = [one for one in gains if one.known and one.yearly[1] > 0]  # a service in kind adds no euros
    for same in ONE_OF:
        rivals = sorted((one for one in counted if one.scheme.key in same), key=lambda one: one.yearly[1])
        counted = [one for one in counted if one not in rivals[:-1]]
    low = sum(one.yearly[0] for one in counted if one.sureness == "sure")
    high = sum(one.yearly[1] for one in counted)
    return Total(low, high, tuple(counted), tuple(one for one in gains if not one.known))
