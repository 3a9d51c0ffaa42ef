"""Who reported a mistake without an e-mail address reads the answer with a volgcode (policies in policies.py)."""

from django.db import migrations, models

from wijkkompas.kern.access.database import Protect


class Migration(migrations.Migration):
    dependencies = [("wegwijzer", "0009_crisis_numbers_checked")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="code_hash",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="correction",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code_hash__gt", "")), fields=("code_hash",), name="code_of_one_correction"
            ),
        ),
        Protect("wegwijzer_correction"),
    ]
