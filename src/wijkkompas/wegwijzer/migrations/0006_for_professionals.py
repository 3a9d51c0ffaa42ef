"""For people at work: handbooks with their versions, notes of a team, room at a service, who knows what."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect


def _foreign(to, *, null=False, one=False):
    """A relation that the database itself keeps (`_kept`)."""
    kind = models.OneToOneField if one else models.ForeignKey
    return kind(db_constraint=False, null=null, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to)


def _kept(table, column, target, then):
    """The constraint, with what happens to this row when the other one goes: policies do not stand in its way."""
    name = f"{table}_{column}_kept"
    return migrations.RunSQL(
        f'alter table "{table}" add constraint "{name}" foreign key ("{column}") references "{target}" (id)'
        f" on delete {then} deferrable initially deferred",
        f'alter table "{table}" drop constraint "{name}"',
    )


ACCOUNT, TEAM, ORGANIZATION, SERVICE = (
    settings.AUTH_USER_MODEL,
    "mensen.team",
    "mensen.organization",
    "wegwijzer.service",
)
LISTED = django.contrib.postgres.fields.ArrayField


def _id():
    return ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False))


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0002_accounts_protected"),
        ("wegwijzer", "0005_upkeep"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handbook",
            fields=[
                _id(),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("residents", "bewoners"),
                            ("professionals", "professionals"),
                            ("both", "bewoners en professionals"),
                        ],
                        default="both",
                        max_length=20,
                    ),
                ),
                (
                    "needs",
                    LISTED(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        help_text="needs that link here, main one first",
                        size=None,
                    ),
                ),
                ("review_on", models.DateField(help_text="the day on which somebody has looked again")),
                (
                    "review",
                    models.UUIDField(blank=True, help_text="object of the review promise in the ledger", null=True),
                ),
                ("version", models.PositiveIntegerField(default=0, help_text="number of the newest version")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="who keeps it true",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=TEAM,
                    ),
                ),
            ],
            options={"ordering": ["slug"]},
        ),
        migrations.CreateModel(
            name="HandbookVersion",
            fields=[
                _id(),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("lead", models.CharField(blank=True, max_length=400)),
                ("steps", models.JSONField(help_text="list of guides.values.Step")),
                ("sources", models.JSONField(default=list)),
                (
                    "changed",
                    models.CharField(
                        blank=True, help_text="what changed, in the words of who changed it", max_length=200
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "shipped",
                    models.CharField(
                        blank=True, help_text="hash of the shipped file; empty: written here", max_length=64
                    ),
                ),
                (
                    "handbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="wegwijzer.handbook",
                    ),
                ),
                ("made_by", _foreign(ACCOUNT, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("handbook", "number"), name="handbook_version_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                _id(),
                ("text", models.CharField(max_length=600)),
                ("written_at", models.DateTimeField()),
                ("service", _foreign(SERVICE)),
                ("team", _foreign(TEAM, null=True)),
                ("organization", _foreign(ORGANIZATION, null=True)),
                ("written_by", _foreign(ACCOUNT, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["service"], name="note_of_service")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organization__isnull", False), ("team__isnull", True)),
                            models.Q(("organization__isnull", True), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_has_one_writer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapacityHint",
            fields=[
                _id(),
                ("free_places", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("waiting_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("said_on", models.DateField(help_text="the day on which the service said so")),
                ("noted_at", models.DateTimeField()),
                ("service", _foreign(SERVICE)),
                ("organization", _foreign(ORGANIZATION)),
                ("noted_by", _foreign(ACCOUNT, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["service", "-said_on", "-noted_at"], name="hint_of_service")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("free_places__isnull", False), ("waiting_weeks__isnull", False), _connector="OR"
                        ),
                        name="hint_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkCard",
            fields=[
                _id(),
                ("name", models.CharField(max_length=120)),
                ("function", models.CharField(max_length=120)),
                ("needs", LISTED(base_field=models.CharField(max_length=40), default=list, size=None)),
                ("themes", LISTED(base_field=models.CharField(max_length=40), default=list, size=None)),
                ("languages", LISTED(base_field=models.CharField(max_length=5), default=list, size=None)),
                ("reach", models.CharField(help_text="how to reach somebody at work", max_length=200)),
                ("changed_at", models.DateTimeField()),
                ("account", _foreign(ACCOUNT, one=True)),
                ("team", _foreign(TEAM)),
            ],
            options={"ordering": ["name"]},
        ),
        _kept("wegwijzer_handbookversion", "made_by_id", "mensen_account", "set null"),
        _kept("wegwijzer_internalnote", "service_id", "wegwijzer_service", "cascade"),
        _kept("wegwijzer_internalnote", "team_id", "mensen_team", "cascade"),
        _kept("wegwijzer_internalnote", "organization_id", "mensen_organization", "cascade"),
        _kept("wegwijzer_internalnote", "written_by_id", "mensen_account", "set null"),
        _kept("wegwijzer_capacityhint", "service_id", "wegwijzer_service", "cascade"),
        _kept("wegwijzer_capacityhint", "organization_id", "mensen_organization", "cascade"),
        _kept("wegwijzer_capacityhint", "noted_by_id", "mensen_account", "set null"),
        _kept("wegwijzer_workcard", "account_id", "mensen_account", "cascade"),
        _kept("wegwijzer_workcard", "team_id", "mensen_team", "cascade"),
        Function(
            "app.is_professional()",  # as Account.needs_second_factor: who works with it has passed two factors
            """create or replace function app.is_professional() returns boolean
            language sql stable security definer set search_path = pg_catalog as $$
              select exists (select 1 from public.mensen_account a
                where a.id = app.actor_id() and a.is_active
                  and (a.is_staff or a.is_superuser
                    or a.role in ('worker', 'organisation-editor', 'municipality', 'functional-manager')
                    or cardinality(app.my_teams()) > 0))
            $$""",
        ),
        Function(
            "app.colleagues_near()",  # "account:team" of everybody who works in a team whose area meets that of mine
            """create or replace function app.colleagues_near() returns text[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct m.account_id || ':' || m.team_id), '{}')::text[]
              from public.mensen_team_areas mine
              join public.mensen_area here on here.code = mine.area_id
              join public.mensen_area there on here.code = any(there.path) or there.code = any(here.path)
                or exists (select 1 from unnest(here.path) as code where code like 'GM%' and code = any(there.path))
              join public.mensen_team_areas theirs on theirs.area_id = there.code
              join public.mensen_membership m on m.team_id = theirs.team_id and m.role in ('worker', 'lead')
                and m.valid_from <= clock_timestamp() and (m.valid_until is null or m.valid_until > now())
              join public.mensen_account a on a.id = m.account_id and a.is_active
              where mine.team_id = any(app.my_teams())
            $$""",
        ),
        Protect(
            "wegwijzer_handbook",
            "wegwijzer_handbookversion",
            "wegwijzer_internalnote",
            "wegwijzer_capacityhint",
            "wegwijzer_workcard",
        ),
    ]
