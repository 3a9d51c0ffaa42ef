"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wijkkompas.toezeggingen.models import Promise


def of_objects(kind: str, object_ids: Iterable[UUID]) -> dict[UUID, Promise]:
    """The promise of each object, in one query."""
    return {row.object_id: row for row in Promise.objects.filter(kind=kind, object_id__in=list(object_ids))}


def overdue(now: datetime) -> list[Promise]:
    """What is late for the teams of who asks."""
    return list(Promise.objects.overdue(now).select_related("area", "team"))


def due_of(object_id: UUID) -> datetime | None:
    """When the answer to this object is due, for who follows it with a code (through a function that gives a date only)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select app.due_of(%s)", [object_id])
        return cursor.fetchone()[0]
