"""Each condition of the rights is taken out once; the worlds must notice. What they do not notice is not tested.

A mutant is a piece of a function or of a policy, as the database prints it, and what stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from tests.wijkteam.access import trying
from tests.wijkteam.access.worlds import Matrix

pytestmark = [pytest.mark.prove, pytest.mark.xdist_group("worlds")]
ME = "( SELECT app.active_account() AS active_account)"
PERSONS = "( SELECT app.my_persons() AS my_persons)::uuid[]"
TRACKS = "( SELECT app.my_meldcode() AS my_meldcode)::uuid[]"
STATES = "((c.state)::text <> ALL ((ARRAY['closed'::character varying, 'destroyed'::character varying])::text[]))"
IN_TERM = "(c.ends_on is null or c.ends_on >= app.today())"
WORKS = "m.role in ('worker', 'lead')"
SINCE = "m.valid_from <= clock_timestamp()"
FILE_READS = f"((about_id IS NULL) OR (about_id = ANY ({PERSONS})))"


class Mutant(NamedTuple):
    """In which function (`app.…(…)`) or policy, what is taken out, what stands there, and which trial sees it first."""

    where: str
    old: str
    new: str = "true"
    seen_by: str = "rows"


MUTANTS = [
    Mutant("app.my_teams()", " and a.is_active", ""),
    Mutant("app.my_teams()", WORKS, "m.role in ('worker', 'lead', 'volunteer')"),
    Mutant("app.my_teams()", WORKS, "m.role in ('worker', 'lead', 'guest')"),
    Mutant("app.my_teams()", SINCE),
    Mutant("app.my_teams()", "m.valid_until is null", "true"),
    Mutant("app.my_teams()", "m.account_id = app.actor_id()"),
    Mutant("app.my_leads()", "m.role = 'lead'"),
    Mutant("app.my_leads()", SINCE),
    Mutant("app.my_leads()", "m.valid_until is null", "true"),
    Mutant("app.my_leads()", "m.account_id = app.active_account()"),
    Mutant("app.active_account()", " and a.is_active", ""),
    Mutant("app.my_persons()", "p.identified_at is not null"),
    Mutant("app.my_persons()", "p.account_id = (select app.active_account())"),
    Mutant("app.my_files()", "t.role in ('subject', 'member')"),
    Mutant("app.my_files()", "t.until is null", "true"),
    Mutant("app.my_files()", IN_TERM),
    Mutant("app.my_files()", "t.person_id = any((select app.my_persons())::uuid[])"),
    Mutant("app.my_children()", "r.kind in ('parent', 'guardian')"),
    Mutant("app.my_children()", "r.verified_at <= clock_timestamp()"),
    Mutant("app.my_children()", "r.until is null", "true"),
    Mutant("app.my_children()", "child.born_on > app.today() - interval '16 years'"),
    Mutant("app.my_children()", "r.by_id = any((select app.my_persons())::uuid[])"),
    Mutant("app.cases_of_my_children()", IN_TERM),
    Mutant("app.my_shared(text)", "s.withdrawn_at is null"),
    Mutant("app.my_shared(text)", "s.valid_from <= clock_timestamp()"),
    Mutant("app.my_shared(text)", "s.valid_until > clock_timestamp()"),
    Mutant("app.my_shared(text)", "p_part = any(s.parts)"),
    Mutant("app.my_shared(text)", " and not c.sealed", ""),
    Mutant("app.my_shared(text)", IN_TERM),
    Mutant("app.my_shared(text)", "s.to_account_id = (select app.active_account())", "s.to_account_id is not null"),
    Mutant("app.my_shared(text)", "s.to_team_id = any((select app.my_teams())::int[])", "s.to_team_id is not null"),
    Mutant("app.my_received()", IN_TERM),
    Mutant("app.my_received()", "s.to_team_id = any((select app.my_teams())::int[])", "s.to_team_id is not null"),
    Mutant("app.my_glass()", "b.account_id = (select app.active_account())"),
    Mutant("app.my_glass()", "b.at <= clock_timestamp()"),
    Mutant("app.my_glass()", "b.until > clock_timestamp()"),
    Mutant("app.my_glass()", IN_TERM),
    Mutant("app.case_lives(uuid)", IN_TERM),
    Mutant("app.my_tasks()", "x.owner_id = (select app.active_account())"),
    Mutant("app.my_tasks()", "x.state = 'open'"),
    Mutant("app.my_tasks()", IN_TERM),
    Mutant("app.my_meldcode()", "m.account_id = (select app.active_account())"),
    Mutant("app.my_meldcode()", "c.team_id = any((select app.my_teams())::int[])"),
    Mutant("app.my_meldcode()", "not c.sealed"),
    Mutant("app.my_meldcode()", IN_TERM),
    Mutant("app.keeps_person(uuid)", "t.person_id = p_person", "true", "writes"),
    Mutant("app.keeps_person(uuid)", "p.made_by_id = app.active_account()", "true", "writes"),
    Mutant("app.note_opening(text, uuid, text)", "if not app.may_open", "if false and not app.may_open", "keys"),
    Mutant("app.may_open_case_journal(uuid)", "app.my_shared('journal')", "app.my_shared('any')", "keys"),
    Mutant("app.may_open_case_plan(uuid)", "g.agreed", "true", "keys"),
    Mutant("app.may_open_case_apart(uuid)", "not wijkteam_case.sealed", "true", "keys"),
    Mutant("app.may_open_case_apart(uuid)", "wijkteam_case.ends_on is null", "true", "keys"),
    Mutant("app.may_open_person(uuid)", "app.my_shared('identity')", "app.my_shared('any')", "keys"),
    Mutant("app.may_open_work_note(uuid)", "author_id = (select app.active_account())", "true", "keys"),
    Mutant("wijkteam_case_select", "(NOT sealed)"),
    Mutant("wijkteam_case_select", "(ends_on IS NULL)"),
    Mutant("wijkteam_case_update", "(NOT sealed)", "true", "writes"),
    Mutant("wijkteam_note_select", f"(author_id = {ME})"),
    Mutant("wijkteam_note_select", "((partition)::text = 'journal'::text)"),
    Mutant("wijkteam_note_select", f"(track_id = ANY ({TRACKS}))"),
    Mutant("wijkteam_note_select", f"(about_id = ANY ({PERSONS}))"),
    Mutant("wijkteam_note_select", "(NOT c.sealed)"),
    Mutant("wijkteam_note_insert", f"(author_id = {ME})", "true", "writes"),
    Mutant("wijkteam_note_insert", f"(track_id = ANY ({TRACKS}))", "true", "writes"),
    Mutant("wijkteam_contactattempt_insert", f"(author_id = {ME})", "true", "writes"),
    Mutant("wijkteam_goal_select", "(agreed AND", "(true AND"),
    Mutant("wijkteam_goal_select", FILE_READS),
    Mutant("wijkteam_action_select", FILE_READS),
    Mutant("wijkteam_action_insert", STATES, "true", "writes"),
    Mutant("wijkteam_participation_select", "app.my_shared('identity'::text)", "app.my_shared('any'::text)"),
    Mutant("wijkteam_participation_insert", "app.keeps_person(person_id)", "true", "writes"),
    Mutant("wijkteam_share_insert", f"(made_by_id = {ME})", "true", "writes"),
    Mutant("wijkteam_share_select", "(given_by_id IS NULL)"),
    Mutant("wijkteam_share_update", f"(given_by_id = ANY ({PERSONS}))", "true", "writes"),
    Mutant("wijkteam_breakglass_select", "(told_at IS NOT NULL)"),
    Mutant("wijkteam_breakglass_select", "(postponed_until IS NULL)"),
    Mutant("wijkteam_meldcodemember_insert", f"(track_id = ANY ({TRACKS}))", "true", "writes"),
]


@contextmanager
def broken(matrix: Matrix, mutant: Mutant) -> Iterator[None]:
    """The database without this condition, until the end of the block."""
    if mutant.where.startswith("app."):
        (whole,) = matrix.above.execute("select pg_get_functiondef(%s::regprocedure)", [mutant.where]).fetchone()
        assert mutant.old in whole, f"no longer in {mutant.where}: {mutant.old}"
        change, undo = whole.replace(mutant.old, mutant.new), whole
    else:
        table, using, check = matrix.above.execute(
            "select tablename, qual, with_check from pg_policies where policyname = %s", [mutant.where]
        ).fetchone()
        assert mutant.old in (using or "") + (check or ""), f"no longer in {mutant.where}: {mutant.old}"

        def alter(change: bool) -> str:
            parts = [(word, text) for word, text in (("using", using), ("with check", check)) if text]
            told = " ".join(f"{w} ({t.replace(mutant.old, mutant.new) if change else t})" for w, t in parts)
            return f"alter policy {mutant.where} on {table} {told}"

        change, undo = alter(True), alter(False)
    matrix.above.execute(change)
    try:
        yield
    finally:
        matrix.above.execute(undo)


def noticed(matrix: Matrix, first: str) -> str:
    """Which trial sees a difference; empty when none does."""
    trials = {
        "rows": lambda: trying.rows(matrix),
        "keys": lambda: trying.keys(matrix, most=20),
        "writes": lambda: trying.writes(matrix, most=20),
    }
    for name in sorted(trials, key=lambda name: name != first):
        if trials[name]():
            return name
    return ""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.where}: {m.old[:60]}")
def test_the_worlds_notice_when_a_condition_is_gone(sampled: Matrix, mutant: Mutant):
    with broken(sampled, mutant):
        by = noticed(sampled, mutant.seen_by)
    print(f"{mutant.where}: without {mutant.old}: {by or 'NOT NOTICED'}")
    assert by, "nothing in the worlds depends on this condition"


def test_the_database_as_it_is_again_has_no_difference(sampled: Matrix):
    assert noticed(sampled, "rows") == ""
