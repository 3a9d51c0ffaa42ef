"""What somebody at work sees beside a service, and that nobody else does."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wegwijzer.colleagues.test_access_matrix import plant
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.colleagues import actions
from wijkkompas.wegwijzer.colleagues.rules import hint_problem
from wijkkompas.wegwijzer.models import Service

pytestmark = pytest.mark.django_db

SLUG = "geldzaken"  # in Uitgeest, GM0450
PLACE = "GM0450"


@pytest.fixture
def team():
    return factories.team(PLACE)


@pytest.fixture
def marker(team) -> str:
    made = f"merkteken-{uuid.uuid4().hex}"
    plant(Service.objects.get(slug=SLUG), team, factories.worker(team), made)
    return made


PUBLIC = (
    f"/hulp/{SLUG}",
    "/vraag/problem-debts?area=GM0450",
    "/wijk/GM0450",
    "/thema/huis-aanpassen?area=GM0450",
    "/hsds/v3/services?per_page=100",
    "/oruk/v3/services",
    "/api/v1/search?q=schulden&area=GM0450",
)


def test_pages_and_feeds_for_everybody_do_not_change_by_a_byte(client, team, caplog):
    from wijkkompas.wegwijzer.finding import rebuild_index
    from wijkkompas.wegwijzer.models import SearchIndex

    def seen() -> list[bytes]:
        return [_without_nonce(client.get(path).content) for path in PUBLIC]

    before = seen()
    marker = f"merkteken-{uuid.uuid4().hex}"
    with caplog.at_level(logging.DEBUG):
        plant(Service.objects.get(slug=SLUG), team, factories.worker(team), marker)
        worker = factories.log_in(Client(), factories.worker(team))
        assert marker in worker.get(f"/hulp/{SLUG}").content.decode()
        after = seen()
    assert after == before
    assert client.get(f"/hulp/{SLUG}")["Cache-Control"] == "public, max-age=60"
    assert marker not in caplog.text
    rebuild_index()
    assert all(marker.encode() not in bytes(row.blob) for row in SearchIndex.objects.all())


def _without_nonce(content: bytes) -> bytes:
    import re

    return re.sub(rb'("took_ms": ?)[\d.]+|nonce="[^"]*"', b"", content)


def test_a_worker_reads_criteria_the_way_in_room_and_notes(client, team, marker):
    factories.log_in(client, factories.worker(team))
    response = client.get(f"/hulp/{SLUG}")
    page = response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    for words in ("Voor wie", "Zo verwijst u", "487 plekken vrij", "Wachttijd ongeveer 97 weken", marker):
        assert words in page


def test_a_worker_of_another_team_reads_room_and_no_notes(client, marker):
    factories.log_in(client, factories.worker(factories.team(PLACE)))
    page = client.get(f"/hulp/{SLUG}").content.decode()
    assert "487 plekken vrij" in page
    assert marker not in page


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER, Role.AMBASSADOR])
def test_people_without_a_second_factor_see_what_everybody_sees(client, marker, role):
    client.force_login(factories.account(role), backend=factories.BACKEND)
    page = client.get(f"/hulp/{SLUG}").content.decode()
    assert "487 plekken" not in page
    assert "work-panel" not in page
    for path in (f"/team/hulp/{SLUG}/druk", f"/team/hulp/{SLUG}/notitie", "/team/wie-weet-wat"):
        assert client.get(path).status_code == 403


def test_results_and_need_pages_show_it_on_the_cards(client, team, marker):
    factories.log_in(client, factories.worker(team))
    assert "487 plekken vrij" in client.get(f"/vraag/problem-debts?area={PLACE}").content.decode()
    question = {"q": "ik heb schulden en kom er niet uit", "area": PLACE}
    first = client.post("/zoek", question, follow=True).context["cards"][0].service
    plant_hint(first, team, places=321)
    assert "321 plekken vrij" in client.post("/zoek", question, follow=True).content.decode()
    assert "321 plekken" not in Client().post("/zoek", question, follow=True).content.decode()


def plant_hint(service, team, *, places: int) -> None:
    """Somebody of the team heard how busy a service is."""
    actor = account_actor(factories.worker(team).pk)
    actions.say_room(actor=actor, service=service, free_places=places, waiting_weeks=None, said_on=clock.today())


def test_the_panel_takes_a_constant_number_of_queries(client, team, marker, django_assert_max_num_queries):
    factories.log_in(client, factories.worker(team))
    for path, most in ((f"/hulp/{SLUG}", 42), (f"/vraag/problem-debts?area={PLACE}", 42)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_a_form_beside_a_service_reads_no_notes_and_no_hints(client, team, marker):
    factories.log_in(client, factories.worker(team))
    for page in ("druk", "notitie"):
        with CaptureQueriesContext(connection) as ran:
            assert client.get(f"/team/hulp/{SLUG}/{page}").status_code == 200
        asked = " ".join(query["sql"] for query in ran.captured_queries)
        assert "internalnote" not in asked
        assert "capacityhint" not in asked


def test_saying_how_busy_it_is_needs_a_number_and_a_day_that_was(client, team):
    factories.log_in(client, factories.worker(team))
    address = f"/team/hulp/{SLUG}/druk"
    today = clock.today()
    assert client.get(address).status_code == 200
    for data, words in (
        ({"said_on": str(today)}, "Vul in hoeveel plek er is"),
        ({"free_places": "1", "said_on": str(today + timedelta(days=1))}, "een dag die voorbij is"),
        ({"free_places": "1", "said_on": str(today - timedelta(days=61))}, "langer dan 60 dagen"),
        ({"free_places": "-1", "said_on": str(today)}, "0"),
        ({"free_places": "drie", "said_on": str(today)}, "Vul een getal in"),
    ):
        response = client.post(address, data)
        assert response.status_code == 422
        assert words in response.content.decode()
    client.post(address, {"free_places": "0", "said_on": str(today)})
    assert "Nu geen plek vrij." in client.get(f"/hulp/{SLUG}").content.decode()


def test_after_thirty_days_a_hint_is_shown_as_old(client, team):
    service, worker = Service.objects.get(slug=SLUG), factories.worker(team)
    said = clock.today() - timedelta(days=31)
    actions.say_room(actor=account_actor(worker.pk), service=service, free_places=3, waiting_weeks=None, said_on=said)
    factories.log_in(client, worker)
    assert "Dit is oud. Bel eerst." in client.get(f"/hulp/{SLUG}").content.decode()
    client.post(f"/team/hulp/{SLUG}/druk", {"free_places": "2", "said_on": str(clock.today())})
    page = client.get(f"/hulp/{SLUG}").content.decode()
    assert "Dit is oud." not in page
    assert "2 plekken vrij" in page


def test_a_note_is_written_read_by_the_team_and_taken_away(client, team):
    worker = factories.worker(team)
    factories.log_in(client, worker)
    assert client.post(f"/team/hulp/{SLUG}/notitie", {"text": " "}).status_code == 422
    client.post(f"/team/hulp/{SLUG}/notitie", {"text": "Bel op dinsdag. <b>Niet</b> mailen.", "team": "999999"})
    colleague = factories.log_in(Client(), factories.worker(team))
    page = colleague.get(f"/hulp/{SLUG}").content.decode()
    assert "Bel op dinsdag. &lt;b&gt;Niet&lt;/b&gt; mailen." in page
    way_out = page.split(f'action="/team/hulp/{SLUG}/notitie/')[1].split('"')[0]
    stranger = factories.log_in(Client(), factories.worker(factories.team(PLACE)))
    address = f"/team/hulp/{SLUG}/notitie/{way_out}"
    assert stranger.post(address).status_code == 404
    assert stranger.post(f"/team/hulp/{SLUG}/notitie/{uuid.uuid4()}/weg").status_code == 404
    assert colleague.get(address).status_code == 405
    colleague.post(address)
    assert "Bel op dinsdag" not in colleague.get(f"/hulp/{SLUG}").content.decode()


def test_an_editor_speaks_for_the_own_services_only(client):
    service = Service.objects.get(slug=SLUG)
    editor = factories.account(Role.ORGANISATION_EDITOR, organization_id=service.organization_id)
    factories.log_in(client, editor)
    today = str(clock.today())
    assert client.post(f"/team/hulp/{SLUG}/druk", {"waiting_weeks": "2", "said_on": today}).status_code == 302
    other = Service.objects.exclude(organization_id=service.organization_id).first()
    assert client.post(f"/team/hulp/{other.slug}/druk", {"waiting_weeks": "2", "said_on": today}).status_code == 403
    assert client.post(f"/team/hulp/{other.slug}/notitie", {"text": "Let op"}).status_code == 302
    colleague = factories.log_in(
        Client(), factories.account(Role.ORGANISATION_EDITOR, organization_id=service.organization_id)
    )
    assert "Let op" in colleague.get(f"/hulp/{other.slug}").content.decode()


CARD = {
    "name": "Test Collega",
    "function": "opbouwwerker",
    "needs": ["problem-debts", "losing-home"],
    "themes": ["wonen"],
    "languages": ["nl", "ar"],
    "reach": "Balie van het wijkteam, maandag en dinsdag",
    "at_work": "on",
}


def test_a_card_is_made_by_the_person_found_by_colleagues_and_taken_away(client, team):
    worker = factories.worker(team)
    factories.log_in(client, worker)
    assert "Er zijn nog geen kaartjes" in client.get("/team/wie-weet-wat").content.decode()
    assert client.post("/team/wie-weet-wat/mijn", CARD | {"team": team.id, "account": "1"}).status_code == 302
    near = factories.log_in(Client(), factories.worker(factories.team(PLACE)))
    assert "Test Collega" in near.get("/team/wie-weet-wat?need=losing-home").content.decode()
    assert "Test Collega" in near.get("/team/wie-weet-wat?theme=wonen&taal=ar").content.decode()
    assert "Test Collega" not in near.get("/team/wie-weet-wat?need=learn-dutch").content.decode()
    far = factories.log_in(Client(), factories.worker(factories.team("GM0546")))
    assert "Test Collega" not in far.get("/team/wie-weet-wat").content.decode()
    client.post("/team/wie-weet-wat/mijn", CARD | {"team": team.id, "function": "teamleider"})
    assert "teamleider" in near.get("/team/wie-weet-wat").content.decode()
    client.post("/team/wie-weet-wat/wis")
    assert "Test Collega" not in near.get("/team/wie-weet-wat").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"at_work": ""}, "Zet hier een vinkje"),
        ({"reach": ""}, "hoe collega"),
        ({"needs": [], "themes": []}, "Kies minstens één onderwerp"),
        ({"team": "999999"}, "team"),
        ({"needs": ["bestaat-niet"]}, "bestaat-niet"),
    ],
)
def test_a_card_that_is_not_right_says_what_to_do(client, team, wrong, words):
    factories.log_in(client, factories.worker(team))
    response = client.post("/team/wie-weet-wat/mijn", CARD | {"team": team.id} | wrong)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_cards_take_a_constant_number_of_queries(client, team, django_assert_max_num_queries):
    factories.log_in(client, factories.worker(team))
    for _ in range(4):
        worker = factories.worker(team)
        card = actions.CardText("Collega", "hulp", ["problem-debts"], [], ["nl"], "balie")
        actions.keep_card(actor=account_actor(worker.pk), team_id=team.id, card=card)
    with django_assert_max_num_queries(22):
        client.get("/team/wie-weet-wat")


@pytest.mark.parametrize("field", ["need", "theme", "taal"])
@pytest.mark.parametrize("odd", ["\0", "bestaat-niet", "x" * 41, "{}"])
def test_an_odd_choice_in_the_address_shows_every_card(client, team, field, odd):
    factories.log_in(client, factories.worker(team))
    client.post("/team/wie-weet-wat/mijn", CARD | {"team": team.id})
    page = client.get("/team/wie-weet-wat", {field: odd})
    assert page.status_code == 200
    assert len(page.context["rows"]) == 1
    assert not page.context["narrowed"]


def test_visitors_are_sent_to_the_log_in(client):
    for path in ("/team/wie-weet-wat", "/team/wie-weet-wat/mijn", f"/team/hulp/{SLUG}/druk"):
        assert client.get(path)["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("places", "weeks", "days", "problem"),
    [(None, None, 0, "empty"), (0, None, 0, None), (None, 0, 60, None), (1, 1, 61, "too-old"), (1, 1, -1, "future")],
)
def test_what_can_be_noted(places, weeks, days, problem):
    today = clock.today()
    said = today - timedelta(days=days)
    assert hint_problem(free_places=places, waiting_weeks=weeks, said_on=said, today=today) == problem
