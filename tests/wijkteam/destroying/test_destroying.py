"""A case past its last day goes on a list; two people say yes; every key that hangs on it is gone, and nothing else."""

from __future__ import annotations

import itertools
import uuid
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.utils import DatabaseError

from tests import factories
from tests.wijkteam.destroying.conftest import HERE, close, official, past, represent
from wijkkompas.config.commands import backup
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.kern.access.declarations import DOORS
from wijkkompas.toestemming.api import destruction
from wijkkompas.wijkteam.destroying import actions
from wijkkompas.wijkteam.models import Case, Participation, Person
from wijkkompas.wijkteam.values import CASE, PERSON

pytestmark = pytest.mark.pg15
YEARS = itertools.count(2099)  # each test takes months of its own: a list that was confirmed takes no more


@pytest.fixture
def month():
    return date(next(YEARS), 1, 1)


def hanging() -> list[type[models.Model]]:
    """Every table with a sealed text that is a case, a person, or leans on a case, at whatever distance."""
    near = {Case}
    while True:
        more = {
            model
            for model in apps.get_models()
            if any(
                field.is_relation and field.many_to_one and field.related_model in near
                for field in model._meta.local_fields
            )
        } - near
        if not more:
            break
        near |= more
    return [model for model in [*near, Person] if sealed_columns(model)]


