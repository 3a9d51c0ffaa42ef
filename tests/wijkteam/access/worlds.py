"""Worlds in a database of their own: rows by COPY past every trigger, then each person through the app role.

Every person stands in many worlds at once and in each of them differently, so a right that forgets to look at the case,
the person or the team shows up as a row of another world.
"""

from __future__ import annotations

import itertools
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from tests.wijkteam.access import oracle
from tests.wijkteam.access.oracle import CORE, DIMENSIONS, World
from wijkkompas.kern.access import account_actor
from wijkkompas.kern.access.context import tell

SEED = 20261125
NOW = datetime.now(UTC)
DAY = timedelta(days=1)
TABLES = {
    "case": "case",
    "step": "casestep",
    "person": "person",
    "part": "participation",
    "goal": "goal",
    "action": "action",
    "contact": "contactattempt",
    "note": "note",
    "track": "meldcodetrack",
    "track-member": "meldcodemember",
    "share": "share",
    "glass": "breakglass",
}
COLUMNS = {
    "mensen_account": "id password is_superuser email name role language is_example is_staff is_active date_joined",
    "mensen_organization": "id name alternate_name description email website legal_status logo uri area_id is_example "
    "created_at last_modified",
    "mensen_team": "id name organization_id answers_questions is_example",
    "mensen_membership": "account_id team_id role valid_from valid_until",
    "wijkteam_person": "id account_id identified_at identified_how born_on language sealed name_index made_by_id made_at",
    "wijkteam_representative": "id person_id by_id kind verified_at verified_how until",
    "wijkteam_case": "id number team_id coordinator_id legal_domain state sealed language needs opened_at ends_on "
    "longer_because sealed_text",
    "wijkteam_casestep": "id case_id from_state to_state at by_id reason",
    "wijkteam_participation": "id case_id person_id role since until",
    "wijkteam_note": "id case_id partition track_id about_id author_id at sealed",
    "wijkteam_contactattempt": "id case_id about_id author_id at channel reached sealed",
    "wijkteam_goal": "id case_id about_id agreed state position sealed",
    "wijkteam_action": "id case_id about_id owner_kind owner_id state agreed sealed",
    "wijkteam_share": "id case_id to_team_id to_account_id scope parts purpose basis article valid_from valid_until "
    "given_by_id given_how sealed_witness text_version language made_by_id made_at withdrawn_at withdrawn_by_kind "
    "withdrawn_how",
    "wijkteam_breakglass": "id case_id account_id reason sealed at until verdict told_at postponed_until "
    "postponed_reason",
    "wijkteam_meldcodetrack": "id case_id",
    "wijkteam_meldcodemember": "id track_id account_id",
    "toestemming_sealkey": "kind object_id master wrapped id",
}
IN_TEAM = {
    "worker": ("worker", -30, None),
    "lead": ("lead", -30, None),
    "worker-expired": ("worker", -30, -1),
    "lead-expired": ("lead", -30, -1),
    "worker-future": ("worker", 1, None),
    "lead-future": ("lead", 1, None),
    "volunteer": ("volunteer", -30, None),
    "guest": ("guest", -30, None),
}
NOBODY, FIRST = 900_000_000, 900_000_001  # ids of accounts and teams that no other test uses


# --- Which worlds -------------------------------------------------------------------------------------------------


def full_product() -> Iterator[World]:
    """Every choice of the first six together; the others drawn, the usual one in three of four."""
    chance = random.Random(SEED)
    for chosen in itertools.product(*(DIMENSIONS[name] for name in CORE)):
        yield World(**dict(zip(CORE, chosen, strict=True)), **_rest(chance))


def _rest(chance: random.Random) -> dict[str, Any]:
    rest = {name: choices for name, choices in DIMENSIONS.items() if name not in CORE}
    return {name: choices[0] if chance.random() < 0.75 else chance.choice(choices) for name, choices in rest.items()}


def sample(further: int = 400) -> list[World]:
    """Every value of every dimension with every value of every other one; and some hundreds drawn."""
    chance = random.Random(SEED)
    sizes = {name: range(len(choices)) for name, choices in DIMENSIONS.items()}
    open_pairs = {
        ((one, i), (two, j)) for one, two in itertools.combinations(sizes, 2) for i in sizes[one] for j in sizes[two]
    }
    order = sorted(open_pairs)
    chance.shuffle(order)
    rows: list[dict[str, int]] = []
    for pair in order:
        if pair in open_pairs:
            tries = ({name: chance.choice(choices) for name, choices in sizes.items()} | dict(pair) for _ in range(8))
            best = max(tries, key=lambda row: len(open_pairs & _pairs(row)))
            open_pairs -= _pairs(best)
            rows.append(best)
    worlds = [World(**{name: DIMENSIONS[name][i] for name, i in row.items()}) for row in rows]
    core = [{name: chance.choice(DIMENSIONS[name]) for name in CORE} for _ in range(further)]
    return list(dict.fromkeys(_usual() + worlds + [World(**chosen, **_rest(chance)) for chosen in core]))


