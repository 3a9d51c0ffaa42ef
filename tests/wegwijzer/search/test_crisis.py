"""The crisis detector: errs towards showing, and is not fooled by figures of speech."""

from __future__ import annotations

import pytest

from wijkkompas.wegwijzer.search.crisis import harmless, spoken
from wijkkompas.wegwijzer.search.crisis_words import PHRASES

PLAIN = [
    ("ik wil niet meer leven", "suicidal-thoughts"),
    ("I want to kill myself", "suicidal-thoughts"),
    ("intihar etmek istiyorum", "suicidal-thoughts"),
    ("nie chcę już żyć", "suicidal-thoughts"),
    ("أفكر في الانتحار", "suicidal-thoughts"),
    ("не хочу більше жити", "suicidal-thoughts"),
    ("mijn man slaat me", "domestic-violence"),
    ("my husband beats me", "domestic-violence"),
    ("kocam beni dövüyor", "domestic-violence"),
    ("mąż mnie bije", "domestic-violence"),
    ("زوجي يضربني", "domestic-violence"),
    ("чоловік мене б'є", "domestic-violence"),
    ("ik heb vannacht geen slaapplek", "homeless-tonight"),
    ("I have nowhere to sleep tonight", "homeless-tonight"),
    ("bu gece kalacak yerim yok", "homeless-tonight"),
    ("nie mam gdzie spać", "homeless-tonight"),
    ("ما عندي مكان أنام فيه", "homeless-tonight"),
    ("мені ніде ночувати", "homeless-tonight"),
    ("hij ademt niet meer", "emergency-now"),
    ("he is not breathing", "emergency-now"),
    ("nefes alamıyor", "emergency-now"),
    ("nie oddycha", "emergency-now"),
    ("لا يتنفس", "emergency-now"),
    ("він не дихає", "emergency-now"),
    ("een kind hier wordt elke dag geslagen", "child-in-danger"),
    ("mijn baas heeft mijn paspoort afgepakt", "coercion-exploitation"),
    ("he took my passport", "coercion-exploitation"),
    ("zabrał mi paszport", "coercion-exploitation"),
]
FIGURATIVE = [
    "ik ga dood van de kou",
    "ik vermoord hem als hij weer parkeert",
    "doodmoe van dat formulier",
    "my feet are killing me",
    "gülmekten ölüyorum",
    "umieram z nudów",
    "вмираю від нудьги",
    "ik verveel me dood",
]


@pytest.mark.parametrize(("text", "kind"), PLAIN)
def test_what_is_said_plainly_is_seen_with_and_without_the_model(index, words_only, text, kind):
    assert kind in index.detect_crisis(text, "nl")
    assert kind in words_only.detect_crisis(text, "nl")


@pytest.mark.parametrize("text", FIGURATIVE)
def test_a_figure_of_speech_alone_does_not_show_the_numbers(text):
    plain = f" {text} "
    assert not spoken(plain)


@pytest.mark.parametrize("text", ["ik zoek een taalcursus", "hoe vraag ik huurtoeslag aan", "ik wil nederlands leren"])
def test_an_ordinary_question_does_not_show_the_numbers(index, words_only, text):
    assert index.detect_crisis(text, "nl") == ()
    assert words_only.detect_crisis(text, "nl") == ()


def test_danger_at_the_end_of_a_long_call_back_text_is_seen(index):
    text = "ik bel over mijn formulier voor de huurtoeslag, dat is nog niet af. " * 12 + "en ik wil niet meer leven"
    assert "suicidal-thoughts" in index.detect_crisis(text, "nl")


def test_the_banner_does_not_depend_on_there_being_help_nearby(words_only):
    from wijkkompas.wegwijzer.search.values import Place

    assert "domestic-violence" in words_only.ask("mijn man slaat me", "nl", Place(("GM9999",)), 5).crisis


def test_every_need_of_urgency_crisis_has_phrases():
    assert {kind for kind, _ in PHRASES} == {
        "homeless-tonight",
        "suicidal-thoughts",
        "emergency-now",
        "domestic-violence",
        "child-in-danger",
        "coercion-exploitation",
    }


def test_a_lesson_about_violence_is_no_violence():
    assert harmless(" waar kan ik een cursus huiselijk geweld signaleren volgen ")
