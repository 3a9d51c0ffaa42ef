"""The end of a case: longer for a reason, proposed for destruction, and every key that hangs on it destroyed."""

from django.db import migrations, models

from wijkkompas.kern.access.database import Function

_GUARD = "create trigger guard before update or delete on wijkteam_case for each row execute function app.guard_row('{}', '')"
_BEFORE = "team_id,coordinator_id,legal_domain,state,sealed,language,needs,closed_at,ends_on,sealed_text"


class Migration(migrations.Migration):
    dependencies = [("wijkteam", "0007_my_file"), ("toestemming", "0009_destroy_by_room")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="longer_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("objection", "er loopt een bezwaar of klacht"),
                    ("court", "er loopt een zaak bij de rechter"),
                    ("asked", "de bewoner vroeg dit"),
                    ("care", "dit is nodig voor goede hulp"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            ["drop trigger guard on wijkteam_case", _GUARD.format(f"{_BEFORE},longer_because")],
            ["drop trigger guard on wijkteam_case", _GUARD.format(_BEFORE)],
        ),
        Function(
            "app.usual_end(public.wijkteam_case)",  # by the term of its law; nothing while it is not closed
            """create or replace function app.usual_end(its public.wijkteam_case) returns date
            language sql stable set search_path = pg_catalog as $$
              select (its.closed_at at time zone 'Europe/Amsterdam')::date
                + (select t.days from public.toestemming_term t where t.code = 'case-' || its.legal_domain)
            $$""",
            grant=False,
        ),
        Function(
            "app.guard_end()",  # longer than the term of the law: only for a reason
            """create or replace function app.guard_end() returns trigger
            language plpgsql security definer set search_path = pg_catalog as $$
            begin
              if tg_op = 'UPDATE' and (new.ends_on, new.longer_because) is not distinct from (old.ends_on, old.longer_because) then
                return new; -- the term of the law may have become shorter since
              end if;
              if new.longer_because = '' and new.ends_on > app.usual_end(new) then
                raise exception 'a case is kept longer for a reason' using errcode = '42501';
              end if;
              return new;
            end $$""",
            grant=False,
        ),
        Function(
            "app.municipality_of_team(int)",  # of its areas when that is one; else of its organisation; else the first
            """create or replace function app.municipality_of_team(p_team int) returns varchar
            language sql stable security definer set search_path = pg_catalog as $$
              with theirs as (
                select distinct m.code from public.mensen_team_areas ta
                join public.mensen_area a on a.code = ta.area_id
                join public.mensen_area m on m.code = any(a.path) and m.kind = 'municipality' where ta.team_id = p_team
              )
              select coalesce(
                (select min(code) from theirs having count(*) = 1),
                (select m.code from public.mensen_team t join public.mensen_organization o on o.id = t.organization_id
                 join public.mensen_area a on a.code = o.area_id
                 join public.mensen_area m on m.code = any(a.path) and m.kind = 'municipality' where t.id = p_team),
                (select min(code) from theirs))
            $$""",
            grant=False,
        ),
        Function(
            "app.cases_to_destroy()",  # past their last day, and on no list that waits
            """create or replace function app.cases_to_destroy()
            returns table (municipality varchar, domain varchar, id uuid, last_day date)
            language sql stable security definer set search_path = pg_catalog as $$
              select app.municipality_of_team(c.team_id::int), c.legal_domain, c.id, c.ends_on from public.wijkteam_case c
              where app.actor_kind() = 'system' and app.actor_text() = 'retention'
                and c.state = 'closed' and c.ends_on < app.today()
                and not exists (select 1 from public.toestemming_destructionitem i
                  join public.toestemming_destructionlist d on d.id = i.list_id and d.destroyed_at is null
                  where d.kind = 'case_summary' and i.object_id = c.id)
            $$""",
        ),
        Function(
            "app.listed_cases(uuid)",  # what people of the municipality see of the cases on a list: no text, no person
            """create or replace function app.listed_cases(p_list uuid)
            returns table (id uuid, number varchar, domain varchar, closed_on date, longer_because varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              select c.id, c.number, c.legal_domain, (c.closed_at at time zone 'Europe/Amsterdam')::date, c.longer_because
              from public.toestemming_destructionlist d
              join public.toestemming_destructionitem i on i.list_id = d.id
              join public.wijkteam_case c on c.id = i.object_id
              where d.id = p_list and d.kind = 'case_summary' and d.municipality_id = any(app.my_edit_areas())
            $$""",
        ),
        Function(
            "app.kept_longer()",  # how many cases of the own municipality stay longer than the term of their law, and why
            """create or replace function app.kept_longer() returns table (why text, many bigint)
            language sql stable security definer set search_path = pg_catalog as $$
              with teams as materialized (
                select t.id from public.mensen_team t where app.municipality_of_team(t.id::int) = any(app.my_edit_areas())
              )
              select case when c.ends_on < app.today() - 62 then 'waits' else c.longer_because end, count(*)
              from public.wijkteam_case c
              where c.team_id in (select id from teams) and c.state = 'closed'
                and (c.ends_on < app.today() - 62 or c.ends_on > app.usual_end(c) and app.usual_end(c) < app.today())
              group by 1 order by 1
            $$""",
        ),
        Function(
            "app.keys_of_case(uuid)",  # every key that hangs on a case; a new kind of text belongs here
            """create or replace function app.keys_of_case(p_case uuid) returns table (kind text, object_id uuid)
            language sql stable security definer set search_path = pg_catalog as $$
              select k, p_case
              from unnest(array['case_plan', 'case_contacts', 'case_journal', 'case_apart', 'case_summary']) as k
              union all select 'case_action', x.id from public.wijkteam_action x where x.case_id = p_case
              union all select 'case_meldcode', t.id from public.wijkteam_meldcodetrack t where t.case_id = p_case
              union all select 'work_note', n.id from public.wijkteam_note n where n.case_id = p_case and n.partition = 'work-note'
              union all select 'break_glass', b.id from public.wijkteam_breakglass b where b.case_id = p_case
              union all select 'file_request', f.id from public.wijkteam_filerequest f where f.case_id = p_case
              union all select k, s.id from public.wijkteam_signal s, unnest(array['signal', 'signal_reporter']) as k
                where s.case_id = p_case
              -- Who takes part in no other case that is still kept, and stands for nobody who does.
              union all
              select distinct 'person', t.person_id from public.wijkteam_participation t where t.case_id = p_case
                and not exists (select 1 from public.wijkteam_participation o join public.wijkteam_case c on c.id = o.case_id
                  where o.person_id = t.person_id and o.case_id <> p_case and c.state <> 'destroyed')
                and not exists (select 1 from public.wijkteam_representative r
                  join public.wijkteam_participation o on o.person_id = r.person_id
                  join public.wijkteam_case c on c.id = o.case_id
                  where r.by_id = t.person_id and o.case_id <> p_case and c.state <> 'destroyed')
            $$""",
            grant=False,
        ),
        Function(
            "app.destroy_case_summary(uuid, text)",  # asked by app.destroy_listed; how many keys went
            """create or replace function app.destroy_case_summary(p_case uuid, p_rule text) returns bigint
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              hanging record;
              gone bigint := 0;
            begin
              -- One at a time on what people share, so that of two last cases the second takes the person along.
              perform pg_advisory_xact_lock(hashtext('destroy cases'));
              perform 1 from public.wijkteam_case c
              where c.id = p_case and c.state = 'closed' and c.ends_on < app.today() for update;
              if not found then
                return 0; -- kept after all, or gone already
              end if;
              for hanging in select * from app.keys_of_case(p_case) loop
                gone := gone + app.erase_sealed(hanging.kind, hanging.object_id, p_rule)::int;
              end loop;
              perform app.empty_erased('case_summary', p_case);
              return gone;
            end $$""",
            grant=False,
        ),
        Function(
            "app.empty_erased(text, uuid)",  # what stands beside a text goes with it
            """create or replace function app.empty_erased(p_kind text, p_id uuid) returns void
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            begin
              if p_kind = 'person' then
                update public.wijkteam_person set account_id = null, identified_at = null, identified_how = '',
                  born_on = null, name_index = '', language = 'nl' where id = p_id;
              elsif p_kind = 'case_summary' then
                update public.wijkteam_case set state = 'destroyed', needs = '{}', language = 'nl', coordinator_id = null
                where id = p_id and state <> 'destroyed';
                if found then
                  insert into public.wijkteam_casestep (id, case_id, from_state, to_state, at, by_id, reason, until)
                  values (gen_random_uuid(), p_id, 'closed', 'destroyed', clock_timestamp(), null, 'term-over', null);
                end if;
              end if;
            end $$""",
            grant=False,
        ),
        Function(
            "app.follow_ledger()",  # the ledger of erasures tells it, so a restored backup is emptied again too
            """create or replace function app.follow_ledger() returns trigger
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            begin
              perform app.empty_erased(new.kind, new.object_id);
              return null;
            end $$""",
            grant=False,
        ),
        migrations.RunSQL(
            [
                "create trigger guard_end before insert or update on wijkteam_case"
                " for each row execute function app.guard_end()",
                "create trigger follow_ledger after insert on toestemming_erasedkey"
                " for each row when (new.kind in ('person', 'case_summary')) execute function app.follow_ledger()",
            ],
            ["drop trigger guard_end on wijkteam_case", "drop trigger follow_ledger on toestemming_erasedkey"],
        ),
    ]
