"""What was written and not saved: it comes back in the same form, and never over what somebody else saved meanwhile."""

from __future__ import annotations

import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests import factories
from tests.wegwijzer.editing import world
from tests.wegwijzer.editing.test_pages import fields, hours_fields, municipality, text, tijden, wijzig
from wijkkompas.kern import clock
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.models import Service

pytestmark = pytest.mark.django_db
CLASH = "Iemand anders bewaarde intussen"
THEIRS = "020 7654321"


def look(client: Client, where: str, told: dict) -> None:
    """Write and do not save."""
    assert client.post(where, told | {"deed": "look"}).status_code == 200


def other_phone(service: Service) -> None:
    phones = [{"id": str(uuid.uuid4()), "number": THEIRS, "description": ""}]
    world.save(world.municipality(), service, phones=phones)


def numbers(service: Service) -> list[str]:
    return [row["number"] for row in world.now(service)["phones"]]


def test_a_draft_that_left_the_phones_alone_leaves_those_of_somebody_else_alone():
    service, client = world.a_record(), municipality()
    look(client, wijzig(service), fields(client.get(wijzig(service))) | {"summary": "Van mij."})
    other_phone(service)
    again = client.get(wijzig(service))
    assert "Dit schreef u eerder." in text(again)
    assert client.post(wijzig(service), fields(again)).status_code == 302
    assert (numbers(service), world.now(service)["summary"]) == ([THEIRS], "Van mij.")


def test_a_draft_that_changed_the_same_phones_is_shown_beside_those_of_somebody_else():
    service, client = world.a_record(), municipality()
    look(client, wijzig(service), fields(client.get(wijzig(service))) | {"phones": "030 1112223"})
    other_phone(service)
    answer = client.post(wijzig(service), fields(client.get(wijzig(service))))
    assert answer.status_code == 422
    for said in (CLASH, THEIRS, "030 1112223"):
        assert said in text(answer), said
    assert numbers(service) == [THEIRS]
    client.post(wijzig(service), fields(answer) | {"keep-phones": "mine"})
    assert numbers(service) == ["030 1112223"]


@pytest.mark.parametrize("proposes", [False, True])
def test_what_the_panel_sends_while_the_form_is_saved_is_no_draft(proposes):
    service = world.a_record()
    client = factories.log_in(Client(), world.records.editor(service.organization)) if proposes else municipality()
    told = fields(client.get(wijzig(service))) | {"description": "Kom langs."}
    assert client.post(wijzig(service), told).status_code == 302
    late = {"HX-Request": "true", "HX-Target": "panel-description"}
    assert client.post(wijzig(service), told, headers=late).status_code == 200
    if proposes:
        world.approve(world.municipality(), service)
    page = client.get(wijzig(service))
    assert "Dit schreef u eerder." not in text(page)
    assert client.post(wijzig(service), fields(page) | {"description": "Kom dinsdag."}).status_code == 302


def test_what_was_sent_after_the_log_in_was_over_clashes_too():
    service, person = world.a_record(), factories.account(Role.MUNICIPALITY, area_id="GM0622")
    told = fields(factories.log_in(Client(), person).get(wijzig(service))) | {"summary": "Van mij."}
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.post(wijzig(service), told)
    world.save(world.municipality(), service, summary="Van de ander.")
    client.force_login(person, backend=factories.BACKEND)
    assert CLASH in text(client.post(wijzig(service), fields(client.get(wijzig(service)))))
    assert world.now(service)["summary"] == "Van de ander."


def test_costs_and_places_that_were_left_alone_are_no_clash():
    service, client = world.a_record(), municipality()
    bare = {"amount": None, "currency": "EUR", "amount_description": ""}
    place = {"street": "Havenstraat 1", "postal_code": "3131 AA", "city": "Vlaardingen"}

    def save(option: str, name: str) -> None:
        costs = [{"id": str(uuid.uuid4()), "option": option, **bare}]
        places = [{"id": str(uuid.uuid4()), "location": str(uuid.uuid4()), "name": name, **place}]
        world.save(world.municipality(), service, costs=costs, places=places)

    save("gratis", "Het buurthuis")
    look(client, wijzig(service), fields(client.get(wijzig(service))) | {"summary": "Van mij."})
    save("€ 3", "De bibliotheek")
    assert client.post(wijzig(service), fields(client.get(wijzig(service)))).status_code == 302
    after = world.now(service)
    assert [after["costs"][0]["option"], after["places"][0]["name"]] == ["€ 3", "De bibliotheek"]
    assert after["summary"] == "Van mij."


