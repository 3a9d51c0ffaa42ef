"""What the pages of the queue show. A fixed number of queries, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.duplicates.values import Reason
from wijkkompas.wegwijzer.merging import deeds, parts
from wijkkompas.wegwijzer.merging.parts import BOTH, KEPT, OTHER, Part, Side, parts_of
from wijkkompas.wegwijzer.merging.rules import UNDO
from wijkkompas.wegwijzer.models import DuplicatePair, ImportedRecord, Merge, Service
from wijkkompas.wegwijzer.values import PairState, RecordKind

WORDS = {
    Reason.SAME_NAME: gettext_lazy("dezelfde naam"),
    Reason.NEAR_NAME: gettext_lazy("bijna dezelfde naam"),
    Reason.SAME_ORGANIZATION: gettext_lazy("dezelfde organisatie"),
    Reason.SAME_PHONE: gettext_lazy("hetzelfde telefoonnummer"),
    Reason.SAME_ADDRESS: gettext_lazy("hetzelfde adres"),
    Reason.SAME_PAGE: gettext_lazy("dezelfde webpagina"),
    Reason.SAME_SITE: gettext_lazy("dezelfde website"),
    Reason.SAME_EMAIL: gettext_lazy("hetzelfde e-mailadres"),
    Reason.SAME_MEANING: gettext_lazy("de tekst betekent bijna hetzelfde"),
    Reason.OTHER_AREA: gettext_lazy("maar voor een ander gebied"),
    Reason.OTHER_ORGANIZATION: gettext_lazy("maar van een andere organisatie"),
    Reason.OTHER_ADDRESS: gettext_lazy("maar op een ander adres"),
    Reason.OTHER_NUMBER: gettext_lazy("maar een ander nummer of niveau"),
}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Waiting:
    """A pair in the queue."""

    pair: DuplicatePair
    one: Any
    other: Any
    reasons: list[str]


@dataclass(frozen=True)
class Done:
    """A merge of the last 30 days."""

    merge: Merge
    kept: Any
    may_undo: bool


@dataclass(frozen=True)
class Line:
    """One part of two records, side by side."""

    part: Part
    mine: list[str]
    theirs: list[str]
    same: bool
    choice: str
    choices: list[tuple[str, Any]]


def reasons(codes: Sequence[str]) -> list[str]:
    """The reasons in words."""
    return [str(WORDS[Reason(code)]) for code in codes if code in set(Reason)]


def _records(kind: str, ids: Sequence[UUID]) -> dict[UUID, Any]:
    rows = parts.MODELS[kind].objects.filter(pk__in=ids)
    named_by = ("organization", "successor") if kind == RecordKind.SERVICE else ("area", "parent_organization")
    rows = rows.select_related(*named_by)
    return {row.pk: row for row in rows}


def waiting() -> tuple[list[Waiting], int]:
    """Pairs that wait for this actor, the surest first (at most so many), and how many there are in all."""
    rows = DuplicatePair.objects.filter(state=PairState.OPEN).order_by("-score", "found_at", "id")
    total, first = rows.count(), list(rows[:MOST_SHOWN])
    found: dict[UUID, Any] = {}
    for kind in RecordKind.values:
        found |= _records(kind, [i for pair in first if pair.kind == kind for i in (pair.one_id, pair.other_id)])
    made = []
    for pair in first:
        one, other = found.get(pair.one_id), found.get(pair.other_id)
        if one is None or other is None or one.merged_into_id or other.merged_into_id:
            total -= 1
            continue
        made.append(Waiting(pair, one, other, reasons(pair.reasons)))
    return made, total


def done(now: datetime) -> list[Done]:
    """What was merged in the last 30 days and is not undone, the last first."""
    rows = list(Merge.objects.filter(undone_at__isnull=True, merged_at__gte=now - UNDO).order_by("-merged_at")[:50])
    found: dict[UUID, Any] = {}
    for kind in RecordKind.values:
        found |= _records(kind, [merge.kept_id for merge in rows if merge.kind == kind])
    here, seen, made = deeds.ground(), set(), []
    for merge in rows:
        last = merge.kept_id not in seen and merge.kept_id in found and not found[merge.kept_id].merged_into_id
        seen.add(merge.kept_id)
        made.append(Done(merge, found.get(merge.kept_id), last and here.covers(merge.areas)))
    return made


@dataclass(frozen=True)
class Compared:
    """Two records, the one that is kept first."""

    pair: DuplicatePair
    kept: Any
    gone: Any
    lines: list[Line]
    reasons: list[str]
    sources: dict[str, list[str]]
    seen: str
    may_merge: bool

    @property
    def different(self) -> list[Line]:
        """What must be chosen."""
        return [line for line in self.lines if not line.same]

    @property
    def alike(self) -> list[Line]:
        """What both say."""
        return [line for line in self.lines if line.same and line.mine]


def compared(pair_id: UUID, kept_id: UUID | None) -> Compared:
    """One pair side by side; without `kept_id` the record that stands here longest is kept. Raises `NotYours`."""
    pair = DuplicatePair.objects.filter(pk=pair_id).first()
    if pair is None or kept_id not in {None, pair.one_id, pair.other_id}:
        raise toestemming.NotYours(deeds.KIND)
    found = _records(pair.kind, [pair.one_id, pair.other_id])
    if len(found) < 2:
        raise toestemming.NotYours(deeds.KIND)
    sources = _sources(pair)
    if kept_id is None:  # what somebody here wrote is kept rather than what an import brought
        kept_id = min(found, key=lambda key: (len(sources.get(key, [])), str(key)))
    kept, gone = found[kept_id], found[pair.other_id if kept_id == pair.one_id else pair.one_id]
    mine, theirs = parts.side(pair.kind, kept), parts.side(pair.kind, gone)
    areas = deeds.areas_of(pair.kind, kept) | deeds.areas_of(pair.kind, gone)
    return Compared(
        pair,
        kept,
        gone,
        [_line(part, mine, theirs) for part in parts_of(pair.kind)],
        reasons(pair.reasons),
        {"kept": _told_by(kept, sources), "gone": _told_by(gone, sources)},
        deeds.fingerprint(mine, theirs),
        deeds.ground().covers(areas),
    )


def _sources(pair: DuplicatePair) -> dict[UUID, list[str]]:
    """Names of the sources that tell about each; only who may read imports gets any."""
    rows = ImportedRecord.objects.filter(kind=pair.kind, object_id__in=[pair.one_id, pair.other_id])
    found: dict[UUID, list[str]] = {}
    for identity, source in rows.order_by("source").values_list("object_id", "source").distinct():
        found.setdefault(identity, []).append(source)
    return found


def _told_by(record: Any, sources: dict[UUID, list[str]]) -> list[str]:
    named = getattr(record, "source_document", "")  # a municipality reads no imported records, but this is public
    return sources.get(record.pk) or ([named] if named else [])


def _line(part: Part, kept: Side, gone: Side) -> Line:
    choices = [(KEPT, _("Deze")), (OTHER, _("Deze")), *([(BOTH, _("Houd beide"))] if part.both else [])]
    return Line(
        part,
        shown(part, kept),
        shown(part, gone),
        parts.same(part, kept, gone),
        parts.best(part, kept, gone),
        choices,
    )


def shown(part: Part, side: Side) -> list[str]:
    """A part as lines that people read; empty when it says nothing."""
    record = side.record
    if part.name == "organization":
        return [record.organization.name]
    if part.name == "parent":
        above = record.parent_organization
        return [above.name] if above else []
    if part.name == "status":
        return _standing(record)
    if part.name == "area":
        return [record.area.name]
    if part.columns:
        return [text for column in part.columns if (text := _plain(record, column))]
    return [text for row in side.rows[part.name] if (text := _row(part, row))]


def _standing(record: Any) -> list[str]:
    told = {
        _("te zien vanaf"): record.visible_from,
        _("te zien tot en met"): record.visible_until,
    }
    lines = [f"{label} {date_format(day, 'j F Y')}" for label, day in told.items() if day]
    after = [_("daarna: %(name)s") % {"name": record.successor.name}] if record.successor else []
    return [str(record.get_status_display()), *lines, *after]


def _plain(record: Any, column: str) -> str:
    value = getattr(record, column)
    if value in ("", None, []):
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if hasattr(value, "year"):
        return date_format(value, "j F Y")
    told = getattr(record, f"get_{column}_display", None)
    return str(told() if told else value)


def _row(part: Part, row: Any) -> str:
    if part.name == "areas":
        return str(row.area.name)
    if part.name == "needs":
        return str(row.need.label("nl"))
    if part.name == "attributes":
        return str(row.term.name)
    if part.name == "times" and hasattr(row, "location_id"):
        return str(row.location.name)
    if part.name == "times" and hasattr(row, "byday"):
        return f"{' '.join(row.byday)} {row.opens_at:%H.%M}-{row.closes_at:%H.%M}"
    if part.name == "languages":
        return " ".join(filter(None, [row.code, row.note]))
    if part.name == "phones":
        return " ".join(filter(None, [row.number, row.description]))
    if part.name == "contacts":
        return " ".join(filter(None, [row.title, row.department, row.email]))
    return str(row)


def page_of(record: Any) -> str | None:
    """The public page of a record, when residents see one."""
    return record.get_absolute_url() if isinstance(record, Service) and parts.reach(record) else None
