"""The score puts texts in the right order, at any length, for any input."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kern.plain import own_texts
from wijkkompas.kern import plain
from wijkkompas.kern.plain import lexicon, scoring
from wijkkompas.kern.plain.sentences import WORD, sentences

LEVELS = ("A2", "B1", "B2", "C1")
TOPICS = yaml.safe_load(Path(__file__).with_name("levels.yaml").read_text(encoding="utf8"))
PARAGRAPH = "De gemeente kan een verzoek afwijzen indien u niet tijdig reageert. Bel ons als u vragen heeft. "


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic["topic"])
def test_b1_scores_easier_than_b2_and_b2_than_c1(topic):
    b1, b2, c1 = (plain.score(topic[level]) for level in LEVELS[1:])
    assert b1 < b2 < c1


def test_a2_scores_easier_than_b1_in_nine_of_ten_topics():
    right = [topic["topic"] for topic in TOPICS if plain.score(topic["A2"]) < plain.score(topic["B1"])]
    assert len(TOPICS) >= 20
    assert len(right) >= 0.9 * len(TOPICS)


def test_levels_order_across_topics_too():
    scores = {level: [plain.score(topic[level]) for topic in TOPICS] for level in LEVELS}
    for lower, upper, floor in (("A2", "B1", 0.8), ("B1", "B2", 0.99), ("B2", "C1", 0.98)):
        pairs = [easy < hard for easy in scores[lower] for hard in scores[upper]]
        assert sum(pairs) / len(pairs) >= floor


def test_no_plain_text_is_called_hard_and_no_law_is_called_plain():
    assert {plain.read(topic[level]).level for topic in TOPICS for level in ("A2", "B1")} <= {"A2", "B1"}
    assert {plain.read(topic["C1"]).level for topic in TOPICS} == {"C1"}


@pytest.mark.parametrize(
    ("easy", "hard"),
    [
        ("U moet betalen.", "U dient te betalen."),
        ("Bel ons.", "Neem telefonisch contact met ons op."),
        ("Wij bellen u.", "U wordt door ons gebeld."),
        ("Stuur het formulier op tijd.", "Het formulier dient tijdig te worden ingediend."),
        ("Het bedrag is 20 euro.", "Het verschuldigde bedrag bedraagt 20 euro."),
        ("Als u ziek bent, bel dan de dokter.", "Indien u arbeidsongeschikt bent, dient u zich te melden."),
    ],
)
def test_one_short_sentence_is_enough_to_see_which_is_easier(easy, hard):
    assert (plain.easier(easy, hard), plain.easier(hard, easy)) == ("A", "B")


def test_a_longer_text_is_not_a_harder_or_easier_text():
    assert plain.score(PARAGRAPH * 50) == pytest.approx(plain.score(PARAGRAPH), abs=0.01)


@pytest.mark.parametrize("text", ["", " \n", "😀🎉", "112", "...", "- \n- ", "\x00\u200b", "a" * 100_000, "(" * 5_000])
def test_a_text_without_sentences_gives_a_finite_score(text):
    reading = plain.read(text)
    assert math.isfinite(reading.score)
    assert abs(reading.score) < 1_000
    assert reading.level in LEVELS


@pytest.mark.parametrize(
    ("plainer", "same_with_noise"),
    [
        ("Wij helpen u graag in de buurt.", "Wij helpen u graag in Krommeniedijk."),
        ("Kom om 9 uur naar het kantoor.", "Kom om 9.30 uur naar het kantoor."),
        ("U mag de brief lezen.", "U mag de brief lezen 😀"),
    ],
)
def test_names_numbers_and_signs_do_not_make_a_text_hard(plainer, same_with_noise):
    assert plain.score(same_with_noise) == pytest.approx(plain.score(plainer), abs=6)


def test_english_words_do_not_break_a_text():
    assert plain.read("U kunt inloggen met de app. Klik op download.").level in {"A2", "B1"}
    assert math.isfinite(plain.score("The quick brown fox jumps over the lazy dog."))


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_text_gives_a_finite_score_and_the_same_twice(text):
    first = plain.read(text)
    assert math.isfinite(first.score)
    assert plain.read(text) == first
    assert plain.score(text) == first.score
    assert all(math.isfinite(sentence.score) for sentence in first.sentences)


@given(
    st.lists(st.sampled_from([*PARAGRAPH.split(), "\n", "- ", "bijv.", "Jan", "12,5", "(zie", "art. 3)"]), max_size=60)
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_word_is_lost_between_sentences(words):
    text = " ".join(words)
    found = [word for sentence in sentences(text) for word in WORD.findall(sentence)]
    assert found == WORD.findall(text)


@pytest.mark.parametrize(
    "unit", [PARAGRAPH, PARAGRAPH.replace(".", ""), "bijv. art. ", "de kat\n", "huurtoeslag", "geld, (", ". "]
)
def test_time_grows_with_the_length_only(unit):
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        best = math.inf
        for _ in range(3):
            begun = time.process_time()
            plain.read(text)
            best = min(best, time.process_time() - begun)
        return best

    seconds(1_000)
    # Four times the text: four times as long when linear, sixteen times when quadratic.
    assert seconds(100_000) < 9 * seconds(25_000) + 0.05


def test_sentences_end_where_a_reader_ends_them():
    text = (
        "Beste mevr. De Vries,\n\nU krijgt o.a. geld, bijv. huurtoeslag. Wij helpen u. Bel 0800 1.200 (gratis). Vragen? "
        "Kom langs!\n1. Neem uw pas mee\n2. Neem de brief mee\n"
    )
    assert sentences(text) == [
        "Beste mevr. De Vries,",
        "U krijgt o.a. geld, bijv. huurtoeslag.",
        "Wij helpen u.",
        "Bel 0800 1.200 (gratis).",
        "Vragen?",
        "Kom langs!",
        "Neem uw pas mee",
        "Neem de brief mee",
    ]


def test_a_wrapped_line_goes_on():
    assert sentences("Deze zin is te lang voor een regel van dit bericht en\ngaat verder.\nEn dit is de volgende.") == [
        "Deze zin is te lang voor een regel van dit bericht en gaat verder.",
        "En dit is de volgende.",
    ]


def test_hard_words_come_with_simpler_ones_in_every_form_once_in_order():
    reading = plain.read(
        "Wij verstrekken dit. Het is verstrekt. Indien u met betrekking tot de ingediende aanvraag belt: graag."
    )
    assert [(found.word, found.proposal) for found in reading.words] == [
        ("verstrekken", "geven"),
        ("verstrekt", "geven"),
        ("Indien", "als"),
        ("ingediende", "sturen"),
        ("met betrekking tot", "over"),
    ]


def test_the_five_hardest_sentences_come_hardest_first():
    reading = plain.read(" ".join([PARAGRAPH] * 4))
    hardest = reading.hardest()
    assert len(hardest) == 5
    assert [sentence.score for sentence in hardest] == sorted((s.score for s in reading.sentences), reverse=True)[:5]
    assert hardest[0].text.startswith("De gemeente kan een verzoek")


def test_equal_texts_have_an_answer():
    assert plain.easier("Kom langs.", "Kom langs.") == "A"


def test_the_word_list_is_large_without_doubles_and_its_proposals_are_plain():
    path = Path(lexicon.__file__).parent / "data" / "simpler.yaml"
    keys = [line.split(":")[0] for line in path.read_text(encoding="utf8").splitlines() if line.startswith("  ")]
    assert len(keys) >= 350
    assert sorted(set(keys)) == sorted(keys)
    listed = yaml.safe_load(path.read_text(encoding="utf8"))
    hard = {
        word
        for text in [*listed["words"].values(), *listed["phrases"].values()]
        for word in WORD.findall(text.lower())
        if lexicon.rank(word) == lexicon.UNKNOWN or lexicon.proposal(word)
    }
    assert hard == set()


def test_no_weight_makes_more_of_something_hard_easier():
    made = json.loads((Path(scoring.__file__).parent / "data" / "weights.json").read_text(encoding="utf8"))
    assert min(made["weights"].values()) >= 0
    assert made["lines"]["A2"] < made["lines"]["B1"] < made["lines"]["B2"]
    accuracies = made["about"]["accuracies"]["cross-validated by document"]
    assert (accuracies["municipal"] >= 0.71, accuracies["blocks"] >= 0.94, accuracies["wiki"] >= 0.94) == (True,) * 3


@pytest.mark.parametrize("kind", [own_texts.interface, own_texts.services, own_texts.needs, own_texts.crisis_lines])
def test_our_own_texts_are_plain(kind):
    texts = list(kind())
    above = [f"{where}: {text}" for where, text in texts if plain.score(text) > scoring.line("B1")]
    assert texts
    assert len(above) <= 0.05 * len(texts), above
