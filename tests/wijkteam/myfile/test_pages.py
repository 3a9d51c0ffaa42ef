"""The own file over HTTP: from the desk to reading, stopping a share, asking and taking home; and what stays unseen."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.conftest import MARKS, browser
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.models import FileRequest, MeldcodeTrack, Participation, Person
from wijkkompas.wijkteam.myfile import actions as desk

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
CHANGING = re.compile(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')


def stable(response) -> str:
    return CHANGING.sub("", response.content.decode())


@pytest.fixture
def person_id(case_id, worker):
    with acting_as(account_actor(worker.pk)):
        return Participation.objects.get(case_id=case_id).person_id


@pytest.fixture
def resident():
    return factories.account(Role.RESIDENT, name="Test Bewoner")


@pytest.fixture
def phone(resident):
    return browser(resident)


def identified(client, phone, case_id, person_id) -> None:
    made = client.post(
        f"/team/zaak/{case_id}/identificeer/bewijs", {"bewijs-person_id": person_id, "bewijs-document": "passport"}
    )
    code = re.search(r"\d{4} \d{4}", made.content.decode()).group()
    assert phone.post("/mijn/code", {"code": code})["Location"] == "/mijn"


@pytest.fixture
def reads(client, phone, case_id, person_id):
    """The resident was seen at the desk and may read."""
    identified(client, phone, case_id, person_id)
    return phone


def consent(worker, case_id, person_id, partner, **more):
    fields = {"scope": "plan", "purpose": "together", "basis": "consent", "given_by_id": person_id} | more
    return actions.share(
        actor=account_actor(worker.pk), case_id=case_id, given_how="in-person", to_address=partner.email, **fields
    )


def test_before_the_desk_there_are_promises_and_days_only(client, phone, resident, case_id, person_id, worker):
    desk_form = {"adres-person_id": person_id, "adres-email": resident.email}
    assert client.post(f"/team/zaak/{case_id}/identificeer/adres", desk_form).status_code == 302
    today = clock.today().isoformat()
    client.post(f"/team/zaak/{case_id}/melding", {"law": "wmo", "received_on": today, "about_id": person_id})
    page = phone.get("/mijn")
    assert page.status_code == 200
    assert "Een brief dat wij uw melding hebben" in page.content.decode()
    assert not any(mark in page.content.decode() for mark in MARKS.values())
    assert phone.get(f"/mijn/dossier/{case_id}").status_code == 404


def test_a_code_of_the_desk_opens_the_own_file_once(client, phone, case_id, person_id):
    made = client.post(
        f"/team/zaak/{case_id}/identificeer/bewijs", {"bewijs-person_id": person_id, "bewijs-document": "passport"}
    )
    code = re.search(r"\d{4} \d{4}", made.content.decode()).group()
    assert code not in client.get(f"/team/zaak/{case_id}/identificeer").content.decode()
    assert phone.post("/mijn/code", {"code": code}).status_code == 302
    assert phone.get(f"/mijn/dossier/{case_id}").status_code == 200
    other = browser(factories.account(Role.RESIDENT))
    again = other.post("/mijn/code", {"code": code})
    wrong = other.post("/mijn/code", {"code": "0000 0000"})
    assert (again.status_code, wrong.status_code) == (422, 422)
    assert stable(again).replace(code, "") == stable(wrong).replace("0000 0000", "")
    assert other.get(f"/mijn/dossier/{case_id}").status_code == 404


def test_nobody_of_the_team_makes_the_person_the_own_one(client, team, worker, case_id, person_id):
    colleague = factories.worker(team)
    for who in (worker, colleague):
        code = desk.see_identity(
            actor=account_actor(worker.pk), case_id=case_id, person_id=person_id, document="passport"
        )
        assert desk.claim(actor=account_actor(who.pk), code=code) is False


def test_a_code_that_is_too_old_opens_nothing(worker, resident, case_id, person_id, monkeypatch):
    earlier = clock.now() - desk.CODE_LASTS
    monkeypatch.setattr(clock, "now", lambda: earlier)
    code = desk.see_identity(actor=account_actor(worker.pk), case_id=case_id, person_id=person_id, document="passport")
    assert desk.claim(actor=account_actor(resident.pk), code=code) is False


def test_guessing_codes_stops(phone):
    answers = [phone.post("/mijn/code", {"code": f"{number:08d}"}).status_code for number in range(10)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_an_account_that_was_let_go_reads_nothing_any_more(client, reads, case_id, person_id):
    assert reads.get(f"/mijn/dossier/{case_id}").status_code == 200
    assert client.post(f"/team/zaak/{case_id}/identificeer/los", {"los-person_id": person_id}).status_code == 302
    assert reads.get(f"/mijn/dossier/{case_id}").status_code == 404


def test_the_own_file_shows_what_is_about_me_and_nothing_of_others(reads, worker, case_id, person_id):
    actor = account_actor(worker.pk)
    other = actions.add_person(actor=actor, case_id=case_id, name="Andere Bewoner", role="member")
    actions.set_goal(actor=actor, case_id=case_id, text="doel van de ander", about_id=other)
    actions.write_note(actor=actor, case_id=case_id, partition="journal", text="verslag ander", about_id=other)
    actions.write_note(actor=actor, case_id=case_id, partition="journal", text="verslag over mij", about_id=person_id)
    page = reads.get(f"/mijn/dossier/{case_id}")
    text = page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    seen = {kind for kind, mark in MARKS.items() if mark in text}
    assert seen == {"question", "name", "address", "goal", "action"}
    assert "verslag over mij" in text
    assert "Andere Bewoner" not in text
    assert "doel van de ander" not in text
    assert "verslag ander" not in text
    for tail in (".json", ".pdf"):
        assert reads.get(f"/mijn/dossier/{case_id}{tail}").status_code == 200
    assert "verslag ander" not in reads.get(f"/mijn/dossier/{case_id}.json").content.decode()


def test_a_colleague_who_is_helped_by_the_own_team_reads_only_the_own_part(client, team, case_id, person_id):
    colleague = factories.worker(team)
    with acting_as(account_actor(client.get("/mijn").wsgi_request.user.pk)):
        Person.objects.filter(id=person_id).update(account=colleague, identified_at=clock.now(), identified_how="desk")
    text = browser(colleague).get(f"/mijn/dossier/{case_id}").content.decode()
    assert MARKS["question"] in text
    assert MARKS["third-party"] not in text
    assert MARKS["journal"] not in text


def test_with_and_without_a_meldcode_track_everything_is_the_same(reads, worker, case_id, person_id):
    import io

    from pypdf import PdfReader

    actor = account_actor(worker.pk)

    def everything() -> list[object]:
        made: list[object] = [stable(reads.get(f"/mijn/dossier/{case_id}")), stable(reads.get("/mijn"))]
        made.append(reads.get(f"/mijn/dossier/{case_id}.json").content)
        pdf = PdfReader(io.BytesIO(reads.get(f"/mijn/dossier/{case_id}.pdf").content))
        made.append([page.extract_text() for page in pdf.pages])
        for part in ("vraag", "plan", "contact", "verslag", "wie"):
            file = json.loads(reads.get(f"/mijn/dossier/{case_id}/bewijs/{part}").content)
            made.append([(line["position"], line["salt"], line["content"]) for line in file["lines"]])
            made.append((file["waiting"], sorted(file)))
        return made

    reads.get("/mijn")  # says that the code worked, once
    before = everything()
    with acting_as(actor):
        track = MeldcodeTrack(case_id=case_id)
        track.save(force_insert=True)
        toestemming.seal("case_meldcode", track.id, text="x")
    actions.write_note(actor=actor, case_id=case_id, partition="meldcode", text="letsel", track_id=track.id)
    for partition in ("third-party", "safe"):
        actions.write_note(actor=actor, case_id=case_id, partition=partition, text="apart", about_id=person_id)
    assert everything() == before


def test_who_gave_a_yes_takes_it_back_and_the_other_reads_nothing_more(reads, worker, partner, case_id, person_id):
    share_id = consent(worker, case_id, person_id, partner)
    other = browser(partner)
    assert other.get(f"/team/zaak/{case_id}").status_code == 200
    before = reads.get(f"/mijn/delen/{share_id}").content.decode()
    assert "Ik trek in" in before
    assert "eigen dossier" in before
    assert reads.post(f"/mijn/delen/{share_id}/stop").status_code == 302
    after = reads.get(f"/mijn/delen/{share_id}").content.decode()
    assert "Gestopt op" in after
    assert "doelen" in after
    assert other.get(f"/team/zaak/{case_id}").status_code == 404
    looked = reads.get(f"/mijn/dossier/{case_id}").content.decode()
    assert "om u te helpen" in looked


def test_what_i_did_not_give_i_object_to(reads, worker, partner, case_id, person_id):
    share_id = actions.share(
        actor=account_actor(worker.pk),
        case_id=case_id,
        scope="summary",
        purpose="referral",
        basis="task",
        article="Wmo 2015",
        to_address=partner.email,
    )
    assert "Ik maak bezwaar" in reads.get(f"/mijn/delen/{share_id}").content.decode()
    assert reads.post(f"/mijn/delen/{share_id}/stop").status_code == 404


def test_a_correction_stands_beside_the_text_and_is_answered_in_time(client, reads, worker, case_id, person_id):
    note = actions.write_note(
        actor=account_actor(worker.pk), case_id=case_id, partition="journal", text="drie kinderen", about_id=person_id
    )
    address = f"/mijn/dossier/{case_id}/vraag/klopt-niet"
    assert "drie kinderen" in reads.get(f"{address}?over={note}").content.decode()
    assert reads.post(address, {"text": ""}).status_code == 422
    assert reads.post(address, {"text": "Ik heb er twee", "over": str(note)}).status_code == 302
    assert "Ik heb er twee" in reads.get(f"/mijn/dossier/{case_id}").content.decode()
    assert "Antwoord op uw vraag over uw dossier" in reads.get("/mijn").content.decode()
    work = client.get(f"/team/zaak/{case_id}/bewoner-vraagt").content.decode()
    assert "Ik heb er twee" in work
    with acting_as(account_actor(worker.pk)):
        row = FileRequest.objects.get()
        assert (row.about_kind, row.about_row) == ("journal", note)
        promise = toezeggingen.of_objects("answer-file-request", [row.id])[row.id]
    assert promise.kept_at is None
    answer = f"/team/zaak/{case_id}/bewoner-vraagt/{row.id}"
    assert client.post(answer, {"outcome": "", "text": ""}).status_code == 422
    assert client.post(answer, {"outcome": "done", "text": "U hebt gelijk"}).status_code == 302
    assert client.post(answer, {"outcome": "done", "text": "Nog eens"}).status_code == 422
    assert "U hebt gelijk" in reads.get(f"/mijn/dossier/{case_id}").content.decode()
    with acting_as(account_actor(worker.pk)):
        assert toezeggingen.of_objects("answer-file-request", [row.id])[row.id].kept_at is not None


def test_a_row_of_somebody_else_cannot_be_named_in_a_correction(reads, worker, case_id):
    other = actions.add_person(actor=account_actor(worker.pk), case_id=case_id, name="Andere", role="member")
    note = actions.write_note(
        actor=account_actor(worker.pk), case_id=case_id, partition="journal", text="geheim", about_id=other
    )
    address = f"/mijn/dossier/{case_id}/vraag/klopt-niet"
    assert "geheim" not in reads.get(f"{address}?over={note}").content.decode()
    reads.post(address, {"text": "Dat is niet waar", "over": str(note)})
    with acting_as(account_actor(worker.pk)):
        assert FileRequest.objects.get().about_row is None


def test_foreign_and_missing_look_alike_for_residents_and_teams(reads, partner, case_id, worker, person_id):
    share_id = consent(worker, case_id, person_id, partner)
    missing = uuid.uuid4()
    stranger = browser(factories.account(Role.RESIDENT))
    tails = ("", ".json", ".pdf", "/bewijs/vraag", "/vraag/bezwaar")
    for who in (stranger, browser(partner)):
        addresses = [(f"/mijn/dossier/{case_id}{tail}", f"/mijn/dossier/{missing}{tail}") for tail in tails]
        addresses.append((f"/mijn/delen/{share_id}", f"/mijn/delen/{missing}"))
        for page in ("identificeer", "bewoner-vraagt"):
            addresses.append((f"/team/zaak/{case_id}/{page}", f"/team/zaak/{missing}/{page}"))
        for foreign, absent in addresses:
            one, two = who.get(foreign), who.get(absent)
            assert (one.status_code, two.status_code) == (404, 404), foreign
            assert stable(one).replace(foreign, "") == stable(two).replace(absent, "")
    assert reads.get(f"/team/zaak/{case_id}/identificeer").status_code == 404


def test_another_team_and_a_stranger_see_no_questions_about_the_file(reads, partner, case_id):
    reads.post(f"/mijn/dossier/{case_id}/vraag/wissen", {"text": "Wis alles van mij"})
    for who in (partner, factories.account(Role.RESIDENT), factories.account(Role.VOLUNTEER)):
        with acting_as(account_actor(who.pk)):
            assert not FileRequest.objects.exists()


def test_the_own_file_asks_as_much_with_much_in_it(reads, worker, partner, case_id, person_id):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert reads.get(f"/mijn/dossier/{case_id}").status_code == 200
        return len(seen)

    actor = account_actor(worker.pk)

    def more() -> None:
        actions.set_goal(actor=actor, case_id=case_id, text="doel", about_id=person_id)
        actions.set_action(actor=actor, case_id=case_id, text="stap", owner_kind="resident")
        actions.write_note(actor=actor, case_id=case_id, partition="journal", text="iets", about_id=person_id)
        actions.note_contact(actor=actor, case_id=case_id, channel="phone", reached=False, about_id=person_id)
        consent(worker, case_id, person_id, partner)
        reads.post(f"/mijn/dossier/{case_id}/vraag/bezwaar", {"text": "Ik wil dit niet"})

    more()
    queries()
    few = queries()
    for _ in range(3):
        more()
    assert queries() == few


def test_a_parent_reads_what_was_agreed_about_a_young_child_and_nothing_else(client, worker, team, resident, phone):
    from datetime import timedelta

    actor = account_actor(worker.pk)
    home = actions.open_case(actor=actor, team_id=team.id, question="vraag van het andere huis", summary="x")
    actions.move_case(actor=actor, case_id=home, to="open", reason="started")
    born = clock.today() - timedelta(days=365 * 9)
    child = actions.add_person(actor=actor, case_id=home, name="Kind", born_on=born)
    own = actions.open_case(actor=actor, team_id=team.id, question="vraag van de ouder", summary="x")
    actions.move_case(actor=actor, case_id=own, to="open", reason="started")
    parent = actions.add_person(actor=actor, case_id=own, name="Ouder")
    identified(client, phone, own, parent)
    from wijkkompas.wijkteam.household import actions as household

    stands = household.stand_for(actor=actor, case_id=home, person_id=child, by_id=parent, kind="parent")
    household.verify(actor=actor, case_id=home, representative_id=stands, how="register")
    actions.set_goal(actor=actor, case_id=home, text="naar zwemles", about_id=child, agreed=True)
    actions.set_goal(actor=actor, case_id=home, text="nog niet besproken", about_id=child)
    text = phone.get("/mijn").content.decode()
    assert "naar zwemles" in text
    assert "nog niet besproken" not in text
    assert "andere huis" not in text
    assert phone.get(f"/mijn/dossier/{home}").status_code == 404
