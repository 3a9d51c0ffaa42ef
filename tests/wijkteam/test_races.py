"""Two at once, and one who looks while another closes the door. Nothing is rolled back here: fresh teams and cases."""

from __future__ import annotations

import uuid
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection

from tests import factories
from tests.races import at_once
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.toestemming.actions import NotYours, open_record
from wijkkompas.wijkteam import actions, queries, values
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.models import CaseStep, Participation, Share

pytestmark = pytest.mark.pg15


@pytest.fixture
def made(committed):
    """Somebody of a team, a case of it, and somebody of another team."""
    team = factories.team()
    worker = account_actor(factories.worker(team).pk)
    case_id = actions.open_case(actor=worker, team_id=team.id, question="x", summary="x")
    actions.move_case(actor=worker, case_id=case_id, to="open", reason="started")
    return worker, case_id, factories.worker(factories.team())


def shared(worker, case_id, other, **more) -> uuid.UUID:
    fields = {"scope": "summary", "purpose": "referral", "basis": "task", "article": "Wmo 2015 2.3.2"} | more
    return actions.share(actor=worker, case_id=case_id, to_address=other.email, **fields)


def test_two_withdrawals_at_once_are_one(made):
    worker, case_id, other = made
    share = shared(worker, case_id, other)
    done = at_once(*[lambda: actions.withdraw(actor=worker, share_id=share)] * 3)
    assert [one.share_id for one in done] == [share] * 3
    with acting_as(worker):
        first = Share.objects.get(id=share).withdrawn_at
    actions.withdraw(actor=worker, share_id=share)
    with acting_as(worker):
        assert Share.objects.get(id=share).withdrawn_at == first


def test_sharing_anew_while_withdrawing_leaves_the_new_share_and_not_the_old(made):
    worker, case_id, other = made
    old = shared(worker, case_id, other)
    _done, new = at_once(lambda: actions.withdraw(actor=worker, share_id=old), lambda: shared(worker, case_id, other))
    with acting_as(worker):
        assert dict(Share.objects.values_list("id", "withdrawn_by_kind")) == {old: "team", new: ""}
    actions.withdraw(actor=worker, share_id=new)
    with pytest.raises(NotYours), acting_as(account_actor(other.pk)):
        open_record(values.CASE, case_id, purpose="help")


def test_who_looks_while_somebody_withdraws_gets_no_key_or_stands_in_the_list(made):
    worker, case_id, other = made
    receiver = account_actor(other.pk)
    for _ in range(5):
        share = shared(worker, case_id, other)

        def look() -> bool:
            with acting_as(receiver):
                open_record(values.CASE, case_id, purpose="help")
            return True

        looked, _done = at_once(
            look,
            lambda share=share: actions.withdraw(actor=worker, share_id=share),
            refused=(NotYours, DatabaseError),
        )
        with acting_as(worker):
            seen = queries.seen_through(share)
        if looked is True:
            assert [line.kind for line in seen] == [values.CASE]
        with pytest.raises(NotYours), acting_as(receiver):
            open_record(values.CASE, case_id, purpose="help")


def test_a_share_that_is_withdrawn_in_a_long_transaction_of_the_reader_closes_within_it(made):
    worker, case_id, other = made
    share = shared(worker, case_id, other)
    with acting_as(account_actor(other.pk)):
        open_record(values.CASE, case_id, purpose="help")
        at_once(lambda: actions.withdraw(actor=worker, share_id=share))
        with pytest.raises(NotYours):
            open_record(values.CASE, case_id, purpose="help")


def test_a_share_ends_by_the_wall_clock_also_in_a_long_transaction(made):
    worker, case_id, other = made
    shared(worker, case_id, other, valid_until=clock.now() + timedelta(seconds=2))
    with acting_as(account_actor(other.pk)):
        open_record(values.CASE, case_id, purpose="help")
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(2.1)")
        with pytest.raises(NotYours):
            open_record(values.CASE, case_id, purpose="help")


def test_a_case_is_closed_once_and_a_step_is_written_once(made):
    worker, case_id, _other = made
    said = at_once(
        *[lambda: actions.move_case(actor=worker, case_id=case_id, to="closing", reason="moved")] * 3,
        refused=(Refusal,),
    )
    assert sorted(type(one).__name__ for one in said) == ["NoneType", "Refusal", "Refusal"]
    with acting_as(worker):
        assert CaseStep.objects.filter(case_id=case_id, to_state="closing").count() == 1


def test_nothing_is_written_in_a_case_that_closes_at_the_same_moment(made):
    worker, case_id, _other = made
    actions.move_case(actor=worker, case_id=case_id, to="closing", reason="moved")
    note, _closed = at_once(
        lambda: actions.write_note(actor=worker, case_id=case_id, partition="journal", text="x"),
        lambda: actions.move_case(actor=worker, case_id=case_id, to="closed", reason="moved"),
        refused=(Refusal,),
    )
    with acting_as(worker):
        assert len(queries.open_case(case_id, purpose="help").journal) == isinstance(note, uuid.UUID)


def test_somebody_who_is_put_in_a_case_twice_at_once_takes_part_once(made):
    worker, case_id, _other = made
    person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner")
    at_once(*[lambda: actions.take_part(actor=worker, case_id=case_id, person_id=person, role="member")] * 3)
    with acting_as(worker):
        assert Participation.objects.filter(case_id=case_id).count() == 1


def test_what_stands_in_a_case_is_kept_from_the_owner_of_the_tables_too(made, as_owner):
    worker, case_id, other = made
    shared(worker, case_id, other)
    for statement in (
        "update wijkteam_casestep set reason = 'mistake' where case_id = %s",
        "delete from wijkteam_casestep where case_id = %s",
        "update wijkteam_case set opened_at = now() where id = %s",
        "update wijkteam_share set valid_until = now() where case_id = %s",
        "delete from wijkteam_share where case_id = %s",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_owner.execute(statement, [case_id])
