"""What an import did, for people and for programs (contracts.md: `import-directory`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from wijkkompas.wegwijzer.exchange.records import Problem

SHOWN = 50  # lines of one sort for people; --json has all
MOST_KEPT = 1_000  # in the row of the run, for when it goes on


@dataclass
class Done:
    """One record and what happened to it."""

    line: int
    file: str
    kind: str
    id: str
    source_id: str
    name: str
    what: str


@dataclass
class Different:
    """A field in which the house keeps its own words."""

    line: int
    kind: str
    id: str
    name: str
    field: str
    ours: Any
    theirs: Any


@dataclass
class Report:
    """The whole import."""

    source: str
    place: str
    shape: str
    read_on: str
    dry_run: bool
    run: str = ""
    resumed_at: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    done: list[Done] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    differences: list[Different] = field(default_factory=list)
    vanished: list[dict[str, str]] = field(default_factory=list)
    held: int = 0
    notes: list[str] = field(default_factory=list)
    duplicates: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The document of the contract, with more beside it."""
        return {
            "source": self.source,
            "place": self.place,
            "shape": self.shape,
            "read_on": self.read_on,
            "run": self.run,
            "dry_run": self.dry_run,
            "resumed_at": self.resumed_at,
            "added": self.counts["added"],
            "changed": self.counts["changed"],
            "unchanged": self.counts["unchanged"],
            "refused": [asdict(problem) for problem in self.refused],
            "vanished": [row["id"] for row in self.vanished],
            "vanished_records": self.vanished,
            "waiting_for_a_person": self.held,
            "differences": [asdict(row) for row in self.differences],
            "records": [asdict(row) for row in self.done],
            "possible_duplicates": self.duplicates,
            "notes": self.notes,
        }

    def kept(self) -> dict[str, Any]:
        """What stays with the run, for the page of imports: of each sort so many, and how many there were."""
        sorts: dict[str, list[dict[str, Any]]] = {
            "refused": [asdict(problem) for problem in self.refused],
            "differences": [asdict(row) for row in self.differences],
            "vanished": list(self.vanished),
            "duplicates": self.duplicates,
        }
        told: dict[str, Any] = {name: rows[:MOST_KEPT] for name, rows in sorts.items()}
        return told | {
            "totals": {name: len(rows) for name, rows in sorts.items()},
            "held": self.held,
            "notes": self.notes[:MOST_KEPT],
        }

    def as_text(self) -> str:
        """Lines for people."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.place}: {self.shape}, source {self.source!r}, read on {self.read_on}."
        if self.dry_run:
            yield "This was a try: nothing was written."
        if self.resumed_at:
            yield f"Went on after {self.resumed_at} records that an earlier, broken off import had done."
        yield (
            f"{self.counts['added']} added, {self.counts['changed']} changed, {self.counts['unchanged']} unchanged, "
            f"{len(self.refused)} refused, {len(self.vanished)} vanished."
        )
        if self.held:
            yield (
                f"{self.held} services wait for a person: look at them in /beheer/gegevens/ and set them to active, "
                "or import with --publish."
            )
        yield from _some(
            "Added or changed",
            [f"{_at(d.line, d.file)} {d.kind} {d.name!r}: {d.what}" for d in self.done if d.what != "unchanged"],
        )
        yield from _some(
            "Refused",
            [
                f"{_at(p.line, p.file)}{f' {p.field}' if p.field else ''}: {p.reason}"
                + ("" if p.whole else " (only this value is left out)")
                for p in self.refused
            ],
        )
        yield from _some(
            "Kept as it was corrected here",
            [
                f"{d.kind} {d.name!r}, {d.field}: here {_short(d.ours)}, the source says {_short(d.theirs)}"
                for d in self.differences
            ],
        )
        yield from _some("No longer in the source (kept)", [f"{v['kind']} {v['name']!r}" for v in self.vanished])
        yield from _some(
            "Perhaps the same",
            [
                f"{d['name']!r} and {d['known_name']!r} ({d['score']}): {', '.join(d['reasons'])}"
                for d in self.duplicates
            ],
        )
        yield from _some("Notes", self.notes)


def _at(line: int, file: str) -> str:
    return f"line {line}" + (f" of {file}" if file else "")


def _short(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:59] + "…")


def _some(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  and {len(lines) - SHOWN} more (--json shows all)"
