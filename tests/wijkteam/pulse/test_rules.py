"""When we call, and what the answers mean."""

from __future__ import annotations

from datetime import date

import pytest

from wijkkompas.wijkteam.pulse import rules
from wijkkompas.wijkteam.pulse.values import PulseState


def test_we_call_five_weeks_after_closing_and_never_outside_four_to_six():
    assert rules.call_on(date(2026, 11, 25)) == date(2026, 12, 30)
    for weeks in (3, 7):
        with pytest.raises(ValueError, match="between 4 and 6"):
            rules.call_on(date(2026, 11, 25), weeks)


def test_one_try_a_day_counts():
    today = date(2026, 11, 25)
    assert rules.is_new_try(None, today)
    assert rules.is_new_try(date(2026, 11, 24), today)
    assert not rules.is_new_try(today, today)


@pytest.mark.parametrize(
    ("now", "done", "more", "well"),
    [
        ("well", "yes", "no", True),
        ("so-so", "partly", "no", True),
        ("not-well", "yes", "no", False),
        ("well", "no", "no", False),
        ("well", "yes", "yes", False),
    ],
)
def test_it_is_well_only_when_all_three_answers_say_so(now, done, more, well):
    assert rules.goes_well(now=now, done=done, more=more) is well


def test_every_state_has_its_edges_and_only_a_planned_call_goes_on():
    assert set(rules.EDGES) == set(PulseState.values)
    assert [state for state, edges in rules.EDGES.items() if edges] == ["planned"]
    assert all(source for edges in rules.EDGES.values() for source in edges.values())
