"""Reads of signals, within an `acting_as`. The inbox shows no text: opening one leaves a line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, follower_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import api as wegwijzer
from wijkkompas.wijkteam.models import Signal, SignalStep
from wijkkompas.wijkteam.signals.rules import LOOKS_ALIKE_WITHIN, OVER, alike, next_steps
from wijkkompas.wijkteam.signals.values import REPORTER, SIGNAL, SignalState

FIRST_CONTACT = toezeggingen.PromiseKind.FIRST_CONTACT


@dataclass(frozen=True)
class Followed:
    """All that who reported learns."""

    received_at: datetime
    due: datetime | None
    picked_up: bool
    team: str


def followed() -> Followed | None:
    """The signal of the acting follower."""
    with connection.cursor() as cursor:
        cursor.execute("select received_at, due, picked_up, team from app.signal_followed()")
        row = cursor.fetchone()
    return Followed(*row) if row else None


def follow(code: str) -> Followed | None:
    """A signal by its code; None when there is none (or no longer)."""
    kept = wegwijzer.clean_code(code)
    if kept is None:
        return None
    with acting_as(follower_actor(wegwijzer.hash_code(settings.CODE_PEPPER, kept))):
        return followed()


@dataclass(frozen=True)
class Row:
    """One line of the inbox."""

    signal: Signal
    promise: Any
    reading: Any
    taken_by: str
    alike: int


@dataclass(frozen=True)
class Inbox:
    """The signals of the own teams that somebody waits for: late, today, new, busy; and the areas they are from."""

    groups: dict[str, list[Row]]
    areas: list[tuple[str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.groups.values()))

    @property
    def new(self) -> int:
        """How many nobody picked up yet."""
        return sum(row.signal.state == SignalState.RECEIVED for rows in self.groups.values() for row in rows)


def inbox(team_ids: Collection[int], now: datetime, *, area: str = "") -> Inbox:
    """What waits in these teams, most urgent and first due first. Three queries, whatever the number."""
    recent = Q(received_at__gte=now - LOOKS_ALIKE_WITHIN) | ~Q(state__in=OVER)
    signals = list(
        Signal.objects.filter(recent, team_id__in=team_ids)
        .select_related("area", "team")
        .defer("sealed", "sealed_reporter", "area__outline")
    )
    waiting = [one for one in signals if one.state not in OVER]
    areas = sorted({(one.area_id, one.area.name) for one in waiting}, key=lambda pair: pair[1])
    chosen = [one for one in waiting if area in {"", one.area_id}]
    names = mensen.names_of(one.taken_by_id for one in chosen)
    promises = toezeggingen.of_objects(FIRST_CONTACT, [one.id for one in chosen])
    groups: dict[str, list[Row]] = {"late": [], "today": [], "new": [], "busy": []}
    for one in chosen:
        promise = promises.get(one.id)
        same = sum(other.id != one.id and _alike(one, other) for other in signals) if one.dedupe else 0
        row = Row(one, promise, promise.reading(now) if promise else None, names.get(one.taken_by_id or 0, ""), same)
        groups[_group(one, promise, now)].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: (not row.signal.urgent, row.promise.due if row.promise else row.signal.received_at))
    return Inbox(groups, areas)


def _group(signal: Signal, promise: Any, now: datetime) -> str:
    owed = promise is not None and promise.kept_at is None and promise.dropped_at is None
    if owed and promise.due < now:
        return "late"
    end_of_today = datetime.combine(now.astimezone(clock.AMSTERDAM).date(), time.max, clock.AMSTERDAM)
    if owed and promise.due <= end_of_today:
        return "today"
    return "new" if signal.state == SignalState.RECEIVED else "busy"


def _alike(one: Signal, other: Signal) -> bool:
    return alike(one.dedupe, other.dedupe, apart=one.received_at - other.received_at)


@dataclass(frozen=True)
class OpenSignal:
    """A signal that a worker opened; opening left a line. Who reported is not in it: see `reporter`."""

    signal: Signal
    told: dict[str, Any]
    promise: Any
    steps: list[tuple[SignalStep, str]]  # each with the name of who took it
    alike: list[Signal]
    next: list[str]
    joined: list[Signal]
    taken_by: str
    entered_by: str


def open_signal(signal_id: UUID) -> OpenSignal:
    """Open a signal; raises `NotYours` for missing and foreign alike."""
    signal = Signal.objects.select_related("area", "team", "case").filter(id=signal_id).first()
    if signal is None:
        raise toestemming.NotYours(SIGNAL)
    told = toestemming.unseal(SIGNAL, signal.id, signal.sealed, purpose="help")[0]
    steps = list(signal.steps.all())
    names = mensen.names_of([signal.taken_by_id, signal.entered_by_id, *(step.by_id for step in steps)])
    return OpenSignal(
        signal=signal,
        told=told,
        promise=toezeggingen.of_objects(FIRST_CONTACT, [signal.id]).get(signal.id),
        steps=[(step, names.get(step.by_id or 0, "")) for step in steps],
        alike=look_alikes(signal),
        next=next_steps(signal.state, tries=signal.tries, about=signal.about),
        joined=list(signal.joined.defer("sealed", "sealed_reporter").order_by("received_at")),
        taken_by=names.get(signal.taken_by_id or 0, ""),
        entered_by=names.get(signal.entered_by_id or 0, ""),
    )


def look_alikes(signal: Signal) -> list[Signal]:
    """Signals of the same team within 60 days with the same number, or the same name at the same address."""
    if not signal.dedupe:
        return []
    near = signal.received_at - LOOKS_ALIKE_WITHIN, signal.received_at + LOOKS_ALIKE_WITHIN
    same = Signal.objects.filter(team_id=signal.team_id, received_at__range=near, dedupe__overlap=signal.dedupe)
    return list(same.exclude(id=signal.id).defer("sealed", "sealed_reporter").order_by("received_at"))


def reporter(signal_id: UUID) -> dict[str, Any]:
    """Who told it, for the team; has a line of its own. Raises `NotYours`."""
    signal = Signal.objects.filter(id=signal_id).first()
    if signal is None:
        raise toestemming.NotYours(REPORTER)
    return toestemming.unseal(REPORTER, signal.id, signal.sealed_reporter, purpose="tell")[0]


def of_contact_request(request_id: UUID) -> Signal | None:
    """The signal that came of a call-back request, for its team."""
    return Signal.objects.filter(contact_request=request_id).defer("sealed", "sealed_reporter").first()
