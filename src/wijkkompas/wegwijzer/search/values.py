"""What goes into the search engine and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Reason = Literal["need", "name", "text", "near"]
Mode = Literal["full", "words-only"]

LANGUAGES = ("nl", "en", "tr", "pl", "ar", "uk")
CRISIS = "crisis"
LONGEST = 1000


@dataclass(frozen=True)
class Need:
    """One need of the vocabulary; `urgency` is normal, soon or crisis."""

    code: str
    domain: str
    urgency: str
    labels: Mapping[str, str]
    description: str = ""


@dataclass(frozen=True)
class Phrasing:
    """How somebody may say a need."""

    need: str
    lang: str
    text: str


@dataclass(frozen=True)
class Document:
    """One service of the directory, with everything that searching needs to know of it.

    `areas` are the codes of the areas where it counts as near help; `points` are (latitude, longitude);
    `fresh` runs from 0 to 1 (1: checked recently). The first of `needs` is what the service is most for.
    """

    id: str
    name: str
    organization: str = ""
    text: str = ""
    needs: tuple[str, ...] = ()
    areas: frozenset[str] = frozenset({"NL"})
    placeless: bool = False
    points: tuple[tuple[float, float], ...] = ()
    fresh: float = 1.0


@dataclass(frozen=True)
class Place:
    """Where the resident is: the own area first, then what it lies in, the country last."""

    codes: tuple[str, ...] = ("NL",)
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class NeedHit:
    """A need that the question may be about, with a probability."""

    code: str
    score: float


@dataclass(frozen=True)
class Hit:
    """A service that answers the question, and why."""

    id: str
    score: float
    need: str | None
    reason: Reason
    distance_m: int | None = None


@dataclass(frozen=True)
class Answer:
    """Everything the engine says to a question."""

    needs: tuple[NeedHit, ...] = ()
    hits: tuple[Hit, ...] = ()
    crisis: tuple[str, ...] = ()
    answered: bool = False
    mode: Mode = "words-only"
