"""The boot check: web and jobs refuse to start while something in the database escapes the policies.

Found the hard way (research note casework.md 3.1): a plain view, a SECURITY DEFINER function or a materialized view
each gave all 100,000 rows to a role that should see 5,454.
"""

from __future__ import annotations

from typing import Any

from wijkkompas.kern.access.database import APP_ROLE, FIGURES_ROLE, _tables, triggers
from wijkkompas.kern.access.declarations import AUDITED, DOORS, OPEN, all_declared
from wijkkompas.kern.access.drawing import changed_by_hand

_REACH = """
select c.relname, c.relkind::text, c.relrowsecurity, pg_get_userbyid(c.relowner),
       coalesce(c.reloptions::text, '') ~ 'security_invoker=(true|on)',
       has_table_privilege(%(app)s, c.oid, 'select') or has_table_privilege(%(app)s, c.oid, 'insert')
         or has_table_privilege(%(app)s, c.oid, 'update') or has_table_privilege(%(app)s, c.oid, 'delete'),
       has_any_column_privilege(%(figures)s, c.oid, 'select') or has_table_privilege(%(figures)s, c.oid, 'insert')
         or has_table_privilege(%(figures)s, c.oid, 'update') or has_table_privilege(%(figures)s, c.oid, 'delete')
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
"""
_DEFINER = """
select n.nspname, p.proname, p.proconfig is null from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and has_function_privilege(%s, p.oid, 'execute') and n.nspname not in ('pg_catalog', 'information_schema')
"""
_ROLE = """
select rolsuper or rolbypassrls, exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relowner = r.oid and n.nspname in ('public', 'app', 'vault', 'figures'))
from pg_roles r where rolname = current_user
"""


def known_definers() -> set[str]:
    """SECURITY DEFINER functions of schema `app` that the app role may run: each is a door we made on purpose."""
    doors = {"actor_kind", "actor_text", "actor_id", "follow_hash"}
    return doors | KNOWN_DEFINERS


KNOWN_DEFINERS: set[str] = set()


def register_definer(*names: str) -> None:
    """A room names the functions that it lets the app role run with the owner's rights, so that others stand out."""
    KNOWN_DEFINERS.update(names)


def findings(connection: Any) -> list[str]:
    """Everything that escapes, in plain words; empty when all is well. Runs as the app role."""
    found: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        bypass, owns = cursor.fetchone()
        if bypass:
            found.append("the role of the web process may bypass the policies (superuser or BYPASSRLS)")
        if owns:
            found.append("the role of the web process owns tables or functions")
        cursor.execute(_REACH, {"app": APP_ROLE, "figures": FIGURES_ROLE})
        for name, kind, rls, _owner, invoker, app_reaches, figures_reach in cursor.fetchall():
            if figures_reach:
                found.append(f"the figures role reaches {name}")
            if not app_reaches:
                continue
            if kind == "v" and not invoker:
                found.append(f"view {name} runs with its owner's rights (security_invoker is missing)")
            elif kind == "m":
                found.append(f"materialized view {name} has no policies")
            elif kind in {"r", "p"} and not rls and name not in OPEN:
                found.append(f"table {name} has no policy and is not declared open")
        cursor.execute(_DEFINER, [APP_ROLE])
        for schema, name, loose in cursor.fetchall():
            known = schema == "app" and (name in known_definers() or name.removeprefix("may_open_") in DOORS)
            if not known or loose:
                found.append(f"function {schema}.{name} runs with its owner's rights")
    comments = _tables(connection)
    for declared in all_declared():
        if declared.table in comments and comments[declared.table] != declared.mark:
            found.append(f"table {declared.table} does not equal its declaration: run `wijkkompas db migrate`")
    there = triggers(connection)
    for audited in AUDITED.values():
        code, enabled = there.get(audited.table, ("", ""))
        if audited.table in comments and (code != audited.trigger or enabled not in {"O", "A"}):
            found.append(f"table {audited.table} does not leave its leaves: run `wijkkompas db migrate`")
    for name in changed_by_hand(connection):
        found.append(f"{name} was changed by hand: look who did it and why, then run `wijkkompas db migrate`")
    return sorted(found)


def refuse_when_unsafe(connection: Any) -> None:
    """Stop the process with a plain message when anything escapes."""
    found = findings(connection)
    if found:
        lines = "\n".join(f"  - {line}" for line in found)
        raise SystemExit(f"Wijkkompas does not start: the database does not protect people's data.\n{lines}")
