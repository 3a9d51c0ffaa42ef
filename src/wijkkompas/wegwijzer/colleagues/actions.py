"""Note how busy a service is, keep a note for the own team, keep the own card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.wegwijzer.colleagues.rules import MOST_NOTES, hint_problem
from wijkkompas.wegwijzer.models import CapacityHint, InternalNote, Service, WorkCard


class Refusal(Exception):
    """What cannot be done now, in words for who asked."""


class NotThere(LookupError):
    """No such thing, or it is not for who acts; both look alike."""


def say_room(
    *, actor: Actor, service: Service, free_places: int | None, waiting_weeks: int | None, said_on: date
) -> None:
    """Note what a service said about room; the newest day counts."""
    problem = hint_problem(free_places=free_places, waiting_weeks=waiting_weeks, said_on=said_on, today=clock.today())
    said = {
        "empty": _("Vul in hoeveel plek er is of hoe lang de wachttijd is."),
        "future": _("Kies vandaag of een dag die voorbij is."),
        "too-old": _("Dit is langer dan 60 dagen geleden gezegd. Bel de dienst opnieuw."),
    }
    if problem:
        raise Refusal(said[problem])
    with acting_as(actor):
        CapacityHint(
            service=service,
            organization_id=service.organization_id,
            free_places=free_places,
            waiting_weeks=waiting_weeks,
            said_on=said_on,
            noted_at=clock.now(),
            noted_by_id=int(actor.id),
        ).save(force_insert=True)


def add_note(
    *, actor: Actor, service: Service, text: str, team_id: int | None = None, organization_id: UUID | None = None
) -> None:
    """Keep a note for one team, or for the organisation that somebody edits for; the database checks that it is theirs."""
    with acting_as(actor):
        mine = InternalNote.objects.filter(service=service, team=team_id, organization=organization_id)
        if mine.count() >= MOST_NOTES:
            raise Refusal(_("Er staan al 20 notities. Haal eerst een oude weg."))
        InternalNote(
            service=service,
            team_id=team_id,
            organization_id=organization_id,
            text=text,
            written_at=clock.now(),
            written_by_id=int(actor.id),
        ).save(force_insert=True)


def remove_note(*, actor: Actor, service: Service, note_id: UUID) -> None:
    """Take a note away; anybody of the team that wrote it may."""
    with acting_as(actor):
        removed, _per_table = InternalNote.objects.filter(id=note_id, service=service).delete()
    if not removed:
        raise NotThere(note_id)


@dataclass(frozen=True)
class CardText:
    """What somebody tells about the own work."""

    name: str
    function: str
    needs: Sequence[str]
    themes: Sequence[str]
    languages: Sequence[str]
    reach: str


def keep_card(*, actor: Actor, team_id: int, card: CardText) -> None:
    """Make or change the own card; nobody makes one for somebody else."""
    with acting_as(actor):
        WorkCard.objects.update_or_create(
            account_id=int(actor.id),
            defaults={
                "team_id": team_id,
                "name": card.name,
                "function": card.function,
                "needs": list(card.needs),
                "themes": list(card.themes),
                "languages": list(card.languages),
                "reach": card.reach,
                "changed_at": clock.now(),
            },
        )


def remove_card(*, actor: Actor) -> bool:
    """Take the own card away; nothing of it stays. False when there was none."""
    with acting_as(actor):
        removed, _per_table = WorkCard.objects.filter(account_id=int(actor.id)).delete()
    return bool(removed)


def forget_old(before: datetime) -> int:
    """For the retention job, which acts as itself: notes and hints from before a moment."""
    removed = InternalNote.objects.filter(written_at__lt=before).delete()[0]
    return removed + CapacityHint.objects.filter(noted_at__lt=before).delete()[0]
