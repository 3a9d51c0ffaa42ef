"""What this room tells the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class DirectoryChanged:
    """A service, need or phrasing changed: the search index must be built again."""

    reason: str


@dataclass(frozen=True)
class QuestionUnanswered:
    """Somebody asked and nothing was found. Area, language and needs; never the text."""

    area: str
    language: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class ContactRequested:
    """A resident asked to be called: wijkteam takes it over as a signal (issue 3)."""

    request_id: UUID
    team_id: int
    area: str
    received_at: datetime
    urgent: bool


@dataclass(frozen=True)
class PickedUpAsSignal:
    """A worker says that a call-back request needs more than an answer: it becomes a signal of the same team.

    `told` is what the resident wrote; it goes from hand to hand within one transaction and is kept nowhere on the way.
    """

    request_id: UUID
    team_id: int
    area: str
    language: str
    received_at: datetime
    urgent: bool
    by: int
    told: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class ContactAnswered:
    """A team answered."""

    request_id: UUID
    team_id: int
    area: str
    in_time: bool


@dataclass(frozen=True)
class RecordsMerged:
    """Two services or two organisations became one: what a room has of `gone_id` belongs to `kept_id` now."""

    merge_id: UUID
    kind: str
    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True)
class MergeUndone:
    """They are two again: what a room moved for this merge goes back."""

    merge_id: UUID
    kind: str
    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True)
class CorrectionHandled:
    """Who keeps a record dealt with a reported mistake in it."""

    correction_id: UUID
    service_id: UUID
    outcome: str
    in_time: bool
