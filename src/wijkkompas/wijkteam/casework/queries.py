"""Reads of the case pages, within an `acting_as`. Names and addresses are opened apart: only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F

from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.casework.rules import Standing, standing
from wijkkompas.wijkteam.models import (
    Action,
    Case,
    CaseStep,
    ContactAttempt,
    Goal,
    Note,
    Notification,
    Participation,
    Share,
)
from wijkkompas.wijkteam.values import (
    CASE,
    CASE_ACTION,
    CASE_APART,
    CASE_CONTACTS,
    CASE_JOURNAL,
    CASE_PLAN,
    PERSON,
    WORK_NOTE,
    ActionState,
    CaseState,
    Partition,
)

MOST_READ = 50  # notes and contacts on one page; older ones on request
RUNNING = "lopend"


@dataclass(frozen=True)
class Line:
    """A case in the list: one sentence, and what comes next."""

    case: Case
    summary: str
    next_step: str
    due: date | None
    coordinator: str


def _texts(kind: str, rows: Sequence[tuple[UUID, Any]], purpose: str) -> dict[UUID, dict[str, Any]]:
    opened = toestemming.open_records(kind, [identity for identity, _sealed in rows], purpose=purpose)
    return {identity: opened[identity].read(sealed)[0] for identity, sealed in rows if identity in opened}


def case_list(
    *, me: int, teams: Sequence[int], only: str, state: str, number: int | str
) -> tuple[Page[Case], list[Line]]:
    """One page of 25 cases, newest first, each with its next step. The number of queries does not grow with the list.

    `only`: `mij` (I lead it), `gedeeld` (another team shares it with us), else all of these teams.
    """
    cases = Case.objects.select_related("team").newest_first()
    cases = cases.exclude(team_id__in=teams) if only == "gedeeld" else cases.filter(team_id__in=teams)
    if only == "mij":
        cases = cases.filter(coordinator_id=me)
    cases = cases.running() if state not in CaseState.values else cases.filter(state=state)
    if only == "gedeeld":  # a file of my own is not work
        cases = cases.filter(id__in=_one("select app.my_shared('any') || app.my_glass()"))
    page = Paginator(cases, queries.PAGE).get_page(number)
    rows = list(page.object_list)
    told = _texts(CASE, [(row.id, row.sealed_text) for row in rows], "list")
    steps = {
        row.case_id: row
        for row in Action.objects.filter(case__in=[row.id for row in rows], state=ActionState.OPEN)
        .order_by("case_id", F("due").asc(nulls_last=True), "id")
        .distinct("case_id")
    }
    deeds = _texts(CASE_ACTION, [(step.id, step.sealed) for step in steps.values()], "list")
    names = mensen.names_of(row.coordinator_id for row in rows)
    return page, [_line(row, told, steps.get(row.id), deeds, names) for row in rows]


def _line(
    row: Case,
    told: dict[UUID, dict[str, Any]],
    step: Action | None,
    deeds: dict[UUID, dict[str, Any]],
    names: dict[int, str],
) -> Line:
    return Line(
        case=row,
        summary=told.get(row.id, {}).get("summary", ""),
        next_step=deeds.get(step.id, {}).get("text", "") if step else "",
        due=step.due if step else None,
        coordinator=names.get(row.coordinator_id or 0, ""),
    )


def _one(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def volunteers_of(team_id: int) -> dict[int, str]:
    """Names of the volunteers of a team of this actor."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name from app.volunteers_of_team(%s)", [team_id])
        return dict(cursor.fetchall())


def standing_in(case: Case) -> Standing:
    """As what this actor looks at a case. One query; says what the policies say (tests/wijkteam/casework)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select %(team)s = any(app.my_leads()) or %(team)s = any(app.my_teams())
                 and (not %(sealed)s or coalesce(%(leads)s = app.active_account(), false)),
               %(case)s = any(app.my_glass()),
               array(select p from unnest(%(parts)s::text[]) as p where %(case)s = any(app.my_shared(p)))""",
            {
                "team": case.team_id,
                "sealed": case.sealed,
                "leads": case.coordinator_id,
                "case": case.id,
                "parts": list(standing(home=True, glass=False, shared=()).parts),
            },
        )
        home, glass, shared = cursor.fetchone()
    return standing(home=home, glass=glass, shared=shared)


