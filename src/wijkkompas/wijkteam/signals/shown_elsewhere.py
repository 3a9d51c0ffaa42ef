"""What signals show on pages of wegwijzer (kern.panels): the count on the team page, a button, and what a code says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from wijkkompas.kern import clock
from wijkkompas.wijkteam.signals import queries


def on_home(**_about: object) -> dict[str, Any]:
    """On the first page: the way in for who worries about somebody else."""
    return {"template": "wijkteam/signals/on_home.html"}


def on_team(*, teams: Iterable[Any], now: datetime, **_about: object) -> dict[str, Any]:
    """On the morning list: how many signals wait."""
    found = queries.inbox([team.id for team in teams], now)
    return {"template": "wijkteam/signals/on_team.html", "count": found.count, "new": found.new}


def on_question(*, request_id: UUID, state: str, **_about: object) -> dict[str, Any]:
    """On a call-back request: make it a signal, or the signal that it is."""
    return {
        "template": "wijkteam/signals/on_question.html",
        "signal": queries.of_contact_request(request_id),
        "request_id": request_id,
        "open": state not in {"answered", "closed"},
    }


def on_follow(*, code: str, **_about: object) -> dict[str, Any] | None:
    """Behind a code: that it was picked up, and nothing else."""
    followed = queries.follow(code)
    if followed is None:
        return None
    late = not followed.picked_up and followed.due is not None and followed.due < clock.now()
    return {"template": "wijkteam/signals/followed.html", "followed": followed, "late": late}
