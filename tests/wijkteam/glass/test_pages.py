"""Breaking the glass over HTTP: found exactly, an hour, looked at by a lead, told to the resident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from tests.wijkteam.conftest import MARKS, browser
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.post import api as post
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.models import BreakGlass, GlassTry
from wijkkompas.wijkteam.myfile import actions as desk

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
BORN = "1980-05-04"
NEED = {"name": "Noor Nood", "born_on": BORN, "reason": "danger", "why": "Zij neemt niet op en er is ruzie gehoord"}


@pytest.fixture
def in_danger(case_id, worker):
    actor = account_actor(worker.pk)
    born = clock.today().replace(1980, 5, 4)
    return actions.add_person(actor=actor, case_id=case_id, name="Noor Nood", born_on=born)


@pytest.fixture
def lead(team):
    return browser(factories.worker(team, role=TeamRole.LEAD, name="Test Teamleider"))


def glass_row(worker) -> BreakGlass:
    with acting_as(account_actor(worker.pk)):
        return BreakGlass.objects.get()


def test_a_worker_reads_for_an_hour_a_lead_looks_and_the_resident_hears_of_it(
    case_id, in_danger, worker, partner, lead
):
    resident = factories.account(Role.RESIDENT, name="Test Bewoner")
    code = desk.see_identity(actor=account_actor(worker.pk), case_id=case_id, person_id=in_danger, document="passport")
    assert desk.claim(actor=account_actor(resident.pk), code=code)
    other, phone = browser(partner), browser(resident)
    assert other.get(f"/team/zaak/{case_id}").status_code == 404
    assert other.post("/team/noodtoegang", NEED)["Location"] == "/team/noodtoegang"
    assert "nog 59 minuten" in other.get("/team/noodtoegang").content.decode()
    page = other.get(f"/team/zaak/{case_id}").content.decode()
    assert MARKS["journal"] in page
    assert MARKS["third-party"] not in page
    row = glass_row(worker)
    with acting_as(account_actor(worker.pk)):
        promise = toezeggingen.of_objects("review-glass", [row.id])[row.id]
    assert promise.kept_at is None
    assert "in nood" not in phone.get(f"/mijn/dossier/{case_id}").content.decode()
    listed = lead.get("/team/noodtoegang/nakijken").content.decode()
    assert str(row.id) in listed
    seen = lead.get(f"/team/noodtoegang/nakijken/{row.id}").content.decode()
    assert "ruzie gehoord" in seen
    assert "Test Medewerker" in seen
    assert "verslag" in seen
    assert lead.post(f"/team/noodtoegang/nakijken/{row.id}", {"verdict": "justified"}).status_code == 302
    told = phone.get(f"/mijn/dossier/{case_id}").content.decode()
    assert "Iemand opende uw dossier in nood" in told
    assert "het was nodig" in told
    assert "noodtoegang" in told
    mails = [mail for mail in post.list_outbox() if mail["to"] == resident.email]
    assert len(mails) == 1
    with acting_as(account_actor(worker.pk)):
        assert toezeggingen.of_objects("review-glass", [row.id])[row.id].kept_at is not None


def test_not_needed_is_an_incident_for_who_manages(case_id, in_danger, worker, partner, lead):
    keeper = factories.account(Role.MUNICIPALITY, area_id="GM0622")
    browser(partner).post("/team/noodtoegang", NEED)
    row = glass_row(worker)
    lead.post(f"/team/noodtoegang/nakijken/{row.id}", {"verdict": "not-justified"})
    mail = next(mail for mail in post.list_outbox() if mail["to"] == keeper.email)
    assert "incident" in str(mail)
    assert "Noor" not in str(mail)


def test_telling_later_has_a_reason_and_a_day(case_id, in_danger, worker, partner, lead):
    browser(partner).post("/team/noodtoegang", NEED)
    row = glass_row(worker)
    address = f"/team/noodtoegang/nakijken/{row.id}"
    later = {"verdict": "justified", "later_because": "danger"}
    assert lead.post(address, later).status_code == 422
    far = (clock.today() + timedelta(days=90)).isoformat()
    assert lead.post(address, later | {"later_until": far}).status_code == 422
    assert glass_row(worker).verdict == ""
    soon = (clock.today() + timedelta(days=7)).isoformat()
    assert lead.post(address, later | {"later_until": soon}).status_code == 302
    row = glass_row(worker)
    assert row.told_at is None
    assert row.postponed_reason == "danger"


@pytest.mark.parametrize(
    "change",
    [{"name": "Noor Noot"}, {"born_on": "1980-05-05"}, {"why": "kort"}, {"reason": ""}, {"born_on": "gisteren"}],
)
def test_nearly_right_opens_nothing(case_id, in_danger, partner, change):
    other = browser(partner)
    assert other.post("/team/noodtoegang", NEED | change).status_code == 422
    assert other.get(f"/team/zaak/{case_id}").status_code == 404


def test_a_team_of_another_municipality_finds_nobody(case_id, in_danger):
    far = browser(factories.worker(factories.team("GM0546")))
    assert far.post("/team/noodtoegang", NEED).status_code == 422
    assert far.get(f"/team/zaak/{case_id}").status_code == 404


def test_every_try_stays_and_trying_stops(in_danger, partner):
    other = browser(partner)
    answers = [other.post("/team/noodtoegang", NEED | {"name": f"Naam {n}"}).status_code for n in range(8)]
    assert answers[-1] == 429
    with acting_as(account_actor(partner.pk)):
        assert list(GlassTry.objects.values_list("found", flat=True)) == [False] * 6
    for who in (factories.account(Role.RESIDENT), factories.worker(factories.team())):
        with acting_as(account_actor(who.pk)):
            assert not GlassTry.objects.exists()


def test_only_a_lead_of_that_team_who_is_somebody_else_looks_at_it(case_id, in_danger, worker, client, partner, lead):
    other = browser(partner)
    other.post("/team/noodtoegang", NEED)
    row = glass_row(worker)
    others = (other, client, browser(factories.worker(factories.team(), role=TeamRole.LEAD)))
    for who in others:
        assert who.get(f"/team/noodtoegang/nakijken/{row.id}").status_code == 404
        assert who.post(f"/team/noodtoegang/nakijken/{row.id}", {"verdict": "justified"}).status_code == 404
    assert browser(factories.account(Role.RESIDENT)).get("/team/noodtoegang").status_code == 403


def test_the_addresses_of_residents_are_for_jobs_only(case_id, worker, partner):
    from django.db import connection

    for actor, rows in ((account_actor(worker.pk), 0), (system_actor("glass"), 0)):
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute("select * from app.addresses_of_file(%s)", [case_id])
            assert len(cursor.fetchall()) == rows
