"""Where a first talk may begin: the room that keeps signals says what one tells, and hears which case came of it.

Kept as a source that is registered, so that this part works without signals and knows nothing of how they are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Start:
    """What a signal gives to the form; the worker still reads and changes it."""

    question: str = ""
    language: str = "nl"
    team_id: int | None = None
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class CaseBegan:
    """Event: a case was made of a signal, in the transaction in which that happened."""

    case_id: UUID
    signal_id: UUID


Source = Callable[[UUID], "Start | None"]
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source` gives what a signal tells to who acts, or None when there is no such signal for them."""
    if source not in _sources:
        _sources.append(source)


def start_of(signal_id: UUID) -> Start | None:
    """What the signal with this id tells; None for one that is not there or not theirs."""
    return next((start for source in _sources if (start := source(signal_id)) is not None), None)
