"""Deeds around a share that the core does not know: release from secrecy, agreement with the help, a no that was told to us."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, takes_part
from wijkkompas.wijkteam.consent.rules import TEXT_VERSION, agreement_problem
from wijkkompas.wijkteam.models import HelpAgreement, Person, Representative, SecrecyRelease, Share
from wijkkompas.wijkteam.values import ByKind, GivenHow


def _share_of(case_id: UUID, share_id: UUID) -> Share:
    row = Share.objects.select_for_update(of=("self",)).filter(id=share_id, case_id=case_id).first()
    if row is None:
        raise toestemming.NotYours("share")
    return row


def withdraw_for(*, actor: Actor, case_id: UUID, share_id: UUID, how: str) -> None:
    """The resident told the team that the sharing must stop: it stops at once, and stands down as theirs. Twice is once."""
    one_of(how, [GivenHow.IN_PERSON, GivenHow.PHONE, GivenHow.PAPER])
    with acting_as(actor):
        held_case(case_id)
        row = _share_of(case_id, share_id)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_by_kind, row.withdrawn_how = clock.now(), ByKind.RESIDENT, how
            row.save(update_fields=["withdrawn_at", "withdrawn_by_kind", "withdrawn_how"])


def release(*, actor: Actor, case_id: UUID, share_id: UUID, address: str, given_by_id: UUID, given_how: str) -> None:
    """The resident lets one professional, by work e-mail address, speak of what is under secrecy, within a share."""
    one_of(given_how, [GivenHow.IN_PERSON, GivenHow.PHONE, GivenHow.PAPER])
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        row = _share_of(case_id, share_id)
        if row.withdrawn_at is not None or row.valid_until <= clock.now():
            raise Refusal(_("Dit delen is gestopt. Deel eerst opnieuw."))
        takes_part(case, given_by_id)
        professional = queries.account_at_work(address)
        if professional is None:
            raise Refusal(_("Wij vinden niemand met dit e-mailadres. Kijk of het klopt."))
        if SecrecyRelease.objects.filter(share=row, professional_id=professional, withdrawn_at=None).exists():
            raise Refusal(_("Deze persoon mag al spreken."))
        SecrecyRelease(
            share=row,
            professional_id=professional,
            given_by_id=given_by_id,
            given_how=given_how,
            at=clock.now(),
        ).save(force_insert=True)


def withdraw_release(*, actor: Actor, case_id: UUID, release_id: UUID) -> None:
    """The professional is bound to secrecy again. Twice is once."""
    with acting_as(actor):
        held_case(case_id)
        rows = SecrecyRelease.objects.filter(id=release_id, share__case_id=case_id)
        if not rows.exists():
            raise toestemming.NotYours("release")
        rows.filter(withdrawn_at=None).update(withdrawn_at=clock.now())


def agree(*, actor: Actor, case_id: UUID, person_id: UUID, representative_id: UUID | None = None) -> UUID:
    """Somebody agrees to be helped; of a child also, or only, who stands for them with an authority that was checked."""
    now, today = clock.now(), clock.today()
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, person_id)
        born = Person.objects.values_list("born_on", flat=True).get(id=person_id)
        stands = None
        if representative_id is not None:
            live = Q(until=None) | Q(until__gt=now)
            stands = Representative.objects.filter(
                live, id=representative_id, person_id=person_id, verified_at__isnull=False
            ).first()
            if stands is None:
                raise Refusal(_("Van deze persoon is het gezag nog niet nagekeken."))
        too_young = agreement_problem(born=born, day=today, by_self=True, with_representative=stands is not None)
        by_self = too_young != "parent"
        problem = agreement_problem(born=born, day=today, by_self=by_self, with_representative=stands is not None)
        if problem:
            raise Refusal(
                {
                    "together": _("Van 12 tot 16 jaar zeggen kind en ouder samen ja. Kies ook de ouder."),
                    "parent": _("Jonger dan 12 zegt de ouder ja. Kies wie het gezag heeft."),
                }[problem]
            )
        if HelpAgreement.objects.filter(case=case, person_id=person_id, withdrawn_at=None).exists():
            raise Refusal(_("Deze persoon zei al ja."))
        made = HelpAgreement(
            case=case,
            person_id=person_id,
            agreed_by_id=person_id if by_self or stands is None else stands.by_id,
            with_representative=stands,
            at=now,
            text_version=TEXT_VERSION,
        )
        made.save(force_insert=True)
    return made.id


def withdraw_agreement(*, actor: Actor, case_id: UUID, agreement_id: UUID) -> None:
    """Somebody wants no help any more. Twice is once."""
    with acting_as(actor):
        held_case(case_id)
        rows = HelpAgreement.objects.filter(id=agreement_id, case_id=case_id)
        if not rows.exists():
            raise toestemming.NotYours("agreement")
        rows.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
