"""The page of the first talk and of a notification: what is kept, what is asked again, what others find."""

from __future__ import annotations

import uuid
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.conftest import browser
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.models import Membership
from wijkkompas.mensen.values import Role
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.models import Action, Case, Note, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
NEW = "/team/zaak/nieuw"


def filled(team, **more) -> dict[str, str]:
    fields = {
        "id": str(uuid.uuid4()),
        "team": str(team.id),
        "question": "Ik durf mijn post niet te openen",
        "summary": "hulp bij post",
        "language": "tr",
        "name": "Naammerk",
        "address": "Voorbeeldstraat 1",
    } | more
    return {name: str(value) for name, value in fields.items()}


def as_worker(worker):
    return acting_as(account_actor(worker.pk))


def test_one_page_makes_the_whole_case(client, team, worker):
    step = clock.today() + timedelta(days=1)
    told = filled(
        team,
        channel="phone",
        daypart="morning",
        interpreter="on",
        text_money="huur te laat",
        reason_money="they-began",
        law="wmo",
        support_answer="yes",
        first_step="samen de post openen",
        first_due=step,
    )
    response = client.post(NEW, told)
    assert response.status_code == 302
    with as_worker(worker):
        case = Case.objects.get()
        assert response.url == f"/team/zaak/{case.id}"
        assert (case.state, case.language, case.legal_domain) == ("open", "tr", "wmo")
        read = queries.open_case(case.id, purpose="help")
        assert read.question["question"] == told["question"]
        assert [row.text["name"] for row in read.people] == ["Naammerk"]
        assert ["huur te laat" in row.text["text"] for row in read.journal] == [True]
        assert Action.objects.get().due == step
        (safe,) = queries.apart_notes(case.id)
        assert "Spreek niets in." in safe.text["text"]
        assert "Hang op en zeg niets." in safe.text["text"]
        row = Notification.objects.get()
        assert (row.law, row.support_answer, row.support_offered_on) == ("wmo", "yes", clock.today())
        assert set(Promise.objects.filter(object_id=row.id).values_list("kind", flat=True)) == {
            "confirm-notification",
            "notification-report",
        }


def test_the_same_form_sent_twice_is_one_case(client, team, worker):
    told = filled(team)
    first, second = client.post(NEW, told), client.post(NEW, told)
    assert first.url == second.url
    with as_worker(worker):
        assert Case.objects.count() == 1


def test_the_id_of_a_form_of_another_team_makes_nothing_and_tells_nothing(client, team, worker, partner):
    told = filled(team)
    client.post(NEW, told)
    with acting_as(account_actor(partner.pk)):
        their_team = Membership.objects.get(account=partner).team
    response = browser(partner).post(NEW, told | {"team": str(their_team.id)})
    assert response.status_code == 422
    assert "Begin opnieuw" in response.content.decode()
    with acting_as(account_actor(partner.pk)):
        assert Case.objects.count() == 0


def test_without_a_question_nothing_is_kept_and_the_rest_stays_in_the_form(client, team, worker):
    response = client.post(NEW, filled(team, question=" ", address="Adresmerk 5"))
    assert response.status_code == 422
    assert "Adresmerk 5" in response.content.decode()
    with as_worker(worker):
        assert Case.objects.count() == 0


def test_a_part_of_life_without_a_reason_is_asked_again(client, team, worker):
    response = client.post(NEW, filled(team, text_health="merkziek"))
    assert response.status_code == 422
    assert "Kies waarom u dit opschrijft" in response.content.decode()
    with as_worker(worker):
        assert Note.objects.count() == 0


def test_a_case_is_made_in_an_own_team_only(client, team, worker):
    other = factories.team()
    assert client.post(NEW, filled(other)).status_code == 422
    with as_worker(worker):
        assert Case.objects.count() == 0


