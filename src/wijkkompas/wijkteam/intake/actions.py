"""Deeds of the first talk: one makes the whole case, the others note what the law asks. Each its own transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.kern.events import tell
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, takes_part, words
from wijkkompas.wijkteam.intake.rules import OUR_WORKING_DAYS, Talked, may_notify
from wijkkompas.wijkteam.intake.signals import CaseBegan
from wijkkompas.wijkteam.models import Case, Intake, Note, Notification
from wijkkompas.wijkteam.values import (
    CASE_JOURNAL,
    CaseState,
    DomainReason,
    Law,
    LegalDomain,
    LifeDomain,
    Partition,
    StepReason,
    SupportAnswer,
)

CONFIRM, REPORT = toezeggingen.PromiseKind.CONFIRM_NOTIFICATION, toezeggingen.PromiseKind.NOTIFICATION_REPORT
ROOM = "wijkteam"


@dataclass(frozen=True)
class Person:
    """Who asks; without a name nobody is written down yet."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class Notified:
    """That this is a notification under the law, and what was said about support that is independent of us."""

    law: str
    received_on: date
    urgent: bool = False
    support_answer: str = ""
    carer_answer: str = ""


@dataclass(frozen=True)
class Talk:
    """A first talk as it was held."""

    question: str
    summary: str
    language: str = "nl"
    needs: Sequence[str] = ()
    person: Person = field(default_factory=Person)
    safely: str = ""  # how to reach somebody safely, in words
    talked: Sequence[Talked] = ()
    notified: Notified | None = None
    first_step: str = ""
    first_due: date | None = None


def begin(*, actor: Actor, intake_id: UUID, team_id: int, talk: Talk, signal_id: UUID | None = None) -> UUID:
    """Make a case of a first talk; returns its id. Sent twice (`intake_id`) it is one case, and nothing is half kept."""
    for said in talk.talked:
        _check(said)
    try:
        with acting_as(actor):
            known = _known(intake_id)
            return known or _begin(actor, intake_id, team_id, talk, signal_id)
    except IntegrityError as error:  # the same form was sent at the same moment: the other one made it
        with acting_as(actor):
            known = _known(intake_id)
        if known is None:  # an id of somebody else's form
            raise Refusal(_("Dit formulier is al gebruikt. Begin opnieuw.")) from error
        return known


def _known(intake_id: UUID) -> UUID | None:
    return Intake.objects.filter(id=intake_id).values_list("case_id", flat=True).first()


def _begin(actor: Actor, intake_id: UUID, team_id: int, talk: Talk, signal_id: UUID | None) -> UUID:
    case_id = actions.open_case(
        actor=actor,
        team_id=team_id,
        question=talk.question,
        summary=talk.summary,
        language=talk.language,
        needs=talk.needs,
        legal_domain=talk.notified.law if talk.notified else LegalDomain.WELFARE,
    )
    Intake(id=intake_id, case_id=case_id, by_id=int(actor.id), at=clock.now(), signal_id=signal_id).save(
        force_insert=True
    )
    about = None
    if talk.person.name.strip():
        about = actions.add_person(actor=actor, case_id=case_id, language=talk.language, **vars(talk.person))
    if talk.safely.strip():
        actions.write_note(actor=actor, case_id=case_id, partition=Partition.SAFE, text=talk.safely, about_id=about)
    _write_domains(actor, case_id, about, [said for said in talk.talked if not said.empty])
    if talk.notified is not None:
        notify(actor=actor, case_id=case_id, notified=talk.notified, about_id=about)
    if talk.first_step.strip():
        actions.set_action(
            actor=actor,
            case_id=case_id,
            text=talk.first_step,
            owner_kind="worker",
            owner_id=int(actor.id),
            due=talk.first_due,
            about_id=about,
        )
        actions.move_case(actor=actor, case_id=case_id, to=CaseState.OPEN, reason=StepReason.STARTED)
    if signal_id is not None:
        tell(CaseBegan(case_id, signal_id))
    return case_id


def _check(said: Talked) -> None:
    one_of(said.domain, LifeDomain.values)
    one_of(said.reason, ["", *DomainReason.values])
    if said.without_reason:
        raise Refusal(_("Kies waarom u dit opschrijft, of haal de tekst weg."))


def _write_domains(actor: Actor, case_id: UUID, about: UUID | None, talked: Sequence[Talked]) -> None:
    """Each part of life is a note of the journal, about the person: the resident reads what, and why it was asked."""
    for said in talked:
        domain = LifeDomain(said.domain).label
        reason = said.own_reason.strip() or DomainReason(said.reason).label
        Note(
            case_id=case_id,
            partition=Partition.JOURNAL,
            about_id=about,
            author_id=int(actor.id),
            at=clock.now(),
            sealed=toestemming.seal_more(
                CASE_JOURNAL,
                case_id,
                purpose="write",
                text=f"{domain} ({reason}): {words(said.text)}",
                domain=said.domain,
                reason=said.reason,
            ),
        ).save(force_insert=True)


