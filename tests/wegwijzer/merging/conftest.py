"""Two records that are one, and who may say so."""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import Any

import pytest

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.models import Organization
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.models import (
    Address,
    DuplicatePair,
    Language,
    Location,
    Phone,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)
from wijkkompas.wegwijzer.policies import FINDER


def an_organization(name: str = "", area: str = "GM0622") -> Organization:
    """An organisation with a name that is its own."""
    return Organization.objects.create(name=name or f"Organisatie {uuid.uuid4().hex[:8]}", area_id=area)


def a_service(name: str = "Taalcafé Zuid", *, area: str = "GM0622", holder: Any = None, **more: Any) -> Service:
    """A whole service with everything under it."""
    holder = holder or an_organization(area=area)
    fields = {
        "summary": f"{name} helpt u.",
        "description": f"{name}: kom langs.",
        "theme": "taal-en-inburgering",
        "slug": f"proef-{uuid.uuid4().hex[:10]}",
        "assured_date": date(2026, 10, 1),
    } | more
    made = Service.objects.create(organization=holder, name=name, **fields)
    made.areas.add(area)
    Phone.objects.create(service=made, number="010 1234567")
    Language.objects.create(service=made, code="nl")
    ServiceNeed.objects.create(service=made, need_id="problem-debts", position=1)
    place = Location.objects.create(organization=holder, name="Het Proefhuis", area_id=area)
    Address.objects.create(
        location=place, address_1="Proefstraat 1", city="Vlaardingen", state_province="", postal_code="3131 AA"
    )
    at = ServiceAtLocation.objects.create(service=made, location=place)
    hours = Schedule.objects.create(service=made, at_location=at, byday=["MO"], opens_at=time(9), closes_at=time(12))
    ScheduleException.objects.create(schedule=hours, day=date(2026, 12, 25), reason="Kerst")
    RotaLine.objects.create(schedule=hours, weeks="odd", who="Maatschappelijk werk")
    return made


def a_pair(one: Any, other: Any, *, kind: str = "service", areas: Any = ("GM0622",)) -> DuplicatePair:
    """They wait in the queue."""
    first, second = sorted((one.pk, other.pk))
    with acting_as(system_actor(FINDER)):
        return DuplicatePair.objects.create(
            kind=kind,
            one_id=first,
            other_id=second,
            areas=list(areas),
            score=0.9,
            reasons=["same-name", "same-phone"],
            found_at=clock.now(),
        )


@pytest.fixture
def municipality() -> Any:
    """Vlaardingen."""
    return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)


@pytest.fixture
def manager() -> Any:
    """The functional manager."""
    return account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk)
