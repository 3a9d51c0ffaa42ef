"""The database decides who sees what: signed context, policies, boot check."""

from __future__ import annotations

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from tests import factories
from wijkkompas.kern.access import account_actor, acting_as, current_actor, guard, system_actor, visitor_actor
from wijkkompas.kern.access.context import Actor, ForgedContext, signature
from wijkkompas.kern.access.database import apply_all
from wijkkompas.wegwijzer.models import ContactRequest

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def sql(statement: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str, *values: object) -> str:
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        sql(statement, *values)
    return caught.value.__cause__.sqlstate


def test_without_a_context_a_protected_table_raises_and_never_returns_nothing():
    factories.ask()
    assert refused("select count(*) from wegwijzer_contactrequest") == "42501"


def test_a_forged_context_raises():
    factories.ask()
    forged = "account|1|9999999999|1|1|" + "0" * 64
    with transaction.atomic():
        sql("select set_config('app.ctx', %s, true)", forged)
        assert refused("select count(*) from wegwijzer_contactrequest") == "42501"


def test_a_context_of_another_transaction_is_refused():
    factories.ask()
    with transaction.atomic():
        pid, started = sql("select pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint")[
            0
        ]
        for message in (f"account|1|9999999999|{pid + 1}|{started}", f"account|1|9999999999|{pid}|{started - 1}"):
            sql("select set_config('app.ctx', %s, true)", f"{message}|{signature(message)}")
            assert refused("select count(*) from wegwijzer_contactrequest") == "42501"


def test_an_expired_context_is_refused():
    factories.ask()
    with transaction.atomic():
        pid, started = sql("select pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint")[
            0
        ]
        message = f"account|1|1000|{pid}|{started}"
        sql("select set_config('app.ctx', %s, true)", f"{message}|{signature(message)}")
        assert refused("select count(*) from wegwijzer_contactrequest") == "42501"


def test_contexts_nest_and_the_outer_one_comes_back():
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        with acting_as(system_actor("post")):
            assert sql("select app.actor_kind()") == [("system",)]
        assert sql("select app.actor_kind(), app.actor_id()") == [("account", worker.pk)]
        assert current_actor() == account_actor(worker.pk)
    assert current_actor() is None


def test_an_actor_cannot_smuggle_a_bar_into_its_name():
    with pytest.raises(ForgedContext):
        Actor("system", "post|account")
    with pytest.raises(ForgedContext):
        Actor("owner", "")


def test_the_application_role_cannot_become_the_owner_or_switch_policies_off():
    assert refused("set role wk_owner") == "42501"
    factories.ask()
    with acting_as(visitor_actor()), transaction.atomic():
        sql("set local row_security = off")
        assert refused("select count(*) from wegwijzer_contactrequest") == "42501"


def test_the_application_role_reads_no_keys_no_lines_and_no_secret():
    factories.ask()
    with acting_as(system_actor("retention")):
        for table in ("toestemming_sealkey", "toestemming_accessline", "toestemming_erasedkey", "vault.secret"):
            assert refused(f"select * from {table}") == "42501"


def test_the_figures_role_reaches_counts_and_nothing_else(as_figures, as_owner):
    import psycopg

    tables = [
        row[0]
        for row in as_owner.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'vault')"
        )
    ]
    assert len(tables) > 40
    for table in tables:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_figures.execute(f"select * from {table} limit 1")
    assert [c.name for c in as_figures.execute("select * from figures.promise_counts limit 0").description] == [
        "kind",
        "organisation_id",
        "area_id",
        "quarter",
        "made",
        "kept_in_time",
        "kept_late",
        "dropped",
    ]


def test_the_boot_check_finds_nothing_in_a_fresh_database():
    assert guard.findings(connection) == []


@pytest.mark.parametrize(
    ("hole", "found"),
    [
        ("create table leak (a int); grant select on leak to wk_app", "table leak has no policy"),
        (
            "create view leak as select * from wegwijzer_contactrequest; grant select on leak to wk_app",
            "view leak runs with",
        ),
        ("create materialized view leak as select 1 as a; grant select on leak to wk_app", "materialized view leak"),
        (
            "create function leak() returns bigint language sql security definer as"
            " 'select count(*) from wegwijzer_contactrequest'; grant execute on function leak() to wk_app",
            "function public.leak runs with",
        ),
        (
            "create function app.leak() returns bigint language sql security definer as 'select 1::bigint';"
            " grant execute on function app.leak() to wk_app",
            "function app.leak runs with",
        ),
        ("grant select on wegwijzer_contactrequest to wk_figures", "the figures role reaches wegwijzer_contactrequest"),
        ("comment on table wegwijzer_contactrequest is 'access:protected:0'", "does not equal its declaration"),
        (
            "alter table wegwijzer_contactrequest disable row level security",
            "table wegwijzer_contactrequest has no policy",
        ),
    ],
)
def test_the_boot_check_names_each_hole(as_owner, hole, found):
    # The owner makes the hole, commits it, and puts everything back afterwards.
    comment = as_owner.execute("select obj_description('wegwijzer_contactrequest'::regclass, 'pg_class')").fetchone()[0]
    as_owner.execute(hole)
    try:
        assert any(found in line for line in guard.findings(connection))
    finally:
        undo = {
            "create table": "drop table leak",
            "create view": "drop view leak",
            "create materialized view": "drop materialized view leak",
            "create function leak": "drop function leak()",
            "create function app.leak": "drop function app.leak()",
            "grant select": "revoke select on wegwijzer_contactrequest from wk_figures",
            "comment on": f"comment on table wegwijzer_contactrequest is '{comment}'",
            "alter table": "alter table wegwijzer_contactrequest enable row level security",
        }
        statement = next(back for start, back in undo.items() if hole.startswith(start))
        as_owner.execute(statement)
    assert guard.findings(connection) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_migrate_takes_away_a_policy_that_somebody_added_by_hand(as_owner):
    as_owner.execute("create policy peep on wegwijzer_contactrequest for select to wk_app using (true)")
    assert any("wegwijzer_contactrequest was changed by hand" in line for line in guard.findings(connection))
    migrating = connections.create_connection("owner")  # commits, as migrate does
    try:
        assert "wegwijzer_contactrequest" in apply_all(migrating)
    finally:
        migrating.close()
    assert guard.findings(connection) == []
    assert as_owner.execute("select count(*) from pg_policies where policyname = 'peep'").fetchone() == (0,)


def test_an_unfiltered_query_gives_a_worker_only_the_rows_of_the_own_team():
    mine, other = factories.ask("GM0622"), factories.ask("GM0546")
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        seen = set(ContactRequest.objects.values_list("id", flat=True))
    assert mine.id in seen
    assert other.id not in seen
