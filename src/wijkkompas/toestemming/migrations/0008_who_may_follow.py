"""Who may read who opened a record is asked apart: a team that opens a shared case need not see who else does."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [("toestemming", "0007_open_many")]

    operations = [
        Function(
            "app.may_follow(text, uuid)",
            """create or replace function app.may_follow(p_kind text, p_id uuid) returns boolean
            language plpgsql stable security definer set search_path = pg_catalog as $$
            declare
              allowed boolean;
            begin
              perform app.actor_kind();
              if to_regprocedure(format('app.may_follow_%I(uuid)', p_kind)) is null then
                raise exception 'no door for this kind' using errcode = '42501';
              end if;
              execute format('select app.may_follow_%I($1)', p_kind) into allowed using p_id;
              return coalesce(allowed, false);
            end $$""",
            grant=False,
        ),
        Function(
            "app.trail_of(text, uuid)",
            """create or replace function app.trail_of(p_kind text, p_id uuid)
            returns table (at timestamptz, who text, purpose varchar)
            language plpgsql stable security definer set search_path = pg_catalog as $$
            begin
              if not app.may_follow(p_kind, p_id) then
                return;
              end if;
              return query
                select l.at, coalesce(o.name, l.actor_kind)::text, l.purpose
                from public.toestemming_accessline l
                left join public.mensen_account a on a.id = l.account_id
                left join public.mensen_organization o on o.id = a.organization_id
                where l.kind = p_kind and l.object_id = p_id order by l.at desc;
            end $$""",
        ),
        Function(
            "app.log_of(text, uuid)",
            """create or replace function app.log_of(p_kind text, p_id uuid)
            returns table (log varchar, place bigint, salt bytea, content text)
            language plpgsql stable security definer set search_path = pg_catalog as $$
            begin
              if not app.may_follow(p_kind, p_id) then
                return;
              end if;
              return query
                select l.log, l.position, l.salt, l.content from public.toestemming_auditleaf l
                where l.kind = p_kind and l.object_id = p_id and l.content is not null
                  -- When the resident looked is not for whoever else holds the code, or lives in the same house.
                  and l.content::jsonb ->> 'who' <> 'follower'
                  and l.content::jsonb -> 'row' ->> 'purpose' is distinct from 'follow'
                order by l.position nulls last;
            end $$""",
        ),
    ]
