"""Crisis numbers are looked at again, as every record."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wegwijzer", "0008_organisations_own_door"),
        ("toezeggingen", "0004_promise_without_organisation"),
    ]

    operations = [
        migrations.AddField(
            model_name="crisisline",
            name="assured_date",
            field=models.DateField(
                blank=True, help_text="when somebody last looked; at first the day on which it was written", null=True
            ),
        ),
        migrations.AddField(
            model_name="crisisline",
            name="shipped",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="hash of number, website and hours as last brought along",
                max_length=64,
            ),
        ),
        migrations.AlterField(
            model_name="recordcheck",
            name="service",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checks",
                to="wegwijzer.service",
            ),
        ),
        migrations.AddField(
            model_name="recordcheck",
            name="crisis_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="wegwijzer.crisisline",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordcheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)), fields=("crisis_line",), name="one_open_check_of_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="recordcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("crisis_line__isnull", True), ("service__isnull", False)),
                    models.Q(("crisis_line__isnull", False), ("service__isnull", True)),
                    _connector="OR",
                ),
                name="check_of_one_thing",
            ),
        ),
    ]
