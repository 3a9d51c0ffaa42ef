"""Records that appear twice, and their merging (docs/decisions/0019)."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("wegwijzer", "0006_for_professionals"),
        ("mensen", "0003_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importedrecord",
            name="kept",
            field=models.JSONField(
                default=dict, help_text="field: digest of what the source says and we decided not to take"
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="areas",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                default=list,
                help_text="municipalities (or wider areas) of its services",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="this record and that one are the same: its page leads there",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="wegwijzer.service",
            ),
        ),
        migrations.AlterField(
            model_name="service",
            name="organization",
            field=models.ForeignKey(
                limit_choices_to={"merged_into__isnull": True},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="mensen.organization",
            ),
        ),
        migrations.AlterField(
            model_name="service",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                help_text="where residents go when this one stopped",
                limit_choices_to={"merged_into__isnull": True},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wegwijzer.service",
            ),
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("service", "hulp of activiteit"), ("organization", "organisatie")], max_length=20
                    ),
                ),
                ("one_id", models.UUIDField(help_text="the lowest of the two ids")),
                ("other_id", models.UUIDField()),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        help_text="all areas of both: who may look",
                        size=None,
                    ),
                ),
                ("score", models.FloatField(help_text="0 to 1, see wegwijzer.duplicates.scoring")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "nog te bekijken"), ("same", "hetzelfde"), ("different", "niet hetzelfde")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
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
                "indexes": [models.Index(fields=["state", "-score"], name="duplicate_pair_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("one_id", "other_id"), name="duplicate_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one_id__lt", models.F("other_id"))), name="duplicate_pair_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("decided_at__isnull", False), _connector="OR"),
                        name="decided_duplicate_pair_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("service", "hulp of activiteit"), ("organization", "organisatie")], max_length=20
                    ),
                ),
                ("kept_id", models.UUIDField()),
                ("gone_id", models.UUIDField()),
                ("kept_name", models.CharField(help_text="as it was called just before", max_length=200)),
                ("gone_name", models.CharField(max_length=200)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        help_text="all areas of both: who may merge and undo",
                        size=None,
                    ),
                ),
                ("choices", models.JSONField(default=dict, help_text="part of the record: kept, other or both")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "moved",
                    models.JSONField(
                        default=dict, help_text="what pointed at the one that is gone: table and column to ids"
                    ),
                ),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
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
                "indexes": [models.Index(fields=["kept_id", "merged_at"], name="merge_into")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("gone_id",),
                        name="record_merged_away_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept_id", models.F("gone_id")), _negated=True), name="merge_of_two_records"
                    ),
                ],
            },
        ),
        Protect(
            "wegwijzer_importrun",
            "wegwijzer_duplicatepair",
            "wegwijzer_merge",
            "wegwijzer_internalnote",
            "wegwijzer_capacityhint",
        ),
    ]
