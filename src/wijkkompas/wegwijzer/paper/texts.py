"""The texts of services in a language: the one place where paper reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper.values import Piece

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Shown:
    """A text as it is shown, the language it is in, and how sure somebody is of it."""

    text: str
    language: str
    state: str


def in_language(language: str, dutch: Mapping[Key, str]) -> Mapping[Key, Shown]:
    """Texts of services are in Dutch only, until `talen` translates them: then its function takes this place."""
    return {key: Shown(text, "nl", "dutch") for key, text in dutch.items()}


def summaries(services: list[Service], language: str) -> dict[str, Piece]:
    """The one sentence of each service, by its id, in the language or else in Dutch."""
    found = in_language(language, {("service", str(one.id), "summary"): one.summary for one in services})
    return {key[1]: Piece(shown.text, shown.language) for key, shown in found.items() if shown.text}
