"""Who works nowhere any more reads no share, and no action of a team that they left; no reason tells of a Meldcode."""

from django.db import migrations, models
from django.db.models import Q

from wijkkompas.kern.access.database import Function


class Migration(migrations.Migration):
    dependencies = [("wijkteam", "0004_case_work")]

    operations = [
        migrations.AlterField(
            model_name="breakglass",
            name="postponed_reason",
            field=models.CharField(
                blank=True, choices=[("danger", "vertellen brengt iemand in gevaar")], max_length=12
            ),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=Q(postponed_reason__in=["", "danger"]), name="postponing_tells_of_no_track"
            ),
        ),
        migrations.AlterField(
            model_name="share",
            name="scope",
            field=models.CharField(
                choices=[
                    ("summary", "naam, adres en de vraag"),
                    ("plan", "naam, adres, de vraag en het plan"),
                    ("full", "alles wat gedeeld mag worden"),
                    ("fields", "gekozen delen"),
                ],
                max_length=10,
            ),
        ),
        Function(
            "app.my_shared(text)",  # with one person: as long as that person works in some team
            """create or replace function app.my_shared(p_part text) returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct c.id), '{}')::uuid[]
              from public.wijkteam_share s join public.wijkteam_case c on c.id = s.case_id
              where s.withdrawn_at is null and s.valid_from <= clock_timestamp() and s.valid_until > clock_timestamp()
                and (p_part = 'any' or p_part = any(s.parts)) and (c.ends_on is null or c.ends_on >= app.today())
                and (s.to_account_id = (select app.active_account())
                    and cardinality((select app.my_teams())::int[]) > 0
                  or s.to_team_id = any((select app.my_teams())::int[]) and not c.sealed)
            $$""",
        ),
        Function(
            "app.my_tasks()",  # open actions of a volunteer, as long as they are in the team of the case
            """create or replace function app.my_tasks() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(x.id), '{}')::uuid[]
              from public.wijkteam_action x join public.wijkteam_case c on c.id = x.case_id
              where x.owner_id = (select app.active_account()) and x.owner_kind = 'volunteer' and x.state = 'open'
                and (c.ends_on is null or c.ends_on >= app.today())
                and exists (select 1 from public.mensen_membership m
                  where m.account_id = x.owner_id and m.team_id = c.team_id
                    and m.valid_from <= clock_timestamp() and (m.valid_until is null or m.valid_until > clock_timestamp()))
            $$""",
        ),
        Function(
            "app.account_at_work(text)",  # who works in a team now, by the whole address
            """create or replace function app.account_at_work(p_email text) returns bigint
            language sql stable security definer set search_path = pg_catalog as $$
              select a.id from public.mensen_account a
              where a.email = lower(p_email) and a.is_active and cardinality(app.my_teams()) > 0
                and exists (select 1 from public.mensen_membership m
                  where m.account_id = a.id and m.role in ('worker', 'lead') and m.valid_from <= clock_timestamp()
                    and (m.valid_until is null or m.valid_until > clock_timestamp()))
            $$""",
        ),
    ]
