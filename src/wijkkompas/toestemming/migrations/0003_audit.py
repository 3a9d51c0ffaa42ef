"""A leaf for each access line and each destroyed key, the tree over them, its signed heads, and the check of it all.

Leaves are written without a lock; the job places them afterwards, in the order in which it finds them. So the order
of the log is that of the tree, and a transaction that takes long makes no gap in it.
"""

from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("toestemming", "0002_term"),
        ("mensen", "0002_accounts_protected"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("faults", models.PositiveIntegerField()),
                ("first", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log", models.CharField(max_length=40)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("at", models.DateTimeField(help_text="whole seconds: the signature covers its written form")),
                ("key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("log", "size"), name="head_once")],
            },
        ),
        migrations.CreateModel(
            name="AuditLeaf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log", models.CharField(max_length=40)),
                ("position", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("source", models.CharField(max_length=63)),
                ("row_key", models.CharField(max_length=40, null=True)),
                ("kind", models.CharField(max_length=40, null=True)),
                ("object_id", models.UUIDField(null=True)),
                ("account_id", models.BigIntegerField(null=True)),
                ("mask", models.BinaryField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("content", models.TextField(null=True)),
                ("leaf", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "object_id"], name="leaf_about"),
                    models.Index(fields=["source", "row_key"], name="leaf_of_row"),
                    models.Index(
                        condition=models.Q(("position__isnull", True)), fields=["log", "id"], name="leaf_waits"
                    ),
                    models.Index(fields=["at"], name="leaf_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("log", "position"), name="leaf_has_a_place_of_its_own")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditNode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log", models.CharField(max_length=40)),
                ("level", models.PositiveSmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("log", "level", "index"), name="node_once")],
            },
        ),
        Protect("toestemming_auditleaf", "toestemming_auditnode", "toestemming_audithead", "toestemming_auditcheck"),
        Function(
            "app.leave_leaf(text, text, text, uuid, text, jsonb, text, bigint)",
            """create or replace function app.leave_leaf(p_source text, p_row_key text, p_kind text, p_object uuid,
              p_what text, p_row jsonb, p_who text, p_account bigint) returns void
            language plpgsql volatile security definer set search_path = pg_catalog set timezone = 'UTC' as $$
            declare
              its_log text := 'open';
              its_mask bytea := uuid_send(gen_random_uuid());
              its_salt bytea := uuid_send(gen_random_uuid());
              told text;
            begin
              if to_regprocedure(format('app.log_name_%I()', p_kind)) is not null then
                execute format('select app.log_name_%I()', p_kind) into its_log;
              end if;
              told := jsonb_build_object(
                'at', clock_timestamp(), 'kind', p_kind, 'object', p_object, 'table', p_source, 'what', p_what,
                'row', p_row, 'who', p_who,
                -- Which account: a promise that the municipality can keep, and nobody else can work back.
                'by', encode(sha256(its_mask || convert_to(p_account::text, 'UTF8')), 'hex'))::text;
              insert into public.toestemming_auditleaf
                (log, at, source, row_key, kind, object_id, account_id, mask, salt, content, leaf)
              values (its_log, clock_timestamp(), p_source, p_row_key, p_kind, p_object, p_account, its_mask, its_salt,
                told, sha256('\\x00'::bytea || its_salt || convert_to(told, 'UTF8')));
            end $$""",
            grant=False,
        ),
        Function(
            "app.audit_row()",
            """create or replace function app.audit_row() returns trigger
            language plpgsql volatile security definer set search_path = pg_catalog set timezone = 'UTC' as $$
            declare
              newest jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
              before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
              columns text[] := string_to_array(tg_argv[2], ',');
              told jsonb;
              who text := 'database';
              account bigint;
            begin
              -- Outside a context only the owner of the tables comes here: the policies refuse everybody else.
              if coalesce(current_setting('app.ctx', true), '') <> '' then
                who := app.actor_kind();
                account := app.actor_id();
                if tg_op = 'DELETE' and who = 'system' and app.actor_text() = 'retention' then
                  return null; -- told by the ledger of what was erased
                end if;
                who := coalesce((select o.name from public.mensen_account a
                  join public.mensen_organization o on o.id = a.organization_id where a.id = account), who);
              end if;
              select coalesce(jsonb_object_agg(c, newest -> c), '{}') into told from unnest(columns) c;
              if before is not null and told = (select coalesce(jsonb_object_agg(c, before -> c), '{}') from unnest(columns) c) then
                return null; -- nothing that the log tells of has changed
              end if;
              perform app.leave_leaf(tg_table_name::text, newest ->> 'id', coalesce(nullif(tg_argv[0], ''), newest ->> 'kind'),
                (newest ->> tg_argv[1])::uuid, lower(tg_op), told, who, account);
              return null;
            end $$""",
            grant=False,
        ),
        migrations.RunSQL(
            sql=[
                """select app.leave_leaf('toestemming_accessline', l.id::text, l.kind, l.object_id, 'insert',
                  jsonb_build_object('at', l.at, 'purpose', l.purpose, 'actor_kind', l.actor_kind),
                  coalesce(o.name, l.actor_kind), l.account_id)
                from toestemming_accessline l left join mensen_account a on a.id = l.account_id
                left join mensen_organization o on o.id = a.organization_id order by l.id""",
                """select app.leave_leaf('toestemming_erasedkey', e.id::text, e.kind, e.object_id, 'insert',
                  jsonb_build_object('at', e.at, 'rule', e.rule), 'system', null)
                from toestemming_erasedkey e order by e.id""",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        Function(
            "app.grow_log(text)",
            """create or replace function app.grow_log(p_log text) returns bigint
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              next record;
              place bigint;
              deep integer;
              side bigint;
              carried bytea;
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = 'audit') then
                raise exception 'only the audit job grows a log' using errcode = '42501';
              end if;
              perform pg_advisory_xact_lock(hashtextextended('audit:' || p_log, 0));
              select coalesce(max(n.index) + 1, 0) into place from public.toestemming_auditnode n
                where n.log = p_log and n.level = 0;
              for next in select l.id, l.leaf from public.toestemming_auditleaf l
                where l.log = p_log and l.position is null order by l.id limit 20000
              loop
                update public.toestemming_auditleaf set position = place where id = next.id;
                deep := 0; side := place; carried := next.leaf;
                insert into public.toestemming_auditnode (log, level, index, hash) values (p_log, deep, side, carried);
                while side & 1 = 1 loop
                  select sha256('\\x01'::bytea || n.hash || carried) into strict carried
                    from public.toestemming_auditnode n where n.log = p_log and n.level = deep and n.index = side - 1;
                  deep := deep + 1; side := side >> 1;
                  insert into public.toestemming_auditnode (log, level, index, hash) values (p_log, deep, side, carried);
                end loop;
                place := place + 1;
              end loop;
              return place;
            end $$""",
        ),
        Function(
            "app.publish_head(text, bigint, bytea, timestamptz, text, text)",
            """create or replace function app.publish_head(p_log text, p_size bigint, p_root bytea, p_at timestamptz,
              p_key text, p_signature text) returns boolean
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = 'audit') then
                raise exception 'only the audit job publishes a head' using errcode = '42501';
              end if;
              if not exists (select 1 from public.toestemming_auditnode n
                  where n.log = p_log and n.level = 0 and n.index = p_size - 1) then
                raise exception 'this log is not that long' using errcode = '42501';
              end if;
              insert into public.toestemming_audithead (log, size, root, at, key, signature)
              values (p_log, p_size, p_root, p_at, p_key, p_signature) on conflict do nothing;
              return found;
            end $$""",
        ),
        Function(
            "app.log_of(text, uuid)",
            """create or replace function app.log_of(p_kind text, p_id uuid)
            returns table (log varchar, place bigint, salt bytea, content text)
            language plpgsql stable security definer set search_path = pg_catalog as $$
            declare
              allowed boolean;
            begin
              perform app.actor_kind();
              if to_regprocedure(format('app.may_open_%I(uuid)', p_kind)) is null then
                raise exception 'no door for this kind' using errcode = '42501';
              end if;
              execute format('select app.may_open_%I($1)', p_kind) into allowed using p_id;
              if not coalesce(allowed, false) then
                return;
              end if;
              return query
                select l.log, l.position, l.salt, l.content from public.toestemming_auditleaf l
                where l.kind = p_kind and l.object_id = p_id and l.content is not null
                  -- When the resident looked is not for whoever else holds the code.
                  and l.content::jsonb ->> 'who' <> 'follower'
                order by l.position nulls last;
            end $$""",
        ),
        Function(
            "app.audit_faults(text)",
            """create or replace function app.audit_faults(p_log text) returns table (what text, place text)
            language plpgsql stable security definer set search_path = pg_catalog set timezone = 'UTC' as $$
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = 'audit') then
                raise exception 'only the audit job looks for changes' using errcode = '42501';
              end if;
              return query select 'content changed', 'leaf ' || l.position from public.toestemming_auditleaf l
                where l.log = p_log and l.content is not null
                  and l.leaf is distinct from sha256('\\x00'::bytea || l.salt || convert_to(l.content, 'UTF8'));
              return query select 'leaf is not that of the tree', 'leaf ' || l.position from public.toestemming_auditleaf l
                left join public.toestemming_auditnode n on n.log = l.log and n.level = 0 and n.index = l.position
                where l.log = p_log and l.position is not null and n.hash is distinct from l.leaf;
              return query select 'leaf removed', 'leaf ' || n.index from public.toestemming_auditnode n
                left join public.toestemming_auditleaf l on l.log = n.log and l.position = n.index
                where n.log = p_log and n.level = 0 and l.id is null;
              return query select 'tree changed', 'node ' || n.level || '/' || n.index
                from public.toestemming_auditnode n
                left join public.toestemming_auditnode a
                  on a.log = n.log and a.level = n.level - 1 and a.index = n.index * 2
                left join public.toestemming_auditnode b
                  on b.log = n.log and b.level = n.level - 1 and b.index = n.index * 2 + 1
                where n.log = p_log and n.level > 0
                  and n.hash is distinct from sha256('\\x01'::bytea || a.hash || b.hash);
              return query select 'access line changed or removed', 'leaf ' || l.position
                from public.toestemming_auditleaf l left join public.toestemming_accessline a on a.id = l.row_key::bigint
                where l.log = p_log and l.source = 'toestemming_accessline' and l.content is not null
                  and l.content::jsonb ->> 'what' = 'insert'
                  and (a.id is null or a.kind is distinct from l.kind or a.object_id is distinct from l.object_id
                    or jsonb_build_object('at', a.at, 'purpose', a.purpose, 'actor_kind', a.actor_kind)
                      is distinct from l.content::jsonb -> 'row'
                    or encode(sha256(l.mask || convert_to(coalesce(a.account_id, l.account_id)::text, 'UTF8')), 'hex')
                      is distinct from l.content::jsonb ->> 'by');
              return query select 'access line without a leaf', 'line ' || a.id from public.toestemming_accessline a
                where p_log = 'open' and not exists (select 1 from public.toestemming_auditleaf l
                  where l.source = 'toestemming_accessline' and l.row_key = a.id::text);
            end $$""",
        ),
        Function(
            "app.forget_old_lines()",
            """create or replace function app.forget_old_lines() returns bigint
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              before timestamptz;
              gone bigint;
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = 'retention') then
                raise exception 'only the retention job forgets access lines' using errcode = '42501';
              end if;
              select clock_timestamp() - make_interval(days => t.days) into strict before
                from public.toestemming_term t where t.code = 'access-line';
              delete from public.toestemming_accessline l where l.at < before;
              get diagnostics gone = row_count;
              -- A leaf goes with its line, else by its own age; the hash stays, so that the tree still stands.
              update public.toestemming_auditleaf l set content = null, salt = null, mask = null, account_id = null,
                row_key = null, kind = null, object_id = null
              where l.content is not null and case when l.source = 'toestemming_accessline'
                then not exists (select 1 from public.toestemming_accessline a where a.id = l.row_key::bigint)
                  and (l.content::jsonb -> 'row' ->> 'at')::timestamptz < before
                else l.at < before end;
              return gone;
            end $$""",
        ),
        Function(
            "app.erase_sealed(text, uuid, text)",
            """create or replace function app.erase_sealed(p_kind text, p_id uuid, p_rule text) returns boolean
            language plpgsql volatile security definer set search_path = pg_catalog, public as $$
            declare
              gone integer;
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = case p_kind when 'message' then 'post' else 'retention' end) then
                raise exception 'only the retention jobs destroy keys' using errcode = '42501';
              end if;
              delete from public.toestemming_sealkey k where k.kind = p_kind and k.object_id = p_id;
              get diagnostics gone = row_count;
              if gone > 0 then
                insert into public.toestemming_erasedkey (kind, object_id, at, rule)
                values (p_kind, p_id, clock_timestamp(), left(p_rule, 60));
                update public.toestemming_auditleaf l set content = null, salt = null, mask = null, account_id = null,
                  row_key = null, kind = null, object_id = null
                where l.kind = p_kind and l.object_id = p_id
                  and l.source not in ('toestemming_accessline', 'toestemming_erasedkey');
              end if;
              return gone > 0;
            end $$""",
        ),
    ]
