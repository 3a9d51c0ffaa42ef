"""A team promises to call some weeks after a case closed (wijkteam.pulse)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("toezeggingen", "0006_notifications"),
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
                    ("confirm-notification", "een melding bevestigen"),
                    ("notification-report", "verslag na een melding"),
                    ("pulse-call", "bellen hoe het nu gaat"),
                ],
                max_length=30,
            ),
        ),
    ]
