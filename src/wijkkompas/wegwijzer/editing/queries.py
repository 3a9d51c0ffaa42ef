"""Reads for who changes records, and for who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer.editing import actions, record, rules, standing, telling
from wijkkompas.wegwijzer.editing.values import labels_of
from wijkkompas.wegwijzer.models import RecordChange, Service
from wijkkompas.wegwijzer.upkeep.actions import may_keep
from wijkkompas.wegwijzer.values import ChangeState

HISTORY = 30


@dataclass(frozen=True)
class Opened:
    """A record for who changes it: what it says, and what waits on top of that."""

    service: Service
    now: dict[str, Any]
    waiting: RecordChange | None

    @property
    def shown(self) -> dict[str, Any]:
        """What the form starts with: also what waits, so that nobody writes it twice."""
        return self.now | (self.waiting.after if self.waiting else {})


def own(service_id: UUID) -> Service:
    """A record that who acts may change; raises `NotYours` for missing, foreign and merged into another alike."""
    if not may_keep(service_id):
        raise toestemming.NotYours(actions.KIND)
    rows = Service.objects.select_related("organization__area").filter(merged_into__isnull=True)
    service = rows.filter(id=service_id).first()
    if service is None:
        raise toestemming.NotYours(actions.KIND)
    return service


def opened(service_id: UUID) -> Opened:
    """What the form of a record starts with; raises `NotYours` as `own` does."""
    service = own(service_id)
    waiting = None if standing.decides() else RecordChange.objects.waiting().filter(service=service).first()
    return Opened(service, record.values_of(service), waiting)


@dataclass(frozen=True)
class PastChange:
    """A line of the history of a record; `may_undo`: it is public, and its 30 days are not over."""

    change: RecordChange
    parts: list[str]
    name: str
    may_undo: bool


def history(service_id: UUID, moment: datetime) -> list[PastChange]:
    """What was changed, newest first; without what was replaced before anybody saw it. Two queries."""
    rows = list(
        RecordChange.objects.filter(service_id=service_id)
        .exclude(state=ChangeState.REPLACED)
        .order_by("-made_at")[:HISTORY]
    )
    names = mensen.names_of(row.made_by_id for row in rows)
    return [
        PastChange(row, telling_parts(row), names.get(row.made_by_id or 0, ""), _may_undo(row, moment)) for row in rows
    ]


def telling_parts(change: RecordChange) -> list[str]:
    """Which parts a change is about, in words."""
    return [] if change.kind == "new" else labels_of(change.after)


def _may_undo(change: RecordChange, moment: datetime) -> bool:
    found = rules.why_not_undo(
        kind=change.kind,
        state=change.state,
        public_at=change.public_at,
        undone=change.undone_at is not None,
        after={},
        now={},
        moment=moment,
    )
    return found is None


@dataclass(frozen=True)
class Waiting:
    """A change in the queue, with by when an answer was promised."""

    change: RecordChange
    due: datetime | None
    late: bool
    parts: list[str]


def queue(moment: datetime) -> list[Waiting]:
    """What waits for who acts, first promised first. Two queries."""
    if not standing.decides():
        return []
    rows = list(RecordChange.objects.waiting().select_related("service", "organization"))
    promises = toezeggingen.of_objects(actions.PROMISE, [row.id for row in rows])
    found = [
        Waiting(
            row,
            promise.due if promise else None,
            bool(promise and promise.due < moment),
            telling_parts(row),
        )
        for row in rows
        for promise in [promises.get(row.id)]
    ]
    return sorted(found, key=lambda one: (one.due is None, one.due or moment))


@dataclass(frozen=True)
class Proposal:
    """A waiting change for who decides: what it makes of the record as that is now."""

    change: RecordChange
    differences: list[telling.Difference]
    seen: str
    due: datetime | None
    now: Mapping[str, Any]


def proposal(change_id: UUID) -> Proposal:
    """One waiting change; raises `NotYours` for missing, foreign and decided alike."""
    rows = RecordChange.objects.waiting().select_related("service__organization")
    change = rows.filter(id=change_id).first()
    if change is None or not standing.decides() or not may_keep(change.service_id):
        raise toestemming.NotYours(actions.KIND)
    now = record.values_of(change.service)
    promise = toezeggingen.of_objects(actions.PROMISE, [change.id]).get(change.id)
    new = change.kind == "new"
    told = telling.differences({}, now) if new else telling.differences(now, change.after)
    filled = [one for one in told if one.becomes or one.was]
    return Proposal(change, filled, actions.fingerprint(change, now), promise.due if promise else None, now)
