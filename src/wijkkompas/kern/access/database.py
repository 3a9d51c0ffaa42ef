"""Makes PostgreSQL equal to the declarations: policies, grants, doors. Runs as the owner role.

`Protect` is the migration operation of a room; `apply_all` also runs after every migrate, so that a changed
declaration reaches the database by `wijkkompas db migrate` and by nothing else.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from wijkkompas.kern.access.declarations import AUDITED, DOORS, OPEN, PROTECTED, Door, Open, Protected, all_declared
from wijkkompas.kern.access.drawing import changed_by_hand, draw
from wijkkompas.kern.access.personal import TERMS

APP_ROLE = "wk_app"
FIGURES_ROLE = "wk_figures"
OWNER_ROLE = "wk_owner"

FOUNDATION = """
create schema if not exists app;
create schema if not exists vault;
create schema if not exists figures;
revoke all on schema vault from public;
revoke all on schema public from public;
grant usage on schema public, app to wk_app;
grant usage on schema figures to wk_figures;
create table if not exists vault.secret (name text primary key, ipad bytea not null, opad bytea not null);

create or replace function app.hmac(message text) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select encode(sha256(s.opad || sha256(s.ipad || convert_to(message, 'UTF8'))), 'hex')
  from vault.secret s where s.name = 'context'
$$;

create or replace function app.actor_parts() returns text[]
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  context text := current_setting('app.ctx', true);
  part text[];
begin
  if context is null or context = '' then
    raise exception 'no actor in this transaction' using errcode = '42501';
  end if;
  part := string_to_array(context, '|');
  if array_length(part, 1) is distinct from 6
     or part[6] is distinct from app.hmac(array_to_string(part[1:5], '|'))
     or part[4]::bigint <> pg_backend_pid()
     or part[5]::bigint <> (extract(epoch from transaction_timestamp()) * 1000000)::bigint then
    raise exception 'forged actor' using errcode = '42501';
  end if;
  if part[3]::bigint < extract(epoch from clock_timestamp()) then
    raise exception 'expired actor' using errcode = '42501';
  end if;
  return part;
end $$;

create or replace function app.actor_kind() returns text
language sql stable security definer set search_path = pg_catalog as $$ select (app.actor_parts())[1] $$;
create or replace function app.actor_text() returns text
language sql stable security definer set search_path = pg_catalog as $$ select (app.actor_parts())[2] $$;
create or replace function app.actor_id() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
  select case when p[1] = 'account' then p[2]::bigint end from app.actor_parts() as p
