"""The life of a case, what a share opens, how long, and what an age means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from wijkkompas.wijkteam import rules, values

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def moves(state: str, to: str, reason: str, until: date | None = None) -> str:
    decision = rules.may_move(state, to, reason=reason, until=until, today=TODAY)
    return "yes" if decision.allowed else decision.problem


def test_the_states_and_reasons_are_those_that_people_read():
    assert set(rules.CASE_EDGES) == set(values.CaseState.values)
    for edges in rules.CASE_EDGES.values():
        assert set(edges) <= set(values.CaseState.values)
        for source, reasons in edges.values():
            assert source
            assert reasons <= set(values.StepReason.values)
    assert set(rules.PARTS_OF) == set(values.Scope.values) - {"fields"}
    assert rules.PARTS_OF["full"] == tuple(values.Part.values)


def test_a_case_goes_on_only_along_the_table():
    allowed = {(a, b) for a, edges in rules.CASE_EDGES.items() for b in edges} - {("closed", "destroyed")}
    for state in values.CaseState.values:
        for to in values.CaseState.values:
            said = {moves(state, to, reason, TODAY + timedelta(days=7)) for reason in values.StepReason.values}
            assert ("yes" in said) == ((state, to) in allowed)


def test_a_person_never_destroys_a_case():
    assert moves("closed", "destroyed", "term-over") == "no-edge"


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, "until"),
        (TODAY, "until"),
        (TODAY + timedelta(days=1), "yes"),
        (TODAY + timedelta(days=92), "yes"),
        (TODAY + timedelta(days=93), "until"),
    ],
)
def test_a_pause_has_a_told_reason_and_an_end(until, said):
    assert moves("open", "paused", "resident-asked", until) == said
    assert moves("open", "paused", "plan-done", until) == "reason"


def test_a_scope_opens_its_parts_and_chosen_parts_only_what_is_known():
    assert rules.parts_of("summary") == ("identity", "summary")
    assert rules.parts_of("plan", ["journal"]) == ("identity", "summary", "goals", "actions")
    assert rules.parts_of("fields", ["journal", "apart", "identity", "meldcode"]) == ("identity", "journal")
    assert rules.parts_of("fields", ["apart"]) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"basis": "consent"}, "giver"),
        ({"basis": "consent", "given": True}, ""),
        ({"article": "  "}, "article"),
        ({"basis": "vital-interest", "article": ""}, ""),
        ({"parts": ()}, "parts"),
        ({"valid_until": NOW}, "until"),
        ({"valid_until": NOW + timedelta(days=366)}, ""),
        ({"valid_until": NOW + timedelta(days=366, seconds=1)}, "until"),
    ],
)
def test_a_share_has_a_basis_parts_and_an_end(change, said):
    usual = {
        "basis": "task",
        "article": "Wmo 2015 2.3.2",
        "given": False,
        "parts": ("summary",),
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=rules.USUAL_SHARE_DAYS),
    }
    assert rules.share_problem(**(usual | change)) == said


@pytest.mark.parametrize(
    ("born", "help_with", "data"),
    [
        (date(2026, 1, 1), "parent", "parent"),
        (date(2014, 11, 26), "parent", "parent"),
        (date(2014, 11, 25), "together", "parent"),
        (date(2010, 11, 26), "together", "parent"),
        (date(2010, 11, 25), "self", "self"),
        (None, "self", "self"),
    ],
)
def test_from_twelve_together_and_from_sixteen_alone(born, help_with, data):
    assert rules.who_decides(rules.AGES_HELP, born=born, day=TODAY) == help_with
    assert rules.who_decides(rules.AGES_DATA, born=born, day=TODAY) == data


def test_a_leap_day_child_has_a_birthday_on_the_first_of_march():
    assert rules.age_on(date(2008, 2, 29), date(2024, 2, 28)) == 15
    assert rules.age_on(date(2008, 2, 29), date(2024, 2, 29)) == 16
    assert rules.age_on(date(2008, 2, 29), date(2025, 2, 28)) == 16
    assert rules.age_on(date(2008, 2, 29), date(2025, 3, 1)) == 17


def test_every_age_and_edge_has_a_source():
    for age in (*rules.AGES_HELP, *rules.AGES_DATA):
        assert "[nakijken]" in age.source
        assert age.together <= age.alone


def test_a_name_is_found_again_however_it_was_typed_but_not_without_a_birth_date():
    born, key = date(1980, 5, 1), b"k"
    index = rules.name_index(key, "Ömer de Vries", born)
    assert index == rules.name_index(key, " omer DE-VRIES", born)
    assert index != rules.name_index(key, "Ömer de Vries", date(1980, 5, 2))
    assert index != rules.name_index(b"other", "Ömer de Vries", born)
    assert rules.name_index(key, "Ömer", None) == ""
    assert rules.name_index(key, "...", born) == ""
