"""Runs of imports for people: what each did, and what to do where a local correction won.

"Take over" writes what the source says; from then on the source is followed again. "Keep" remembers what the source said,
so that it is asked again only when the source says something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.db import DataError, IntegrityError
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.kern.events import tell
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.events import DirectoryChanged
from wijkkompas.wegwijzer.exchange import storing
from wijkkompas.wegwijzer.exchange.reconciling import bare
from wijkkompas.wegwijzer.merging.deeds import ground
from wijkkompas.wegwijzer.merging.parts import ORGANIZATION_PARTS, SERVICE_PARTS
from wijkkompas.wegwijzer.models import ImportedRecord, ImportRun
from wijkkompas.wegwijzer.rules import digest

KIND = "import"  # for NotYours: missing and foreign alike
MOST_RUNS = 100
MOST_SHOWN = 200  # lines of one sort on a page
TAKE, KEEP = "take", "keep"
_FIRST: Mapping[str, int] = {"open": 0, "kept": 1}  # these may still be decided on, so they come before the rest
LABELS: Mapping[str, Any] = {
    **{part.name: part.label for part in (*ORGANIZATION_PARTS, *SERVICE_PARTS)},
    "at_locations": gettext_lazy("Plekken"),
    "schedules": gettext_lazy("Tijden"),
    "addresses": gettext_lazy("Adres"),
    "minimum_age": gettext_lazy("Leeftijd vanaf"),
    "maximum_age": gettext_lazy("Leeftijd tot"),
    "assured_date": gettext_lazy("Nagekeken op"),
}


@dataclass(frozen=True)
class Run:
    """One import in the list."""

    id: UUID
    place: str
    at: Any
    finished: bool
    counts: Mapping[str, int]
    totals: Mapping[str, int]


@dataclass(frozen=True)
class Differing:
    """A field in which the house keeps its own words. `state`: open, kept, taken, or old (the source speaks otherwise now)."""

    number: int
    name: str
    label: str
    ours: str
    theirs: str
    state: str


@dataclass(frozen=True)
class Whole:
    """One import with all it told."""

    run: Run
    source: str
    report: Mapping[str, Any]
    differences: list[Differing]
    may_decide: bool
    left_out: int  # not on the page; for who decides: that may still be decided on


def shown_place(place: str) -> str:
    """Where it came from, without folders of our machine and without what may be secret in an address."""
    if "://" not in place:
        return PurePath(place).name or place
    parts = urlsplit(place)
    return urlunsplit((parts.scheme, parts.hostname or "", parts.path, "", ""))


def runs() -> dict[str, list[Run]]:
    """The last imports that this actor may see, by source, the last first. One query."""
    rows = (
        ImportRun.objects.defer("report", "digest")
        .annotate(totals=KeyTransform("totals", "report"))
        .order_by("-started_at")[:MOST_RUNS]
    )
    found: dict[str, list[Run]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(_run(row, row.totals or {}))
    return found


def _run(row: ImportRun, totals: Mapping[str, int]) -> Run:
    return Run(row.pk, shown_place(row.place), row.started_at, row.finished_at is not None, row.counts, totals)


def whole_run(run_id: UUID) -> Whole:
    """One import: what waits for a choice first, then what was kept, then the rest, each as the source told it.

    Raises `NotYours` for missing and foreign alike.
    """
    row = ImportRun.objects.filter(pk=run_id).first()
    if row is None:
        raise toestemming.NotYours(KIND)
    may_decide = ground().everywhere
    told: Sequence[Mapping[str, Any]] = row.report.get("differences", [])
    states = _states(row.source, told) if may_decide else ["old"] * len(told)
    order = sorted(range(len(told)), key=lambda number: _FIRST.get(states[number], len(_FIRST)))
    later = order[MOST_SHOWN:]
    left_out = sum(states[number] in _FIRST for number in later) if may_decide else len(later)
    report = {name: value[:MOST_SHOWN] if isinstance(value, list) else value for name, value in row.report.items()}
    totals = row.report.get("totals", {})
    shown = [_differing(number, told[number], states[number]) for number in order[:MOST_SHOWN]]
    return Whole(_run(row, totals), row.source, report, shown, may_decide, left_out)


def _differing(number: int, one: Mapping[str, Any], state: str) -> Differing:
    label = str(LABELS.get(one["field"], one["field"]))
    return Differing(number, one["name"], label, _in_words(one["ours"]), _in_words(one["theirs"]), state)


def _states(source: str, told: Sequence[Mapping[str, Any]]) -> list[str]:
    ids: dict[str, set[str]] = {}
    for one in told:
        ids.setdefault(one["kind"], set()).add(one["id"])
    here = {kind: storing.stored(kind, some) for kind, some in ids.items()}
    records: dict[tuple[str, str], list[ImportedRecord]] = {}
    for record in ImportedRecord.objects.filter(
        source=source, object_id__in={i for some in ids.values() for i in some}
    ):
        records.setdefault((record.kind, str(record.object_id)), []).append(record)
    return [_state(one, here[one["kind"]].get(one["id"]), records.get((one["kind"], one["id"]), [])) for one in told]


def _state(one: Mapping[str, Any], stored: Mapping[str, Any] | None, records: Sequence[ImportedRecord]) -> str:
    field, theirs = one["field"], bare(one["theirs"])
    says = [record for record in records if field in record.fields and bare(record.fields[field]) == theirs]
    if stored is None or not says:
        return "old"
    if bare(stored.get(field)) == theirs:
        return "taken"
    return "kept" if any(record.kept.get(field) == digest(theirs) for record in says) else "open"


def settle(*, actor: Actor, run_id: UUID, number: int, deed: str, today: date) -> None:
    """Take over what the source says in one difference, or keep ours. For the functional manager.

    Raises `NotYours` for missing and foreign alike, `Refusal` with what to do.
    """
    try:
        with acting_as(actor):
            run = ImportRun.objects.filter(pk=run_id).first()
            told = run.report.get("differences", []) if run is not None else []
            if run is None or not 0 <= number < len(told) or not ground().everywhere:
                raise toestemming.NotYours(KIND)
            one = told[number]
            rows = ImportedRecord.objects.select_for_update().filter(
                source=run.source, kind=one["kind"], object_id=one["id"]
            )
            records = list(rows.order_by("pk"))
            state = _state(one, storing.stored(one["kind"], [one["id"]]).get(one["id"]), records)
            if deed not in {TAKE, KEEP}:
                raise Refusal(_("Kies een van de twee knoppen."))
            if state in {"old", "taken"}:
                raise Refusal(_("Hier en in de bron staat nu iets anders. Kijk bij de laatste import."))
            for record in records:
                if deed == KEEP:
                    record.kept = {**record.kept, one["field"]: digest(bare(one["theirs"]))}
                else:
                    record.kept = {name: sign for name, sign in record.kept.items() if name != one["field"]}
                record.save(update_fields=["kept"])
            if deed == TAKE:
                change = storing.Write(one["kind"], one["id"], {one["field"]: one["theirs"]}, new=False)
                storing.write([change], source=run.source, today=today)
                tell(DirectoryChanged(f"{one['kind']} taken over from {run.source}"))
    except (IntegrityError, DataError) as error:
        raise Refusal(_("Dit past hier niet meer. Pas het aan bij Gegevens.")) from error


def _in_words(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_in_words, value)))
    if isinstance(value, dict):
        return ", ".join(
            filter(None, (_in_words(part) for name, part in value.items() if name not in {"id", "location"}))
        )
    return str(value)
