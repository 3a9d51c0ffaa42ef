"""All that other rooms use of talen."""

from __future__ import annotations

from typing import Any

from wijkkompas.kern.jobs import ask_once
from wijkkompas.talen.actions import let_translate, mark_stale
from wijkkompas.talen.queries import in_language
from wijkkompas.talen.registry import Kind, register
from wijkkompas.talen.shipped import Draft, check_drafts, take_drafts
from wijkkompas.talen.values import (
    CHECKED_BY_A_PERSON,
    CODES,
    LANGUAGES,
    NAMES,
    OTHERS,
    SOURCE,
    Key,
    Shown,
    Source,
    State,
    Urgency,
)

__all__ = [
    "CHECKED_BY_A_PERSON",
    "CODES",
    "LANGUAGES",
    "NAMES",
    "OTHERS",
    "SOURCE",
    "Draft",
    "Key",
    "Kind",
    "Shown",
    "Source",
    "State",
    "Urgency",
    "check_drafts",
    "in_language",
    "let_translate",
    "mark_stale",
    "mark_stale_soon",
    "register",
    "take_drafts",
]


def mark_stale_soon(_event: Any = None) -> None:
    """Have the worker see which Dutch texts changed; asking twice looks once. Commits or disappears with this transaction."""
    ask_once("wijkkompas.talen.tasks.mark_stale", lock="mark_stale")
