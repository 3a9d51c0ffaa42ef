"""Danger waits for no timetable: the team is mailed at once, and the numbers show before there is an index."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests import factories
from wijkkompas.kern.access import visitor_actor
from wijkkompas.mensen.values import TeamRole
from wijkkompas.post.api import list_outbox
from wijkkompas.wegwijzer import actions, finding
from wijkkompas.wegwijzer.models import SearchIndex
from wijkkompas.wegwijzer.rules import new_code

pytestmark = pytest.mark.django_db

DANGER = "mijn man slaat mij en ik ben bang"


def mails_to(account) -> list[dict]:
    return [mail for mail in list_outbox() if mail["to"] == account.email]


def test_a_text_with_danger_in_it_mails_the_team_at_once_without_names_or_question():
    team = factories.team_of("GM0622")
    worker, volunteer = factories.worker(team), factories.worker(team, role=TeamRole.VOLUNTEER)
    elsewhere = factories.worker(factories.team_of("GM0546"))
    asked = factories.ask("GM0622", question=f"{DANGER} merkteken-spoed")
    (mail,) = mails_to(worker)
    assert mail["subject"] == "Wijkkompas: vraag met spoed"
    assert "/team" in mail["body"]
    for secret in ("merkteken", "slaat", asked.marker, str(asked.id), asked.code):
        assert secret not in mail["subject"] + mail["body"]
    assert mails_to(volunteer) == mails_to(elsewhere) == []


def test_an_ordinary_question_mails_nobody_and_the_same_form_twice_mails_once():
    worker = factories.worker(factories.team_of("GM0622"))
    factories.ask("GM0622")
    assert mails_to(worker) == []
    call = actions.CallBack(
        question=DANGER,
        name="",
        channel="code",
        contact="",
        daypart="any",
        may_leave_message=False,
        text_first=False,
        who_may_answer="only-me",
        language="nl",
    )
    request_id, code = uuid.uuid4(), new_code()
    for _ in range(2):
        actions.request_call(actor=visitor_actor(), request_id=request_id, area_code="GM0622", call=call, code=code)
    assert len(mails_to(worker)) == 1


@pytest.fixture
def no_index():
    """A process that just started, while the first index is being built."""
    SearchIndex.objects.all().delete()
    kept = finding._holder.index, finding._holder.version
    finding._holder.index = finding._holder.version = None
    finding._holder.forget()
    yield
    finding._holder.index, finding._holder.version = kept
    finding._holder.forget()


@pytest.mark.usefixtures("no_index")
@pytest.mark.parametrize(
    ("prefix", "text"),
    [("", DANGER), ("/tr", "kocam beni dövüyor"), ("/ar", "زوجي يضربني"), ("/en", "I want to kill myself")],
)
def test_the_numbers_show_before_there_is_an_index(prefix, text):
    page = Client().post(f"{prefix}/zoek", {"q": text})
    assert page.status_code == 503
    assert page["Cache-Control"] == "private, no-store"
    assert 'class="crisis"' in page.content.decode()
    assert "data-exit" in page.content.decode()


@pytest.mark.usefixtures("no_index")
def test_without_an_index_an_ordinary_question_shows_no_numbers_and_a_dangerous_call_is_urgent():
    assert 'class="crisis"' not in Client().post("/zoek", {"q": "ik begrijp deze brief niet"}).content.decode()
    assert factories.ask("GM0622", question=DANGER).accepted.crisis == ("domestic-violence",)
