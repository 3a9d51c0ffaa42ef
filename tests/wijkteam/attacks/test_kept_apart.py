"""A track, a sealed case and a draft: nobody else finds a trace of them."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.casework.test_pages import body, heads
from tests.wijkteam.conftest import MARKS, browser, full_case
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import TeamRole
from wijkkompas.toestemming import audit
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wijkteam import actions, queries, values
from wijkkompas.wijkteam.models import Action, Case, Note, Participation, Share

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def actor(account):
    return account_actor(account.pk)


def test_nothing_that_a_colleague_can_ask_changes_when_a_track_begins_or_goes_on(client, team, worker, case_id):
    colleague = factories.worker(team, role=TeamRole.LEAD)
    other = browser(colleague)
    case = f"/team/zaak/{case_id}"
    pages = [
        case,
        f"{case}/meldcode",
        f"{case}/delen",
        f"{case}/huishouden",
        f"{case}.json",
        f"{case}.csv",
        "/team/zaken",
        "/team/te-laat",
        "/team",
        "/logboek.json",
    ]

    def look() -> list:
        told = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                answer = other.get(page)
            told.append((page, answer.status_code, len(asked), len(body(answer)) if "." in page else 0, heads(answer)))
        with acting_as(actor(colleague)):
            told.append([model.objects.count() for model in (Case, Note, Participation, Action, Share, Promise)])
            told.append({line.kind for line in queries.who_looked(case_id)})
            told.append(audit.file_of(values.CASE_APART, case_id) is None)
        return told

    look()
    before = look()
    client.post(f"{case}/meldcode/stap", {"text": "geweldmerk"})
    client.post(f"{case}/meldcode/stap", {"step": 2, "text": "geweldmerk"})
    client.get(f"{case}/meldcode")
    assert look() == before


def test_the_open_log_does_not_grow_by_a_track(client, case_id):
    before = audit.grow(audit.OPEN_LOG)
    client.post(f"/team/zaak/{case_id}/meldcode/stap", {"text": "geweldmerk"})
    client.get(f"/team/zaak/{case_id}/meldcode")
    assert audit.grow(audit.OPEN_LOG) == before


def test_a_colleague_finds_a_sealed_case_in_no_list_and_no_count(client, team, worker, case_id):
    other = browser(factories.worker(team))
    assert MARKS["action"] in other.get("/team/zaken").content.decode()
    actions.seal_case(actor=actor(worker), case_id=case_id, sealed=True)
    for address in ("/team/zaken", "/team/zaken?stand=open", "/team/zaken?wie=mij", "/team/zaken?wie=gedeeld"):
        text = other.get(address).content.decode()
        assert str(case_id) not in text
        assert "Hier staat nu niets" in text or "Geen ander team" in text
    assert MARKS["action"] in client.get("/team/zaken").content.decode()


def test_a_child_in_a_sealed_case_shows_nothing_of_it_in_the_case_of_the_other_parent(client, team, worker, case_id):
    child = actions.add_person(actor=actor(worker), case_id=case_id, name="kind", role="member")
    second = full_case(team, worker)
    actions.take_part(actor=actor(worker), case_id=second, person_id=child, role="member")
    actions.add_person(actor=actor(worker), case_id=case_id, name="moedermerk", role="subject", address="blijfmerk")
    other = browser(factories.worker(team))
    assert "moedermerk" in other.get(f"/team/zaak/{second}/huishouden").content.decode()
    actions.seal_case(actor=actor(worker), case_id=case_id, sealed=True)
    page = other.get(f"/team/zaak/{second}/huishouden").content.decode()
    assert "moedermerk" not in page
    assert "blijfmerk" not in page


def test_the_draft_of_one_account_opens_for_no_other_in_the_same_browser(client, team, worker):
    client.post("/team/zaak/nieuw/concept", {"question": "conceptmerk", "team": team.id})
    assert "conceptmerk" in client.get("/team/zaak/nieuw").content.decode()
    colleague = factories.worker(team)
    client.logout()
    factories.log_in(client, colleague)
    assert "conceptmerk" not in client.get("/team/zaak/nieuw").content.decode()
    assert "conceptmerk" not in str(client.cookies)


def test_a_case_made_in_the_name_of_another_account_is_of_who_sent_it(client, team, worker):
    colleague = factories.worker(team)
    fields = {
        "id": uuid.uuid4(),
        "team": team.id,
        "question": "x",
        "summary": "y",
        "language": "nl",
        "account": colleague.pk,
        "coordinator": colleague.pk,
        "sealed": "on",
        "state": "closed",
        "ends_on": "2099-01-01",
    }
    made = client.post("/team/zaak/nieuw", fields)
    assert made.status_code == 302
    with acting_as(actor(worker)):
        case = Case.objects.get(id=made.url.rpartition("/")[2])
        assert (case.coordinator_id, case.sealed, case.state, case.ends_on) == (worker.pk, False, "draft", None)
