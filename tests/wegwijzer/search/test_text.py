"""Words in six languages and three scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.wegwijzer.search import text
from wijkkompas.wegwijzer.search.lexical import Names, distance


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Schuldhulp", "schuldhulp"),
        ("financiële", "financiele"),
        ("İş arıyorum", "is ariyorum"),
        ("IŞIK", "isik"),
        ("łódź", "lodz"),
        ("مُسَاعَدَة", "مساعده"),
        ("أزمة إيجار آلام", "ازمه ايجار الام"),
        ("п’ять", "п'ять"),
        ("m'n", "mn"),
        ("heeeeelp", "heelp"),
        ("١٢", "12"),
        ("ґанок", "ганок"),
    ],
)
def test_spellings_of_the_same_word_fold_together(written, same):
    assert text.fold(written) == text.fold(same)


def test_ukrainian_letters_keep_what_tells_them_apart():
    assert text.fold("Їжак") == "їжак"
    assert text.fold("йод") != text.fold("иод")


def test_a_compound_falls_into_known_words():
    assert text.split_compound("schuldhulp", {"schuld", "hulp"}) == ["schuld", "hulp"]
    assert text.split_compound("voedingshulp", {"voeding", "hulp"}) == ["voeding", "hulp"]
    assert text.split_compound("fietsen", {"fiets"}) == []


@given(st.text(max_size=3_000))
def test_squeezing_leaves_one_short_line(value):
    line = text.squeeze(value)
    assert len(line) <= 1_000
    assert "\n" not in line
    assert text.squeeze(line) == line


@given(st.text(max_size=200))
def test_folding_and_tokens_never_fail(value):
    assert all(text.tokens(value))


def test_the_script_decides_the_language_where_it_can():
    assert text.script_language("أحتاج مساعدة", "nl") == "ar"
    assert text.script_language("потрібна допомога", "en") == "uk"
    assert text.script_language("ik zoek hulp", "tr") == "tr"


def test_a_long_text_keeps_its_beginning_and_its_end_for_the_encoder():
    short = text.shorten("begin " + "midden " * 100 + "einde")
    assert short.startswith("begin")
    assert short.endswith("einde")
    assert len(short) <= 482


@pytest.mark.parametrize(
    ("left", "right", "errors"), [("wijkteam", "wijktem", 1), ("hulp", "hulp", 0), ("abc", "xyz", 3)]
)
def test_typing_errors_are_counted(left, right, errors):
    assert distance(left, right, 3) == errors


def test_a_sentence_with_one_common_word_is_no_name():
    names = Names(["Sporten", "Taalhuis"], ["Gemeente", "Bieb"])
    assert names.find("ik wil graag met mijn kind gaan sporten in het weekend op het plein") == {}
    assert list(names.find("taalhuis")) == [1]
