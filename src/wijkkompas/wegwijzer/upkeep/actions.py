"""Deeds of upkeep: check, publish, pause, close; and the ledger of checks that follows from them.

Each deed locks the record, so that two taps at once are one deed. Who may is told by the database (`app.my_records`);
what may follow on what by the table in rules.py. The line of history is written by a trigger, also for what data pages
and imports change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.kern.events import tell
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import standing
from wijkkompas.wegwijzer.events import DirectoryChanged
from wijkkompas.wegwijzer.models import RecordCheck, Service
from wijkkompas.wegwijzer.policies import UPKEEP
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.upkeep.rules import may_become, promised_on
from wijkkompas.wegwijzer.values import LinkAnswer, ServiceStatus

KIND = "service"  # for NotYours: missing and foreign alike
CHECK = toezeggingen.PromiseKind.RECORD_CHECK
LONGEST_WHY = 300
CLOSES = time(17)


def may_keep(service_id: UUID) -> bool:
    """Does who acts keep this record: its organisation, the municipality whose areas it is for, a functional manager?"""
    with connection.cursor() as cursor:
        cursor.execute("select app.is_manager() or %s = any(app.my_records())", [service_id])
        return bool(cursor.fetchone()[0])


@contextmanager
def keeping(actor: Actor, service_id: UUID) -> Iterator[Service]:
    """The record, locked, for who keeps it. Raises `NotYours` for missing and foreign alike."""
    with acting_as(actor):
        if not may_keep(service_id):
            raise toestemming.NotYours(KIND)
        service = locked(service_id)
        if service.merged_into_id is not None:  # it stood here twice: the other one is kept true (wegwijzer.merging)
            raise toestemming.NotYours(KIND)
        yield service


def locked(service_id: UUID) -> Service:
    """The record, locked until this transaction ends, so that it is changed by one at a time."""
    found = Service.objects.select_for_update().filter(id=service_id).first()
    if found is None:
        raise toestemming.NotYours(KIND)
    return found


def mark_checked(*, actor: Actor, service_id: UUID) -> bool:
    """Somebody looked, and it is right. False when it was already checked today: nothing is written twice.

    A draft becomes checked. Raises `NotYours`; `Refusal` for what has stopped.
    """
    with keeping(actor, service_id) as service:
        return note_checked(service, at=clock.now(), by_id=int(actor.id))


def publish(*, actor: Actor, service_id: UUID, why: str = "") -> None:
    """Put a checked record in the guide, or one that was paused back in it."""
    with keeping(actor, service_id) as service:
        become(service, ServiceStatus.PUBLISHED, why)


def pause(*, actor: Actor, service_id: UUID, why: str) -> None:
    """It is shut for a while: out of the results, its page stays and says so."""
    with keeping(actor, service_id) as service:
        become(service, ServiceStatus.PAUSED, _needed(why))


def close(*, actor: Actor, service_id: UUID, why: str, successor_id: UUID | None = None) -> None:
    """It stopped: out of the results, its page points on to the successor or to other help. Its check is over."""
    with keeping(actor, service_id) as service:
        if successor_id is not None:
            if successor_id == service_id or not Service.objects.public().filter(id=successor_id).exists():
                raise Refusal(_("Kies hulp die nu in de gids staat. Of laat dit leeg."))
            service.successor_id = successor_id
            service.save(update_fields=["successor"])
        stop(service, _needed(why), at=clock.now())


def reopen(*, actor: Actor, service_id: UUID, why: str) -> None:
    """It was closed by mistake, or starts again: it counts as looked at now and waits to be published."""
    with keeping(actor, service_id) as service:
        become(service, ServiceStatus.CHECKED, _needed(why))
        service.successor = None
        service.save(update_fields=["successor"])
        note_checked(service, at=clock.now(), by_id=int(actor.id))


def become(service: Service, to: ServiceStatus, why: str = "") -> None:
    """Change the state of a locked record. `Refusal` when that edge is not in the table."""
    decision = may_become(service.status, to)
    if not decision.allowed:
        raise Refusal(decision.reason)
    if to == ServiceStatus.CHECKED and standing.never_approved(service) and not standing.decides():
        raise Refusal(_("De gemeente kijkt dit eerst na. U krijgt een mail."))
    if len(why) > LONGEST_WHY:
        raise Refusal(_("Schrijf de reden korter: hooguit 300 letters."))
    service.status = to
    with because(why):
        service.save(update_fields=["status", "last_modified"])
    tell(DirectoryChanged(f"service became {to}"))


@contextmanager
def because(why: str) -> Iterator[None]:
    """What the line of history says, for changes in this block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.why', %s, true)", [why.strip()])
        yield
        cursor.execute("select set_config('app.why', '', true)")


