"""Volunteers asked for: who may ask, what residents see, and that it goes by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import factories
from tests.wegwijzer.editing import world
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, visitor_actor
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import vacancies
from wijkkompas.wegwijzer.models import Vacancy

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def told(service=None, **more) -> dict:
    return {
        "title": "Gastvrouw gezocht",
        "what": "U schenkt koffie.",
        "when": "Elke dinsdag.",
        "contact": "010 1234567",
        "until": clock.today() + timedelta(days=10),
        "service_id": service.pk if service else None,
    } | more


def text(response) -> str:
    return unescape(response.content.decode())


def test_only_after_a_first_approved_change():
    service = world.a_record()
    of = service.organization
    with pytest.raises(Refusal, match="eerst één wijziging"):
        vacancies.add(actor=world.editor(service), organization=of, told=told(service))
    vacancies.add(actor=world.trusted_editor(service), organization=of, told=told(service))
    assert "Gastvrouw gezocht" in text(Client().get(f"/hulp/{service.slug}"))
    assert "Gastvrouw gezocht" in text(Client().get("/wijk/GM0622"))
    assert "Gastvrouw gezocht" not in text(Client().get("/wijk/GM0546"))


def test_it_goes_by_itself_for_residents_and_stays_for_the_editor():
    service = world.a_record()
    person = records.editor(service.organization)
    world.save(account_actor(person.pk), service, alert="Een eerste keer")
    world.approve(world.municipality(), service)
    actor = account_actor(person.pk)
    made = vacancies.add(actor=actor, organization=service.organization, told=told(service))
    with acting_as(actor):
        Vacancy.objects.filter(pk=made).update(until=clock.today() - timedelta(days=1))
    assert "Gastvrouw gezocht" not in text(Client().get(f"/hulp/{service.slug}"))
    client = factories.log_in(Client(), person)
    page = text(client.get("/organisatie/vrijwilligers"))
    assert "Gastvrouw gezocht" in page
    assert "Voorbij sinds" in page
    fields = {k: str(v or "") for k, v in told().items() if k != "service_id"} | {"service": str(service.pk)}
    client.post(f"/organisatie/vrijwilligers/{made}", fields)
    assert "Gastvrouw gezocht" in text(Client().get(f"/hulp/{service.slug}"))
    answer = client.post("/organisatie/vrijwilligers/nieuw", fields | {"until": "2020-01-01", "title": ""})
    assert answer.status_code == 422
    assert "Schrijf wie u zoekt." in text(answer)
    assert "een dag die nog komt" in text(answer)
    client.post(f"/organisatie/vrijwilligers/{made}/weg")
    assert "Gastvrouw gezocht" not in text(Client().get(f"/hulp/{service.slug}"))


def test_help_of_another_organisation_cannot_be_chosen():
    mine, theirs = world.a_record(), world.a_record()
    person = records.editor(mine.organization)
    world.save(account_actor(person.pk), mine, alert="Een eerste keer")
    world.approve(world.municipality(), mine)
    client = factories.log_in(Client(), person)
    fields = {k: str(v or "") for k, v in told().items() if k != "service_id"} | {"service": str(theirs.pk)}
    assert client.post("/organisatie/vrijwilligers/nieuw", fields).status_code == 422


def test_at_most_a_year():
    service = world.a_record()
    with pytest.raises(Refusal, match="binnen een jaar"):
        vacancies.add(
            actor=world.municipality(),
            organization=service.organization,
            told=told(until=clock.today() + timedelta(days=400)),
        )


EXPECTED = {
    "trusted editor": {"see", "add", "change", "remove"},
    "municipality": {"see", "add", "change", "remove"},
    "new editor": {"see"},
    "trusted editor of another": {"see"},
    "municipality of another place": {"see"},
    "worker": {"see"},
    "resident": {"see"},
    "visitor": {"see"},
}


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_do_what(relation):
    service = world.a_record()
    made = vacancies.add(actor=world.municipality(), organization=service.organization, told=told(service))
    actor = {
        "trusted editor": lambda: world.trusted_editor(service),
        "new editor": lambda: world.editor(service),
        "trusted editor of another": lambda: world.trusted_editor(world.a_record()),
        "municipality": world.municipality,
        "municipality of another place": lambda: world.municipality("GM0546"),
        "worker": lambda: account_actor(factories.worker(factories.team_of("GM0622")).pk),
        "resident": lambda: account_actor(factories.account(Role.RESIDENT).pk),
        "visitor": visitor_actor,
    }[relation]()
    managed = set()

    def tries(name, deed) -> None:
        try:
            with acting_as(actor), transaction.atomic():
                if deed():
                    managed.add(name)
        except DatabaseError:
            pass

    new = Vacancy(
        organization=service.organization, made_at=clock.now(), made_by_id=int(actor.id or 0) or None, **told(service)
    )
    tries("see", lambda: Vacancy.objects.filter(pk=made).exists())
    tries("add", lambda: new.save(force_insert=True) or True)
    tries("change", lambda: Vacancy.objects.filter(pk=made).update(title="Anders"))
    tries("remove", lambda: Vacancy.objects.filter(pk=made).delete()[0])
    assert managed == EXPECTED[relation]


def test_foreign_and_missing_are_the_same():
    service = world.a_record()
    made = vacancies.add(actor=world.municipality(), organization=service.organization, told=told(service))
    person = records.editor(world.a_record().organization)
    client = factories.log_in(Client(), person)
    for identity in (made, uuid.uuid4()):
        assert client.get(f"/organisatie/vrijwilligers/{identity}").status_code == 404
        assert client.post(f"/organisatie/vrijwilligers/{identity}", {}).status_code == 404
        assert client.post(f"/organisatie/vrijwilligers/{identity}/weg").status_code == 404
    assert client.get(f"/organisatie/vrijwilligers?organisatie={service.organization_id}").context[
        "organization"
    ].pk == (person.organization_id)