def test_a_proposal_that_was_approved_meanwhile_is_no_clash():
    service = world.a_record()
    person = world.records.editor(service.organization)
    client = factories.log_in(Client(), person)
    client.post(wijzig(service), fields(client.get(wijzig(service))) | {"phones": "030 1112223"})
    look(client, wijzig(service), fields(client.get(wijzig(service))) | {"summary": "Van mij."})
    world.approve(world.municipality(), service)
    assert client.post(wijzig(service), fields(client.get(wijzig(service)))).status_code == 302
    assert (numbers(service), world.now(service)["summary"]) == (["030 1112223"], "Van mij.")


def test_hours_in_a_draft_do_not_overwrite_those_of_somebody_else():
    service, client = world.a_record(), municipality()
    look(client, tijden(service), hours_fields(client.get(tijden(service))) | {"rows-0-closes": "13:00"})
    hours = world.now(service)["hours"]
    theirs = {"rows": [hours["rows"][0] | {"closes": "17:00:00"}], "days": []}
    world.save(world.municipality(), service, hours=theirs)
    answer = client.post(tijden(service), hours_fields(client.get(tijden(service))))
    assert answer.status_code == 422
    assert CLASH in text(answer)
    assert world.now(service)["hours"]["rows"][0]["closes"] == "17:00:00"


def test_hours_that_were_left_alone_stay_as_somebody_else_made_them():
    service, client = world.a_record(), municipality()
    look(client, tijden(service), hours_fields(client.get(tijden(service))))
    theirs = {"rows": [world.now(service)["hours"]["rows"][0] | {"id": str(uuid.uuid4()), "days": ["FR"]}], "days": []}
    world.save(world.municipality(), service, hours=theirs)
    assert client.post(tijden(service), hours_fields(client.get(tijden(service)))).status_code == 302
    assert world.now(service)["hours"] == theirs


def test_starting_again_begins_with_what_the_record_says_now():
    service, client = world.a_record(), municipality()
    look(client, wijzig(service), fields(client.get(wijzig(service))) | {"summary": "Van mij."})
    world.save(world.municipality(), service, summary="Van de ander.")
    page = client.get(f"{wijzig(service)}?opnieuw=1")
    assert "Van de ander." in text(page)
    assert client.post(wijzig(service), fields(page) | {"summary": "Toch van mij."}).status_code == 302


# Under which page it waits

VACANCY = "/organisatie/vrijwilligers/nieuw"
NEW = "/organisatie/hulp/nieuw"


def of(service: Service) -> str:
    return f"?organisatie={service.organization_id}"


@pytest.mark.parametrize("where", [VACANCY, NEW])
def test_a_draft_for_one_organisation_does_not_stand_under_another(where):
    one, other, client = world.a_record(), world.a_record(), municipality()
    client.post(where + of(one), {"title": "Gastvrouw gezocht", "name": "Gastvrouw gezocht"})
    assert "Gastvrouw gezocht" in text(client.get(where + of(one)))
    assert "Gastvrouw gezocht" not in text(client.get(where + of(other)))


@pytest.mark.parametrize("where", [VACANCY, NEW])
def test_the_log_in_leads_back_to_the_same_organisation_with_what_was_written(where):
    service, person = world.a_record(), factories.account(Role.MUNICIPALITY, area_id="GM0622")
    factories.second_factor(person)
    client = Client(REMOTE_ADDR="127.0.0.1")
    # Who began again before is not made to lose what they wrote since.
    answer = client.post(f"{where}{of(service)}&opnieuw=1", {"title": "Gastvrouw gezocht", "name": "Gastvrouw gezocht"})
    (back,) = parse_qs(urlsplit(answer["location"]).query)["next"]
    assert back == where + of(service)
    client.force_login(person, backend=factories.BACKEND)
    again = text(client.get(back))
    assert "Gastvrouw gezocht" in again
    assert "Dit schreef u eerder." in again


def test_a_vacancy_is_shown_again_until_it_is_saved_or_begun_again():
    service, client = world.a_record(), municipality()
    here = VACANCY + of(service)
    told = {"title": "Gastvrouw gezocht", "what": "U schenkt koffie.", "when": "Elke dinsdag.", "until": ""}
    assert client.post(here, told).status_code == 422
    page = client.get(here)
    assert "Dit schreef u eerder." in text(page)
    assert f"?opnieuw=1&organisatie={service.organization_id}" in text(page)
    assert "U schenkt koffie." not in text(client.get(f"{here}&opnieuw=1"))
    assert "U schenkt koffie." not in text(client.get(here))
    client.post(here, told)
    until = (clock.today() + timedelta(days=9)).isoformat()
    assert client.post(here, told | {"contact": "010 1234567", "until": until}).status_code == 302
    assert "Dit schreef u eerder." not in text(client.get(here))