def sealed_columns(model: type[models.Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_fields
        if field.column.startswith("sealed") and isinstance(field, models.BinaryField)
    ]


def ids_of(as_owner, case_id) -> dict[str, set[uuid.UUID]]:
    """Of each table with a sealed text: the rows of this case (all ids of a test case are new)."""
    found = {}
    for model in hanging():
        table = model._meta.db_table
        column = "case_id"
        if model is Case:
            column = "id"
        elif model is Person:
            rows = as_owner.execute("select person_id from wijkteam_participation where case_id = %s", [case_id])
            found[table] = {row[0] for row in rows}
            continue
        rows = as_owner.execute(f"select id from {table} where {column} = %s", [case_id])
        found[table] = {row[0] for row in rows}
    tracks = as_owner.execute("select id from wijkteam_meldcodetrack where case_id = %s", [case_id])
    return found | {"wijkteam_meldcodetrack": {row[0] for row in tracks}}


def keys_of(as_owner, ids) -> set[tuple[str, uuid.UUID]]:
    rows = as_owner.execute("select kind, object_id from toestemming_sealkey where object_id = any(%s)", [list(ids)])
    return set(rows.fetchall())


def state_of(as_owner, case_id) -> str:
    return as_owner.execute("select state from wijkteam_case where id = %s", [case_id]).fetchone()[0]


def list_with(as_owner, case_id) -> uuid.UUID:
    return as_owner.execute(
        "select list_id from toestemming_destructionitem where object_id = %s order by id desc", [case_id]
    ).fetchone()[0]


def destroy(as_owner, case_id, month) -> None:
    actions.propose(month)
    made = list_with(as_owner, case_id)
    for _ in range(2):
        destruction.confirm(actor=account_actor(official().pk), list_id=made)
    destruction.carry_out()


def test_every_table_with_a_sealed_text_of_a_case_is_destroyed_with_it(over, as_owner, month):
    rows = ids_of(as_owner, over)
    assert [table for table, ids in rows.items() if not ids] == [], "make a row of it in conftest.everything"
    ids = set().union(*rows.values())
    before = keys_of(as_owner, ids)
    of_room = {kind for kind, door in DOORS.items() if door.table in rows}
    assert of_room - {kind for kind, _id in before} == set(), "a kind of text without a key in conftest.everything"
    destroy(as_owner, over, month)
    assert keys_of(as_owner, ids) == set(), "name it in app.keys_of_case (a new migration of wijkteam)"
    told = as_owner.execute(
        "select kind, object_id, rule from toestemming_erasedkey where object_id = any(%s)", [list(ids)]
    )
    assert {(kind, identity) for kind, identity, _rule in told.fetchall()} == before
    assert state_of(as_owner, over) == "destroyed"
    step = as_owner.execute(
        "select from_state, by_id, reason from wijkteam_casestep where case_id = %s and to_state = 'destroyed'", [over]
    )
    assert step.fetchall() == [("closed", None, "term-over")]


def test_what_stands_beside_the_texts_goes_too(over, as_owner, month):
    destroy(as_owner, over, month)
    person = as_owner.execute(
        "select p.account_id, p.born_on, p.name_index, p.identified_at from wijkteam_person p"
        " join wijkteam_participation t on t.person_id = p.id where t.case_id = %s",
        [over],
    ).fetchall()
    assert person == [(None, None, "", None)]
    case = as_owner.execute("select needs, coordinator_id from wijkteam_case where id = %s", [over]).fetchone()
    assert case == ([], None)


def test_somebody_who_takes_part_in_a_living_case_or_stands_for_somebody_there_stays(committed, as_owner, month):
    team = factories.team(HERE)
    by = factories.worker(team)
    first, second = (factories.case(team, by=by) for _ in range(2))
    gone, both, parent = (factories.person(first, by=by) for _ in range(3))
    child = factories.person(second, by=by)
    with acting_as(account_actor(by.pk)):
        Participation(case=second, person=both, role="member", since=clock.now()).save(force_insert=True)
    represent(by, child.id, parent.id)
    close(first.id, by)
    past(as_owner, first.id)
    destroy(as_owner, first.id, month)
    left = keys_of(as_owner, [gone.id, both.id, parent.id, child.id])
    assert left == {(PERSON, who.id) for who in (both, parent, child)}
    assert state_of(as_owner, second.id) == "open"
    close(second.id, by)
    past(as_owner, second.id)
    destroy(as_owner, second.id, month.replace(month=2))
    assert keys_of(as_owner, [both.id, child.id]) == set()


def test_of_two_last_cases_on_one_list_the_second_takes_the_person_along(committed, as_owner, month):
    team = factories.team(HERE)
    by = factories.worker(team)
    cases = [factories.case(team, by=by) for _ in range(2)]
    shared = factories.person(cases[0], by=by)
    with acting_as(account_actor(by.pk)):
        Participation(case=cases[1], person=shared, role="member", since=clock.now()).save(force_insert=True)
    for case in cases:
        close(case.id, by)
        past(as_owner, case.id)
    destroy(as_owner, cases[0].id, month)
    assert [state_of(as_owner, case.id) for case in cases] == ["destroyed", "destroyed"]
    assert keys_of(as_owner, [shared.id]) == set()


def test_a_case_is_listed_by_municipality_and_law_and_once(over, as_owner, month):
    actions.propose(month)
    actions.propose(month)
    actions.propose(month.replace(month=2))  # it waits: not on a second list
    rows = as_owner.execute(
        "select d.municipality_id, d.kind, d.rule, d.month from toestemming_destructionitem i"
        " join toestemming_destructionlist d on d.id = i.list_id where i.object_id = %s",
        [over],
    ).fetchall()
    assert rows == [(HERE, CASE, "case-welfare", month)]


def test_what_was_kept_off_comes_back_on_the_next_list(over, as_owner, month):
    actions.propose(month)
    made, people = list_with(as_owner, over), [account_actor(official().pk) for _ in range(2)]
    destruction.keep(actor=people[0], list_id=made, object_id=over, because="er loopt een bezwaar")
    for actor in people:
        destruction.confirm(actor=actor, list_id=made)
    destruction.carry_out()
    assert state_of(as_owner, over) == "closed"
    actions.propose(month)  # the same month again: that list is closed, and nothing breaks
    assert list_with(as_owner, over) == made
    destroy(as_owner, over, month.replace(month=2))
    assert state_of(as_owner, over) == "destroyed"


def test_a_case_that_may_still_be_read_is_on_no_list_and_is_not_destroyed(over, as_owner, month):
    past(as_owner, over, days=0)
    actions.propose(month)
    listed = as_owner.execute("select count(*) from toestemming_destructionitem where object_id = %s", [over])
    assert listed.fetchone() == (0,)
    past(as_owner, over)
    actions.propose(month)
    made = list_with(as_owner, over)
    for _ in range(2):
        destruction.confirm(actor=account_actor(official().pk), list_id=made)
    past(as_owner, over, days=-30)  # kept longer since
    destruction.carry_out()
    assert state_of(as_owner, over) == "closed"
    assert keys_of(as_owner, [over]) != set()


@pytest.mark.parametrize(
    "attempt",
    [
        "select app.destroy_case_summary(%s, 'x')",
        "select app.keys_of_case(%s)",
        "select app.empty_erased('case_summary', %s)",
    ],
)
@pytest.mark.parametrize("system", [True, False])
def test_nobody_destroys_a_case_without_a_list(over, attempt, system):
    actor = system_actor("retention") if system else account_actor(official().pk)
    with pytest.raises(DatabaseError, match="permission denied"), acting_as(actor), connection.cursor() as cursor:
        cursor.execute(attempt, [over])


def test_only_the_job_hears_which_cases_are_past_their_day(over):
    for actor in (account_actor(official().pk), system_actor("post")):
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute("select count(*) from app.cases_to_destroy()")
            assert cursor.fetchone() == (0,)


def test_a_restored_backup_empties_the_case_again(over, as_owner, month):
    person = as_owner.execute("select person_id from wijkteam_participation where case_id = %s", [over]).fetchone()[0]
    as_owner.execute("update wijkteam_person set born_on = '1980-01-01' where id = %s", [person])
    ledger = [
        {"kind": kind, "object_id": str(identity), "at": clock.now().isoformat(), "rule": "case-welfare"}
        for kind, identity in ((CASE, over), (PERSON, person))
    ]
    backup._erase_again(ledger)
    backup._erase_again(ledger)
    assert state_of(as_owner, over) == "destroyed"
    born = as_owner.execute("select born_on from wijkteam_person where id = %s", [person]).fetchone()
    assert born == (None,)
    actions.propose(month)
    listed = as_owner.execute("select count(*) from toestemming_destructionitem where object_id = %s", [over])
    assert listed.fetchone() == (0,)