def test_help_is_found_beside_it_and_the_question_stands_in_no_address(client, team):
    response = client.post(NEW, filled(team, deed="zoek", question="Ik heb schulden en krijg brieven"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "schulden" in page
    assert 'href="http' in page or "Wij vonden niets" in page
    assert "?q=" not in page


def test_a_half_filled_talk_waits_in_the_browser_for_who_wrote_it(client, team, worker):
    assert client.post(f"{NEW}/concept", filled(team, question="conceptmerk")).status_code == 204
    assert "conceptmerk" in client.get(NEW).content.decode()
    raw = "".join(morsel.value for morsel in client.cookies.values())
    assert "conceptmerk" not in raw
    colleague = browser(factories.worker(team))
    for name, morsel in client.cookies.items():
        if name.startswith("wk_talk"):
            colleague.cookies[name] = morsel.value
    assert "conceptmerk" not in colleague.get(NEW).content.decode()
    client.post(f"{NEW}/wis")
    assert "conceptmerk" not in client.get(NEW).content.decode()


def test_a_long_talk_is_kept_in_pieces_and_a_far_too_long_one_says_so(client, team):
    words = " ".join(uuid.uuid4().hex for _ in range(110))
    assert client.post(f"{NEW}/concept", filled(team, question=words)).status_code == 204
    assert words[-30:] in client.get(NEW).content.decode()
    too_long = " ".join(uuid.uuid4().hex for _ in range(900))
    assert client.post(f"{NEW}/concept", filled(team, question=too_long)).status_code == 413


def test_what_was_sent_after_the_log_in_was_over_is_there_after_the_next_one(team, worker):
    late = Client(REMOTE_ADDR="127.0.0.1")
    assert late.post(NEW, filled(team, question="latemerk", account=worker.pk)).status_code == 302
    factories.second_factor(worker)
    late.force_login(worker, backend=factories.BACKEND)
    assert "latemerk" in late.get(NEW).content.decode()


def test_the_page_asks_as_much_with_and_without_an_answer(client, team):
    client.get(NEW)
    with CaptureQueriesContext(connection) as seen:
        client.get(NEW)
    assert len(seen) < 20


def noted(client, team, worker):
    client.post(NEW, filled(team, law="wmo"))
    with as_worker(worker):
        row = Notification.objects.get()
    return f"/team/zaak/{row.case_id}/melding/{row.id}", row


def test_a_notification_shows_the_days_of_the_law_beside_our_promise(client, team, worker):
    address, row = noted(client, team, worker)
    page = client.get(address).content.decode()
    assert "Wmo 2015, artikel 2.3.2 lid 1 [nakijken]" in page
    assert "Een melding bevestigen" in page


def test_the_letter_keeps_our_promise_and_may_be_printed_again(client, team, worker):
    address, row = noted(client, team, worker)
    for _ in range(2):
        letter = client.post(f"{address}/brief")
        assert letter["Content-Type"] == "application/pdf"
        assert letter["Cache-Control"] == "private, no-store"
    with as_worker(worker):
        assert Notification.objects.get().confirmed_on == clock.today()
        assert Promise.objects.get(kind="confirm-notification", object_id=row.id).kept_at


def test_without_somebody_to_write_to_there_is_no_letter(client, team, worker):
    client.post(NEW, filled(team, law="jeugd", name="", address=""))
    with as_worker(worker):
        row = Notification.objects.get()
    client.post(f"/team/zaak/{row.case_id}/melding/{row.id}/brief")
    with as_worker(worker):
        assert Notification.objects.get().confirmed_on is None


def test_the_own_plan_and_the_report_come_once_and_stand_in_the_journal(client, team, worker):
    address, row = noted(client, team, worker)
    assert client.post(f"{address}/plan", {"plan-text": "eigenplanmerk"}).status_code == 302
    assert client.post(f"{address}/plan", {"plan-text": "nog een"}).status_code == 422
    assert client.post(f"{address}/verslag", {"verslag-text": ""}).status_code == 422
    assert client.post(f"{address}/verslag", {"verslag-text": "rapportmerk"}).status_code == 302
    page = client.get(f"/team/zaak/{row.case_id}").content.decode()
    assert "eigenplanmerk" in page
    assert "rapportmerk" in page
    with as_worker(worker):
        assert Promise.objects.get(kind="notification-report", object_id=row.id).kept_at


def test_the_answer_about_support_may_change_and_the_day_of_the_offer_stays(client, team, worker):
    address, row = noted(client, team, worker)
    assert client.post(f"{address}/ondersteuning", {}).status_code == 422
    for answer in ("later", "yes"):
        assert client.post(f"{address}/ondersteuning", {"support_answer": answer}).status_code == 302
    with as_worker(worker):
        assert Notification.objects.get().support_answer == "yes"


def test_the_same_notification_of_a_day_is_noted_once(client, team, worker):
    _address, row = noted(client, team, worker)
    with as_worker(worker):
        person = str(row.about_id)
    told = {"law": "wmo", "about_id": person, "received_on": clock.today().isoformat()}
    assert client.post(f"/team/zaak/{row.case_id}/melding", told).status_code == 422
    assert client.post(f"/team/zaak/{row.case_id}/melding", told | {"law": "wgs"}).status_code == 302


def test_others_see_no_notification_and_find_no_page(client, team, worker, partner, as_figures):
    address, row = noted(client, team, worker)
    other = browser(partner)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/brief").status_code == 404
    with acting_as(account_actor(partner.pk)):
        assert Notification.objects.count() == 0
    for table in ("wijkteam_notification", "wijkteam_intake"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_figures.execute(f"select * from public.{table}")


def test_the_resident_sees_the_own_notification_only(client, team, worker):
    resident = factories.account(Role.RESIDENT)
    case = factories.case(team, by=worker)
    mine = factories.person(case, by=worker, account=resident)
    theirs = factories.person(case, by=worker, role="member")
    from wijkkompas.wijkteam.intake import actions

    for about in (mine, theirs):
        actions.notify(
            actor=account_actor(worker.pk),
            case_id=case.id,
            notified=actions.Notified("wmo", clock.today()),
            about_id=about.id,
        )
    with acting_as(account_actor(resident.pk)):
        assert [row.about_id for row in Notification.objects.all()] == [mine.id]


def test_who_works_in_no_team_begins_no_talk():
    assert browser(factories.account(Role.WORKER)).get(NEW).status_code == 403
