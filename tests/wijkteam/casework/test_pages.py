"""The list and the page of a case over HTTP: who sees what, how many queries, what a deed does."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.conftest import MARKS, browser, full_case
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import Role
from wijkkompas.wijkteam import actions, values
from wijkkompas.wijkteam.models import Action, ContactAttempt, Note

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
NONCE = re.compile(rb'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')


def body(response) -> bytes:
    """What the page says, without what changes by itself and the address that was asked for (in the language links)."""
    asked = response.request["PATH_INFO"].encode()
    return NONCE.sub(b"", response.content).replace(asked, b"")


def heads(response) -> dict[str, str]:
    """The headers, without what changes by itself; ETag is a hash of the page with the address in it."""
    return {name: re.sub(r"'nonce-[^']+'", "", value) for name, value in response.headers.items() if name != "ETag"}


def marks_in(response) -> set[str]:
    text = response.content.decode()
    return {kind for kind, mark in MARKS.items() if mark in text}


def share_plan(worker, partner, case_id, **more):
    fields = {"scope": "plan", "purpose": "together", "basis": "task", "article": "Wmo 2015"} | more
    return actions.share(actor=account_actor(worker.pk), case_id=case_id, to_address=partner.email, **fields)


def test_the_page_shows_everything_but_names(client, case_id):
    response = client.get(f"/team/zaak/{case_id}")
    assert response.status_code == 200
    assert marks_in(response) == set(MARKS) - {"name", "address"}
    assert response["Cache-Control"] == "private, no-store"
    title = re.search(r"<title>(.*?)</title>", response.content.decode()).group(1)
    assert title == "Een dossier · Wijkkompas"


def test_names_open_by_a_button_and_by_no_link(client, case_id):
    assert client.get(f"/team/zaak/{case_id}/namen").status_code == 405
    response = client.post(f"/team/zaak/{case_id}/namen")
    assert marks_in(response) == set(MARKS)


def test_the_list_shows_the_next_step_and_no_names(client, case_id):
    response = client.get("/team/zaken")
    assert marks_in(response) == {"action"}
    assert "kort merk" in response.content.decode()


def test_the_list_asks_as_much_for_one_case_as_for_twenty_five(client, team, worker):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/team/zaken").status_code == 200
        return len(seen)

    full_case(team, worker)
    queries()
    one = queries()
    for _ in range(6):
        full_case(team, worker)
    assert queries() == one


def test_a_case_asks_as_much_with_much_in_it(client, case_id, worker):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/team/zaak/{case_id}").status_code == 200
        return len(seen)

    queries()
    few = queries()
    actor = account_actor(worker.pk)
    for number in range(5):
        actions.set_action(actor=actor, case_id=case_id, text=f"stap {number}", owner_kind="resident")
        actions.write_note(actor=actor, case_id=case_id, partition="journal", text="nog iets")
        actions.add_person(actor=actor, case_id=case_id, name="Nog iemand", role="member")
    assert queries() == few


def test_a_foreign_case_and_a_missing_one_are_the_same_everywhere(case_id, partner):
    other = browser(partner)
    missing = uuid.uuid4()
    for tail in ("", ".json", ".pdf", ".csv", ".xml"):
        foreign, absent = (other.get(f"/team/zaak/{identity}{tail}") for identity in (case_id, missing))
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert body(foreign) == body(absent)
        assert heads(foreign) == heads(absent)
    for tail in ("namen", "schrijf/verslag", f"klaar/gedaan/{uuid.uuid4()}", f"herstel/{uuid.uuid4()}"):
        foreign, absent = (other.post(f"/team/zaak/{identity}/{tail}") for identity in (case_id, missing))
        assert (foreign.status_code, body(foreign)) == (absent.status_code, body(absent))
        assert foreign.status_code == 404


def test_a_resident_reads_the_own_file_elsewhere_and_finds_nothing_here(team, worker):
    resident = factories.account(Role.RESIDENT)
    case = factories.case(team, by=worker)
    factories.person(case, by=worker, account=resident)
    assert browser(resident).get(f"/team/zaak/{case.id}").status_code == 404


def test_a_partner_reads_what_is_shared_and_nothing_after_it_was_withdrawn(case_id, worker, partner):
    other = browser(partner)
    share = share_plan(worker, partner, case_id)
    response = other.get(f"/team/zaak/{case_id}")
    assert marks_in(response) == {"question", "goal", "action"}
    assert marks_in(other.post(f"/team/zaak/{case_id}/namen")) == {"question", "goal", "action", "name", "address"}
    for form in ("json", "csv"):
        assert marks_in(other.get(f"/team/zaak/{case_id}.{form}")) == {"question", "goal", "action"}
    assert "kort merk" in other.get("/team/zaken?wie=gedeeld").content.decode()
    assert other.post(f"/team/zaak/{case_id}/schrijf/verslag", {"verslag-text": "x"}).status_code == 404
    actions.withdraw(actor=account_actor(worker.pk), share_id=share)
    missing = other.get(f"/team/zaak/{uuid.uuid4()}")
    after = other.get(f"/team/zaak/{case_id}")
    assert (after.status_code, body(after)) == (404, body(missing))
    assert "kort merk" not in other.get("/team/zaken?wie=gedeeld").content.decode()


def test_the_page_is_the_same_with_and_without_a_meldcode_track(client, case_id, team, worker):
    from wijkkompas.toestemming import api as toestemming
    from wijkkompas.wijkteam.models import MeldcodeTrack

    before = body(client.get(f"/team/zaak/{case_id}"))
    with acting_as(account_actor(worker.pk)):
        track = uuid.uuid4()
        toestemming.seal(values.CASE_MELDCODE, track, text="stap 1")
        MeldcodeTrack(id=track, case_id=case_id).save(force_insert=True)
    actions.write_note(
        actor=account_actor(worker.pk), case_id=case_id, partition="meldcode", text="geheim", track_id=track
    )
    looked = re.compile(rb"<details><summary>Wie keek hierin.*?</details>", re.S)
    assert looked.sub(b"", body(client.get(f"/team/zaak/{case_id}"))) == looked.sub(b"", before)


def test_a_note_is_kept_and_an_empty_one_is_asked_again(client, case_id, worker):
    address = f"/team/zaak/{case_id}/schrijf/verslag"
    response = client.post(address, {"verslag-text": " ", "verslag-partition": "journal"})
    assert response.status_code == 422
    assert "Schrijf eerst iets op." in response.content.decode()
    assert client.post(address, {"verslag-text": "nieuw", "verslag-partition": "journal"}).status_code == 302
    assert "nieuw" in client.get(f"/team/zaak/{case_id}").content.decode()


def test_a_note_is_about_somebody_unless_the_worker_says_otherwise_so_that_the_resident_reads_it(client, case_id):
    page = client.get(f"/team/zaak/{case_id}")
    form = page.context_data["note_form"]
    assert form["about_id"].value() == page.context_data["sheet"].people[0].row.person_id
    assert str(form.fields["about_id"].choices[0][1]) == "Niemand alleen: geen bewoner leest het"


def test_nobody_writes_in_the_meldcode_from_here(client, case_id, worker):
    told = {"verslag-text": "x", "verslag-partition": "meldcode"}
    assert client.post(f"/team/zaak/{case_id}/schrijf/verslag", told).status_code == 422
    with acting_as(account_actor(worker.pk)):
        assert not Note.objects.filter(partition="meldcode").exists()


def test_what_was_written_stays_in_the_form_when_a_case_was_closed_meanwhile(client, case_id, worker):
    actor = account_actor(worker.pk)
    actions.move_case(actor=actor, case_id=case_id, to="closing", reason="plan-done")
    actions.move_case(actor=actor, case_id=case_id, to="closed", reason="plan-done")
    response = client.post(
        f"/team/zaak/{case_id}/schrijf/verslag", {"verslag-text": "mijn lange tekst", "verslag-partition": "journal"}
    )
    assert response.status_code == 422
    assert "Dit dossier is afgerond" in response.content.decode()


def test_not_reached_is_two_taps(client, case_id, worker):
    client.post(f"/team/zaak/{case_id}/schrijf/contact", {"contact-channel": "visit", "bereikt": "nee"})
    with acting_as(account_actor(worker.pk)):
        attempt = ContactAttempt.objects.order_by("-at").first()
    assert (attempt.channel, attempt.reached) == ("visit", False)


def test_an_action_gets_an_owner_and_a_day_and_is_done_in_one_tap(client, case_id, worker):
    due = clock.today() + timedelta(days=1)
    told = {"actie-text": "bellen", "actie-owner": f"worker:{worker.pk}", "actie-due": due.isoformat()}
    assert client.post(f"/team/zaak/{case_id}/schrijf/actie", told).status_code == 302
    with acting_as(account_actor(worker.pk)):
        made = Action.objects.get(owner=worker)
    client.post(f"/team/zaak/{case_id}/klaar/gedaan/{made.id}")
    with acting_as(account_actor(worker.pk)):
        assert Action.objects.get(id=made.id).state == "done"


def test_an_action_is_given_to_nobody_outside_the_lists(client, case_id, partner):
    due = clock.today().isoformat()
    for owner in (f"worker:{partner.pk}", f"volunteer:{partner.pk}", "organisation:1", ""):
        told = {"actie-text": "x", "actie-owner": owner, "actie-due": due}
        assert client.post(f"/team/zaak/{case_id}/schrijf/actie", told).status_code == 422


def test_an_action_of_another_case_is_not_done_through_this_one(client, case_id, team, worker):
    other = full_case(team, worker)
    with acting_as(account_actor(worker.pk)):
        action = Action.objects.get(case_id=other)
    assert client.post(f"/team/zaak/{case_id}/klaar/gedaan/{action.id}").status_code == 404


def test_a_volunteer_of_the_team_may_be_asked(client, case_id, team, worker):
    from wijkkompas.mensen.values import TeamRole

    volunteer = factories.account(Role.VOLUNTEER)
    factories.join(volunteer, team, role=TeamRole.VOLUNTEER)
    told = {"actie-text": "mee naar de bank", "actie-owner": f"volunteer:{volunteer.pk}", "actie-due": clock.today()}
    assert client.post(f"/team/zaak/{case_id}/schrijf/actie", told).status_code == 302


def test_a_correction_comes_beside_what_was_written(client, case_id, worker):
    with acting_as(account_actor(worker.pk)):
        note = Note.objects.get(case_id=case_id, partition="journal")
    assert client.get(f"/team/zaak/{case_id}/herstel/{note.id}").status_code == 200
    client.post(f"/team/zaak/{case_id}/herstel/{note.id}", {"text": "zo was het"})
    page = client.get(f"/team/zaak/{case_id}").content.decode()
    assert MARKS["journal"] in page
    assert "zo was het" in page


def test_a_case_goes_on_for_a_reason_that_fits(client, case_id, worker):
    address = f"/team/zaak/{case_id}/schrijf/stand"
    assert client.post(address, {"stand-step": "closed:plan-done"}).status_code == 422
    assert client.post(address, {"stand-step": "paused:resident-asked"}).status_code == 422
    assert client.post(address, {"stand-step": "closing:plan-done"}).status_code == 302


def test_a_spreadsheet_holds_one_line_for_each_thing(client, case_id, worker):
    actions.write_note(actor=account_actor(worker.pk), case_id=case_id, partition="journal", text="=1+1")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/team/zaak/{case_id}.csv").content.decode())))
    assert [row["kind"] for row in rows] == ["question", "goal", "action", "contact", "journal", "journal"]
    assert {row["text"] for row in rows if row["kind"] == "journal"} == {"'=1+1", MARKS["journal"]}


def test_the_case_comes_on_paper(client, case_id):
    response = client.get(f"/team/zaak/{case_id}.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")


def test_who_works_in_no_team_gets_no_list(worker):
    assert browser(factories.account(Role.WORKER)).get("/team/zaken").status_code == 403
