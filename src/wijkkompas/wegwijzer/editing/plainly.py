"""How hard a text reads, for who writes it: level, hardest sentences, simpler words, words to explain.

Nothing here keeps a text from being saved.

The level is an estimate, so the words say "waarschijnlijk" (docs/explanation/plain-language.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from wijkkompas.kern import plain
from wijkkompas.kern.plain.scoring import level_of
from wijkkompas.wegwijzer.models import Service

TARGETS = {"summary": "B1", "description": "B1", "in_brief": "A2"}
LEVELS = ("A2", "B1", "B2", "C1")
FEWEST_WORDS = 4  # of less there is nothing to say
HARDEST = 5
_SAID: dict[tuple[str, bool], Any] = {
    ("B1", True): _("waarschijnlijk B1"),
    ("B1", False): _("nog geen B1"),
    ("A2", True): _("waarschijnlijk A2"),
    ("A2", False): _("nog geen A2"),
}


@dataclass(frozen=True)
class Panel:
    """What stands beside a text. `easy`: it is as easy as it should be."""

    field: str
    level: Any
    easy: bool
    sentences: tuple[str, ...]
    words: tuple[plain.HardWord, ...]
    terms: tuple[plain.Term, ...]


def panel(field: str, text: str) -> Panel | None:
    """What to say of a text in this field; None for a field without a level, or a text too short to judge."""
    target = TARGETS.get(field)
    if target is None or len(text.split()) < FEWEST_WORDS:
        return None
    reading = plain.read(text)
    easy = _as_easy_as(reading.level, target)
    hard = [one.text for one in reading.hardest(HARDEST) if not _as_easy_as(level_of(one.score), target)]
    return Panel(field, _SAID[target, easy], easy, tuple(hard), reading.words, _terms(text, reading.words))


def _terms(text: str, words: tuple[plain.HardWord, ...]) -> tuple[plain.Term, ...]:
    """Words to explain; what has a simpler word is better replaced."""
    replaced = [word.word.lower() for word in words]
    return tuple(term for term in plain.explain(text) if not any(word.startswith(term.word) for word in replaced))


def _as_easy_as(level: str, target: str) -> bool:
    return LEVELS.index(level) <= LEVELS.index(target)


def not_yet_plain(service: Service) -> bool:
    """Is what residents read of it not yet B1? For the lists of who keeps records."""
    return not all(_easy(text) for text in (service.summary, service.description))


@lru_cache(maxsize=4096)
def _easy(text: str) -> bool:
    return len(text.split()) < FEWEST_WORDS or _as_easy_as(plain.read(text).level, "B1")
