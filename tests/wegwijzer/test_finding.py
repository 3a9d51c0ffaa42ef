"""Search as residents meet it: built by a job, picked up by every process, right for the sentences of the sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wijkkompas.wegwijzer import finding, loading
from wijkkompas.wegwijzer.events import DirectoryChanged
from wijkkompas.wegwijzer.models import Phrasing, SearchIndex, Service
from wijkkompas.wegwijzer.search.values import Place

pytestmark = pytest.mark.django_db

UNSEEN = Path(__file__).with_name("search") / "crisis_unseen.jsonl"
WORDS_ONLY = {
    "ik wil nederlands leren": "learn-dutch",
    "de deurwaarder staat voor de deur": "problem-debts",
    "ik ben mantelzorger en ik ben moe": "carer-support",
    "hoe vraag ik huurtoeslag aan": "allowances",
    "ik begrijp deze brief niet": "understand-letter",
}


@pytest.mark.parametrize(
    ("question", "language", "need"),
    [
        ("ik krijg steeds brieven en ik durf ze niet open te maken", "nl", "money-overview"),
        ("hoe kom ik van mijn schulden af", "nl", "problem-debts"),
        ("mijn kind wil op voetbal maar dat kan ik niet betalen", "nl", "child-leisure-costs"),
        ("I want to meet people in my neighbourhood", "en", "meet-neighbours"),
        ("Hollandaca öğrenmek istiyorum", "tr", "learn-dutch"),
        ("Chcę nauczyć się holenderskiego", "pl", "learn-dutch"),
        ("أريد أن أتعلم اللغة الهولندية", "ar", "learn-dutch"),
        ("Хочу вивчити нідерландську мову", "uk", "learn-dutch"),
    ],
)
def test_a_plain_question_gets_its_need_among_three_and_help_for_it_among_five(question, language, need):
    answer = finding.answer(question, area="GM0622", lang=language)
    assert need in [n["code"] for n in answer["needs"][:3]]
    assert any(need in result["needs"] for result in answer["results"][:5])


def test_the_label_of_a_need_is_in_the_language_of_the_question():
    labels = {lang: finding.answer("problem debts schulden", lang=lang)["needs"] for lang in ("nl", "en", "ar")}
    assert all(labels.values())
    assert not labels["ar"][0]["label"].isascii()


def test_a_distance_is_shown_only_where_a_place_has_coordinates():
    answer = finding.answer("ik wil mensen ontmoeten", area="GM0622", limit=50)
    assert {r["distance_m"] for r in answer["results"]} == {None}


@pytest.fixture
def small_vocabulary(monkeypatch):
    """A part of what is learned, so that building takes a second; the process gets its own index back afterwards."""
    some = loading.crisis_lines()[::40]
    monkeypatch.setattr(loading, "crisis_lines", lambda: some)
    Phrasing.objects.exclude(origin="spoken-uk.jsonl").delete()
    yield
    finding._holder.index = finding._holder.version = None


@pytest.mark.usefixtures("small_vocabulary")
def test_building_twice_without_a_change_builds_once_and_an_edited_phrasing_builds_again():
    assert finding.rebuild_index()["built"] is True
    assert finding.rebuild_index()["built"] is False
    Phrasing.objects.filter(id=Phrasing.objects.first().id).update(active=False)
    before = SearchIndex.objects.latest("id").digest
    assert finding.rebuild_index()["built"] is True
    assert SearchIndex.objects.latest("id").digest != before


@pytest.mark.usefixtures("small_vocabulary")
def test_a_closed_service_is_not_found_after_the_next_build():
    Service.objects.filter(slug="buurtpunt-ambacht").update(status="defunct")
    finding.rebuild_index()
    names = [r["name"] for r in finding.answer("buurtpunt ambacht", area="GM0622", limit=50)["results"]]
    assert "Buurtpunt Ambacht" not in names


@pytest.mark.usefixtures("small_vocabulary")
def test_an_index_of_another_version_of_the_code_is_built_again_and_breaks_nothing():
    SearchIndex.objects.create(digest="x" * 64, services=1, seconds=0, blob=b"not an index of this version")
    finding._holder.index = finding._holder.version = None
    finding._holder.forget()
    with pytest.raises(finding.NoIndex):
        finding.answer("brieven")
    assert finding.detect_crisis("mijn man slaat mij", "nl") == ("domestic-violence",)
    assert finding.detect_crisis("ik begrijp deze brief niet", "nl") == ()


def test_a_change_in_the_directory_asks_for_one_new_index_however_often_it_is_told(rebuilds):
    from wijkkompas.kern.events import tell

    for _ in range(3):
        tell(DirectoryChanged("test"))
    assert rebuilds() == 1


def test_the_index_works_on_words_without_the_model():
    from wijkkompas.wegwijzer.search.engine import Index

    index = Index.from_bytes(bytes(SearchIndex.objects.latest("id").blob), None)
    for question, need in WORDS_ONLY.items():
        answer = index.ask(question, "nl", Place(("GM0622", "RG-MVS", "NL"), None), 5)
        assert answer.mode == "words-only"
        assert any(hit.code == need for hit in answer.needs[:3]), (question, answer.needs)
        assert answer.hits


def test_numbers_are_shown_for_most_danger_that_no_training_saw_and_for_few_harmless_lines():
    shown: dict[bool, list[bool]] = {True: [], False: []}
    for number, text in enumerate(UNSEEN.read_text(encoding="utf8").splitlines()):
        line = json.loads(text)
        if number % 4 == 0:
            shown[bool(line["kinds"])].append(bool(finding.detect_crisis(line["text"], line["lang"])))
    assert sum(shown[True]) / len(shown[True]) >= 0.9
    assert sum(shown[False]) / len(shown[False]) <= 0.05


def test_a_call_back_text_is_read_for_danger_in_every_language():
    texts = {
        "nl": "mijn man slaat mij",
        "en": "my husband hits me",
        "tr": "kocam beni dövüyor",
        "pl": "mąż mnie bije",
        "ar": "زوجي يضربني",
        "uk": "чоловік мене б'є",
    }
    for language, text in texts.items():
        assert finding.detect_crisis(text, language), language


def test_crisis_contacts_always_hold_112_and_the_dutch_sentence():
    from wijkkompas.wegwijzer.models import Need

    for code in Need.objects.filter(urgency="crisis").values_list("code", flat=True):
        for language in ("nl", "en", "tr", "pl", "ar", "uk"):
            contacts = finding.crisis_contacts([code], language)
            assert "112" in [c["tel"] for c in contacts]
            assert all(c["name"] and c["dutch"] for c in contacts)


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb", "  a \n b ", "é" * 2000])
def test_cleaning_keeps_words_and_drops_what_cannot_be_shown(text):
    kept = finding.clean(text)
    assert "\x00" not in kept
    assert len(kept) <= 1000
    assert kept == finding.clean(kept)
