"""Reads, within an `acting_as`. The database leaves out what this actor may not see; each reading of a text leaves a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam.models import Action, Case, ContactAttempt, Goal, Note, Participation, Person, Share
from wijkkompas.wijkteam.rules import name_index
from wijkkompas.wijkteam.values import (
    CASE,
    CASE_ACTION,
    CASE_APART,
    CASE_CONTACTS,
    CASE_JOURNAL,
    CASE_PLAN,
    PERSON,
    CaseRole,
    Partition,
)

PAGE = 25


def _one(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def my_teams() -> list[int]:
    """Teams in which this actor works."""
    return _one("select app.my_teams()")


def my_leads() -> list[int]:
    """Teams that this actor leads."""
    return _one("select app.my_leads()")


def keeps_person(person_id: UUID) -> bool:
    """Whether the own team has this person in a case."""
    return _one("select app.keeps_person(%s)", person_id)


def case_of_number(number: str) -> UUID | None:
    """The case with this number, for who works in a team; says only that it is there."""
    return _one("select app.case_of_number(%s)", number)


def account_at_work(address: str) -> int | None:
    """The account of somebody who works in a team, by the whole e-mail address."""
    return _one("select app.account_at_work(%s)", address.strip())


def people_of_team(team_id: int) -> dict[int, str]:
    """Names of who works in a team of this actor."""
    with connection.cursor() as cursor:
        cursor.execute("select id, name from app.people_of_team(%s)", [team_id])
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: what the team needs to find it again."""

    case: Case
    summary: str
    subjects: list[str]


def cases_of_team(team_id: int, *, page: int = 1, closed: bool = False) -> tuple[list[CaseLine], bool]:
    """One page of 25 cases of a team, newest first, and whether more follow. Seven queries, whatever the number."""
    cases = Case.objects.filter(team_id=team_id).newest_first()
    cases = cases if closed else cases.running()
    start = (max(page, 1) - 1) * PAGE
    rows = list(cases[start : start + PAGE + 1])
    shown, more = rows[:PAGE], len(rows) > PAGE
    told = _texts(CASE, [(row.id, row.sealed_text) for row in shown], purpose="list")
    subjects: dict[UUID, list[str]] = {}
    takes_part = Participation.objects.filter(case__in=[row.id for row in shown], role=CaseRole.SUBJECT).order_by(
        "since"
    )
    people = list(takes_part.values_list("case_id", "person_id", "person__sealed"))
    names = _texts(PERSON, [(person, sealed) for _case, person, sealed in people], purpose="list")
    for case_id, person, _sealed in people:
        subjects.setdefault(case_id, []).append(names.get(person, {}).get("name", ""))
    return [CaseLine(row, told.get(row.id, {}).get("summary", ""), subjects.get(row.id, [])) for row in shown], more


def _texts(kind: str, rows: Sequence[tuple[UUID, Any]], *, purpose: str) -> dict[UUID, dict[str, Any]]:
    """The text of each record that has a key of its own; what may not be opened is not in the answer."""
    opened = toestemming.open_records(kind, [identity for identity, _sealed in rows], purpose=purpose)
    return {identity: opened[identity].read(sealed)[0] for identity, sealed in rows if identity in opened}


@dataclass(frozen=True)
class Told:
    """A row of a case with its text."""

    row: Any
    text: dict[str, Any]


@dataclass(frozen=True)
class OpenCase:
    """A case with the parts that this actor may see; a part that is not open is empty.

    `question` is None when not even that is open (a share of other parts).
    """

    case: Case
    question: dict[str, Any] | None
    people: list[Told] = field(default_factory=list)
    goals: list[Told] = field(default_factory=list)
    actions: list[Told] = field(default_factory=list)
    contacts: list[Told] = field(default_factory=list)
    journal: list[Told] = field(default_factory=list)


