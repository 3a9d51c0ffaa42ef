"""Reads of the household page, within an `acting_as`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wijkkompas.kern import clock
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam.casework.queries import Who
from wijkkompas.wijkteam.models import Case, HouseholdMember, Participation, Person, Representative
from wijkkompas.wijkteam.values import PERSON


@dataclass(frozen=True)
class Home:
    """A household with who of this team's people lives there."""

    id: UUID
    number: int
    members: list[tuple[HouseholdMember, str]]


def homes_of(case: Case, people: list[Who]) -> list[Home]:
    """Where the people of a case live, in the order in which they came. Who is in no case of this team is left out."""
    labels = {who.row.person_id: who.label for who in people}
    rows = HouseholdMember.objects.filter(person_id__in=labels, until=None).order_by("since", "id")
    by: dict[UUID, list[tuple[HouseholdMember, str]]] = {}
    for row in rows:
        by.setdefault(row.household_id, []).append((row, labels[row.person_id]))
    return [Home(identity, number, members) for number, (identity, members) in enumerate(by.items(), 1)]


def elsewhere(case: Case, people: list[Who]) -> dict[UUID, str]:
    """Grown people of other cases in which somebody of this case takes part too: the other parent. With their names."""
    own = {who.row.person_id for who in people}
    shared = Participation.objects.filter(person_id__in=own, until=None).exclude(case=case).values("case_id")
    rows = list(
        Person.objects.filter(participations__case_id__in=shared, participations__until=None)
        .exclude(id__in=own)
        .distinct()
        .values_list("id", "sealed")
    )
    opened = toestemming.open_records(PERSON, [identity for identity, _sealed in rows], purpose="help")
    return {
        identity: opened[identity].read(sealed)[0].get("name", "") for identity, sealed in rows if identity in opened
    }


def standing_for(people: list[Who], others: dict[UUID, str]) -> list[tuple[Representative, str, str]]:
    """Who stands for whom now: the row, for whom, and who."""
    labels = {who.row.person_id: who.label for who in people}
    live = Q(until=None) | Q(until__gt=clock.now())
    rows = Representative.objects.filter(live, person_id__in=labels).order_by("person_id", "kind")
    return [(row, labels[row.person_id], labels.get(row.by_id) or others.get(row.by_id, "—")) for row in rows]
