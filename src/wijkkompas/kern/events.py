"""The only memory between rooms: a room tells what happened, others hear it (handlers are wired in config/wiring.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_handlers: dict[type, list[Callable[[Any], None]]] = {}


def subscribe(event_type: type, handler: Callable[[Any], None]) -> None:
    """Have `handler` hear every event of this type, in the transaction of who tells it."""
    listeners = _handlers.setdefault(event_type, [])
    if handler not in listeners:
        listeners.append(handler)


def tell(event: object) -> None:
    """Tell what happened. A handler that takes long defers a job, which commits or disappears with this transaction."""
    for handler in _handlers.get(type(event), []):
        handler(event)
