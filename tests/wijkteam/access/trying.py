"""What each person sees, opens and writes of every world, beside what the oracle says: a list of differences."""

from __future__ import annotations

import uuid
from collections import defaultdict

from tests.wijkteam.access import oracle
from tests.wijkteam.access.worlds import FIRST, NOBODY, TABLES, Matrix, Placed

# How the database refuses: no right, a trigger of the room, a check. Anything else is a mistake of this test.
REFUSED = ("42501", "P0001", "23514")


def rows(matrix: Matrix) -> list[str]:
    """Every person reads every table without any filter."""
    names, wrong = matrix.names(), []
    for user in matrix.users:
        expected = {its.ids[name] for _, its in matrix.of(user) for name in oracle.seen(its.world)}
        expected |= {matrix.parents[user]} if user not in matrix.asleep else set()
        got: set[uuid.UUID] = set()
        with matrix.acting(user) as cursor:
            for table in TABLES.values():
                got |= {row[0] for row in cursor.execute(f"select id from wijkteam_{table}")}
        wrong += [_tell(matrix, names, user, one, "sees") for one in got - expected]
        wrong += [_tell(matrix, names, user, one, "misses") for one in expected - got]
    return wrong


def _tell(matrix: Matrix, names: dict, user: int, identity: uuid.UUID, verb: str) -> str:
    number, name = names.get(identity, (None, str(identity)))
    if number is None:
        return f"{verb} a person of no case"
    its = matrix.placed[number]
    return f"{verb} {name} of {'own' if its.user == user else 'FOREIGN'} {its.world}"


def _keys(its: Placed) -> dict[str, tuple[str, uuid.UUID]]:
    """Every key of a world: its name in the oracle, its kind and its object."""
    kinds = {"person": "person", "action": "case_action", "glass": "break_glass", "track": "case_meldcode"}
    keys = {
        kind: (kind, its.ids["case"])
        for kind in ("case_summary", "case_plan", "case_contacts", "case_journal", "case_apart")
    }
    for name, identity in its.ids.items():
        kind = "work_note" if name.startswith("note:work-note") else kinds.get(name.partition(":")[0])
        if kind:
            keys[f"{kind}:{name}"] = (kind, identity)
    return keys


def keys(matrix: Matrix, *, most: int, foreign: int = 2) -> list[str]:
    """Every person asks for every key of the own worlds and some of others. A refused one leaves no line."""
    wrong = []
    for user in matrix.users:
        expected, asked = set(), defaultdict(list)
        strange = [its for its in matrix.placed if its.user != user]
        for its in matrix.first(user, most) + matrix.chance.sample(strange, min(foreign, len(strange))):
            opens = oracle.opened(its.world) if its.user == user else frozenset()
            for name, (kind, identity) in _keys(its).items():
                asked[kind].append(identity)
                if name in opens:
                    expected.add((kind, identity))
        got = set()
        for kind, identities in asked.items():
            purpose = "review" if kind == "break_glass" else "help"
            with matrix.acting(user) as cursor:
                cursor.execute("select app.note_openings(%s, %s, %s)", [kind, identities, purpose])
            with matrix.acting(user) as cursor:
                cursor.execute("select id from app.open_many(%s, %s, %s)", [kind, identities, purpose])
                got |= {(kind, identity) for (identity,) in cursor}
        lines = matrix.above.execute(
            "select kind, object_id from toestemming_accessline where account_id = %s", [user]
        ).fetchall()
        matrix.above.execute("delete from toestemming_accessline where account_id = %s", [user])
        names = matrix.names()
        wrong += [f"opens {k}: " + _tell(matrix, names, user, one, "") for k, one in got - expected]
        wrong += [f"cannot open {k}: " + _tell(matrix, names, user, one, "") for k, one in expected - got]
        wrong += [f"line without key {k}: " + _tell(matrix, names, user, one, "") for k, one in set(lines) - got]
        wrong += [f"key without line {k}: " + _tell(matrix, names, user, one, "") for k, one in got - set(lines)]
    return wrong


