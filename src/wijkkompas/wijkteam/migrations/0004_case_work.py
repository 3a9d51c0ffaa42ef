"""The first talk, notifications under the law, and names that the pages of a case show."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

# Of each table: which columns may change, and which of those only once (app.guard_row, migration 0001).
_DONE = "confirmed_on,own_plan_on,reported_on"
GUARDED = {
    "wijkteam_intake": ("", ""),
    "wijkteam_notification": (f"urgent,support_answer,carer_answer,support_offered_on,{_DONE}", _DONE),
}


class Migration(migrations.Migration):
    dependencies = [
        ("wijkteam", "0002_signals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "signal_id",
                    models.UUIDField(
                        blank=True, help_text="of the signal that it came from, when there is one", null=True
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intake", to="wijkteam.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "law",
                    models.CharField(
                        choices=[("wmo", "Wmo"), ("jeugd", "Jeugdwet"), ("wgs", "schuldhulp")], max_length=10
                    ),
                ),
                (
                    "urgent",
                    models.BooleanField(default=False, help_text="eviction or no energy threatens: a shorter term"),
                ),
                ("received_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "support_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja, graag"), ("no", "nee, dat hoeft niet"), ("later", "denkt erover na")],
                        help_text="of the client",
                        max_length=10,
                    ),
                ),
                (
                    "carer_answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja, graag"), ("no", "nee, dat hoeft niet"), ("later", "denkt erover na")],
                        help_text="of who cares for them",
                        max_length=10,
                    ),
                ),
                ("support_offered_on", models.DateField(blank=True, null=True)),
                (
                    "confirmed_on",
                    models.DateField(blank=True, help_text="the letter of confirmation was made", null=True),
                ),
                ("own_plan_on", models.DateField(blank=True, help_text="the personal plan came in", null=True)),
                ("reported_on", models.DateField(blank=True, help_text="the resident got the report", null=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notifications", to="wijkteam.case"
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "law", "received_on", "about"), name="notified_once_a_day", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("support_offered_on__isnull", False),
                            models.Q(("carer_answer", ""), ("support_answer", "")),
                            _connector="OR",
                        ),
                        name="support_answer_has_an_offer",
                    ),
                ],
            },
        ),
        Function(
            "app.volunteers_of_team(int)",  # names of the volunteers of a team of mine
            """create or replace function app.volunteers_of_team(p_team int) returns table (id bigint, name varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              select a.id, a.name from public.mensen_membership m
              join public.mensen_account a on a.id = m.account_id and a.is_active
              where m.team_id = p_team and p_team = any((select app.my_teams())::int[]) and m.role = 'volunteer'
                and m.valid_from <= clock_timestamp() and (m.valid_until is null or m.valid_until > clock_timestamp())
              order by a.name
            $$""",
        ),
        Function(
            "app.receivers_of(uuid)",  # who got a share or a release of a case; for its team, and whose file it is
            """create or replace function app.receivers_of(p_case uuid)
            returns table (account_id bigint, name varchar, organisation text)
            language sql stable security definer set search_path = pg_catalog as $$
              with may as materialized (
                select c.id from public.wijkteam_case c
                where c.id = p_case and (c.ends_on is null or c.ends_on >= app.today())
                  and (c.id = any((select app.my_files())::uuid[]) or c.team_id = any((select app.my_leads())::int[])
                    or c.team_id = any((select app.my_teams())::int[])
                      and (not c.sealed or c.coordinator_id = (select app.active_account())))
              ), them as (
                select s.to_account_id as id from may join public.wijkteam_share s on s.case_id = may.id
                union
                select r.professional_id from may join public.wijkteam_share s on s.case_id = may.id
                join public.wijkteam_secrecyrelease r on r.share_id = s.id
              )
              select a.id, a.name, coalesce(o.name, '')::text from them
              join public.mensen_account a on a.id = them.id
              left join public.mensen_organization o on o.id = a.organization_id
            $$""",
        ),
        *(
            migrations.RunSQL(
                f"create trigger guard before update or delete on {table} for each row"
                f" execute function app.guard_row('{changing}', '{once}')",
                f"drop trigger guard on {table}",
            )
            for table, (changing, once) in GUARDED.items()
        ),
        Protect(*GUARDED),
    ]
