"""Who says yes, to what, and which word ends it: without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wijkkompas.wijkteam.consent.rules import (
    ARTICLES,
    BASES,
    agreement_problem,
    article_of,
    consent_problem,
    resident_word,
    until_fits,
    usual_until,
)
from wijkkompas.wijkteam.values import LegalDomain

DAY = date(2026, 11, 25)


def born(years: int) -> date:
    return DAY.replace(year=DAY.year - years)


def test_a_task_is_the_first_basis_and_the_meldcode_is_not_chosen_here():
    assert BASES[0] == "task"
    assert "meldcode" not in BASES


def test_every_law_has_an_article_that_waits_for_a_lawyer():
    assert {article.law for article in ARTICLES} == set(LegalDomain.values)
    assert all("[nakijken]" in article_of(law, DAY) for law in LegalDomain.values)
    assert article_of("wgs", date(2020, 1, 1)) == ""


def test_the_word_of_the_resident_follows_the_basis():
    assert [resident_word(basis) for basis in ("consent", "task", "vital-interest")] == ["withdraw", "object", "object"]


def test_a_share_ends_within_a_year_and_not_before_today():
    fits = [until_fits(DAY + timedelta(days=number), DAY) for number in (-1, 0, 92, 365, 366)]
    assert fits == [False, True, True, True, False]
    assert until_fits(usual_until(DAY), DAY)


@pytest.mark.parametrize(
    ("basis", "free", "age", "problem"),
    [
        ("task", False, 10, ""),
        ("consent", False, 40, "not-free"),
        ("consent", True, 40, ""),
        ("consent", True, 16, ""),
        ("consent", True, 15, "too-young"),
    ],
)
def test_consent_is_free_and_of_somebody_old_enough(basis, free, age, problem):
    assert consent_problem(basis=basis, free=free, born=born(age), day=DAY) == problem


@pytest.mark.parametrize(
    ("age", "by_self", "with_parent", "problem"),
    [
        (16, True, False, ""),
        (15, True, False, "together"),
        (15, True, True, ""),
        (12, False, True, "together"),
        (11, True, True, "parent"),
        (11, False, False, "parent"),
        (11, False, True, ""),
    ],
)
def test_the_younger_a_child_the_more_a_parent_agrees(age, by_self, with_parent, problem):
    found = agreement_problem(born=born(age), day=DAY, by_self=by_self, with_representative=with_parent)
    assert found == problem
