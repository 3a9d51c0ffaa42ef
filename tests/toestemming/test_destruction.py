"""Two different people of the municipality say yes, and the database counts them; then the keys go, with a declaration."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests import factories
from wijkkompas.config.cli import main
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.kern.proof import signing
from wijkkompas.mensen.models import Account
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming import destruction
from wijkkompas.toestemming.actions import NotYours, open_record
from wijkkompas.toestemming.destruction import NoSuchList
from wijkkompas.wegwijzer.values import CONTACT_REQUEST

pytestmark = pytest.mark.pg15
HERE = "GM0622"


def official(area: str = HERE, role: str = Role.MUNICIPALITY):
    return account_actor(factories.account(role, area_id=area).pk)


def listed(*records, due=timedelta(days=-1), municipality: str = HERE) -> uuid.UUID:
    """A list with these records, of a rule of its own."""
    return destruction.propose(
        municipality=municipality,
        month=clock.today(),
        kind=CONTACT_REQUEST,
        rule=f"test-{uuid.uuid4().hex[:8]}",
        records=[(record.id, clock.today() + due) for record in records],
    )


def opens(asked) -> bool:
    worker = account_actor(factories.worker(factories.team_of(HERE)).pk)
    try:
        with acting_as(worker):
            open_record(CONTACT_REQUEST, asked.id, purpose="answer")
    except NotYours:
        return False
    return True


@pytest.mark.django_db
def test_two_people_confirm_and_the_key_is_gone():
    asked = factories.ask()
    made = listed(asked)
    assert destruction.confirm(actor=official(), list_id=made) == 1
    assert destruction.carry_out() == {}
    assert opens(asked)
    assert destruction.confirm(actor=official(), list_id=made) == 2
    assert destruction.carry_out() == {str(made): 1}
    assert not opens(asked)
    assert destruction.carry_out() == {}


@pytest.mark.django_db
def test_one_person_twice_is_one_person():
    made, somebody = listed(factories.ask()), official()
    assert [destruction.confirm(actor=somebody, list_id=made) for _ in range(3)] == [1, 1, 1]
    with pytest.raises(DatabaseError, match="two people"), acting_as(system_actor("retention")), transaction.atomic():
        carry_out_by_sql(made)


def carry_out_by_sql(made: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select app.destroy_listed(%s)", [made])


@pytest.mark.django_db
def test_somebody_who_left_or_changed_work_does_not_count():
    made, first, second = listed(factories.ask()), official(), official()
    for actor in (first, second):
        destruction.confirm(actor=actor, list_id=made)
    with acting_as(system_actor("accounts")):
        Account.objects.filter(pk=int(second.id)).update(is_active=False)
    with pytest.raises(DatabaseError, match="two people"), acting_as(system_actor("retention")), transaction.atomic():
        carry_out_by_sql(made)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["other municipality", "functional manager", "worker", "visitor"])
def test_others_see_no_list_and_cannot_confirm(who):
    made = listed(factories.ask())
    actor = {
        "other municipality": lambda: official("GM0546"),
        "functional manager": lambda: official(HERE, Role.FUNCTIONAL_MANAGER),
        "worker": lambda: account_actor(factories.worker(factories.team_of(HERE)).pk),
        "visitor": visitor_actor,
    }[who]()
    for wanted in (made, uuid.uuid4()):
        with pytest.raises(NoSuchList):
            destruction.confirm(actor=actor, list_id=wanted)
    with pytest.raises(DatabaseError), acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into toestemming_destructionconfirmation (list_id, account_id, at) values (%s, %s, now())",
            [made, int(actor.id or 0)],
        )


@pytest.mark.django_db
def test_nobody_confirms_for_somebody_else():
    made, me, other = listed(factories.ask()), official(), official()
    with pytest.raises(DatabaseError), acting_as(me), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into toestemming_destructionconfirmation (list_id, account_id, at) values (%s, %s, now())",
            [made, int(other.id)],
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        "update toestemming_destructionitem set object_id = gen_random_uuid() where list_id = %s",
        "update toestemming_destructionitem set due_on = '2000-01-01' where list_id = %s",
        "update toestemming_destructionlist set destroyed_at = now() where id = %s",
        "update toestemming_destructionlist set kind = 'message' where id = %s",
        "delete from toestemming_destructionitem where list_id = %s",
        "delete from toestemming_destructionconfirmation where list_id = %s",
        "update toestemming_destructionconfirmation set account_id = null where list_id = %s",
        "insert into toestemming_destructionitem (list_id, object_id, due_on, kept_because)"
        " values (%s, gen_random_uuid(), '2000-01-01', '')",
        "select app.destroy_listed(%s)",
    ],
)
def test_sql_as_somebody_of_the_municipality_changes_no_list(attempt):
    made, somebody = listed(factories.ask()), official()
    with pytest.raises(DatabaseError), acting_as(somebody), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt, [made])


@pytest.mark.django_db
def test_a_list_closes_with_the_first_yes():
    asked, later = factories.ask(), factories.ask()
    made, somebody = listed(asked), official()
    destruction.keep(actor=somebody, list_id=made, object_id=asked.id, because="er loopt een bezwaar")
    destruction.confirm(actor=somebody, list_id=made)
    with pytest.raises(DatabaseError, match="does not change any more"), transaction.atomic():
        destruction.keep(actor=somebody, list_id=made, object_id=asked.id, because="toch niet")

    def add():
        with acting_as(system_actor("retention")), connection.cursor() as cursor:
            cursor.execute(
                "insert into toestemming_destructionitem (list_id, object_id, due_on, kept_because)"
                " values (%s, %s, current_date, '')",
                [made, later.id],
            )

    with pytest.raises(DatabaseError, match="does not change any more"), transaction.atomic():
        add()


@pytest.mark.django_db
def test_what_is_kept_with_a_reason_or_not_yet_due_is_not_destroyed():
    kept, early, over = factories.ask(), factories.ask(), factories.ask()
    made = destruction.propose(
        municipality=HERE,
        month=clock.today(),
        kind=CONTACT_REQUEST,
        rule="test-kept",
        records=[
            (kept.id, clock.today()),
            (early.id, clock.today() + timedelta(days=5)),
            (over.id, clock.today() - timedelta(days=1)),
        ],
    )
    somebody = official()
    for nothing in ("", "  ", "x"):
        with pytest.raises(ValueError):
            destruction.keep(actor=somebody, list_id=made, object_id=kept.id, because=nothing)
    destruction.keep(actor=somebody, list_id=made, object_id=kept.id, because="er loopt een bezwaar")
    for actor in (somebody, official()):
        destruction.confirm(actor=actor, list_id=made)
    assert destruction.carry_out() == {str(made): 1}
    assert [opens(asked) for asked in (kept, early, over)] == [True, True, False]


@pytest.mark.django_db
def test_proposing_twice_lists_once():
    asked = factories.ask()
    arguments = {"municipality": HERE, "month": clock.today(), "kind": CONTACT_REQUEST, "rule": "test-twice"}
    lists = {destruction.propose(**arguments, records=[(asked.id, clock.today())]) for _ in range(2)}
    assert len(lists) == 1
    with acting_as(system_actor("retention")):
        assert destruction.open_lists().get(id=lists.pop()).records == 1


@pytest.mark.django_db
def test_the_declaration_is_signed_counts_and_names_nobody():
    asked, first, second = factories.ask(), official(), official()
    made = listed(asked)
    with acting_as(first), pytest.raises(NoSuchList):
        destruction.certificate(made)
    for actor in (first, second):
        destruction.confirm(actor=actor, list_id=made)
    destruction.carry_out()
    with acting_as(first):
        declared = destruction.certificate(made)
    assert (declared["destroyed"], declared["kept"], declared["people"]) == (1, 0, 2)
    bare = {name: value for name, value in declared.items() if name != "signature"}
    assert signing.signed_by(declared["key"], declared["signature"], bare)
    written = json.dumps(declared)
    assert str(asked.id) not in written
    assert "@" not in written
    with acting_as(official("GM0546")), pytest.raises(NoSuchList):
        destruction.certificate(made)


@pytest.mark.django_db
def test_the_command_lists_and_declares(capsys):
    made = listed(factories.ask())
    assert main(["destruction", "lists", "--json"]) == 0
    shown = {row["list"]: row for row in json.loads(capsys.readouterr().out)}
    assert (shown[str(made)]["records"], shown[str(made)]["confirmed"]) == (1, 0)
    assert main(["destruction", "certificate", str(made), "--json"]) == 1
    assert main(["destruction", "certificate", "x", "--json"]) == 2
    capsys.readouterr()


def test_two_confirmations_and_two_jobs_at_once_destroy_once(committed, as_owner):
    asked = factories.ask()
    made, people, said, done = listed(asked), [official(), official()], [], []

    def together(deeds):
        threads = [threading.Thread(target=deed) for deed in deeds]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

    def confirm(actor):
        def deed():
            said.append(destruction.confirm(actor=actor, list_id=made))
            connection.close()

        return deed

    def carry_out():
        done.append(destruction.carry_out().get(str(made), 0))
        connection.close()

    together([confirm(actor) for actor in (*people, *people)])
    assert max(said) == 2
    assert as_owner.execute(
        "select count(*) from toestemming_destructionconfirmation where list_id = %s", [made]
    ).fetchone() == (2,)
    together([carry_out, carry_out, carry_out])
    assert sorted(done) == [0, 0, 1]
    assert as_owner.execute(
        "select count(*) from toestemming_erasedkey where object_id = %s", [asked.id]
    ).fetchone() == (1,)