def stop(service: Service, why: str, *, at: datetime) -> None:
    """Close a locked record; the check that was owed is no longer."""
    become(service, ServiceStatus.CLOSED, why)
    with acting_as(system_actor(UPKEEP)):
        for check in RecordCheck.objects.open().filter(service=service):
            _drop(check, at)


def _drop(check: RecordCheck, at: datetime) -> None:
    """A check that is no longer owed."""
    check.done_at, check.answer = at, LinkAnswer.STOPPED
    check.save(update_fields=["done_at", "answer"])
    toezeggingen.drop(kind=CHECK, object_id=check.id, at=at)


def let_go(service_id: UUID, *, at: datetime) -> dict[str, str]:
    """A locked record stood here twice: its open check is no longer owed. Gives what `owe_again` needs."""
    with acting_as(system_actor(UPKEEP)):
        check = RecordCheck.objects.open().filter(service_id=service_id).first()
        if check is None:
            return {}
        told = {"check": str(check.id), "answer": check.answer}
        _drop(check, at)
        return told


def owe_again(told: Mapping[str, str]) -> None:
    """Undo `let_go`: the check and its promise are what they were."""
    with acting_as(system_actor(UPKEEP)):
        RecordCheck.objects.filter(id=told["check"]).update(done_at=None, answer=told["answer"])
        toezeggingen.owe_again(kind=CHECK, object_id=UUID(told["check"]))


def note_checked(service: Service, *, at: datetime, by_id: int | None) -> bool:
    """A locked record is right: note the day, keep the promise, make the next one. False: it was done today already."""
    if service.status == ServiceStatus.CLOSED:
        raise Refusal(_("Dit is gestopt. Zet het eerst terug."))
    today = at.astimezone(clock.AMSTERDAM).date()
    was_draft = service.status == ServiceStatus.DRAFT
    if was_draft:
        become(service, ServiceStatus.CHECKED)
    with acting_as(system_actor(UPKEEP)):
        checks = RecordCheck.objects.filter(service=service)
        since = datetime.combine(today, time.min, clock.AMSTERDAM)
        done_today = checks.filter(done_at__range=(since, at)).exclude(answer=LinkAnswer.STOPPED)
        if service.assured_date == today and done_today.exists():
            return was_draft
        keep_check(checks.open().first() or plan(service, at), at=at, by_id=by_id)
        service.assured_date = today
        service.save(update_fields=["assured_date", "last_modified"])
        plan(service, at)
    return True


def plan(service: Service, now: datetime) -> RecordCheck:
    """The next check of a locked record, and its promise in the ledger. Acts as the system actor of upkeep."""
    check = RecordCheck.objects.create(service=service, made_at=now)
    _municipality, area = service.home()
    return promise_check(check, facts.due_on(service), area=area, organisation_id=service.organization_id)


def promise_check(check: RecordCheck, due: date | None, *, area: str, organisation_id: UUID | None) -> RecordCheck:
    """Lay a new check in the ledger: by the end of the day on which it is due, never in the past."""
    now = check.made_at
    day = promised_on(due, now.astimezone(clock.AMSTERDAM).date())
    toezeggingen.promise(
        kind=CHECK,
        area_code=area,
        organisation_id=organisation_id,
        team_id=None,
        room="wegwijzer",
        object_id=check.id,
        made_at=now,
        due=max(datetime.combine(day, CLOSES, clock.AMSTERDAM), now),
    )
    return check


def keep_check(check: RecordCheck, *, at: datetime, by_id: int | None) -> None:
    """Somebody looked: the check is done and its promise kept."""
    check.done_at, check.done_by_id = at, by_id
    check.save(update_fields=["done_at", "done_by"])
    toezeggingen.keep(kind=CHECK, object_id=check.id, at=at)


def plan_checks(now: datetime) -> int:
    """The nightly job: every record has one open check, what stopped has none (imports and data pages write without us)."""
    with acting_as(system_actor(UPKEEP)):
        over = RecordCheck.objects.open().filter(service__status=ServiceStatus.CLOSED)
        for check in over.select_for_update(skip_locked=True, of=("self",)):
            _drop(check, now)
        missing = list(
            Service.objects.filter(merged_into__isnull=True)
            .exclude(status=ServiceStatus.CLOSED)
            .exclude(Exists(RecordCheck.objects.open().of_outer_service()))
            .select_for_update(skip_locked=True, of=("self",))
            .prefetch_related("areas", "schedules", "service_needs__need")
        )
        # Now that they are locked: somebody may have tapped between looking and locking.
        planned = set(RecordCheck.objects.open().filter(service__in=missing).values_list("service_id", flat=True))
        return sum(bool(plan(service, now)) for service in missing if service.id not in planned)


def _needed(why: str) -> str:
    if not why.strip():
        raise Refusal(_("Schrijf kort waarom. Dat staat in de geschiedenis."))
    return why.strip()
