"""Deeds about who belongs together. Each its own transaction; for the team of the case only."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import actions, queries
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, takes_part
from wijkkompas.wijkteam.casework.queries import standing_in
from wijkkompas.wijkteam.household.rules import authority_problem, may_prove
from wijkkompas.wijkteam.models import Case, Household, HouseholdMember, Participation, Person, Representative
from wijkkompas.wijkteam.values import Authority, CaseRole, VerifiedHow


def move_in(
    *, actor: Actor, case_id: UUID, person_id: UUID, household_id: UUID | None = None, safe_to_contact: bool = True
) -> UUID:
    """Somebody lives in a household of this case, or in a new one; returns it. A child may live in two homes."""
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        takes_part(case, person_id)
        if household_id is None:
            area = case.team.areas.order_by("code").values_list("code", flat=True).first() or mensen.COUNTRY
            home = Household(area_id=area)
            home.save(force_insert=True)
            household_id = home.id
        elif household_id not in households_of(case):
            raise toestemming.NotYours("household")
        try:
            with transaction.atomic():
                HouseholdMember(
                    household_id=household_id,
                    person_id=person_id,
                    since=clock.today(),
                    safe_to_contact=safe_to_contact,
                ).save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_("Deze persoon woont daar al.")) from error
    return household_id


def households_of(case: Case) -> set[UUID]:
    """The households in which somebody of this case lives now."""
    people = Participation.objects.filter(case=case, until=None).values("person_id")
    return set(HouseholdMember.objects.filter(person_id__in=people, until=None).values_list("household_id", flat=True))


def _member(case: Case, member_id: UUID) -> HouseholdMember:
    row = HouseholdMember.objects.select_for_update(of=("self",)).filter(id=member_id, until=None).first()
    if row is None or not Participation.objects.filter(case=case, person_id=row.person_id).exists():
        raise toestemming.NotYours("household")
    return row


def move_out(*, actor: Actor, case_id: UUID, member_id: UUID) -> None:
    """Somebody does not live there any more, from today on."""
    with acting_as(actor):
        row = _member(held_case(case_id, writing=True), member_id)
        row.until = clock.today()
        row.save(update_fields=["until"])


def set_safe(*, actor: Actor, case_id: UUID, member_id: UUID, safe: bool) -> None:
    """Whether others in the house may know that we call."""
    with acting_as(actor):
        row = _member(held_case(case_id, writing=True), member_id)
        row.safe_to_contact = safe
        row.save(update_fields=["safe_to_contact"])


def leave(*, actor: Actor, case_id: UUID, person_id: UUID) -> None:
    """Somebody takes no part in the case any more; the own file shuts for them."""
    with acting_as(actor):
        case = held_case(case_id, writing=True)
        others = Participation.objects.filter(case=case, until=None).exclude(person_id=person_id)
        rows = Participation.objects.filter(case=case, person_id=person_id, until=None)
        if not rows.exists():
            raise toestemming.NotYours("person")
        if not others.filter(role=CaseRole.SUBJECT).exists():
            raise Refusal(_("Er moet iemand blijven om wie het gaat. Rond anders het dossier af."))
        rows.update(until=clock.now())


def join_other(*, actor: Actor, case_id: UUID, person_id: UUID, number: str, role: str = CaseRole.MEMBER) -> None:
    """A child belongs to the case of the other parent too, with the same team. Neither case opens for the other parent."""
    with acting_as(actor):
        takes_part(held_case(case_id), person_id)
        other = Case.objects.filter(number=number.strip()).exclude(id=case_id).first()
        if other is None or not standing_in(other).home:
            raise Refusal(_("Wij vinden dit nummer niet bij uw team. Kijk of het klopt."))
        actions.take_part(actor=actor, case_id=other.id, person_id=person_id, role=role)


def stand_for(*, actor: Actor, case_id: UUID, person_id: UUID, by_id: UUID, kind: str) -> UUID:
    """Write down that somebody stands for another. Counts only after `verify`; of a child both parents may be here."""
    one_of(kind, Authority.values)
    if person_id == by_id:
        raise Refusal(_("Iemand kan niet zichzelf vertegenwoordigen."))
    with acting_as(actor):
        takes_part(held_case(case_id, writing=True), person_id)
        if not queries.keeps_person(by_id):
            raise toestemming.NotYours("person")
        born = Person.objects.values_list("born_on", flat=True).get(id=person_id)
        problem = authority_problem(kind, born=born, day=clock.today())
        if problem:
            raise Refusal(
                {
                    "age-unknown": _("Vul eerst de geboortedatum van het kind in."),
                    "of-age": _("Vanaf 18 jaar heeft niemand meer gezag. Kies iets anders."),
                    "child": _("Voor een kind kiest u ouder of voogd."),
                }[problem]
            )
        if Representative.objects.filter(person_id=person_id, by_id=by_id, kind=kind, until=None).exists():
            raise Refusal(_("Dit staat er al."))
        made = Representative(person_id=person_id, by_id=by_id, kind=kind)
        made.save(force_insert=True)
    return made.id


def _representative(case: Case, representative_id: UUID) -> Representative:
    row = Representative.objects.select_for_update(of=("self",)).filter(id=representative_id).first()
    if row is None or not Participation.objects.filter(case=case, person_id=row.person_id).exists():
        raise toestemming.NotYours("representative")
    return row


def verify(*, actor: Actor, case_id: UUID, representative_id: UUID, how: str) -> None:
    """A colleague saw the paper. Once."""
    one_of(how, VerifiedHow.values)
    with acting_as(actor):
        row = _representative(held_case(case_id, writing=True), representative_id)
        if row.verified_at is not None:
            raise Refusal(_("Dit is al nagekeken."))
        if not may_prove(row.kind, how):
            raise Refusal(_("Dit papier zegt hier niets over. Vraag een ander papier."))
        row.verified_at, row.verified_by_id, row.verified_how = clock.now(), int(actor.id), how
        row.save(update_fields=["verified_at", "verified_by", "verified_how"])


def end_standing(*, actor: Actor, case_id: UUID, representative_id: UUID) -> None:
    """Somebody does not stand for the other any more; what they saw because of it shuts at once. Twice is once."""
    with acting_as(actor):
        row = _representative(held_case(case_id), representative_id)
        if row.until is None:
            row.until = clock.now()
            row.save(update_fields=["until"])
