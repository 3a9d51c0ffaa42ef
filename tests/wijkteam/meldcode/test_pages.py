"""Only members read the steps; for everybody else there is nothing, not even a difference in size."""

from __future__ import annotations

import uuid

import pytest

from tests import factories
from tests.wijkteam.casework.test_pages import body
from tests.wijkteam.conftest import MARKS, browser
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import TeamRole
from wijkkompas.wijkteam import actions as core
from wijkkompas.wijkteam.models import MeldcodeTrack, Note

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
MARK = "geweldmerk"


@pytest.fixture
def address(case_id):
    return f"/team/zaak/{case_id}/meldcode"


@pytest.fixture
def begun(client, address):
    assert client.post(f"{address}/stap", {"text": MARK}).status_code == 302
    return address


def step(client, address, number, **more):
    return client.post(f"{address}/stap", {"step": number, "text": f"stap {number}"} | more)


def test_five_steps_end_with_a_decision(client, begun):
    for number in (2, 4):
        assert step(client, begun, number).status_code == 302
    assert step(client, begun, 5).status_code == 422
    assert step(client, begun, 5, necessary="yes", possible="no").status_code == 302
    page = client.get(begun).content.decode()
    assert MARK in page
    assert "Melden is nodig." in page
    assert "Wij kunnen dit niet zelf." in page


def test_a_step_is_not_skipped(client, begun, worker):
    assert step(client, begun, 4).status_code == 422
    with acting_as(account_actor(worker.pk)):
        assert Note.objects.filter(partition="meldcode").count() == 1


@pytest.mark.parametrize("role", [TeamRole.WORKER, TeamRole.LEAD])
def test_a_colleague_and_the_lead_read_nothing_and_see_no_difference(client, case_id, address, team, role):
    colleague = browser(factories.worker(team, role=role))
    case = f"/team/zaak/{case_id}"
    looked_at = [address, f"{case}.json", f"{case}.csv", "/team/zaken"]
    before = [body(colleague.get(one)) for one in looked_at]
    client.post(f"{address}/stap", {"text": MARK})
    after = [body(colleague.get(one)) for one in looked_at]
    assert after == before
    assert colleague.post(f"{address}/wie", {"wie-account_id": 1}).status_code == 404


def test_no_page_of_the_case_differs_for_the_member_either(client, case_id, begun):
    case = client.get(f"/team/zaak/{case_id}").content.decode()
    assert MARK not in case
    assert MARK not in client.get(f"/team/zaak/{case_id}.json").content.decode()


def test_a_partner_who_reads_everything_that_may_be_shared_reads_nothing_of_it(client, case_id, begun, worker, partner):
    other = browser(partner)
    core.share(
        actor=account_actor(worker.pk),
        case_id=case_id,
        to_address=partner.email,
        scope="full",
        purpose="together",
        basis="task",
        article="Wmo",
    )
    page = other.get(f"/team/zaak/{case_id}").content.decode()
    assert MARKS["journal"] in page
    assert MARK not in page
    assert body(other.get(begun)) == body(other.get(f"/team/zaak/{uuid.uuid4()}/meldcode"))
    assert other.get(begun).status_code == 404


def test_an_invited_colleague_reads_and_writes_along(client, begun, team):
    colleague = factories.worker(team)
    assert client.post(f"{begun}/wie", {"wie-account_id": colleague.pk}).status_code == 302
    other = browser(colleague)
    assert MARK in other.get(begun).content.decode()
    assert step(other, begun, 2).status_code == 302


def test_nobody_outside_the_team_is_invited(client, begun, team, partner):
    factories.worker(team)
    assert client.post(f"{begun}/wie", {"wie-account_id": partner.pk}).status_code == 422


def test_two_who_begin_apart_do_not_know_of_each_other(client, begun, team, worker):
    other = factories.worker(team)
    assert browser(other).post(f"{begun}/stap", {"text": "iets anders"}).status_code == 302
    for account in (worker, other):
        with acting_as(account_actor(account.pk)):
            assert MeldcodeTrack.objects.count() == 1
