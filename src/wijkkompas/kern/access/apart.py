"""A transaction beside the running one: what is written in it stays, whatever becomes of the other.

One more connection a thread, opened when it is first needed. It must not wait for what the running transaction holds:
nobody would ever see that the two wait for each other, so it gives up after two seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from wijkkompas.kern.access.context import Actor, tell

_thread = threading.local()


def _connection() -> Any:
    """This thread's second connection: not one of Django's own, so that no transaction of a request is opened on it."""
    ours = getattr(_thread, "connection", None)
    if ours is None or ours.settings_dict["NAME"] != connections["default"].settings_dict["NAME"]:
        ours = _thread.connection = connections["default"].copy()
    ours.close_if_unusable_or_obsolete()
    ours.ensure_connection()
    return ours


@contextmanager
def acting_apart(actor: Actor) -> Iterator[Any]:
    """A cursor in a transaction of its own, in which `actor` acts; committed at the end of the block."""
    ours = _connection()
    with ours.connection.transaction(), ours.cursor() as cursor:
        cursor.execute("set local lock_timeout = '2s'")
        tell(cursor, actor)
        yield cursor
