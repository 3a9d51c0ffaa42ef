"""Several records at once, for a page that lists them: one question for the lines, one for the keys."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [("toestemming", "0006_destruction")]

    operations = [
        Function(
            "app.note_openings(text, uuid[], text)",  # a line of its own for each record that may be opened
            """create or replace function app.note_openings(p_kind text, p_ids uuid[], p_purpose text) returns bigint
            language sql volatile security definer set search_path = pg_catalog as $$
              select count(*) filter (where app.note_opening(p_kind, wanted, p_purpose))
              from (select distinct unnest(p_ids)) as list (wanted)
            $$""",
        ),
        Function(
            "app.open_many(text, uuid[], text)",  # each by the same door as one record
            """create or replace function app.open_many(p_kind text, p_ids uuid[], p_purpose text)
            returns table (id uuid, master varchar, wrapped bytea)
            language sql volatile security definer set search_path = pg_catalog as $$
              select list.wanted, its.master, its.wrapped from (select distinct unnest(p_ids)) as list (wanted)
              cross join lateral app.open_sealed(p_kind, list.wanted, p_purpose) as its
            $$""",
        ),
    ]
