"""Pages of signals over HTTP: what is asked, what stays out of addresses, and one answer for foreign and missing."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.wijkteam.signals.told import told
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.wijkteam.models import Signal
from wijkkompas.wijkteam.signals import actions, queries

pytestmark = pytest.mark.django_db

TEXT = "De post ligt al een week in de hal"
WHERE = {"area": "GM0622", "name": "Mevrouw Voorbeeld", "address": "Voorbeeldlaan 1", "phone": ""}
WHO = {"source": "web", "name": "Buur", "organisation": "", "contact": "0612345678", "website": ""}


@pytest.fixture
def visitor():
    return Client(REMOTE_ADDR="127.0.0.1")


def at_work(team=None) -> tuple[Client, object]:
    worker = factories.worker(team or factories.team_of("GM0622"))
    factories.second_factor(worker)
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.force_login(worker, backend=factories.BACKEND)
    return client, worker


def fill_in(client, *, knows="no", where=WHERE, who=WHO):
    client.post("/signaal", {"knows": knows})
    client.post("/signaal/zorg", {"text": TEXT})
    client.post("/signaal/waar", where)
    return client.post("/signaal/u", who)


def code_on(response) -> str:
    return re.search(r'class="code"><bdi dir="ltr">([A-Z0-9-]{14})<', response.content.decode()).group(1)


def test_the_first_question_is_whether_the_person_knows_and_danger_stands_above_it(visitor):
    page = visitor.get("/signaal").content.decode()
    assert page.index("tel:112") < page.index("Weet deze persoon dat u dit doorgeeft?")
    assert reverse("call_start") in page
    assert visitor.post("/signaal", {}).status_code == 422


def test_from_worry_to_picked_up_without_an_account(visitor):
    assert fill_in(visitor).url == "/signaal/controleren"
    page = visitor.get("/signaal/controleren").content.decode()
    assert TEXT in page
    assert "Wij zeggen niet wie het doorgaf" in page
    done = visitor.post("/signaal/controleren")
    code = code_on(done)
    assert "uiterlijk" in done.content.decode()
    assert "no-store" in done["Cache-Control"]
    assert "Het is binnen" in visitor.post("/volg", {"code": code}).content.decode()
    client, worker = at_work()
    assert "1 signaal wacht" in client.get("/team").content.decode()
    inbox = client.get("/team/signalen").content.decode()
    assert TEXT not in inbox
    assert "Mevrouw Voorbeeld" not in inbox
    with acting_as(account_actor(worker.pk)):
        identity = Signal.objects.get().id
    page = client.get(f"/team/signalen/{identity}").content.decode()
    assert TEXT in page
    assert "Buur" not in page
    assert "Buur" in client.get(f"/team/signalen/{identity}/melder").content.decode()
    client.post(f"/team/signalen/{identity}/pak-op")
    heard = visitor.post("/volg", {"code": code}).content.decode()
    assert "Opgepakt" in heard
    for secret in (TEXT, "Voorbeeldlaan", "Mevrouw", worker.name):
        assert secret not in heard


def test_sending_twice_is_one_signal_and_a_robot_is_not_heard(visitor):
    fill_in(visitor, who=WHO | {"website": "http://example.org"})
    assert visitor.get("/signaal/controleren").status_code == 302
    visitor.post("/signaal/u", WHO)
    kept = visitor.cookies["wk_signal"].value
    first = visitor.post("/signaal/controleren")
    visitor.cookies["wk_signal"] = kept
    assert code_on(visitor.post("/signaal/controleren")) == code_on(first)
    _client, worker = at_work()
    with acting_as(account_actor(worker.pk)):
        assert Signal.objects.count() == 1


def test_a_worry_about_somebody_needs_a_way_to_find_them_and_about_a_place_asks_no_name(visitor):
    visitor.post("/signaal", {"knows": "no"})
    assert visitor.post("/signaal/waar", WHERE | {"address": ""}).status_code == 422
    assert visitor.post("/signaal/waar", WHERE | {"phone": "bel maar"}).status_code == 422
    visitor.post("/signaal", {"knows": "place"})
    page = visitor.get("/signaal/waar").content.decode()
    assert "Welke plek is het?" in page
    assert 'name="name"' not in page


def test_an_organisation_says_which_one(visitor):
    visitor.post("/signaal", {"knows": "yes"})
    assert visitor.post("/signaal/u", WHO | {"source": "school"}).status_code == 422
    assert visitor.post("/signaal/u", WHO | {"source": "school", "organisation": "School"}).status_code == 302


def test_danger_in_the_text_shows_the_numbers(visitor):
    visitor.post("/signaal", {"knows": "no"})
    visitor.post("/signaal/zorg", {"text": "Mijn buurman slaat zijn vrouw"})
    assert 'class="crisis"' in visitor.get("/signaal/waar").content.decode()


def test_too_many_signals_from_one_address_are_stopped(visitor):
    statuses = set()
    for _time in range(22):
        fill_in(visitor)
        statuses.add(visitor.post("/signaal/controleren").status_code)
    assert statuses == {200, 429}


def test_a_worker_writes_down_what_somebody_told_and_gets_a_code_to_read_aloud():
    client, worker = at_work()
    page = client.get("/team/signalen/nieuw").content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("signal_id", "code")}
    given = {**WHERE, "source": "phone", "text": TEXT, "about": "person", "permission": "yes", "on_behalf": "Dochter"}
    for _twice in range(2):
        done = client.post("/team/signalen/nieuw", given | hidden)
        assert code_on(done) == hidden["code"]
    with acting_as(account_actor(worker.pk)):
        signal = Signal.objects.get()
        assert (signal.entered_by_id, signal.source) == (worker.pk, "phone")
        assert queries.reporter(signal.id)["name"] == "Dochter"
    assert client.post("/team/signalen/nieuw", hidden).status_code == 422


def test_foreign_and_missing_signals_answer_the_same():
    one, other = told(), told()
    client, _worker = at_work(factories.team())
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    for part in ("", "/melder"):
        bodies = [
            (page.status_code, token.sub(b"", page.content).replace(str(identity).encode(), b""))
            for identity in (one.id, uuid.uuid4())
            if (page := client.get(f"/team/signalen/{identity}{part}"))
        ]
        assert bodies[0] == bodies[1]
        assert bodies[0][0] == 404
    for part in ("pak-op", "sluit", "dossier", f"hoort-bij/{other.id}", "toverdeed"):
        assert client.post(f"/team/signalen/{one.id}/{part}", {"told": "told", "summary": "x"}).status_code == 404
    assert client.post(f"/team/signalen/{one.id}/pak-op").status_code == 404


def test_nobody_without_a_team_or_account_comes_in(visitor):
    one = told()
    for path in (
        "/team/signalen",
        "/team/signalen/nieuw",
        f"/team/signalen/{one.id}",
        f"/team/signalen/{one.id}/melder",
    ):
        assert visitor.get(path).status_code == 302
    assert queries.follow(one.code).picked_up is False


def test_the_buttons_follow_the_state_and_a_step_that_cannot_be_says_so():
    client, worker = at_work()
    one = told()
    page = f"/team/signalen/{one.id}"
    assert "Pak op" in client.get(page).content.decode()
    assert "Dat kan nu niet" in client.post(f"{page}/bereikt", follow=True).content.decode()
    for deed in ("pak-op", "contact", "niet-bereikt", "bereikt"):
        client.post(f"{page}/{deed}")
    assert client.post(f"{page}/dossier", {"summary": ""}).status_code == 422
    client.post(f"{page}/dossier", {"summary": "Ik kom de deur niet uit"})
    assert client.post(f"{page}/sluit", {}).status_code == 422
    said = client.post(f"{page}/sluit", {"told": "by-code"}, follow=True).content.decode()
    assert "Afgesloten" in said
    with acting_as(account_actor(worker.pk)):
        assert Signal.objects.get(id=one.id).case_id


def test_look_alikes_stand_on_the_page_with_one_tap():
    client, worker = at_work()
    first, second = told(), told()
    assert "lijkt op een ander signaal" in client.get("/team/signalen").content.decode()
    assert f"/hoort-bij/{first.id}" in client.get(f"/team/signalen/{second.id}").content.decode()
    client.post(f"/team/signalen/{second.id}/hoort-bij/{first.id}")
    with acting_as(account_actor(worker.pk)):
        assert Signal.objects.get(id=second.id).belongs_to_id == first.id
    assert f"/team/signalen/{first.id}" in client.get(f"/team/signalen/{second.id}").content.decode()


def test_a_call_back_request_has_the_button_and_then_the_link():
    client, worker = at_work()
    asked = factories.ask("GM0622")
    page = f"/team/vraag/{asked.id}"
    assert "Pak op als signaal" in client.get(page).content.decode()
    client.post(f"{page}/signaal")
    after = client.get(page).content.decode()
    assert "Dit is ook een signaal" in after
    assert "Pak op als signaal" not in after
    with acting_as(account_actor(worker.pk)):
        actions.pick_up(actor=account_actor(worker.pk), signal_id=Signal.objects.get().id)


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
def test_every_page_answers_in_every_language(visitor, prefix):
    one = told()
    fill_in(visitor)
    for path in ("/signaal", "/signaal/zorg", "/signaal/waar", "/signaal/u", "/signaal/controleren"):
        assert visitor.get(prefix + path).status_code == 200
    client, _worker = at_work()
    for path in ("", "/nieuw", f"/{one.id}", f"/{one.id}/melder"):
        page = client.get(f"{prefix}/team/signalen{path}")
        assert page.status_code == 200
        assert b"{%" not in page.content
        assert "no-store" in page["Cache-Control"]
