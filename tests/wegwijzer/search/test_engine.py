"""What a resident gets back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wijkkompas.wegwijzer.search.engine import Index, build, document_texts
from wijkkompas.wegwijzer.search.values import Answer, Place
from wijkkompas.wegwijzer.search.vectors import VectorCache

from .conftest import DOCUMENTS, VLAARDINGEN, FakeEncoder, crisis_lines, document, needs, phrasings

NAMES = {d.id: d for d in DOCUMENTS}
QUESTIONS = [
    ("nl", "ik heb overal schulden en de deurwaarder staat voor de deur", "problem-debts"),
    ("en", "I have too many debts and cannot pay them", "problem-debts"),
    ("tr", "borçlarımı ödeyemiyorum", "problem-debts"),
    ("pl", "mam długi i nie mogę ich spłacić", "problem-debts"),
    ("ar", "عندي ديون كثيرة ولا أستطيع الدفع", "problem-debts"),
    ("uk", "у мене багато боргів, не можу платити", "problem-debts"),
    ("nl", "ik wil beter nederlands leren praten", "learn-dutch"),
    ("nl", "kunnen jullie uitleggen wat er in deze brief staat", "understand-letter"),
]


def ask(index: Index, text: str, lang: str = "nl", place: Place = VLAARDINGEN, limit: int = 5, **more) -> Answer:
    return index.ask(text, lang, place, limit, **more)


@pytest.mark.parametrize(("lang", "text", "need"), QUESTIONS)
def test_a_question_in_each_language_finds_its_need_and_a_service_that_carries_it(index, lang, text, need):
    answer = ask(index, text, lang)
    assert answer.needs[0].code == need
    assert any(need in NAMES[hit.id].needs for hit in answer.hits)
    assert answer.answered
    assert answer.mode == "full"


def test_without_the_model_words_still_find_the_need(words_only):
    answer = ask(words_only, "ik heb schulden")
    assert answer.needs[0].code == "problem-debts"
    assert answer.mode == "words-only"


def test_an_index_built_with_the_model_still_answers_where_the_model_is_missing(index):
    moved = Index.from_bytes(index.to_bytes(), None)
    answer = ask(moved, "ik heb schulden")
    assert answer.mode == "words-only"
    assert answer.needs[0].code == "problem-debts"


def test_stored_and_read_again_the_index_gives_the_same_answer(index, encoder):
    again = Index.from_bytes(index.to_bytes(), encoder)
    for _, text, _ in QUESTIONS:
        assert [h.id for h in ask(again, text).hits] == [h.id for h in ask(index, text).hits]


def test_two_builds_of_the_same_data_give_the_same_bytes():
    first, second = (build(needs(), phrasings(), DOCUMENTS, crisis_lines(), None).to_bytes() for _ in range(2))
    assert first == second


def test_help_of_another_municipality_never_shows(index):
    assert all(hit.id != "Schuldhulp Leiden" for _, text, _ in QUESTIONS for hit in ask(index, text, limit=50).hits)


def test_without_a_place_only_national_help_shows(index):
    hits = ask(index, "ik heb schulden", place=Place(("NL",)), limit=50).hits
    assert hits
    assert all("NL" in NAMES[hit.id].areas for hit in hits)


def test_placeless_help_shows_even_where_nothing_is_near(index):
    hits = ask(index, "ik heb schulden", place=Place(("GM9999", "NL"))).hits
    assert hits[0].id == "Landelijke schuldhulplijn"


def test_help_of_the_own_municipality_comes_before_national_help(index):
    ids = [hit.id for hit in ask(index, "ik heb schulden").hits]
    assert ids.index("Schuldhulp Vlaardingen") < ids.index("Landelijke schuldhulplijn")


def test_the_distance_is_given_where_both_ends_are_known(index):
    by_id = {hit.id: hit for hit in ask(index, "ik heb schulden", limit=50).hits}
    assert 100 < by_id["Schuldhulp Vlaardingen"].distance_m < 500
    assert by_id["Landelijke schuldhulplijn"].distance_m is None


def test_what_is_open_now_comes_first_among_equals():
    twins = [document(f"Eetclub {n}", ["food-parcel"], id=f"twin-{n}", text="Samen eten.") for n in "ab"]
    index = build(needs(), phrasings(), twins, [], None)
    assert ask(index, "voedselpakket", open_now={"twin-b"}).hits[0].id == "twin-b"
    assert ask(index, "voedselpakket", open_now={"twin-a"}).hits[0].id == "twin-a"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("buurtpunt ambacht", "Buurtpunt Ambacht"),
        ("Buurtpunt", "Buurtpunt Ambacht"),
        ("voedselbank", "Voedselbank De Maas"),
        ("wijktem vlaardingen", "Wijkteam Vlaardingen"),
        ("wanneer is buurtpunt ambacht open", "Buurtpunt Ambacht"),
        ("taalhuis", "Taalhuis"),
    ],
)
def test_a_name_finds_its_service_first_also_with_a_typing_error(index, typed, name):
    hit = ask(index, typed).hits[0]
    assert (hit.id, hit.reason) == (name, "name")


def test_a_name_of_elsewhere_is_not_shown(index):
    assert all(hit.id != "Schuldhulp Leiden" for hit in ask(index, "schuldhulp leiden").hits)


@pytest.mark.parametrize("text", ["asdf", "qwer zxcv", "😀😀", "lekker weertje is het hè", "?!", "12345"])
def test_what_is_no_question_for_help_is_not_answered(index, text):
    assert not ask(index, text).answered


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x01\x02",
        "a" * 10_000,
        "😀" * 3_000,
        "'; drop table needs; --",
        "\ud800",
        "%s%n",
        "\u202eab",
        "ا" * 5_000,
    ],
)
def test_bad_input_gives_an_answer_and_never_an_exception(index, words_only, text):
    for one in (index, words_only):
        assert isinstance(ask(one, text, "xx"), Answer)
        assert isinstance(one.detect_crisis(text, "nl"), tuple)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), limit=st.integers(-1, 60))
def test_any_text_gives_an_answer_within_its_limit(words_only, text, limit):
    answer = ask(words_only, text, limit=limit)
    assert len(answer.hits) <= max(limit, 0)
    assert len({hit.id for hit in answer.hits}) == len(answer.hits)
    assert all(0 <= need.score <= 1 for need in answer.needs)


def test_an_empty_directory_and_an_empty_vocabulary_are_no_error():
    assert ask(build(needs(), phrasings(), [], [], None), "schulden").hits == ()
    empty = Index.from_bytes(build([], [], [], [], None).to_bytes(), None)
    assert isinstance(ask(empty, "schulden"), Answer)


def test_vectors_in_the_cache_are_not_encoded_again():
    encoder, cache = FakeEncoder(), VectorCache(FakeEncoder.hash)
    build(needs(), phrasings()[:50], DOCUMENTS, [], encoder, cache)
    before = len(encoder.asked)
    assert before
    build(needs(), phrasings()[:50], DOCUMENTS, [], encoder, cache)
    assert len(encoder.asked) == before


def test_an_index_lends_the_vectors_of_its_services_to_the_next_build():
    index, cache = build(needs(), phrasings()[:50], DOCUMENTS, [], FakeEncoder()), VectorCache(FakeEncoder.hash)
    assert index.lend(cache) > 0
    assert not cache.missing(text for d in DOCUMENTS for text in document_texts(d))
