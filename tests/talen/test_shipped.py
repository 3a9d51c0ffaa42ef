"""Texts that come with the program in other languages: all of them machine, none over the work of a person."""

from __future__ import annotations

import pytest

from tests.talen import people
from tests.talen.people import DUTCH, TURKISH
from wijkkompas.talen import actions
from wijkkompas.talen.models import Translation
from wijkkompas.talen.rules import source_hash
from wijkkompas.talen.shipped import Draft, take_drafts
from wijkkompas.talen.values import OTHERS, State
from wijkkompas.wegwijzer import shipped_translations
from wijkkompas.wegwijzer.loading import DATA
from wijkkompas.wegwijzer.models import CrisisLine

pytestmark = pytest.mark.django_db


def files():
    folder = DATA / "translations"
    return sorted(p.name for p in folder.iterdir() if p.name.endswith(".jsonl")) if folder.is_dir() else []


@pytest.mark.parametrize("name", files())
def test_every_shipped_line_can_be_taken_in(name):
    assert name.removesuffix(".jsonl") in OTHERS
    found = shipped_translations.check(DATA / "translations" / name, name.removesuffix(".jsonl"))
    assert [line for line in found if "fault" in line] == []


def test_everything_that_is_shipped_starts_as_machine():
    assert set(Translation.objects.values_list("state", flat=True)) == {State.MACHINE}
    crisis = Translation.objects.filter(kind="crisis-line").count()
    assert crisis == CrisisLine.objects.count() * len(OTHERS)


def test_loading_twice_adds_nothing():
    again = shipped_translations.load_translations()
    assert (again["added"], again["changed"], again["refused"]) == (0, 0, 0)


def test_a_better_machine_text_replaces_a_machine_text_but_never_the_work_of_a_person():
    key = people.key_of(people.service())
    assert take_drafts([Draft(key, "tr", TURKISH)])["added"] == 1
    assert take_drafts([Draft(key, "tr", "Daha iyi 0800-2000")])["changed"] == 1
    actions.confirm(actor=people.actor("tr"), key=key, language="tr", version=2, seen=source_hash(DUTCH))
    assert take_drafts([Draft(key, "tr", "En iyi 0800-2000")])["kept"] == 1
    assert people.row(key).text == "Daha iyi 0800-2000"


def test_a_doubt_of_a_person_is_work_too():
    key = people.key_of(people.service())
    take_drafts([Draft(key, "tr", TURKISH)])
    actions.doubt(
        actor=people.actor("tr"), key=key, language="tr", note="?", text="", version=1, seen=source_hash(DUTCH)
    )
    assert take_drafts([Draft(key, "tr", "Daha iyi 0800-2000")])["kept"] == 1


@pytest.mark.parametrize("made_of", [{"source_hash": source_hash("Ouder")}, {"nl": "Iets anders dan wat er nu staat"}])
def test_a_line_of_an_older_dutch_text_is_left_out(made_of):
    key = people.key_of(people.service())
    assert take_drafts([Draft(key, "tr", TURKISH, **made_of)])["refused"] == 1
    assert people.row(key) is None
