"""What belongs to no organisation (a crisis number) is owed by who runs this installation."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("toezeggingen", "0003_answers_to_organisations"), ("mensen", "0002_accounts_protected")]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="organisation",
            field=models.ForeignKey(
                help_text="empty: owed by who runs this installation, for what belongs to no organisation",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mensen.organization",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    models.Q(("kind", "record-check"), ("team__isnull", True)),
                    _connector="OR",
                ),
                name="promise_has_organisation",
            ),
        ),
    ]
