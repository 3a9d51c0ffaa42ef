"""What people of a municipality see of a list: numbers and dates, no name and no text. Within an `acting_as`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wijkkompas.toestemming.api import destruction
from wijkkompas.wijkteam.values import CASE, LegalDomain, LongerReason

DOMAINS = {f"case-{domain.value}": domain.label for domain in LegalDomain}


@dataclass(frozen=True)
class Line:
    """One case on a list."""

    id: UUID
    number: str
    closed_on: date | None
    last_day: date
    longer: str
    kept_because: str


@dataclass(frozen=True)
class Yes:
    """Somebody said yes."""

    account_id: int | None
    at: datetime


@dataclass(frozen=True)
class Page:
    """A list with its cases, and who said yes."""

    list: Any
    domain: Any
    lines: list[Line]
    said: list[Yes]
    seen: str

    @property
    def going(self) -> list[Line]:
        """What is destroyed."""
        return [line for line in self.lines if not line.kept_because]


def waiting() -> list[tuple[Any, Any]]:
    """The lists of cases that wait, with the law they are kept under."""
    return [(row, DOMAINS.get(row.rule, row.rule)) for row in destruction.open_lists() if row.kind == CASE]


def done() -> list[tuple[Any, Any]]:
    """The lists of cases that were carried out."""
    return [(row, DOMAINS.get(row.rule, row.rule)) for row in destruction.done_lists() if row.kind == CASE]


def one(list_id: UUID) -> Page:
    """One list, by number of the case. Raises `NoSuchList`."""
    row = destruction.open_lists().filter(id=list_id, kind=CASE).first()
    if row is None:
        raise destruction.NoSuchList(list_id)
    with connection.cursor() as cursor:
        cursor.execute("select id, number, closed_on, longer_because from app.listed_cases(%s)", [list_id])
        told = {identity: more for identity, *more in cursor.fetchall()}
    lines = []
    for item in row.items.all():
        number, closed_on, longer = told.get(item.object_id, ("", None, ""))
        label = str(LongerReason(longer).label) if longer else ""
        lines.append(Line(item.object_id, number, closed_on, item.due_on, label, item.kept_because))
    said = [Yes(account, at) for account, at in row.confirmations.order_by("at").values_list("account_id", "at")]
    return Page(
        row,
        DOMAINS.get(row.rule, row.rule),
        sorted(lines, key=lambda line: line.number),
        said,
        destruction.fingerprint(list_id),
    )


def kept_longer() -> list[tuple[str, int]]:
    """How many cases of the own municipality stay longer than the term of their law: why (a code), how many."""
    with connection.cursor() as cursor:
        cursor.execute("select why, many from app.kept_longer()")
        return cursor.fetchall()
