"""The first change waits, later ones are public at once, every one can be undone; and who may do what."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories
from tests.wegwijzer.editing import world
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import actions, record, rules
from wijkkompas.wegwijzer.models import Phone, RecordChange, Service
from wijkkompas.wegwijzer.upkeep import actions as upkeep

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def states(service: Service) -> list[tuple[str, str]]:
    return [(change.kind, change.state) for change in world.changes(service)]


# The first change, and later ones


def test_the_first_change_waits_is_approved_and_then_the_next_is_public_at_once():
    service = world.a_record()
    editor = world.editor(service)
    saved = world.save(editor, service, summary="Wij helpen u met post.")
    assert (saved.public, saved.waiting) == ([], ["summary"])
    assert world.now(service)["summary"] == "Wij helpen u met formulieren."
    (promise,) = world.promises(service)
    assert promise.kept_at is None
    assert promise.area_id == "GM0622"
    world.approve(world.municipality(), service)
    assert world.now(service)["summary"] == "Wij helpen u met post."
    assert world.promises(service)[0].kept_at is not None
    saved = world.save(editor, service, description="Wij lezen uw post met u.")
    assert (saved.public, saved.waiting) == (["description"], [])
    assert world.now(service)["description"] == "Wij lezen uw post met u."
    assert states(service) == [("edit", "public"), ("edit", "public")]


def test_another_editor_of_the_same_organisation_is_new_again():
    service = world.a_record()
    world.trusted_editor(service)
    assert world.save(world.editor(service), service, summary="Anders.").waiting == ["summary"]


def test_trust_is_of_one_organisation():
    service = world.a_record()
    with acting_as(world.trusted_editor(service)), connection.cursor() as cursor:
        cursor.execute("select app.my_trusted_organizations()")
        assert cursor.fetchone()[0] == [service.organization_id]


def test_needs_and_areas_wait_also_for_who_is_trusted():
    service = world.a_record()
    editor = world.trusted_editor(service)
    saved = world.save(editor, service, summary="Nieuw.", needs=["problem-debts"], areas=["GM0556"])
    assert (saved.public, sorted(saved.waiting)) == (["summary"], ["areas", "needs"])
    assert world.now(service)["needs"] == ["understand-letter"]
    world.approve(world.municipality(), service)
    assert (world.now(service)["needs"], world.now(service)["areas"]) == (["problem-debts"], ["GM0556"])


def test_a_second_first_change_takes_the_place_of_the_one_that_waits_and_keeps_what_it_did_not_show():
    service = world.a_record()
    editor = world.editor(service)
    world.save(editor, service, summary="Een.", alert="Let op.")
    world.save(editor, service, summary="Twee.")
    first, second = world.changes(service)
    assert (first.state, second.state) == ("replaced", "waiting")
    assert second.after == {"summary": "Twee.", "alert": "Let op."}
    assert [bool(promise.dropped_at) for promise in world.promises(service)] == [True, False]


def test_the_municipality_changes_at_once():
    service = world.a_record()
    assert world.save(world.municipality(), service, needs=["problem-debts"]).public == ["needs"]


def test_nothing_changed_lays_nothing_down():
    service = world.a_record()
    saved = world.save(world.municipality(), service, summary="Wij helpen u met formulieren.")
    assert (saved.public, saved.waiting, world.changes(service)) == ([], [], [])


def test_sent_back_says_why_and_is_mailed():
    service = world.a_record()
    person = records.editor(service.organization)
    world.save(account_actor(person.pk), service, summary="Anders.")
    (change,) = world.changes(service)
    with pytest.raises(Refusal, match="Schrijf"):
        actions.send_back(actor=world.municipality(), change_id=change.pk, reason=" ")
    actions.send_back(actor=world.municipality(), change_id=change.pk, reason="Schrijf het korter.")
    assert states(service) == [("edit", "sent-back")]
    assert world.promises(service)[0].kept_at is not None
    assert "Schrijf het korter." in records.mails(person.email)[-1]["body"]
    with pytest.raises(Refusal, match="net over beslist"):
        actions.send_back(actor=world.municipality(), change_id=change.pk, reason="Nog eens.")


def test_what_changed_after_it_was_looked_at_is_not_approved_unseen():
    service = world.a_record()
    world.save(world.editor(service), service, summary="Anders.")
    (change,) = world.changes(service)
    seen = actions.fingerprint(change, world.now(service))
    world.save(world.municipality(), service, summary="De gemeente zegt het zo.")
    with pytest.raises(Refusal, match="net veranderd"):
        actions.approve(actor=world.municipality(), change_id=change.pk, seen=seen)


# Two at once


def test_what_somebody_else_changed_elsewhere_stays():
    service = world.a_record()
    base = world.now(service)
    world.save(world.municipality(), service, alert="Nieuwe ingang.")
    wanted = base | {"summary": "Anders."}
    actions.save(actor=world.municipality(), service_id=service.pk, wanted=wanted, base=base)
    assert (world.now(service)["alert"], world.now(service)["summary"]) == ("Nieuwe ingang.", "Anders.")


def test_the_same_part_changed_twice_is_asked_and_nothing_is_lost():
    service = world.a_record()
    base = world.now(service)
    world.save(world.municipality(), service, summary="Van de ander.")
    with pytest.raises(actions.Clash) as clash:
        actions.save(
            actor=world.municipality(), service_id=service.pk, wanted=base | {"summary": "Van mij."}, base=base
        )
    assert clash.value.parts == ["summary"]
    assert clash.value.now["summary"] == "Van de ander."


# Undo


def new_hours(service: Service) -> dict:
    hours = world.now(service)["hours"]
    row = hours["rows"][0] | {"days": ["FR"], "rota": [["odd", "Een collega"], ["even", "Een ander"]]}
    other = {"day": "2027-01-01", "opens": None, "closes": None, "reason": "Nieuwjaar"}
    return {"rows": [row, row | {"id": str(uuid.uuid4()), "opens": "13:00:00", "closes": "15:00:00"}], "days": [other]}


def test_undo_puts_everything_back_exactly_and_undo_of_undo_too():
    service = world.a_record()
    editor, before = world.trusted_editor(service), world.now(service)
    phones = [*before["phones"], {"id": str(uuid.uuid4()), "number": "010 7654321", "description": "balie"}]
    places = [
        {
            "id": str(uuid.uuid4()),
            "location": str(uuid.uuid4()),
            "name": "Het Huis",
            "street": "Straat 1",
            "postal_code": "3131 AA",
            "city": "Vlaardingen",
        }
    ]
    wanted = {
        "summary": "Anders.",
        "phones": phones,
        "hours": new_hours(service),
        "languages": ["nl", "tr"],
        "costs": [
            {
                "id": str(uuid.uuid4()),
                "option": "€ 3",
                "amount": "3.00",
                "currency": "EUR",
                "amount_description": "",
            }
        ],
        "places": places,
    }
    world.save(editor, service, **wanted)
    after = world.now(service)
    assert {part: after[part] for part in wanted} == record.canonical(wanted)
    edit = world.changes(service)[-1]
    actions.undo(actor=editor, change_id=edit.pk)
    assert world.now(service) == before
    with pytest.raises(Refusal, match="al ongedaan"):
        actions.undo(actor=editor, change_id=edit.pk)
    actions.undo(actor=world.municipality(), change_id=world.changes(service)[-1].pk)
    assert world.now(service) == after
    actions.undo(actor=editor, change_id=edit.pk)
    assert world.now(service) == before


def test_what_changed_since_is_explained():
    service = world.a_record()
    editor = world.trusted_editor(service)
    world.save(editor, service, summary="Een.")
    first = world.changes(service)[-1]
    world.save(editor, service, summary="Twee.")
    with pytest.raises(Refusal, match="In één zin"):
        actions.undo(actor=editor, change_id=first.pk)
    assert world.now(service)["summary"] == "Twee."


def test_after_thirty_days_it_stays():
    service = world.a_record()
    editor = world.trusted_editor(service)
    world.save(editor, service, summary="Een.")
    change = world.changes(service)[-1]
    with acting_as(system_actor("editing")):
        RecordChange.objects.filter(pk=change.pk).update(public_at=clock.now() - rules.UNDO - timedelta(seconds=5))
    with pytest.raises(Refusal, match="30 dagen"):
        actions.undo(actor=editor, change_id=change.pk)


def test_the_undo_of_a_new_editor_waits_too():
    service = world.a_record()
    world.save(world.trusted_editor(service), service, summary="Een.")
    saved = actions.undo(actor=world.editor(service), change_id=world.changes(service)[-1].pk)
    assert saved.waiting == ["summary"]
    assert world.now(service)["summary"] == "Een."
    world.approve(world.municipality(), service)
    assert world.now(service)["summary"] == "Wij helpen u met formulieren."


# New services


def new_service(actor, organization) -> Service:
    values = {"name": "Naaiclub", "summary": "Wij naaien samen.", "description": "Kom naaien.", "areas": ["GM0622"]}
    identity = actions.add(
        actor=actor,
        organization_id=organization.pk,
        values=values | {"needs": ["problem-debts"]},
        theme="wonen",
        kind="activity",
    )
    return Service.objects.get(pk=identity)


def test_a_new_service_is_a_draft_until_the_municipality_looked():
    of = records.organization()
    editor = account_actor(records.editor(of).pk)
    service = new_service(editor, of)
    assert service.status == "inactive"
    with pytest.raises(Refusal, match="gemeente"):
        upkeep.mark_checked(actor=editor, service_id=service.pk)
    assert world.save(editor, service, summary="Wij naaien op dinsdag.").waiting == ["summary"]
    world.approve(world.municipality(), service)
    service.refresh_from_db()
    assert (service.status, service.summary) == ("active", "Wij naaien op dinsdag.")
    assert [became for _was, became, _via, _why in records.history(service)] == ["checked", "active"]


def test_a_new_service_that_was_sent_back_cannot_be_published_around_the_municipality():
    of = records.organization()
    editor = account_actor(records.editor(of).pk)
    service = new_service(editor, of)
    actions.send_back(actor=world.municipality(), change_id=world.changes(service)[0].pk, reason="Wie bent u?")
    with pytest.raises(Refusal, match="gemeente"):
        upkeep.mark_checked(actor=editor, service_id=service.pk)
    world.save(editor, service, summary="Wij zijn de naaiclub.")
    assert states(service) == [("new", "sent-back"), ("new", "waiting")]


# Who may: the oracle is the issue ("own organisations only") and mission.md, not policies.py

NOTHING: set[str] = set()
EXPECTED = {
    "editor of that organisation": {"see", "save", "undo"},
    "municipality of that place": {"see", "save", "undo", "approve", "send back"},
    "functional manager": {"see", "save", "undo", "approve", "send back"},
    "editor whose account is switched off": NOTHING,
    "editor of another organisation": NOTHING,
    "municipality of another place": NOTHING,
    "worker of the team there": NOTHING,
    "ambassador": NOTHING,
    "volunteer": NOTHING,
    "resident with an account": NOTHING,
}


def actor_for(relation: str, service: Service):
    match relation:
        case "editor of that organisation":
            return world.editor(service)
        case "editor whose account is switched off":
            return world.editor(service, is_active=False)
        case "editor of another organisation":
            return world.trusted_editor(world.a_record())
        case "municipality of that place":
            return world.municipality()
        case "municipality of another place":
            return world.municipality("GM0546")
        case "functional manager":
            return world.manager()
        case "worker of the team there":
            return account_actor(factories.worker(factories.team_of("GM0622")).pk)
    roles = {"ambassador": Role.AMBASSADOR, "volunteer": Role.VOLUNTEER, "resident with an account": Role.RESIDENT}
    return account_actor(factories.account(roles[relation], area_id="GM0622").pk)


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_see_save_undo_and_decide(relation):
    marker = f"merkteken-{uuid.uuid4().hex}"
    service = world.a_record()
    world.save(world.trusted_editor(service), service, summary=marker)
    public = world.changes(service)[-1]
    world.save(world.editor(service), service, alert=marker)
    waiting = world.changes(service)[-1]
    actor = actor_for(relation, service)
    managed = set()
    with acting_as(actor):
        if RecordChange.objects.filter(service=service).exists():
            managed.add("see")
    deeds = {
        "send back": lambda: actions.send_back(actor=actor, change_id=waiting.pk, reason="Nee."),
        "approve": lambda: actions.approve(
            actor=actor, change_id=waiting.pk, seen=actions.fingerprint(waiting, world.now(service))
        ),
        "save": lambda: world.save(actor, service, alert="Anders."),
        "undo": lambda: actions.undo(actor=actor, change_id=public.pk),
    }
    for deed, do in deeds.items():
        with transaction.atomic():
            try:
                do()
                managed.add(deed)
            except NotYours:
                pass
            except Refusal:
                managed.add(deed)  # it may, but not now: something waits
            transaction.set_rollback(True)
    assert managed == EXPECTED[relation]


@pytest.mark.parametrize("actor", [visitor_actor(), follower_actor("0" * 64), system_actor("post")])
def test_others_see_no_change(actor):
    service = world.a_record()
    world.save(world.editor(service), service, summary="Geheim.")
    with acting_as(actor):
        assert not RecordChange.objects.exists()


def test_missing_and_foreign_are_the_same():
    service, stranger = world.a_record(), world.trusted_editor(world.a_record())
    world.save(world.editor(service), service, summary="Anders.")
    foreign = world.changes(service)[0].pk
    for identity in (foreign, uuid.uuid4()):
        for deed in (
            lambda i=identity: actions.undo(actor=stranger, change_id=i),
            lambda i=identity: actions.approve(actor=world.municipality("GM0546"), change_id=i, seen=""),
        ):
            with pytest.raises(NotYours):
                deed()


def refused(actor, statement: str, *values) -> bool:
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def test_the_database_itself_refuses_an_editor_records_of_others():
    mine, theirs = world.a_record(), world.a_record()
    editor = world.trusted_editor(mine)
    assert not refused(editor, "update wegwijzer_service set alert = 'x' where id = %s", mine.pk)
    assert refused(editor, "update wegwijzer_service set alert = 'x' where id = %s", theirs.pk)
    assert refused(
        editor, "update wegwijzer_service set organization_id = %s where id = %s", theirs.organization_id, mine.pk
    )
    assert refused(
        editor, "update wegwijzer_service set organization_id = %s where id = %s", mine.organization_id, theirs.pk
    )
    assert not refused(editor, "delete from wegwijzer_phone where service_id = %s", mine.pk)
    assert refused(editor, "delete from wegwijzer_phone where service_id = %s", theirs.pk)
    assert refused(editor, "update wegwijzer_schedule set notes = 'x' where service_id = %s", theirs.pk)
    assert refused(editor, "delete from wegwijzer_service_areas where service_id = %s", theirs.pk)
    assert Phone.objects.filter(service=theirs).count() == 1


@pytest.mark.parametrize(
    ("state", "parts", "who", "expected"),
    [
        ("waiting", "{}", "new", False),
        ("public", "{}", "new", True),
        ("public", "{}", "trusted", False),
        ("public", '{"needs": []}', "trusted", True),
        ("public", '{"areas": []}', "trusted", True),
        ("public", '{"areas": []}', "municipality", False),
        ("public", "{}", "stranger", True),
    ],
)
def test_the_database_itself_says_what_may_be_public_at_once(state, parts, who, expected):
    service = world.a_record()
    actor = {
        "new": world.editor,
        "trusted": world.trusted_editor,
        "municipality": lambda _s: world.municipality(),
        "stranger": lambda _s: world.trusted_editor(world.a_record()),
    }[who](service)
    statement = """insert into wegwijzer_recordchange (id, service_id, organization_id, kind, state, before, after,
        made_at, public_at, made_by_id, reason) values (%s, %s, %s, 'edit', %s, '{}', %s, now(), now(), %s, '')"""
    values = (uuid.uuid4(), service.pk, service.organization_id, state, parts, int(actor.id))
    assert refused(actor, statement, *values) is expected


def test_an_editor_never_approves():
    service = world.a_record()
    editor = world.editor(service)
    world.save(editor, service, summary="Anders.")
    (change,) = world.changes(service)
    assert refused(
        editor, "update wegwijzer_recordchange set state = 'public', public_at = now() where id = %s", change.pk
    )
