"""Every term that a job keeps to is a row: rooms declare them, `migrate` adds what is new (kern.access.database)."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("toestemming", "0004_line_before_key")]

    operations = [
        migrations.RemoveConstraint(model_name="term", name="term_outlives_a_code"),
        migrations.AddField(
            model_name="term",
            name="least",
            field=models.PositiveIntegerField(default=365),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="term",
            name="most",
            field=models.PositiveIntegerField(default=36525),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="term",
            name="since",
            field=models.DateTimeField(auto_now=True, default=timezone.now, help_text="from when this term holds"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="term",
            name="since",
            field=models.DateTimeField(auto_now=True, help_text="from when this term holds"),
        ),
        migrations.AlterField(
            model_name="term",
            name="days",
            field=models.PositiveIntegerField(help_text="days, from the shortest to the longest that this term may be"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("days__gte", models.F("least")), ("days__lte", models.F("most")), ("least__gte", 1)
                ),
                name="term_within_its_bounds",
            ),
        ),
    ]
