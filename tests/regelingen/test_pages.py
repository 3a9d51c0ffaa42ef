"""The resident's door over HTTP: one question a page, back without loss, and bad input gets a page that helps."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from wijkkompas.regelingen import api, drafts

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/en", "/tr", "/pl", "/ar", "/uk"]
MOTHER = {
    "kinderen": {"answer": "7 en 14"},
    "samen": {"answer": ["niets"]},
    "leeftijd": {"answer": "3"},
    "netto_maand": {"answer": "3"},
    "toetsingsinkomen": {"answer": "1"},
    "vermogen": {"answer": "0"},
    "wonen": {"answer": ["huurt_zelfstandig"]},
    "basis": {"answer": ["woont_in_nederland", "zorgverzekerd"]},
    "werk": {"answer": ["werkt_of_studeert"]},
    "kale_huur": {"answer": "3"},
    "situatie": {"answer": ["lokale_belasting"]},
    "maanden_laag_inkomen": {"answer": "2"},
}


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


def begin(client: Client, area: str = "GM0622", prefix: str = "") -> str:
    return client.post(f"{prefix}/regelingen/vraag/plaats", {"area": area}).url


def answer_all(client: Client, given: dict, prefix: str = "") -> list[str]:
    """Answer what is asked until the result; gives the questions in their order."""
    address, asked = begin(client, prefix=prefix), []
    while "/vraag/" in address:
        name = address.split("?")[0].rsplit("/", 1)[-1]
        asked.append(name)
        assert len(asked) < 30, asked
        address = client.post(address, given.get(name, {"stil": "zeg-niet"})).url
    assert address == f"{prefix}/regelingen/uitkomst"
    return asked


def text(response) -> str:
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_page_answers_in_every_language(client, prefix):
    begin(client, prefix=prefix)
    pages = ["", "/vraag/plaats", "/uitkomst", "/hulp", "/wat-als", "/wat-als?wat=werk", "/wat-als?wat=kind"]
    pages += [f"/vraag/{name}" for name in api.book().questions] + ["/vraag/netto_maand?precies"]
    for page in pages:
        response = client.get(f"{prefix}/regelingen{page}")
        assert response.status_code == 200, page
        assert b"{%" not in response.content


def test_every_scheme_has_a_page_with_its_amounts(client):
    for key in api.book().schemes:
        assert client.get(f"/regelingen/{key}").status_code == 200
    page = text(client.get("/regelingen/zorgtoeslag"))
    assert "Standaardpremie zorgtoeslag per jaar" in page
    client.cookies["wk_area"] = "GM0622"
    assert "nog niet bevestigd" in text(client.get("/regelingen/inkomenstoeslag"))
    assert "er niet in Vlaardingen" in text(client.get("/regelingen/jeugdfonds"))


def test_the_first_questions_end_after_eight_and_more_is_a_choice(client):
    asked = answer_all(client, MOTHER)
    assert len(asked) == 8
    assert "Beantwoord nog een vraag" in text(client.get("/regelingen/uitkomst"))
    address = client.post("/regelingen/verder").url
    assert address.startswith("/regelingen/vraag/")
    assert address.rsplit("/", 1)[-1] not in asked


def test_a_mother_with_a_low_income_reads_what_she_can_get_with_a_range(client):
    answer_all(client, MOTHER)
    address = client.post("/regelingen/verder").url
    while "/vraag/" in address:
        name = address.split("?")[0].rsplit("/", 1)[-1]
        address = client.post(
            address, MOTHER.get(name, {"stil": "weet-niet"}) if "?" not in address else {"stil": "weet-niet"}
        ).url
    response = client.get("/regelingen/uitkomst")
    page = text(response)
    sure = [
        card["scheme"].key for group in response.context["groups"] if group["kind"] == "sure" for card in group["cards"]
    ]
    assert {"huurtoeslag", "zorgtoeslag", "kindgebonden_budget", "kinderbijslag"} <= set(sure)
    assert re.search(r"Samen per jaar € [\d.]+ tot € [\d.]+", page)
    assert "Beantwoord nog een vraag" not in page


@pytest.mark.parametrize("silent", ["zeg-niet", "weet-niet"])
def test_saying_nothing_all_the_way_ends_with_a_person(client, silent):
    address, asked = begin(client), 0
    while "/vraag/" in address:
        asked += 1
        assert asked < 30
        address = client.post(address, {"stil": silent}).url
    response = client.get(address)
    assert response.status_code == 200
    assert "Bel mij terug" in text(response)
    assert all(group["kind"] == "perhaps" for group in response.context["groups"])


def test_back_shows_what_was_said_and_changes_nothing_else(client):
    address = begin(client)
    assert address == "/regelingen/vraag/kinderen"
    second = client.post(address, {"answer": "3, 12"}).url
    assert 'href="/regelingen/vraag/kinderen"' in client.get(second).content.decode()
    assert 'value="3, 12"' in client.get("/regelingen/vraag/kinderen").content.decode()


def test_a_question_page_counts_what_is_certain_and_weighs_no_other_question(client, monkeypatch):
    answer_all(client, MOTHER)
    shown = client.get("/regelingen/uitkomst").context["progress"]

    def weigh(*_args, **_named):
        raise AssertionError("only an answer asks what comes next")

    monkeypatch.setattr(api, "adviser", weigh)
    page = client.get("/regelingen/vraag/kinderen")
    assert page.context["progress"] == shown
    assert client.get("/regelingen").status_code == 200


def test_a_box_is_asked_exactly_only_when_that_decides_and_only_once(client):
    asked = answer_all(client, {**MOTHER, "netto_maand": {"answer": "4"}})
    address = client.post("/regelingen/verder").url
    while "/vraag/" in address:
        name = address.rsplit("/", 1)[-1]
        asked.append(name)
        assert asked.count(name) == 1, asked
        address = client.post(address, {"stil": "weet-niet"}).url


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("netto_maand?precies", "-5"),
        ("netto_maand?precies", "9" * 19),
        ("netto_maand?precies", "999999999"),
        ("netto_maand?precies", "heel veel"),
        ("netto_maand?precies", ""),
        ("netto_maand?precies", "nan"),
        ("netto_maand", "77"),
        ("netto_maand", ""),
        ("kinderen", "morgen"),
        ("kinderen", "41"),
        ("kinderen", "-3"),
        ("kinderen", "1 " * 39),
        ("kinderen", ""),
        ("samen", ["partner", "niets"]),
        ("samen", ["koning"]),
        ("samen", []),
        ("aangepaste_woning", "misschien"),
        ("medebewoners", "2,5"),
        ("leeftijd?precies", "\x00"),
        ("leeftijd?precies", "²"),
    ],
)
def test_what_cannot_be_gets_a_page_that_says_what_to_do(client, name, posted):
    begin(client)
    response = client.post(f"/regelingen/vraag/{name}", {"answer": posted, "koning": "ja"})
    assert response.status_code == 422
    assert "Er is nog iets nodig" in text(response)


@pytest.mark.parametrize(
    ("written", "read"), [("1.250,50", 1250.5), ("1250.50", 1250.5), ("€ 1250,-", 1250), ("1.250", 1250), ("0", 0)]
)
def test_an_amount_may_be_written_as_people_write_it(client, written, read):
    begin(client)
    client.post("/regelingen/vraag/netto_maand?precies", {"answer": written})
    page = text(client.get("/regelingen/uitkomst"))
    assert ("€ 1.250" in page) == (read >= 1250)


def test_unknown_questions_schemes_and_places_are_told_apart_from_nothing(client):
    begin(client)
    assert client.get("/regelingen/vraag/koning").status_code == 404
    assert client.get("/regelingen/koning").status_code == 404
    assert client.post("/regelingen/heb-ik", {"regeling": "koning"}).status_code == 404
    assert client.post("/regelingen/vraag/plaats", {"area": "GM9999"}).status_code == 422


def test_without_answers_every_page_leads_to_the_start(client):
    for page in ("vraag/leeftijd", "uitkomst", "wat-als"):
        assert client.get(f"/regelingen/{page}").url == "/regelingen"
    for page in ("verder", "heb-ik", "uitkomst/blad"):
        assert client.post(f"/regelingen/{page}").url == "/regelingen"


def test_answers_are_sealed_in_the_browser_and_end_after_an_hour(client, monkeypatch):
    begin(client)
    client.post("/regelingen/vraag/kinderen", {"answer": "3, 12"})
    cookie = client.cookies[drafts.COOKIE]
    assert "kinderen" not in cookie.value
    assert cookie["httponly"]
    assert cookie["max-age"] == ""
    good = cookie.value
    client.cookies[drafts.COOKIE] = good[:-6] + "AAAAAA"
    assert client.get("/regelingen/uitkomst").url == "/regelingen"
    client.cookies[drafts.COOKIE] = good
    assert client.get("/regelingen/uitkomst").status_code == 200
    now = drafts.time.time()
    monkeypatch.setattr(drafts.time, "time", lambda: now + drafts.LIVES + 1)
    assert client.get("/regelingen/uitkomst").url == "/regelingen"


def test_a_question_that_is_gone_from_the_rules_is_left_out_and_the_other_answers_stay(client):
    response = HttpResponse()
    told = {"kinderen": [7, 14], "oude_vraag": "ja"}
    drafts.write(response, drafts.Draft("GM0622", told, order=["oude_vraag", "kinderen", "oude_vraag_2"]))
    client.cookies[drafts.COOKIE] = response.cookies[drafts.COOKIE].value
    for page in ("uitkomst", "vraag/kinderen", "vraag/leeftijd", "wat-als", "hulp"):
        assert client.get(f"/regelingen/{page}").status_code == 200, page
    assert client.post("/regelingen/uitkomst/blad").status_code == 200
    assert client.post("/regelingen/verder").url.startswith("/regelingen/vraag/")
    page = client.get("/regelingen/vraag/kinderen")
    assert page.context["number"] == 1
    assert page.context["back"] == "/regelingen/vraag/plaats"
    assert [row[2] for row in client.get("/regelingen/uitkomst").context["answers"]] == ["7 jaar, 14 jaar"]


def test_the_pages_are_kept_nowhere_and_name_no_subject(client):
    begin(client)
    for page in ("vraag/kinderen", "uitkomst", "hulp", "wat-als"):
        response = client.get(f"/regelingen/{page}")
        assert response["Cache-Control"] == "private, no-store"
        assert "<title>Hulp in uw wijk · Wijkkompas</title>" in response.content.decode()
    assert drafts.COOKIE in client.post("/regelingen/wis").cookies
    assert client.get("/regelingen/uitkomst").url == "/regelingen"


def test_who_has_nothing_to_eat_is_shown_help_for_today_first(client):
    begin(client)
    client.post("/regelingen/vraag/situatie", {"answer": ["acute_nood"]})
    assert 'href="/vraag/acute-money-shortage"' in client.get("/regelingen/uitkomst").content.decode().split("<h1")[0]


@pytest.mark.parametrize(("address", "method"), [("/weg", "get"), ("/ik-help/wis", "post")])
def test_leaving_and_wiping_take_the_answers_along(client, address, method):
    begin(client)
    assert client.cookies[drafts.COOKIE].value
    getattr(client, method)(address)
    assert client.cookies[drafts.COOKIE].value == ""


def test_what_i_have_already_leaves_the_total(client):
    answer_all(client, MOTHER)
    before = client.get("/regelingen/uitkomst").context["total"]["counted"]
    assert "zorgtoeslag" in [scheme.key for scheme in before]
    client.post("/regelingen/heb-ik", {"regeling": "zorgtoeslag"})
    after = client.get("/regelingen/uitkomst")
    assert "zorgtoeslag" not in [scheme.key for scheme in after.context["total"]["counted"]]
    assert [card["scheme"].key for card in after.context["had"]] == ["zorgtoeslag"]


def test_somebody_with_welfare_is_not_told_that_it_does_not_fit(client):
    begin(client)
    client.post("/regelingen/vraag/werk", {"answer": ["krijgt_bijstand"]})
    client.post("/regelingen/vraag/netto_maand?precies", {"answer": "1500"})
    response = client.get("/regelingen/uitkomst")
    assert [card["scheme"].key for card in response.context["had"]] == ["bijstand"]
    assert "bijstand" not in [card["scheme"].key for card in response.context["refused"]]


def test_only_what_was_ticked_comes_along_to_the_call(client):
    answer_all(client, MOTHER)
    page = client.get("/regelingen/hulp").content.decode()
    assert " checked" not in page
    response = client.post("/regelingen/hulp", {"regeling": ["zorgtoeslag", "koning"], "antwoord": ["kinderen"]})
    assert response.url == "/bel-mij/hoe?begin"
    told = client.get("/bel-mij/vraag").content.decode()
    assert "Het gaat om: Zorgtoeslag." in told
    assert "7 jaar, 14 jaar" in told
    assert "kale huur" not in told
    assert "koning" not in told


def test_the_paper_is_a_pdf_without_answers(client):
    answer_all(client, MOTHER)
    response = client.post("/regelingen/uitkomst/blad")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    from io import BytesIO

    from pypdf import PdfReader

    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert "Zorgtoeslag" in said
    assert "14 jaar" not in said


def test_a_page_costs_the_same_number_of_queries_with_few_and_with_many_answers(client, django_assert_max_num_queries):
    begin(client)
    with django_assert_max_num_queries(1):
        client.get("/regelingen/uitkomst")
    answer_all(client, MOTHER)
    for page in ("uitkomst", "vraag/kinderen", "wat-als", "hulp"):
        with django_assert_max_num_queries(1):
            assert client.get(f"/regelingen/{page}").status_code == 200


def test_a_page_for_the_place_that_was_chosen_elsewhere_looks_it_up_once(client, django_assert_max_num_queries):
    client.cookies["wk_area"] = "GM0622"
    for page in ("", "/inkomenstoeslag"):
        with django_assert_max_num_queries(1):
            response = client.get(f"/regelingen{page}")
        assert "Jeugdfonds" not in text(response)
    assert response.context["area"].code == "GM0622"
    asked = client.get("/regelingen/vraag/plaats")
    assert asked.context["form"]["area"].value() == "GM0622"
    with django_assert_max_num_queries(3):
        client.get("/regelingen/vraag/plaats")


def test_a_need_and_the_first_page_point_at_schemes(client):
    assert "Zorgtoeslag" in text(client.get("/vraag/allowances?area=GM0622"))
    assert 'href="/regelingen"' in client.get("/").content.decode()
    assert 'href="/regelingen"' in client.get("/onderwerp/money").content.decode()
    assert 'href="/regelingen/jeugdfonds"' in client.get("/vraag/child-sport?area=GM0556").content.decode()
    assert 'href="/regelingen/jeugdfonds"' not in client.get("/vraag/child-sport?area=GM0622").content.decode()


def test_a_form_without_our_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/regelingen/vraag/plaats", {"area": "GM0622"}).status_code == 403


@pytest.mark.parametrize(
    ("change", "posted"),
    [
        ("werk", {"netto": "1500"}),
        ("vrijwilliger", {"maand": "100"}),
        ("kind", {}),
        ("samen", {"netto": "1500", "bruto": "2000"}),
    ],
)
def test_what_if_compares_now_and_later_and_keeps_amounts_out_of_the_address(client, change, posted):
    answer_all(client, MOTHER)
    response = client.post("/regelingen/wat-als", {"wat": change, **posted})
    assert response.url == f"/regelingen/wat-als?wat={change}"
    page = client.get(response.url)
    assert page.status_code == 200
    assert page.context["compared"], change
    assert page.context["before"]["money"].replace("\xa0", " ") in text(page)


@pytest.mark.parametrize("amount", ["-1", "veel", "", "99999999"])
def test_what_if_says_what_to_do_with_an_amount_that_cannot_be(client, amount):
    begin(client)
    response = client.post("/regelingen/wat-als", {"wat": "werk", "netto": amount})
    assert response.status_code == 422
    assert "Er is nog iets nodig" in text(response)
