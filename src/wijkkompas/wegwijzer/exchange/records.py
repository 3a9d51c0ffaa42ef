"""What goes from step to step of an import."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NAMESPACE = uuid.UUID("8c6f0b52-5b0e-5c55-9d1c-3f2f6f1f0a77")  # ids that we make for things of other systems

# Every table of which the readers make records; the names and columns are those of HSDS 3.1.
TABLES = frozenset(
    {
        "organization",
        "service",
        "location",
        "service_at_location",
        "address",
        "accessibility",
        "phone",
        "contact",
        "schedule",
        "holiday",
        "service_area",
        "language",
        "cost_option",
        "required_document",
        "attribute",
        "taxonomy",
        "taxonomy_term",
    }
)


class Unreadable(Exception):
    """The whole of it cannot be taken in; the message says why and what to do."""

    def __init__(self, message: str, *, code: str = "unreadable", field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.field = code, field


@dataclass(frozen=True)
class Record:
    """One row of a source. `line` is 1-based: of the file, or the number of the item in a page.

    `full` says that the source told everything about it: what is missing is empty then, else unknown.
    """

    kind: str
    source_id: str
    fields: Mapping[str, Any]
    line: int
    file: str = ""
    full: bool = True
    nested: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a row (`whole`) or one value of it was not taken in."""

    line: int
    field: str
    reason: str
    file: str = ""
    whole: bool = True


@dataclass
class Reading:
    """What a reader gives: records, the tables that the source speaks about, and remarks about the source."""

    shape: str
    records: Iterable[Record]
    tables: frozenset[str]
    notes: list[str] = field(default_factory=list)


def made_id(source: str, table: str, source_id: str) -> uuid.UUID:
    """The UUID of a thing whose own id is none, or is taken: always the same for the same thing."""
    return uuid.uuid5(NAMESPACE, f"{source}|{table}|{source_id}")


def own_uuid(source_id: str) -> uuid.UUID | None:
    """The source's own UUID, when it is one in the usual form."""
    if len(source_id) != 36:
        return None
    try:
        return uuid.UUID(source_id)
    except ValueError:
        return None
