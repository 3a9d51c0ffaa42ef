"""A list destroys what a room says that hangs on a record: `app.destroy_<kind>(id, rule)`, when the room has it."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [("toestemming", "0008_who_may_follow")]

    operations = [
        Function(
            "app.destroy_listed(uuid)",
            """create or replace function app.destroy_listed(p_list uuid) returns bigint
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              its public.toestemming_destructionlist;
              item record;
              of_room text;
              keys bigint;
              gone bigint := 0;
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = 'retention') then
                raise exception 'only the retention job destroys' using errcode = '42501';
              end if;
              select * into its from public.toestemming_destructionlist d where d.id = p_list for update;
              if its.id is null or its.destroyed_at is not null then
                return 0;
              end if;
              -- Two different people, who still work for this municipality.
              if (select count(distinct a.id) from public.toestemming_destructionconfirmation c
                  join public.mensen_account a on a.id = c.account_id and a.is_active and a.role = 'municipality'
                  join public.mensen_area m on m.code = its.municipality_id and a.area_id = any(m.path)
                  where c.list_id = p_list) < 2 then
                raise exception 'two people of the municipality must confirm this list' using errcode = '42501';
              end if;
              of_room := 'destroy_' || its.kind;
              if to_regprocedure(format('app.%I(uuid,text)', of_room)) is null then
                of_room := null; -- the record is one key and nothing hangs on it
              end if;
              for item in select i.object_id from public.toestemming_destructionitem i
                where i.list_id = p_list and i.kept_because = '' and i.due_on <= current_date
                order by i.object_id
              loop
                if of_room is null then
                  gone := gone + app.erase_sealed(its.kind, item.object_id, its.rule)::int;
                else
                  execute format('select app.%I($1, $2)', of_room) into keys using item.object_id, its.rule::text;
                  gone := gone + keys;
                end if;
              end loop;
              update public.toestemming_destructionlist set destroyed_at = clock_timestamp(), destroyed = gone where id = p_list;
              return gone;
            end $$""",
        ),
    ]