def _pairs(row: dict[str, int]) -> set[tuple[tuple[str, int], tuple[str, int]]]:
    return set(itertools.combinations(row.items(), 2))


def _usual() -> list[World]:
    """One thing at a time, from a stranger and from a worker: so that no other right hides a hole."""
    one = [World(**{name: choice}) for name, choices in DIMENSIONS.items() for choice in choices]
    of_team = [World(**{"relation": "worker", name: c}) for name, cs in DIMENSIONS.items() for c in cs]
    of_file = [World(**{"file": "subject", name: c}) for name, cs in DIMENSIONS.items() for c in cs]
    shared = [World(**{"share": share, name: c}) for share in oracle.SHARES for name in ("receives_as", "sealed", "term")
              for c in DIMENSIONS[name]]  # fmt: skip
    parents = [World(parent=kind, agreed=yes) for kind in DIMENSIONS["parent"] for yes in (True, False)]
    ended = [World(**{"term": "past", name: choice}) for name, choices in DIMENSIONS.items() for choice in choices]
    told = [World(file=who, glass=glass, told=told) for who in ("subject", "member") for glass in DIMENSIONS["glass"]
            for told in DIMENSIONS["told"]]  # fmt: skip
    every = of_team + of_file + one + parents + told + [w for w in ended if w.term == "past"] + shared
    held = oracle.Shared("team", "plan", "now")  # held by others: only who gave it may take it back from the own file
    givers = [World(file=who, share=held, gave=gave) for who in ("subject", "member") for gave in DIMENSIONS["gave"]]
    return givers + sorted(every, key=lambda world: world.share is not None)


# --- Making them --------------------------------------------------------------------------------------------------


@dataclass
class Placed:
    """A world with its person and the ids of its rows, by name."""

    world: World
    user: int
    ids: dict[str, uuid.UUID] = field(default_factory=dict)


