"""Signals to test with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from wijkkompas.kern.access import account_actor, visitor_actor
from wijkkompas.wegwijzer.rules import new_code
from wijkkompas.wijkteam.signals import actions


@dataclass(frozen=True)
class Told:
    """A signal that was taken in, and what who reported holds."""

    id: uuid.UUID
    code: str
    marker: str
    accepted: actions.Accepted


def told(area: str = "GM0622", *, by: Any = None, reporter: str = "Melder", **more: Any) -> Told:
    """Somebody worries; the text and both names hold a marker that must not leak."""
    marker = f"merkteken-{uuid.uuid4().hex}"
    fields = {"text": f"De gordijnen zijn al een week dicht {marker}", "name": f"Naam {marker}"}
    fields |= {"address": "Voorbeeldlaan 1", "phone": "0612345678"}
    given = {"source": "web", "permission": "no"} | {
        key: more.pop(key) for key in ("source", "permission") if key in more
    }
    identity, code = more.pop("signal_id", uuid.uuid4()), more.pop("code", new_code())
    accepted = actions.receive(
        actor=account_actor(by.pk) if by else visitor_actor(),
        signal_id=identity,
        area_code=area,
        worry=actions.Worry(**fields | more),
        reporter=actions.Reporter(name=f"{reporter} {marker}", contact="melder@example.org"),
        code=code,
        entered_by=by.pk if by else None,
        **given,
    )
    return Told(identity, code, marker, accepted)
