"""Deeds of this room. One function a deed: keyword-only, the actor first, its own transaction, an event at the end."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.kern.events import tell
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import finding
from wijkkompas.wegwijzer.colleagues import actions as colleagues
from wijkkompas.wegwijzer.events import (
    ContactAnswered,
    ContactRequested,
    CorrectionHandled,
    PickedUpAsSignal,
    QuestionUnanswered,
)
from wijkkompas.wegwijzer.models import ContactAttempt, ContactRequest, Correction, Service, UnansweredQuestion
from wijkkompas.wegwijzer.policies import KEEPER
from wijkkompas.wegwijzer.rules import (
    CORRECTION_WORKING_DAYS,
    clean_code,
    clean_second_word,
    hash_code,
    may_move,
)
from wijkkompas.wegwijzer.values import CONTACT_REQUEST, CORRECTION, ContactChannel, CorrectionOutcome, RequestState

_CORRECTION_PROMISE = toezeggingen.PromiseKind.ANSWER_CORRECTION


class Refusal(Exception):
    """It may not or cannot; the message is for the person who asked."""


@dataclass(frozen=True)
class CallBack:
    """What a resident tells us; all of it is sealed."""

    question: str
    name: str
    channel: str
    contact: str
    daypart: str
    may_leave_message: bool
    text_first: bool
    who_may_answer: str
    language: str


@dataclass(frozen=True)
class Accepted:
    """What the resident is told: who answers, by when, and whether to show crisis numbers."""

    request_id: UUID
    team_name: str
    due: object
    crisis: tuple[str, ...]


def request_call(
    *,
    actor: Actor,
    request_id: UUID,
    area_code: str,
    call: CallBack,
    code: str,
    second_word: str = "",
    entered_by: int | None = None,
    entered_how: str = "",
) -> Accepted:
    """Take a call-back request in: sealed, with a promise, exactly once (`request_id` is made when the form starts).

    Raises `Refusal` when no team answers questions from this area.
    """
    team = mensen.answering_team(area_code)
    if team is None:
        raise Refusal(_("Voor deze plek is er nog geen team dat vragen beantwoordt."))
    kinds = finding.detect_crisis(call.question, call.language)
    now = clock.now()
    due = toezeggingen.due_moment(now, working_days=team.working_days, urgent=bool(kinds))
    kept_code = clean_code(code)
    if kept_code is None:
        raise Refusal(_("Deze code is niet goed. Begin het formulier opnieuw."))
    accepted = Accepted(request_id, team.name, due, kinds)
    try:
        with acting_as(actor), transaction.atomic():
            sealed = toestemming.seal(CONTACT_REQUEST, request_id, **asdict(call), crisis=list(kinds))
            ContactRequest(
                id=request_id,
                team_id=team.team_id,
                area_id=area_code,
                language=call.language,
                urgent=bool(kinds),
                received_at=now,
                sealed=sealed,
                code_hash=hash_code(settings.CODE_PEPPER, kept_code),
                second_word_hash=_second_word_hash(second_word),
                entered_by_id=entered_by,
                entered_how=entered_how,
            ).save(force_insert=True)
            toezeggingen.promise(
                kind=toezeggingen.PromiseKind.ANSWER_QUESTION,
                area_code=area_code,
                organisation_id=team.organisation_id,  # type: ignore[arg-type]
                team_id=team.team_id,
                room="wegwijzer",
                object_id=request_id,
                made_at=now,
                due=due,
            )
            if kinds:
                toezeggingen.warn_at_once(team_id=team.team_id, due=due)
            tell(ContactRequested(request_id, team.team_id, area_code, now, bool(kinds)))
    except IntegrityError:
        # The same form was sent twice (a double tap, a reload): it was taken in the first time.
        with acting_as(follower_actor(hash_code(settings.CODE_PEPPER, kept_code))):
            if not ContactRequest.objects.filter(id=request_id).exists():
                raise
    return accepted


def _second_word_hash(word: str) -> str:
    kept = clean_second_word(word)
    return hash_code(settings.CODE_PEPPER, f"word|{kept}") if kept else ""


def _locked(request_id: UUID) -> ContactRequest:
    found = ContactRequest.objects.select_for_update().filter(id=request_id).first()
    if found is None:
        raise toestemming.NotYours(CONTACT_REQUEST)
    return found


def _move(request: ContactRequest, to: RequestState) -> None:
    decision = may_move(request.state, to, tries=request.tries)
    if not decision.allowed:
        raise Refusal(decision.reason)
    request.state = to


def take_on(*, actor: Actor, request_id: UUID) -> None:
    """A worker says: I do this one."""
    with acting_as(actor):
        request = _locked(request_id)
        _move(request, RequestState.TAKEN)
        request.taken_by_id = int(actor.id)
        request.save(update_fields=["state", "taken_by"])
        toezeggingen.hand_to(
            kind=toezeggingen.PromiseKind.ANSWER_QUESTION, object_id=request_id, owner_id=int(actor.id)
        )


def lay_back(*, actor: Actor, request_id: UUID) -> None:
    """A worker lays it back for the team."""
    with acting_as(actor):
        request = _locked(request_id)
        _move(request, RequestState.RECEIVED)
        request.taken_by = None
        request.save(update_fields=["state", "taken_by"])
        toezeggingen.hand_to(kind=toezeggingen.PromiseKind.ANSWER_QUESTION, object_id=request_id, owner_id=None)


def pick_up_as_signal(*, actor: Actor, request_id: UUID) -> None:
    """A worker says: this asks for more than an answer. Other rooms hear it with what was told; the answer stays owed."""
    with acting_as(actor):
        request = _locked(request_id)
        if request.state in {RequestState.ANSWERED, RequestState.CLOSED}:
            raise Refusal("Deze vraag is al klaar. Schrijf het signaal zelf op.")
        told = toestemming.unseal(CONTACT_REQUEST, request_id, request.sealed, purpose="answer")[0]
        tell(
            PickedUpAsSignal(
                request_id=request_id,
                team_id=request.team_id,
                area=request.area_id,
                language=request.language,
                received_at=request.received_at,
                urgent=request.urgent,
                by=int(actor.id),
                told=told,
            )
        )


def note_not_reached(*, actor: Actor, request_id: UUID) -> int:
    """A worker tried to reach the resident in vain; returns how many tries there were."""
    with acting_as(actor):
        request = _locked(request_id)
        request.tries += 1
        _move(request, RequestState.NOT_REACHED)
        ContactAttempt.objects.create(
            request=request, team_id=request.team_id, at=clock.now(), by_id=int(actor.id), reached=False
        )
        request.save(update_fields=["state", "tries"])
        return request.tries


def answer(*, actor: Actor, request_id: UUID, text: str, to_whom: str = "") -> None:
    """Answer a request: sealed beside the question, readable with the code; the promise is kept now."""
    text = text.strip()
    if not text:
        raise Refusal("Schrijf wat u heeft afgesproken. Dat leest de bewoner met de code.")
    with acting_as(actor):
        request = _locked(request_id)
        _move(request, RequestState.ANSWERED)
        now = clock.now()
        request.sealed_answer = toestemming.seal_more(
            CONTACT_REQUEST, request_id, purpose="answer", answer=text, team=request.team.name
        )
        request.answered_at, request.expires_at = now, now + toestemming.term("request-answered")
        request.save(update_fields=["state", "sealed_answer", "answered_at", "expires_at"])
        ContactAttempt.objects.create(
            request=request, team_id=request.team_id, at=now, by_id=int(actor.id), reached=True
        )
        promise = toezeggingen.of_objects(toezeggingen.PromiseKind.ANSWER_QUESTION, [request_id]).get(request_id)
        toezeggingen.keep(kind=toezeggingen.PromiseKind.ANSWER_QUESTION, object_id=request_id, at=now)
        _tell_by_mail(request)
        tell(ContactAnswered(request_id, request.team_id, request.area_id, promise is not None and now <= promise.due))


def _tell_by_mail(request: ContactRequest) -> None:
    """Who asked for an e-mail hears that there is an answer; never what the question or answer is."""
    payload = toestemming.unseal(CONTACT_REQUEST, request.id, request.sealed, purpose="answer")[0]
    if payload["channel"] == ContactChannel.EMAIL and payload["contact"]:
        with translation.override(request.language):
            read = _("Lees het met uw code op %(address)s") % {"address": f"{settings.BASE_URL}{reverse('follow')}"}
            lost = _("Kent u de code niet meer? Vraag het dan opnieuw.")
            post.queue_email(
                to=payload["contact"], subject=_("Er staat een bericht voor u klaar"), body=f"{read}\n{lost}\n"
            )


def close_not_reached(*, actor: Actor, request_id: UUID) -> None:
    """After three tries: the team stops, the promise is dropped and counted apart; the code says how to ask again."""
    with acting_as(actor):
        request = _locked(request_id)
        _move(request, RequestState.CLOSED)
        now = clock.now()
        request.expires_at = now + toestemming.term("request-answered")
        request.save(update_fields=["state", "expires_at"])
        toezeggingen.drop(kind=toezeggingen.PromiseKind.ANSWER_QUESTION, object_id=request_id, at=now)


def write_letter(*, actor: Actor, request_id: UUID, address: str, body: str) -> UUID:
    """Put an answer on paper: a letter in the team's outbox, to be printed."""
    with acting_as(actor):
        request = _locked(request_id)
        return post.queue_letter(
            team_id=request.team_id,
            about_kind=CONTACT_REQUEST,
            about_id=request_id,
            to=address,
            subject="Antwoord op uw vraag",
            body=body,
        )


