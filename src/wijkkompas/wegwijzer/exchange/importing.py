"""The deed of importing: small transactions, one after another, that go on where an earlier try was broken off.

A record that the database refuses does not stop the rest. Killed half-way and started again, the end is the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.kern.events import tell
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.duplicates.values import ENGLISH
from wijkkompas.wegwijzer.events import DirectoryChanged
from wijkkompas.wegwijzer.exchange import shapes, storing
from wijkkompas.wegwijzer.exchange.assembling import assemble
from wijkkompas.wegwijzer.exchange.gathering import HEADS
from wijkkompas.wegwijzer.exchange.identities import Identity, identify
from wijkkompas.wegwijzer.exchange.opening import Files
from wijkkompas.wegwijzer.exchange.reconciling import Outcome, Verdict, reconcile
from wijkkompas.wegwijzer.exchange.records import Problem, Reading, Unreadable
from wijkkompas.wegwijzer.exchange.report import MOST_KEPT, Different, Done, Report
from wijkkompas.wegwijzer.exchange.things import Assembled, Incoming, resolved
from wijkkompas.wegwijzer.merging import queue
from wijkkompas.wegwijzer.models import ImportedRecord, ImportRun, Service
from wijkkompas.wegwijzer.policies import IMPORTER
from wijkkompas.wegwijzer.values import RecordKind, ServiceStatus

BATCH = 50
GONE = 0.9  # a source that lost more than this is told about apart
LONGEST_SOURCE = 60
RULES = "1"  # raise it when the same file would give other fields: a broken off import then starts anew
Progress = Callable[[int, int], None]


class Busy(Exception):
    """Another import of the same source is running."""


@dataclass(frozen=True)
class Order:
    """What is asked."""

    source: str
    place: str
    municipality: str | None = None
    shape: str | None = None
    mapping: tuple[str, str | None] | None = None
    publish: bool = False
    dry_run: bool = False
    notes: tuple[str, ...] = ()


def import_directory(files: Files, order: Order, *, today: date, progress: Progress | None = None) -> Report:
    """Take a source in. Unreadable when the whole of it cannot be; Busy when the source is being imported now."""
    reading = shapes.reading_of(files, shape=order.shape, mapping=order.mapping)
    assembled = assemble(
        reading,
        source=order.source,
        places=storing.places(),
        municipality=order.municipality,
        publish=order.publish,
    )
    with _alone(order.source):
        importer = _Import(assembled, reading, order, _digest(files, order), today, progress or (lambda _n, _of: None))
        if not order.dry_run:
            return importer.run()
        with transaction.atomic():
            report = importer.run()
            transaction.set_rollback(True)
            return report


@contextmanager
def _alone(source: str) -> Iterator[None]:
    """One import of a source at a time; the lock goes with the connection, also when the process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [f"import|{source}"])
        if not cursor.fetchone()[0]:
            raise Busy(f"the source {source!r} is being imported now: wait until that is done")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [f"import|{source}"])


def _digest(files: Files, order: Order) -> str:
    """The same contents with the same options: then a broken off import may go on."""
    sum_ = hashlib.sha256(repr((RULES, order.municipality, order.shape, order.mapping, order.publish)).encode())
    for name, content in sorted(files.items()):
        sum_.update(f"|{name}|{len(content)}|".encode())
        sum_.update(content)
    return sum_.hexdigest()


@dataclass
class _Step:
    """One thing with all that decides about it."""

    item: Incoming
    identity: Identity
    fields: dict[str, Any]
    outcome: Outcome = field(default_factory=lambda: Outcome(Verdict.UNCHANGED))
    held: bool = False


