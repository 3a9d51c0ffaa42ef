"""Check, publish, pause, close: who may, what the ledger says, what the history says."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.models import RecordCheck, Service, StatusChange
from wijkkompas.wegwijzer.upkeep import actions

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def keeper():
    return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)


# Who may (the oracle is mission.md A9 and "who uses it", not policies.py)

EXPECTED = {
    "editor of that organisation": True,
    "municipality of that place": True,
    "functional manager": True,
    "editor of another organisation": False,
    "municipality of another place": False,
    "worker of the team there": False,
    "ambassador": False,
    "resident with an account": False,
    "editor whose account is switched off": False,
}


def actor_for(relation: str, service: Service):
    match relation:
        case "editor of that organisation":
            return account_actor(records.editor(service.organization).pk)
        case "editor whose account is switched off":
            return account_actor(records.editor(service.organization, is_active=False).pk)
        case "editor of another organisation":
            return account_actor(records.editor(records.organization()).pk)
        case "municipality of that place":
            return keeper()
        case "municipality of another place":
            return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0546").pk)
        case "worker of the team there":
            return account_actor(factories.worker(factories.team_of("GM0622")).pk)
    roles = {
        "functional manager": Role.FUNCTIONAL_MANAGER,
        "ambassador": Role.AMBASSADOR,
        "resident with an account": Role.RESIDENT,
    }
    return account_actor(factories.account(roles[relation], area_id="GM0622").pk)


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_check_pause_and_close_a_record(relation):
    service = records.record(assured_date=records.long_ago())
    actor = actor_for(relation, service)
    deeds = [
        lambda: actions.mark_checked(actor=actor, service_id=service.id),
        lambda: actions.pause(actor=actor, service_id=service.id, why="Zomer"),
        lambda: actions.publish(actor=actor, service_id=service.id),
        lambda: actions.close(actor=actor, service_id=service.id, why="Gestopt"),
        lambda: actions.reopen(actor=actor, service_id=service.id, why="Toch niet"),
    ]
    for deed in deeds:
        if EXPECTED[relation]:
            deed()
        else:
            with pytest.raises(NotYours):
                deed()
    assert bool(records.history(service)) is EXPECTED[relation]


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_read_its_checks_and_history_and_that_nobody_writes_them(relation):
    service = records.record(assured_date=records.long_ago())
    actions.pause(actor=keeper(), service_id=service.id, why="Zomer")
    actions.plan_checks(clock.now())
    with acting_as(actor_for(relation, service)):
        for model in (RecordCheck, StatusChange):
            assert model.objects.filter(service=service).exists() is EXPECTED[relation]
            table = model._meta.db_table
            for statement in (f"update {table} set service_id = service_id", f"delete from {table}"):
                try:
                    with transaction.atomic(), connection.cursor() as cursor:
                        cursor.execute(statement)
                        assert cursor.rowcount == 0
                except DatabaseError:
                    pass


@pytest.mark.parametrize("actor", [visitor_actor(), follower_actor("0" * 64), system_actor("post")])
def test_others_see_no_check_and_no_history(actor):
    service = records.record(assured_date=records.long_ago())
    actions.pause(actor=keeper(), service_id=service.id, why="Zomer")
    actions.plan_checks(clock.now())
    with acting_as(actor):
        assert not RecordCheck.objects.exists()
        assert not StatusChange.objects.exists()


def test_missing_and_foreign_are_the_same():
    stranger = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0546").pk)
    for identity in (records.record().id, uuid.uuid4()):
        with pytest.raises(NotYours):
            actions.mark_checked(actor=stranger, service_id=identity)


# Checks and the ledger


def test_a_check_notes_the_day_keeps_the_promise_and_makes_the_next_one():
    service = records.record(assured_date=records.long_ago())
    actions.plan_checks(clock.now())
    assert actions.mark_checked(actor=keeper(), service_id=service.id) is True
    service.refresh_from_db()
    assert service.assured_date == clock.today()
    kept, owed = records.promises(service)
    assert (kept.kept_at is not None, owed.kept_at) == (True, None)
    assert kept.kind == "record-check"
    assert owed.due.astimezone(clock.AMSTERDAM).date() > clock.today() + timedelta(days=170)
    assert owed.organisation_id == service.organization_id
    assert owed.area_id == "GM0622"


def test_a_second_tap_on_the_same_day_writes_nothing():
    service = records.record(assured_date=records.long_ago())
    assert actions.mark_checked(actor=keeper(), service_id=service.id) is True
    assert actions.mark_checked(actor=keeper(), service_id=service.id) is False
    assert [check.done_at is not None for check in records.checks(service)] == [True, False]


def test_a_tap_counts_again_when_an_import_set_the_date_back_on_the_same_day():
    service = records.record(assured_date=records.long_ago())
    actions.mark_checked(actor=keeper(), service_id=service.id)
    Service.objects.filter(id=service.id).update(assured_date=records.long_ago())
    assert actions.mark_checked(actor=keeper(), service_id=service.id) is True
    service.refresh_from_db()
    assert service.assured_date == clock.today()


def test_the_nightly_job_plans_once_and_drops_what_stopped():
    service = records.record(assured_date=records.long_ago())
    assert actions.plan_checks(clock.now()) >= 1
    assert actions.plan_checks(clock.now()) == 0
    Service.objects.filter(id=service.id).update(status="defunct")  # as an import or a data page does
    actions.plan_checks(clock.now())
    assert [(p.kept_at, p.dropped_at is not None) for p in records.promises(service)] == [(None, True)]


def test_a_record_that_was_late_from_the_start_is_promised_for_a_day_that_can_be_kept():
    service = records.record(assured_date=None)
    actions.plan_checks(clock.now())
    (promise,) = records.promises(service)
    assert promise.due > clock.now() + timedelta(days=13)


def test_planning_costs_the_same_number_of_queries_to_look_for_one_and_for_many(django_assert_max_num_queries):
    records.record()
    actions.plan_checks(clock.now())
    with django_assert_max_num_queries(9):  # nothing to do: two looks and the context
        actions.plan_checks(clock.now())


# States and history


def test_the_life_of_a_record_with_who_and_why():
    service = records.record(status="inactive", assured_date=None)
    person = records.editor(service.organization)
    actor = account_actor(person.pk)
    with pytest.raises(Refusal, match="concept"):
        actions.publish(actor=actor, service_id=service.id)
    actions.mark_checked(actor=actor, service_id=service.id)
    actions.publish(actor=actor, service_id=service.id)
    actions.pause(actor=actor, service_id=service.id, why="Wij verhuizen.")
    actions.publish(actor=actor, service_id=service.id)
    actions.close(actor=actor, service_id=service.id, why="Er is geen geld meer.")
    assert records.history(service) == [
        ("inactive", "checked", "account", ""),
        ("checked", "active", "account", ""),
        ("active", "temporarily closed", "account", "Wij verhuizen."),
        ("temporarily closed", "active", "account", ""),
        ("active", "defunct", "account", "Er is geen geld meer."),
    ]
    with acting_as(actor):
        assert set(StatusChange.objects.filter(service=service).values_list("by_id", flat=True)) == {person.pk}


def test_what_a_command_changes_has_a_line_too():
    service = records.record()
    Service.objects.filter(id=service.id).update(status="inactive")
    assert records.history(service) == [("active", "inactive", "", "")]


@pytest.mark.parametrize("deed", ["pause", "close", "reopen"])
@pytest.mark.parametrize("why", ["", "   "])
def test_without_a_reason_nothing_happens(deed, why):
    service = records.record(status="defunct" if deed == "reopen" else "active")
    with pytest.raises(Refusal, match="waarom"):
        getattr(actions, deed)(actor=keeper(), service_id=service.id, why=why)
    assert records.history(service) == []


def test_a_reason_that_is_too_long_changes_nothing():
    service = records.record()
    with pytest.raises(Refusal, match="korter"):
        actions.pause(actor=keeper(), service_id=service.id, why="a" * 301)
    service.refresh_from_db()
    assert service.status == "active"


def test_what_stopped_owes_no_check_and_what_returns_owes_one_again():
    service = records.record(assured_date=records.long_ago())
    actions.plan_checks(clock.now())
    actions.close(actor=keeper(), service_id=service.id, why="Gestopt")
    assert [p.dropped_at is not None for p in records.promises(service)] == [True]
    with pytest.raises(Refusal, match="gestopt"):
        actions.mark_checked(actor=keeper(), service_id=service.id)
    actions.reopen(actor=keeper(), service_id=service.id, why="Een vergissing")
    service.refresh_from_db()
    assert (service.status, service.assured_date) == ("checked", clock.today())
    assert [(p.kept_at is not None, p.dropped_at is not None) for p in records.promises(service)] == [
        (False, True),
        (True, False),
        (False, False),
    ]


def test_a_successor_must_be_in_the_guide_and_another():
    service, draft, other = records.record(), records.record(status="inactive"), records.record()
    for wrong in (draft.id, service.id, uuid.uuid4()):
        with pytest.raises(Refusal, match="in de gids"):
            actions.close(actor=keeper(), service_id=service.id, why="Gestopt", successor_id=wrong)
    actions.close(actor=keeper(), service_id=service.id, why="Gestopt", successor_id=other.id)
    service.refresh_from_db()
    assert service.successor == other


def test_closing_has_the_search_index_built_again(rebuilds):
    service = records.record()
    assert rebuilds() == 0
    actions.close(actor=keeper(), service_id=service.id, why="Gestopt")
    assert rebuilds() == 1
