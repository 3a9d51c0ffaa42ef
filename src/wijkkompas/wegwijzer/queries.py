"""Reads of this room, named for the question they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
from wijkkompas.wegwijzer.models import (
    ContactAttempt,
    ContactRequest,
    Correction,
    Handbook,
    Need,
    Schedule,
    Service,
    UnansweredQuestion,
)
from wijkkompas.wegwijzer.rules import (
    CORRECTION_WORKING_DAYS,
    clean_code,
    clean_second_word,
    hash_code,
    hours_on,
    rota_for,
)
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.values import CONTACT_REQUEST, CORRECTION, RequestState


@dataclass(frozen=True)
class Followed:
    """What somebody with a volgcode sees: never the question or a name, unless the second word was right too."""

    state: str
    team: str
    received_at: datetime
    due: datetime | None
    late: bool
    answered_at: datetime | None
    answer: str
    own: dict[str, Any] | None
    has_second_word: bool
    looked: int


def follow(code: str, second_word: str = "") -> Followed | None:
    """Look a question up by its code; None when there is none (or no longer)."""
    kept = clean_code(code)
    if kept is None:
        return None
    with acting_as(follower_actor(hash_code(settings.CODE_PEPPER, kept))):
        request = ContactRequest.objects.select_related("team").first()
        if request is None:
            return None
        word = clean_second_word(second_word)
        knows = (
            bool(request.second_word_hash)
            and word != ""
            and (hash_code(settings.CODE_PEPPER, f"word|{word}") == request.second_word_hash)
        )
        answer, own = "", None
        if request.sealed_answer or knows:
            texts = [bytes(request.sealed), *([bytes(request.sealed_answer)] if request.sealed_answer else [])]
            opened = toestemming.unseal(CONTACT_REQUEST, request.id, *texts, purpose="follow")
            own = {"question": opened[0]["question"], "name": opened[0]["name"]} if knows else None
            answer = opened[1]["answer"] if len(opened) > 1 else ""
        due = toezeggingen.due_of(request.id)
        return Followed(
            state=request.state,
            team=request.team.name,
            received_at=request.received_at,
            due=due,
            late=due is not None and request.answered_at is None and clock.now() > due,
            answered_at=request.answered_at,
            answer=answer,
            own=own,
            has_second_word=bool(request.second_word_hash),
            looked=sum(line["who"] not in {"follower"} for line in toestemming.trail(CONTACT_REQUEST, request.id)),
        )


@dataclass(frozen=True)
class FollowedReport:
    """What somebody who reported a mistake sees with the volgcode: what came of it; not the own words, not the page."""

    received_at: datetime
    due: datetime
    late: bool
    handled_at: datetime | None
    outcome: str
    answer: str
    looked: int


def follow_report(code: str) -> FollowedReport | None:
    """Look a reported mistake up by its code; None when there is none (or no longer)."""
    kept = clean_code(code)
    if kept is None:
        return None
    with acting_as(follower_actor(hash_code(settings.CODE_PEPPER, kept))):
        report = Correction.objects.first()
        if report is None:
            return None
        answer = ""
        if report.sealed_answer:
            sealed = bytes(report.sealed_answer)
            answer = toestemming.unseal(CORRECTION, report.id, sealed, purpose="follow")[0]["answer"]
        due = toezeggingen.due_moment(report.received_at, working_days=CORRECTION_WORKING_DAYS)
        return FollowedReport(
            received_at=report.received_at,
            due=due,
            late=report.handled_at is None and clock.now() > due,
            handled_at=report.handled_at,
            outcome=report.get_outcome_display(),
            answer=answer,
            looked=sum(line["who"] not in {"follower"} for line in toestemming.trail(CORRECTION, report.id)),
        )


@dataclass(frozen=True)
class InboxRow:
    """One line of the morning list."""

    request: ContactRequest
    promise: Any
    reading: Any
    taken_by: str


def inbox(team_ids: list[int], now: datetime) -> dict[str, list[InboxRow]]:
    """The morning list: late, today, new, waiting. The database leaves out what is not of these teams. Three queries."""
    open_states = [RequestState.RECEIVED, RequestState.TAKEN, RequestState.NOT_REACHED]
    requests = list(
        ContactRequest.objects.filter(team_id__in=team_ids, state__in=open_states)
        .select_related("area", "team")
        .defer("sealed", "sealed_answer")
    )
    names = mensen.names_of(request.taken_by_id for request in requests)
    promises = toezeggingen.of_objects(toezeggingen.PromiseKind.ANSWER_QUESTION, [r.id for r in requests])
    groups: dict[str, list[InboxRow]] = {"late": [], "today": [], "new": [], "later": []}
    end_of_today = datetime.combine(now.astimezone(clock.AMSTERDAM).date(), time.max, clock.AMSTERDAM)
    for request in requests:
        promise = promises.get(request.id)
        if promise is None:
            continue
        row = InboxRow(request, promise, promise.reading(now), names.get(request.taken_by_id or 0, ""))
        if promise.due < now:
            groups["late"].append(row)
        elif promise.due <= end_of_today:
            groups["today"].append(row)
        elif request.state == RequestState.RECEIVED:
            groups["new"].append(row)
        else:
            groups["later"].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: (not row.request.urgent, row.promise.due))
    return groups


@dataclass(frozen=True)
class OpenedRequest:
    """A request that a worker opened; opening left a line."""

    request: ContactRequest
    payload: dict[str, Any]
    answer: str
    promise: Any
    attempts: list[tuple[ContactAttempt, str]]  # each with the name of who tried
    entered_by: str
    trail: list[dict[str, Any]]


def open_request(request_id: UUID) -> OpenedRequest:
    """Open a request as the acting worker; raises NotYours for missing and foreign alike."""
    request = ContactRequest.objects.select_related("area", "team").filter(id=request_id).first()
    if request is None:
        raise toestemming.NotYours(CONTACT_REQUEST)
    texts = [bytes(request.sealed), *([bytes(request.sealed_answer)] if request.sealed_answer else [])]
    opened = toestemming.unseal(CONTACT_REQUEST, request.id, *texts, purpose="answer")
    attempts = list(request.attempts.order_by("-at"))
    names = mensen.names_of(attempt.by_id for attempt in attempts)
    return OpenedRequest(
        request=request,
        payload=opened[0],
        answer=opened[1]["answer"] if len(opened) > 1 else "",
        promise=toezeggingen.of_objects(toezeggingen.PromiseKind.ANSWER_QUESTION, [request.id]).get(request.id),
        attempts=[(attempt, names.get(attempt.by_id or 0, "")) for attempt in attempts],
        entered_by=_name_of_helper(request) if request.entered_by_id else "",
        trail=toestemming.trail(CONTACT_REQUEST, request.id),
    )


def _name_of_helper(request: ContactRequest) -> str:
    """Who filled it in for the resident; an ambassador is no colleague, so the database gives this one name."""
    with connection.cursor() as cursor:
        cursor.execute("select app.name_of_helper(%s)", [request.id])
        return cursor.fetchone()[0] or ""


def unanswered(limit: int = 200) -> list[dict[str, Any]]:
    """Unanswered questions of the municipality of who asks; opening each leaves a line."""
    rows = UnansweredQuestion.objects.select_related("area").order_by("-asked_on")[:limit]
    return [
        {
            "area": row.area.name,
            "language": row.language,
            "asked_on": row.asked_on,
            "needs": row.needs,
            "question": toestemming.unseal("unanswered_question", row.id, bytes(row.sealed), purpose="learn")[0][
                "question"
            ],
        }
        for row in rows
    ]


@dataclass(frozen=True)
class CorrectionRow:
    """One reported mistake in the list; what was written stays sealed until somebody opens it."""

    correction: Correction
    due: datetime | None
    late: bool


def corrections(now: datetime) -> dict[str, list[CorrectionRow]]:
    """Reported mistakes that who asks may handle: open ones, first due first, and those of the last month. Two queries."""
    rows = list(
        Correction.objects.filter(Q(handled_at__isnull=True) | Q(handled_at__gt=now - timedelta(days=30)))
        .select_related("service", "service__organization")
        .defer("sealed", "sealed_answer")
        .order_by("received_at")[:500]
    )
    promises = toezeggingen.of_objects(toezeggingen.PromiseKind.ANSWER_CORRECTION, [row.id for row in rows])
    groups: dict[str, list[CorrectionRow]] = {"open": [], "handled": []}
    for row in rows:
        due = promises[row.id].due if row.id in promises else None
        late = row.handled_at is None and due is not None and due < now
        groups["handled" if row.handled_at else "open"].append(CorrectionRow(row, due, late))
    groups["open"].sort(key=lambda row: row.due or row.correction.received_at)
    groups["handled"].sort(key=lambda row: row.correction.handled_at or now, reverse=True)
    return groups


def open_corrections() -> int:
    """How many reported mistakes wait for who asks."""
    return Correction.objects.filter(handled_at__isnull=True).count()


def slugs_of_reviews(reviews: Iterable[UUID]) -> dict[UUID, str]:
    """The handbooks of which these are the reviews that were promised. One query, none for nothing."""
    wanted = list(reviews)
    rows = Handbook.objects.filter(review__in=wanted).values_list("review", "slug") if wanted else ()
    return {review: slug for review, slug in rows if review is not None}


@dataclass(frozen=True)
class OpenedCorrection:
    """A reported mistake that somebody opened; opening left a line. The address of the reporter is not shown."""

    correction: Correction
    text: str
    wants_answer: bool
    by_mail: bool
    answer: str
    promise: Any
    handled_by: str
    trail: list[dict[str, Any]]


def open_correction(correction_id: UUID) -> OpenedCorrection:
    """Open a reported mistake as who acts; raises NotYours for missing and foreign alike."""
    row = Correction.objects.select_related("service", "service__organization").filter(id=correction_id).first()
    if row is None:
        raise toestemming.NotYours(CORRECTION)
    texts = [bytes(row.sealed), *([bytes(row.sealed_answer)] if row.sealed_answer else [])]
    opened = toestemming.unseal(CORRECTION, row.id, *texts, purpose="correct")
    return OpenedCorrection(
        correction=row,
        text=opened[0]["text"],
        wants_answer=bool(opened[0]["contact"] or row.code_hash),
        by_mail=bool(opened[0]["contact"]),
        answer=opened[1]["answer"] if len(opened) > 1 else "",
        promise=toezeggingen.of_objects(toezeggingen.PromiseKind.ANSWER_CORRECTION, [row.id]).get(row.id),
        handled_by=mensen.names_of([row.handled_by_id]).get(row.handled_by_id or 0, ""),
        trail=toestemming.trail(CORRECTION, row.id),
    )


@dataclass(frozen=True)
class Desk:
    """A walk-in hour on one day: when, who sits there, what it is."""

    service: Service
    opens: time
    closes: time
    who: list[str]
    open_now: bool


def desks(days: Sequence[date], area: mensen.Area | None, now: datetime) -> dict[date, list[Desk]]:
    """Walk-in hours per day, for an area (with what lies in and around it), first opening first.

    A fixed number of queries, whatever the number of days.
    """
    schedules = (
        Schedule.objects.filter(service__in=Service.objects.public())
        .select_related("service", "service__organization")
        .prefetch_related("exceptions", "rota_lines", "service__areas", "service__at_locations__location")
    )
    if area is not None:
        schedules = schedules.filter(service__areas__code__in=[*area.path, *_codes_within(area)]).distinct()
    found: dict[date, list[Desk]] = {day: [] for day in days}
    for schedule in schedules:
        exceptions = [row.as_value() for row in schedule.exceptions.all()]
        lines = [(line.weeks, line.who) for line in schedule.rota_lines.all()]
        for day in days:
            for opens, closes in hours_on(day, [schedule.as_hours()], exceptions):
                is_now = now.date() == day and opens <= now.time() < closes
                found[day].append(Desk(schedule.service, opens, closes, rota_for(day, lines), is_now))
    for rows in found.values():
        rows.sort(key=lambda desk: (desk.opens, desk.service.name))
    return found


def _codes_within(area: mensen.Area) -> list[str]:
    return list(mensen.Area.objects.within(area.code).values_list("code", flat=True))


def services_for_needs(codes: Collection[str], area: mensen.Area | None) -> list[Service]:
    """Help for any of these needs in an area and around it, nearest and most specific first; what is stale sinks."""
    path = area.path if area is not None else [mensen.COUNTRY]
    wanted = [*path, *(_codes_within(area) if area is not None else [])]
    rows = list(
        Service.objects.public()
        .filter(service_needs__need_id__in=codes, areas__code__in=wanted)
        .with_facts()
        .distinct()
    )
    order = {c: i for i, c in enumerate(path)}
    today = clock.today()

    def key(service: Service) -> tuple[int, int, bool, str]:
        position = min(row.position for row in service.service_needs.all() if row.need_id in codes)
        near = min((order.get(a.code, 0) for a in service.areas.all()), default=99)
        return (near, position, facts.sinks(service, today), service.name)

    return sorted(rows, key=key)


def services_in_area(area: mensen.Area) -> list[Service]:
    """Everything of an area itself and within it (not what is national)."""
    own = [c for c in area.path if c == area.code or c.startswith("RG-")]
    wanted = [*_codes_within(area), *own, *([area.municipality_code] if area.municipality_code else [])]
    return list(
        Service.objects.public().filter(areas__code__in=wanted).with_facts().distinct().order_by("theme", "name")
    )


def needs_of_domain(domain: str) -> list[Need]:
    """The needs behind a tile."""
    return list(Need.objects.filter(domain_id=domain))


def was_public(service_id: UUID) -> bool:
    """Did residents once find this record in the guide? Through a function: the history itself is for who keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("select app.was_public(%s)", [service_id])
        return bool(cursor.fetchone()[0])
