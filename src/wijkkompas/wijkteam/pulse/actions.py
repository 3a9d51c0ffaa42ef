"""Plan the call when a case closes; note a try, a talk, or that somebody wants none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam.actions import Refusal, move_case, set_action
from wijkkompas.wijkteam.actions.cases import CaseMoved
from wijkkompas.wijkteam.actions.ground import held_case, one_of
from wijkkompas.wijkteam.models import Case, PulseCall
from wijkkompas.wijkteam.pulse.rules import NO_CALL_AFTER, TRIES, call_on, goes_well, is_new_try, may_go
from wijkkompas.wijkteam.pulse.values import Happened, HowNow, MoreGoingOn, PulseState
from wijkkompas.wijkteam.queries import people_of_team
from wijkkompas.wijkteam.values import CASE_CONTACTS, CaseState, OwnerKind, StepReason

PULSE = toezeggingen.PromiseKind.PULSE_CALL
LONGEST = 4_000  # signs of what was said


@dataclass(frozen=True)
class Talk:
    """The three answers, and what was said in words (sealed)."""

    now: str
    happened: str
    more: str
    text: str = ""


@dataclass(frozen=True)
class NextStep:
    """What happens when it does not go well: who does what, by when."""

    text: str
    owner_id: int
    due: date


def hear_case_moved(event: CaseMoved) -> None:
    """A case closed: plan the call. It was opened again: the call is no longer needed. In the same transaction."""
    if event.to == CaseState.CLOSED and event.reason not in NO_CALL_AFTER:
        _plan(event)
    elif event.before == CaseState.CLOSED:
        # Opened again because of the call itself: that one is done already, so nothing is planned.
        planned = PulseCall.objects.select_for_update(of=("self",)).filter(
            case_id=event.case_id, state=PulseState.PLANNED
        )
        for call in planned:
            _done(call, PulseState.NOT_NEEDED, by=event.by, at=event.at)


def _plan(event: CaseMoved) -> None:
    case = Case.objects.select_related("team").get(id=event.case_id)
    day = call_on(clock.today())
    call = PulseCall(id=uuid.uuid4(), case=case, made_at=event.at, call_on=day, closed_by_id=event.by)
    call.save(force_insert=True)
    area = case.team.areas.order_by("code").values_list("code", flat=True).first() or mensen.COUNTRY
    toezeggingen.promise(
        kind=PULSE,
        area_code=area,
        organisation_id=case.team.organization_id,
        team_id=case.team_id,
        room="wijkteam",
        object_id=call.id,
        made_at=event.at,
        due=toezeggingen.due_moment(datetime.combine(day, time(9), clock.AMSTERDAM), working_days=0),
    )


def _held(call_id: UUID) -> PulseCall:
    """A planned call of the own team, locked after its case. Raises `NotYours`, and `Refusal` when it is done already."""
    found = PulseCall.objects.filter(id=call_id).values_list("case_id", flat=True).first()
    if found is None:
        raise toestemming.NotYours("pulse")
    held_case(found)
    call = PulseCall.objects.select_for_update(of=("self",)).get(id=call_id)
    if call.state != PulseState.PLANNED:
        raise Refusal(_("Dit gesprek is al klaar. Misschien deed een collega het net."))
    return call


def _done(call: PulseCall, state: PulseState, *, by: int, at: datetime) -> None:
    if not may_go(call.state, state):
        raise Refusal(_("Dat kan nu niet met dit gesprek."))
    call.state, call.done_at, call.done_by_id = state, at, by
    call.save()
    if state in {PulseState.WELL, PulseState.NOT_WELL, PulseState.NOT_REACHED}:
        toezeggingen.keep(kind=PULSE, object_id=call.id, at=at)  # we promised to call, and did
    else:
        toezeggingen.drop(kind=PULSE, object_id=call.id, at=at)


def note_not_reached(*, actor: Actor, call_id: UUID) -> int:
    """A try in vain; returns how many days we tried. After the third it is done, and counts apart."""
    today = clock.today()
    with acting_as(actor):
        call = _held(call_id)
        if not is_new_try(call.tried_on, today):
            raise Refusal(_("Vandaag probeerde u het al. Probeer het een andere dag."))
        call.tries, call.tried_on = call.tries + 1, today
        if call.tries >= TRIES:
            _done(call, PulseState.NOT_REACHED, by=int(actor.id), at=clock.now())
        else:
            call.save()
        return call.tries


def note_not_wanted(*, actor: Actor, call_id: UUID) -> None:
    """Somebody wants no such talk: then we leave it."""
    with acting_as(actor):
        _done(_held(call_id), PulseState.NOT_WANTED, by=int(actor.id), at=clock.now())


def note_talk(*, actor: Actor, call_id: UUID, talk: Talk, then: NextStep | None = None) -> bool:
    """Write the talk down; returns whether it goes well. Not well opens the case again, with who does what by when."""
    one_of(talk.now, HowNow.values)
    one_of(talk.happened, Happened.values)
    one_of(talk.more, MoreGoingOn.values)
    if len(talk.text) > LONGEST:
        raise Refusal(_("De tekst is te lang. Schrijf het korter op."))
    well = goes_well(now=talk.now, done=talk.happened, more=talk.more)
    if not well and then is None:
        raise Refusal(_("Het gaat nog niet goed. Kies wie wat doet, en wanneer."))
    with acting_as(actor):
        call = _held(call_id)
        call.now, call.happened, call.more = talk.now, talk.happened, talk.more
        call.sealed = toestemming.seal_more(CASE_CONTACTS, call.case_id, purpose="write", text=talk.text.strip())
        _done(call, PulseState.WELL if well else PulseState.NOT_WELL, by=int(actor.id), at=clock.now())
        if not well and then is not None:
            _go_on(actor, call.case_id, then)
    return well


def _go_on(actor: Actor, case_id: UUID, then: NextStep) -> None:
    team = Case.objects.values_list("team_id", flat=True).get(id=case_id)
    if then.owner_id not in people_of_team(team):
        raise Refusal(_("Kies iemand van het team van dit dossier."))
    if then.due < clock.today():
        raise Refusal(_("Kies een dag die nog komt."))
    move_case(actor=actor, case_id=case_id, to=CaseState.OPEN, reason=StepReason.NOT_WELL)
    set_action(
        actor=actor,
        case_id=case_id,
        text=then.text,
        owner_kind=OwnerKind.WORKER,
        owner_id=then.owner_id,
        due=then.due,
    )