_NUMBERS = re.compile(r"(?:\+?\d[\s.-]?){6,}")
_ADDRESSES = re.compile(r"\S+@\S+|\b\d{4}\s?[A-Z]{2}\b", re.IGNORECASE)


def mask(question: str) -> str:
    """Numbers, e-mail addresses and postcodes out: an extra, the guarantee is that it lies sealed (issue 1, part 4)."""
    return _ADDRESSES.sub("***", _NUMBERS.sub("*** ", question))


def keep_unanswered(*, question: str, area_code: str, language: str, needs: list[str], crisis: bool) -> None:
    """Remember a question for which nothing was found; without the text when somebody may be in danger."""
    tell(QuestionUnanswered(area_code, language, tuple(needs)))
    if crisis:
        return
    area = mensen.area(area_code)
    if area.municipality_code is None:
        return
    identity, today = uuid.uuid4(), clock.today()
    with acting_as(visitor_actor()):
        sealed = toestemming.seal("unanswered_question", identity, question=mask(question)[:1000])
        UnansweredQuestion(
            id=identity,
            area_id=area_code,
            municipality_id=area.municipality_code,
            language=language,
            needs=needs,
            asked_on=today,
            expires_on=today + toestemming.term("unanswered"),
            sealed=sealed,
        ).save(force_insert=True)


