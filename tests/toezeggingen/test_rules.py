"""When a promise is due, and what its clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.toezeggingen import rules
from wijkkompas.toezeggingen.rules import Clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NL = holidays.country_holidays("NL")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("received", "days", "urgent", "due"),
    [
        ("2026-11-24T10:00", 2, False, "2026-11-26T17:00"),  # Tuesday -> Thursday
        ("2026-11-26T23:59", 2, False, "2026-11-30T17:00"),  # Thursday -> over the weekend
        ("2026-11-28T10:00", 2, False, "2026-12-01T17:00"),  # Saturday -> Tuesday
        ("2026-12-24T10:00", 2, False, "2026-12-29T17:00"),  # both Christmas days (Friday, Saturday) do not count
        ("2027-04-26T10:00", 1, False, "2027-04-28T17:00"),  # King's Day does not count
        ("2026-11-24T10:00", 0, False, "2026-11-24T17:00"),
        ("2026-11-24T10:00", 2, True, "2026-11-24T17:00"),  # urgent: the same working day
        ("2026-11-24T15:00", 2, True, "2026-11-25T12:00"),  # too late today: before noon of the next working day
        ("2026-11-24T06:00", 2, True, "2026-11-24T17:00"),
        ("2026-11-28T10:00", 2, True, "2026-11-30T12:00"),  # Saturday -> Monday before noon
    ],
)
def test_an_answer_is_due_at_the_end_of_a_working_day(received, days, urgent, due):
    assert rules.due(at(received), working_days=days, urgent=urgent, holidays=NL) == at(due)


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2029, 12, 1)), st.integers(1, 10), st.booleans())
def test_a_promise_is_due_in_office_hours_after_it_was_made(moment, days, urgent):
    received = moment.replace(tzinfo=AMSTERDAM)
    due = rules.due(received, working_days=days, urgent=urgent, holidays=NL)
    assert due > received
    assert rules.is_working_day(due.date(), NL)
    assert rules.OPENS <= due.time() <= rules.CLOSES


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 1, 1)), st.integers(0, 20))
def test_between_now_and_due_lie_exactly_so_many_working_days(day, count):
    end = rules.add_working_days(day, count, NL)
    between = sum(rules.is_working_day(day + timedelta(days=i), NL) for i in range(1, (end - day).days + 1))
    assert between == count or (count == 0 and rules.is_working_day(end, NL))


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "due", "kept", "paused", "expected"),
    [
        (-48, 48, None, False, (Clock.CALM, 0.5)),
        (-1, 23, None, False, (Clock.SOON, pytest.approx(0.042, abs=0.01))),
        (-48, -1, None, False, (Clock.LATE, 1.0)),
        (-48, 2, -1, False, (Clock.KEPT, 1.0)),
        (-48, -2, -1, False, (Clock.KEPT_LATE, 1.0)),
        (-48, -2, None, True, (Clock.PAUSED, 0.0)),
    ],
)
def test_the_clock_is_calm_until_it_is_late(made, due, kept, paused, expected):
    hours = lambda n: NOW + timedelta(hours=n)  # noqa: E731
    reading = rules.read_clock(
        made=hours(made), due=hours(due), kept=None if kept is None else hours(kept), paused=paused, now=NOW
    )
    assert (reading.clock, reading.fraction) == expected
