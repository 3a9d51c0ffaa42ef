"""How long a record stays trusted, which states it may go through, and what residents see of it. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TypeVar

T = TypeVar("T")

# Months between two checks. [check] Our own choice: no source names terms, Leiden 3.1 (2014) only asks that the
# directory is kept up ("bij te houden"). A wrong crisis number does most harm, wrong hours send people out for nothing.
CRISIS_MONTHS, WALK_IN_MONTHS, OTHER_MONTHS = 1, 3, 6
SOON = timedelta(days=14)  # this long before, the organisation is asked
LINK_LIVES = timedelta(days=30)
ASK_AGAIN = timedelta(days=30)  # about the same record
BETWEEN_MAILS = timedelta(days=14)  # to the same organisation
GRACE = timedelta(days=14)  # for a record that was already past its term when the ledger began to watch it
SINKS = 3  # places in the results; enough to let a checked record go first, not enough to hide the only help

# The life of a record. Each edge names who asks for it. There is no way back from the guide to a draft: what residents
# once found is paused or closed and keeps its page (design.md: nothing vanishes silently).
ALLOWED: dict[str, dict[str, str]] = {
    "inactive": {
        "checked": "mission.md A9: somebody looks before residents find it",
        "defunct": "research note hsds.md 4: it stopped before it was ever checked",
    },
    "checked": {
        "inactive": "mission.md A9: it was changed after the check, so it is checked again",
        "active": "mission.md A9: residents find only what somebody checked",
        "defunct": "research note hsds.md 4",
    },
    "active": {
        "temporarily closed": "HSDS service.status: a summer, a move, an illness",
        "defunct": "research note hsds.md 4: a closed service that is still listed sends people to a shut door",
    },
    "temporarily closed": {
        "active": "HSDS service.status: open again",
        "defunct": "research note hsds.md 4",
    },
    "defunct": {"checked": "Leiden 3.1 (2014): a mistake, or it starts again; it is looked at before it returns"},
}


@dataclass(frozen=True)
class Decision:
    """May it, and the reason in words that a person may read."""

    allowed: bool
    reason: str


_TOLD = {
    "inactive": "een concept",
    "checked": "nagekeken",
    "active": "in de gids",
    "temporarily closed": "tijdelijk dicht",
    "defunct": "gestopt",
}


def may_become(status: str, to: str) -> Decision:
    """May a record go from one state to the other?"""
    if to in ALLOWED.get(status, {}):
        return Decision(True, ALLOWED[status][to])
    return Decision(False, f"Dit is nu {_TOLD.get(status, status)}. Het kan niet ineens {_TOLD.get(to, to)} worden.")


def months_between_checks(*, crisis: bool, walk_in: bool) -> int:
    """How many months a check lasts."""
    if crisis:
        return CRISIS_MONTHS
    return WALK_IN_MONTHS if walk_in else OTHER_MONTHS


def due_on(checked: date | None, months: int) -> date | None:
    """The last day of trust: so many calendar months after the check (31 January and 1: the last of February).

    None: nobody ever checked it, so it is due at once.
    """
    if checked is None:
        return None
    year, month = divmod(checked.year * 12 + checked.month - 1 + months, 12)
    return date(year, month + 1, min(checked.day, monthrange(year, month + 1)[1]))


class Standing(Enum):
    """How far a record is in its term."""

    FINE = "fine"
    SOON = "soon"
    LATE = "late"


def standing(due: date | None, today: date) -> Standing:
    """Late after its last day, or when nobody ever checked it."""
    if due is None or today > due:
        return Standing.LATE
    return Standing.SOON if due - today <= SOON else Standing.FINE


def promised_on(due: date | None, today: date) -> date:
    """The day that goes in the ledger: a promise cannot be broken before it is made."""
    return due if due is not None and due >= today else today + GRACE


def may_ask(asked: Iterable[datetime | None], now: datetime) -> bool:
    """May an organisation be mailed about its due records, each asked before at these moments?

    At most one mail in two weeks, and only for something that it was not asked in the last month.
    """
    moments = list(asked)
    known = [moment for moment in moments if moment is not None]
    if known and now - max(known) < BETWEEN_MAILS:
        return False
    return any(moment is None or now - moment >= ASK_AGAIN for moment in moments)


class Visibility(Enum):
    """What residents see of a record."""

    SHOWN = "shown"
    PAUSED = "paused"
    OVER = "over"
    HIDDEN = "hidden"


def visibility(status: str, first: date | None, last: date | None, today: date) -> Visibility:
    """Drafts and what starts later are hidden; what is closed or past its last day says so and points on."""
    if status == "defunct":
        return Visibility.OVER
    if status in {"inactive", "checked"} or (first is not None and today < first):
        return Visibility.HIDDEN
    if last is not None and today > last:
        return Visibility.OVER
    return Visibility.PAUSED if status == "temporarily closed" else Visibility.SHOWN


def sunk(found: Iterable[T], sinks: Callable[[T], bool]) -> list[T]:
    """The results, with those that sink `SINKS` places lower. Among those that sink, and those that do not, the order stays."""
    places = ((place + SINKS + 0.5 if sinks(one) else float(place), one) for place, one in enumerate(found))
    return [one for _place, one in sorted(places, key=lambda pair: pair[0])]
