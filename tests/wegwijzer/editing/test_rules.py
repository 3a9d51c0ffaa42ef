"""Rules of editing by table."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.wegwijzer.editing import rules
from wijkkompas.wegwijzer.editing.rules import Problem, Row

NINE, TEN, NOON = time(9), time(10), time(12)


@pytest.mark.parametrize(
    ("part", "decides", "trusted", "expected"),
    [
        ("summary", False, False, True),
        ("summary", False, True, False),
        ("needs", False, True, True),
        ("areas", True, False, False),
    ],
)
def test_what_waits(part, decides, trusted, expected):
    assert rules.waits(part, decides=decides, trusted=trusted) is expected


def test_what_clashes():
    base, now = {"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 2, "c": 1}
    assert rules.clashes({"a": 3, "c": 9}, base, now) == ["a"]
    assert rules.clashes({"a": 2}, base, now) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([Row(1, ("MO",), NINE, NOON)], []),
        ([Row(1, (), NINE, NOON)], [Problem(1, "no-day")]),
        ([Row(1, ("MO",), NOON, NINE)], [Problem(1, "reversed")]),
        ([Row(1, ("MO",), NINE, NINE)], [Problem(1, "reversed")]),
        ([Row(1, ("MO",), None, NINE)], [Problem(1, "no-time")]),
        ([Row(1, ("MO",), NINE, NOON, date(2027, 2, 1), date(2027, 1, 1))], [Problem(1, "period-reversed")]),
        ([Row(1, ("MO",), NINE, NOON), Row(2, ("MO", "TU"), TEN, NOON)], [Problem(2, "overlap", 1)]),
        ([Row(1, ("MO",), NINE, TEN), Row(2, ("MO",), TEN, NOON)], []),
        (
            [
                Row(1, ("MO",), NINE, NOON, last=date(2027, 1, 31)),
                Row(2, ("MO",), NINE, NOON, first=date(2027, 2, 1)),
            ],
            [],
        ),
        ([Row(1, ("MO",), NINE, NOON, place="a"), Row(2, ("MO",), NINE, NOON, place="b")], []),
    ],
)
def test_problems_of_hours(rows, expected):
    assert rules.problems_of_hours(rows) == expected


def test_a_closure_is_at_most_two_months_and_not_reversed():
    assert rules.days_from_to(date(2026, 12, 25), date(2026, 12, 26)) == [date(2026, 12, 25), date(2026, 12, 26)]
    assert rules.days_from_to(date(2026, 12, 26), date(2026, 12, 25)) is None
    assert rules.days_from_to(date(2026, 1, 1), date(2026, 6, 1)) is None


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 3, 1))))
def test_runs_are_the_same_days(days):
    told = [day for first, last in rules.runs(days) for day in rules.days_from_to(first, last) or []]
    assert told == sorted(days)