def report_mistake(
    *, actor: Actor, service_id: UUID, text: str, contact: str, language: str = "nl", code: str = ""
) -> UUID:
    """Somebody says that a record is wrong; who keeps it owes an answer within `CORRECTION_WORKING_DAYS`.

    `language`: of the page on which it was written; the answer comes in a mail in that language. `code`: a volgcode, for
    who gives no address. Raises `Refusal` for a code that is none.
    """
    kept_code = clean_code(code) if code else ""
    if kept_code is None:
        raise Refusal(_("Deze code is niet goed. Begin het formulier opnieuw."))
    identity, now = uuid.uuid4(), clock.now()
    service = Service.objects.prefetch_related("areas").get(id=service_id)
    municipality, ledger_area = service.home()
    team = mensen.answering_team(municipality) if municipality else None
    team_id = team.team_id if team else None
    with acting_as(actor):
        sealed = toestemming.seal(CORRECTION, identity, text=text, contact=contact, language=language)
        Correction(
            id=identity,
            service_id=service_id,
            municipality_id=municipality,
            organization_id=service.organization_id,
            team_id=team_id,
            received_at=now,
            code_hash=hash_code(settings.CODE_PEPPER, kept_code) if kept_code else "",
            sealed=sealed,
        ).save(force_insert=True)
        toezeggingen.promise(
            kind=_CORRECTION_PROMISE,
            area_code=ledger_area,
            organisation_id=service.organization_id,
            team_id=team_id,
            room="wegwijzer",
            object_id=identity,
            made_at=now,
            due=correction_due(now),
        )
    return identity


def correction_due(now: datetime) -> datetime:
    """When the answer to a mistake that is reported now is due."""
    return toezeggingen.due_moment(now, working_days=CORRECTION_WORKING_DAYS)