class _Import:
    def __init__(
        self, assembled: Assembled, reading: Reading, order: Order, digest: str, today: date, progress: Progress
    ) -> None:
        self.assembled, self.reading, self.order = assembled, reading, order
        self.digest, self.today, self.progress = digest, today, progress
        self.report = Report(order.source, order.place, reading.shape, today.isoformat(), order.dry_run)
        self.report.refused = list(assembled.problems)
        self.report.notes = [*order.notes, *assembled.notes]

    def run(self) -> Report:
        items = self.assembled.items
        with self._acting():
            self._start()
            self.identities = identify(items, self.order.source)
        self.local = {key: identity.local for key, identity in self.identities.items()}
        for start in range(self.report.resumed_at, len(items), BATCH):
            self.progress(start, len(items))
            batch = items[start : start + BATCH]
            if not self._try(batch, start + len(batch)):
                for number, item in enumerate(batch, start + 1):
                    self._try([item], number)
        self.progress(len(items), len(items))
        with self._acting():
            self._finish()
        return self.report

    def _acting(self) -> Any:
        return acting_as(system_actor(IMPORTER))

    def _start(self) -> None:
        unfinished = ImportRun.objects.filter(source=self.order.source, finished_at__isnull=True)
        mine = None if self.order.dry_run else unfinished.filter(digest=self.digest).order_by("-started_at").first()
        if mine is None:
            mine = ImportRun.objects.create(
                source=self.order.source,
                place=self.order.place[:300],
                shape=self.reading.shape[:60],
                digest=self.digest,
                started_at=clock.now(),
            )
        else:
            self.report.resumed_at = mine.cursor
            self.report.counts.update(mine.counts)
            self.report.refused += [Problem(**row) for row in mine.report.get("refused", [])]
            self.report.differences += [Different(**row) for row in mine.report.get("differences", [])]
        unfinished.exclude(id=mine.id).update(finished_at=clock.now())
        self.row, self.report.run = mine, str(mine.id)
        self.late: list[Problem] = self.report.refused[len(self.assembled.problems) :]

    # One batch ------------------------------------------------------------------------------------------------------

    def _try(self, batch: Sequence[Incoming], cursor: int) -> bool:
        """Write a batch; a batch that the database refuses is tried again one by one. False: try them one by one."""
        try:
            with self._acting():
                steps = self._steps(batch)
                writes = _together([self._write(step) for step in steps if step.outcome.write])
                storing.write(writes, source=self.order.source, today=self.today)
                self._remember(steps)
                told = [self._told(step) for step in steps]
                counts = self.report.counts + _counted(told)
                differences = [*self.report.differences, *self._differences(steps)]
                self._save(cursor, counts, differences)
        except (IntegrityError, DataError) as error:
            if len(batch) > 1:
                return False
            reason = f"the database refuses it ({_constraint(error)})"
            self.late.append(Problem(batch[0].line, "", reason, batch[0].file))
            self.report.refused.append(self.late[-1])
            with self._acting():
                self._save(cursor, self.report.counts, self.report.differences)
            return True
        self.report.done += told
        self.report.counts, self.report.differences = counts, differences
        return True

    def _save(self, cursor: int, counts: Mapping[str, int], differences: Sequence[Different]) -> None:
        kept = {
            "refused": [asdict(problem) for problem in self.late[:MOST_KEPT]],
            "differences": [asdict(row) for row in differences[:MOST_KEPT]],
        }
        ImportRun.objects.filter(id=self.row.id).update(cursor=cursor, counts=dict(counts), report=kept)

    def _steps(self, batch: Sequence[Incoming]) -> list[_Step]:
        steps = []
        for item in batch:
            identity = self.identities[item.kind, item.source_id]
            steps.append(_Step(item, identity, resolved(item, self.local)))
        for kind in HEADS:
            some = [step for step in steps if step.item.kind == kind and not step.identity.twin]
            here = storing.stored(kind, {step.identity.local for step in some}) if some else {}
            for step in some:
                self._decide(step, here.get(step.identity.local))
        return steps

    def _decide(self, step: _Step, stored: dict[str, Any] | None) -> None:
        before = step.identity.before
        last = before.fields if before is not None else None
        waits = before is not None and before.held and stored is not None
        if waits and stored is not None and last is not None:
            # Held back by us, not by a person: for the comparison it has the state that the source gave it.
            waits = stored["status"] == ServiceStatus.DRAFT
            stored = {**stored, "status": last["status"]} if waits else stored
        outcome = reconcile(step.fields, stored, last, forced=step.item.forced)
        write = dict(outcome.write)
        step.held = waits
        if step.item.kind == "service":
            if waits and self.order.publish:
                write.setdefault("status", step.fields["status"])
                step.held = False
            if "status" in write:
                step.held = not self.order.publish and write["status"] == ServiceStatus.PUBLISHED
                write["status"] = ServiceStatus.DRAFT.value if step.held else write["status"]
        changed = outcome.verdict if outcome.verdict is Verdict.ADD or not write else Verdict.CHANGE
        step.outcome = Outcome(changed, write, outcome.differences)

    def _write(self, step: _Step) -> storing.Write:
        defaults = dict(step.item.defaults)
        if step.item.kind == "organization":
            defaults["area"] = step.identity.area or step.item.defaults["areas"][0]
        return storing.Write(
            step.item.kind, step.identity.local, step.outcome.write, step.outcome.verdict is Verdict.ADD, defaults
        )

    def _remember(self, steps: Sequence[_Step]) -> None:
        rows = []
        for step in steps:
            before = step.identity.before
            rows.append(
                ImportedRecord(
                    source=self.order.source,
                    kind=step.item.kind,
                    source_id=step.item.source_id,
                    object_id=step.identity.local,
                    fields={**(before.fields if before is not None else {}), **step.fields},
                    held=step.held,
                    last_run=self.row,
                    read_on=self.today,
                    vanished_on=None,
                )
            )
        ImportedRecord.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["source", "kind", "source_id"],
            update_fields=["object_id", "fields", "held", "last_run", "read_on", "vanished_on"],
        )

    def _told(self, step: _Step) -> Done:
        verdict = step.outcome.verdict
        what = "unchanged" if verdict is Verdict.LOCAL_WINS else verdict.value
        item = step.item
        return Done(item.line, item.file, item.kind, step.identity.local, item.source_id, item.label, what)

    def _differences(self, steps: Sequence[_Step]) -> list[Different]:
        return [
            Different(step.item.line, step.item.kind, step.identity.local, step.item.label, d.field, d.ours, d.theirs)
            for step in steps
            for d in step.outcome.differences
        ]

    # The end --------------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        self._mark_vanished()
        mine = ImportedRecord.objects.filter(source=self.order.source)
        services = mine.filter(kind="service", last_run=self.row)
        Service.objects.filter(id__in=services.values("object_id"), source_document=self.order.source).update(
            source_read=self.today
        )
        self.report.held = mine.filter(kind="service", held=True).count()
        self.report.duplicates = _possible_duplicates(self.report.done)
        ImportRun.objects.filter(id=self.row.id).update(
            finished_at=clock.now(), areas=self._areas(), report=self.report.kept()
        )
        if self.report.counts["added"] or self.report.counts["changed"]:
            tell(DirectoryChanged(f"import of {self.order.source}"))

    def _areas(self) -> list[str]:
        """Whose import this was: the municipalities (or wider areas) of its services and organisations."""
        mine = ImportedRecord.objects.filter(source=self.order.source)
        services = mine.filter(kind="service").values("object_id")
        holders = mine.filter(kind="organization").values("object_id")
        paths = [area.path for area in mensen.Area.objects.filter(services__in=services).distinct()]
        paths += [area.path for area in mensen.Area.objects.filter(organizations__in=holders).distinct()]
        return sorted({next((code for code in path if code.startswith("GM")), path[0]) for path in paths})

    def _mark_vanished(self) -> None:
        """What the source no longer tells about stays, with a mark. A row that was refused is still told about."""
        kinds = [kind for kind in HEADS if kind in self.assembled.covers]
        known = ImportedRecord.objects.filter(source=self.order.source, kind__in=kinds, vanished_on__isnull=True)
        unseen = known.exclude(last_run=self.row).values_list("id", "kind", "source_id", "object_id", "fields")
        gone = [row for row in unseen if (row[1], row[2]) not in self.assembled.seen]
        before = known.count()
        ImportedRecord.objects.filter(id__in=[row[0] for row in gone]).update(vanished_on=self.today)
        self.report.vanished = [
            {"id": str(local), "kind": kind, "source_id": source_id, "name": str(fields.get("name") or "")}
            for _id, kind, source_id, local, fields in gone
        ]
        if gone and len(gone) >= GONE * before:
            self.report.notes.append(
                f"{len(gone)} of the {before} records that this source had are gone. Nothing was removed or hidden. "
                "Look whether the source is whole before you believe it"
            )


