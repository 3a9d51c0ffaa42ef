"""A reported mistake is handled: who may, what came of it, and the answer (policies in policies.py)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0002_accounts_protected"),
        ("wegwijzer", "0002_name_of_helper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="handled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="organization",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mensen.organization"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("changed", "Wij hebben het aangepast"),
                    ("right", "Het klopte al"),
                    ("stopped", "Dit aanbod bestaat niet meer"),
                    ("elsewhere", "Wij kunnen dit niet aanpassen en hebben het doorgegeven"),
                    ("no-report", "Dit was geen melding (reclame of onleesbaar)"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="sealed_answer",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="correction",
            name="team",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="mensen.team"
            ),
        ),
        migrations.RunSQL(
            "update wegwijzer_correction c set organization_id = s.organization_id,"
            " outcome = case when c.handled_at is null then '' else 'changed' end"
            " from wegwijzer_service s where s.id = c.service_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handled_at__isnull", True), ("outcome", "")),
                    models.Q(("handled_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="handled_correction_has_outcome",
            ),
        ),
        # wegwijzer_correction is protected in 0010: its policy leans on a column that is made there.
    ]
