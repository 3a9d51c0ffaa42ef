"""An organisation that appears twice points at the one that stays (wegwijzer.merging)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0002_accounts_protected"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organization",
            name="organization_once_per_area",
        ),
        migrations.AddField(
            model_name="organization",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="this organisation and that one are the same (wegwijzer.merging)",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_here",
                to="mensen.organization",
            ),
        ),
        migrations.AlterField(
            model_name="organization",
            name="parent_organization",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"merged_into__isnull": True},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="mensen.organization",
            ),
        ),
        migrations.AlterField(
            model_name="account",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"merged_into__isnull": True},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="accounts",
                to="mensen.organization",
            ),
        ),
        migrations.AlterField(
            model_name="team",
            name="organization",
            field=models.ForeignKey(
                limit_choices_to={"merged_into__isnull": True},
                on_delete=django.db.models.deletion.PROTECT,
                related_name="teams",
                to="mensen.organization",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged_into__isnull", True)),
                fields=("name", "area"),
                name="organization_once_per_area",
            ),
        ),
    ]
