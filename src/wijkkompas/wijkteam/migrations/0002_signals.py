"""Signals: the tables, what may change in a row, and the one answer for who reported."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

CHANGING = (
    "area_id,state,urgent,needs,case_id,belongs_to_id,taken_by_id,tries,told_guests_at,objected_to,closed_at,ends_on"
)
ONCE = "case_id,closed_at,ends_on"


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0003_merging"),
        ("toezeggingen", "0005_first_contact"),
        ("wijkteam", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("web", "website"),
                            ("phone", "telefoon"),
                            ("walk-in", "inloop"),
                            ("organisation", "organisatie"),
                            ("school", "school"),
                            ("gp", "huisarts"),
                            ("ambassador", "buurtambassadeur"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "permission",
                    models.CharField(
                        choices=[
                            ("yes", "weet het en vindt het goed"),
                            ("no", "weet het niet"),
                            ("unknown", "onbekend"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[("person", "iemand"), ("place", "een plek")], default="person", max_length=10
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "nieuw"),
                            ("triaged", "bekeken"),
                            ("contacting", "wij nemen contact op"),
                            ("reached", "bereikt"),
                            ("not-reached", "niet bereikt"),
                            ("case-opened", "dossier geopend"),
                            ("advice-given", "advies gegeven"),
                            ("refused-help", "wil geen hulp"),
                            ("passed-on", "doorgegeven"),
                            ("not-for-us", "niet voor ons"),
                            ("joined", "hoort bij een ander signaal"),
                            ("closed", "afgesloten"),
                        ],
                        default="received",
                        max_length=15,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("urgent", models.BooleanField(default=False, help_text="the crisis detector read danger in the text")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="codes of needs.yaml",
                        size=None,
                    ),
                ),
                ("language", models.CharField(default="nl", max_length=5)),
                ("sealed", models.BinaryField()),
                ("sealed_reporter", models.BinaryField()),
                (
                    "dedupe",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), blank=True, default=list, size=None
                    ),
                ),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                (
                    "contact_request",
                    models.UUIDField(blank=True, help_text="id of the call-back request", null=True, unique=True),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "told_guests_at",
                    models.DateTimeField(
                        blank=True, help_text="when the resident was told who may sit at the dagstart", null=True
                    ),
                ),
                (
                    "objected_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("partner", "hulporganisatie"),
                                ("police", "politie"),
                                ("benefits", "uitkering"),
                                ("school", "school"),
                                ("gp", "huisarts"),
                                ("housing", "verhuurder"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        help_text="guests who do not see it",
                        size=None,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, db_index=True, null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mensen.area"),
                ),
                (
                    "belongs_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="wijkteam.signal",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.case",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mensen.team"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignalStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("received", "nieuw"),
                            ("triaged", "bekeken"),
                            ("contacting", "wij nemen contact op"),
                            ("reached", "bereikt"),
                            ("not-reached", "niet bereikt"),
                            ("case-opened", "dossier geopend"),
                            ("advice-given", "advies gegeven"),
                            ("refused-help", "wil geen hulp"),
                            ("passed-on", "doorgegeven"),
                            ("not-for-us", "niet voor ons"),
                            ("joined", "hoort bij een ander signaal"),
                            ("closed", "afgesloten"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("received", "nieuw"),
                            ("triaged", "bekeken"),
                            ("contacting", "wij nemen contact op"),
                            ("reached", "bereikt"),
                            ("not-reached", "niet bereikt"),
                            ("case-opened", "dossier geopend"),
                            ("advice-given", "advies gegeven"),
                            ("refused-help", "wil geen hulp"),
                            ("passed-on", "doorgegeven"),
                            ("not-for-us", "niet voor ons"),
                            ("joined", "hoort bij een ander signaal"),
                            ("closed", "afgesloten"),
                        ],
                        max_length=15,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "told",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("told", "gezegd: opgepakt"),
                            ("by-code", "leest het zelf, met de code"),
                            ("not-told", "niet verteld"),
                        ],
                        max_length=10,
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
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="wijkteam.signal"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["team", "state", "received_at"], name="signals_of_team"),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_hash", ""), _negated=True), fields=("code_hash",), name="signal_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", "place"), _negated=True),
                    models.Q(("case__isnull", True), ("dedupe", [])),
                    _connector="OR",
                ),
                name="place_is_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "joined"), _negated=True), ("belongs_to__isnull", False), _connector="OR"
                ),
                name="joined_says_to_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(("belongs_to", models.F("id")), _negated=True), name="no_signal_belongs_to_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "case-opened"), _negated=True), ("case__isnull", False), _connector="OR"
                ),
                name="opened_case_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("ends_on__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("ends_on__isnull", False)),
                    _connector="OR",
                ),
                name="closed_signal_has_an_end",
            ),
        ),
        Function(
            "app.signal_followed()",  # for who reported, by the code: a day, and was it picked up; nothing else leaves here
            """create or replace function app.signal_followed()
            returns table (received_at timestamptz, due timestamptz, picked_up boolean, team varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              select s.received_at, p.due, s.state <> 'received', t.name
              from public.wijkteam_signal s join public.mensen_team t on t.id = s.team_id
              left join public.toezeggingen_promise p on p.kind = 'first-contact' and p.object_id = s.id
              where s.code_hash <> '' and s.code_hash = app.follow_hash()
                and (s.ends_on is null or s.ends_on >= app.today())
            $$""",
        ),
        migrations.RunSQL(
            [
                # Rows go by the job that destroys, after their last day (policies.py); so only changes are guarded here.
                "create trigger guard before update on wijkteam_signal for each row"
                f" execute function app.guard_row('{CHANGING}', '{ONCE}')",
                "create trigger guard before update on wijkteam_signalstep for each row"
                " execute function app.guard_row('', '')",
            ],
            ["drop trigger guard on wijkteam_signal", "drop trigger guard on wijkteam_signalstep"],
        ),
        Protect("wijkteam_signal", "wijkteam_signalstep"),
    ]
