"""Break the glass in an emergency, and look at it afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions.ground import Refusal, one_of, words
from wijkkompas.wijkteam.models import BreakGlass, Case
from wijkkompas.wijkteam.rules import LEAST_WORDS, LONGEST_GLASS, LONGEST_POSTPONEMENT
from wijkkompas.wijkteam.values import BREAK_GLASS, GlassReason, PostponeReason, Verdict


def break_glass(*, actor: Actor, number: str, reason: str, why: str) -> UUID:
    """Somebody at work reads a case of another team for an hour, because it cannot wait; returns the id of the case.

    Raises `NotYours` when there is no case with that number, or who asks works in no team.
    """
    one_of(reason, GlassReason.values)
    kept = words(why, least=LEAST_WORDS, most=2_000)
    with acting_as(actor):
        case_id = queries.case_of_number(number.strip())
        if case_id is None:
            raise toestemming.NotYours("case")
        if Case.objects.select_for_update().filter(id=case_id).exists():
            raise Refusal(_("Dit is een dossier van uw eigen team. U mag het al lezen."))
        identity, now = uuid.uuid4(), clock.now()
        BreakGlass(
            id=identity,
            case_id=case_id,
            account_id=int(actor.id),
            reason=reason,
            sealed=toestemming.seal(BREAK_GLASS, identity, why=kept),
            at=now,
            until=now + LONGEST_GLASS,
        ).save(force_insert=True)
    return case_id


def _held(glass_id: UUID) -> BreakGlass:
    """For a lead of the case's team, never for who broke it."""
    found = BreakGlass.objects.select_for_update(of=("self",)).filter(id=glass_id).first()
    if found is None:
        raise toestemming.NotYours(BREAK_GLASS)
    return found


def review_glass(*, actor: Actor, glass_id: UUID, verdict: str) -> None:
    """A lead of the case's team says whether it was needed. Once."""
    one_of(verdict, Verdict.values)
    with acting_as(actor):
        glass = _held(glass_id)
        if glass.verdict:
            raise Refusal(_("Hier is al naar gekeken."))
        glass.verdict, glass.reviewed_at, glass.reviewed_by_id = verdict, clock.now(), int(actor.id)
        glass.save(update_fields=["verdict", "reviewed_at", "reviewed_by"])


def tell_resident(*, actor: Actor, glass_id: UUID) -> None:
    """The resident was told, or may read it in the own file from now on. Twice is once."""
    with acting_as(actor):
        glass = _held(glass_id)
        if glass.told_at is None:
            glass.told_at = clock.now()
            glass.save(update_fields=["told_at"])


def postpone_telling(*, actor: Actor, glass_id: UUID, until: datetime, reason: str) -> None:
    """The resident is told later, because telling now brings somebody in danger. With an end; may be decided again."""
    one_of(reason, PostponeReason.values)
    now = clock.now()
    if not now < until <= now + LONGEST_POSTPONEMENT:
        raise Refusal(_("Kies tot wanneer. Dat is ten hoogste zes weken."))
    with acting_as(actor):
        glass = _held(glass_id)
        if glass.told_at is not None:
            raise Refusal(_("De bewoner weet dit al."))
        glass.postponed_by_id, glass.postponed_until, glass.postponed_reason = int(actor.id), until, reason
        glass.save(update_fields=["postponed_by", "postponed_until", "postponed_reason"])
