"""Who answers for a place when no team does: for the reminder of what was promised."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [
        ("mensen", "0003_merging"),
    ]

    operations = [
        Function(
            "app.addresses_of_keepers(varchar)",
            """create or replace function app.addresses_of_keepers(p_area varchar) returns setof varchar
            language sql stable security definer set search_path = pg_catalog as $$
              with keepers as (
                select a.email, a.role = 'municipality' and a.area_id = any(p.path) as nearby,
                  a.role = 'functional-manager' as manager
                from public.mensen_account a, public.mensen_area p
                where p.code = p_area and a.is_active and app.actor_kind() = 'system'
              )
              select email from keepers where nearby or (manager and not exists (select 1 from keepers where nearby))
            $$""",
        ),
    ]
