"""Records are kept up: checks with a date, states with a history, a period in which residents see them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

STATUSES = [
    ("inactive", "concept"),
    ("checked", "nagekeken, nog niet in de gids"),
    ("active", "in de gids"),
    ("temporarily closed", "tijdelijk dicht"),
    ("defunct", "gestopt"),
]


def _account() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("wegwijzer", "0004_exchange"),
        ("mensen", "0002_accounts_protected"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="service",
            name="status",
            field=models.CharField(choices=STATUSES, default="active", max_length=20),
        ),
        migrations.AddField(
            model_name="service",
            name="visible_from",
            field=models.DateField(blank=True, help_text="first day in the guide; empty: at once", null=True),
        ),
        migrations.AddField(
            model_name="service",
            name="visible_until",
            field=models.DateField(blank=True, help_text="last day in the guide; empty: for ever", null=True),
        ),
        migrations.AddField(
            model_name="service",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                help_text="where residents go when this one stopped",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wegwijzer.service",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("visible_until__isnull", True),
                    ("visible_from__isnull", True),
                    ("visible_until__gte", models.F("visible_from")),
                    _connector="OR",
                ),
                name="service_visible_in_order",
            ),
        ),
        migrations.CreateModel(
            name="RecordCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, help_text="when the organisation was mailed last", null=True),
                ),
                ("token_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("link_until", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("right", "klopt nog"), ("wrong", "klopt niet meer"), ("stopped", "gestopt")],
                        help_text="what the link said; stopped: not owed",
                        max_length=10,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by", _account()),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="wegwijzer.service"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)), fields=("service",), name="one_open_check"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link_until__isnull", True), ("token_hash", "")),
                            models.Q(("asked_at__isnull", False), ("link_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_of_a_check_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("was", models.CharField(choices=STATUSES, max_length=20)),
                ("became", models.CharField(choices=STATUSES, max_length=20)),
                (
                    "via",
                    models.CharField(
                        blank=True, help_text="kind of actor, and the name of a system actor", max_length=40
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("by", _account()),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_changes",
                        to="wegwijzer.service",
                    ),
                ),
            ],
            options={"ordering": ["-at", "-id"]},
        ),
        Function(
            "app.my_records()",
            """create or replace function app.my_records() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(s.id), '{}')::uuid[] from public.wegwijzer_service s
              where s.organization_id = any((select app.my_organizations())::uuid[])
                 or exists (select 1 from public.wegwijzer_service_areas a
                            where a.service_id = s.id and a.area_id = any((select app.my_edit_areas())::text[]))
            $$""",
        ),
        Function(
            "app.was_public(uuid)",
            """create or replace function app.was_public(p_service uuid) returns boolean
            language sql stable security definer set search_path = pg_catalog as $$
              select exists (select 1 from public.wegwijzer_statuschange c where c.service_id = p_service and c.was = 'active')
            $$""",
        ),
        Function(
            "app.addresses_of_organization(uuid)",
            """create or replace function app.addresses_of_organization(p_organization uuid) returns setof varchar
            language sql stable security definer set search_path = pg_catalog as $$
              select a.email from public.mensen_account a
              where a.organization_id = p_organization and a.role = 'organisation-editor' and a.is_active
                and app.actor_kind() = 'system'
              order by a.email
            $$""",
        ),
        Function(
            "app.note_status_change()",
            """create or replace function app.note_status_change() returns trigger
            language plpgsql security definer set search_path = pg_catalog as $$
            declare
              who bigint;
              told text := '';
            begin
              begin
                who := app.actor_id();
                told := app.actor_kind() || case when app.actor_kind() = 'system' then ' ' || app.actor_text() else '' end;
              exception when insufficient_privilege then
                who := null;  -- the directory is open: commands write it without an actor
                told := '';
              end;
              insert into public.wegwijzer_statuschange (service_id, at, was, became, by_id, via, why)
              values (new.id, clock_timestamp(), old.status, new.status, who, left(told, 40),
                      left(coalesce(current_setting('app.why', true), ''), 300));
              return null;
            end $$""",
            grant=False,
        ),
        migrations.RunSQL(
            """create trigger note_status_change after update of status on wegwijzer_service for each row
            when (old.status is distinct from new.status) execute function app.note_status_change()""",
            "drop trigger note_status_change on wegwijzer_service",
        ),
        Protect("wegwijzer_recordcheck", "wegwijzer_statuschange"),
    ]
