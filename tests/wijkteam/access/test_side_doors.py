"""The ways in which Django code, SQL or a second session could slip past the rights, each tried on foreign cases.

On the sampled worlds: hundreds of cases of other people lie beside those that this worker may see. What succeeds is
undone at once.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction
from django.db.models import Count, Max, Prefetch

from tests.wijkteam.access import oracle
from tests.wijkteam.access.worlds import NOBODY, Matrix
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.kern.access.context import signature
from wijkkompas.kern.access.guard import findings
from wijkkompas.toestemming.actions import NotYours, open_record, open_records, trail
from wijkkompas.toestemming.models import AccessLine, SealKey
from wijkkompas.wijkteam import values
from wijkkompas.wijkteam.models import Action, Case, CaseStep, Note, Participation, Person, Share

pytestmark = [pytest.mark.pg15, pytest.mark.xdist_group("worlds")]


@dataclass
class Doors:
    """A worker, the cases that this worker sees, one of the own team, and one that is nobody's business."""

    me: int
    seen: set[uuid.UUID]
    mine: uuid.UUID
    foreign: uuid.UUID
    number: str
    ids: dict[str, uuid.UUID]
    matrix: Matrix

    def __call__(self, deed: Callable[[], Any], *, undo: bool = True) -> Any:
        """Do it as this worker, in a transaction of its own that is undone."""
        with acting_as(account_actor(self.me)):
            got = deed()
            transaction.set_rollback(undo)
        return got

    @property
    def somebody(self) -> int:
        """Another account that works."""
        return next(user for user in self.matrix.users if user != self.me)

    def refused(self, deed: Callable[[], Any], *, code: str = "42501") -> str:
        """It raises; returns the message. Any other error than `code` is a failure."""
        with pytest.raises(DatabaseError) as caught:
            self(deed)
        assert caught.value.__cause__.sqlstate == code, caught.value
        return str(caught.value)

    def stored(self, statement: str, *values: Any) -> Any:
        """What is really there, past every right."""
        return self.matrix.above.execute(statement, values).fetchone()[0]


@pytest.fixture
def doors(sampled: Matrix, django_db_setup, django_db_blocker) -> Iterator[Doors]:
    """The real models on the sampled worlds."""
    default = connections["default"]
    before, name = default.settings_dict["NAME"], sampled.app.info.dbname
    mine = next(its for its in sampled.placed if its.world == oracle.World(relation="worker"))
    me = mine.user
    own = [its for _, its in sampled.of(me)]
    seen = {its.ids["case"] for its in own if "case" in oracle.seen(its.world)}
    foreign = next(its for its in sampled.placed if its.user != me and its.world.share and its.world.file == "subject")
    with django_db_blocker.unblock():
        default.close()
        default.settings_dict["NAME"] = name
        (number,) = sampled.above.execute(
            "select number from wijkteam_case where id = %s", [foreign.ids["case"]]
        ).fetchone()
        yield Doors(me, seen, mine.ids["case"], foreign.ids["case"], number, foreign.ids, sampled)
        connections.close_all()
        default.settings_dict["NAME"] = before


def one(statement: str, *values: Any) -> Any:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone() if cursor.description else (cursor.rowcount,)
        return row and row[0]


# --- Reading ------------------------------------------------------------------------------------------------------


def test_an_unfiltered_query_counts_only_what_one_may_see(doors: Doors):
    assert doors(Case.objects.count) == len(doors.seen) < doors.stored("select count(*) from wijkteam_case")
    assert doors(lambda: {case.id for case in Case.objects.all()}) == doors.seen


def test_raw_sql_and_the_raw_manager_see_no_more(doors: Doors):
    assert doors(lambda: one("select count(*) from wijkteam_case")) == len(doors.seen)
    every = "select * from wijkteam_case where id = %s or 1 = 1"
    assert doors(lambda: {case.id for case in Case.objects.raw(every, [doors.foreign])}) == doors.seen


def test_a_foreign_id_is_as_a_missing_one(doors: Doors):
    for identity in (doors.foreign, uuid.uuid4()):
        assert not doors(lambda identity=identity: Case.objects.filter(pk=identity).exists())
        with pytest.raises(Case.DoesNotExist):
            doors(lambda identity=identity: Case.objects.get(pk=identity))


def test_relations_lead_to_no_foreign_row(doors: Doors):
    through = Person.objects.prefetch_related(Prefetch("participations", Participation.objects.select_related("case")))
    found = doors(lambda: {part.case_id for who in through for part in who.participations.all()})
    assert found
    assert doors.foreign not in found
    joined = Note.objects.select_related("case", "about", "track").filter(case_id=doors.foreign)
    assert doors(lambda: list(joined)) == []
    assert doors(lambda: list(Share.objects.filter(case__number=doors.number))) == []


