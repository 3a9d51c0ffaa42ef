"""What a merge writes in the two records, and how undoing takes it out again. Runs within the deeds, on locked records.

The history of states (a trigger writes it) is never taken out: it tells that two records were one for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wijkkompas.kern import clock
from wijkkompas.wegwijzer.merging import parts
from wijkkompas.wegwijzer.merging.parts import BOTH, MODELS, OTHER, Part, parts_of
from wijkkompas.wegwijzer.models import Merge
from wijkkompas.wegwijzer.upkeep import actions as upkeep
from wijkkompas.wegwijzer.values import RecordKind, ServiceStatus

_UNDONE = "Samenvoegen is ongedaan gemaakt."


def hide(kind: str, gone: Any, kept: Any, now: datetime) -> dict[str, str]:
    """The record that goes leads to the kept one and asks nobody to be checked; gives what `show` needs of that."""
    fields: dict[str, Any] = {"merged_into_id": kept.pk, "last_modified": now}
    owed: dict[str, str] = {}
    if kind == RecordKind.SERVICE:
        owed = upkeep.let_go(gone.pk, at=now)
        fields["status"] = ServiceStatus.CLOSED
    with upkeep.because(f"Stond er dubbel: hoort nu bij “{kept.name}”."):
        MODELS[kind].objects.filter(pk=gone.pk).update(**fields)
    return owed


def put_in(kind: str, kept: Any, gone: Any, changed: Mapping[Part, str], now: datetime) -> None:
    """Give the kept record what was chosen from the other. Neither ever points at itself or at what is hidden."""
    fields: dict[str, Any] = {"last_modified": now}
    for part, choice in changed.items():
        fields |= {column: getattr(gone, column) for column in part.columns}
        if part.tables:
            if choice == OTHER:
                parts.remove_rows(part, kept.pk)
            parts.copy_rows(part, gone.pk, kept.pk, beside=choice == BOTH)
    link = "successor_id" if kind == RecordKind.SERVICE else "parent_organization_id"
    if fields.get(link, getattr(kept, link)) in {kept.pk, gone.pk}:
        fields[link] = None
    with upkeep.because(f"Samengevoegd met “{gone.name}”."):
        MODELS[kind].objects.filter(pk=kept.pk).update(**fields)


def take_out(made: Merge, kept: Any) -> bool:
    """Give the kept record back what the merge changed, except what somebody changed since. True when that is nothing."""
    whole = True
    before, after, now = (
        made.before["record"]["fields"],
        made.after["record"]["fields"],
        parts.written([kept])[0]["fields"],
    )
    back = parts.restorable(made.before["record"])
    fields: dict[str, Any] = {}
    for name in before:
        field = type(kept)._meta.get_field(name)
        if name == "last_modified" or field.many_to_many or before[name] == after[name]:
            continue
        if now[name] != after[name]:
            whole = False
            continue
        fields[field.attname] = getattr(back, field.attname)
    with upkeep.because(_UNDONE):
        MODELS[made.kind].objects.filter(pk=kept.pk).update(**fields, last_modified=clock.now())
    for part in parts_of(made.kind):
        if part.name not in made.after["rows"]:
            continue
        if parts.written(part.rows(kept.pk)) != made.after["rows"][part.name]:
            whole = False
            continue
        parts.remove_rows(part, kept.pk)
        parts.restored(made.before["rows"][part.name])
    return whole


def show(made: Merge, gone: Any) -> None:
    """The hidden record is what it was, and its check is owed again."""
    fields: dict[str, Any] = {"merged_into_id": None, "last_modified": clock.now()}
    if made.kind == RecordKind.SERVICE:
        fields["status"] = made.before["gone"]["fields"]["status"]
    with upkeep.because(_UNDONE):
        MODELS[made.kind].objects.filter(pk=gone.pk).update(**fields)
    if made.before["owed"]:
        upkeep.owe_again(made.before["owed"])
