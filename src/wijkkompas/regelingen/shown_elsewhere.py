"""What this room shows on pages of wegwijzer (kern.panels): the way in, and the schemes that belong to a need."""

from __future__ import annotations

from typing import Any

from wijkkompas.kern import clock
from wijkkompas.regelingen import api
from wijkkompas.regelingen.engine.book import Scheme

DOMAINS = {"money", "paperwork", "energy"}
"""Topics behind which the check is offered."""


def on_home(**_about: object) -> dict[str, Any]:
    """On the first page: the way in."""
    return {"template": "regelingen/parts/way_in.html"}


def on_domain(*, code: str, **_about: object) -> dict[str, Any] | None:
    """Behind a topic about money or forms: the way in."""
    return {"template": "regelingen/parts/way_in.html"} if code in DOMAINS else None


def on_need(*, code: str, places: tuple[str, ...] = (), **_about: object) -> dict[str, Any] | None:
    """Beside a need: the schemes for it in this place, by name, and the way in."""
    found = schemes_for(code, places)
    return {"template": "regelingen/parts/for_need.html", "schemes": found} if found else None


def schemes_for(need: str, places: tuple[str, ...]) -> list[Scheme]:
    """The schemes that carry a need and can still be asked for in these places. Local ones only where we know the place."""
    return [scheme for scheme in api.edition(clock.today(), places).schemes if need in scheme.needs]