def test_aggregates_and_subqueries_count_no_foreign_row(doors: Doors):
    assert doors(lambda: Note.objects.filter(case_id=doors.foreign).aggregate(n=Count("id"), last=Max("at"))) == {
        "n": 0,
        "last": None,
    }
    assert doors(lambda: one("select exists (select 1 from wijkteam_note where case_id = %s)", doors.foreign)) is False
    joined = "select count(*) from wijkteam_case c full join wijkteam_note n on n.case_id = c.id where n.case_id = %s"
    assert doors(lambda: one(joined, doors.foreign)) == 0


def test_copy_and_locks_see_no_foreign_row(doors: Doors):
    with doors.matrix.acting(doors.me) as cursor, cursor.copy("copy (table wijkteam_case) to stdout") as copy:
        assert sum(1 for _ in copy.rows()) == len(doors.seen)
    assert doors(lambda: list(Case.objects.select_for_update().filter(id=doors.foreign))) == []


# --- Writing ------------------------------------------------------------------------------------------------------


def test_a_foreign_case_is_not_changed_pulled_in_or_removed(doors: Doors):
    own_team = doors.stored("select team_id from wijkteam_case where id = %s", doors.mine)
    assert doors(lambda: Case.objects.filter(pk=doors.foreign).update(language="en")) == 0
    assert doors(lambda: Case.objects.filter(pk=doors.foreign).update(team_id=own_team)) == 0
    assert doors(lambda: Case.objects.update(needs=["geld"])) <= len(doors.seen)
    doors.refused(lambda: one("delete from wijkteam_case where id = %s", doors.mine))


def test_an_own_case_is_not_moved_to_another_team(doors: Doors):
    with pytest.raises(DatabaseError, match="row-level security|does not change"):
        doors(lambda: Case.objects.filter(pk=doors.mine).update(team_id=NOBODY))


def test_nothing_is_made_in_a_foreign_team_or_case(doors: Doors):
    new = Case(team_id=NOBODY, opened_at=clock.now(), sealed_text=b"x")
    doors.refused(lambda: Case.objects.bulk_create([new]))
    note = Note(case_id=doors.foreign, partition="journal", author_id=doors.me, at=clock.now(), sealed=b"x")
    doors.refused(lambda: note.save(force_insert=True))
    doors.refused(lambda: Action(case_id=doors.foreign, owner_kind="worker", owner_id=doors.me, sealed=b"x").save())
    enters = Participation(case_id=doors.mine, person_id=doors.ids["person:other"], role="subject", since=clock.now())
    doors.refused(lambda: enters.save(force_insert=True))


def test_a_row_does_not_go_from_an_own_case_to_a_foreign_one_or_back(doors: Doors):
    action = doors.stored("select min(id::text) from wijkteam_action where case_id = %s", doors.mine)
    with pytest.raises(DatabaseError, match="row-level security|does not change"):
        doors(lambda: Action.objects.filter(id=action).update(case_id=doors.foreign))
    assert doors(lambda: Action.objects.filter(id=doors.ids["action:nobody"]).update(case_id=doors.mine)) == 0


def test_an_upsert_on_a_foreign_id_reads_and_changes_nothing(doors: Doors):
    text = (
        "insert into wijkteam_goal (id, case_id, agreed, state, position, sealed) values (%s, %s, true, 'open', 0, 'x')"
    )
    message = doors.refused(
        lambda: one(
            text + " on conflict (id) do update set sealed = 'y' returning sealed", doors.ids["goal:nobody"], doors.mine
        )
    )
    assert "row-level security" in message


def test_a_note_in_a_foreign_case_fails_as_one_in_no_case(doors: Doors):
    def told(case: uuid.UUID) -> str:
        note = Note(case_id=case, partition="journal", author_id=doors.me, at=clock.now(), sealed=b"x")
        return doors.refused(lambda: note.save(force_insert=True))

    assert told(doors.foreign) == told(uuid.uuid4())


def test_a_case_number_cannot_be_probed(doors: Doors):
    team = doors.stored("select team_id from wijkteam_case where id = %s", doors.mine)
    new = Case(team_id=team, number=doors.number, opened_at=clock.now(), sealed_text=b"x")
    doors(lambda: new.save(force_insert=True))
    doors.refused(lambda: one("select last_value from wijkteam_case_number"))


# --- Keys and lines -----------------------------------------------------------------------------------------------


def test_keys_and_lines_are_not_read_or_removed(doors: Doors):
    doors.refused(lambda: list(SealKey.objects.all()[:1]))
    doors.refused(lambda: AccessLine.objects.count())
    doors.refused(lambda: one("delete from toestemming_accessline"))
    doors.refused(lambda: one("select count(*) from toestemming_auditleaf"))
    doors.refused(lambda: one("select ipad from vault.secret"))


