"""The numbers of the crisis cards are looked at again too: every month, by the functional manager.

They belong to no organisation, so nobody is mailed. A number that was not looked at in time stays where residents see it;
only people at work are told (docs/decisions/0014: a number that was not checked is better than none).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection
from django.db.models import Exists, OuterRef

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.models import CrisisLine, RecordCheck
from wijkkompas.wegwijzer.policies import UPKEEP
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.upkeep.actions import keep_check, promise_check
from wijkkompas.wegwijzer.upkeep.values import PILE_OF, Pile

KIND = "crisis number"  # for NotYours: missing and foreign alike
HISTORY_SHOWN = 50


# Deeds ---------------------------------------------------------------------------------------------------------------


def mark_number_checked(*, actor: Actor, code: str) -> bool:
    """Somebody called or looked, and it is right. False when that was noted today already. Raises `NotYours`."""
    now = clock.now()
    with acting_as(actor):
        if not _manages():
            raise toestemming.NotYours(KIND)
        line = CrisisLine.objects.select_for_update().filter(code=code).first()
        if line is None:
            raise toestemming.NotYours(KIND)
        return _note(line, at=now, by_id=int(actor.id))


def _note(line: CrisisLine, *, at: datetime, by_id: int) -> bool:
    """A locked number is right: note the day, keep the promise, make the next one."""
    today = at.astimezone(clock.AMSTERDAM).date()
    with acting_as(system_actor(UPKEEP)):
        checks = RecordCheck.objects.filter(crisis_line=line)
        if checks.filter(done_at__range=(datetime.combine(today, time.min, clock.AMSTERDAM), at)).exists():
            return False
        keep_check(checks.open().first() or _plan(line, at), at=at, by_id=by_id)
        line.assured_date = today
        line.save(update_fields=["assured_date"])
        _plan(line, at)
    return True


def plan_number_checks(now: datetime) -> int:
    """The nightly job: every number has one open check. Returns how many were made."""
    with acting_as(system_actor(UPKEEP)):
        open_checks = RecordCheck.objects.open().filter(crisis_line=OuterRef("pk"))
        missing = CrisisLine.objects.exclude(Exists(open_checks)).select_for_update(skip_locked=True, of=("self",))
        lines = list(missing)
        # Now that they are locked: somebody may have tapped between looking and locking.
        planned = set(RecordCheck.objects.open().filter(crisis_line__in=lines).values_list("crisis_line_id", flat=True))
        return sum(bool(_plan(line, now)) for line in lines if line.code not in planned)


def _plan(line: CrisisLine, now: datetime) -> RecordCheck:
    """The next check of a locked number, and its promise in the ledger. Acts as the system actor of upkeep."""
    check = RecordCheck.objects.create(crisis_line=line, made_at=now)
    return promise_check(check, facts.number_due_on(line), area=mensen.COUNTRY, organisation_id=None)


def _manages() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select app.is_manager()")
        return bool(cursor.fetchone()[0])


# Lists ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberRow:
    """One number for who keeps it: until when its check lasts, and whether a person ever said that it is right."""

    line: CrisisLine
    name: str
    due: date | None
    pile: Pile
    looked: bool


@dataclass(frozen=True)
class Look:
    """One time that somebody said it is right; the name where who acts may know it."""

    at: datetime
    name: str


def numbers(today: date) -> list[NumberRow]:
    """Every crisis number, the latest first; empty for who does not keep them. Two queries."""
    return _rows(list(CrisisLine.objects.all()), today) if _manages() else []


def number(code: str, today: date) -> tuple[NumberRow, list[Look]]:
    """One number and who looked when, newest first. Raises `NotYours` for missing and foreign alike."""
    rows = _rows(list(CrisisLine.objects.filter(code=code)), today) if _manages() else []
    if not rows:
        raise toestemming.NotYours(KIND)
    done = RecordCheck.objects.filter(crisis_line_id=code, done_at__isnull=False).order_by("-done_at")[:HISTORY_SHOWN]
    looks = list(done.values_list("done_at", "done_by_id"))
    names = mensen.names_of(by_id for _at, by_id in looks)
    return rows[0], [Look(at, names.get(by_id or 0, "")) for at, by_id in looks if at is not None]


def _rows(lines: list[CrisisLine], today: date) -> list[NumberRow]:
    looked = set(
        RecordCheck.objects.filter(crisis_line__in=lines, done_at__isnull=False).values_list(
            "crisis_line_id", flat=True
        )
    )
    rows = [
        NumberRow(
            line,
            str(line.names["nl"]),
            facts.number_due_on(line),
            PILE_OF[facts.number_standing(line, today)],
            line.code in looked,
        )
        for line in lines
    ]
    return sorted(rows, key=lambda row: (row.due or date.min, row.line.position))
