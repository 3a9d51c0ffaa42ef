"""For what organisations ask volunteers: add, change, take away; what residents see of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import standing
from wijkkompas.wegwijzer.models import Service, Vacancy
from wijkkompas.wegwijzer.values import ServiceStatus

KIND = "vacancy"
LASTS = timedelta(days=365)
MOST = 50  # an organisation
COLUMNS = ("title", "what", "when", "contact", "until", "service_id")


def add(*, actor: Actor, organization: mensen.Organization, told: Mapping[str, Any]) -> UUID:
    """Ask volunteers. Raises `Refusal` for an editor of whom nothing was approved yet."""
    with acting_as(actor):
        if not may_ask(organization.pk):
            raise Refusal(_("De gemeente keurt eerst één wijziging goed. Daarna kunt u vrijwilligers vragen."))
        if Vacancy.objects.filter(organization=organization).count() >= MOST:
            raise Refusal(_("Er staan al 50 oproepen. Haal eerst een oude weg."))
        made = Vacancy(organization=organization, made_at=clock.now(), made_by_id=int(actor.id), **_checked(told))
        made.save(force_insert=True)
        return made.pk


def change(*, actor: Actor, vacancy_id: UUID, organization: mensen.Organization, told: Mapping[str, Any]) -> None:
    """Change what is asked. Raises `NotYours` for missing and foreign alike."""
    with acting_as(actor):
        found = _locked(vacancy_id, organization)
        for column, value in _checked(told).items():
            setattr(found, column, value)
        found.save(update_fields=list(COLUMNS))


def remove(*, actor: Actor, vacancy_id: UUID, organization: mensen.Organization) -> None:
    """Take it away for good. Raises `NotYours`."""
    with acting_as(actor):
        _locked(vacancy_id, organization).delete()


def may_ask(organization_id: UUID) -> bool:
    """May who acts ask volunteers for this organisation? Who decides on changes may, and an editor that was approved once."""
    return standing.decides() or standing.trusted(organization_id)


def _locked(vacancy_id: UUID, organization: mensen.Organization) -> Vacancy:
    found = Vacancy.objects.select_for_update(of=("self",)).filter(pk=vacancy_id, organization=organization).first()
    if found is None:
        raise toestemming.NotYours(KIND)
    return found


def _checked(told: Mapping[str, Any]) -> dict[str, Any]:
    if told["until"] > clock.today() + LASTS:
        raise Refusal(_("Kies een laatste dag binnen een jaar. U kunt hem later verlengen."))
    return {column: told[column] for column in COLUMNS}


# Reading --------------------------------------------------------------------------------------------------------------


def of_organization(organization: mensen.Organization) -> list[Vacancy]:
    """All of them, also what is over. One query."""
    return list(Vacancy.objects.filter(organization=organization).select_related("service").order_by("-until", "title"))


def services_of(organization: mensen.Organization) -> list[tuple[UUID, str]]:
    """Of which help a vacancy may be."""
    rows = Service.objects.filter(organization=organization, merged_into__isnull=True)
    return list(rows.exclude(status=ServiceStatus.CLOSED).order_by("name").values_list("id", "name"))


def for_service(service: Service, today: date) -> list[Vacancy]:
    """What residents see on the page of a service."""
    with acting_as(visitor_actor()):
        return list(Vacancy.objects.open_on(today).filter(service=service))


def for_area(area: mensen.Area, today: date, most: int = 20) -> list[Vacancy]:
    """What residents see on the page of an area: of help that is for it, or of organisations in it."""
    within = mensen.Area.objects.within(area.code).values("code")
    path = [code for code in area.path if code != mensen.COUNTRY]
    of_service = Q(service__in=Service.objects.public(today).for_area(path))
    of_organization = Q(service__isnull=True, organization__area__in=within)
    with acting_as(visitor_actor()):
        rows = Vacancy.objects.open_on(today).filter(of_service | of_organization)
        return list(rows.select_related("organization", "service")[:most])
