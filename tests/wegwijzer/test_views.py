"""Pages over HTTP: what they answer, what they keep out of addresses, what bad input gets."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from wijkkompas.mensen.models import Area
from wijkkompas.wegwijzer import queries
from wijkkompas.wegwijzer.models import ContactRequest, Domain, Need, Service

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/en", "/tr", "/pl", "/ar", "/uk"]


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nu-open",
        "/gevaar",
        "/bel-mij/vraag",
        "/volg",
        "/ik-help",
        "/over",
        "/privacy",
        "/toegankelijkheid",
        "/onderwerp/money",
        "/vraag/problem-debts",
        "/hulp/haakcafe",
        "/hulp/haakcafe/klopt-niet",
        "/wijk/GM0622",
        "/wijk/GM1980",
        "/wijk/MUWI1",
        "/account/login/",
        "/beheer/stijl",
    ],
)
def test_every_page_answers_in_every_language(client, prefix, path):
    client.get(f"{prefix}/bel-mij")  # a draft, for the steps of the form
    response = client.get(prefix + path)
    assert response.status_code == 200
    assert b"{%" not in response.content


def test_every_need_and_domain_and_service_has_a_page(client):
    for domain in Domain.objects.all():
        assert client.get(reverse("domain", args=[domain.code])).status_code == 200
    for need in Need.objects.all():
        assert client.get(reverse("need", args=[need.code])).status_code == 200
    slugs = Service.objects.values_list("slug", flat=True)
    for slug in slugs[:: max(1, len(slugs) // 40)]:
        assert client.get(reverse("service", args=[slug])).status_code == 200


@pytest.mark.parametrize(
    "question",
    [
        "x" * 10_000,
        "\x00\x01\x02\x1b[31m",
        "😀😀😀",
        "'; drop table wegwijzer_service; --",
        "<script>alert(1)</script>",
        "%s%d{{7*7}}",
        "\ud800".encode("utf8", "surrogatepass"),
        "ا" * 1500,
        " ",
        "",
    ],
)
def test_any_question_gets_a_page_and_never_a_stack_trace(client, question):
    response = client.post("/zoek", {"q": question})
    assert response.status_code == 200
    body = response.content.decode()
    assert "Traceback" not in body
    assert "<script>alert" not in body
    assert not re.search(r"U schreef:[^<]*<strong[^>]*>[^<]*49", body)


@pytest.mark.parametrize("area", ["GM9999", "'; --", "😀", "x" * 500, "NL", ""])
def test_an_unknown_area_gets_a_page(client, area):
    assert client.post("/zoek", {"q": "brieven", "area": area}).status_code == 200


def test_a_long_question_is_shortened_and_the_page_says_so(client):
    assert "eerste 1000 letters" in client.post("/zoek", {"q": "brief " * 500}).content.decode()


def test_a_question_stands_in_no_title_address_or_cookie(client):
    response = client.post("/zoek", {"q": "merkteken zonnebloem", "area": "GM0622"})
    title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S).group(1)
    assert "zonnebloem" not in title
    assert "zonnebloem" not in str(response.cookies)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_public_pages_may_be_kept_a_minute_and_have_an_etag(client):
    response = client.get("/hulp/haakcafe")
    assert response["Cache-Control"] == "public, max-age=60"
    again = client.get("/hulp/haakcafe", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304
    assert not response.cookies


@pytest.mark.parametrize("path", ["/volg", "/bel-mij/vraag", "/team", "/account/login/"])
def test_pages_with_a_code_or_form_are_kept_nowhere(client, path):
    client.get("/bel-mij")
    cache = client.get(path)["Cache-Control"]
    assert "no-store" in cache


def test_the_security_policy_is_strict(client):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    body = response.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", body)
    assert not re.search(r"\son[a-z]+=\"", body)
    assert not re.search(r"(src|href)=\"https?://(?!www\.knmi)[^\"]+\.(js|css|png|woff2)", body)


def _fill(client, **changes):
    client.post("/bel-mij", {"q": "ik begrijp een brief niet merkteken", "area": "GM0622"})
    steps = {
        "hoe": {"channel": "phone"},
        "nummer": {"contact": "06 1234 5678", "name": "Fatma"},
        "veilig": {"daypart": "morning", "who_may_answer": "only-me"},
        "bericht": {"may_leave_message": "no", "text_first": "yes"},
        "woord": {"second_word": "tulp"},
    } | changes
    for step, data in steps.items():
        response = client.post(f"/bel-mij/{step}", data)
        assert response.status_code == 302, response.content.decode()[:3000]
    return response


def test_a_call_back_goes_from_question_to_code(client, as_owner):
    assert _fill(client)["Location"].endswith("/bel-mij/controleren")
    check = client.get("/bel-mij/controleren").content.decode()
    for shown in ("merkteken", "Vlaardingen", "06 1234 5678", "Fatma", "Wijkteam Vlaardingen"):
        assert shown in check
    done = client.post("/bel-mij/controleren").content.decode()
    code = re.search(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}", done).group(0)
    assert queries.follow(code).state == "received"
    assert "merkteken" in queries.follow(code, "tulp").own["question"]
    assert "wk_draft" not in client.cookies or client.cookies["wk_draft"].value == ""


def test_the_check_page_speaks_in_the_words_of_the_form(client):
    _fill(client)
    page = client.get("/bel-mij/controleren")
    said = [value for _name, value, _step in page.context["rows"]]
    assert all(value[0].isupper() or value[0].isdigit() for value in said if "merkteken" not in value)
    for words in ("Bel mij", "Nee, spreek niets in", "Ja, stuur eerst een bericht", "Hang op en zeg niets", "Gekozen"):
        assert words in said


def test_steps_that_came_along_are_not_counted(client):
    client.post("/bel-mij", {"q": "brief", "area": "GM0622"})
    first = client.get("/bel-mij/hoe").content.decode()
    assert "Stap 1 van 5" in first
    assert "Stap 2 van 5" in client.get("/bel-mij/nummer").content.decode()
    assert "Stap " not in client.get("/bel-mij/vraag").content.decode()
    client.post("/bel-mij/hoe", {"channel": "email"})
    assert "Stap 2 van 3" in client.get("/bel-mij/nummer").content.decode()


def test_without_a_question_every_step_is_counted(client):
    client.get("/bel-mij")
    assert "Stap 1 van 7" in client.get("/bel-mij/vraag").content.decode()
    client.post("/bel-mij", {"q": "brief"})
    assert "Stap 1 van 6" in client.get("/bel-mij/plaats").content.decode()


def test_a_page_asks_at_most_two_things(client):
    client.post("/bel-mij", {"q": "brief", "area": "GM0622"})
    for step in ("vraag", "plaats", "hoe", "nummer", "veilig", "bericht", "woord"):
        assert len(client.get(f"/bel-mij/{step}").context["form"].fields) <= 2


def test_an_area_page_groups_by_theme_and_holds_everything(client):
    page = client.get("/wijk/GM0622")
    body = page.content.decode()
    assert body.count('class="theme"') == len(page.context["themes"])
    assert body.count('<li class="card">') == page.context["count"]


def test_a_form_that_is_sent_twice_shows_the_same_code_and_is_one_request(client):
    from wijkkompas.kern.access import acting_as, system_actor

    _fill(client)
    client.get("/bel-mij/controleren")
    draft = client.cookies["wk_draft"].value
    pages = []
    with acting_as(system_actor("retention")):
        before = ContactRequest.objects.count()
    for _ in range(2):
        client.cookies["wk_draft"] = draft
        pages.append(
            re.search(
                r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}", client.post("/bel-mij/controleren").content.decode()
            ).group(0)
        )
    assert pages[0] == pages[1]
    with acting_as(system_actor("retention")):
        assert ContactRequest.objects.count() == before + 1


@pytest.mark.parametrize(
    ("step", "data", "message"),
    [
        ("nummer", {"contact": ""}, "Vul uw telefoonnummer in"),
        ("nummer", {"contact": "12"}, "Dit nummer klopt niet"),
        ("nummer", {"contact": "bel mijn zus"}, "Dit nummer klopt niet"),
        ("hoe", {}, "Kies hoe wij u antwoord geven"),
        ("veilig", {"daypart": "morning"}, "Kies wat wij doen als iemand anders opneemt"),
        ("bericht", {"text_first": "no"}, "Kies of wij mogen inspreken"),
        ("vraag", {"question": " "}, "Schrijf kort waar het over gaat"),
        ("vraag", {"question": "x" * 1001}, "Dit is te lang"),
        ("plaats", {"area": "GM9999"}, "Kies een plaats uit de lijst"),
    ],
)
def test_an_error_says_what_to_do_and_keeps_what_was_typed(client, step, data, message):
    client.post("/bel-mij", {"q": "brief", "area": "GM0622"})
    response = client.post(f"/bel-mij/{step}", data)
    assert response.status_code == 422
    body = response.content.decode()
    assert message in body
    if data.get("contact"):
        assert data["contact"] in body


def test_a_step_without_a_draft_or_with_a_changed_one_starts_again(client):
    assert client.get("/bel-mij/hoe")["Location"] == "/bel-mij"
    client.get("/bel-mij")
    client.cookies["wk_draft"] = client.cookies["wk_draft"].value[:-6] + "AAAAA="
    assert client.get("/bel-mij/hoe")["Location"] == "/bel-mij"


def test_the_draft_in_the_browser_cannot_be_read(client):
    client.post("/bel-mij", {"q": "merkteken", "area": "GM0622"})
    import base64

    assert b"merkteken" not in base64.urlsafe_b64decode(client.cookies["wk_draft"].value)


def test_guessing_codes_is_slowed_down_after_five_tries():
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    statuses = [guesser.post("/volg", {"code": "BCDF-2345-GHJK"}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    response = guesser.post("/volg", {"code": "BCDF-2345-GHJK"})
    assert int(response["Retry-After"]) > 0
    assert "112" in response.content.decode()


def test_a_mistake_is_reported_and_a_robot_is_ignored(client):
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.wegwijzer.models import Correction

    sent = client.post("/hulp/haakcafe/klopt-niet", {"text": "Verhuisd", "contact": ""}, follow=True)
    assert sent.redirect_chain == [("/hulp/haakcafe/klopt-niet/dank", 302)]
    assert "Dank u wel" in sent.content.decode()
    assert client.post("/hulp/haakcafe/klopt-niet", {"text": "spam", "website": "http://x"}).status_code == 302
    assert client.post("/hulp/haakcafe/klopt-niet", {"text": ""}).status_code == 422
    with acting_as(system_actor("retention")):
        assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["/team", "/team/te-laat", "/start", "/beheer", "/beheer/onbeantwoord", "/beheer/meldingen"]
)
def test_work_pages_ask_to_log_in(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_a_worker_without_a_second_factor_is_sent_to_set_one_up(client):
    worker = factories.worker(factories.team_of("GM0622"))
    client.force_login(worker, backend=factories.BACKEND)
    response = client.get("/team")
    assert response.status_code == 302
    assert "/account/2fa/totp/activate/" in response["Location"]


def _worker(client, area="GM0622"):
    worker = factories.worker(factories.team_of(area))
    factories.log_in(client, worker)
    return worker


def test_a_worker_sees_the_inbox_opens_and_answers(client):
    asked = factories.ask("GM0622")
    _worker(client)
    inbox = client.get("/team").content.decode()
    assert str(asked.id) in inbox
    assert asked.marker not in inbox
    page = client.get(f"/team/vraag/{asked.id}").content.decode()
    assert asked.marker in page
    assert "niet inspreken" in page
    assert asked.marker not in re.search(r"<title>(.*?)</title>", page, re.S).group(1)
    assert client.post(f"/team/vraag/{asked.id}", {"text": "Kom vrijdag."}).status_code == 302
    assert queries.follow(asked.code).answer == "Kom vrijdag."


def test_foreign_and_missing_questions_answer_byte_for_byte_the_same(client):
    asked = factories.ask("GM0546")
    _worker(client)
    foreign = client.get(f"/team/vraag/{asked.id}")
    missing = client.get("/team/vraag/00000000-0000-4000-8000-000000000000")
    assert (foreign.status_code, missing.status_code) == (404, 404)

    def plain(response):
        body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)
        return re.sub(rb"/team/vraag/[0-9a-f-]+", b"", body)

    assert plain(foreign) == plain(missing)
    for deed in ("pak-op", "leg-terug", "niet-bereikt", "stop"):
        assert client.post(f"/team/vraag/{asked.id}/{deed}").status_code == 404
    assert client.get(f"/team/vraag/{asked.id}/brief").status_code == 404
    assert client.post(f"/team/vraag/{asked.id}", {"text": "x"}).status_code == 404


def test_a_letter_is_a_tagged_pdf_with_the_text_in_it(client):
    import io

    from pypdf import PdfReader

    asked = factories.ask("GM0622")
    _worker(client)
    response = client.post(
        f"/team/vraag/{asked.id}/brief",
        {"address": "Mevrouw Ö. Çelik\nDorpsstraat 1", "body": "Kom vrijdag langs.\n\nTot dan!"},
    )
    pdf = client.get(response["Location"])
    assert pdf["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    for words in ("Mevrouw Ö. Çelik", "Dorpsstraat 1", "Kom vrijdag langs.", "Tot dan!"):
        assert words in text
    assert b"/MarkInfo" in pdf.content or b"/StructTreeRoot" in pdf.content


def test_a_letter_waits_on_the_list_when_the_press_is_busy(client, monkeypatch):
    from wijkkompas.kern.paper import Busy, letters

    asked = factories.ask("GM0622")
    _worker(client)
    written = client.post(f"/team/vraag/{asked.id}/brief", {"address": "Straat 1", "body": "Kom vrijdag langs."})

    def refuse(*_args, **_more):
        raise Busy

    monkeypatch.setattr(letters, "press", refuse)
    answer = client.get(written["Location"], follow=True)
    assert answer.redirect_chain == [("/team", 302)]
    page = answer.content.decode()
    assert "Probeer het over een minuut opnieuw." in page
    assert f'href="{written["Location"]}"' in page


def test_the_first_page_takes_few_and_constant_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        client.get("/")
    client.cookies["wk_area"] = "GM0622"
    with django_assert_max_num_queries(45):
        client.get("/")


def test_results_take_a_constant_number_of_queries(client, django_assert_max_num_queries):
    client.post("/zoek", {"q": "brieven", "area": "GM0622"})
    with django_assert_max_num_queries(30):
        client.post("/zoek", {"q": "ik krijg steeds brieven", "area": "GM0622"})


def test_a_wrong_method_gets_no_stack_trace(client):
    assert client.put("/zoek").status_code == 405
    assert client.post("/nu-open").status_code in {403, 405}


def test_the_form_says_so_when_it_was_open_too_long():
    strict = Client(enforce_csrf_checks=True)
    strict.get("/bel-mij")
    response = strict.post("/bel-mij/hoe", {"channel": "phone"})
    assert response.status_code == 403
    assert "te lang open" in response.content.decode()


def test_the_data_pages_have_no_log_in_without_a_second_factor(client):
    response = client.get("/beheer/gegevens/login/?next=/beheer/gegevens/")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]
    client.post("/beheer/gegevens/login/", {"username": "beheer@example.org", "password": "voorbeeld-wijkkompas-2026"})
    assert client.get("/beheer/gegevens/").status_code == 302


def test_figures_about_the_machine_are_not_given_through_a_proxy(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 403
    assert Client(REMOTE_ADDR="203.0.113.7").get("/metrics").status_code == 403


def test_leaving_takes_the_draft_and_the_place_along(client):
    client.post("/bel-mij", {"q": "merkteken", "area": "GM0622"})
    response = client.get("/weg")
    assert response.status_code == 302
    assert response["Location"].startswith("https://www.knmi.nl/")
    assert {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0} >= {"wk_draft", "wk_area"}


@pytest.mark.parametrize("path", ["/gevaar", "/vraag/domestic-violence", "/onderwerp/safety"])
def test_a_sensitive_page_leaves_no_trace_in_title_or_cache(client, path):
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert (
        re.search(r"<title>(.*?)</title>", response.content.decode(), re.S).group(1).strip()
        == "Hulp in uw wijk · Wijkkompas"
    )


def test_a_volunteer_who_works_in_a_team_needs_a_second_factor_too(client):
    worker = factories.account("volunteer")
    factories.join(worker, factories.team_of("GM0622"))
    client.force_login(worker, backend=factories.BACKEND)
    for path in ("/team", "/beheer/gegevens/mensen/account/"):
        assert "/2fa/totp/activate/" in client.get(path)["Location"]


def test_the_second_word_cannot_be_guessed_from_many_addresses():
    asked = factories.ask("GM0622", second_word="tulp")
    statuses = [
        Client(REMOTE_ADDR=f"2001:db8:0:{n}::1")
        .post("/volg", {"code": asked.code, "second_word": f"woord{n}"})
        .status_code
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]


def test_addresses_of_one_household_count_together():
    statuses = [
        Client(REMOTE_ADDR=f"2001:db8:1:1::{n}").post("/volg", {"code": "BCDF-2345-GHJK"}).status_code for n in range(6)
    ]
    assert statuses[-1] == 429


def test_a_large_body_is_refused_before_it_is_read(client):
    assert client.post("/zoek", {"q": "x" * 300_000}).status_code == 413


def test_a_flood_of_unanswered_questions_and_those_of_another_site_are_not_kept():
    from wijkkompas.kern.access import acting_as, system_actor
    from wijkkompas.wegwijzer.models import UnansweredQuestion

    flood = Client(REMOTE_ADDR="203.0.113.30")
    for _ in range(25):
        flood.post("/zoek", {"q": "asdfghjkl qwertyuiop", "area": "GM0622"})
    Client(REMOTE_ADDR="203.0.113.31", headers={"Sec-Fetch-Site": "cross-site"}).post(
        "/zoek", {"q": "asdfghjkl qwertyuiop", "area": "GM0622"}
    )
    with acting_as(system_actor("retention")):
        assert UnansweredQuestion.objects.count() <= 20


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bel mij op 06 1234 5678 graag", "bel mij op *** graag"),
        ("mail a@b.nl of 3131 AB", "mail *** of ***"),
        ("ik ben 45", "ik ben 45"),
    ],
)
def test_numbers_and_addresses_are_taken_out_of_kept_questions(typed, kept):
    from wijkkompas.wegwijzer.actions import mask

    assert mask(typed) == kept


@pytest.mark.parametrize("path", ["/wijk/a%00b", "/?area=%00", "/nu-open?area=%00x"])
def test_a_nul_in_an_address_gets_a_page(client, path):
    assert client.get(path).status_code in {200, 404}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Wij bellen u nog dezelfde werkdag."),
        (1, "Wij bellen u binnen 1 werkdag."),
        (5, "Wij bellen u binnen 5 werkdagen."),
        (None, "Wij bellen u binnen 2 werkdagen."),
    ],
)
def test_the_offer_to_call_says_the_promise_of_the_area(client, days, said):
    Area.objects.filter(code="GM0622").update(answer_within_working_days=days)
    client.cookies["wk_area"] = "GM0622"
    for path in ("/vraag/problem-debts", "/hulp/haakcafe", "/onderwerp/money", "/nu-open", "/thema/huis-aanpassen"):
        assert said in client.get(path).content.decode(), path


def test_the_offer_to_call_promises_no_days_where_no_area_or_team_is_known(client):
    factories.team_of("GM0622").areas.clear()
    for chosen in ("", "GM0622"):
        client.cookies["wk_area"] = chosen
        page = client.get("/onderwerp/money").content.decode()
        assert "Wij bellen u. U kiest wanneer dat veilig is." in page
        assert "werkdag" not in page
