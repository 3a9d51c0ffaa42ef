"""The lists of who keeps records: what is late, what comes, what waits. A fixed number of queries, however long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.models import RecordCheck, Service, StatusChange
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.upkeep.actions import KIND, may_keep
from wijkkompas.wegwijzer.upkeep.values import PILE_OF, Pile
from wijkkompas.wegwijzer.values import ServiceStatus


@dataclass(frozen=True)
class Row:
    """One record in a list: until when its check lasts (None: never checked), and when its organisation was mailed."""

    service: Service
    due: date | None
    pile: Pile
    asked_at: datetime | None
    said_wrong: bool


@dataclass(frozen=True)
class Group:
    """The records of one organisation, the most urgent first."""

    organization: mensen.Organization
    rows: list[Row]


@dataclass(frozen=True)
class Worklist:
    """Everything that somebody keeps: how many in each pile, and those that were asked for, by organisation."""

    counts: dict[Pile, int]
    groups: list[Group]
    organizations: list[mensen.Organization]


def my_records() -> QuerySet[Service]:
    """The records that who acts keeps, as the database says; for a functional manager all. Not what stood here twice."""
    return Service.objects.filter(
        id__in=RawSQL(  # nothing of a request in it
            "select s.id from wegwijzer_service s where (select app.is_manager())"
            " or s.id = any((select app.my_records())::uuid[])",
            [],
        ),
        merged_into__isnull=True,
    )


def worklist(today: date, *, pile: Pile | None = None, organization_id: UUID | None = None) -> Worklist:
    """What who acts keeps, late first. Six queries."""
    rows = _rows(my_records(), today)
    organizations = {row.service.organization_id: row.service.organization for row in rows}
    if organization_id is not None:
        rows = [row for row in rows if row.service.organization_id == organization_id]
    counts = {kind: sum(row.pile is kind for row in rows) for kind in Pile}
    groups: dict[UUID, Group] = {}
    for row in rows:
        if pile is None or row.pile is pile:
            of = row.service.organization
            groups.setdefault(of.id, Group(of, [])).rows.append(row)
    return Worklist(counts, list(groups.values()), sorted(organizations.values(), key=lambda one: one.name.casefold()))


def _rows(services: QuerySet[Service], today: date) -> list[Row]:
    found = list(
        services.select_related("organization").prefetch_related("schedules", "service_needs__need").order_by("name")
    )
    checks = {
        service_id: (asked_at, answer)
        for service_id, asked_at, answer in RecordCheck.objects.open()
        .filter(service__in=found)
        .values_list("service_id", "asked_at", "answer")
    }
    rows = []
    for service in found:
        asked_at, answer = checks.get(service.id, (None, ""))
        rows.append(Row(service, facts.due_on(service), pile_of(service, today), asked_at, answer == "wrong"))
    piles = list(Pile)
    return sorted(rows, key=lambda row: (piles.index(row.pile), row.due or date.min, row.service.name.casefold()))


def pile_of(service: Service, today: date) -> Pile:
    """On which pile a record lies: every record on one."""
    match service.status:
        case ServiceStatus.DRAFT | ServiceStatus.CHECKED:
            return Pile.WAITING
        case ServiceStatus.PAUSED | ServiceStatus.CLOSED:
            return Pile.SHUT
    return PILE_OF[facts.standing(service, today)]


@dataclass(frozen=True)
class Kept:
    """One record for who keeps it: how it stands, and its history with names where who acts may know them."""

    row: Row
    history: list[tuple[StatusChange, str]]


def kept(service_id: UUID, today: date) -> Kept:
    """One record that who acts keeps; raises `NotYours` for missing and foreign alike."""
    if not may_keep(service_id):
        raise toestemming.NotYours(KIND)
    rows = _rows(Service.objects.filter(id=service_id, merged_into__isnull=True), today)
    if not rows:
        raise toestemming.NotYours(KIND)
    changes = list(StatusChange.objects.filter(service_id=service_id)[:50])
    names = mensen.names_of(change.by_id for change in changes)
    return Kept(rows[0], [(change, names.get(change.by_id or 0, "")) for change in changes])


def possible_successors(service: Service, most: int = 60) -> Sequence[Any]:
    """(id, name) of help in the guide that is for one of the same needs, in one of the same areas or everywhere."""
    needs = [row.need_id for row in service.service_needs.all()]
    codes = [*service.areas.values_list("code", flat=True), mensen.COUNTRY]
    found = Service.objects.public().filter(service_needs__need__in=needs, areas__code__in=codes).exclude(id=service.id)
    return list(found.distinct().order_by("name").values_list("id", "name")[:most])
