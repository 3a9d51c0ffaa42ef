"""Calls some weeks after a case closed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Protect

# Which columns may change, and which of those only once (app.guard_row, migration 0001).
ONCE = "now,happened,more,sealed,done_at"
CHANGING = f"state,tries,tried_on,done_by_id,{ONCE}"


class Migration(migrations.Migration):
    dependencies = [
        ("wijkteam", "0005_who_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PulseCall",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "nog te bellen"),
                            ("well", "het gaat goed"),
                            ("not-well", "het gaat nog niet goed"),
                            ("not-reached", "drie keer niet bereikt"),
                            ("not-wanted", "wil liever geen gesprek"),
                            ("not-needed", "het dossier was al weer open"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("call_on", models.DateField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_on", models.DateField(blank=True, null=True)),
                (
                    "now",
                    models.CharField(
                        blank=True,
                        choices=[("well", "goed"), ("so-so", "het gaat wel"), ("not-well", "niet goed")],
                        max_length=10,
                    ),
                ),
                (
                    "happened",
                    models.CharField(
                        blank=True, choices=[("yes", "ja"), ("partly", "voor een deel"), ("no", "nee")], max_length=10
                    ),
                ),
                ("more", models.CharField(blank=True, choices=[("no", "nee"), ("yes", "ja")], max_length=5)),
                ("sealed", models.BinaryField(blank=True, help_text="what was said", null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pulse_calls", to="wijkteam.case"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        help_text="calls, if at work",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "call_on"], name="pulse_to_call")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "planned")), fields=("case",), name="one_pulse_call_planned"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("state", "planned")),
                            models.Q(models.Q(("state", "planned"), _negated=True), ("done_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="pulse_call_is_done_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["well", "not-well"]), _negated=True),
                            models.Q(
                                models.Q(("now", ""), _negated=True),
                                models.Q(("happened", ""), _negated=True),
                                models.Q(("more", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pulse_call_has_three_answers",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "create trigger guard before update or delete on wijkteam_pulsecall for each row"
            f" execute function app.guard_row('{CHANGING}', '{ONCE}')",
            "drop trigger guard on wijkteam_pulsecall",
        ),
        Protect("wijkteam_pulsecall"),
    ]
