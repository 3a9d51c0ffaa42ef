"""What residents see of a record, and the pages of who keeps it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer import finding, queries
from wijkkompas.wegwijzer.models import Phone, Service
from wijkkompas.wegwijzer.upkeep import actions, facts
from wijkkompas.wegwijzer.upkeep.rules import Standing

pytestmark = pytest.mark.django_db
STALE = "lang niet nagekeken"
NOBODYS = uuid.UUID(int=7)  # fixed: every worker must collect the same tests


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.fixture
def of():
    return records.organization(email=f"{uuid.uuid4().hex}@example.org")


def text(response) -> str:
    return response.content.decode()


def keeper():
    return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)


# Terms of a real record


@pytest.mark.parametrize(
    ("need", "ways", "days", "expected"),
    [
        ("domestic-violence", [], 32, Standing.LATE),
        ("understand-letter", ["walk-in"], 32, Standing.FINE),
        ("understand-letter", ["walk-in"], 95, Standing.LATE),
        ("understand-letter", ["phone"], 95, Standing.FINE),
        ("understand-letter", ["phone"], 190, Standing.LATE),
    ],
)
def test_the_term_follows_from_what_a_record_is_for(need, ways, days, expected):
    service = records.record(need=need, ways_in=ways, assured_date=records.long_ago(days))
    assert facts.standing(service, clock.today()) is expected


# Residents


def test_a_stale_record_says_so_calmly_and_what_to_do(client):
    service = records.record(assured_date=records.long_ago())
    assert f"{STALE}. Vraag het na" in text(client.get(f"/hulp/{service.slug}"))
    Phone.objects.create(service=service, number="0800 0000")
    assert f"{STALE}. Bel even" in text(client.get(f"/hulp/{service.slug}"))
    actions.mark_checked(actor=keeper(), service_id=service.id)
    assert STALE not in text(client.get(f"/hulp/{service.slug}"))


def test_what_is_for_danger_is_never_told_to_be_stale(client):
    service = records.record(need="domestic-violence", assured_date=records.long_ago())
    assert STALE not in text(client.get(f"/hulp/{service.slug}"))
    assert facts.sinks(service, clock.today()) is False


def test_a_paused_record_says_so_and_is_in_no_list(client):
    service = records.record()
    actions.pause(actor=keeper(), service_id=service.id, why="Zomer")
    page = text(client.get(f"/hulp/{service.slug}"))
    assert "Dit is nu een tijd dicht." in page
    assert "Zomer" not in page
    assert f"/hulp/{service.slug}" not in text(client.get("/vraag/understand-letter?area=GM0622"))


def test_a_closed_record_points_on_to_its_successor_and_its_need(client):
    service, other = records.record(), records.record()
    Phone.objects.create(service=service, number="0800 0000")
    actions.close(actor=keeper(), service_id=service.id, why="Geen geld", successor_id=other.id)
    page = text(client.get(f"/hulp/{service.slug}"))
    assert "Dit is gestopt." in page
    assert f"/hulp/{other.slug}" in page
    assert "/vraag/understand-letter" in page
    assert "0800 0000" not in page
    assert "Geen geld" not in page
    actions.close(actor=keeper(), service_id=other.id, why="Ook")
    assert f"/hulp/{other.slug}" not in text(client.get(f"/hulp/{service.slug}"))


def test_a_draft_does_not_exist_for_residents(client):
    for status in ("inactive", "checked"):
        service = records.record(status=status)
        missing = client.get("/hulp/bestaat-niet")
        for path in (
            f"/hulp/{service.slug}",
            f"/hulp/{service.slug}/klopt-niet",
            f"/hulp/{service.slug}/klopt-niet/dank",
        ):
            assert client.get(path).status_code == missing.status_code == 404


def test_what_was_once_in_the_guide_never_vanishes(client):
    service = records.record()
    Service.objects.filter(id=service.id).update(status="inactive")  # as an import does
    page = client.get(f"/hulp/{service.slug}")
    assert page.status_code == 200
    assert "Dit staat nu niet in de gids." in text(page)


@pytest.mark.parametrize(
    ("first", "last", "status", "says"),
    [
        (1, None, 404, ""),
        (0, 0, 200, "Wij helpen u."),
        (None, -1, 200, "Dit is gestopt."),
        (None, 1, 200, "Wij helpen u."),
    ],
)
def test_a_record_is_shown_within_its_period(client, first, last, status, says):
    day = lambda ahead: None if ahead is None else clock.today() + timedelta(days=ahead)  # noqa: E731
    service = records.record(visible_from=day(first), visible_until=day(last))
    page = client.get(f"/hulp/{service.slug}")
    assert (page.status_code, says in text(page)) == (status, True)
    shown = status == 200 and says == "Wij helpen u."
    assert Service.objects.public().filter(id=service.id).exists() is shown


def test_stale_help_for_a_need_stands_below_what_was_checked():
    stale = records.record(area="MUWI1", name="A oud", assured_date=records.long_ago())
    fine = records.record(area="MUWI1", name="B nagekeken")
    from wijkkompas.mensen import api as mensen

    shown = queries.services_for_needs(["understand-letter"], mensen.area("MUWI1"))
    assert shown.index(stale) > shown.index(fine)


def test_a_stale_result_sinks_when_somebody_asks_and_nothing_is_built_again():
    from wijkkompas.mensen import api as mensen

    question = "ik krijg steeds brieven en ik durf ze niet open te maken"

    def ask() -> list[uuid.UUID]:
        found = finding.find(question, area=mensen.area("GM0622"), language="nl", limit=10)
        return [card.service.id for card in found.cards]

    before = ask()
    first = before[0]
    Service.objects.filter(id=first).update(assured_date=records.long_ago())
    assert ask() == [*before[1:4], first, *before[4:]]
    Service.objects.update(assured_date=records.long_ago(400))
    assert ask() == before
    Service.objects.filter(id=before[1]).update(status="temporarily closed")
    after = ask()
    assert before[1] not in after
    assert len(after) == 10


# The link in the mail


def test_one_tap_in_a_mail_without_logging_in(client, of):
    service = records.record(of, assured_date=records.long_ago())
    token = records.asked(service)
    page = client.get(f"/klopt-nog?l={token}")
    assert service.name in text(page)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert client.head(f"/klopt-nog?l={token}").status_code == 200
    done = client.post("/klopt-nog", {"l": token, "service": service.id, "answer": "right"})
    assert done["Location"] == f"/klopt-nog?l={token}"
    assert "Dank u wel" in text(client.get(done["Location"]))
    service.refresh_from_db()
    assert service.assured_date == clock.today()


def test_another_language_keeps_the_link_and_no_other_page_hears_it(client, of):
    token = records.asked(records.record(of, assured_date=records.long_ago()))
    page = client.get(f"/klopt-nog?l={token}")
    assert f'href="/ar/klopt-nog?l={token}"' in text(page)
    assert '<meta name="referrer" content="no-referrer">' in text(page)  # a meta element overrules the header
    assert f'href="/klopt-nog?l={token}"' in text(client.get(f"/ar/klopt-nog?l={token}"))
    refused = client.post("/ar/klopt-nog", {"l": token, "answer": "onzin"})
    assert (refused.status_code, f'href="/klopt-nog?l={token}"' in text(refused)) == (422, True)
    links = [one for one in re.findall(r'href="([^"]*)"', text(page)) if token in one]
    assert {one.split("?")[0].rsplit("/", 1)[-1] for one in links} == {"klopt-nog"}
    gone = text(client.get("/klopt-nog?l=onzin%22%3E"))
    assert ("onzin" in gone, 'content="no-referrer"' in gone) == (False, True)


def test_what_is_wrong_needs_words_and_keeps_them(client, of):
    service = records.record(of, assured_date=records.long_ago())
    token = records.asked(service)
    told = {"l": token, "service": service.id, "answer": "wrong"}
    empty = client.post("/klopt-nog", told | {"text": " "})
    assert empty.status_code == 422
    assert "Schrijf wat er anders is." in text(empty)
    client.post("/klopt-nog", told | {"text": "Wij zijn verhuisd."})
    assert "De gemeente past het aan." in text(client.get(f"/klopt-nog?l={token}"))


def test_unknown_expired_and_foreign_links_are_the_same_page(client, of):
    token = records.asked(records.record(of, assured_date=records.long_ago()))
    foreign = records.record()
    for answer in (
        client.get("/klopt-nog"),
        client.get("/klopt-nog?l=onzin"),
        client.post("/klopt-nog", {"l": "onzin", "answer": "right"}),
        client.post("/klopt-nog", {"l": token, "answer": "stopped", "service": foreign.id}),
        client.post("/klopt-nog", {"l": token, "answer": "stopped", "service": "x"}),
    ):
        assert answer.status_code == 404
        assert "Deze link werkt niet meer" in text(answer)


# Lists


def test_an_editor_sees_the_own_records_late_first_and_checks_with_one_button(client, of):
    late = records.record(of, name="Z te laat", assured_date=records.long_ago())
    fine = records.record(of, name="A op orde")
    foreign = records.record(assured_date=records.long_ago())
    factories.log_in(client, records.editor(of))
    page = text(client.get("/organisatie"))
    assert page.index(late.name) < page.index(fine.name)
    assert foreign.name not in page
    done = client.post(f"/beheer/bijhouden/{late.id}/klopt", follow=True)
    assert done.redirect_chain == [("/organisatie", 302)]
    late.refresh_from_db()
    assert late.assured_date == clock.today()
    assert client.post(f"/beheer/bijhouden/{foreign.id}/klopt").status_code == 404


def test_an_editor_without_an_organisation_hears_what_to_do(client):
    factories.log_in(client, factories.account(Role.ORGANISATION_EDITOR))
    assert "hoort nog niet bij een organisatie" in text(client.get("/organisatie"))


def test_a_municipality_sees_its_queue_by_organisation_and_filters_in_the_address(client, of):
    late = records.record(of, assured_date=records.long_ago())
    draft = records.record(of, status="inactive")
    shut = records.record(of, status="defunct")
    foreign = records.record(area="GM0546", assured_date=records.long_ago())
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    assert "/beheer/bijhouden" in text(client.get("/beheer"))
    for shown, seen in {"te-laat": late, "concept": draft, "dicht": shut}.items():
        page = text(client.get(f"/beheer/bijhouden?toon={shown}&organisatie={of.id}"))
        assert [one for one in (late, draft, shut) if one.name in page] == [seen]
        assert foreign.name not in page
    for odd in ("?toon=onzin", "?organisatie=onzin", "?page=x", "?page=9999"):
        assert client.get(f"/beheer/bijhouden{odd}").status_code == 200
    back = client.post(f"/beheer/bijhouden/{late.id}/klopt?toon=te-laat&organisatie={of.id}")
    assert back["Location"] == f"/beheer/bijhouden?toon=te-laat&organisatie={of.id}"


def test_a_functional_manager_sees_national_records_too(client):
    national = records.record(area="NL", assured_date=records.long_ago(900))
    factories.log_in(client, factories.account(Role.FUNCTIONAL_MANAGER, is_staff=True))
    assert national.name in text(client.get(f"/beheer/bijhouden?organisatie={national.organization_id}"))


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.AMBASSADOR, Role.WORKER])
def test_who_keeps_no_records_gets_no_list(client, role):
    factories.log_in(client, factories.account(role))
    assert client.get("/beheer/bijhouden").status_code == 403
    assert client.get("/organisatie").status_code == 403


def test_the_lists_cost_the_same_for_few_and_for_many(client, of):
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    counts = []
    for more in (1, 12):
        for _ in range(more):
            records.record(records.organization(), assured_date=records.long_ago())
        with CaptureQueriesContext(connection) as seen:
            client.get("/beheer/bijhouden")
        counts.append(len(seen))
    assert counts[0] == counts[1]


# One record


def test_a_keeper_pauses_closes_and_brings_back_with_a_reason(client, of):
    service, other = records.record(of), records.record(of)
    factories.log_in(client, records.editor(of, name="Toos Tester"))
    path = f"/beheer/bijhouden/{service.id}"
    refused = client.post(path, {"deed": "pause", "why": ""})
    assert (refused.status_code, "Schrijf kort waarom." in text(refused)) == (422, True)
    client.post(path, {"deed": "pause", "why": "Wij verbouwen."})
    client.post(path, {"deed": "close", "why": "Toch gestopt.", "successor": str(other.id)})
    page = text(client.get(path))
    assert page.index("Toch gestopt.") < page.index("Wij verbouwen.")
    assert "Toos Tester" in page
    assert other.name in page
    client.post(path, {"deed": "reopen", "why": "Vergissing."})
    client.post(path, {"deed": "publish"})
    service.refresh_from_db()
    assert (service.status, service.successor) == ("active", None)


@pytest.mark.parametrize("deed", ["", "onzin", "publish", "reopen", "checked"])
def test_a_deed_that_the_state_does_not_know_is_refused(client, of, deed):
    service = records.record(of)
    factories.log_in(client, records.editor(of))
    assert client.post(f"/beheer/bijhouden/{service.id}", {"deed": deed, "why": "x"}).status_code == 422
    assert records.history(service) == []


def test_a_successor_from_outside_the_list_is_refused(client, of):
    service, elsewhere = records.record(of), records.record(area="GM0546")
    factories.log_in(client, records.editor(of))
    told = {"deed": "close", "why": "x", "successor": str(elsewhere.id)}
    assert client.post(f"/beheer/bijhouden/{service.id}", told).status_code == 422


def test_foreign_and_missing_records_are_the_same(client, of):
    foreign = records.record()
    factories.log_in(client, records.editor(of))
    for identity in (foreign.id, uuid.uuid4()):
        for answer in (
            client.get(f"/beheer/bijhouden/{identity}"),
            client.post(f"/beheer/bijhouden/{identity}", {"deed": "close", "why": "x"}),
            client.post(f"/beheer/bijhouden/{identity}/klopt"),
        ):
            assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/beheer/bijhouden", "/organisatie", f"/beheer/bijhouden/{NOBODYS}"])
def test_without_logging_in_there_is_a_log_in_page(client, path):
    assert client.get(path)["Location"].startswith("/account/login/")
