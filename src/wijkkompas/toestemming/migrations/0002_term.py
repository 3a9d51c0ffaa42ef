"""Access lines get an end: a term that a functional manager sets, and the function that forgets."""

import django.core.validators
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

FIVE_YEARS = 1826
SOURCE = (
    "[nakijken] AVG artikel 5 lid 1 onder e: niet langer dan nodig. De wet noemt geen getal; "
    "vijf jaar is de keuze van Wijkkompas. Leg uw eigen termijn voor aan de functionaris gegevensbescherming."
)


class Migration(migrations.Migration):
    dependencies = [
        ("toestemming", "0001_initial"),
        ("mensen", "0002_accounts_protected"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                (
                    "days",
                    models.PositiveIntegerField(
                        help_text="days; at least 365, so that a line lives longer than the code that reads it",
                        validators=[
                            django.core.validators.MinValueValidator(365),
                            django.core.validators.MaxValueValidator(36525),
                        ],
                    ),
                ),
                ("source", models.TextField(help_text="why this term: law, decision, who checked it and when")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("days__gte", 365)), name="term_outlives_a_code")
                ]
            },
        ),
        migrations.RunSQL(
            sql=[
                (
                    "insert into toestemming_term (code, days, source) values ('access-line', %s, %s)",
                    [FIVE_YEARS, SOURCE],
                )
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="accessline",
            index=models.Index(fields=["at"], name="toestemming_at_idx"),
        ),
        Protect("toestemming_term"),
        Function(
            "app.forget_old_lines()",
            """create or replace function app.forget_old_lines() returns bigint
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              gone bigint;
            begin
              if not (app.actor_kind() = 'system' and app.actor_text() = 'retention') then
                raise exception 'only the retention job forgets access lines' using errcode = '42501';
              end if;
              delete from public.toestemming_accessline l using public.toestemming_term t
              where t.code = 'access-line' and l.at < clock_timestamp() - make_interval(days => t.days);
              get diagnostics gone = row_count;
              return gone;
            end $$""",
        ),
    ]
