"""How often texts were opened, in counts for the functional manager: no count below ten leaves the database."""

from django.db import migrations

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [("toestemming", "0009_destroy_by_room")]

    operations = [
        Function(
            "app.openings(text[], date, date)",
            # By organisation, kind and purpose. What is apart is never asked for here (policies: a log of its own), and
            # residents who look at their own are not counted.
            """create or replace function app.openings(p_kinds text[], p_from date, p_until date)
            returns table (organisation text, kind text, purpose text, many bigint)
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(o.name, '')::text, l.kind::text, l.purpose::text,
                case when count(*) >= 10 then count(*) end
              from public.toestemming_accessline l
              left join public.mensen_account a on a.id = l.account_id
              left join public.mensen_organization o on o.id = a.organization_id
              where app.is_manager() and l.kind = any(p_kinds) and l.purpose <> 'follow' and l.actor_kind = 'account'
                and l.kind not in ('case_apart', 'case_meldcode', 'work_note', 'break_glass')
                and l.at >= p_from::timestamp at time zone 'Europe/Amsterdam'
                and l.at < p_until::timestamp at time zone 'Europe/Amsterdam'
                and p_from = date_trunc('month', p_from)::date and p_until = (p_from + interval '1 month')::date
              group by 1, 2, 3 order by 1, 2, 3
            $$""",
        ),
    ]
