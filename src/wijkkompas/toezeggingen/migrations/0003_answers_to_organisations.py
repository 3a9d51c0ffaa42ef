"""Two more kinds of promises: an answer to a change, and to a request to be editor (wegwijzer.editing)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("toezeggingen", "0002_protect"),
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
                ],
                max_length=30,
            ),
        ),
    ]
