"""Who may stand for whom, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from wijkkompas.wijkteam.household.rules import PROOFS, authority_problem, may_prove
from wijkkompas.wijkteam.values import Authority, VerifiedHow

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "born", "problem"),
    [
        ("parent", date(2010, 1, 1), ""),
        ("parent", None, "age-unknown"),
        ("guardian", date(2008, 11, 25), "of-age"),
        ("guardian", date(2008, 11, 26), ""),
        ("mentor", date(2010, 1, 1), "child"),
        ("proxy", date(1960, 1, 1), ""),
        ("administrator", None, ""),
    ],
)
def test_parents_stand_for_children_and_others_for_grown_ups(kind, born, problem):
    assert authority_problem(kind, born=born, day=DAY) == problem


def test_each_authority_has_papers_that_prove_it():
    assert set(PROOFS) == set(Authority.values)
    assert {how for papers in PROOFS.values() for how in papers} == set(VerifiedHow.values)
    assert not may_prove("mentor", "signed")
