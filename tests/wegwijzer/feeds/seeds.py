"""Services with every field filled in, for feeds that have only these."""

from __future__ import annotations

import uuid
from datetime import time, timedelta

from wijkkompas.kern import clock
from wijkkompas.mensen.models import Area, Organization
from wijkkompas.wegwijzer.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Language,
    Location,
    Phone,
    RequiredDocument,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
    TaxonomyTerm,
)

PLACES = ((51.9175, 4.3494, "3131 AB"), (51.9290, 4.3600, "3131 CD"), (51.9600, 4.4000, "3135 EF"))


def organization(**more) -> Organization:
    """A new organisation."""
    fields = {
        "name": f"Stichting {uuid.uuid4().hex[:8]}",
        "description": "Helpt in de wijk.",
        "area_id": "GM0622",
        "email": "stichting@example.org",
        "website": "https://example.org/",
    }
    return Organization.objects.create(**fields | more)


def service(
    *, of: Organization | None = None, place: int = 0, needs: tuple[str, ...] = ("understand-letter",), **more
) -> Service:
    """A service at a place, with everything that can hang under it."""
    holder = of or organization()
    tag = uuid.uuid4().hex[:8]
    fields = {
        "organization": holder,
        "name": f"Spreekuur {tag}",
        "slug": f"spreekuur-{tag}",
        "summary": "Hulp bij formulieren.",
        "description": "Iemand helpt u met formulieren.",
        "url": "https://example.org/spreekuur",
        "email": "spreekuur@example.org",
        "eligibility_description": "Voor iedereen uit Vlaardingen.",
        "fees_description": "gratis",
        "minimum_age": 18,
        "maximum_age": 67,
        "assured_date": clock.today(),
        "assurer_email": "bewaker@example.org",
        "theme": "geld-en-schulden",
    }
    made = Service.objects.create(**fields | more)
    made.areas.set(Area.objects.filter(code="GM0622"))
    for position, need in enumerate(needs, 1):
        ServiceNeed.objects.create(service=made, need_id=need, position=position)
    at = at_place(made, place)
    hours = Schedule.objects.create(
        service=made, at_location=at, byday=["MO", "FR"], opens_at=time(9), closes_at=time(12, 30)
    )
    ScheduleException.objects.create(schedule=hours, day=clock.today() + timedelta(days=7), reason="feestdag")
    RotaLine.objects.create(schedule=hours, weeks="odd", who="Maatschappelijk werk")
    Phone.objects.create(service=made, number="0800 0000")
    Contact.objects.create(service=made, name="Voornaam Achternaam", title="Balie", email="balie@example.org")
    Language.objects.create(service=made, code="nl")
    CostOption.objects.create(service=made, option="gratis", amount=0)
    RequiredDocument.objects.create(service=made, document="Uw brief")
    for term in TaxonomyTerm.objects.filter(code__in=[*needs, "geld-en-schulden"]):
        Attribute.objects.create(service=made, term=term)
    return made


def at_place(of: Service, place: int = 0, **more) -> ServiceAtLocation:
    """The service at a new place with an address."""
    latitude, longitude, postcode = PLACES[place]
    fields = {"latitude": latitude, "longitude": longitude, "area_id": "GM0622", "organization": of.organization}
    location = Location.objects.create(name=f"Huis {uuid.uuid4().hex[:8]}", **fields | more)
    Address.objects.create(
        location=location,
        address_1="Voorbeeldstraat 1",
        city="Vlaardingen",
        state_province="Zuid-Holland",
        postal_code=postcode,
    )
    Accessibility.objects.create(location=location, description="Rolstoel kan naar binnen")
    return ServiceAtLocation.objects.create(service=of, location=location)


def only_these() -> None:
    """From here on nothing that was there before is published."""
    Service.objects.update(status="inactive")
