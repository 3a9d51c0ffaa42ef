"""Pure decisions about changes: what waits for the municipality, what clashes, what may be undone, whether hours can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from wijkkompas.wegwijzer.rules import DAYS

UNDO = timedelta(days=30)
# [check] our own choice: no source names a term for an answer to an organisation.
ANSWER_WORKING_DAYS = 5
# For whom and where help is found decides what residents get to see of others too: the municipality says it.
DECIDED_BY_MUNICIPALITY = frozenset({"needs", "areas"})
MOST_ROWS = 30
Values = Mapping[str, Any]


def waits(part: str, *, decides: bool, trusted: bool) -> bool:
    """Does a change of this part wait? `decides`: made by who decides; `trusted`: one was approved before."""
    return not decides and (not trusted or part in DECIDED_BY_MUNICIPALITY)


def changed(wanted: Values, now: Values) -> dict[str, Any]:
    """What of `wanted` is otherwise than now."""
    return {part: value for part, value in wanted.items() if value != now.get(part)}


def own_changes(wanted: Values, base: Values) -> dict[str, Any]:
    """What somebody changed since they opened the form: what they left alone is not theirs to set back."""
    return changed(wanted, base)


def clashes(mine: Values, base: Values, now: Values) -> list[str]:
    """Parts that somebody else changed too, to something else, since the form was opened."""
    return [part for part, value in mine.items() if now.get(part) != base.get(part) and now.get(part) != value]


def why_not_undo(
    *, kind: str, state: str, public_at: datetime | None, undone: bool, after: Values, now: Values, moment: datetime
) -> tuple[str, list[str]] | None:
    """(reason, parts that changed since) when a change cannot be undone, else None."""
    if state != "public" or public_at is None or kind == "new":
        return "not-public", []
    if undone:
        return "undone", []
    if moment - public_at > UNDO:
        return "too-late", []
    later = [part for part, value in after.items() if now.get(part) != value]
    return ("later", later) if later else None


# Hours --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of weekly hours as somebody filled it in, from 1; empty when nothing was said."""

    number: int
    days: tuple[str, ...]
    opens: time | None
    closes: time | None
    first: date | None = None
    last: date | None = None
    place: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line, and with which other line it clashes."""

    number: int
    what: str
    other: int = 0


def problems_of_hours(rows: Sequence[Row]) -> list[Problem]:
    """Everything that is wrong at once: no day, no or reversed times, reversed period, two lines on the same moment."""
    found = [problem for row in rows for problem in _problems_of(row)]
    sound = [row for row in rows if not any(problem.number == row.number for problem in found)]
    for position, row in enumerate(sound):
        found += [Problem(row.number, "overlap", other.number) for other in sound[:position] if _overlap(row, other)]
    return found


def _problems_of(row: Row) -> Iterable[Problem]:
    if not row.days:
        yield Problem(row.number, "no-day")
    if row.opens is None or row.closes is None:
        yield Problem(row.number, "no-time")
    elif row.closes <= row.opens:
        yield Problem(row.number, "reversed")
    if row.first and row.last and row.last < row.first:
        yield Problem(row.number, "period-reversed")


def _overlap(one: Row, other: Row) -> bool:
    """Do two sound lines mean the same moment at the same place?"""
    if one.place != other.place or not set(one.days) & set(other.days):
        return False
    if (one.first or date.min) > (other.last or date.max) or (other.first or date.min) > (one.last or date.max):
        return False
    times = (one.opens, one.closes, other.opens, other.closes)
    opens, closes, other_opens, other_closes = (moment or time.min for moment in times)  # sound lines have all four
    return opens < other_closes and other_opens < closes


def days_from_to(first: date, last: date, most: int = 62) -> list[date] | None:
    """Every day of a closure, or None when it is reversed or longer than two months (then it is a pause)."""
    if last < first or (last - first).days >= most:
        return None
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def runs(days: Collection[date]) -> list[tuple[date, date]]:
    """Days in a row, as first and last."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def in_order(days: Iterable[str]) -> list[str]:
    """Days of the week from Monday, each once; what is no day is left out."""
    chosen = set(days)
    return [day for day in DAYS if day in chosen]