def test_a_foreign_key_does_not_open_and_an_own_one_leaves_a_line(doors: Doors):
    lines = "select count(*) from toestemming_accessline where object_id = %s"
    for kind in values.KINDS_OF_A_CASE:
        with pytest.raises(NotYours):
            doors(lambda kind=kind: open_record(kind, doors.foreign, purpose="help"))
    assert doors.stored(lines, doors.foreign) == 0
    assert doors(lambda: open_records(values.CASE, [doors.foreign], purpose="list")) == {}
    before = doors.stored(lines, doors.mine)
    with pytest.raises(Exception, match="master key m is not in the settings"):  # it came out, wrapped
        doors(lambda: open_record(values.CASE, doors.mine, purpose="help"))
    assert doors.stored(lines, doors.mine) == before + 1
    assert doors(lambda: trail(values.CASE, doors.foreign)) == []


def test_the_lower_doors_are_shut(doors: Doors):
    doors.refused(lambda: one("select app.may_open('case_summary', %s, 'help')", doors.mine))
    doors.refused(lambda: one("select app.may_open_case_summary(%s)", doors.mine))
    assert doors(lambda: one("select count(*) from app.open_sealed('case_summary', %s, 'help')", doors.foreign)) == 0


# --- Who one is ---------------------------------------------------------------------------------------------------


def test_without_a_context_nothing_answers(doors: Doors):
    for ask in (Case.objects.count, Note.objects.count, CaseStep.objects.count):
        with pytest.raises(DatabaseError) as caught:
            ask()
        assert caught.value.__cause__.sqlstate == "42501"


def token(account: int, *, lives: int = 600) -> str:
    pid = one("select pg_backend_pid()")
    started = one("select (extract(epoch from transaction_timestamp()) * 1000000)::bigint")
    message = f"account|{account}|{int(time.time()) + lives}|{pid}|{started}"
    return f"{message}|{signature(message)}"


def told(context: str) -> Any:
    one("select set_config('app.ctx', %s, true)", context)
    return Case.objects.count()


def raises(deed: Callable[[], Any]) -> bool:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        deed()
    return caught.value.__cause__.sqlstate == "42501"


def test_a_forged_or_expired_context_is_refused(doors: Doors):
    assert raises(lambda: told(f"account|{doors.me}|99999999999|1|1|{'0' * 64}"))
    assert raises(lambda: told(token(doors.me, lives=-5)))
    assert raises(lambda: told(token(doors.me).replace(f"account|{doors.me}", f"account|{doors.somebody}")))
    assert raises(lambda: doors(lambda: told(f"account|{doors.somebody}|1|1|1|00")))


def test_a_token_is_worth_nothing_in_the_next_transaction_or_another_session(doors: Doors):
    with transaction.atomic():
        leaked = token(doors.me)
        assert told(leaked) == len(doors.seen)
    assert raises(lambda: told(leaked))
    with transaction.atomic():
        leaked = token(doors.me)
        with doors.matrix.app.transaction(force_rollback=True):
            doors.matrix.app.execute("select set_config('app.ctx', %s, true)", [leaked])
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                doors.matrix.app.execute("select count(*) from wijkteam_case")


def test_after_the_commit_and_in_its_hooks_nobody_acts(doors: Doors):
    heard: list[bool] = []
    with acting_as(account_actor(doors.me)):
        assert Case.objects.exists()
        transaction.on_commit(lambda: heard.append(raises(Case.objects.count)))
    assert heard == [True]
    assert raises(Case.objects.count)


def test_the_actor_stays_after_a_savepoint_that_failed(doors: Doors):
    with acting_as(account_actor(doors.me)):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _ = 1 / 0
        assert Case.objects.count() == len(doors.seen)
        with pytest.raises(ZeroDivisionError), acting_as(account_actor(doors.somebody)):
            _ = 1 / 0
        assert Case.objects.count() == len(doors.seen)


def test_another_thread_and_a_job_act_as_nobody(doors: Doors):
    heard: list[Any] = []

    def job() -> None:
        try:
            heard.append(Case.objects.count())
        except DatabaseError as error:
            heard.append(error.__cause__.sqlstate)
        finally:
            connections.close_all()

    with acting_as(account_actor(doors.me)):
        thread = threading.Thread(target=job)
        thread.start()
        thread.join()
    assert heard == ["42501"]


# --- The database -------------------------------------------------------------------------------------------------


def test_no_other_role_is_taken_on_and_row_security_stays_on(doors: Doors):
    doors.refused(lambda: one("set local role wk_owner"))
    doors.refused(lambda: one("set local session authorization wk_owner"))
    doors.refused(lambda: one("set local session_replication_role = replica"))
    doors.refused(lambda: (one("set local row_security = off"), Case.objects.count()))
    doors.refused(lambda: one("alter table wijkteam_case disable row level security"))
    doors.refused(lambda: one("create policy mine on wijkteam_case using (true)"))