$$;
create or replace function app.follow_hash() returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case when p[1] = 'follower' then p[2] end from app.actor_parts() as p
$$;
revoke all on all functions in schema app from public;
grant execute on function app.actor_kind(), app.actor_text(), app.actor_id(), app.follow_hash() to wk_app;
"""


def _protect(declared: Protected) -> list[str]:
    table = declared.table
    statements = [
        f'alter table "{table}" enable row level security',
        f'revoke all on "{table}" from public, {APP_ROLE}, {FIGURES_ROLE}',
    ]
    for verb in ("select", "insert", "update", "delete"):
        statements.append(f'drop policy if exists "{table}_{verb}" on "{table}"')
        right = declared.rights.get(verb)
        if right is None:
            continue
        using = "" if verb == "insert" else f" using {right.sql}"
        check = f" with check {right.sql}" if verb in {"insert", "update"} else ""
        statements += [
            f'grant {verb} on "{table}" to {APP_ROLE}',
            f'create policy "{table}_{verb}" on "{table}" for {verb} to {APP_ROLE}{using}{check}',
        ]
    return [*statements, _comment(table, declared.mark)]


def _open(declared: Open) -> list[str]:
    return [
        f'revoke all on "{declared.table}" from public, {APP_ROLE}, {FIGURES_ROLE}',
        f'grant {", ".join(declared.verbs)} on "{declared.table}" to {APP_ROLE}',
        _comment(declared.table, declared.mark),
    ]


def _comment(table: str, mark: str) -> str:
    quoted = mark.replace("'", "''")
    return f"comment on table \"{table}\" is '{quoted}'"


def _door(door: Door) -> list[str]:
    answers = {"may_open": door.right, "may_follow": door.follow or door.right}
    return [  # names and rights come from policies.py, never from a request
        *(
            f"""create or replace function app.{name}_{door.kind}(wanted uuid) returns boolean
            language sql stable security definer set search_path = pg_catalog, public as
            $$ select exists (select 1 from public."{door.table}" where id = wanted and {right.sql}) $$"""  # noqa: S608
            for name, right in answers.items()
        ),
        *(f"revoke all on function app.{name}_{door.kind}(uuid) from public" for name in answers),
        f"""create or replace function app.log_name_{door.kind}() returns text
        language sql immutable set search_path = pg_catalog as $$ select '{door.log}'::text $$""",
        f"""create or replace function app.purposes_{door.kind}() returns text[]
        language sql immutable set search_path = pg_catalog as $$ select '{{{",".join(door.purposes)}}}'::text[] $$""",
        f"revoke all on function app.purposes_{door.kind}() from public",
        f"revoke all on function app.log_name_{door.kind}() from public",
    ]


def _sequences(connection: Any, table: str) -> list[str]:
    """Tables of other packages still use serial columns: inserting needs their sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select s.relname from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')
            join pg_class t on t.oid = d.refobjid where s.relkind = 'S' and t.relname = %s
            and t.relnamespace = 'public'::regnamespace""",
            [table],
        )
        return [f'grant usage on sequence "{row[0]}" to {APP_ROLE}' for row in cursor.fetchall()]


def _tables(connection: Any) -> dict[str, str]:
    """Name of each table in schema public, with its comment."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') from pg_class c
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"""
        )
        return dict(cursor.fetchall())


def apply_tables(connection: Any, only: set[str] | None = None) -> list[str]:
    """Make the declared tables equal to their declaration; returns the tables that changed."""
    changed = []
    comments = _tables(connection)
    touched = set(changed_by_hand(connection)) if only is None else set()
    for declared in all_declared():
        if declared.table not in comments or (only is not None and declared.table not in only):
            continue
        if comments[declared.table] == declared.mark and f"table {declared.table}" not in touched:
            continue
        if isinstance(declared, Protected):
            statements = _strange_policies(connection, declared.table) + _protect(declared)
        else:
            statements = _open(declared) + _sequences(connection, declared.table)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        changed.append(declared.table)
    return changed


def _strange_policies(connection: Any, table: str) -> list[str]:
    """Policies that no declaration makes: somebody added them by hand."""
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(policyname), policyname from pg_policies where tablename = %s", [table])
        ours = {f"{table}_{verb}" for verb in ("select", "insert", "update", "delete")}
        return [f'drop policy {quoted} on "{table}"' for quoted, name in cursor.fetchall() if name not in ours]


def apply_all(connection: Any) -> list[str]:
    """After every migrate: tables and doors equal to the declarations. Idempotent."""
    changed = apply_tables(connection)
    comments = _tables(connection)
    with connection.cursor() as cursor:
        for door in DOORS.values():
            if door.table in comments:
                for statement in _door(door):
                    cursor.execute(statement)
        there = triggers(connection)
        for audited in AUDITED.values():
            if audited.table in comments and there.get(audited.table) != (audited.trigger, "O"):
                cursor.execute(audited.trigger.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1))
        if "toestemming_term" in comments:
            _add_terms(cursor)
    draw(connection)
    return changed


def _add_terms(cursor: Any) -> None:
    """A row for each term that a room declared; what a functional manager set stays, within the bounds of now."""
    for term in TERMS.values():
        cursor.execute(
            """insert into toestemming_term as t (code, days, source, since, least, most)
            values (%(code)s, %(days)s, %(source)s, now(), %(least)s, %(most)s)
            on conflict (code) do update set least = excluded.least, most = excluded.most,
              days = greatest(excluded.least, least(t.days, excluded.most))
            where (t.least, t.most) is distinct from (excluded.least, excluded.most)""",
            vars(term),
        )


def triggers(connection: Any) -> dict[str, tuple[str, str]]:
    """Of each table with an audit trigger: the trigger as code, and whether it works (`O` or `A`)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.relname, pg_get_triggerdef(t.oid), t.tgenabled::text from pg_trigger t
            join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace where t.tgname = 'audit'"""
        )
        return {table: (code, enabled) for table, code, enabled in cursor.fetchall()}


def install_context_key(connection: Any, key: bytes) -> None:
    """Store the pads of the context key, so that the database can check signatures but not make the key known."""
    block = key.ljust(64, b"\0")
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into vault.secret (name, ipad, opad) values ('context', %s, %s)
            on conflict (name) do update set ipad = excluded.ipad, opad = excluded.opad""",
            [bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)],
        )


class InstallAccess(Operation):
    """First operation of the first migration: schemas and the functions that read the signed context."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes for Django."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the foundation."""
        schema_editor.execute(FOUNDATION, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Leave the functions: other tables still lean on them."""

    def describe(self) -> str:
        """For `migrate --plan`."""
        return "Install the signed access context"


class Protect(Operation):
    """Make these tables equal to their declaration in the room's policies.py."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, *tables: str) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes for Django."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Apply the declarations of these tables."""
        missing = [t for t in self.tables if t not in PROTECTED and t not in OPEN]
        if missing:
            raise LookupError(f"no policy declared for {', '.join(missing)}: add it to {app_label}/policies.py")
        apply_tables(schema_editor.connection, set(self.tables))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take all rights away; the table is dropped by the operation before this one."""
        for table in self.tables:
            schema_editor.execute(f'revoke all on "{table}" from {APP_ROLE}', params=None)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Protect {', '.join(self.tables)}"


class Function(Operation):
    """A function in schema `app`, made by a room for its own rights (for example `app.my_teams`)."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, signature: str, body: str, *, grant: bool = True) -> None:
        self.signature, self.body, self.grant = signature, body, grant

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes for Django."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create it; execution only for the app role."""
        schema_editor.execute(self.body, params=None)
        schema_editor.execute(f"revoke all on function {self.signature} from public", params=None)
        if self.grant:
            schema_editor.execute(f"grant execute on function {self.signature} to {APP_ROLE}", params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it."""
        schema_editor.execute(f"drop function if exists {self.signature}", params=None)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Create function {self.signature}"
