"""A team with a case, a partner team, and browsers that are logged in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.wijkteam import actions

MARKS = {
    "question": "vraagmerk",
    "name": "naammerk",
    "address": "adresmerk",
    "goal": "doelmerk",
    "action": "actiemerk",
    "contact": "belmerk",
    "journal": "verslagmerk",
    "third-party": "andermerk",
    "safe": "veiligmerk",
    "work-note": "kladmerk",
}


def browser(account) -> Client:
    """Logged in with the second factor."""
    factories.second_factor(account)
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(account, backend=factories.BACKEND)
    return client


@pytest.fixture
def team():
    return factories.team()


@pytest.fixture
def worker(team):
    return factories.worker(team)


@pytest.fixture
def client(worker):
    return browser(worker)


@pytest.fixture
def partner():
    return factories.worker(factories.team())


def full_case(team, by):
    """A case with something in every part that could leak."""
    actor = account_actor(by.pk)
    case_id = actions.open_case(actor=actor, team_id=team.id, question=MARKS["question"], summary="kort merk")
    actions.move_case(actor=actor, case_id=case_id, to="open", reason="started")
    actions.add_person(actor=actor, case_id=case_id, name=MARKS["name"], address=MARKS["address"])
    goal = actions.set_goal(actor=actor, case_id=case_id, text=MARKS["goal"])
    actions.set_action(
        actor=actor,
        case_id=case_id,
        text=MARKS["action"],
        owner_kind="resident",
        goal_id=goal,
        due=clock.today() + timedelta(days=3),
    )
    actions.note_contact(actor=actor, case_id=case_id, channel="phone", reached=True, text=MARKS["contact"])
    for partition in ("journal", "third-party", "safe", "work-note"):
        actions.write_note(actor=actor, case_id=case_id, partition=partition, text=MARKS[partition])
    return case_id


@pytest.fixture
def case_id(team, worker):
    return full_case(team, worker)
