"""What somebody manages to do with one protected record, tried in every way on the real database."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection, models, transaction

from wijkkompas.kern.access import acting_as
from wijkkompas.kern.access.declarations import DOORS
from wijkkompas.toestemming.actions import NotYours, open_record


def deeds(actor: Any, model: type[models.Model], identity: Any, *, kind: str, change: str) -> set[str]:
    """`see` (through the model or by plain SQL), `open` (its key), `change` (`change`: what an UPDATE sets)."""
    table, managed = model._meta.db_table, set()
    with acting_as(actor):
        if model.objects.filter(pk=identity).exists() or identity in {
            row.pk for row in model.objects.raw(f"select * from {table}")
        }:
            managed.add("see")
        try:
            with transaction.atomic():
                open_record(kind, identity, purpose=next(iter(DOORS[kind].purposes)))
            managed.add("open")
        except (NotYours, DatabaseError):
            pass
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"update {table} set {change} where id = %s", [identity])
                if cursor.rowcount:
                    managed.add("change")
        except DatabaseError:
            pass
    return managed
