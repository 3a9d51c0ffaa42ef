"""How the database stood after the last migrate: policies, triggers, grants and functions, as a hash each.

The comment of a table says which declaration was applied, not what somebody did by hand since. So `migrate` writes down
what stands there (`app.drawn`, which only the owner can write), and the boot check compares. A change by hand is then a
reason not to start: `wijkkompas db migrate` puts the policies right and takes over the rest.
"""

from __future__ import annotations

from typing import Any

_STANDS = """
select 'table ' || c.relname, md5(concat_ws('|', c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole,
    (select string_agg(g.grantee::regrole || ' ' || g.privilege_type, ',' order by g.grantee::regrole::text, g.privilege_type)
       from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g where g.grantee <> c.relowner),
    (select string_agg(concat_ws(' ', p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[]::text,
              pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), ';' order by p.polname)
       from pg_policy p where p.polrelid = c.oid),
    (select string_agg(t.tgenabled::text || pg_get_triggerdef(t.oid), ';' order by t.tgname)
       from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal)))
from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
union all
select 'function ' || p.oid::regprocedure, md5(concat_ws('|', p.prosrc, p.prosecdef, p.provolatile, p.proleakproof,
    p.proconfig::text, p.proowner::regrole,
    (select lanname from pg_language where oid = p.prolang),
    (select string_agg(g.grantee::regrole || ' ' || g.privilege_type, ',' order by g.grantee::regrole::text, g.privilege_type)
       from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee <> p.proowner)))
from pg_proc p where p.pronamespace = 'app'::regnamespace
"""  # by names, not numbers: they differ after a restore


def stands(connection: Any) -> dict[str, str]:
    """Each table of schema public and each function of schema app, with a hash of its rules. Any role may read this."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDS)
        return dict(cursor.fetchall())


def drawn(connection: Any) -> dict[str, str]:
    """What `draw` wrote down; empty before the first migrate."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('app.drawn') is not null")
        if not cursor.fetchone()[0]:
            return {}
        cursor.execute("select name, hash from app.drawn")
        return dict(cursor.fetchall())


def draw(connection: Any) -> None:
    """Write down how it stands now. Runs as the owner, after migrate."""
    now = stands(connection)
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists app.drawn (name text primary key, hash text not null)")
        cursor.execute("grant select on app.drawn to wk_app")
        cursor.execute("delete from app.drawn")
        cursor.execute(
            "insert into app.drawn select * from unnest(%s::text[], %s::text[])", [list(now), list(now.values())]
        )


def changed_by_hand(connection: Any) -> list[str]:
    """What no longer stands as it was written down: tables and functions by name, in order."""
    before, now = drawn(connection), stands(connection)
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
