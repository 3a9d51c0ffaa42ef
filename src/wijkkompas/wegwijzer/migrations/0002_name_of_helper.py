"""A team reads who filled a question in for a resident; accounts themselves are closed to it (decision 0012)."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [
        ("wegwijzer", "0001_initial"),
        ("mensen", "0002_accounts_protected"),
    ]

    operations = [
        Function(
            "app.name_of_helper(uuid)",
            """create or replace function app.name_of_helper(p_request uuid) returns varchar
            language sql stable security definer set search_path = pg_catalog as $$
              select a.name from public.wegwijzer_contactrequest r join public.mensen_account a on a.id = r.entered_by_id
              where r.id = p_request and r.team_id = any((select app.my_teams())::int[])
            $$""",
        ),
    ]
