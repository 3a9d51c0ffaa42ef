"""Seal what a resident writes, open it through the door, erase it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from wijkkompas.kern.access import acting_as, current_actor, system_actor
from wijkkompas.kern.access import seal as crypto
from wijkkompas.kern.access.apart import acting_apart
from wijkkompas.toestemming.models import SealKey, Term
from wijkkompas.toestemming.policies import KEEPER


class NotYours(LookupError):
    """There is no such record for this actor. Missing and forbidden look the same on purpose."""


def seal(kind: str, object_id: UUID, **fields: Any) -> bytes:
    """Make a key for a new record and encrypt its fields (JSON); returns the bytes to store beside the record."""
    key = crypto.new_key()
    about = f"{kind}|{object_id}"
    name, master = settings.MASTER_KEYS[0]
    SealKey.objects.create(kind=kind, object_id=object_id, master=name, wrapped=crypto.wrap(master, key, about=about))
    return crypto.seal(key, json.dumps(fields, ensure_ascii=False), about=about)


@dataclass(frozen=True)
class Opened:
    """One record, opened for one purpose: reads and writes its texts. The access line is there already."""

    kind: str
    object_id: UUID
    _key: bytes = field(repr=False)

    @property
    def _about(self) -> str:
        return f"{self.kind}|{self.object_id}"

    def read(self, *texts: bytes | memoryview) -> list[dict[str, Any]]:
        """The fields of one or more sealed texts of this record."""
        return [json.loads(crypto.unseal(self._key, bytes(text), about=self._about)) for text in texts]

    def seal(self, **fields: Any) -> bytes:
        """Encrypt a further text (an answer, a note) with the key of this record."""
        return crypto.seal(self._key, json.dumps(fields, ensure_ascii=False), about=self._about)


def open_record(kind: str, object_id: UUID, *, purpose: str) -> Opened:
    """The only door to the key of a record, for the actor of the running `acting_as`. Raises `NotYours`.

    First the line: in a transaction of its own, so that it stays when this one fails or is rolled back. Then the key:
    the database gives it for a line that was committed, less than a minute ago, by the same actor and for the same purpose
    (a purpose that the room declared; another one is refused with SQLSTATE 42501). A record that this transaction made
    itself needs no committed line: nobody learns anything from what they just wrote.
    """
    actor = current_actor()
    if actor is not None:
        with acting_apart(actor) as cursor:
            cursor.execute("select app.note_opening(%s, %s, %s)", [kind, object_id, purpose])
    with connection.cursor() as cursor:
        cursor.execute("select master, wrapped from app.open_sealed(%s, %s, %s)", [kind, object_id, purpose])
        row = cursor.fetchone()
    if row is None:
        raise NotYours(kind)
    return _opened(kind, object_id, *row)


def open_records(kind: str, object_ids: Iterable[UUID], *, purpose: str) -> dict[UUID, Opened]:
    """Several records as `open_record` opens one: a line each, for a page that lists them.

    What this actor may not open is not in the answer. One query for the lines and one for the keys, whatever the number.
    """
    wanted, actor = list(object_ids), current_actor()
    if wanted and actor is not None:
        with acting_apart(actor) as cursor:
            cursor.execute("select app.note_openings(%s, %s, %s)", [kind, wanted, purpose])
    with connection.cursor() as cursor:
        cursor.execute("select id, master, wrapped from app.open_many(%s, %s, %s)", [kind, wanted, purpose])
        return {identity: _opened(kind, identity, master, wrapped) for identity, master, wrapped in cursor.fetchall()}


def _opened(kind: str, object_id: UUID, master: str, wrapped: bytes) -> Opened:
    masters = dict(settings.MASTER_KEYS)
    if master not in masters:
        raise crypto.Unreadable(f"master key {master} is not in the settings")
    return Opened(kind, object_id, crypto.unwrap(masters[master], wrapped, about=f"{kind}|{object_id}"))


def unseal(kind: str, object_id: UUID, *texts: bytes | memoryview, purpose: str) -> list[dict[str, Any]]:
    """Open one or more sealed texts of one record. One access line, whatever the number of texts."""
    return open_record(kind, object_id, purpose=purpose).read(*texts)


def seal_more(kind: str, object_id: UUID, *, purpose: str, **fields: Any) -> bytes:
    """Encrypt a further text (an answer) with the key of an existing record; needs the right to open it."""
    return open_record(kind, object_id, purpose=purpose).seal(**fields)


def erase(kind: str, object_id: UUID, *, rule: str) -> None:
    """Destroy the key: the text is gone, in every copy of the database that is restored later too."""
    with connection.cursor() as cursor:
        cursor.execute("select app.erase_sealed(%s, %s, %s)", [kind, object_id, rule])


def term(code: str) -> timedelta:
    """How long something is kept, as the functional manager set it. Within an `acting_as`; one query."""
    return timedelta(days=Term.objects.values_list("days", flat=True).get(code=code))


def forget_old_lines() -> int:
    """The retention job: access lines older than their term go; returns how many. The term stands in the database."""
    with acting_as(system_actor(KEEPER)), connection.cursor() as cursor:
        cursor.execute("select app.forget_old_lines()")
        return cursor.fetchone()[0]


def trail(kind: str, object_id: UUID) -> list[dict[str, Any]]:
    """Who opened this record, newest first: time, organisation or team kind, purpose. For who may open it."""
    with connection.cursor() as cursor:
        cursor.execute("select at, who, purpose from app.trail_of(%s, %s)", [kind, object_id])
        return [{"at": at, "who": who, "purpose": purpose} for at, who, purpose in cursor.fetchall()]
