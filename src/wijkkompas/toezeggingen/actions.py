"""Make, keep and drop promises; remind of those that come due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import holidays
from django.conf import settings
from django.db.models import Q
from django.utils import formats, timezone, translation

from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.toezeggingen.policies import REMINDER
from wijkkompas.toezeggingen.rules import due as due_by_rule
from wijkkompas.toezeggingen.values import PromiseKind

_HOLIDAYS = holidays.country_holidays("NL")
REMIND_BEFORE = timedelta(hours=24)
ASKED_OF_A_MUNICIPALITY = (PromiseKind.ANSWER_CORRECTION, PromiseKind.ANSWER_CHANGE, PromiseKind.ANSWER_CLAIM)


def due_moment(received: datetime, *, working_days: int, urgent: bool = False) -> datetime:
    """When an answer to something received now is due, in Dutch working days."""
    local = timezone.localtime(received, clock.AMSTERDAM)
    return due_by_rule(local, working_days=working_days, urgent=urgent, holidays=_HOLIDAYS)


def promise(
    *,
    kind: str,
    area_code: str,
    organisation_id: UUID | None,
    team_id: int | None,
    room: str,
    object_id: UUID,
    made_at: datetime,
    due: datetime,
) -> UUID:
    """Write a promise in the ledger, in the transaction of the deed that makes it. Returns its id.

    Without an organisation who runs this installation owes it; that is for checks of records only.
    """
    row = Promise(
        kind=kind,
        area_id=area_code,
        organisation_id=organisation_id,
        team_id=team_id,
        room=room,
        object_id=object_id,
        made_at=made_at,
        due=due,
    )
    row.save(force_insert=True)
    return row.id


def move_promises(*, of: UUID, to: UUID, only: Sequence[UUID] | None = None) -> list[UUID]:
    """Two records of one organisation became one (or two again): who owes these promises is called otherwise now.

    Runs as the merging actor, in the transaction of the merge; gives the ids of what was moved.
    """
    rows = Promise.objects.filter(organisation_id=of)
    ids = list((rows if only is None else rows.filter(id__in=list(only))).values_list("id", flat=True))
    Promise.objects.filter(id__in=ids).update(organisation_id=to)
    return ids


def keep(*, kind: str, object_id: UUID, at: datetime) -> bool:
    """Note that a promise was kept. False when there was nothing open to keep."""
    return bool(Promise.objects.open().filter(kind=kind, object_id=object_id).update(kept_at=at))


def drop(*, kind: str, object_id: UUID, at: datetime) -> bool:
    """Note that a promise is no longer owed."""
    return bool(Promise.objects.open().filter(kind=kind, object_id=object_id).update(dropped_at=at))


def owe_again(*, kind: str, object_id: UUID) -> bool:
    """What was dropped is owed after all, by the day that was promised. False when it was not dropped."""
    dropped = Promise.objects.filter(kind=kind, object_id=object_id, dropped_at__isnull=False)
    return bool(dropped.update(dropped_at=None))


def hand_to(*, kind: str, object_id: UUID, owner_id: int | None) -> None:
    """Note who owes it."""
    Promise.objects.open().filter(kind=kind, object_id=object_id).update(owner_id=owner_id)


def remind(now: datetime) -> int:
    """Mail who owes promises that come due within a day or are late, once a day. No personal text in the mail.

    A team hears of its own; a municipality of what organisations and residents asked of it and no team owes.
    """
    with acting_as(system_actor(REMINDER)):
        waiting = Promise.objects.due_before(now + REMIND_BEFORE).exclude(reminded_at__gt=now - timedelta(hours=20))
        owed = waiting.filter(Q(team__isnull=False) | Q(kind__in=ASKED_OF_A_MUNICIPALITY))
        by_team: dict[int, list[Promise]] = {}
        by_area: dict[str, list[Promise]] = {}
        for row in owed.select_for_update(skip_locked=True, of=("self",)):
            if row.team_id is not None:
                by_team.setdefault(row.team_id, []).append(row)
            else:
                by_area.setdefault(row.area_id, []).append(row)
        for team_id, rows in by_team.items():
            _mail(mensen.addresses_of_team(team_id), rows, now, "bij uw team")
        for area, rows in by_area.items():
            _mail(mensen.addresses_of_keepers(area), rows, now, "bij Beheer")
        reminded = [row.id for rows in (*by_team.values(), *by_area.values()) for row in rows]
        Promise.objects.filter(id__in=reminded).update(reminded_at=now)
        return len(reminded)


def _mail(addresses: Sequence[str], rows: Sequence[Promise], now: datetime, where: str) -> None:
    late = sum(row.due < now for row in rows)
    for address in addresses:
        post.queue_email(to=address, subject=_subject(len(rows), late), body=_body(len(rows), late, where))


def warn_at_once(*, team_id: int, due: datetime) -> int:
    """Mail a team about a promise that cannot wait for the reminder, in the running transaction. No personal text.

    The reminder comes at 7.30 and 13.30: too late for what came in after that and is owed before 17.00. Returns how many
    people were mailed.
    """
    with acting_as(system_actor(REMINDER)):
        addresses = mensen.addresses_of_team(team_id)
    for address in addresses:
        post.queue_email(to=address, subject="Wijkkompas: vraag met spoed", body=_urgent_body(due))
    return len(addresses)


def _urgent_body(due: datetime) -> str:
    with translation.override("nl"):
        by = formats.date_format(due.astimezone(clock.AMSTERDAM), "l j F G.i")
    return (
        f"Iemand vroeg om hulp. In de tekst kan gevaar staan. Wij beloofden antwoord vóór {by} uur.\n"
        f"Log in en pak de vraag op: {settings.BASE_URL}/team\n"
        "In deze mail staan met opzet geen namen en geen vragen.\n"
    )


def _subject(count: int, late: int) -> str:
    if late:
        return f"Wijkkompas: {late} te laat, {count - late} bijna"
    return f"Wijkkompas: {count} beloften voor vandaag en morgen"


def _body(count: int, late: int, where: str) -> str:
    return (
        f"Er staan {count} beloften open die bijna op zijn. {late} daarvan zijn te laat.\n"
        f"Log in en kijk {where}. In deze mail staan met opzet geen namen en geen vragen.\n"
    )
