"""Which facts go first when a leaflet is full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.wegwijzer.paper.rules import FACTS, GO_FIRST, SMALL, Step, cut, shortened, steps
from wijkkompas.wegwijzer.paper.values import Entry, Piece

NEVER = {"where", "when", "phone"}


def line(*texts: str) -> tuple[tuple[Piece, ...], ...]:
    return tuple((Piece(text, "nl"),) for text in texts)


FULL = Entry(
    slug="x",
    name=Piece("Naam", "nl"),
    address="https://example.org/hulp/x",
    **{name: line(f"{name} een", f"{name} twee") for name in FACTS - {"qr"}},
)


@pytest.mark.parametrize("large", [False, True])
def test_each_step_says_less_than_the_one_before(large: bool) -> None:
    told = [len(step.facts) for step in steps(large=large)]
    assert told == sorted(told, reverse=True)
    assert told[0] == len(FACTS)


@pytest.mark.parametrize("large", [False, True])
def test_where_when_and_whom_to_call_never_go(large: bool) -> None:
    for step in steps(large=large):
        kept = shortened(FULL, step)
        assert kept.name
        assert all(getattr(kept, fact) for fact in NEVER), step


def test_what_goes_has_a_reason_and_goes_in_that_order() -> None:
    assert {fact for fact, reason in GO_FIRST if reason} == FACTS - NEVER
    seen: list[str] = []
    for step in steps():
        seen += [fact for fact, _reason in GO_FIRST if fact not in step.facts and fact not in seen]
    assert seen == [fact for fact, _reason in GO_FIRST]


def test_how_to_get_in_stays_when_no_hours_are_known() -> None:
    from dataclasses import replace

    without_hours = replace(FULL, when=())
    step = next(step for step in steps() if "ways" not in step.facts)
    assert shortened(FULL, step).ways == ()
    assert shortened(without_hours, step).ways == FULL.ways


def test_letters_are_never_small() -> None:
    assert min(step.size for step in steps()) == SMALL >= 10.5
    assert min(step.size for step in steps(large=True)) >= 16


def test_the_shortest_leaflet_cuts_long_texts_and_says_so() -> None:
    piece = cut(Piece("Een heel lange naam van een heel bijzondere dienst voor iedereen in de wijk", "nl"), 30)
    assert piece.text == "Een heel lange naam van een…"


@given(st.text(max_size=400))
def test_a_cut_text_is_short_enough(text: str) -> None:
    assert len(cut(Piece(text, "nl"), 60).text) <= 60


def test_the_rule_changes_nothing_but_what_goes() -> None:
    assert shortened(FULL, Step(FACTS, 1, 11.5)) == FULL
