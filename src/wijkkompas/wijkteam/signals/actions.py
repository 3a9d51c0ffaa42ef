"""Deeds with signals: take one in, let it go on, join two that are one, tell who may sit at the table."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, follower_actor, system_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import api as wegwijzer
from wijkkompas.wijkteam.actions import Refusal, add_person, open_case
from wijkkompas.wijkteam.actions.ground import one_of, words
from wijkkompas.wijkteam.models import Signal, SignalStep
from wijkkompas.wijkteam.policies import KEEPER
from wijkkompas.wijkteam.signals import queries
from wijkkompas.wijkteam.signals.rules import (
    CONTACTED,
    NO_LONGER_OWED,
    TRIES_BEFORE_CLOSING,
    alike,
    marks,
    problem,
)
from wijkkompas.wijkteam.signals.values import (
    REPORTER,
    SIGNAL,
    About,
    GuestKind,
    Permission,
    ReporterTold,
    SignalState,
    Source,
)

FIRST_CONTACT = toezeggingen.PromiseKind.FIRST_CONTACT
LONGEST = 4000  # signs of a worry


@dataclass(frozen=True)
class Worry:
    """What somebody tells: the worry and about whom, or which place. All of it is sealed."""

    text: str
    about: str = About.PERSON
    name: str = ""
    address: str = ""
    phone: str = ""
    language: str = "nl"


@dataclass(frozen=True)
class Reporter:
    """Who tells it; sealed apart. `relation`: neighbour, family, colleague, in the own words."""

    name: str = ""
    contact: str = ""
    organisation: str = ""
    relation: str = ""


@dataclass(frozen=True)
class Accepted:
    """What who reported is told at once: which team, by when, and whether to show numbers for danger."""

    signal_id: UUID
    team_name: str
    due: datetime
    crisis: tuple[str, ...]


def receive(
    *,
    actor: Actor,
    signal_id: UUID,
    area_code: str,
    source: str,
    permission: str,
    worry: Worry,
    reporter: Reporter,
    code: str,
    entered_by: int | None = None,
) -> Accepted:
    """Take a signal in, exactly once (`signal_id` is made when the form starts): sealed, with a promise and a code.

    Raises `Refusal` when no team works in this area.
    """
    one_of(source, Source.values)
    one_of(permission, Permission.values)
    one_of(worry.about, About.values)
    words(worry.text, most=LONGEST)
    kept_code = wegwijzer.clean_code(code)
    if kept_code is None:
        raise Refusal(_("Deze code is niet goed. Begin het formulier opnieuw."))
    code_hash = wegwijzer.hash_code(settings.CODE_PEPPER, kept_code)
    try:
        with acting_as(actor):
            return _take_in(
                signal_id,
                area_code,
                worry,
                reporter,
                source=source,
                permission=permission,
                code_hash=code_hash,
                entered_by=entered_by,
                received_at=clock.now(),
            )
    except IntegrityError:
        # The same form was sent twice (a double tap, a reload): it was taken in the first time.
        with acting_as(follower_actor(code_hash)):
            followed = queries.followed()
        if followed is None or followed.due is None:
            raise
        crisis = wegwijzer.detect_crisis(worry.text, worry.language)
        return Accepted(signal_id, followed.team, followed.due, crisis)


def _take_in(
    signal_id: UUID,
    area_code: str,
    worry: Worry,
    reporter: Reporter,
    *,
    source: str,
    permission: str,
    code_hash: str,
    entered_by: int | None,
    received_at: datetime,
    contact_request: UUID | None = None,
    team_id: int | None = None,
) -> Accepted:
    """The rows of a signal, within an `acting_as`: the signal, its two keys and the promise."""
    team = mensen.answering_team(area_code)
    if team is None:
        raise Refusal(_("Voor deze plaats is er nog geen team in Wijkkompas. Bel uw gemeente."))
    if team_id is not None and team_id != team.team_id:  # another team has it already
        ours = mensen.Team.objects.get(id=team_id)
        team = replace(team, team_id=ours.id, name=ours.name, organisation_id=ours.organization_id)
    crisis = wegwijzer.detect_crisis(worry.text, worry.language)
    due = toezeggingen.due_moment(received_at, working_days=team.working_days, urgent=bool(crisis))
    place = worry.about == About.PLACE
    told = {"text": worry.text, "name": "" if place else worry.name, "address": worry.address}
    Signal(
        id=signal_id,
        team_id=team.team_id,
        area_id=area_code,
        source=source,
        permission=permission,
        about=worry.about,
        received_at=received_at,
        urgent=bool(crisis),
        language=worry.language,
        sealed=toestemming.seal(SIGNAL, signal_id, **told, phone="" if place else worry.phone, crisis=list(crisis)),
        sealed_reporter=toestemming.seal(
            REPORTER,
            signal_id,
            name=reporter.name,
            contact=reporter.contact,
            organisation=reporter.organisation,
            relation=reporter.relation,
        ),
        dedupe=[] if place else marks(settings.CODE_PEPPER, name=worry.name, address=worry.address, phone=worry.phone),
        code_hash=code_hash,
        entered_by_id=entered_by,
        contact_request=contact_request,
    ).save(force_insert=True)
    toezeggingen.promise(
        kind=FIRST_CONTACT,
        area_code=area_code,
        organisation_id=team.organisation_id,  # type: ignore[arg-type]
        team_id=team.team_id,
        room="wijkteam",
        object_id=signal_id,
        made_at=received_at,
        due=due,
    )
    return Accepted(signal_id, team.name, due, crisis)


def hear_picked_up(event: wegwijzer.PickedUpAsSignal) -> None:
    """A worker picked a call-back request up as a signal: the resident asked it, so permission is there. Twice is once.

    Runs in the transaction and as the actor of who tells it. The answer that was promised with the code stays owed.
    """
    if Signal.objects.filter(contact_request=event.request_id).exists():
        return
    told = event.told
    contact = told.get("contact", "")
    worry = Worry(
        text=told["question"],
        name=told.get("name", ""),
        phone=contact if told.get("channel") in {"phone", "text"} else "",
        language=event.language,
    )
    _take_in(
        uuid.uuid4(),
        event.area,
        worry,
        Reporter(name=told.get("name", ""), contact=contact, relation=_("vraagt het zelf")),
        source=Source.WEB,
        permission=Permission.YES,
        code_hash="",
        entered_by=event.by,
        received_at=event.received_at,
        contact_request=event.request_id,
        team_id=event.team_id,
    )


def held(signal_id: UUID) -> Signal:
    """The signal of the own team, locked. Raises `NotYours`."""
    found = Signal.objects.select_for_update(of=("self",)).filter(id=signal_id).first()
    if found is None:
        raise toestemming.NotYours(SIGNAL)
    return found


def _go(signal: Signal, to: SignalState, *, actor: Actor, told: str = "") -> None:
    """Take a step: the state, a line of it, and what it means for the promise and the last day."""
    wrong = problem(signal.state, to, tries=signal.tries, about=signal.about)
    if wrong == "tries":
        raise Refusal(
            _("Probeer het eerst %(most)s keer. Het was nu %(tries)s keer.")
            % {"most": TRIES_BEFORE_CLOSING, "tries": signal.tries}
        )
    if wrong:
        raise Refusal(_("Dat kan nu niet met dit signaal. Misschien deed een collega net iets. Kijk opnieuw."))
    now, before, signal.state = clock.now(), signal.state, to
    if to in CONTACTED:
        toezeggingen.keep(kind=FIRST_CONTACT, object_id=signal.id, at=now)
    elif to in NO_LONGER_OWED:
        toezeggingen.drop(kind=FIRST_CONTACT, object_id=signal.id, at=now)
    if to == SignalState.CLOSED:
        signal.closed_at = now
        signal.ends_on = clock.today() + toestemming.term("signal")
    signal.save()
    SignalStep(signal=signal, from_state=before, to_state=to, at=now, by_id=int(actor.id), told=told).save(
        force_insert=True
    )


def pick_up(*, actor: Actor, signal_id: UUID) -> None:
    """A worker looked at it and does this one. Who reported may now read that it was picked up."""
    with acting_as(actor):
        signal = held(signal_id)
        signal.taken_by_id = int(actor.id)
        _go(signal, SignalState.TRIAGED, actor=actor)
        toezeggingen.hand_to(kind=FIRST_CONTACT, object_id=signal_id, owner_id=int(actor.id))


def _simply(to: SignalState) -> Callable[..., None]:
    def deed(*, actor: Actor, signal_id: UUID) -> None:
        with acting_as(actor):
            _go(held(signal_id), to, actor=actor)

    deed.__doc__ = f"The signal goes to {to.value}."
    return deed


start_contact = _simply(SignalState.CONTACTING)
note_reached = _simply(SignalState.REACHED)
note_advice = _simply(SignalState.ADVICE_GIVEN)
note_refused = _simply(SignalState.REFUSED_HELP)
pass_on = _simply(SignalState.PASSED_ON)
note_not_for_us = _simply(SignalState.NOT_FOR_US)


def note_not_reached(*, actor: Actor, signal_id: UUID) -> int:
    """A try in vain; returns how many there were."""
    with acting_as(actor):
        signal = held(signal_id)
        signal.tries += 1
        _go(signal, SignalState.NOT_REACHED, actor=actor)
        return signal.tries


def close(*, actor: Actor, signal_id: UUID, told: str) -> None:
    """The signal is done. `told`: whether who reported knows that it was picked up (values.ReporterTold)."""
    one_of(told, ReporterTold.values)
    with acting_as(actor):
        signal = held(signal_id)
        if signal.state == SignalState.JOINED:
            raise Refusal(_("Dit signaal sluit vanzelf, samen met het signaal waar het bij hoort."))
        _go(signal, SignalState.CLOSED, actor=actor, told=told)
        for other in Signal.objects.select_for_update(of=("self",)).filter(belongs_to=signal):
            _go(other, SignalState.CLOSED, actor=actor, told=told)


def open_as_case(*, actor: Actor, signal_id: UUID, summary: str) -> UUID:
    """Open a case from a signal, with the person when there is a name; nothing of who reported goes along."""
    with acting_as(actor):
        signal = held(signal_id)
        if problem(signal.state, SignalState.CASE_OPENED, tries=signal.tries, about=signal.about):
            raise Refusal(_("Een dossier opent u pas als u de persoon heeft bereikt."))
        told = toestemming.unseal(SIGNAL, signal_id, signal.sealed, purpose="help")[0]
        case_id = open_case(
            actor=actor,
            team_id=signal.team_id,
            question=summary,
            summary=summary[:200],
            language=signal.language,
            needs=signal.needs,
        )
        if told["name"]:
            add_person(
                actor=actor,
                case_id=case_id,
                name=told["name"],
                address=told["address"],
                phone=told["phone"],
                language=signal.language,
            )
        has_case(actor=actor, signal_id=signal_id, case_id=case_id)
    return case_id


def has_case(*, actor: Actor, signal_id: UUID, case_id: UUID) -> None:
    """A case came of the signal."""
    with acting_as(actor):
        signal = held(signal_id)
        signal.case_id = case_id
        _go(signal, SignalState.CASE_OPENED, actor=actor)


def join(*, actor: Actor, signal_id: UUID, to: UUID) -> None:
    """A worker says: this is the same worry as that one, of the same team. Nothing is joined by itself."""
    with acting_as(actor):
        signal, other = held(signal_id), held(to)
        if signal.id == other.id or other.belongs_to_id is not None:
            raise Refusal(_("Kies het eerste signaal, waar de andere bij horen."))
        if not alike(signal.dedupe, other.dedupe, apart=signal.received_at - other.received_at):
            raise Refusal(_("Deze twee lijken niet op elkaar."))
        signal.belongs_to = other
        _go(signal, SignalState.JOINED, actor=actor)


def part(*, actor: Actor, signal_id: UUID) -> None:
    """It was another worry after all: it stands by itself again, and we owe the first contact again."""
    with acting_as(actor):
        signal = held(signal_id)
        signal.belongs_to = None
        signal.taken_by_id = int(actor.id)
        _go(signal, SignalState.TRIAGED, actor=actor)
        toezeggingen.owe_again(kind=FIRST_CONTACT, object_id=signal_id)


def tell_who_may_sit(*, actor: Actor, signal_id: UUID, objected_to: Sequence[str]) -> None:
    """The resident was told who may sit at the dagstart, and who may not: those guests never see this item."""
    for kind in objected_to:
        one_of(kind, GuestKind.values)
    with acting_as(actor):
        signal = held(signal_id)
        signal.told_guests_at = clock.now()
        signal.objected_to = sorted(set(objected_to))
        signal.save(update_fields=["told_guests_at", "objected_to"])


def forget_what_is_over() -> int:
    """The retention job: destroys the keys and rows of signals whose last day is over; returns how many."""
    with acting_as(system_actor(KEEPER)):
        over = list(Signal.objects.filter(ends_on__lt=clock.today()).values_list("id", flat=True))
        for identity in over:
            for kind in (SIGNAL, REPORTER):
                toestemming.erase(kind, identity, rule="signal")
        SignalStep.objects.filter(signal_id__in=over).delete()
        rows = Signal.objects.filter(id__in=over)
        rows.filter(belongs_to__isnull=False).delete()  # before the one that they belong to
        rows.delete()
    return len(over)
