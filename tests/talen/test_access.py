"""Who may do what with a translation, through the program and by plain SQL; and that nobody signs for another."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories
from tests.talen import people
from tests.talen.people import DUTCH
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.values import Role
from wijkkompas.talen import actions
from wijkkompas.talen.models import Speaker, Step, Translation
from wijkkompas.talen.rules import source_hash
from wijkkompas.talen.values import State

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

SEEN = source_hash(DUTCH)
ALL = {"see", "change", "add", "see history", "add history"}
READ = {"see"}
EXPECTED = {
    "ambassador of that language": ALL,
    "ambassador of another language": READ,
    "ambassador without a language": READ,
    "municipality with that language": READ,
    "volunteer with that language": READ,
    "functional manager": READ,
    "worker": READ,
    "resident with an account": READ,
    "ambassador who is no longer active": READ,
    "visitor": READ,
    "follower": READ,
    "system retention": READ,
    "system accounts": READ,
    "system translations": ALL | {"remove", "remove history"},
}


def actor_for(relation: str):
    match relation:
        case "ambassador of that language":
            return people.actor("tr")
        case "ambassador of another language":
            return people.actor("pl")
        case "ambassador without a language":
            return people.actor()
        case "municipality with that language":
            return account_actor(people.ambassador("tr", role=Role.MUNICIPALITY).pk)
        case "volunteer with that language":
            return account_actor(people.ambassador("tr", role=Role.VOLUNTEER).pk)
        case "functional manager":
            return account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk)
        case "worker":
            return account_actor(factories.worker(factories.team_of("GM0622")).pk)
        case "resident with an account":
            return account_actor(factories.account(Role.RESIDENT).pk)
        case "ambassador who is no longer active":
            gone = people.ambassador("tr")
            with acting_as(system_actor("accounts")):
                gone.is_active = False
                gone.save()
            return account_actor(gone.pk)
        case "visitor":
            return visitor_actor()
        case "follower":
            return follower_actor("0" * 64)
    return system_actor(relation.removeprefix("system "))


def tries(statement: str, *values: object) -> bool:
    """A statement changed or gave a row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount > 0
    except DatabaseError:
        return False


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_do_what(relation):
    row = people.machine(people.key_of(people.service()))
    with acting_as(system_actor("translations")):
        step = Step.objects.create(translation=row, language="tr", at=row.changed_at, deed="imported")
    actor = actor_for(relation)
    me = int(actor.id) if actor.kind == "account" else None
    add = (
        "insert into talen_translation (kind, object_id, field, language, text, state, source_hash, source_text, doubted,"
        " version, changed_at) values ('service', 'x', 'name', 'tr', 'x', 'machine', '', '', false, 1, now())"
    )
    add_step = (
        "insert into talen_step (translation_id, language, at, by, deed, before, text, note)"
        " values (%s, 'tr', now(), %s, 'x', '', '', '')"
    )
    deeds = {
        "see": ("select id from talen_translation where id = %s", row.pk),
        "change": ("update talen_translation set doubted = true where id = %s", row.pk),
        "add": (add,),
        "see history": ("select id from talen_step where id = %s", step.pk),
        "add history": (add_step, row.pk, me),
        "remove history": ("delete from talen_step where id = %s", step.pk),
        "remove": ("delete from talen_translation where object_id = 'x'",),
    }
    with acting_as(actor):
        assert {name for name, (statement, *values) in deeds.items() if tries(statement, *values)} == EXPECTED[relation]


def test_without_any_context_translations_can_be_read_and_nothing_else():
    row = people.machine(people.key_of(people.service()))
    assert Translation.objects.filter(pk=row.pk).exists()
    assert not tries("select id from talen_step")
    assert not tries("select id from talen_speaker")
    assert not tries("update talen_translation set text = 'x' where id = %s", row.pk)


def test_nobody_signs_for_another_or_approves_what_they_checked_by_plain_sql():
    row = people.machine(people.key_of(people.service()))
    first, second = people.actor("tr"), people.actor("tr")
    change = "update talen_translation set state = %s, checked_by = %s, approved_by = %s, text = %s where id = %s"
    mine, other = int(first.id), int(second.id)
    with acting_as(first):
        assert not tries(change, "checked", other, None, row.text, row.pk)
        assert not tries(change, "approved", other, mine, row.text, row.pk)
        assert tries(change, "checked", mine, None, row.text, row.pk)
        assert not tries(change, "approved", mine, mine, row.text, row.pk)
        assert not tries(change, "approved", mine, other, row.text, row.pk)
        assert not tries(change, "approved", None, mine, row.text, row.pk)
        assert not tries("update talen_translation set object_id = 'x' where id = %s", row.pk)
        assert not tries("update talen_translation set language = 'tr', kind = 'need' where id = %s", row.pk)
    with acting_as(second):
        assert not tries(change, "approved", mine, other, "iets anders", row.pk)
        assert not tries(change, "checked", mine, None, "iets anders", row.pk)
        assert tries(change, "approved", mine, other, row.text, row.pk)
        assert not tries(change, "approved", mine, other, "iets anders", row.pk)
        assert not tries(change, "checked", mine, None, "iets anders", row.pk)


def test_a_step_bears_the_name_of_who_did_it():
    row = people.machine(people.key_of(people.service()))
    first, second = people.actor("tr"), people.actor("tr")
    insert = (
        "insert into talen_step (translation_id, language, at, by, deed, before, text, note)"
        " values (%s, 'tr', now(), %s, 'confirmed', '', '', '')"
    )
    with acting_as(first):
        assert not tries(insert, row.pk, int(second.id))
        assert not tries(insert, row.pk, None)


def test_nobody_gives_themselves_a_language():
    for role in (Role.AMBASSADOR, Role.FUNCTIONAL_MANAGER):
        account = factories.account(role)
        with acting_as(account_actor(account.pk)):
            assert not tries("insert into talen_speaker (account_id, language) values (%s, 'tr')", account.pk)


def test_a_manager_gives_a_language_and_takes_it_back():
    account, manager = factories.account(Role.AMBASSADOR), factories.account(Role.FUNCTIONAL_MANAGER)
    with acting_as(account_actor(manager.pk)):
        Speaker.objects.create(account=account, language="tr")
        assert Speaker.objects.filter(account=account).count() == 1
        Speaker.objects.filter(account=account).delete()
        assert not Speaker.objects.filter(account=account).exists()


def test_an_account_that_translated_can_be_removed_and_its_work_stays():
    account = people.ambassador("tr")
    key = people.key_of(people.service())
    people.machine(key)
    actions.confirm(actor=account_actor(account.pk), key=key, language="tr", version=1, seen=SEEN)
    manager = factories.account(Role.FUNCTIONAL_MANAGER)
    with acting_as(account_actor(manager.pk)):
        Speaker.objects.filter(account=account).delete()
        assert tries("delete from mensen_account where id = %s", account.pk)
    assert people.row(key).state == State.CHECKED


@pytest.mark.parametrize("languages", [(), ("pl",)])
def test_who_does_not_speak_it_cannot_write_through_the_program(languages):
    key = people.key_of(people.service())
    people.machine(key)
    stranger = people.actor(*languages)
    for deed in (
        lambda: actions.write(actor=stranger, key=key, language="tr", text="x 0800-2000", version=1, seen=SEEN),
        lambda: actions.confirm(actor=stranger, key=key, language="tr", version=1, seen=SEEN),
        lambda: actions.doubt(actor=stranger, key=key, language="tr", note="x", text="", version=1, seen=SEEN),
    ):
        with pytest.raises(actions.Refusal):
            deed()
    assert people.row(key).version == 1
