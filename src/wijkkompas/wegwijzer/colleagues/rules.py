"""What was decided about notes, hints and cards. Pure: no Django, no clock, no database."""

from __future__ import annotations

from datetime import date, timedelta

HINT_FRESH = timedelta(days=30)  # after a month nobody counts on it: call first
HINT_HEARD_WITHIN = timedelta(days=60)  # what was said longer ago is not worth noting
MOST_NOTES = 20
MOST_PLACES, MOST_WEEKS = 500, 104


def hint_is_old(said_on: date, today: date) -> bool:
    """Shown as old: more than 30 days ago."""
    return today - said_on > HINT_FRESH


def hint_problem(*, free_places: int | None, waiting_weeks: int | None, said_on: date, today: date) -> str | None:
    """Why this cannot be noted: `empty`, `future`, `too-old`; None when it can."""
    if free_places is None and waiting_weeks is None:
        return "empty"
    if said_on > today:
        return "future"
    return "too-old" if today - said_on > HINT_HEARD_WITHIN else None
