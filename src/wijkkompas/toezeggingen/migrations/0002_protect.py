"""Who keeps records owes answers to reported mistakes (policies.py)."""

from django.db import migrations

from wijkkompas.kern.access.database import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("toezeggingen", "0001_initial"),
        ("mensen", "0002_accounts_protected"),
    ]

    operations = [Protect("toezeggingen_promise")]
