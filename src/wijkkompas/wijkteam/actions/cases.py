"""Open a case, say who takes part, and let it go on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.kern.events import tell
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, words
from wijkkompas.wijkteam.models import Case, CaseStep, Participation, Person
from wijkkompas.wijkteam.rules import ends_on, may_move, name_index
from wijkkompas.wijkteam.values import CASE, KINDS_OF_A_CASE, PERSON, CaseRole, CaseState, LegalDomain, StepReason


@dataclass(frozen=True)
class CaseMoved:
    """Event: a case went to another state, told in the transaction in which that happened and as who did it."""

    case_id: UUID
    before: str
    to: str
    reason: str
    by: int
    at: datetime


def open_case(
    *,
    actor: Actor,
    team_id: int,
    question: str,
    summary: str,
    legal_domain: str = LegalDomain.WELFARE,
    language: str = "nl",
    needs: Sequence[str] = (),
) -> UUID:
    """Start a case in a team of the actor, in preparation; returns its id. All its keys are made now.

    One moment for all keys, so that a key that is there says nothing about what was written.
    """
    told = {"question": words(question), "summary": words(summary, most=200)}
    one_of(legal_domain, LegalDomain.values)
    identity, now = uuid.uuid4(), clock.now()
    with acting_as(actor):
        if team_id not in queries.my_teams():
            raise toestemming.NotYours("team")
        sealed = {kind: toestemming.seal(kind, identity, **told) for kind in KINDS_OF_A_CASE}
        Case(
            id=identity,
            team_id=team_id,
            coordinator_id=int(actor.id),
            legal_domain=legal_domain,
            language=language,
            needs=list(needs),
            opened_at=now,
            sealed_text=sealed[CASE],
        ).save(force_insert=True)
        _step(identity, "", CaseState.DRAFT, actor, StepReason.STARTED)
    return identity


def add_person(
    *,
    actor: Actor,
    case_id: UUID,
    name: str,
    role: str = CaseRole.SUBJECT,
    address: str = "",
    phone: str = "",
    email: str = "",
    born_on: date | None = None,
    language: str = "nl",
) -> UUID:
    """Write down somebody new, as part of a case; returns the id. See `queries.written_down_before` first."""
    told = {"name": words(name, most=200), "address": address.strip(), "phone": phone.strip(), "email": email.strip()}
    one_of(role, CaseRole.values)
    if born_on is not None and born_on > clock.today():
        raise Refusal(_("Deze geboortedatum ligt in de toekomst."))
    identity, now = uuid.uuid4(), clock.now()
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        Person(
            id=identity,
            born_on=born_on,
            language=language,
            sealed=toestemming.seal(PERSON, identity, **told),
            name_index=name_index(settings.CODE_PEPPER, told["name"], born_on),
            made_by_id=int(actor.id),
            made_at=now,
        ).save(force_insert=True)
        Participation(case=case, person_id=identity, role=role, since=now).save(force_insert=True)
    return identity


def take_part(*, actor: Actor, case_id: UUID, person_id: UUID, role: str) -> None:
    """Somebody whom the own team knows already takes part in another of its cases. Twice is once."""
    one_of(role, CaseRole.values)
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        if not queries.keeps_person(person_id):
            raise toestemming.NotYours(PERSON)
        try:
            with transaction.atomic():
                Participation(case=case, person_id=person_id, role=role, since=clock.now()).save(force_insert=True)
        except IntegrityError:
            pass  # takes part already


def _step(case_id: UUID, before: str, to: str, actor: Actor, reason: str, until: date | None = None) -> None:
    CaseStep(
        case_id=case_id,
        from_state=before,
        to_state=to,
        at=clock.now(),
        by_id=int(actor.id),
        reason=reason,
        until=until,
    ).save(force_insert=True)


def move_case(*, actor: Actor, case_id: UUID, to: str, reason: str, until: date | None = None) -> None:
    """Let a case go on to another state, with the step written down. Closing sets its last day; reopening takes it off."""
    today = clock.today()
    with acting_as(actor):
        case = held_case(case_id)
        decision = may_move(case.state, to, reason=reason, until=until, today=today)
        if not decision.allowed:
            raise Refusal(
                {
                    "no-edge": _("Dat kan nu niet met dit dossier."),
                    "reason": _("Kies een reden die hierbij past."),
                    "until": _("Kies tot wanneer. Dat is ten hoogste drie maanden."),
                }[decision.problem]
            )
        before, case.state = case.state, to
        if to == CaseState.CLOSED:
            case.closed_at = clock.now()
            case.ends_on = ends_on(today, toestemming.term(f"case-{case.legal_domain}"))
        elif before == CaseState.CLOSED:
            case.closed_at, case.ends_on, case.longer_because = None, None, ""
        case.save(update_fields=["state", "closed_at", "ends_on", "longer_because"])
        _step(case_id, before, to, actor, reason, until if to == CaseState.PAUSED else None)
        tell(CaseMoved(case_id, before, to, reason, int(actor.id), clock.now()))


def seal_case(*, actor: Actor, case_id: UUID, sealed: bool) -> None:
    """Keep a case from colleagues who have nothing to do with it (somebody of the team is a neighbour or relative)."""
    with acting_as(actor):
        case = held_case(case_id)
        if case.coordinator_id != int(actor.id) and case.team_id not in queries.my_leads():
            raise Refusal(_("Alleen de coördinator of de teamleider kan dit."))
        Case.objects.filter(id=case.id).update(sealed=sealed)


def assign_coordinator(*, actor: Actor, case_id: UUID, account_id: int) -> None:
    """Somebody of the team leads the case from now on."""
    with acting_as(actor):
        case = held_case(case_id)
        if account_id not in queries.people_of_team(case.team_id):
            raise Refusal(_("Kies iemand van het team van dit dossier."))
        if case.sealed and case.team_id not in queries.my_leads():
            raise Refusal(_("Dit dossier is afgeschermd. De teamleider kiest wie het leidt."))
        Case.objects.filter(id=case.id).update(coordinator_id=account_id)
