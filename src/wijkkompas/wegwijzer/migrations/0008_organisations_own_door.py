"""Organisations change their own records; who may, and what they ask volunteers for (docs/decisions/0020)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

# Table, and how its rows lead to their service.
OF_AN_EDITOR = {
    "wegwijzer_service": "service",
    **dict.fromkeys(
        (
            "wegwijzer_service_areas",
            "wegwijzer_serviceneed",
            "wegwijzer_serviceatlocation",
            "wegwijzer_schedule",
            "wegwijzer_phone",
            "wegwijzer_language",
            "wegwijzer_costoption",
            "wegwijzer_contact",
            "wegwijzer_requireddocument",
            "wegwijzer_goal",
            "wegwijzer_attribute",
        ),
        "child",
    ),
    "wegwijzer_scheduleexception": "hours",
    "wegwijzer_rotaline": "hours",
}


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0003_merging"),
        ("wegwijzer", "0007_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EditorClaim",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "name",
                    models.CharField(
                        help_text="of who asks, as the organisation and the municipality see it", max_length=120
                    ),
                ),
                ("email", models.EmailField(help_text="of who asks", max_length=254)),
                ("told", models.CharField(help_text="what they do there", max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "wacht op antwoord"), ("granted", "toegestaan"), ("refused", "geweigerd")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("token_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("link_until", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="empty: by the link in the mail",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        help_text="who decides; empty: the functional manager",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mensen.area",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mensen.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("account",), name="one_waiting_claim"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link_until__isnull", True), ("token_hash", "")),
                            ("link_until__isnull", False),
                            _connector="OR",
                        ),
                        name="link_of_a_claim_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("edit", "wijziging"), ("new", "nieuwe hulp"), ("undo", "ongedaan gemaakt")],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wacht op de gemeente"),
                            ("public", "staat in de gids"),
                            ("sent-back", "teruggestuurd"),
                            ("replaced", "vervangen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(default=dict, help_text="part of the record to what it said")),
                ("after", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("public_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, help_text="why it was sent back", max_length=500)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="who approved it or sent it back; empty: it was public at once",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mensen.organization"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="wegwijzer.service"
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="wegwijzer.recordchange",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["service", "made_at"], name="changes_of_record")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("service",), name="one_waiting_change"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "public"), _negated=True), ("public_at__isnull", False), _connector="OR"
                        ),
                        name="public_change_has_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent-back"), _negated=True),
                            models.Q(("decided_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="change_sent_back_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("what", models.TextField(max_length=600)),
                ("when", models.CharField(max_length=200)),
                (
                    "contact",
                    models.CharField(
                        help_text="number or address of the organisation, of no private person", max_length=200
                    ),
                ),
                ("until", models.DateField(help_text="last day for residents")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mensen.organization"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="vacancies",
                        to="wegwijzer.service",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="vacancy_until")],
            },
        ),
        Function(
            "app.my_trusted_organizations()",
            """create or replace function app.my_trusted_organizations() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct c.organization_id), '{}')::uuid[]
              from public.wegwijzer_recordchange c
              where c.made_by_id = app.actor_id() and c.state = 'public' and c.decided_by_id <> c.made_by_id
                and c.organization_id = any((select app.my_organizations())::uuid[])
            $$""",
        ),
        Function(
            "app.editor_keeps_own()",
            """create or replace function app.editor_keeps_own() returns trigger
            language plpgsql security definer set search_path = pg_catalog as $$
            declare
              who bigint;
              line jsonb;
              holder uuid;
            begin
              begin
                who := app.actor_id();
              exception when insufficient_privilege then
                return null;  -- the directory is open: commands write it without an actor
              end;
              if who is null or not exists (
                select 1 from public.mensen_account a where a.id = who and a.role = 'organisation-editor'
              ) then
                return null;
              end if;
              foreach line in array array[to_jsonb(old), to_jsonb(new)] loop
                continue when line is null or line = 'null'::jsonb;
                holder := case tg_argv[0]
                  when 'service' then (line->>'organization_id')::uuid
                  when 'child' then
                    (select s.organization_id from public.wegwijzer_service s where s.id = (line->>'service_id')::uuid)
                  else (select s.organization_id from public.wegwijzer_schedule h
                        join public.wegwijzer_service s on s.id = h.service_id where h.id = (line->>'schedule_id')::uuid)
                end;
                if holder is not null and not holder = any(app.my_organizations()) then
                  raise exception 'an editor changes records of the own organisation only' using errcode = '42501';
                end if;
              end loop;
              return null;
            end $$""",
            grant=False,
        ),
        *(
            migrations.RunSQL(
                f"create trigger editor_keeps_own after insert or update or delete on {table} for each row"
                f" execute function app.editor_keeps_own('{leads}')",
                f"drop trigger editor_keeps_own on {table}",
            )
            for table, leads in OF_AN_EDITOR.items()
        ),
        Protect("wegwijzer_recordchange", "wegwijzer_editorclaim", "wegwijzer_vacancy"),
    ]
