"""Destroying by list: a job proposes, two people of the municipality confirm, a job destroys the keys.

For records whose end a law sets (a case of a wijkteam). What residents left for a short while is destroyed by the
nightly jobs, without a list: waiting for two signatures would keep it longer than was promised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.db.utils import IntegrityError

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.kern.proof import signing
from wijkkompas.toestemming import audit
from wijkkompas.toestemming.models import DestructionConfirmation, DestructionItem, DestructionList
from wijkkompas.toestemming.policies import KEEPER

PEOPLE = 2


class NoSuchList(LookupError):
    """There is no such list for this actor. Missing and forbidden look the same on purpose."""


class ListChanged(ValueError):
    """Between looking and saying yes somebody kept a record off, or said yes: look again."""


def propose(*, municipality: str, month: date, kind: str, rule: str, records: Iterable[tuple[UUID, date]]) -> UUID:
    """Put records (id, last day) on the list of a month; for the job of the room that keeps them. May run twice.

    Raises `django.db.utils.Error` (42501) when somebody confirmed the list already: what is due later goes on the next.
    """
    with acting_as(system_actor(KEEPER)):
        made, _new = DestructionList.objects.get_or_create(
            municipality_id=municipality,
            month=month.replace(day=1),
            kind=kind,
            rule=rule,
            defaults={"made_at": clock.now()},
        )
        there = set(made.items.values_list("object_id", flat=True))
        DestructionItem.objects.bulk_create(
            DestructionItem(list=made, object_id=identity, due_on=due)
            for identity, due in records
            if identity not in there
        )
    return made.id


def open_lists() -> Any:
    """The lists that wait, with how many records, how many are kept off and how many people said yes; within an actor."""
    return (
        DestructionList.objects.filter(destroyed_at__isnull=True)
        .annotate(
            records=Count("items", distinct=True),
            kept=Count("items", filter=~Q(items__kept_because=""), distinct=True),
            confirmed=Count("confirmations", distinct=True),
        )
        .order_by("month", "kind")
    )


def done_lists(*, most: int = 100) -> Any:
    """The lists that were carried out, newest first, with how many records went; within an actor."""
    gone = Q(items__kept_because="", items__due_on__lte=F("destroyed_at__date"))
    return (
        DestructionList.objects.filter(destroyed_at__isnull=False)
        .annotate(records=Count("items", filter=gone), kept=Count("items", filter=~Q(items__kept_because="")))
        .order_by("-destroyed_at")[:most]
    )


def fingerprint(list_id: UUID) -> str:
    """What somebody says yes to: every record with its reason to be kept; within an actor."""
    items = DestructionItem.objects.filter(list_id=list_id).order_by("object_id")
    told = "\n".join(f"{item.object_id} {item.due_on} {item.kept_because}" for item in items)
    return hashlib.sha256(f"{list_id}\n{told}".encode()).hexdigest()[:32]


def keep(*, actor: Actor, list_id: UUID, object_id: UUID, because: str) -> None:
    """Keep one record off the list, with a reason (an objection is running). Raises `NoSuchList`, or 42501 after a yes."""
    if len(because.strip()) < 3:
        raise ValueError("a record is kept for a reason: write it down")
    with acting_as(actor):
        items = DestructionItem.objects.filter(list_id=list_id, object_id=object_id)
        if not items.update(kept_because=because.strip()[:200]):
            raise NoSuchList(list_id)


def confirm(*, actor: Actor, list_id: UUID, seen: str | None = None) -> int:
    """Say yes to a list; returns how many people did. A second yes of the same person changes nothing.

    `seen` is the `fingerprint` of what this person looked at: raises `ListChanged`, without a yes, when it is another.
    """
    with acting_as(actor):
        if not DestructionList.objects.filter(id=list_id).exists():
            raise NoSuchList(list_id)
        try:
            with transaction.atomic():
                DestructionConfirmation.objects.create(list_id=list_id, account_id=int(actor.id), at=clock.now())
        except IntegrityError:
            pass  # said yes before
        if seen is not None and not compare_digest(seen, fingerprint(list_id)):  # the yes above holds the list
            raise ListChanged(list_id)
        return DestructionConfirmation.objects.filter(list_id=list_id).count()


def carry_out() -> dict[str, int]:
    """The job: destroy what two people confirmed. One transaction a list, so that a kill leaves none half done."""
    with acting_as(system_actor(KEEPER)):
        ready = list(open_lists().filter(confirmed__gte=PEOPLE).values_list("id", flat=True))
    done = {}
    for identity in ready:
        with acting_as(system_actor(KEEPER)), connection.cursor() as cursor:
            cursor.execute("select app.destroy_listed(%s)", [identity])
            done[str(identity)] = cursor.fetchone()[0]
    return done


def certificate(list_id: UUID) -> dict[str, Any]:
    """The declaration of a destruction, signed, with the head of the log at that moment. Names nobody. Within an actor.

    Raises `NoSuchList` when the list is not there for this actor, or was not carried out yet.
    """
    gone = Q(items__kept_because="", items__due_on__lte=F("destroyed_at__date"))
    made = (
        DestructionList.objects.filter(id=list_id, destroyed_at__isnull=False)
        .annotate(
            records=Count("items", filter=gone),
            kept=Count("items", filter=~Q(items__kept_because="")),
            name=F("municipality__name"),
        )
        .first()
    )
    if made is None or made.destroyed_at is None:
        raise NoSuchList(list_id)
    newest = audit.heads(most=1)
    bare = {
        "list": str(made.id),
        "municipality": made.name,
        "month": made.month.strftime("%Y-%m"),
        "kind": made.kind,
        "rule": made.rule,
        "records": made.records,
        "destroyed": made.destroyed,
        "kept": made.kept,
        "people": made.confirmations.count(),
        "destroyed_at": made.destroyed_at.astimezone(UTC).isoformat(timespec="seconds"),
        "head": newest[0] if newest else None,
        "key": signing.public_hex(audit.signing_key()),
    }
    return bare | {"signature": signing.sign(audit.signing_key(), bare)}
