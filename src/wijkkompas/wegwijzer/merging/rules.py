"""Who may merge, and until when it can be undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

UNDO = timedelta(days=30)


@dataclass(frozen=True)
class Ground:
    """Where somebody may act: everywhere, or in these areas."""

    everywhere: bool
    areas: frozenset[str]

    def covers(self, areas: Collection[str]) -> bool:
        """All of these lie within it. What has no area is for who may act everywhere."""
        return self.everywhere or (bool(areas) and set(areas) <= self.areas)


def undo_until(merged_at: datetime) -> datetime:
    """The last moment at which a merge can be undone."""
    return merged_at + UNDO


def why_not_undo(*, merged_at: datetime, undone: bool, later: bool, now: datetime) -> str:
    """The reason why a merge cannot be undone, as a code; empty when it can.

    `later`: one of the two was merged again since. The last merge goes first, so that each gives back what it took.
    """
    if undone:
        return "undone"
    if now > undo_until(merged_at):
        return "too-late"
    return "later" if later else ""
