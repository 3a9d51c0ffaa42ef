"""Decisions of the case pages, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from wijkkompas.wijkteam.casework.rules import ALL_PARTS, is_late, next_states, safe_cell, standing


def test_the_own_team_sees_all_parts_whatever_is_shared_with_it():
    assert standing(home=True, glass=True, shared=["summary"]).parts == ALL_PARTS


def test_a_broken_glass_reads_as_an_emergency():
    found = standing(home=False, glass=True, shared=["summary"])
    assert (found.kind, found.purpose, found.home) == ("glass", "emergency", False)


def test_shares_open_their_parts_in_the_order_of_the_page():
    assert standing(home=False, glass=False, shared=["actions", "identity"]).parts == ("identity", "actions")


def test_who_has_nothing_has_no_standing():
    assert standing(home=False, glass=False, shared=[]).kind == ""


def test_a_case_is_never_destroyed_by_hand():
    assert [to for to, _reasons in next_states("closed")] == ["open"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_spreadsheet_works_nothing_out(text):
    assert safe_cell(text) == f"'{text}"


def test_a_step_is_late_on_the_day_after():
    assert [is_late(due, date(2026, 11, 25)) for due in (None, date(2026, 11, 25), date(2026, 11, 24))] == [
        False,
        False,
        True,
    ]
