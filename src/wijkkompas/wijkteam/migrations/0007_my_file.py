"""The own file of a resident: who was looked at the desk, what is asked about the file, and promises with their dates; and
looking for somebody in an emergency."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

# Of each table: which columns may change, and which of those only once (app.guard_row, migration 0001).
_ANSWER = "answered_at,answered_by_id,outcome,sealed_answer"
GUARDED = {
    "wijkteam_identitycheck": ("used_at", "used_at"),
    "wijkteam_filerequest": (_ANSWER, _ANSWER),
    "wijkteam_glasstry": ("", ""),
}


class Migration(migrations.Migration):
    dependencies = [
        ("wijkteam", "0006_pulse"),
        ("toezeggingen", "0008_own_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlassTry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("danger", "iemand is in gevaar"),
                            ("team-away", "het team is er niet en het kan niet wachten"),
                            ("care-now", "iemand heeft nu zorg nodig"),
                        ],
                        max_length=12,
                    ),
                ),
                ("found", models.BooleanField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FileRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correct", "iets klopt niet"),
                            ("object", "bezwaar tegen wat u met mijn gegevens doet"),
                            ("erase", "wis mijn gegevens"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "about_kind",
                    models.CharField(blank=True, help_text="of the row that it stands beside", max_length=10),
                ),
                ("about_row", models.UUIDField(blank=True, null=True)),
                ("sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("done", "gedaan"), ("partly", "voor een deel gedaan"), ("refused", "niet gedaan")],
                        max_length=10,
                    ),
                ),
                ("sealed_answer", models.BinaryField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file_requests", to="wijkteam.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="who asks",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-made_at"], name="file_requests_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("outcome", ""), ("sealed_answer__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("sealed_answer__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="answer_is_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "document",
                    models.CharField(
                        choices=[
                            ("passport", "paspoort"),
                            ("id-card", "identiteitskaart"),
                            ("licence", "rijbewijs"),
                            ("residence", "verblijfsdocument"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code_hash", models.CharField(help_text="keyed hash", max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wijkteam.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="code_expires_after_made"
                    )
                ],
            },
        ),
        Function(
            "app.claim_person(text)",  # a code from the desk ties the account that types it to a person, once
            """create or replace function app.claim_person(p_hash text) returns boolean
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              me bigint := app.active_account();
              wanted public.wijkteam_identitycheck%rowtype;
            begin
              if me is null then
                return false;
              end if;
              select * into wanted from public.wijkteam_identitycheck k
              where k.code_hash = p_hash and k.used_at is null and k.expires_at > clock_timestamp() for update;
              -- Nobody who keeps a case makes the person in it the own one.
              if wanted.id is null or wanted.made_by_id = me or exists (
                select 1 from public.wijkteam_participation t join public.wijkteam_case c on c.id = t.case_id
                where t.person_id = wanted.person_id and c.team_id = any(app.my_teams() || app.my_leads())) then
                return false;
              end if;
              update public.wijkteam_identitycheck set used_at = clock_timestamp() where id = wanted.id;
              update public.wijkteam_person set account_id = me, identified_at = clock_timestamp(), identified_how = 'desk'
              where id = wanted.person_id;
              return true;
            end $$""",
        ),
        Function(
            "app.my_promises()",  # for an account that a team wrote down, also before the desk: kinds and days, no text
            """create or replace function app.my_promises()
            returns table (kind varchar, made_at timestamptz, due timestamptz, kept_at timestamptz, dropped_at timestamptz,
              team varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              with me as materialized (
                select p.id, t.case_id from public.wijkteam_person p
                join public.wijkteam_participation t on t.person_id = p.id and t.role in ('subject', 'member')
                  and t.since <= clock_timestamp() and (t.until is null or t.until > clock_timestamp())
                join public.wijkteam_case c on c.id = t.case_id and (c.ends_on is null or c.ends_on >= app.today())
                where p.account_id = (select app.active_account())
              ), about as (
                select n.id from public.wijkteam_notification n join me on me.case_id = n.case_id
                where n.about_id is null or n.about_id = me.id
                union
                select r.id from public.wijkteam_filerequest r join me on me.case_id = r.case_id and me.id = r.person_id
              )
              select q.kind, q.made_at, q.due, q.kept_at, q.dropped_at, coalesce(t.name, '')
              from about join public.toezeggingen_promise q on q.object_id = about.id and q.room = 'wijkteam'
              left join public.mensen_team t on t.id = q.team_id
              order by (q.kept_at is null and q.dropped_at is null) desc, q.due limit 100
            $$""",
        ),
        Function(
            "app.cases_of_person(text)",  # in an emergency: by the keyed hash of name and birth date, in the own municipality
            """create or replace function app.cases_of_person(p_index text)
            returns table (number varchar, running boolean)
            language sql stable security definer set search_path = pg_catalog as $$
              with ours as materialized (
                select distinct x.code from public.mensen_team_areas ta join public.mensen_area a on a.code = ta.area_id
                cross join unnest(a.path) as x (code)
                where ta.team_id = any(app.my_teams()) and x.code like 'GM%'
              )
              select c.number, c.state not in ('closed', 'destroyed')
              from public.wijkteam_person p join public.wijkteam_participation t on t.person_id = p.id
              join public.wijkteam_case c on c.id = t.case_id
              where p_index <> '' and p.name_index = p_index and t.role in ('subject', 'member') and t.until is null
                and (c.ends_on is null or c.ends_on >= app.today())
                and exists (select 1 from public.mensen_team_areas ta join public.mensen_area a on a.code = ta.area_id
                  where ta.team_id = c.team_id and a.path && (select array_agg(o.code) from ours o)::varchar[])
              order by 2 desc, c.opened_at desc limit 3
            $$""",
        ),
        Function(
            "app.who_broke(uuid)",  # name and organisation of who broke the glass, for a lead of the case who is another
            """create or replace function app.who_broke(p_glass uuid) returns table (name varchar, organisation text)
            language sql stable security definer set search_path = pg_catalog as $$
              select a.name, coalesce(o.name, '')::text
              from public.wijkteam_breakglass b join public.wijkteam_case c on c.id = b.case_id
              join public.mensen_account a on a.id = b.account_id
              left join public.mensen_organization o on o.id = a.organization_id
              where b.id = p_glass and c.team_id = any(app.my_leads()) and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.addresses_of_file(uuid)",  # of residents who read the file; for jobs only
            """create or replace function app.addresses_of_file(p_case uuid) returns setof varchar
            language sql stable security definer set search_path = pg_catalog as $$
              select distinct a.email from public.wijkteam_participation t
              join public.wijkteam_person p on p.id = t.person_id and p.identified_at is not null
              join public.mensen_account a on a.id = p.account_id and a.is_active
              where t.case_id = p_case and app.actor_kind() = 'system' and t.role in ('subject', 'member')
                and t.since <= clock_timestamp() and (t.until is null or t.until > clock_timestamp())
            $$""",
        ),
        *(
            migrations.RunSQL(
                f"create trigger guard before update or delete on {table} for each row"
                f" execute function app.guard_row('{changing}', '{once}')",
                f"drop trigger guard on {table}",
            )
            for table, (changing, once) in GUARDED.items()
        ),
        Protect(*GUARDED),
    ]
