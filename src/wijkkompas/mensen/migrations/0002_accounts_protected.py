"""Accounts, memberships and log-in under row-level security (docs/decisions/0012)."""

from django.db import migrations

from wijkkompas.kern.access.database import Function, Protect

ACCOUNT_TABLES = (
    "mensen_account",
    "mensen_account_groups",
    "mensen_account_user_permissions",
    "mensen_membership",
)


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0001_initial"),
        ("account", "0001_initial"),
    ]

    operations = [
        Function(
            "app.self_account()",
            """create or replace function app.self_account() returns bigint
            language sql stable security definer set search_path = pg_catalog as $$
              select case
                when p[1] = 'account' then p[2]::bigint
                when p[1] = 'login' and p[2] ~ '^[0-9]{1,18}$' then p[2]::bigint
                when p[1] = 'login' then coalesce(
                  (select e.user_id from public.account_emailaddress e
                   where e.email = p[2] and e.verified order by e.id limit 1),
                  (select a.id from public.mensen_account a where a.email = p[2]))
              end
              from app.actor_parts() as p
            $$""",
        ),
        Function(
            "app.my_standing()",
            """create or replace function app.my_standing() returns text
            language sql stable security definer set search_path = pg_catalog as $$
              select row(a.role, a.is_active, a.is_staff, a.is_superuser, a.is_example, a.organization_id, a.area_id)::text
              from public.mensen_account a where a.id = app.self_account()
            $$""",
        ),
        Function(
            "app.is_manager()",
            """create or replace function app.is_manager() returns boolean
            language sql stable security definer set search_path = pg_catalog as $$
              select exists (select 1 from public.mensen_account a
                where a.id = app.actor_id() and a.is_active and a.role = 'functional-manager')
            $$""",
        ),
        Function(
            "app.names_of(bigint[])",
            """create or replace function app.names_of(p_ids bigint[]) returns table (id bigint, name varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              select a.id, a.name from public.mensen_account a
              where a.id = any(p_ids) and app.actor_kind() = 'account' and (
                a.id = app.actor_id()
                or exists (select 1 from public.mensen_membership m
                  where m.account_id = a.id and m.team_id = any((select app.my_teams())::int[])))
            $$""",
        ),
        Function(
            "app.addresses_of_team(bigint)",
            """create or replace function app.addresses_of_team(p_team bigint) returns setof varchar
            language sql stable security definer set search_path = pg_catalog as $$
              select distinct a.email from public.mensen_account a join public.mensen_membership m on m.account_id = a.id
              where m.team_id = p_team and app.actor_kind() = 'system' and a.is_active and m.role in ('worker', 'lead')
                and m.valid_from <= clock_timestamp() and (m.valid_until is null or m.valid_until > now())
            $$""",
        ),
        Protect(*ACCOUNT_TABLES),
    ]
