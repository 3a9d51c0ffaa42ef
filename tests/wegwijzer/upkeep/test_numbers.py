"""The numbers of the crisis cards: who looks, what the ledger says, and that residents always see them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer import loading
from wijkkompas.wegwijzer.models import CrisisLine, RecordCheck
from wijkkompas.wegwijzer.policies import UPKEEP
from wijkkompas.wegwijzer.upkeep import numbers

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
CODE = "safe-at-home"
NUMBER = "0800-2000"
LATE = "Niet op tijd nagekeken"


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


def manager(**more):
    return factories.account(Role.FUNCTIONAL_MANAGER, is_staff=True, **more)


def checks() -> list[RecordCheck]:
    with acting_as(system_actor(UPKEEP)):
        return list(RecordCheck.objects.filter(crisis_line=CODE).order_by("made_at", "done_at"))


def promises() -> list[Promise]:
    with acting_as(system_actor(UPKEEP)):
        return list(Promise.objects.filter(object_id__in=[one.id for one in checks()]).order_by("made_at", "due"))


def stale() -> None:
    CrisisLine.objects.filter(code=CODE).update(assured_date=records.long_ago())


def line() -> CrisisLine:
    return CrisisLine.objects.get(code=CODE)


def text(response) -> str:
    return response.content.decode()


# Where the date comes from


def test_a_shipped_number_carries_the_day_on_which_it_was_written():
    CrisisLine.objects.update(shipped="", assured_date=None)
    loading.load_needs()
    assert set(CrisisLine.objects.values_list("assured_date", flat=True)) == {date(2026, 11, 24)}


def test_loading_again_keeps_what_a_manager_changed_and_checked():
    CrisisLine.objects.filter(code=CODE).update(number="0800-9999", assured_date=clock.today())
    loading.load_needs()
    assert (line().number, line().assured_date) == ("0800-9999", clock.today())


def test_a_release_with_another_number_brings_it_with_its_own_date():
    CrisisLine.objects.filter(code=CODE).update(number="0800-9999", shipped="of an older release", assured_date=None)
    loading.load_needs()
    assert (line().number, line().assured_date) == (NUMBER, date(2026, 11, 24))


# Checks and the ledger


def test_every_number_has_one_open_check_that_is_a_promise_of_a_month():
    numbers.plan_number_checks(clock.now())
    assert numbers.plan_number_checks(clock.now()) == 0
    (promise,) = promises()
    assert (promise.kind, promise.area_id, promise.organisation_id, promise.team_id) == (
        "record-check",
        "NL",
        None,
        None,
    )
    with acting_as(system_actor(UPKEEP)):
        planned = set(RecordCheck.objects.open().exclude(crisis_line=None).values_list("crisis_line_id", flat=True))
    assert planned == set(CrisisLine.objects.values_list("code", flat=True))


def test_a_tap_notes_the_day_keeps_the_promise_and_makes_the_next_one():
    stale()
    numbers.plan_number_checks(clock.now())
    person = manager()
    assert numbers.mark_number_checked(actor=account_actor(person.pk), code=CODE) is True
    assert line().assured_date == clock.today()
    kept, owed = promises()
    assert (kept.kept_at is not None, owed.kept_at) == (True, None)
    ahead = owed.due.astimezone(clock.AMSTERDAM).date() - clock.today()
    assert timedelta(days=28) <= ahead <= timedelta(days=31)
    assert [one.done_by_id for one in checks()] == [person.pk, None]


def test_a_second_tap_on_the_same_day_writes_nothing():
    actor = account_actor(manager().pk)
    assert numbers.mark_number_checked(actor=actor, code=CODE) is True
    assert numbers.mark_number_checked(actor=actor, code=CODE) is False
    assert [one.done_at is not None for one in checks()] == [True, False]


@pytest.mark.parametrize(
    "role", [Role.RESIDENT, Role.AMBASSADOR, Role.WORKER, Role.ORGANISATION_EDITOR, Role.MUNICIPALITY]
)
def test_nobody_else_checks_a_number_or_reads_its_checks(role, client):
    account = factories.account(role, area_id="GM0622")
    numbers.plan_number_checks(clock.now())
    with pytest.raises(NotYours):
        numbers.mark_number_checked(actor=account_actor(account.pk), code=CODE)
    with acting_as(account_actor(account.pk)):
        assert not RecordCheck.objects.exclude(crisis_line=None).exists()
        assert numbers.numbers(clock.today()) == []
    factories.log_in(client, account)
    assert client.get(f"/beheer/bijhouden/nummer/{CODE}").status_code == 404
    assert client.post(f"/beheer/bijhouden/nummer/{CODE}/klopt").status_code == 404
    assert [one.done_at for one in checks()] == [None]


def test_a_missing_number_is_not_found(client):
    factories.log_in(client, manager())
    assert client.get("/beheer/bijhouden/nummer/bestaat-niet").status_code == 404
    assert client.post("/beheer/bijhouden/nummer/bestaat-niet/klopt").status_code == 404


def test_only_a_check_may_be_promised_by_no_organisation():
    told = {"area_code": "NL", "organisation_id": None, "team_id": None, "room": "wegwijzer"}
    with acting_as(system_actor(UPKEEP)), pytest.raises(IntegrityError), transaction.atomic():
        toezeggingen.promise(
            kind="answer-question", object_id=uuid.uuid4(), made_at=clock.now(), due=clock.now(), **told
        )


def test_a_check_is_of_one_thing():
    with acting_as(system_actor(UPKEEP)), pytest.raises(IntegrityError), transaction.atomic():
        RecordCheck.objects.create(made_at=clock.now())


# Pages


def test_the_numbers_stand_on_top_for_the_functional_manager_the_latest_first(client):
    stale()
    factories.log_in(client, manager())
    page = text(client.get("/beheer/bijhouden"))
    assert page.index("Nummers bij gevaar") < page.index(NUMBER) < page.index(">112<")
    assert "geschreven op 24 november 2026" in page
    assert NUMBER in text(client.get("/beheer/bijhouden?toon=te-laat"))
    assert NUMBER not in text(client.get("/beheer/bijhouden?toon=op-orde"))


def test_a_municipality_has_no_numbers_to_keep(client):
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    assert "Nummers bij gevaar" not in text(client.get("/beheer/bijhouden"))


def test_one_tap_goes_back_to_the_same_list_and_stands_in_the_history(client):
    stale()
    factories.log_in(client, manager(name="Toos Tester"))
    done = client.post(f"/beheer/bijhouden/nummer/{CODE}/klopt?toon=te-laat")
    assert done["Location"] == "/beheer/bijhouden?toon=te-laat"
    page = text(client.get(f"/beheer/bijhouden/nummer/{CODE}"))
    assert "klopt nog (Toos Tester)" in page
    assert "te laat" not in page


def test_the_list_of_numbers_costs_the_same_for_few_and_for_many(client):
    factories.log_in(client, manager())
    client.get("/beheer/bijhouden")
    with CaptureQueriesContext(connection) as few:
        client.get("/beheer/bijhouden")
    for place in range(8):
        CrisisLine.objects.create(code=f"number-{place}", names={"nl": "Bel"}, number="0800", position=90 + place)
    with CaptureQueriesContext(connection) as many:
        client.get("/beheer/bijhouden")
    assert len(few) == len(many)


@pytest.mark.parametrize("path", ["/gevaar", "/vraag/domestic-violence", "/hulp/nl-veilig-thuis"])
def test_a_late_number_stays_for_residents_in_its_place_and_is_marked_for_people_at_work(client, path):
    before = text(client.get(path))
    stale()
    page = text(client.get(path))
    assert NUMBER in page
    assert LATE not in page
    assert [before.index(n) for n in ("112", NUMBER)] == [page.index(n) for n in ("112", NUMBER)]
    factories.log_in(client, factories.worker(factories.team_of("GM0622")))
    marked = text(client.get(path))
    assert LATE in marked
    assert "Functioneel beheer kijkt het na." in marked


def test_a_number_can_be_changed_but_not_removed_on_the_data_pages(client):
    factories.log_in(client, manager(is_superuser=True))
    assert client.get(f"/beheer/gegevens/wegwijzer/crisisline/{CODE}/change/").status_code == 200
    assert client.post(f"/beheer/gegevens/wegwijzer/crisisline/{CODE}/delete/", {"post": "yes"}).status_code == 403