def found(case_id: UUID) -> tuple[Case, Standing]:
    """The case, for somebody at work. Raises `NotYours`; who only sees the own file finds nothing here."""
    case = Case.objects.select_related("team__organization").filter(id=case_id).first()
    as_what = standing_in(case) if case is not None else Standing("")
    if case is None or not as_what.kind:
        raise toestemming.NotYours("case")
    return case, as_what


@dataclass(frozen=True)
class Who:
    """Somebody in a case; without `told` only what they are."""

    row: Participation
    number: int
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """A name when it is open, else what they are in the case."""
        return self.told.get("name") or f"{self.row.get_role_display()} ({self.number})"


@dataclass(frozen=True)
class Told:
    """A row of a case with its text, about whom, and who wrote or does it."""

    row: Any
    text: dict[str, Any]
    about: str = ""
    by: str = ""


@dataclass
class Sheet:
    """What is known of a case, as far as this actor may see it."""

    case: Case
    standing: Standing
    question: dict[str, Any] | None = None
    people: list[Who] = field(default_factory=list)
    goals: list[tuple[Told | None, list[Told]]] = field(default_factory=list)
    contacts: list[Told] = field(default_factory=list)
    journal: list[Told] = field(default_factory=list)
    apart: list[Told] = field(default_factory=list)
    safe: list[Told] = field(default_factory=list)
    own: list[Told] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    steps: list[CaseStep] = field(default_factory=list)
    notifications: list[Notification] = field(default_factory=list)
    coordinator: str = ""
    older: bool = False

    @property
    def actions(self) -> list[Told]:
        """All actions of the plan, in its order."""
        return [action for _goal, actions in self.goals for action in actions]


def people_of(case: Case, *, names: bool, purpose: str) -> list[Who]:
    """Who takes part now; with `names` the texts too, with a line for each."""
    rows = list(Participation.objects.filter(case=case, until=None).select_related("person").order_by("since", "id"))
    told = _texts(PERSON, [(row.person_id, row.person.sealed) for row in rows], purpose) if names else {}
    return [Who(row, number, told.get(row.person_id, {})) for number, row in enumerate(rows, 1)]


def sheet(case_id: UUID, *, names: bool = False, everything: bool = False) -> Sheet:
    """One case for a page or a file. Raises `NotYours`. The number of queries does not grow with what was written."""
    case, as_what = found(case_id)
    return read(case, as_what, names=names, everything=everything)


def read(
    case: Case, as_what: Standing, *, names: bool = False, everything: bool = False, for_other: bool = False
) -> Sheet:
    """The parts of a case that are open to `as_what`.

    `for_other`: what somebody of another team will read (the preview of a share), who does not see names of workers.
    """
    parts, purpose = set(as_what.parts), as_what.purpose
    made = Sheet(case, as_what)
    most = None if everything else MOST_READ
    if "summary" in parts:
        made.question = _texts(CASE, [(case.id, case.sealed_text)], purpose).get(case.id)
    if "identity" in parts:
        made.people = people_of(case, names=names, purpose=purpose)
    labels = {who.row.person_id: who.label for who in made.people}
    goals = list(Goal.objects.filter(case=case)) if "goals" in parts else []
    actions = list(Action.objects.filter(case=case).order_by(F("due").asc(nulls_last=True), "id"))
    actions = actions if "actions" in parts else []
    contacts = list(ContactAttempt.objects.filter(case=case).order_by("-at")[:most]) if "contacts" in parts else []
    notes = _notes(case, as_what, most) if "journal" in parts else []
    workers = (
        {}
        if for_other
        else mensen.names_of(
            [case.coordinator_id]
            + [row.owner_id for row in actions]
            + [row.author_id for row in contacts]
            + [row.author_id for row in notes]
        )
    )
    made.coordinator = workers.get(case.coordinator_id or 0, "")

    def told(kind: str, rows: Sequence[Any]) -> list[Told]:
        texts = _under(kind, case.id, rows, purpose)
        return [
            Told(row, text, labels.get(row.about_id, ""), workers.get(getattr(row, "author_id", None) or 0, ""))
            for row, text in zip(rows, texts, strict=True)
        ]

    made.goals = _plan(told(CASE_PLAN, goals), _deeds(actions, purpose, labels, workers))
    made.contacts = told(CASE_CONTACTS, contacts)
    made.journal = told(CASE_JOURNAL, [row for row in notes if row.partition == Partition.JOURNAL])
    made.older = most is not None and max(len(contacts), len(notes)) >= most
    if as_what.home:
        apart = told(CASE_APART, [row for row in notes if row.partition in {Partition.THIRD_PARTY, Partition.SAFE}])
        made.apart = [row for row in apart if row.row.partition == Partition.THIRD_PARTY]
        made.safe = [row for row in apart if row.row.partition == Partition.SAFE]
        mine = [row for row in notes if row.partition == Partition.WORK_NOTE]
        scraps = _texts(WORK_NOTE, [(row.id, row.sealed) for row in mine], purpose)
        made.own = [Told(row, scraps[row.id]) for row in mine if row.id in scraps]
        made.notifications = list(Notification.objects.filter(case=case).order_by("-received_on"))
        made.steps = list(CaseStep.objects.filter(case=case).order_by("-at"))
    made.shares = list(
        Share.objects.filter(case=case).select_related("to_team__organization", "to_account").order_by("-made_at")
    )
    return made


