"""Records by table and id: what stands in a source twice is put together or named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wijkkompas.wegwijzer.exchange import values
from wijkkompas.wegwijzer.exchange.records import TABLES, Problem, Reading, Record, Unreadable

HEADS = ("taxonomy", "taxonomy_term", "organization", "location", "service")  # the order in which they are written
PARENTS = (
    "service_id",
    "service_at_location_id",
    "location_id",
    "link_id",
    "contact_id",
    "organization_id",
)
LONGEST_ID = 200
MOST_RECORDS = 500_000


@dataclass
class Row:
    """One row of one table, put together from all places where the source tells about it."""

    kind: str
    id: str
    fields: dict[str, Any]
    line: int
    file: str
    full: bool
    nested: bool

    def get(self, name: str) -> str:
        """A field as text; empty when it is not there or is no text."""
        try:
            return values.text(self.fields.get(name))
        except ValueError:
            return ""


@dataclass
class Gathered:
    """All rows of a source."""

    tables: dict[str, dict[Any, Row]] = field(default_factory=lambda: {table: {} for table in TABLES})
    problems: list[Problem] = field(default_factory=list)
    told: set[Problem] = field(default_factory=set)
    by_file: dict[Any, Row] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def note(self, text: str, line: int) -> None:
        """Something worth telling that may come many times."""
        self.counted[text] += 1
        self.first.setdefault(text, line)

    def refuse(self, row: Row | Record, name: str, reason: str, *, whole: bool = True) -> None:
        """A row, or one value of it, is not taken in."""
        problem = Problem(row.line, name, reason, row.file, whole)
        if problem not in self.told:  # a row that belongs to two services is told about once
            self.told.add(problem)
            self.problems.append(problem)

    def notes(self) -> list[str]:
        """What is worth telling, each once, with how often and where first."""
        return [
            f"{text} (line {self.first[text]})"
            if times == 1
            else f"{text} ({times} times, first in line {self.first[text]})"
            for text, times in self.counted.items()
        ]


def gather(reading: Reading) -> Gathered:
    """Everything a reader gives. Unreadable when it is more than a directory can be."""
    found = Gathered()
    for number, record in enumerate(reading.records):
        if number >= MOST_RECORDS:
            raise Unreadable(f"there are more than {MOST_RECORDS:,} rows in this source: split it", code="too-long")
        _take(found, record)
    return found


def _take(found: Gathered, record: Record) -> None:
    if record.kind not in TABLES:
        found.refuse(record, "", str(record.fields.get("reason", "this is no row of a directory")))
    elif "" in record.fields:
        found.refuse(
            record,
            "",
            "this row has more cells than the table has columns: is a separator inside a text without quotes?",
        )
    elif record.kind in HEADS and not record.source_id:
        found.refuse(record, "id", f"a {record.kind} without an id cannot be told from another: give each row an id")
    elif len(record.source_id) > LONGEST_ID:
        found.refuse(record, "id", f"this id is longer than {LONGEST_ID} characters")
    else:
        _keep(found, record)


def _keep(found: Gathered, record: Record) -> None:
    identity = record.source_id.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    fields = dict(record.fields)
    row = Row(record.kind, identity, fields, record.line, record.file, record.full, record.nested)
    key: Any = identity
    if record.kind not in HEADS and record.kind != "service_at_location":
        # The same phone may stand under a service and under its place: each is told apart by what it belongs to.
        key = (identity or _contents(fields), next((row.get(name) for name in PARENTS if row.get(name)), ""))
    table = found.tables[record.kind]
    if not row.nested:
        twin = found.by_file.setdefault((record.kind, key, record.file), row)
        if twin is not row:
            if _filled(twin.fields) == _filled(fields):
                found.note(f"this {record.kind} stands in the source twice, in the same words", record.line)
            else:
                found.refuse(
                    row, "id", f"the id {identity[:60]} stands already in line {twin.line}, with other contents"
                )
            return
    table[key] = _together(table[key], row) if key in table else row


def _together(before: Row, now: Row) -> Row:
    """What the one leaves open the other fills in; what stands by itself goes before what stands inside something."""
    weak, strong = (before, now) if before.nested and not now.nested else (now, before)
    merged = {**_filled(weak.fields), **_filled(strong.fields)}
    return Row(
        before.kind, before.id, merged, strong.line, strong.file, before.full or now.full, before.nested and now.nested
    )


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _contents(fields: dict[str, Any]) -> str:
    told: Iterable[tuple[str, Any]] = sorted(_filled(fields).items())
    return "|".join(f"{name}={value}"[:200] for name, value in told)
