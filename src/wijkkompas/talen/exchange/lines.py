"""What stands in a file of translations, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass

from wijkkompas.talen import registry
from wijkkompas.talen.models import Translation
from wijkkompas.talen.rules import tidy
from wijkkompas.talen.values import Key, State


class Unreadable(Exception):
    """A file cannot be read as translations; the message says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One text that goes out."""

    key: Key
    dutch: str
    text: str
    state: str
    doubted: bool
    version: int
    earlier_dutch: str  # when the translation is stale: what it was made of
    title: str


@dataclass(frozen=True)
class Entry:
    """One text that comes in. `done` is None where the file does not say; `version` of the row it was made of, if known."""

    line: int
    key: str
    dutch: str
    text: str
    done: bool | None
    version: int | None


def lines_of(language: str) -> list[Line]:
    """Every text that residents read, with its translation; urgent ones first. One query and those of the Dutch texts."""
    rows = {row.key: row for row in Translation.objects.filter(language=language)}
    found = []
    for source in sorted(
        registry.all_sources(), key=lambda one: (one.urgency, one.key[:2], registry.reading_order(one.key))
    ):
        row = rows.get(source.key)
        state = row.state_beside(source.dutch) if row else State.MISSING
        found.append(
            Line(
                key=source.key,
                dutch=tidy(source.dutch),
                text=row.text if row else "",
                state=state,
                doubted=bool(row and row.doubted),
                version=row.version if row else 0,
                earlier_dutch=row.source_text if row and state == State.STALE else "",
                title=" ".join(source.title.split()),
            )
        )
    return found
