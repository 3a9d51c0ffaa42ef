"""What a page and a paper say about an outcome."""

from __future__ import annotations

import datetime as dt

import pytest

from wijkkompas.regelingen import paper, reckoning, telling
from wijkkompas.regelingen.drafts import Draft

DAY = dt.date(2026, 3, 1)
TOLD = {
    "kinderen": [7, 14],
    "samen": [],
    "leeftijd": 40,
    "netto_maand": [1100, 1249.99],
    "toetsingsinkomen": [10_000, 19_999],
    "vermogen": 0,
    "wonen": ["huurt_zelfstandig"],
    "kale_huur": [500, 700],
}


@pytest.fixture(scope="module")
def overview():
    return reckoning.overview(Draft("GM0622", dict(TOLD)), ("GM0622", "RG-MVS"), DAY)


@pytest.fixture(scope="module")
def cards(overview):
    found = [card for group in telling.groups(overview) for card in group["cards"]]
    assert {card["found"].sureness for card in found} == {"sure", "likely", "perhaps"}
    return found


def test_a_question_is_missing_only_where_its_answer_decides(cards):
    for card in cards:
        assert bool(card["missing"]) <= (card["found"].sureness == "perhaps"), card["scheme"].key


def test_page_and_paper_name_the_same_questions(overview, cards):
    printed = [card for group in paper.paper_of(overview)["groups"] for card in group["cards"]]
    for one, other in zip(printed, cards, strict=True):
        assert one["missing"] == [question.text for question in other["missing"]]


def test_only_a_text_for_a_helper_holds_what_was_answered(cards):
    for card in cards:
        assert bool(card["needed"]) <= (card["scheme"].route != "self"), card["scheme"].key
    assert any(card["needed"] for card in cards)
