"""A team promises a first contact after a signal (wijkteam)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("toezeggingen", "0004_promise_without_organisation"),
    ]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer-question", "antwoord op een vraag"),
                    ("answer-correction", "antwoord op een gemelde fout"),
                    ("record-check", "gegevens nakijken"),
                    ("answer-change", "antwoord op een wijziging"),
                    ("answer-claim", "antwoord op een aanvraag"),
                    ("first-contact", "eerste contact na een signaal"),
                ],
                max_length=30,
            ),
        ),
    ]
