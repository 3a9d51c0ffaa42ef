"""Reads of the own file, within an `acting_as`. Only what is about the own person or the whole household, whatever else
this account may see at work.

Shares for the Meldcode, notes apart and the Meldcode itself are never asked for: with and without them it is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from wijkkompas.kern import clock
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.casework.queries import Receiver, receivers_of
from wijkkompas.wijkteam.models import (
    Action,
    BreakGlass,
    Case,
    ContactAttempt,
    FileRequest,
    Goal,
    Note,
    Notification,
    Participation,
    Person,
    Share,
)
from wijkkompas.wijkteam.myfile.rules import LookedDay, by_day
from wijkkompas.wijkteam.values import (
    CASE,
    CASE_ACTION,
    CASE_CONTACTS,
    CASE_JOURNAL,
    CASE_PLAN,
    FILE_REQUEST,
    PERSON,
    Basis,
    Partition,
)

FOLLOW = "follow"
SAID_BY_ITSELF = timedelta(days=7)


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def my_persons() -> list[UUID]:
    """Who this account is, after somebody saw it."""
    return _one("select app.my_persons()")


@dataclass(frozen=True)
class MyPromise:
    """What a team promised to this resident."""

    kind: str
    made_at: datetime
    due: datetime
    kept_at: datetime | None
    dropped_at: datetime | None
    team: str


def my_promises() -> list[MyPromise]:
    """Promises to this account, the open ones first; kinds and days only, so also before somebody saw who it is."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, made_at, due, kept_at, dropped_at, team from app.my_promises()")
        return [MyPromise(*row) for row in cursor.fetchall()]


def my_files() -> list[Case]:
    """The own files, newest first, without their texts."""
    return list(
        Case.objects.filter(id__in=_one("select app.my_files()")).select_related("team__organization").newest_first()
    )


@dataclass(frozen=True)
class Told:
    """A row with its text."""

    row: Any
    text: dict[str, Any]


def _under_case(kind: str, case_id: UUID, rows: Sequence[Any]) -> list[Told]:
    opened = toestemming.open_records(kind, [case_id], purpose=FOLLOW).get(case_id) if rows else None
    if opened is None:
        return []
    return [Told(row, text) for row, text in zip(rows, opened.read(*(row.sealed for row in rows)), strict=True)]


def _own_keys(kind: str, rows: Sequence[Any]) -> list[Told]:
    opened = toestemming.open_records(kind, [row.id for row in rows], purpose=FOLLOW) if rows else {}
    return [Told(row, opened[row.id].read(row.sealed)[0]) for row in rows if row.id in opened]


def agreed_about_children() -> list[Told]:
    """Goals and actions about children for whom this account has checked authority, that were agreed. Nothing else."""
    children = _one("select app.my_children()")
    if not children:
        return []
    goals = list(Goal.objects.filter(about_id__in=children, agreed=True))
    keys = toestemming.open_records(CASE_PLAN, {goal.case_id for goal in goals}, purpose=FOLLOW) if goals else {}
    told = [Told(goal, keys[goal.case_id].read(goal.sealed)[0]) for goal in goals if goal.case_id in keys]
    return told + _own_keys(CASE_ACTION, list(Action.objects.filter(about_id__in=children, agreed=True).order_by("id")))


@dataclass(frozen=True)
class MyRequest:
    """Something that was asked about the file, with our answer."""

    row: FileRequest
    text: str
    answer: str


@dataclass
class MyFile:
    """The own file in one case."""

    case: Case
    person_id: UUID
    person: dict[str, Any] = field(default_factory=dict)
    question: dict[str, Any] | None = None
    goals: list[Told] = field(default_factory=list)
    actions: list[Told] = field(default_factory=list)
    contacts: list[Told] = field(default_factory=list)
    journal: list[Told] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    receivers: dict[int, Receiver] = field(default_factory=dict)
    looked: list[LookedDay] = field(default_factory=list)
    requests: list[MyRequest] = field(default_factory=list)
    letters: list[Notification] = field(default_factory=list)
    glass: list[BreakGlass] = field(default_factory=list)
    persons: list[UUID] = field(default_factory=list)

    def beside(self) -> dict[UUID, list[MyRequest]]:
        """What was asked, by the row that it stands beside."""
        found: dict[UUID, list[MyRequest]] = {}
        for one in self.requests:
            if one.row.about_row is not None:
                found.setdefault(one.row.about_row, []).append(one)
        return found

    def row_of(self, wanted: str) -> tuple[str, UUID] | None:
        """A row of this file by its id, with its kind; None for anything else."""
        for kind in ("goals", "actions", "contacts", "journal"):
            for told in getattr(self, kind):
                if str(told.row.id) == wanted:
                    return kind, told.row.id
        return None