def test_a_cheap_function_that_tells_is_not_run_on_foreign_rows(doors: Doors):
    doors.matrix.above.execute(
        """create or replace function public.tell_all(t text) returns boolean language plpgsql cost 0.0000001 as
        $$ begin raise notice '%', t; return true; end $$"""
    )
    heard: list[str] = []

    def peep() -> None:
        connections["default"].connection.add_notice_handler(lambda notice: heard.append(notice.message_primary))
        one("select count(*) from wijkteam_case where public.tell_all(number)")

    doors(peep)
    doors.matrix.above.execute("drop function public.tell_all(text)")
    assert len(heard) == len(doors.seen)
    assert doors.number not in heard
    with pytest.raises(DatabaseError):
        doors(lambda: one("create function public.mine() returns int language sql as 'select 1'"))


def test_an_error_in_a_condition_shows_no_foreign_value(doors: Doors):
    numbers = doors(lambda: set(Case.objects.values_list("number", flat=True)))
    with pytest.raises(DatabaseError) as caught:
        doors(lambda: one("select count(*) from wijkteam_case where number::int > 0"))
    assert re.search(r'"(m-\d+)"', str(caught.value))[1] in numbers


def test_explain_and_statistics_show_no_value(doors: Doors):
    def plan() -> str:
        with connections["default"].cursor() as cursor:
            cursor.execute("explain (analyze, verbose) select * from wijkteam_case where id = %s", [doors.foreign])
            return "\n".join(line for (line,) in cursor.fetchall())

    assert doors.number not in doors(plan)
    seen = "select count(*) from pg_stats where tablename like %s and most_common_vals is not null"
    assert doors(lambda: one(seen, "wijkteam%")) == 0
    doors.refused(lambda: one("select count(*) from pg_statistic"))


def test_the_boot_check_finds_each_way_around_the_policies(doors: Doors):
    ways = {
        "view peep": ("create view public.peep as table wijkteam_case", "drop view public.peep", "peep"),
        "materialized view": (
            "create materialized view public.peep as table wijkteam_case",
            "drop materialized view public.peep",
            "peep",
        ),
        "definer": (
            "create function app.peep() returns bigint language sql security definer as 'select count(*) from wijkteam_case'",
            "drop function app.peep()",
            None,
        ),
        "no row security": (
            "alter table wijkteam_share disable row level security",
            "alter table wijkteam_share enable row level security",
            None,
        ),
    }
    assert findings(connections["default"]) == []
    for way, (make, undo, relation) in ways.items():
        doors.matrix.above.execute(make)
        if relation:
            doors.matrix.above.execute("grant select on public.peep to wk_app")
        elif way == "definer":
            doors.matrix.above.execute("grant execute on function app.peep() to wk_app")
        try:
            assert findings(connections["default"]) != [], way
        finally:
            doors.matrix.above.execute(undo)


@pytest.mark.parametrize(
    ("make", "undo"),
    [
        (
            "create policy peep on wijkteam_note for select to wk_app using (true)",
            "drop policy peep on wijkteam_note",
        ),
        ("alter table wijkteam_share disable trigger guard", "alter table wijkteam_share enable trigger guard"),
        ("grant delete on wijkteam_case to wk_app", "revoke delete on wijkteam_case from wk_app"),
        ("alter function app.my_leads() leakproof", "alter function app.my_leads() not leakproof"),
    ],
)
def test_the_boot_check_finds_what_somebody_changed_by_hand(doors: Doors, make: str, undo: str):
    doors.matrix.above.execute(make)
    try:
        assert any("by hand" in line for line in findings(connections["default"]))
    finally:
        doors.matrix.above.execute(undo)


def test_the_figures_role_reads_no_table_of_cases(doors: Doors):
    tables = [name for (name,) in doors.matrix.above.execute(
        "select format('%I.%I', relnamespace::regnamespace, relname) from pg_class"
        " where relkind in ('r', 'S') and relname like 'wijkteam%'")]  # fmt: skip
    assert len(tables) > 15
    with psycopg.connect(doors.matrix.dsn_of("wk_figures"), autocommit=True) as figures:
        for table in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                figures.execute(f"select * from {table}")


@pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="pgbouncer is not installed")
def test_pooled_transactions_do_not_share_an_actor():
    pytest.fail("pgbouncer is here: write this test, with pool_mode = transaction")


def test_two_transactions_on_one_pooled_connection_do_not_share_an_actor(doors: Doors):
    with doors.matrix.acting(doors.me) as cursor:
        assert cursor.execute("select count(*) from wijkteam_case").fetchone()[0] == len(doors.seen)
    with doors.matrix.app.transaction(force_rollback=True), pytest.raises(psycopg.errors.InsufficientPrivilege):
        doors.matrix.app.execute("select count(*) from wijkteam_case")
