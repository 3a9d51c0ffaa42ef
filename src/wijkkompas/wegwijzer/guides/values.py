"""What a step plan and a theme page are made of. No database here."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

LONGEST_LINE = 200
LONGEST_TEXT = 600
MOST_STEPS = 40


@dataclass(frozen=True)
class Step:
    """One box to tick: what to do, why, and where to find help with it (a need, a website)."""

    what: str
    why: str = ""
    need: str = ""
    link: str = ""
    link_name: str = ""
    professional: str = ""

    @property
    def key(self) -> str:
        """Stays the same while the sentence does, so that a tick on somebody's own device stays with its step."""
        return hashlib.sha256(self.what.encode()).hexdigest()[:10]

    def as_record(self) -> dict[str, str]:
        """For the database: only what is filled in."""
        return {name: value for name, value in asdict(self).items() if value}


def step_of(record: dict[str, Any]) -> Step:
    """A step from a record of the database or of a shipped file; unknown keys raise `TypeError`."""
    return Step(**{name: str(value).strip() for name, value in record.items()})


class HandbookText(Protocol):
    """What every version of a handbook says, wherever it comes from."""

    @property
    def title(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class ShippedHandbook:
    """A handbook as the product brings it along (data/handbooks)."""

    slug: str
    title: str
    lead: str
    audience: str
    needs: tuple[str, ...]
    review_on: Any
    sources: tuple[str, ...]
    steps: tuple[Step, ...]
    digest: str


@dataclass(frozen=True)
class ThemePage:
    """A theme with its own page (mission A12, A13): text, checklist, help near home, somebody who calls."""

    slug: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    steps: tuple[Step, ...]
    needs: tuple[str, ...]
    sources: tuple[str, ...]
    handbooks: tuple[str, ...] = ()
    ask: str = ""
    also: tuple[str, ...] = field(default=())