def found(case_id: UUID) -> tuple[Case, list[UUID]]:
    """The case, when it is the own file, and who I am. Raises `NotYours`, also for who only sees it at work."""
    if case_id not in _one("select app.my_files()"):
        raise toestemming.NotYours("case")
    return Case.objects.select_related("team__organization").get(id=case_id), my_persons()


def shares_of(case_id: UUID) -> list[Share]:
    """With whom the case is or was shared. Never with the Meldcode as basis: that would tell of its track."""
    rows = Share.objects.filter(case_id=case_id).exclude(basis=Basis.MELDCODE)
    return list(rows.select_related("to_team__organization").order_by("-made_at", "id"))


def my_file(case_id: UUID) -> MyFile:
    """The own file in one case; the number of queries does not grow with what stands in it. Raises `NotYours`."""
    case, persons = found(case_id)
    mine = Q(about_id__in=persons)
    ours = mine | Q(about_id=None)
    part = (
        Participation.objects.filter(case=case, person_id__in=persons, until=None)
        .select_related("person")
        .order_by("since", "id")
        .first()
    )
    if part is None:
        raise toestemming.NotYours("case")
    made = MyFile(case, part.person_id, persons=persons)
    told = _own_keys(PERSON, list(Person.objects.filter(id=part.person_id)))
    made.person = told[0].text if told else {}
    opened = toestemming.open_records(CASE, [case.id], purpose=FOLLOW).get(case.id)
    made.question = opened.read(case.sealed_text)[0] if opened else None
    made.goals = _under_case(CASE_PLAN, case.id, list(Goal.objects.filter(ours, case=case)))
    made.actions = _own_keys(CASE_ACTION, list(Action.objects.filter(ours, case=case).order_by("due", "id")))
    contacts = ContactAttempt.objects.filter(mine, case=case).order_by("-at", "id")
    made.contacts = _under_case(CASE_CONTACTS, case.id, list(contacts))
    journal = Note.objects.filter(mine, case=case, partition=Partition.JOURNAL).order_by("-at", "id")
    made.journal = _under_case(CASE_JOURNAL, case.id, list(journal))
    made.shares, made.receivers = shares_of(case.id), receivers_of(case.id)
    made.looked = by_day(
        [(line.at, line.who, line.purpose, line.kind) for line in queries.who_looked(case.id)],
        lambda at: timezone.localtime(at, clock.AMSTERDAM).date(),
    )
    made.requests = requests_of(FileRequest.objects.filter(case=case, person_id__in=persons), purpose=FOLLOW)
    made.letters = list(Notification.objects.filter(ours, case=case).order_by("-received_on", "id"))
    now = clock.now()
    by_itself = Q(at__lte=now - SAID_BY_ITSELF) & (Q(postponed_until=None) | Q(postponed_until__lte=now))
    told_glass = Q(told_at__isnull=False) | by_itself  # as the policy says it to a resident, also for who works there
    made.glass = list(BreakGlass.objects.filter(told_glass, case=case).order_by("-at", "id"))
    return made


def requests_of(rows: Any, *, purpose: str) -> list[MyRequest]:
    """Requests with their texts and answers, newest first."""
    found = list(rows.order_by("-made_at", "id"))
    opened = toestemming.open_records(FILE_REQUEST, [row.id for row in found], purpose=purpose) if found else {}
    made = []
    for row in found:
        if row.id in opened:
            texts = [row.sealed] + ([row.sealed_answer] if row.sealed_answer else [])
            read = opened[row.id].read(*texts)
            made.append(MyRequest(row, read[0]["text"], read[1]["text"] if len(read) > 1 else ""))
    return made


def my_share(share_id: UUID) -> tuple[Share, list[UUID]]:
    """A share of the own file, and who I am. Raises `NotYours`."""
    row = (
        Share.objects.filter(id=share_id).exclude(basis=Basis.MELDCODE).select_related("to_team__organization").first()
    )
    if row is None or row.case_id not in _one("select app.my_files()"):
        raise toestemming.NotYours("share")
    return row, my_persons()
