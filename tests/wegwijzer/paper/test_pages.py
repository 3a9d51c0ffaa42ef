"""The list and the leaflet over HTTP: without account, without JavaScript, and for somebody who tries things."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.kern.paper.reading import text
from wijkkompas.kern.paper import DoesNotFit
from wijkkompas.mensen.models import Attempt
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper import basket, leaflet, views
from wijkkompas.wegwijzer.paper.rules import MOST

pytestmark = pytest.mark.django_db

CHOICES = {"language": "nl", "made_by": ""}


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)


def put(client, *slugs: str, **more):
    for slug in slugs:
        answer = client.post("/print/erbij", {"service": slug, "next": f"/hulp/{slug}"}, **more)
    return answer


def listed(client) -> list[str]:
    return [row.slug for row, _entry in client.get("/print").context["rows"]]


def test_a_service_goes_on_the_list_and_the_resident_comes_back(client):
    answer = put(client, "geldzaken")
    assert (answer.status_code, answer["Location"]) == (303, "/hulp/geldzaken#hulp-geldzaken")
    assert listed(client) == ["geldzaken"]
    assert b"Staat op mijn lijst" in client.get("/hulp/geldzaken").content
    assert b"Zet op mijn lijst" in client.get("/hulp/haakcafe").content


def test_the_same_one_twice_stands_there_once(client):
    put(client, "geldzaken", "geldzaken")
    assert listed(client) == ["geldzaken"]


@pytest.mark.parametrize(
    "to",
    ["https://kwaad.example.org/", "//kwaad.example.org", "javascript:alert(1)", "/\\kwaad.example.org", "", "x\ny"],
)
def test_nobody_is_sent_to_another_site(client, to):
    answer = client.post("/print/erbij", {"service": "geldzaken", "next": to})
    assert answer["Location"] == "/print"


def test_the_answer_to_a_form_is_not_asked_for_again(client):
    """What was posted (a question) stands in no address, so from there the button leads to the list."""
    page = client.post("/zoek", {"q": "mijn man slaat mij"}).content.decode()
    assert 'name="next" value=""' in page


@pytest.mark.parametrize("slug", ["bestaat-niet", "", "x" * 500, "geld\0zaken", "../print"])
def test_a_service_that_is_not_there_is_404(client, slug):
    assert client.post("/print/erbij", {"service": slug}).status_code == 404


def test_a_stopped_service_cannot_be_put_on_and_leaves_the_list(client):
    put(client, "geldzaken", "haakcafe")
    Service.objects.filter(slug="geldzaken").update(status="inactive")
    assert listed(client) == ["haakcafe"]
    assert put(client, "geldzaken").status_code == 404


def test_moving_removing_and_throwing_away(client):
    put(client, "geldzaken", "haakcafe", "nl-veilig-thuis")
    ids = {row.slug: row.id.hex for row in Service.objects.filter(slug__in=["geldzaken", "haakcafe"])}
    client.post("/print/wijzig", {"hoger": ids["haakcafe"]})
    assert listed(client) == ["haakcafe", "geldzaken", "nl-veilig-thuis"]
    client.post("/print/wijzig", {"lager": ids["haakcafe"]})
    client.post("/print/wijzig", {"weg": ids["geldzaken"]})
    assert listed(client) == ["haakcafe", "nl-veilig-thuis"]
    answer = client.post("/print/wijzig", {"alles": "1"})
    assert answer["Clear-Site-Data"] == '"cache"'
    assert listed(client) == []
    assert client.cookies[basket.COOKIE].value == ""


@pytest.mark.parametrize("data", [{}, {"weg": "x"}, {"weg": uuid.uuid4().hex}, {"hoger": ""}, {"lager": "\0"}])
def test_a_change_of_what_is_not_on_the_list_is_404(client, data):
    put(client, "geldzaken")
    assert client.post("/print/wijzig", data).status_code == 404
    assert listed(client) == ["geldzaken"]


def test_a_full_list_says_what_to_do(client):
    slugs = list(Service.objects.public().order_by("slug").values_list("slug", flat=True)[: MOST + 1])
    answer = put(client, *slugs)
    assert answer.status_code == 422
    assert "Haal er eerst een weg" in answer.content.decode()
    assert listed(client) == slugs[:MOST]


def test_a_forged_or_old_list_is_empty(client, monkeypatch):
    identity = Service.objects.get(slug="geldzaken").id.hex
    for forged in (identity, f"{identity}:x:y", signing.get_cookie_signer(salt="other").sign(identity), ""):
        client.cookies[basket.COOKIE] = forged
        assert listed(client) == []
    client.cookies.clear()
    put(client, "geldzaken")
    monkeypatch.setattr(basket, "LIVES", -1)
    assert listed(client) == []


def test_the_cookie_holds_services_and_nothing_else_and_ends_with_the_browser(client):
    put(client, "geldzaken")
    morsel = client.cookies[basket.COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert morsel["max-age"] == morsel["expires"] == ""
    assert morsel.value.split(":")[0] == Service.objects.get(slug="geldzaken").id.hex


def test_a_button_on_another_site_does_nothing(client):
    put(client, "geldzaken", headers={"Sec-Fetch-Site": "cross-site"})
    assert listed(client) == []
    assert client.post("/print/blad", CHOICES, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 302


def test_the_quick_exit_and_wis_alles_forget_the_list(client):
    for address, method in (("/weg", client.get), ("/ik-help/wis", client.post)):
        put(client, "geldzaken")
        assert method(address).cookies[basket.COOKIE].value == ""


@pytest.mark.parametrize("language", ["nl", "en", "tr", "pl", "ar", "uk"])
def test_the_leaflet_is_a_pdf_that_is_kept_nowhere(client, language):
    put(client, "geldzaken", "haakcafe")
    answer = client.post("/print/blad", CHOICES | {"language": language, "made_by": "Buurthuis <b>#x"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert re.fullmatch(rf'inline; filename="blad-\d{{4}}-\d\d-\d\d-{language}.pdf"', answer["Content-Disposition"])
    said = text(answer.content)
    assert "Inloopspreekuur Geldzaken" in said
    assert "Haak- en breicafé" in said
    assert "Buurthuis <b>#x" in said


@pytest.mark.parametrize("address", ["/print", "/print/bekijk", "/print/blad", "/print/erbij", "/print/wijzig"])
def test_nothing_of_a_list_is_kept_on_the_way(client, address):
    put(client, "geldzaken")
    for answer in (client.get(address), client.post(address, CHOICES | {"service": "geldzaken", "alles": "1"})):
        assert answer.status_code in {200, 302, 303, 405}
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"language": ""}, {"made_by": "x" * 61}])
@pytest.mark.parametrize("address", ["/print/blad", "/print/bekijk"])
def test_wrong_choices_come_back_with_what_to_do(client, address, wrong):
    put(client, "geldzaken")
    answer = client.post(address, CHOICES | wrong)
    assert answer.status_code == 422
    assert "Er is nog iets nodig" in answer.content.decode()
    assert listed(client) == ["geldzaken"]


@pytest.mark.parametrize("address", ["/print/blad", "/print/bekijk"])
def test_an_empty_list_makes_no_paper(client, address):
    answer = client.post(address, CHOICES)
    assert answer.status_code == 422
    assert "Uw lijst is nog leeg" in answer.content.decode()


def test_what_does_not_fit_says_what_to_do(client, monkeypatch):
    put(client, "geldzaken")

    def refuse(*_args, **_more):
        raise DoesNotFit

    monkeypatch.setattr(leaflet, "print_leaflet", refuse)
    answer = client.post("/print/blad", CHOICES)
    assert answer.status_code == 422
    assert "Haal een paar plekken weg" in answer.content.decode()


def test_a_busy_press_says_when_to_come_back(client, monkeypatch):
    put(client, "geldzaken")

    def refuse(*_args, **_more):
        raise views.Busy

    monkeypatch.setattr(leaflet, "print_leaflet", refuse)
    answer = client.post("/print/blad", CHOICES)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_paper_is_rationed(client, monkeypatch):
    monkeypatch.setattr(views.mensen, "PRINT_LIMIT", views.mensen.Limit("print-test", most=1, seconds=3600))
    put(client, "geldzaken")
    assert client.post("/print/blad", CHOICES).status_code == 200
    assert client.post("/print/blad", CHOICES).status_code == 429


def test_who_made_the_leaflet_is_stored_nowhere(client, as_owner):
    put(client, "geldzaken")
    client.post("/print/blad", CHOICES | {"made_by": "Buurthuis Zeldzamenaam"})
    assert "Zeldzamenaam" not in str(list(Attempt.objects.values_list()))
    assert "Zeldzamenaam" not in "".join(str(morsel.value) for morsel in client.cookies.values())


def test_the_page_to_print_from_the_browser_speaks_the_language_of_the_reader(client):
    put(client, "geldzaken")
    page = client.post("/print/bekijk", CHOICES | {"language": "ar", "large": "on", "made_by": "<b>"}).content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "&lt;b&gt;" in page
    assert "leaflet large" in page
    assert "/ar/print" in page


@pytest.mark.parametrize(("language", "between", "other"), [("nl", ", ", "،"), ("ar", "، ", "</span>, <")])
def test_the_page_to_print_parts_facts_as_the_language_does(client, language, between, other):
    Service.objects.filter(slug="geldzaken").update(ways_in=["walk-in", "phone"])
    put(client, "geldzaken")
    page = client.post("/print/bekijk", CHOICES | {"language": language}).content.decode()
    facts = page[page.index('<ul class="facts one">') : page.index('class="code-picture"')]
    assert f"</span>{between}<span" in facts
    assert other not in facts


def test_a_list_with_danger_on_it_has_the_quick_exit_and_a_warning(client):
    put(client, "geldzaken")
    assert b"exit-bar" not in client.get("/print").content
    put(client, "nl-veilig-thuis")
    page = client.get("/print").content.decode()
    assert "exit-bar" in page
    assert "Neem het alleen mee als dat veilig is" in page


def test_the_number_of_queries_does_not_grow(client):
    counts = []
    slugs = list(Service.objects.public().order_by("slug").values_list("slug", flat=True)[:MOST])
    for most in (2, MOST):
        put(client, *slugs[:most])
        with CaptureQueriesContext(connection) as seen:
            client.get("/print")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 18


def test_the_list_is_checked_once_for_all_cards_of_a_page(client, monkeypatch):
    page = client.get("/vraag/problem-debts").content.decode()
    put(client, re.search(r'name="service" value="([^"]+)"', page)[1])
    checked = []
    unsign = signing.TimestampSigner.unsign
    monkeypatch.setattr(
        signing.TimestampSigner,
        "unsign",
        lambda signer, *some, **more: checked.append(1) or unsign(signer, *some, **more),
    )
    page = client.get("/vraag/problem-debts").content.decode()
    assert page.count('name="service"') > 1
    assert page.count("Staat op mijn lijst") == 1
    assert checked == [1]


def test_a_page_with_buttons_sets_no_cookie(client):
    answer = client.get("/vraag/problem-debts")
    assert b"Zet op mijn lijst" in answer.content
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
