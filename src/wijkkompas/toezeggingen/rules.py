"""When a promise is due. Pure: dates in, dates out.

Leiden 3.5 (2014): "within a reasonable term ... so that they know where they stand". Working days are Monday to
Friday without the Dutch public holidays; office hours 9.00 to 17.00.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

OPENS, CLOSES = time(9), time(17)
URGENT_CLOSES_INTAKE = time(15)
URGENT_NEXT_MORNING = time(12)
SOON = timedelta(hours=24)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in holidays


def next_working_day(day: date, holidays: Container[date]) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """`count` working days after `day`; with 0 the day itself or, in a weekend, the next working day."""
    if count == 0:
        return day if is_working_day(day, holidays) else next_working_day(day, holidays)
    for _ in range(count):
        day = next_working_day(day, holidays)
    return day


def due(received: datetime, *, working_days: int, urgent: bool, holidays: Container[date]) -> datetime:
    """When the answer is due; `received` in local time, result in the same zone.

    Urgent (a text in which the crisis detector read danger): the same working day, and when it came in after 15.00
    or outside working days, before noon of the next one.
    """
    day = received.date()
    if urgent:
        in_time = is_working_day(day, holidays) and received.time() < URGENT_CLOSES_INTAKE
        if in_time:
            return datetime.combine(day, CLOSES, received.tzinfo)
        before_opening = is_working_day(day, holidays) and received.time() < OPENS
        return datetime.combine(
            day if before_opening else next_working_day(day, holidays), URGENT_NEXT_MORNING, received.tzinfo
        )
    return datetime.combine(add_working_days(day, working_days, holidays), CLOSES, received.tzinfo)


class Clock(Enum):
    """What the ring on a page says."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept-late"
    PAUSED = "paused"


@dataclass(frozen=True)
class Reading:
    """The promise clock read at a moment: which face, and how full the ring is (0 to 1)."""

    clock: Clock
    fraction: float


def read_clock(*, made: datetime, due: datetime, kept: datetime | None, paused: bool, now: datetime) -> Reading:
    """Read the clock; calm until late (look.md: "calm until it is late")."""
    if kept is not None:
        return Reading(Clock.KEPT if kept <= due else Clock.KEPT_LATE, 1.0)
    if paused:
        return Reading(Clock.PAUSED, 0.0)
    if now > due:
        return Reading(Clock.LATE, 1.0)
    whole = (due - made).total_seconds()
    fraction = (now - made).total_seconds() / whole if whole > 0 else 1.0
    return Reading(Clock.SOON if due - now <= SOON else Clock.CALM, round(min(max(fraction, 0.0), 1.0), 3))
