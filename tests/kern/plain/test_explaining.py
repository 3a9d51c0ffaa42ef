"""Words of Dutch help are found in any form, and explained in plain words."""

from __future__ import annotations

import pytest

from wijkkompas.kern import plain

LEVELS = ("A2", "B1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De WMO helpt u.", ["wmo"]),
        ("Praat met een mantelzorger of met\nsociaal\traadslieden.", ["mantelzorger", "sociaal raadslieden"]),
        ("Toeslagen: zorgtoeslag en huurtoeslag, en nog een toeslag.", ["toeslag", "zorgtoeslag", "huurtoeslag"]),
        ("Bijzondere bijstand is geen bijstandsuitkering.", ["bijzondere bijstand", "bijstandsuitkering"]),
        ("Een gewone zin zonder zulke woorden.", []),
        ("", []),
    ],
)
def test_words_are_found_once_and_the_longest_counts(text, words):
    assert [term.word for term in plain.explain(text)] == words


def test_every_explanation_is_plain_and_short():
    hard = {word: line for word, line in plain.explained().items() if plain.read(line).level not in LEVELS}
    assert len(hard) <= 0.05 * len(plain.explained()), hard
    sentences = [one for line in plain.explained().values() for one in line.split(". ")]
    assert max(len(one.split()) for one in sentences) <= 14


def test_an_explanation_needs_no_explanation_itself():
    assert {word: found for word, line in plain.explained().items() if (found := plain.explain(line))} == {}
