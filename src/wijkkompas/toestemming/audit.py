"""The signed log: grow the tree, sign its head, look for changes, and give somebody the log of a record as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.kern.access.declarations import DOORS
from wijkkompas.kern.proof import document, signing, tree
from wijkkompas.toestemming.models import AuditCheck, AuditHead
from wijkkompas.toestemming.policies import AUDITOR

OPEN_LOG = "open"


@dataclass(frozen=True)
class Fault:
    """Something in the log that was changed afterwards: what, in words, and where."""

    log: str
    what: str
    place: str


def logs() -> list[str]:
    """The open log, and those of the kinds that have one of their own."""
    return sorted({OPEN_LOG, *(door.log for door in DOORS.values())})


def signing_key() -> signing.PrivateKey:
    """Signs heads and files; made from CONTEXT_KEY, which the database cannot give back."""
    return signing.private_key(settings.CONTEXT_KEY, "audit")


def grow(log: str = OPEN_LOG) -> int:
    """Place the new leaves of a log and sign its head; returns its size. Two at once wait for each other.

    Placing is one transaction and signing the next: killed in between, the next run signs.
    """
    size = _place(log)
    with acting_as(system_actor(AUDITOR)):
        if size and not AuditHead.objects.filter(log=log, size=size).exists():
            root = tree.root_of(size, _nodes(log, set(tree.peaks(size))))
            at = clock.now().astimezone(UTC).replace(microsecond=0)
            head = document.signed_head(signing_key(), log=log, size=size, root=root, at=at.isoformat())
            with connection.cursor() as cursor:
                cursor.execute(
                    "select app.publish_head(%s, %s, %s, %s, %s, %s)",
                    [log, size, root, at, head["key"], head["signature"]],
                )
    return size


def _place(log: str) -> int:
    before = -1
    while True:
        with acting_as(system_actor(AUDITOR)), connection.cursor() as cursor:
            cursor.execute("select app.grow_log(%s)", [log])
            size: int = cursor.fetchone()[0]
        if size == before:
            return size
        before = size


def grow_all() -> dict[str, int]:
    """The job: every log with its size."""
    return {log: grow(log) for log in logs()}


def _nodes(log: str, places: set[tree.Place]) -> dict[tree.Place, bytes]:
    """Stored hashes; one query, whatever the number of places."""
    wanted = sorted(places)
    with connection.cursor() as cursor:
        cursor.execute(
            """select level, index, hash from toestemming_auditnode
            join unnest(%s::int[], %s::bigint[]) as wanted (level, index) using (level, index) where log = %s""",
            [[level for level, _index in wanted], [index for _level, index in wanted], log],
        )
        return {(level, index): bytes(value) for level, index, value in cursor.fetchall()}


def as_signed(head: AuditHead) -> dict[str, Any]:
    """The head as it was signed."""
    return {
        "log": head.log,
        "size": head.size,
        "root": bytes(head.root).hex(),
        "at": head.at.astimezone(UTC).isoformat(),
        "key": head.key,
        "signature": head.signature,
    }


def heads(*, most: int = 100) -> list[dict[str, Any]]:
    """The newest heads of the open log: what everybody may keep."""
    return [as_signed(head) for head in AuditHead.objects.filter(log=OPEN_LOG).order_by("-size")[:most]]


def file_of(kind: str, object_id: UUID) -> bytes | None:
    """The log of one record as a file with proofs, for who may open the record; None when there is none for this actor.

    Lines that came after the newest head are counted in it, not told: `grow` first when they must be in.
    """
    with connection.cursor() as cursor:
        cursor.execute("select log, place, salt, content from app.log_of(%s, %s)", [kind, object_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    head = AuditHead.objects.filter(log=rows[0][0]).order_by("-size").first()
    if head is None:
        return None
    told = [row for row in rows if row[1] is not None and row[1] < head.size]
    nodes = _nodes(head.log, {needed for row in told for needed in tree.needed_for(row[1], head.size)})
    lines = [
        {
            "position": place,
            "salt": bytes(salt).hex(),
            "content": content,
            "proof": [step.hex() for step in tree.path_of(place, head.size, nodes)],
        }
        for _log, place, salt, content in told
    ]
    return document.write(
        signing_key(),
        about={"kind": kind, "object": str(object_id)},
        made_at=clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        head=as_signed(head),
        lines=lines,
        waiting=len(rows) - len(told),
    )


def look_for_changes() -> list[Fault]:
    """The nightly check: rows, leaves, tree and heads must agree. What it finds is kept for `check-health`."""
    found: list[Fault] = []
    with acting_as(system_actor(AUDITOR)):
        for log in logs():
            with connection.cursor() as cursor:
                cursor.execute("select what, place from app.audit_faults(%s)", [log])
                found += [Fault(log, what, place or "not placed yet") for what, place in cursor.fetchall()]
            found += _false_heads(log)
        first = f"{found[0].log}: {found[0].what} ({found[0].place})" if found else ""
        AuditCheck.objects.create(at=clock.now(), faults=len(found), first=first[:200])
    return found


def _false_heads(log: str) -> list[Fault]:
    """Heads that do not follow from the tree, or that we did not sign."""
    found, known = [], {signing.public_hex(signing_key()), *settings.AUDIT_OLD_KEYS}
    for head in AuditHead.objects.filter(log=log).order_by("size").iterator():
        try:
            root = tree.root_of(head.size, _nodes(log, set(tree.peaks(head.size))))
        except KeyError:
            root = b""
        if root != bytes(head.root):
            found.append(Fault(log, "head is not that of the tree", f"head {head.size}"))
        if head.key not in known or not document.head_is_signed(as_signed(head)):
            found.append(Fault(log, "head is not signed by us", f"head {head.size}"))
    return found


def last_check() -> dict[str, Any] | None:
    """What the last check found, for `check-health`; None when there was none."""
    with acting_as(system_actor(AUDITOR)):
        check = AuditCheck.objects.order_by("-at").first()
    if check is None:
        return None
    return {"checked_at": check.at.isoformat(), "faults": check.faults, "first": check.first}
