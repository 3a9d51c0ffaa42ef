"""The line comes before the key, and stays when the reading fails; a purpose comes from a closed list."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests import factories
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.toestemming import actions
from wijkkompas.toestemming.actions import NotYours, open_record
from wijkkompas.wegwijzer.models import ContactRequest
from wijkkompas.wegwijzer.values import CONTACT_REQUEST

pytestmark = pytest.mark.pg15


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.fixture
def asked(committed):
    """A question that is really stored, and a worker of its team."""
    team = factories.team_of("GM0622")
    return factories.ask().id, account_actor(factories.worker(team, organization=team.organization).pk)


@pytest.fixture
def lines(as_owner):
    """How many lines a record has."""

    def count(identity: uuid.UUID) -> int:
        return as_owner.execute(
            "select count(*) from toestemming_accessline where object_id = %s", [identity]
        ).fetchone()[0]

    return count


class Crash(Exception):
    """Something goes wrong after the reading."""


def test_the_line_stays_when_the_reading_is_rolled_back(asked, lines):
    identity, worker = asked

    def read_and_crash():
        request = ContactRequest.objects.get(id=identity)
        assert "brieven" in open_record(CONTACT_REQUEST, identity, purpose="answer").read(request.sealed)[0]["question"]
        raise Crash

    with pytest.raises(Crash), acting_as(worker):
        read_and_crash()
    assert lines(identity) == 1


def test_the_line_stays_when_the_process_goes_on_in_a_broken_transaction(asked, lines):
    identity, worker = asked

    def read_and_break():
        open_record(CONTACT_REQUEST, identity, purpose="answer")
        sql("select 1 / 0")

    with pytest.raises(DatabaseError), acting_as(worker):
        read_and_break()
    assert lines(identity) == 1


@pytest.mark.parametrize("noted", ["not at all", "in this transaction", "in a savepoint"])
def test_sql_as_the_web_role_gets_no_key_without_a_line_that_stays(asked, lines, noted):
    identity, worker = asked

    def attack():
        if noted == "in this transaction":
            sql("select app.note_opening('contact_request', %s, 'answer')", identity)
        elif noted == "in a savepoint":
            with transaction.atomic():
                sql("select app.note_opening('contact_request', %s, 'answer')", identity)
        sql("select * from app.open_sealed('contact_request', %s, 'answer')", identity)

    with pytest.raises(DatabaseError, match="no line was committed"), acting_as(worker):
        attack()
    assert lines(identity) == 0


def test_a_line_of_another_actor_purpose_or_minute_gives_no_key(asked, as_owner):
    identity, worker = asked
    colleague = account_actor(factories.worker(factories.team_of("GM0622")).pk)
    with acting_as(colleague):
        open_record(CONTACT_REQUEST, identity, purpose="answer")
        open_record(CONTACT_REQUEST, identity, purpose="follow")
    as_owner.execute(
        "insert into toestemming_accessline (at, actor_kind, account_id, kind, object_id, purpose)"
        " values (now() - interval '61 seconds', 'account', %s, 'contact_request', %s, 'answer')",
        [int(worker.id), identity],
    )
    with pytest.raises(DatabaseError, match="no line was committed"), acting_as(worker):
        sql("select * from app.open_sealed('contact_request', %s, 'answer')", identity)


@pytest.mark.parametrize("purpose", ["", "curious", "learn", "answer,follow", "ANSWER", "x" * 5000])
def test_another_purpose_than_the_room_declared_is_refused_and_leaves_no_line(asked, lines, purpose):
    identity, worker = asked
    with pytest.raises(DatabaseError, match="for that purpose"), acting_as(worker):
        open_record(CONTACT_REQUEST, identity, purpose=purpose)
    assert lines(identity) == 0


def test_who_may_not_open_it_leaves_no_line_and_cannot_tell_it_from_what_is_not_there(asked, lines):
    identity, _worker = asked
    stranger = account_actor(factories.worker(factories.team_of("GM0546")).pk)
    for actor in (stranger, visitor_actor(), follower_actor("0" * 64), system_actor("retention")):
        said = set()
        for wanted in (identity, uuid.uuid4()):
            with pytest.raises(NotYours) as refusal, acting_as(actor):
                open_record(CONTACT_REQUEST, wanted, purpose="answer")
            said.add(str(refusal.value))
        assert len(said) == 1
    assert lines(identity) == 0


def test_without_an_actor_there_is_no_door(asked, lines):
    with pytest.raises(DatabaseError, match="no actor"):
        open_record(CONTACT_REQUEST, asked[0], purpose="answer")
    assert lines(asked[0]) == 0


def test_a_key_cannot_be_handed_in_as_if_another_transaction_made_it(asked, as_owner):
    _identity, worker = asked
    kept = uuid.uuid4()
    with acting_as(worker):
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into toestemming_sealkey (id, kind, object_id, master, wrapped, xact)"
                " values (gen_random_uuid(), 'contact_request', %s, 'm', '', '99999999')",
                [kept],
            )
        mine = sql("select pg_current_xact_id()::text")[0][0]
    stored = as_owner.execute("select xact::text from toestemming_sealkey where object_id = %s", [kept]).fetchone()[0]
    as_owner.execute("delete from toestemming_sealkey where object_id = %s", [kept])
    assert stored == mine


@pytest.mark.django_db
def test_what_this_transaction_made_itself_opens_with_a_line_of_its_own():
    asked, team = factories.ask(), factories.team_of("GM0622")
    worker = factories.worker(team)
    with acting_as(account_actor(worker.pk)):
        open_record(CONTACT_REQUEST, asked.id, purpose="answer")
        assert [line["purpose"] for line in actions.trail(CONTACT_REQUEST, asked.id)] == ["answer"]


def test_four_people_at_once_leave_four_lines(asked, lines):
    identity, worker = asked
    failed = []

    def read():
        try:
            with acting_as(worker):
                open_record(CONTACT_REQUEST, identity, purpose="answer")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    [reader.start() for reader in readers]
    [reader.join() for reader in readers]
    assert failed == []
    assert lines(identity) == 4


def test_reading_goes_on_while_somebody_holds_the_row(asked, lines):
    """The second connection must not wait for the first: nobody would see that they wait for each other."""
    identity, worker = asked
    with acting_as(worker):
        ContactRequest.objects.select_for_update().get(id=identity)
        open_record(CONTACT_REQUEST, identity, purpose="answer")
    assert lines(identity) == 1


def test_what_was_opened_does_not_show_its_key(asked):
    identity, worker = asked
    with acting_as(worker):
        opened = open_record(CONTACT_REQUEST, identity, purpose="answer")
    assert "key" not in repr(opened)
    assert opened.read(opened.seal(answer="x")) == [{"answer": "x"}]


def test_an_erased_record_opens_for_nobody_and_leaves_no_line(asked, lines):
    identity, worker = asked
    with acting_as(system_actor("retention")):
        actions.erase(CONTACT_REQUEST, identity, rule="test")
    with pytest.raises(NotYours), acting_as(worker):
        open_record(CONTACT_REQUEST, identity, purpose="answer")
    assert lines(identity) == 0


def test_several_records_open_at_once_with_a_line_each_and_two_queries(asked, lines, django_assert_num_queries):
    first, worker = asked
    others = [factories.ask().id for _ in range(3)]
    foreign = factories.ask("GM0546").id
    with acting_as(worker):
        with django_assert_num_queries(1):  # the lines are written on the second connection, in one query too
            opened = actions.open_records(CONTACT_REQUEST, [first, *others, foreign, first], purpose="answer")
        assert opened.keys() == {first, *others}
        request = ContactRequest.objects.get(id=first)
        assert "brieven" in opened[first].read(request.sealed)[0]["question"]
    assert [lines(identity) for identity in (first, *others, foreign)] == [1, 1, 1, 1, 0]


def test_several_records_open_for_a_declared_purpose_only_and_never_without_lines(asked, lines):
    identity, worker = asked
    with pytest.raises(DatabaseError, match="for that purpose"), acting_as(worker):
        actions.open_records(CONTACT_REQUEST, [identity], purpose="curious")
    with pytest.raises(DatabaseError, match="no line was committed"), acting_as(worker):
        sql("select * from app.open_many('contact_request', %s, 'answer')", [identity])
    with acting_as(worker):
        assert actions.open_records(CONTACT_REQUEST, [], purpose="answer") == {}
    assert lines(identity) == 0
