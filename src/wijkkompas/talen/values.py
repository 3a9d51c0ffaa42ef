"""Languages, and the words of a translation: which text it is of, how far it is, what a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

LANGUAGES = (
    ("nl", "Nederlands"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("pl", "Polski"),
    ("ar", "العربية"),
    ("uk", "Українська"),
)
CODES = tuple(code for code, _name in LANGUAGES)
NAMES = dict(LANGUAGES)
SOURCE = "nl"  # what everything is written in first
OTHERS = tuple(code for code in CODES if code != SOURCE)
RIGHT_TO_LEFT = frozenset({"ar"})


def direction(language: str) -> str:
    """For the `dir` attribute of a text in this language."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


LONGEST = 8000  # characters of one translation
LONGEST_NOTE = 500


class Key(NamedTuple):
    """One text of one object of one room: `service`, the slug of it, `summary`."""

    kind: str
    object_id: str
    field: str

    def __str__(self) -> str:
        return ".".join(self)

    @classmethod
    def read(cls, written: str) -> Key | None:
        """The key that `str` wrote, None when it is none. Slugs and field names hold no point."""
        parts = written.split(".")
        return cls(*parts) if len(parts) == 3 and all(parts) else None


class State:
    """How far a translation is. `MISSING` is no row or a row without a text, and is never stored."""

    MISSING = "missing"
    MACHINE = "machine"
    CHECKED = "checked"
    APPROVED = "approved"
    STALE = "stale"


DOUBTED = "doubted"  # what a list shows in place of the state while somebody doubts; no state itself
CHECKED_BY_A_PERSON = frozenset({State.CHECKED, State.APPROVED})
STORED = (State.MACHINE, State.CHECKED, State.APPROVED)  # stale is the moment beside it, so that no state is lost


class Deed:
    """What was done with a translation, for its history."""

    WRITTEN = "written"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    DOUBTED = "doubted"
    IMPORTED = "imported"
    WENT_STALE = "went-stale"
    CAME_BACK = "came-back"


class Urgency(IntEnum):
    """Which text an ambassador does first. There is no count of what is read: we keep none of residents."""

    DANGER = 0
    SENSITIVE = 1
    WALK_IN = 2
    MUCH_ASKED = 3
    OTHER = 4


@dataclass(frozen=True)
class Source:
    """A Dutch text that residents read: what it is of, and how urgent its translation is."""

    key: Key
    dutch: str
    title: str  # of what, in Dutch
    urgency: Urgency = Urgency.OTHER
    page: str = ""  # path of the page where residents read it


@dataclass(frozen=True)
class Shown:
    """What a page shows of one text: in which language it is, and how far the translation is (None for Dutch)."""

    text: str
    language: str
    state: str | None
    dutch: str

    @property
    def direction(self) -> str:
        """For the `dir` attribute."""
        return direction(self.language)

    @property
    def translated(self) -> bool:
        """The page shows another language than Dutch here."""
        return self.language != SOURCE

    @property
    def unchecked(self) -> bool:
        """A computer made it and nobody looked."""
        return self.state == State.MACHINE

    def __str__(self) -> str:
        return self.text
