"""Terms, states and what residents see: as tables, and for every date that hypothesis thinks of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.wegwijzer.feeds.fields import KINDS
from wijkkompas.wegwijzer.feeds.serialize import STATUS
from wijkkompas.wegwijzer.upkeep import rules
from wijkkompas.wegwijzer.upkeep.rules import Standing, Visibility
from wijkkompas.wegwijzer.values import ServiceStatus

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MONTHS = st.integers(1, 12)
STATUSES = list(ServiceStatus.values)
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


# Terms


@pytest.mark.parametrize(
    ("crisis", "walk_in", "months"), [(True, False, 1), (True, True, 1), (False, True, 3), (False, False, 6)]
)
def test_crisis_numbers_are_checked_monthly_walk_in_hours_each_quarter_others_twice_a_year(crisis, walk_in, months):
    assert rules.months_between_checks(crisis=crisis, walk_in=walk_in) == months


@pytest.mark.parametrize(
    ("checked", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 24), 3, date(2027, 2, 24)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_a_term_is_counted_in_calendar_months(checked, months, due):
    assert rules.due_on(checked, months) == due


@given(DAYS, MONTHS)
def test_a_check_lasts_about_so_many_months_and_never_runs_into_the_month_after(checked, months):
    due = rules.due_on(checked, months)
    assert (due.year * 12 + due.month) - (checked.year * 12 + checked.month) == months
    assert due.day <= checked.day


@given(DAYS, DAYS, MONTHS)
def test_who_checks_later_is_never_due_earlier(one, other, months):
    first, second = sorted([one, other])
    assert rules.due_on(first, months) <= rules.due_on(second, months)


@given(DAYS, DAYS)
def test_every_day_has_one_standing_in_this_order(due, today):
    order = [Standing.FINE, Standing.SOON, Standing.LATE]
    now, tomorrow = rules.standing(due, today), rules.standing(due, today + timedelta(days=1))
    assert order.index(now) <= order.index(tomorrow)
    assert (now is Standing.LATE) == (today > due)


def test_what_nobody_ever_checked_is_late():
    assert rules.standing(rules.due_on(None, 6), TODAY) is Standing.LATE


@given(st.none() | DAYS, DAYS)
def test_a_promise_is_never_made_for_a_day_that_is_past(due, today):
    assert rules.promised_on(due, today) >= today


# States


def test_every_state_of_a_record_is_in_the_table():
    assert set(rules.ALLOWED) == set(STATUSES)
    assert {to for edges in rules.ALLOWED.values() for to in edges} <= set(STATUSES)
    assert all(reason for edges in rules.ALLOWED.values() for reason in edges.values())


@given(st.lists(st.sampled_from(STATUSES), max_size=12))
def test_nothing_comes_in_the_guide_that_was_not_checked_and_nothing_of_it_becomes_a_draft_again(wishes):
    status, checked, found = "inactive", False, False
    for wish in wishes:
        if not rules.may_become(status, wish).allowed:
            continue
        status = wish
        checked = checked or status == "checked"
        found = found or status == "active"
        assert checked or status in {"inactive", "defunct"}
        assert not (found and status == "inactive" and "checked" not in wishes)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("to", STATUSES)
def test_a_refusal_says_what_it_is_now(status, to):
    decision = rules.may_become(status, to)
    assert decision.allowed == (to in rules.ALLOWED[status])
    assert decision.reason


@pytest.mark.parametrize("status", STATUSES)
def test_every_state_is_a_word_of_the_standard_in_feeds(status):
    words = KINDS["service"].required["status"]["enum"]
    assert STATUS.get(status, status) in words


# What residents see


@pytest.mark.parametrize(
    ("status", "first", "last", "seen"),
    [
        ("active", None, None, Visibility.SHOWN),
        ("active", TODAY, TODAY, Visibility.SHOWN),
        ("active", TODAY + timedelta(days=1), None, Visibility.HIDDEN),
        ("active", None, TODAY - timedelta(days=1), Visibility.OVER),
        ("temporarily closed", None, None, Visibility.PAUSED),
        ("temporarily closed", None, TODAY - timedelta(days=1), Visibility.OVER),
        ("defunct", TODAY + timedelta(days=1), None, Visibility.OVER),
        ("inactive", None, None, Visibility.HIDDEN),
        ("checked", None, None, Visibility.HIDDEN),
    ],
)
def test_drafts_are_hidden_and_what_is_over_says_so(status, first, last, seen):
    assert rules.visibility(status, first, last, TODAY) is seen


# Sinking


def test_a_stale_result_lets_the_next_three_go_first():
    assert rules.sunk("Abcdefg", str.isupper) == list("bcdAefg")


def test_the_only_stale_help_is_still_there():
    assert rules.sunk("bA", str.isupper) == ["b", "A"]


@given(st.lists(st.integers()), st.booleans())
def test_equal_staleness_changes_nothing(results, stale):
    assert rules.sunk(results, lambda _one: stale) == results


@given(st.lists(st.tuples(st.integers(), st.booleans()), unique=True))
def test_sinking_loses_nothing_keeps_the_order_among_equals_and_moves_at_most_three_places(results):
    got = rules.sunk(results, lambda one: one[1])
    for stale in (True, False):
        assert [one for one in got if one[1] is stale] == [one for one in results if one[1] is stale]
    assert all(got.index(one) - results.index(one) <= rules.SINKS for one in results)
    assert all(got.index(one) <= results.index(one) for one in results if not one[1])


# Asking by mail


@pytest.mark.parametrize(
    ("days_ago", "asks"),
    [
        ([None], True),
        ([None, 40], True),
        ([None, 13], False),  # it had a mail less than two weeks ago
        ([15], False),  # about the same record less than a month ago
        ([None, 15], True),
        ([30], True),
    ],
)
def test_an_organisation_is_not_mailed_too_often(days_ago, asks):
    asked = [None if days is None else NOW - timedelta(days=days) for days in days_ago]
    assert rules.may_ask(asked, NOW) is asks
