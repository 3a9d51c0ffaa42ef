"""Kinds of promises about the own file and a broken glass (wijkteam)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("toezeggingen", "0007_pulse_calls"),
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
                    ("answer-file-request", "antwoord over uw dossier"),
                    ("review-glass", "nakijken van een noodtoegang"),
                ],
                max_length=30,
            ),
        ),
    ]