def _told(kind: str, case_id: UUID, rows: Sequence[Any], *, purpose: str) -> list[Told]:
    """Rows whose texts lie under one key of the case. No rows: no key, and no line."""
    if not rows:
        return []
    opened = toestemming.open_records(kind, [case_id], purpose=purpose).get(case_id)
    if opened is None:
        return []
    return [Told(row, text) for row, text in zip(rows, opened.read(*(row.sealed for row in rows)), strict=True)]


def open_case(case_id: UUID, *, purpose: str) -> OpenCase:
    """One case. `purpose`: help, emergency (after breaking the glass) or follow (the resident). Raises `NotYours`.

    Notes about others, the Meldcode and work notes are not in it: see `apart_notes` and `work_notes`.
    """
    case = Case.objects.select_related("team").filter(id=case_id).first()
    if case is None:
        raise toestemming.NotYours("case")
    taking_part = list(Participation.objects.filter(case=case).select_related("person").order_by("since"))
    names = _texts(PERSON, [(row.person_id, row.person.sealed) for row in taking_part], purpose=purpose)
    actions = list(Action.objects.filter(case=case).order_by("due", "id"))
    deeds = _texts(CASE_ACTION, [(row.id, row.sealed) for row in actions], purpose=purpose)
    journal = Note.objects.filter(case=case, partition=Partition.JOURNAL).order_by("-at")
    return OpenCase(
        case=case,
        question=_texts(CASE, [(case.id, case.sealed_text)], purpose=purpose).get(case.id),
        people=[Told(row, names[row.person_id]) for row in taking_part if row.person_id in names],
        goals=_told(CASE_PLAN, case.id, list(Goal.objects.filter(case=case)), purpose=purpose),
        actions=[Told(row, deeds[row.id]) for row in actions if row.id in deeds],
        contacts=_told(
            CASE_CONTACTS, case.id, list(ContactAttempt.objects.filter(case=case).order_by("-at")), purpose=purpose
        ),
        journal=_told(CASE_JOURNAL, case.id, list(journal), purpose=purpose),
    )


def apart_notes(case_id: UUID) -> list[Told]:
    """What must stay with the team: about others, and how to reach somebody safely."""
    notes = Note.objects.filter(case_id=case_id, partition__in=[Partition.THIRD_PARTY, Partition.SAFE])
    return _told(CASE_APART, case_id, list(notes.order_by("-at")), purpose="help")


def own_files() -> list[UUID]:
    """The cases that are the own file of this actor, newest first."""
    mine = _one("select app.my_files()")
    return list(Case.objects.filter(id__in=mine).newest_first().values_list("id", flat=True))


def written_down_before(name: str, born_on: date | None) -> list[UUID]:
    """Persons of the own cases with this name and birth date; empty without a birth date."""
    index = name_index(settings.CODE_PEPPER, name, born_on)
    return list(Person.objects.filter(name_index=index).values_list("id", flat=True)) if index else []


@dataclass(frozen=True)
class Looked:
    """Somebody opened a part of a case."""

    at: datetime
    who: str
    purpose: str
    kind: str


def who_looked(case_id: UUID) -> list[Looked]:
    """Who opened what of a case, newest first, by organisation: for the team and for the resident, at most 500.

    Not in it: what is apart; when a resident looked; for a resident, a broken glass that is told later on purpose.
    """
    with connection.cursor() as cursor:
        cursor.execute("select at, who, purpose, kind from app.who_looked(%s)", [case_id])
        return [Looked(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Seen:
    """The receiver of a share opened a part."""

    at: datetime
    kind: str
    object_id: UUID
    purpose: str


def seen_through(share_id: UUID) -> list[Seen]:
    """What the receiver of a share opened since it began, newest first; for who may withdraw it."""
    with connection.cursor() as cursor:
        cursor.execute("select at, kind, object_id, purpose from app.seen_through(%s)", [share_id])
        return [Seen(*row) for row in cursor.fetchall()]


def shares_of(case_id: UUID) -> Iterable[Share]:
    """With whom a case is or was shared, the newest first."""
    return Share.objects.filter(case_id=case_id).select_related("to_team").order_by("-made_at")