def _together(writes: Sequence[storing.Write]) -> list[storing.Write]:
    """One write a thing. Two records of one source that a person merged may both have news: the first goes first."""
    found: dict[tuple[str, str], storing.Write] = {}
    for one in writes:
        before = found.get((one.kind, one.id))
        found[one.kind, one.id] = one if before is None else replace(before, fields={**one.fields, **before.fields})
    return list(found.values())


def _counted(told: Sequence[Done]) -> Counter[str]:
    return Counter(done.what for done in told)


def _constraint(error: Exception) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(
        getattr(diagnosis, "constraint_name", None) or getattr(diagnosis, "message_primary", None) or "bad value"
    )


def _possible_duplicates(done: Sequence[Done]) -> list[dict[str, Any]]:
    """Which of the new services and organisations may stand here already; they wait in the queue for a person."""
    told = []
    for kind in (RecordKind.SERVICE, RecordKind.ORGANIZATION):
        new = {one.id for one in done if one.kind == kind and one.what == "added"}
        found, entries = queue.find_about(kind, new)
        queue.put(kind, found, entries.values())
        for pair in found:
            fresh, known = (pair.one, pair.other) if pair.one in new else (pair.other, pair.one)
            told.append(
                {
                    "kind": kind.value,
                    "new": fresh,
                    "known": known,
                    "name": entries[fresh].name,
                    "known_name": entries[known].name,
                    "score": pair.score,
                    "reasons": [ENGLISH[reason] for reason in pair.reasons],
                }
            )
    return told


def check_source(name: str) -> str:
    """The name of a source as it is kept and shown. Unreadable when it is none."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_SOURCE or not plain.isprintable():
        raise Unreadable(
            f"--source needs a name of 1 to {LONGEST_SOURCE} characters", code="bad-source", field="source"
        )
    return plain


def check_municipality(code: str | None) -> str | None:
    """The code of an area that we know. Unreadable when it is none."""
    if code is None:
        return None
    try:
        return mensen.area(code).code
    except mensen.UnknownArea as error:
        raise Unreadable(
            f"the area {code!r} is unknown: use a code such as GM0622", code="unknown-area", field="municipality"
        ) from error
