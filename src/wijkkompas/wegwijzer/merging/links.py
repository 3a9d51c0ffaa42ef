"""What points at a record and goes along when it is merged. Two lists, one for what stays behind on purpose.

A test compares them with every foreign key to a service or an organisation: a room that adds one says here, or by
hearing `RecordsMerged`, what must happen to it.

Stays behind with the hidden record, for undoing: what hangs under it (parts.py), its checks that are done and its history
(the open check is taken back, see `writing.hide`), its translations (they hang on its address, not on its id).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wijkkompas.mensen import api as mensen
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer.models import (
    CapacityHint,
    Correction,
    EditorClaim,
    ImportedRecord,
    InternalNote,
    Location,
    RecordChange,
    Service,
    Vacancy,
)
from wijkkompas.wegwijzer.values import RecordKind

MOVES: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    RecordKind.SERVICE: {
        "corrections": (Correction, "service_id"),
        "merged earlier": (Service, "merged_into_id"),
        "came before": (Service, "successor_id"),
        "notes": (InternalNote, "service_id"),
        "hints": (CapacityHint, "service_id"),
        "vacancies": (Vacancy, "service_id"),
    },
    RecordKind.ORGANIZATION: {
        "services": (Service, "organization_id"),
        "locations": (Location, "organization_id"),
        "corrections": (Correction, "organization_id"),
        "teams": (mensen.Team, "organization_id"),
        "members": (mensen.Account, "organization_id"),
        "below": (mensen.Organization, "parent_organization_id"),
        "merged earlier": (mensen.Organization, "merged_into_id"),
        "notes": (InternalNote, "organization_id"),
        "hints": (CapacityHint, "organization_id"),
        "vacancies": (Vacancy, "organization_id"),
        "claims": (EditorClaim, "organization_id"),
        "changes": (RecordChange, "organization_id"),
    },
}
PROMISES = "promises"
IMPORTED = "imported"
Moved = dict[str, list[str]]


def told(kind: str, *ids: UUID) -> dict[str, Any]:
    """What sources said last of these records, by imported record. Runs as the merging actor."""
    rows = ImportedRecord.objects.filter(kind=kind, object_id__in=ids)
    return {str(identity): fields for identity, fields in rows.values_list("pk", "fields")}


def tell_again(before: Mapping[str, Any]) -> None:
    """Undo: what sources said since then is news again for both records, so that a next import takes it over."""
    for row in ImportedRecord.objects.filter(pk__in=list(before)):
        row.fields = before[str(row.pk)]
        row.save(update_fields=["fields"])


def move(kind: str, gone: UUID, kept: UUID) -> Moved:
    """Everything that points at `gone` points at `kept`; gives what was moved. Runs as the merging actor."""
    moved: Moved = {}
    for name, (model, column) in MOVES[kind].items():
        rows = model.objects.filter(**{column: gone}).exclude(pk=kept)
        moved[name] = [str(identity) for identity in rows.values_list("pk", flat=True)]
        model.objects.filter(pk__in=moved[name]).update(**{column: kept})
    rows = ImportedRecord.objects.filter(kind=kind, object_id=gone)
    moved[IMPORTED] = [str(identity) for identity in rows.values_list("pk", flat=True)]
    rows.update(object_id=kept)
    if kind == RecordKind.ORGANIZATION:
        moved[PROMISES] = [str(one) for one in toezeggingen.move_promises(of=gone, to=kept)]
    return moved


def move_back(kind: str, gone: UUID, kept: UUID, moved: Moved) -> None:
    """Undo `move`: what was moved and still points at `kept`. What came since stays where it is."""
    for name, (model, column) in MOVES[kind].items():
        model.objects.filter(pk__in=moved.get(name, []), **{column: kept}).update(**{column: gone})
    ImportedRecord.objects.filter(pk__in=moved.get(IMPORTED, []), object_id=kept).update(object_id=gone)
    if kind == RecordKind.ORGANIZATION:
        toezeggingen.move_promises(of=kept, to=gone, only=[UUID(one) for one in moved.get(PROMISES, [])])
