"""Places to choose from, for every form that asks where somebody is."""

from __future__ import annotations

from collections.abc import Sequence

from wijkkompas.mensen import api as mensen


def area_choices(empty: str | None = None) -> list[tuple[str, object]]:
    """Choices for a select: municipalities as groups with their wijken."""
    choices: list[tuple[str, object]] = [("", empty)] if empty is not None else []
    for municipality, below in mensen.areas_to_choose():
        options: Sequence[tuple[str, str]] = [
            (municipality.code, municipality.name),
            *((a.code, a.name) for a in below),
        ]
        choices.append((municipality.name, options))
    return choices