def handle_correction(*, actor: Actor, correction_id: UUID, outcome: str, answer: str = "") -> None:
    """Close a reported mistake with what came of it; the reporter reads an answer in a mail, or with the code.

    Raises `NotYours` for missing and foreign alike, `Refusal` with what to do.
    """
    if outcome not in CorrectionOutcome.values:
        raise Refusal(_("Kies wat u met de melding deed."))
    answer = answer.strip()
    with acting_as(actor):
        correction = Correction.objects.select_for_update().filter(id=correction_id).first()
        if correction is None:
            raise toestemming.NotYours(CORRECTION)
        if correction.handled_at is not None:
            raise Refusal(_("Deze melding is al afgehandeld."))
        now = clock.now()
        if answer:
            _answer_reporter(correction, answer)
        correction.handled_at, correction.handled_by_id, correction.outcome = now, int(actor.id), outcome
        correction.expires_at = now + toestemming.term("request-answered")
        correction.save(update_fields=["handled_at", "handled_by", "outcome", "sealed_answer", "expires_at"])
        promise = toezeggingen.of_objects(_CORRECTION_PROMISE, [correction_id]).get(correction_id)
        end = toezeggingen.drop if outcome == CorrectionOutcome.NO_REPORT else toezeggingen.keep
        end(kind=_CORRECTION_PROMISE, object_id=correction_id, at=now)
        tell(
            CorrectionHandled(correction_id, correction.service_id, outcome, promise is not None and now <= promise.due)
        )


def _answer_reporter(correction: Correction, answer: str) -> None:
    """Keep the answer for the code, and mail it where there is an address.

    The mail names no service: others may read the mailbox, and some services are told to nobody.
    """
    payload = toestemming.unseal(CORRECTION, correction.id, correction.sealed, purpose="answer")[0]
    if not payload["contact"] and not correction.code_hash:
        raise Refusal(_("De melder gaf geen e-mailadres. Laat het antwoord leeg."))
    correction.sealed_answer = toestemming.seal_more(CORRECTION, correction.id, purpose="answer", answer=answer)
    if not payload["contact"]:
        return
    with translation.override(payload.get("language", "nl")):
        said = _("U schreef ons dat iets niet klopt op een pagina van Wijkkompas. Ons antwoord:")
        post.queue_email(to=payload["contact"], subject=_("Antwoord op uw melding"), body=f"{said}\n\n{answer}\n")


def forget_what_is_over() -> dict[str, int]:
    """The retention job: destroys keys and rows whose term is over."""
    now, today = clock.now(), clock.today()
    counts = {}
    with acting_as(system_actor(KEEPER)):
        over = list(ContactRequest.objects.filter(expires_at__lt=now).values_list("id", flat=True))
        forgotten = ContactRequest.objects.filter(
            expires_at__isnull=True, received_at__lt=now - toestemming.term("request-open")
        )
        over += list(forgotten.values_list("id", flat=True))
        for identity in over:
            toestemming.erase(CONTACT_REQUEST, identity, rule="code-90-days")
        post.forget_about(CONTACT_REQUEST, over)
        ContactAttempt.objects.filter(request_id__in=over).delete()
        counts["requests"] = len(over)
        ContactRequest.objects.filter(id__in=over).delete()
        old = list(UnansweredQuestion.objects.filter(expires_on__lt=today).values_list("id", flat=True))
        for identity in old:
            toestemming.erase("unanswered_question", identity, rule="unanswered-90-days")
        UnansweredQuestion.objects.filter(id__in=old).delete()
        counts["questions"] = len(old)
        stale = list(
            Correction.objects.filter(received_at__lt=now - toestemming.term("correction")).values_list("id", flat=True)
        )
        for identity in stale:
            toestemming.erase(CORRECTION, identity, rule="correction-1-year")
        answered = list(
            Correction.objects.filter(expires_at__lt=now).exclude(id__in=stale).values_list("id", flat=True)
        )
        for identity in answered:
            toestemming.erase(CORRECTION, identity, rule="code-90-days")
        Correction.objects.filter(id__in=[*stale, *answered]).delete()
        counts["corrections"] = len(stale) + len(answered)
        counts["notes"] = colleagues.forget_old(now - toestemming.term("work-note"))
    return counts
