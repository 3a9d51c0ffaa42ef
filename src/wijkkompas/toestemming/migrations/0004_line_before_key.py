"""The line before the key, in a transaction of its own; and a purpose of a closed list (docs/decisions/0022)."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [("toestemming", "0003_audit")]

    operations = [
        migrations.RunSQL(
            sql=[
                "alter table toestemming_sealkey add column xact xid8 not null default pg_current_xact_id()",
                "alter table toestemming_accessline add column xact xid8",
                "alter table toestemming_accessline alter column xact set default pg_current_xact_id()",
            ],
            reverse_sql=[
                "alter table toestemming_sealkey drop column xact",
                "alter table toestemming_accessline drop column xact",
            ],
        ),
        Function(
            "app.stamp_transaction()",  # nobody hands in a key under another transaction than the own
            """create or replace function app.stamp_transaction() returns trigger
            language plpgsql set search_path = pg_catalog as $$
            begin
              new.xact := pg_current_xact_id();
              return new;
            end $$""",
            grant=False,
        ),
        migrations.RunSQL(
            sql="create trigger stamp before insert on toestemming_sealkey for each row execute function app.stamp_transaction()",
            reverse_sql="drop trigger stamp on toestemming_sealkey",
        ),
        Function(
            "app.may_open(text, uuid, text)",
            """create or replace function app.may_open(p_kind text, p_id uuid, p_purpose text) returns boolean
            language plpgsql stable security definer set search_path = pg_catalog as $$
            declare
              purposes text[];
              allowed boolean;
            begin
              perform app.actor_kind();
              if to_regprocedure(format('app.may_open_%I(uuid)', p_kind)) is null then
                raise exception 'no door for this kind' using errcode = '42501';
              end if;
              execute format('select app.purposes_%I()', p_kind) into purposes;
              if p_purpose is null or not p_purpose = any(purposes) then
                raise exception 'nobody may open this for that purpose' using errcode = '42501';
              end if;
              execute format('select app.may_open_%I($1)', p_kind) into allowed using p_id;
              return coalesce(allowed, false) and exists (select 1 from public.toestemming_sealkey k
                where k.kind = p_kind and k.object_id = p_id);
            end $$""",
            grant=False,
        ),
        Function(
            "app.note_opening(text, uuid, text)",
            """create or replace function app.note_opening(p_kind text, p_id uuid, p_purpose text) returns boolean
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            begin
              if not app.may_open(p_kind, p_id, p_purpose) then
                return false;
              end if;
              insert into public.toestemming_accessline (at, actor_kind, account_id, kind, object_id, purpose)
              values (clock_timestamp(), app.actor_kind(), app.actor_id(), p_kind, p_id, p_purpose);
              return true;
            end $$""",
        ),
        Function(
            "app.open_sealed(text, uuid, text)",
            """create or replace function app.open_sealed(p_kind text, p_id uuid, p_purpose text)
            returns table (master varchar, wrapped bytea)
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            begin
              if not app.may_open(p_kind, p_id, p_purpose) then
                return;
              end if;
              if exists (select 1 from public.toestemming_sealkey k where k.kind = p_kind and k.object_id = p_id
                  and k.xact = pg_current_xact_id_if_assigned()) then
                perform app.note_opening(p_kind, p_id, p_purpose); -- made in this transaction: so is its line
              elsif not exists (select 1 from public.toestemming_accessline l
                  where l.kind = p_kind and l.object_id = p_id and l.purpose = p_purpose
                    and l.actor_kind = app.actor_kind() and l.account_id is not distinct from app.actor_id()
                    and l.at > clock_timestamp() - interval '1 minute'
                    -- Visible here, and of another transaction: so it is committed, and stays whatever happens here.
                    and l.xact is distinct from pg_current_xact_id_if_assigned()) then
                raise exception 'no line was committed for this opening' using errcode = '42501';
              end if;
              return query select k.master, k.wrapped from public.toestemming_sealkey k
                where k.kind = p_kind and k.object_id = p_id;
            end $$""",
        ),
    ]
