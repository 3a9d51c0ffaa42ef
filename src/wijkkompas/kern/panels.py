"""A page names a place; rooms register what they show there. So a lower room never imports a higher one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_panels: dict[str, list[Callable[..., dict[str, Any] | None]]] = {}


def register(place: str, panel: Callable[..., dict[str, Any] | None]) -> None:
    """Add a panel to a place; it gets the keyword arguments of the page and returns {"template", ...} or None."""
    if panel not in _panels.setdefault(place, []):
        _panels[place].append(panel)


def at(place: str, **about: Any) -> list[dict[str, Any]]:
    """What the rooms show at this place, in the order in which they registered."""
    return [shown for panel in _panels.get(place, []) if (shown := panel(**about)) is not None]
