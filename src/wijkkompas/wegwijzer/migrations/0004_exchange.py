"""What was imported when from where (wegwijzer.exchange)."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from wijkkompas.kern.access.database import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("wegwijzer", "0003_corrections_handled"),
        ("mensen", "0002_accounts_protected"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=60)),
                ("place", models.CharField(help_text="file or address, without passwords", max_length=300)),
                ("shape", models.CharField(max_length=60)),
                ("digest", models.CharField(help_text="SHA-256 of the contents and the options", max_length=64)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("cursor", models.PositiveIntegerField(default=0, help_text="how many records are done")),
                ("counts", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["source", "finished_at"], name="import_run_open")],
            },
        ),
        migrations.CreateModel(
            name="ImportedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=20)),
                ("source_id", models.CharField(max_length=200)),
                ("object_id", models.UUIDField()),
                ("fields", models.JSONField(help_text="as imported last: what a later import is compared with")),
                (
                    "held",
                    models.BooleanField(default=False, help_text="waits for a person before residents may find it"),
                ),
                ("read_on", models.DateField(help_text="when the source last said so")),
                (
                    "vanished_on",
                    models.DateField(blank=True, help_text="when the source stopped telling about it", null=True),
                ),
                (
                    "last_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="wegwijzer.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "object_id"], name="imported_record_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "kind", "source_id"), name="imported_record_once")
                ],
            },
        ),
        # The runs follow in 0007: their policy leans on a column that is made there.
        Protect("wegwijzer_importedrecord"),
    ]
