"""Write down: notes, attempts to reach somebody, goals, actions."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, takes_part, words
from wijkkompas.wijkteam.models import Action, Case, ContactAttempt, Goal, MeldcodeTrack, Note
from wijkkompas.wijkteam.values import (
    CASE_ACTION,
    CASE_APART,
    CASE_CONTACTS,
    CASE_JOURNAL,
    CASE_MELDCODE,
    CASE_PLAN,
    WORK_NOTE,
    ActionState,
    Channel,
    GoalState,
    OwnerKind,
    Partition,
)

_KIND_OF = {Partition.JOURNAL: CASE_JOURNAL, Partition.THIRD_PARTY: CASE_APART, Partition.SAFE: CASE_APART}


def write_note(
    *,
    actor: Actor,
    case_id: UUID,
    partition: str,
    text: str,
    about_id: UUID | None = None,
    track_id: UUID | None = None,
) -> UUID:
    """Write a note in one partition of a case; returns its id. `track_id` is for the Meldcode only."""
    one_of(partition, Partition.values)
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, about_id)
        if partition == Partition.MELDCODE:
            if track_id is None or not MeldcodeTrack.objects.filter(id=track_id, case=case).exists():
                raise toestemming.NotYours(CASE_MELDCODE)
        else:
            track_id = None
        return _add_note(actor, case, partition, text, about_id=about_id, track_id=track_id)


def correct_note(*, actor: Actor, note_id: UUID, text: str) -> UUID:
    """Write a note that puts an earlier one right; both stay. In the same partition, about the same person."""
    with acting_as(actor):
        wrong = Note.objects.filter(id=note_id).first()
        if wrong is None:
            raise toestemming.NotYours("note")
        case = held_case(wrong.case_id, writing=True)
        return _add_note(
            actor, case, wrong.partition, text, about_id=wrong.about_id, track_id=wrong.track_id, corrects_id=wrong.id
        )


def _add_note(
    actor: Actor,
    case: Case,
    partition: str,
    text: str,
    *,
    about_id: UUID | None,
    track_id: UUID | None,
    corrects_id: UUID | None = None,
) -> UUID:
    identity, kept = uuid.uuid4(), words(text)
    if partition == Partition.WORK_NOTE:
        sealed = toestemming.seal(WORK_NOTE, identity, text=kept)
    elif track_id is not None:
        sealed = toestemming.seal_more(CASE_MELDCODE, track_id, purpose="write", text=kept)
    else:
        sealed = toestemming.seal_more(_KIND_OF[Partition(partition)], case.id, purpose="write", text=kept)
    Note(
        id=identity,
        case=case,
        partition=partition,
        track_id=track_id,
        about_id=about_id,
        author_id=int(actor.id),
        at=clock.now(),
        corrects_id=corrects_id,
        sealed=sealed,
    ).save(force_insert=True)
    return identity


def note_contact(
    *, actor: Actor, case_id: UUID, channel: str, reached: bool, text: str = "", about_id: UUID | None = None
) -> UUID:
    """Note that we tried to reach somebody, and what was said. Not reached counts too (mission.md E6)."""
    one_of(channel, Channel.values)
    identity = uuid.uuid4()
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, about_id)
        ContactAttempt(
            id=identity,
            case=case,
            about_id=about_id,
            author_id=int(actor.id),
            at=clock.now(),
            channel=channel,
            reached=reached,
            sealed=toestemming.seal_more(CASE_CONTACTS, case.id, purpose="write", text=text.strip()[:20_000]),
        ).save(force_insert=True)
    return identity


def set_goal(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    about_id: UUID | None = None,
    agreed: bool = False,
    goal_id: UUID | None = None,
) -> UUID:
    """Write a goal, or with `goal_id` write it anew. `agreed`: the resident said yes to these very words."""
    kept = words(text, most=2_000)
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, about_id)
        sealed = toestemming.seal_more(CASE_PLAN, case.id, purpose="write", text=kept)
        if goal_id is not None:
            changed = Goal.objects.filter(id=goal_id, case=case, state=GoalState.OPEN)
            if not changed.update(sealed=sealed, about_id=about_id, agreed=agreed):
                raise toestemming.NotYours("goal")
            return goal_id
        made = Goal(
            case=case, about_id=about_id, agreed=agreed, sealed=sealed, position=Goal.objects.filter(case=case).count()
        )
        made.save(force_insert=True)
        return made.id


def finish_goal(*, actor: Actor, goal_id: UUID, state: str) -> None:
    """A goal was reached, or nobody works on it any more."""
    _finish(actor, Goal, goal_id, one_of(state, [GoalState.REACHED, GoalState.DROPPED]))


def set_action(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    owner_kind: str,
    owner_id: int | None = None,
    due: date | None = None,
    goal_id: UUID | None = None,
    about_id: UUID | None = None,
    agreed: bool = False,
    action_id: UUID | None = None,
) -> UUID:
    """Write who does what by when, or with `action_id` write it anew. A volunteer sees this action and nothing else."""
    kept = words(text, most=2_000)
    one_of(owner_kind, OwnerKind.values)
    if owner_kind in {OwnerKind.WORKER, OwnerKind.VOLUNTEER} and owner_id is None:
        raise Refusal(_("Kies wie dit doet."))
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, about_id)
        if goal_id is not None and not Goal.objects.filter(id=goal_id, case=case).exists():
            raise toestemming.NotYours("goal")
        row = {
            "owner_kind": owner_kind,
            "owner_id": owner_id,
            "due": due,
            "goal_id": goal_id,
            "about_id": about_id,
            "agreed": agreed,
        }
        if action_id is not None:
            changed = Action.objects.filter(id=action_id, case=case, state=ActionState.OPEN)
            if not changed.exists():
                raise toestemming.NotYours(CASE_ACTION)
            changed.update(**row, sealed=toestemming.seal_more(CASE_ACTION, action_id, purpose="write", text=kept))
            return action_id
        identity = uuid.uuid4()
        sealed = toestemming.seal(CASE_ACTION, identity, text=kept)
        Action(id=identity, case=case, sealed=sealed, **row).save(force_insert=True)
        return identity


def finish_action(*, actor: Actor, action_id: UUID, state: str = ActionState.DONE) -> None:
    """An action was done, or is not needed any more; the volunteer's view of it ends with that."""
    _finish(actor, Action, action_id, one_of(state, [ActionState.DONE, ActionState.DROPPED]))


def _finish(actor: Actor, model: type[Goal] | type[Action], identity: UUID, state: str) -> None:
    with acting_as(actor):
        row = model.objects.select_related("case").filter(id=identity).first()
        if row is None:
            raise toestemming.NotYours(model._meta.model_name)
        held_case(row.case_id, writing=True)
        if not model.objects.filter(id=identity, state="open").update(state=state):
            raise Refusal(_("Dit is al klaar. Ververs de pagina."))
