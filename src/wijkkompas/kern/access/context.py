"""The signed context: who acts in this transaction.

The database knows the actor from one transaction-local setting, `app.ctx`. It is signed with a key that only the
application and the owner role hold, and bound to the backend and to the start of the transaction, so that a token
that leaks (in a log, in pg_stat_activity) is worth nothing elsewhere. No context, or a forged one, raises an error
in the database (SQLSTATE 42501); it never quietly returns "nothing".
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections, transaction

LIFETIME_SECONDS = 900
_BOUND_TO = "select pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint"


class ForgedContext(RuntimeError):
    """The code asked to act as somebody in a way that cannot be right (a bar in a name, an unknown kind)."""


@dataclass(frozen=True)
class Actor:
    """Somebody or something that reads or writes: `kind` account, login, visitor, follower or system; `id` within it."""

    kind: str
    id: str = ""

    def __post_init__(self) -> None:
        if self.kind not in {"account", "login", "visitor", "follower", "system"} or "|" in self.id:
            raise ForgedContext(f"no such actor: {self.kind}")


def account_actor(account_id: int) -> Actor:
    """A person who logged in."""
    return Actor("account", str(int(account_id)))


def login_actor(named: str = "") -> Actor:
    """Somebody who is logging in: `named` is the e-mail address they typed, or the id that an earlier step proved.

    Sees that one account and nothing that residents wrote; without a name it sees nothing.
    """
    return Actor("login", named)


def visitor_actor() -> Actor:
    """A resident without an account. May hand something in, may read nothing that is protected."""
    return Actor("visitor")


def follower_actor(code_hash: str) -> Actor:
    """A resident with a volgcode; `code_hash` is the keyed hash of it, never the code."""
    return Actor("follower", code_hash)


def system_actor(name: str) -> Actor:
    """A job or command, by name. Policies give it only what that work needs."""
    return Actor("system", name)


_current: ContextVar[Actor | None] = ContextVar("wijkkompas_actor", default=None)


def current_actor() -> Actor | None:
    """The actor of the running `acting_as`, or None outside one."""
    return _current.get()


def signature(message: str) -> str:
    """HMAC-SHA256 of the message as hex, with the context key (see `app.hmac` in the database)."""
    return hmac.new(settings.CONTEXT_KEY, message.encode(), hashlib.sha256).hexdigest()


def tell(cursor: Any, actor: Actor) -> None:
    """Tell the database who acts, until the end of this transaction."""
    cursor.execute(_BOUND_TO)
    pid, started = cursor.fetchone()
    message = f"{actor.kind}|{actor.id}|{int(time.time()) + LIFETIME_SECONDS}|{pid}|{started}"
    cursor.execute("select set_config('app.ctx', %s, true)", [f"{message}|{signature(message)}"])


@contextmanager
def acting_as(actor: Actor, *, using: str = "default") -> Iterator[Actor]:
    """Run a block as `actor`: opens a transaction (or a savepoint) and tells the database who acts.

    Nests: an action may act as `system` for one write inside a worker's request; the outer actor comes back after.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('app.ctx', true)")
            before = cursor.fetchone()[0] or ""
            tell(cursor, actor)
        token = _current.set(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        # Only without an error: after one, the rollback to the savepoint brings the outer context back.
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("select set_config('app.ctx', %s, true)", [before])