def write_safely(*, actor: Actor, case_id: UUID, text: str, about_id: UUID | None = None) -> UUID:
    """Another agreement about how somebody is reached safely; the newest one counts. For the team only."""
    return actions.write_note(actor=actor, case_id=case_id, partition=Partition.SAFE, text=text, about_id=about_id)


def notify(*, actor: Actor, case_id: UUID, notified: Notified, about_id: UUID | None = None) -> UUID:
    """Somebody notified the municipality. Makes our two promises; the terms of the law run beside them."""
    one_of(notified.law, Law.values)
    for answer in (notified.support_answer, notified.carer_answer):
        one_of(answer, ["", *SupportAnswer.values])
    now, today = clock.now(), clock.today()
    if not may_notify(notified.received_on, today):
        raise Refusal(_("Kies de dag waarop de melding binnenkwam. Dat is vandaag of eerder."))
    offered = today if notified.support_answer or notified.carer_answer else None
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, about_id)
        made = Notification(
            id=uuid.uuid4(),
            case=case,
            about_id=about_id,
            law=notified.law,
            urgent=notified.urgent,
            received_on=notified.received_on,
            made_by_id=int(actor.id),
            made_at=now,
            support_answer=notified.support_answer,
            carer_answer=notified.carer_answer,
            support_offered_on=offered,
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_("Deze melding van die dag staat er al.")) from error
        if case.legal_domain != notified.law:  # the law that it is kept under from now on says how long
            Case.objects.filter(id=case.id).update(legal_domain=notified.law)
        _promise(case, made.id)
    return made.id


def _promise(case: Case, notification_id: UUID) -> None:
    now = clock.now()
    area = case.team.areas.order_by("code").values_list("code", flat=True).first() or mensen.COUNTRY
    for kind, what in ((CONFIRM, "confirm"), (REPORT, "report")):
        toezeggingen.promise(
            kind=kind,
            area_code=area,
            organisation_id=case.team.organization_id,
            team_id=case.team_id,
            room=ROOM,
            object_id=notification_id,
            made_at=now,
            due=toezeggingen.due_moment(now, working_days=OUR_WORKING_DAYS[what]),
        )


def _held(actor: Actor, notification_id: UUID) -> Notification:
    row = Notification.objects.select_for_update(of=("self",)).filter(id=notification_id).first()
    if row is None:
        raise toestemming.NotYours("notification")
    held_case(row.case_id)
    return row


def answer_support(*, actor: Actor, notification_id: UUID, client: str, carer: str) -> None:
    """What the resident and who cares for them said to client support, which costs nothing and is not of us."""
    for answer in (client, carer):
        one_of(answer, ["", *SupportAnswer.values])
    if not client and not carer:
        raise Refusal(_("Kies wat er gezegd is."))
    with acting_as(actor):
        row = _held(actor, notification_id)
        row.support_answer, row.carer_answer = client, carer
        row.support_offered_on = row.support_offered_on or clock.today()
        row.save(update_fields=["support_answer", "carer_answer", "support_offered_on"])


def confirm(*, actor: Actor, notification_id: UUID) -> None:
    """The letter of confirmation was made. Twice is once: it may be printed again."""
    with acting_as(actor):
        row = _held(actor, notification_id)
        if row.confirmed_on is None:
            row.confirmed_on = clock.today()
            row.save(update_fields=["confirmed_on"])
            toezeggingen.keep(kind=CONFIRM, object_id=row.id, at=clock.now())


def take_own_plan(*, actor: Actor, notification_id: UUID, text: str) -> None:
    """The resident's own plan came in: it goes in the journal in their words, and counts from today."""
    with acting_as(actor):
        row = _held(actor, notification_id)
        if row.own_plan_on is not None:
            raise Refusal(_("Het eigen plan is er al. Schrijf wat erbij komt in het verslag."))
        _journal(actor, row, _("Eigen plan van de bewoner: %(text)s") % {"text": words(text)})
        row.own_plan_on = clock.today()
        row.save(update_fields=["own_plan_on"])


def report(*, actor: Actor, notification_id: UUID, text: str) -> None:
    """The report of what was found, which the resident gets on paper. Keeps our promise."""
    with acting_as(actor):
        row = _held(actor, notification_id)
        if row.reported_on is not None:
            raise Refusal(_("Dit verslag is er al. Verbeter het in het dossier."))
        _journal(actor, row, _("Verslag na de melding: %(text)s") % {"text": words(text)})
        row.reported_on = clock.today()
        row.save(update_fields=["reported_on"])
        toezeggingen.keep(kind=REPORT, object_id=row.id, at=clock.now())


def _journal(actor: Actor, row: Notification, text: str) -> None:
    actions.write_note(actor=actor, case_id=row.case_id, partition=Partition.JOURNAL, text=text, about_id=row.about_id)