class Matrix:
    """Worlds in a database, and what each person gets of them."""

    def __init__(self, dsn_of: Any, worlds: Iterable[World], *, users: int = 10) -> None:
        self.dsn_of = dsn_of
        self.rows: dict[str, list[tuple]] = defaultdict(list)
        self.placed: list[Placed] = []
        self.chance = random.Random(SEED)
        self.users = [FIRST + number for number in range(users)]
        self.asleep = self.users[-2:]
        self._people()
        turn = {True: itertools.cycle(self.asleep), False: itertools.cycle(self.users[:-2])}
        for number, world in enumerate(worlds):
            self._place(Placed(world, next(turn[world.relation == "inactive"])), number)
        self._store()
        self.app = psycopg.connect(dsn_of("wk_app"))
        self.owner = psycopg.connect(dsn_of("wk_owner"), autocommit=True)
        self.above = psycopg.connect(dsn_of(), autocommit=True)  # past row security: to look at what is stored

    def close(self) -> None:
        """Let the database be dropped."""
        for connection in (self.app, self.owner, self.above):
            connection.close()

    def _team(self, user: int, stands: str) -> int:
        kinds = list(IN_TEAM)
        return FIRST + 1 + (user - FIRST) * len(kinds) + kinds.index(stands)

    def _people(self) -> None:
        organization = uuid.uuid4()
        row = (organization, f"Matrix {organization}", "", "", "", "", "unknown", "", "", "GM0622", False, NOW, NOW)
        self.rows["mensen_organization"].append(row)
        self.rows["mensen_team"].append((NOBODY, "Van niemand", organization, False, False))
        for user in [NOBODY, *self.users]:
            works = user not in self.asleep
            mail = f"matrix-{user}@example.org"
            row = (user, "!", False, mail, "Iemand", "worker", "nl", False, False, works, NOW)
            self.rows["mensen_account"].append(row)
        self.rows["mensen_membership"].append((NOBODY, NOBODY, "worker", NOW - 30 * DAY, None))
        self.parents, self.newcomers = {}, {}
        for user in self.users:
            for stands, (role, since, until) in IN_TEAM.items():
                team = self._team(user, stands)
                self.rows["mensen_team"].append((team, "Matrix", organization, False, False))
                ends = None if until is None else NOW + until * DAY
                self.rows["mensen_membership"].append((user, team, role, NOW + since * DAY, ends))
            self.parents[user] = self._person(account=user, identified=True)
            self.newcomers[user] = self._person(made_by=user)

    def _person(
        self, *, account: int | None = None, identified: bool = False, made_by: int = NOBODY, age: int = 40
    ) -> uuid.UUID:
        identity = uuid.uuid4()
        born = date(NOW.year - age, NOW.month, min(NOW.day, 28))
        when, how = (NOW - DAY, "desk") if identified else (None, "")
        made = NOW if made_by != NOBODY else NOW - 30 * DAY
        self.rows["wijkteam_person"].append(
            (identity, account, when, how, born, "nl", b"x", "", made_by, made)
        )  # fmt: skip
        self._key("person", identity)
        return identity

    def _key(self, kind: str, identity: uuid.UUID) -> None:
        self.rows["toestemming_sealkey"].append((kind, identity, "m", b"x", uuid.uuid4()))

    def _add(self, its: Placed, name: str, *values: Any, kind: str = "") -> None:
        identity = its.ids.setdefault(name, uuid.uuid4())
        table = "wijkteam_" + TABLES[name.partition(":")[0]]
        self.rows[table].append((identity, *values))
        if kind:
            self._key(kind, identity)

    def _place(self, its: Placed, number: int) -> None:
        self.placed.append(its)
        world, me = its.world, its.user
        stands = {"none": None, "inactive": "lead"}.get(world.relation, world.relation)
        team = self._team(me, stands) if stands else NOBODY
        ends = {"none": None, "today": NOW.date(), "past": (NOW - DAY).date()}[world.term]
        leads = me if world.coordinator else None
        self._add(
            its, "case", f"m-{number}", team, leads, "welfare", world.state, world.sealed, "nl", [], NOW, ends, "", b"x"
        )
        self._add(its, "step", its.ids["case"], "draft", "open", NOW, NOBODY, "started")
        for kind in ("case_summary", "case_plan", "case_contacts", "case_journal", "case_apart"):
            self._key(kind, its.ids["case"])
        self._take_part(its)
        self._write_down(its)
        self._trust(its)

    def _take_part(self, its: Placed) -> None:
        world, case = its.world, its.ids["case"]
        its.ids["person:other"] = self._person()
        self._add(its, "part:other", case, its.ids["person:other"], "subject", NOW - DAY, None)
        if world.file != "none":
            known = world.file != "subject-unidentified"
            its.ids["person:self"] = self._person(account=its.user, identified=known)
            role = {"carer": "informal-carer", "member-ended": "member"}.get(world.file, world.file.partition("-")[0])
            until = NOW - timedelta(hours=1) if world.file == "member-ended" else None
            self._add(its, "part:self", case, its.ids["person:self"], role, NOW - DAY, until)
        if world.parent != "none":
            its.ids["person:child"] = child = self._person(age=16 if world.parent == "from-16" else 15)
            self._add(its, "part:child", case, child, "member", NOW - DAY, None)
            verified = None if world.parent == "unverified" else NOW - DAY
            until = NOW - timedelta(hours=1) if world.parent == "ended" else None
            kind = "mentor" if world.parent == "mentor" else self.chance.choice(["parent", "guardian"])
            how = "register" if verified else ""
            row = (uuid.uuid4(), child, self.parents[its.user], kind, verified, how, until)
            self.rows["wijkteam_representative"].append(row)

    def _write_down(self, its: Placed) -> None:
        world, case, me = its.world, its.ids["case"], its.user
        other, own, child = (its.ids.get(f"person:{who}") for who in ("other", "self", "child"))
        about = {"nobody": None, "me": own or other, "other": other}[world.about]
        for name, whom, agreed in (("nobody", None, True), ("other", other, True), ("self", own, False),
                                   ("child", child, world.agreed), ("child-not-agreed", child, False)):  # fmt: skip
            if name in {"nobody", "other"} or whom:
                self._add(its, f"goal:{name}", case, whom, agreed, "open", 0, b"x")
                if name not in {"other", "child-not-agreed"}:
                    row = (case, whom, "resident", None, "open", agreed, b"x")
                    self._add(its, f"action:{name}", *row, kind="case_action")
        state = "done" if world.action == "mine-done" else "open"
        owner = NOBODY if world.action == "other" else me
        self._add(its, "action:owned", case, other, "volunteer", owner, state, False, b"x", kind="case_action")
        self._add(its, "contact:other", case, other, NOBODY, NOW, "phone", True, b"x")
        self._add(its, "contact:about", case, about, NOBODY, NOW, "phone", True, b"x")
        self._add(its, "track", case, kind="case_meldcode")
        self._add(its, "track-member", its.ids["track"], me if world.on_track else NOBODY)
        for partition in ("journal", "third-party", "safe"):
            self._add(
                its,
                f"note:{partition}",
                case,
                partition,
                None,
                about if partition == "journal" else own,
                NOBODY,
                NOW,
                b"x",
            )
        self._add(its, "note:meldcode", case, "meldcode", its.ids["track"], own, NOBODY, NOW, b"x")
        self._add(its, "note:work-note", case, "work-note", None, None, me, NOW, b"x", kind="work_note")
        self._add(its, "note:work-note-of-other", case, "work-note", None, None, NOBODY, NOW, b"x", kind="work_note")

    def _trust(self, its: Placed) -> None:
        world, me = its.world, its.user
        told = NOW - DAY if world.told == "told" else None
        later = {"postponed": NOW + DAY, "postponed-before": NOW - timedelta(hours=1)}.get(world.told)
        then = (told, later, "danger" if later else "")
        broken = {"now": NOW - timedelta(minutes=5), "past": NOW - 10 * DAY, "future": NOW + DAY}
        for name, who, at in (("other", NOBODY, broken["past"]), ("mine", me, broken.get(world.glass))):
            if at:
                row = (its.ids["case"], who, "danger", b"x", at, at + timedelta(minutes=55), "")
                self._add(its, f"glass:{name}", *row, *then, kind="break_glass")
        for name, share in (("share:1", world.share), ("share:2", world.share2)):
            if share:
                self._add(its, name, *self._share(its, share))

    def _share(self, its: Placed, share: oracle.Shared) -> tuple:
        since = NOW + DAY if share.when == "future" else NOW - 2 * DAY
        until = NOW - DAY if share.when == "expired" else NOW + 30 * DAY
        withdrawn = NOW - timedelta(hours=1) if share.when == "withdrawn" else None
        scope = share.scope if share.scope in {"summary", "plan", "full"} else "fields"
        parts = [p for p in ("identity", "summary", "goals", "actions", "contacts", "journal")
                 if p in oracle.PARTS[share.scope]]  # fmt: skip
        team = self._team(its.user, its.world.receives_as) if share.to == "team" else None
        gave = its.ids.get({"me": "person:self", "other": "person:other"}.get(its.world.gave, ""))
        return (
            its.ids["case"], team, None if team else its.user, scope, parts, "referral", "task", "Wmo 2015 2.3.2",
            since, until, gave, "in-person" if gave else "", b"", "", "nl", NOBODY, NOW - 2 * DAY,
            withdrawn, "team" if withdrawn else "", "",
        )  # fmt: skip

    def _store(self) -> None:
        """By COPY as the superuser, past triggers and foreign keys: the checks of the tables hold."""
        with psycopg.connect(self.dsn_of()) as connection, connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            for table in COLUMNS:
                columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table].split()))
                into = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), columns)
                with cursor.copy(into) as copy:
                    for row in self.rows.pop(table, []):
                        copy.write_row(row)
            cursor.execute(TRY)
        with psycopg.connect(self.dsn_of(), autocommit=True) as connection:
            connection.execute("analyze")

    # --- What a person gets ---------------------------------------------------------------------------------------

    @contextmanager
    def acting(self, user: int) -> Iterator[psycopg.Cursor]:
        """A transaction of the app role in which this person acts."""
        with self.app.transaction(), self.app.cursor() as cursor:
            tell(cursor, account_actor(user))
            yield cursor

    def names(self) -> dict[uuid.UUID, tuple[int, str]]:
        """Which world and which row an id is of."""
        return {identity: (i, name) for i, its in enumerate(self.placed) for name, identity in its.ids.items()}

    def of(self, user: int) -> list[tuple[int, Placed]]:
        """The worlds of this person, with their numbers."""
        return [(number, its) for number, its in enumerate(self.placed) if its.user == user]

    def first(self, user: int, most: int) -> list[Placed]:
        """The first worlds of this person: the plain ones, where no other right hides a hole."""
        return [its for _, its in self.of(user)[:most]]


TRY = """
create function public.matrix_try(deeds text[]) returns text[] language plpgsql as $$
declare
  deed text; n bigint; got text[] := '{}';
begin
  foreach deed in array deeds loop
    begin
      execute deed;
      get diagnostics n = row_count;
      raise exception using errcode = 'ZZ001';
    exception
      when sqlstate 'ZZ001' then got := got || case when n > 0 then 'done' else 'nothing' end;
      when others then got := got || (sqlstate || ' ' || sqlerrm);
    end;
  end loop;
  return got;
end $$;
grant execute on function public.matrix_try(text[]) to wk_app;
"""