def _deeds(matrix: Matrix, its: Placed, me: int) -> dict[str, str]:
    """What is tried; each is undone at once. Ids are ours, so text is put together without danger."""
    case, new, track = its.ids["case"], uuid.uuid4(), its.ids["track"]
    note = "insert into wijkteam_note (id, case_id, partition, track_id, author_id, at, sealed) values"
    share = (
        "insert into wijkteam_share (id, case_id, to_account_id, scope, parts, purpose, basis, article, valid_from, "
        "valid_until, given_how, sealed_witness, text_version, language, made_by_id, made_at, withdrawn_by_kind, "
        "withdrawn_how) values"
    )
    terms = "'summary', '{identity,summary}', 'referral', 'task', 'Wmo', now(), now() + interval '30 days', '', '', '', 'nl'"
    deeds = {
        f"note:{partition}": f"{note} ('{new}', '{case}', '{partition}', null, {me}, now(), 'x')"
        for partition in ("journal", "third-party", "safe", "work-note")
    }
    return deeds | {
        "note:meldcode": f"{note} ('{new}', '{case}', 'meldcode', '{track}', {me}, now(), 'x')",
        "note-as-other": f"{note} ('{new}', '{case}', 'journal', null, {NOBODY}, now(), 'x')",
        "goal": "insert into wijkteam_goal (id, case_id, agreed, state, position, sealed) "
        f"values ('{new}', '{case}', false, 'open', 1, 'x')",
        "action": "insert into wijkteam_action (id, case_id, owner_kind, state, agreed, sealed) "
        f"values ('{new}', '{case}', 'resident', 'open', false, 'x')",
        "contact": "insert into wijkteam_contactattempt (id, case_id, author_id, at, channel, reached, sealed) "
        f"values ('{new}', '{case}', {me}, now(), 'phone', true, 'x')",
        "contact-as-other": "insert into wijkteam_contactattempt (id, case_id, author_id, at, channel, reached, sealed) "
        f"values ('{new}', '{case}', {NOBODY}, now(), 'phone', true, 'x')",
        "share": f"{share} ('{new}', '{case}', {NOBODY}, {terms}, {me}, now(), '', '')",
        "share-as-other": f"{share} ('{new}', '{case}', {NOBODY}, {terms}, {NOBODY}, now(), '', '')",
        "share-with-oneself": f"{share} ('{new}', '{case}', {me}, {terms}, {me}, now(), '', '')",
        "participation": "insert into wijkteam_participation (id, case_id, person_id, role, since) "
        f"values ('{new}', '{case}', '{matrix.newcomers[me]}', 'member', now())",
        "stranger-enters": "insert into wijkteam_participation (id, case_id, person_id, role, since) "
        f"values ('{new}', '{case}', '{matrix.stranger}', 'member', now())",
        "newcomer-of-other-enters": "insert into wijkteam_participation (id, case_id, person_id, role, since) "
        f"values ('{new}', '{case}', '{next(p for u, p in matrix.newcomers.items() if u != me)}', 'member', now())",
        "case": f"update wijkteam_case set language = 'en' where id = '{case}'",
        "seal": f"update wijkteam_case set sealed = true where id = '{case}'",
        "move": f"update wijkteam_case set team_id = {NOBODY} where id = '{case}' and team_id <> {NOBODY}",
        "pull": f"update wijkteam_case set team_id = {FIRST + 1} where id = '{case}' and team_id = {NOBODY}",
        "withdraw:1": "update wijkteam_share set withdrawn_at = now(), withdrawn_by_kind = 'team', "
        f"withdrawn_how = 'phone' where id = '{its.ids.get('share:1', new)}'",
        "widen": "update wijkteam_share set valid_until = valid_until + interval '1 day' "
        f"where id = '{its.ids.get('share:1', new)}'",
        "rewrite": f"update wijkteam_note set sealed = 'y' where case_id = '{case}'",
        "other-track": f"insert into wijkteam_meldcodemember (id, track_id, account_id) values ('{new}', '{track}', {me})"
        if not its.world.on_track
        else "select 1 where false",
        **{
            f"delete-{table}": f"delete from wijkteam_{table} where {'id' if table == 'case' else 'case_id'} = '{case}'"
            for table in ("case", "note", "goal", "action", "share", "participation", "breakglass")
        },
    }


def writes(matrix: Matrix, *, most: int, foreign: int = 2) -> list[str]:
    """Every person tries every write in the own worlds, and in some of others where nothing may succeed."""
    wrong = []
    matrix.stranger = next(its.ids["person:other"] for its in matrix.placed if its.world.relation == "none")
    for user in matrix.users:
        strange = [its for its in matrix.placed if its.user != user]
        for its in matrix.first(user, most) + matrix.chance.sample(strange, min(foreign, len(strange))):
            deeds = _deeds(matrix, its, user)
            with matrix.acting(user) as cursor:
                cursor.execute("select public.matrix_try(%s)", [list(deeds.values())])
                (answers,) = cursor.fetchone()
            may = oracle.written(its.world) if its.user == user else frozenset()
            for deed, answer in zip(deeds, answers, strict=True):
                if answer not in {"done", "nothing"} and not answer.startswith(REFUSED):
                    wrong.append(f"the test is wrong: {deed}: {answer}")
                elif (answer == "done") != (deed in may):
                    whose = "own" if its.user == user else "FOREIGN"
                    wrong.append(
                        f"{'writes' if answer == 'done' else 'cannot write'} {deed} ({answer}) {whose} {its.world}"
                    )
    return wrong
