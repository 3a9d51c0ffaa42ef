"""Rules of this room: states, codes, hours, rota."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.wegwijzer import rules
from wijkkompas.wegwijzer.rules import Hours, OtherDay, Presence


def test_every_edge_of_the_state_table_leads_to_a_known_state_and_has_a_source():
    for state, edges in rules.ALLOWED.items():
        for to, source in edges.items():
            assert to in rules.ALLOWED, (state, to)
            assert len(source) > 10


@pytest.mark.parametrize("state", rules.ALLOWED)
@pytest.mark.parametrize("to", rules.ALLOWED)
def test_only_edges_of_the_table_are_allowed(state, to):
    decision = rules.may_move(state, to, tries=3)
    assert decision.allowed == (to in rules.ALLOWED[state])
    assert decision.reason


def test_closing_as_not_reached_takes_three_tries():
    assert [rules.may_move("not-reached", "closed", tries=n).allowed for n in range(5)] == [
        False,
        False,
        False,
        True,
        True,
    ]


@given(st.sampled_from([" ", "-", "", " - ", "."]), st.booleans())
def test_a_code_survives_how_people_type_it(between, small):
    code = rules.new_code()
    typed = code.replace("-", between)
    assert rules.clean_code(typed.lower() if small else typed) == code.replace("-", "")


def test_a_code_has_at_least_fifty_bits_and_no_vowels():
    assert len(set(rules._ALPHABET)) ** rules.CODE_LENGTH > 2**50
    assert not set(rules._ALPHABET) & set("AEIOU01LS")


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_it_is_not_but_never_an_error(typed):
    assert rules.clean_code(typed) is None or len(rules.clean_code(typed)) == rules.CODE_LENGTH


UITGEEST = [Hours(("FR",), time(9), time(10, 30))]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 27, 9, 0), Presence(True, until=time(10, 30))),
        (datetime(2026, 11, 27, 10, 29), Presence(True, until=time(10, 30))),
        (
            datetime(2026, 11, 27, 10, 30),
            Presence(False, next_day=date(2026, 12, 4), next_opens=time(9), next_closes=time(10, 30)),
        ),
        (
            datetime(2026, 11, 27, 8, 59),
            Presence(False, next_day=date(2026, 11, 27), next_opens=time(9), next_closes=time(10, 30)),
        ),
        (
            datetime(2026, 11, 24, 12, 0),
            Presence(False, next_day=date(2026, 11, 27), next_opens=time(9), next_closes=time(10, 30)),
        ),
    ],
)
def test_the_walk_in_of_uitgeest_is_there_on_friday_morning(moment, expected):
    assert rules.presence(moment, UITGEEST) == expected


def test_unknown_hours_are_unknown_and_not_closed():
    assert rules.presence(datetime(2026, 11, 27, 9, 0), []).open_now is None


def test_a_closed_day_wins_over_the_week_and_other_hours_replace_it():
    friday = date(2026, 11, 27)
    assert rules.hours_on(friday, UITGEEST, [OtherDay(friday, None, None)]) == []
    assert rules.hours_on(friday, UITGEEST, [OtherDay(friday, time(13), time(14))]) == [(time(13), time(14))]


def test_hours_hold_only_within_their_period():
    hours = [Hours(("FR",), time(9), time(10), valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 10))]
    assert rules.hours_on(date(2026, 11, 27), hours) == []
    assert rules.hours_on(date(2026, 12, 4), hours) == [(time(9), time(10))]
    assert rules.hours_on(date(2026, 12, 11), hours) == []


def test_the_rota_follows_odd_and_even_iso_weeks():
    lines = [("odd", "raadslid"), ("even", "Sociaal.nl"), ("every", "maatschappelijk werker")]
    assert rules.rota_for(date(2026, 11, 27), lines) == ["Sociaal.nl", "maatschappelijk werker"]  # week 48
    assert rules.rota_for(date(2026, 12, 4), lines) == ["raadslid", "maatschappelijk werker"]  # week 49


@given(st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1)), st.sampled_from(rules.DAYS))
def test_the_next_opening_is_never_in_the_past(moment, day):
    seen = rules.presence(moment, [Hours((day,), time(9), time(12))])
    if seen.open_now:
        assert moment.time() < seen.until
    else:
        assert datetime.combine(seen.next_day, seen.next_opens) > moment


def test_a_digest_says_the_same_in_any_order_and_never_changes_its_form():
    assert rules.digest({"b": "é", "a": [1, None]}) == rules.digest({"a": [1, None], "b": "é"})
    assert rules.digest({"a": [1, None], "b": "é"}) == "a7ecfa31489e9c28927c541bb96de73d"
    assert rules.digest([1, None]) != rules.digest([None, 1])
