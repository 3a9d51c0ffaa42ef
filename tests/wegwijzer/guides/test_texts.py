"""The step plans and theme pages that the product brings along: plain, whole, and pointing at needs that exist."""

from __future__ import annotations

import re

import pytest
import yaml

from wijkkompas.kern import plain
from wijkkompas.kern.plain import scoring
from wijkkompas.wegwijzer.guides.shipped import DATA, shipped_handbooks, theme_pages, themes_of_need

HANDBOOKS = shipped_handbooks()
THEMES = list(theme_pages().values())
CODES = {row["code"] for row in yaml.safe_load((DATA / "needs.yaml").read_text(encoding="utf8"))["needs"]}
WORDS_A_SENTENCE = 13


def for_residents(guide) -> list[str]:
    """Every sentence of a guide that a resident reads."""
    texts = [guide.title, guide.lead, *getattr(guide, "paragraphs", ())]
    return [text for text in [*texts, *(t for step in guide.steps for t in (step.what, step.why))] if text]


def test_the_four_step_plans_and_five_themes_of_the_mission_are_there():
    assert [h.slug for h in HANDBOOKS] == ["langer-thuis", "scheiden", "schulden", "woning-zoeken"]
    assert [t.slug for t in THEMES] == [
        "wonen-als-u-ouder-wordt",
        "huis-aanpassen",
        "woonservicezone",
        "klein-en-samen-wonen",
        "taal-lezen-computer",
    ]


@pytest.mark.parametrize("guide", [*HANDBOOKS, *THEMES], ids=lambda guide: guide.slug)
def test_everything_a_resident_reads_is_plain(guide):
    assert [text for text in for_residents(guide) if plain.score(text) > scoring.line("B1")] == []
    sentences = [s for text in for_residents(guide) for s in re.split(r"(?<=[.?!]) ", text)]
    assert [s for s in sentences if len(s.split()) > WORDS_A_SENTENCE] == []


@pytest.mark.parametrize("handbook", HANDBOOKS, ids=lambda handbook: handbook.slug)
def test_each_step_says_why_where_and_what_a_professional_adds(handbook):
    for step in handbook.steps:
        assert step.why, step.what
        assert step.need in CODES, step.what
        assert step.professional, step.what
    assert set(handbook.needs) <= CODES
    assert len({step.key for step in handbook.steps}) == len(handbook.steps)
    assert handbook.sources


@pytest.mark.parametrize("page", THEMES, ids=lambda page: page.slug)
def test_each_theme_points_at_needs_and_step_plans_that_exist(page):
    assert {*page.needs, *page.also, *(s.need for s in page.steps if s.need)} <= CODES
    assert set(page.handbooks) <= {h.slug for h in HANDBOOKS}


def test_no_figure_about_money_or_age_stands_in_a_step_plan():
    aging = re.compile(r"€|\beuro\b|\bAOW-leeftijd|\d+ procent|%")
    texts = [t for h in HANDBOOKS for s in h.steps for t in (s.what, s.why, s.professional)]
    assert [text for text in texts if aging.search(text)] == []


def test_a_need_knows_its_theme_pages():
    assert [page.slug for page in themes_of_need("home-adaptation")] == ["huis-aanpassen"]
    assert themes_of_need("domestic-violence") == []
