"""Deeds on a track of the Meldcode. The database keeps it from everybody but its members, the lead included."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, words
from wijkkompas.wijkteam.meldcode.rules import decision_problem, may_write
from wijkkompas.wijkteam.models import MeldcodeMember, MeldcodeTrack, Note
from wijkkompas.wijkteam.values import CASE_MELDCODE, Partition


@dataclass(frozen=True)
class Step:
    """Something that was written in a step."""

    note: Note
    text: dict[str, Any]
    by: str


@dataclass(frozen=True)
class Track:
    """A track with what is in it, and who works on it."""

    id: UUID
    steps: list[Step]
    members: dict[int, str]

    @property
    def written(self) -> set[int]:
        """The steps in which something stands."""
        return {step.text["step"] for step in self.steps}


def track_of(case_id: UUID) -> Track | None:
    """The track of this actor in a case, opened; None for who is no member, whether there is one or not."""
    row = MeldcodeTrack.objects.filter(case_id=case_id).order_by("id").first()
    if row is None:
        return None
    notes = list(Note.objects.filter(track=row, partition=Partition.MELDCODE).order_by("at"))
    ids = list(MeldcodeMember.objects.filter(track=row).values_list("account_id", flat=True))
    names = mensen.names_of([*ids, *(note.author_id for note in notes)])
    texts = toestemming.open_record(CASE_MELDCODE, row.id, purpose="help").read(*(note.sealed for note in notes))
    return Track(
        row.id,
        [Step(note, text, names.get(note.author_id or 0, "")) for note, text in zip(notes, texts, strict=True)],
        {identity: names.get(identity, "") for identity in ids},
    )


def start(*, actor: Actor, case_id: UUID, text: str) -> UUID:
    """Begin with the first step: which signals there are. Who begins is the first member; twice is once."""
    kept, identity = words(text), uuid.uuid4()
    with acting_as(actor):
        held_case(case_id, writing=True)
        mine = MeldcodeTrack.objects.filter(case_id=case_id).order_by("id").values_list("id", flat=True).first()
        if mine is not None:
            raise Refusal(_("U werkt al aan deze stappen. Ververs de pagina."))
        toestemming.seal(CASE_MELDCODE, identity)
        MeldcodeTrack(id=identity, case_id=case_id).save(force_insert=True)
        _add(actor, case_id, identity, {"step": 1, "text": kept})
    return identity


def write_step(*, actor: Actor, case_id: UUID, step: int, text: str, necessary: str = "", possible: str = "") -> None:
    """Write in a step. The last one decides: is reporting necessary, and is helping possible?"""
    kept = words(text)
    with acting_as(actor):
        held_case(case_id, writing=True)
        track = track_of(case_id)
        if track is None:
            raise toestemming.NotYours(CASE_MELDCODE)
        if not may_write(step, track.written):
            raise Refusal(_("Doe eerst de stap hiervoor."))
        if decision_problem(step, necessary, possible):
            raise Refusal(_("Beantwoord beide vragen: is melden nodig, en kunnen wij helpen?"))
        decided = {"necessary": necessary, "possible": possible} if necessary and possible else {}
        _add(actor, case_id, track.id, {"step": step, "text": kept, **decided})


def _add(actor: Actor, case_id: UUID, track_id: UUID, told: dict[str, Any]) -> None:
    Note(
        case_id=case_id,
        track_id=track_id,
        partition=Partition.MELDCODE,
        author_id=int(actor.id),
        at=clock.now(),
        sealed=toestemming.seal_more(CASE_MELDCODE, track_id, purpose="write", **told),
    ).save(force_insert=True)


def invite(*, actor: Actor, case_id: UUID, account_id: int) -> None:
    """A colleague of the team works on it too, and reads all of it. Twice is once."""
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        row = MeldcodeTrack.objects.filter(case_id=case_id).order_by("id").first()
        if row is None:
            raise toestemming.NotYours(CASE_MELDCODE)
        if account_id not in queries.people_of_team(case.team_id):
            raise Refusal(_("Kies iemand van het team van dit dossier."))
        try:
            with transaction.atomic():
                MeldcodeMember(track=row, account_id=account_id).save(force_insert=True)
        except IntegrityError:
            pass  # works on it already
