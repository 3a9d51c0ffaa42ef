"""Destroying by list, with four eyes: the database counts the people (docs/decisions/0022)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0002_accounts_protected"),
        ("toestemming", "0005_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DestructionList",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("month", models.DateField(help_text="its first day")),
                ("kind", models.CharField(max_length=40)),
                (
                    "rule",
                    models.CharField(help_text="code of the term, as the ledger of erasures keeps it", max_length=60),
                ),
                ("made_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("destroyed", models.PositiveIntegerField(help_text="how many keys", null=True)),
                (
                    "municipality",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mensen.area"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.UUIDField()),
                ("due_on", models.DateField()),
                ("kept_because", models.CharField(blank=True, max_length=200)),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="toestemming.destructionlist",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="toestemming.destructionlist",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="destructionlist",
            constraint=models.UniqueConstraint(
                fields=("municipality", "month", "kind", "rule"), name="one_list_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(fields=("list", "object_id"), name="listed_once"),
        ),
        migrations.AddConstraint(
            model_name="destructionconfirmation",
            constraint=models.UniqueConstraint(fields=("list", "account"), name="one_yes_each"),
        ),
        Protect("toestemming_destructionlist", "toestemming_destructionitem", "toestemming_destructionconfirmation"),
        Function(
            "app.guard_list()",
            """create or replace function app.guard_list() returns trigger
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              gone timestamptz;
            begin
              -- One at a time on one list: a yes and a change of the list never pass each other.
              select d.destroyed_at into gone from public.toestemming_destructionlist d where d.id = new.list_id for update;
              if gone is not null then
                raise exception 'this list was carried out' using errcode = '42501';
              end if;
              if tg_table_name = 'toestemming_destructionconfirmation' then
                new.at := clock_timestamp();
                return new;
              end if;
              if exists (select 1 from public.toestemming_destructionconfirmation c where c.list_id = new.list_id) then
                raise exception 'somebody confirmed this list: it does not change any more' using errcode = '42501';
              end if;
              if tg_op = 'UPDATE' and (new.list_id, new.object_id, new.due_on) is distinct from
                 (old.list_id, old.object_id, old.due_on) then
                raise exception 'only the reason to keep a record may change' using errcode = '42501';
              end if;
              return new;
            end $$""",
            grant=False,
        ),
        migrations.RunSQL(
            sql=[
                "create trigger guard before insert or update on toestemming_destructionitem"
                " for each row execute function app.guard_list()",
                "create trigger guard before insert on toestemming_destructionconfirmation"
                " for each row execute function app.guard_list()",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        Function(
            "app.destroy_listed(uuid)",
            """create or replace function app.destroy_listed(p_list uuid) returns bigint
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              its public.toestemming_destructionlist;
              item record;
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
              for item in select i.object_id from public.toestemming_destructionitem i
                where i.list_id = p_list and i.kept_because = '' and i.due_on <= current_date
              loop
                if app.erase_sealed(its.kind, item.object_id, its.rule) then
                  gone := gone + 1;
                end if;
              end loop;
              update public.toestemming_destructionlist set destroyed_at = clock_timestamp(), destroyed = gone where id = p_list;
              return gone;
            end $$""",
        ),
    ]
