"""The five steps, without a database."""

from __future__ import annotations

import pytest

from wijkkompas.wijkteam.meldcode.rules import STEPS, decision_problem, may_write, open_steps, reached


def test_every_edge_says_why_it_is_there():
    assert all(reason for edges in STEPS.values() for reason in edges.values())


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ([], [1]),
        ([1], [2, 1]),
        ([1, 2], [3, 4, 1, 2]),
        ([1, 2, 4], [5, 1, 2, 3, 4]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
    ],
)
def test_a_step_follows_on_the_one_before_and_an_earlier_one_may_be_written_in_again(written, steps):
    assert open_steps(written) == steps


def test_no_step_is_skipped_but_the_talk():
    assert not may_write(3, [1])
    assert not may_write(5, [1, 2, 3])
    assert may_write(4, [1, 2])
    assert reached([]) == 0


def test_the_last_step_answers_both_questions():
    assert decision_problem(5, "yes", "") == "both"
    assert decision_problem(5, "yes", "no") == ""
    assert decision_problem(4, "", "") == ""
