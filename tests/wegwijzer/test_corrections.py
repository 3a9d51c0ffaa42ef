"""A reported mistake: who may read and handle it, what the reporter hears, and what the ledger says."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests import factories
from tests.wegwijzer.deeds import deeds
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.post.api import list_outbox
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import actions, queries
from wijkkompas.wegwijzer.models import Correction, Service

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

KIND = toezeggingen.PromiseKind.ANSWER_CORRECTION
ALL, NOTHING = {"see", "open", "change"}, set()
EXPECTED = {
    "municipality of that place": ALL,
    "editor of that organisation": ALL,
    "worker of the team there": ALL,
    "lead of the team there": ALL,
    "volunteer in the team there": NOTHING,
    "municipality of another place": NOTHING,
    "editor of another organisation": NOTHING,
    "worker of another team": NOTHING,
    "functional manager": NOTHING,
    "ambassador": NOTHING,
    "resident with an account": NOTHING,
    "visitor": NOTHING,
    "follower": NOTHING,
    "system post": NOTHING,
    "system accounts": NOTHING,
    "system retention": {"see"},
}


def a_service(area: str = "GM0622") -> Service:
    return Service.objects.filter(areas__code=area).order_by("name").first()


def report(service: Service, *, contact: str = "") -> tuple[uuid.UUID, str]:
    """Somebody reports a mistake; returns its id and the marker that may not leak."""
    marker = f"merkteken-{uuid.uuid4().hex}"
    identity = actions.report_mistake(
        actor=visitor_actor(), service_id=service.id, text=f"Dit klopt niet {marker}", contact=contact
    )
    return identity, marker


def actor_for(relation: str, service: Service):
    team = factories.team_of("GM0622")
    match relation:
        case "municipality of that place":
            return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
        case "municipality of another place":
            return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0546").pk)
        case "editor of that organisation":
            return account_actor(
                factories.account(Role.ORGANISATION_EDITOR, organization_id=service.organization_id).pk
            )
        case "editor of another organisation":
            other = factories.team().organization_id
            return account_actor(factories.account(Role.ORGANISATION_EDITOR, organization_id=other).pk)
        case "worker of the team there":
            return account_actor(factories.worker(team).pk)
        case "lead of the team there":
            return account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
        case "volunteer in the team there":
            return account_actor(factories.worker(team, role=TeamRole.VOLUNTEER).pk)
        case "worker of another team":
            return account_actor(factories.worker(factories.team_of("GM0546")).pk)
        case "visitor":
            return visitor_actor()
        case "follower":
            return follower_actor("0" * 64)
        case _ if relation.startswith("system "):
            return system_actor(relation.removeprefix("system "))
    roles = {
        "functional manager": Role.FUNCTIONAL_MANAGER,
        "ambassador": Role.AMBASSADOR,
        "resident with an account": Role.RESIDENT,
    }
    return account_actor(factories.account(roles[relation], area_id="GM0622").pk)


def managed(actor, identity: uuid.UUID) -> set[str]:
    return deeds(actor, Correction, identity, kind="correction", change="received_at = now()")


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_do_what_with_a_reported_mistake(relation):
    service = a_service()
    identity, _marker = report(service)
    assert managed(actor_for(relation, service), identity) == EXPECTED[relation]


def test_a_mistake_in_a_national_record_is_for_the_functional_manager_and_its_organisation():
    service = Service.objects.filter(areas__code="NL").order_by("name").first()
    identity, _marker = report(service)
    seen = {name for name in EXPECTED if "open" in managed(actor_for(name, service), identity)}
    assert seen == {"functional manager", "editor of that organisation"}


@pytest.fixture
def municipality():
    return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)


def test_a_report_is_a_promise_with_a_date(municipality):
    identity, _marker = report(a_service())
    with acting_as(municipality):
        promise = toezeggingen.of_objects(KIND, [identity])[identity]
    assert promise.kept_at is None
    assert promise.due > promise.made_at
    assert promise.team == factories.team_of("GM0622")


def test_closing_keeps_the_promise_and_mails_the_answer_without_the_name_of_the_help(municipality):
    service = a_service()
    identity, marker = report(service, contact="melder@example.org")
    actions.handle_correction(actor=municipality, correction_id=identity, outcome="changed", answer="Het is aangepast.")
    with acting_as(municipality):
        opened = queries.open_correction(identity)
        assert opened.promise.kept_at is not None
    assert (opened.correction.outcome, opened.answer) == ("changed", "Het is aangepast.")
    mail = list_outbox()[-1]
    assert mail["to"] == "melder@example.org"
    assert "Het is aangepast." in mail["body"]
    assert marker not in mail["body"]
    assert service.name not in mail["body"] + mail["subject"]


def test_what_was_no_report_drops_the_promise(municipality):
    identity, _marker = report(a_service())
    actions.handle_correction(actor=municipality, correction_id=identity, outcome="no-report")
    with acting_as(municipality):
        promise = toezeggingen.of_objects(KIND, [identity])[identity]
    assert (promise.kept_at, promise.dropped_at is not None) == (None, True)


def test_an_editor_of_the_organisation_keeps_the_promise_too():
    service = a_service()
    identity, _marker = report(service)
    editor = actor_for("editor of that organisation", service)
    actions.handle_correction(actor=editor, correction_id=identity, outcome="right")
    with acting_as(editor):
        assert toezeggingen.of_objects(KIND, [identity])[identity].kept_at is not None


@pytest.mark.parametrize(
    ("outcome", "answer", "says"),
    [
        ("", "", "Kies wat u met de melding deed"),
        ("onzin", "", "Kies wat u met de melding deed"),
        ("changed", "Dank u", "geen e-mailadres"),
    ],
)
def test_a_refusal_says_what_to_do_and_writes_nothing(municipality, outcome, answer, says):
    identity, _marker = report(a_service())
    with pytest.raises(actions.Refusal, match=says):
        actions.handle_correction(actor=municipality, correction_id=identity, outcome=outcome, answer=answer)
    with acting_as(municipality):
        assert Correction.objects.get(id=identity).handled_at is None


def test_a_report_is_handled_once(municipality):
    identity, _marker = report(a_service())
    actions.handle_correction(actor=municipality, correction_id=identity, outcome="right")
    with pytest.raises(actions.Refusal, match="al afgehandeld"):
        actions.handle_correction(actor=municipality, correction_id=identity, outcome="changed")


def test_foreign_and_missing_are_the_same():
    identity, _marker = report(a_service())
    stranger = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0546").pk)
    for wanted in (identity, uuid.uuid4()):
        with pytest.raises(NotYours):
            actions.handle_correction(actor=stranger, correction_id=wanted, outcome="right")


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(municipality, django_assert_num_queries):
    from wijkkompas.kern import clock

    for count in (1, 8):
        for _ in range(count):
            report(a_service())
        with acting_as(municipality), django_assert_num_queries(2):
            queries.corrections(clock.now())


# Pages


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


def test_a_municipality_sees_opens_answers_and_closes(client):
    identity, marker = report(a_service(), contact="melder@example.org")
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    assert "/beheer/meldingen" in client.get("/beheer").content.decode()
    listed = client.get("/beheer/meldingen").content.decode()
    assert str(identity) in listed
    assert marker not in listed
    page = client.get(f"/beheer/meldingen/{identity}").content.decode()
    assert marker in page
    assert "melder@example.org" not in page
    assert client.post(f"/beheer/meldingen/{identity}", {"answer": "Dank"}).status_code == 422
    done = client.post(f"/beheer/meldingen/{identity}", {"outcome": "changed", "answer": "Dank u."}, follow=True)
    assert done.redirect_chain == [("/beheer/meldingen", 302)]
    assert "Afgehandeld" in done.content.decode()
    again = client.get(f"/beheer/meldingen/{identity}").content.decode()
    assert "Wij hebben het aangepast" in again
    assert "Sluit de melding" not in again
    assert client.post(f"/beheer/meldingen/{identity}", {"outcome": "right"}).status_code == 422


def test_opening_a_report_leaves_a_line(client, municipality):
    identity, _marker = report(a_service())
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    client.get(f"/beheer/meldingen/{identity}")
    from wijkkompas.toestemming.api import trail

    with acting_as(municipality):
        assert [line["purpose"] for line in trail("correction", identity)] == ["correct"]


def test_without_an_address_there_is_no_field_for_an_answer(client):
    identity, _marker = report(a_service())
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    assert 'name="answer"' not in client.get(f"/beheer/meldingen/{identity}").content.decode()


def test_the_page_of_a_team_links_to_reports_when_there_are_any(client):
    factories.log_in(client, factories.worker(factories.team_of("GM0622")))
    assert "/beheer/meldingen" not in client.get("/team").content.decode()
    report(a_service())
    assert "1 gemelde fout om na te kijken" in client.get("/team").content.decode()


def test_an_editor_of_an_organisation_finds_the_reports_from_the_own_records(client):
    factories.log_in(client, factories.account(Role.ORGANISATION_EDITOR, organization_id=a_service().organization_id))
    assert client.get("/start")["Location"] == "/organisatie"
    assert "/beheer/meldingen" in client.get("/organisatie").content.decode()


def test_another_municipality_gets_the_same_page_for_foreign_and_missing(client):
    identity, _marker = report(a_service())
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0546"))
    for wanted in (identity, uuid.uuid4()):
        assert client.get(f"/beheer/meldingen/{wanted}").status_code == 404
        assert client.post(f"/beheer/meldingen/{wanted}", {"outcome": "right"}).status_code == 404


def test_who_keeps_no_records_gets_no_list(client):
    factories.log_in(client, factories.account(Role.RESIDENT))
    assert client.get("/beheer/meldingen").status_code == 403


def test_a_late_report_stands_on_the_page_of_what_is_late(client, as_owner):
    from datetime import timedelta

    from wijkkompas.toezeggingen.models import Promise

    identity, _marker = report(a_service())
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        row = Promise.objects.get(object_id=identity)
        Promise.objects.filter(id=row.id).update(
            made_at=row.made_at - timedelta(days=30), due=row.made_at - timedelta(days=1)
        )
    factories.log_in(client, worker)
    assert f"/beheer/meldingen/{identity}" in client.get("/team/te-laat").content.decode()
    assert "te laat" in client.get("/beheer/meldingen").content.decode()