def _notes(case: Case, as_what: Standing, most: int | None) -> list[Note]:
    """Never those of the Meldcode: with and without them this page is the same."""
    kinds = [Partition.JOURNAL, Partition.THIRD_PARTY, Partition.SAFE, Partition.WORK_NOTE]
    wanted = kinds if as_what.home else kinds[:1]
    return list(Note.objects.filter(case=case, partition__in=wanted).order_by("-at")[:most])


def _under(kind: str, case_id: UUID, rows: Sequence[Any], purpose: str) -> list[dict[str, Any]]:
    """Texts under one key of the case. No rows: no key, and no line."""
    if not rows:
        return []
    return toestemming.open_record(kind, case_id, purpose=purpose).read(*(row.sealed for row in rows))


def _deeds(rows: Sequence[Action], purpose: str, labels: dict[UUID, str], workers: dict[int, str]) -> list[Told]:
    texts = _texts(CASE_ACTION, [(row.id, row.sealed) for row in rows], purpose)
    return [
        Told(
            row,
            texts[row.id],
            labels.get(row.about_id, "") if row.about_id else "",
            workers.get(row.owner_id or 0, "") or row.get_owner_kind_display(),
        )
        for row in rows
        if row.id in texts
    ]


def _plan(goals: list[Told], actions: Iterable[Told]) -> list[tuple[Told | None, list[Told]]]:
    """Goals in their order, each with its actions; actions without a goal come last."""
    under: dict[UUID | None, list[Told]] = {}
    known = {goal.row.id for goal in goals}
    for action in actions:
        under.setdefault(action.row.goal_id if action.row.goal_id in known else None, []).append(action)
    plan: list[tuple[Told | None, list[Told]]] = [(goal, under.get(goal.row.id, [])) for goal in goals]
    return [*plan, (None, under[None])] if None in under else plan


@dataclass(frozen=True)
class Receiver:
    """Somebody at work who may read or speak because of a share: the name and organisation, for the team and the resident."""

    name: str
    organisation: str


def receivers_of(case_id: UUID) -> dict[int, Receiver]:
    """The people to whom parts of a case were opened, or who were released from secrecy, by account. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select account_id, name, organisation from app.receivers_of(%s)", [case_id])
        return {account: Receiver(name, organisation) for account, name, organisation in cursor.fetchall()}


def is_of_case(case_id: UUID, row_id: UUID) -> bool:
    """Whether a goal or action belongs to this case: an address with another case in it leads nowhere."""
    return (
        Goal.objects.filter(id=row_id, case_id=case_id).exists()
        or Action.objects.filter(id=row_id, case_id=case_id).exists()
    )
