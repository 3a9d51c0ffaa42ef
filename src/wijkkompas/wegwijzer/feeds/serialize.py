"""From rows to the objects of the standard. Pure: reads only what was fetched (queries.py), asks the database nothing.

Empty fields are left out: the schemas allow no null. Not published: e-mail addresses of who keeps a record, names of
contact persons, who changed what.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any
from urllib.parse import quote

from wijkkompas.wegwijzer.feeds.fields import KINDS, Profile

Thing = dict[str, Any]
NAMESPACE = uuid.UUID("5f0c1d5e-6f3b-5d0e-9a53-0b6d6f7c2f11")  # that of loading.py: ids of what has no row of its own
STATUS = {"checked": "inactive"}  # our own word in those of the standard
WEEKS = {"odd": "Oneven weken", "even": "Even weken", "every": "Elke week"}


def make(kind: str, profile: Profile, **values: Any) -> Thing:
    """A thing of this kind with what is filled in and what the profile knows. KeyError for a field that is in no table."""
    known = KINDS[kind].fields
    unknown = profile.without.get(kind, frozenset())
    made = {}
    for name, value in values.items():
        known[name]
        if name not in unknown and value is not None and value != "" and value != []:
            made[name] = str(value) if isinstance(value, uuid.UUID) else value
    return made


def whole(kind: str, things: list[Thing]) -> list[Thing]:
    """Only the things that have every field that the standard asks: half an address helps nobody and breaks a reader."""
    return [thing for thing in things if KINDS[kind].required.keys() <= thing.keys()]


def link(address: str) -> str:
    """An address as a URI: what editors may type but a URI may not hold is written as %XX."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~")


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _clock(value: time | None) -> str | None:
    return f"{value:%H:%M}" if value else None


def _joined(*texts: str, by: str = " ") -> str:
    return by.join(text for text in texts if text)


def alert(row: Any) -> str:
    """The alert of a record; an example says that it is one, and where it was read."""
    if not row.is_example:
        return row.alert
    source = f" Bron: {row.source_document} ({row.source_year})." if row.source_passage else ""
    return _joined(row.alert, f"Dit is voorbeeldinformatie.{source}")


def service(
    row: Any, profile: Profile, *, site: str, full: bool = False, nested_in: frozenset[str] = frozenset()
) -> Thing:
    """A service; `full` with everything that hangs under it; `nested_in` names what it already stands in."""
    values: Thing = {
        "id": row.id,
        "organization_id": row.organization_id,
        "name": row.name,
        "alternate_name": row.alternate_name,
        "description": row.description,
        "url": link(row.url),
        "email": row.email,
        "status": STATUS.get(row.status, row.status),
        "interpretation_services": row.interpretation_services,
        "application_process": row.application_process,
        "fees_description": row.fees_description,
        "fees": row.fees_description,
        "eligibility_description": row.eligibility_description,
        "minimum_age": row.minimum_age,
        "maximum_age": row.maximum_age,
        "assured_date": _day(row.assured_date),
        "alert": alert(row),
        "last_modified": row.last_modified.isoformat(),
    }
    if "organization" not in nested_in:
        values["organization"] = organization(row.organization, profile, site=site)
    if full:
        values |= _under_service(row, profile, site)
        if "service_at_location" not in nested_in:
            values["service_at_locations"] = [
                at_location(at, profile, site=site, full=True, inside_service=True) for at in row.at_locations.all()
            ]
    return make("service", profile, **values)


def _under_service(row: Any, profile: Profile, site: str) -> Thing:
    own = {"service_id": row.id}
    phones = whole(
        "phone",
        [make("phone", profile, id=p.id, number=p.number, description=p.description, **own) for p in row.phones.all()],
    )
    contacts = [
        make("contact", profile, id=c.id, title=c.title, department=c.department, email=c.email, **own)
        for c in row.contacts.all()
    ]
    if phones and profile.phones_in_contacts:
        holder = uuid.uuid5(NAMESPACE, f"phones|{row.id}")
        contacts.append(make("contact", profile, id=holder, title="Telefoon", phones=phones, **own))
    return {
        "phones": phones,
        "contacts": contacts,
        "schedules": [schedule(s, profile) for s in row.schedules.all()],
        "service_areas": [_area(row, area, profile, site) for area in row.areas.all()],
        "languages": [
            make("language", profile, id=spoken.id, code=spoken.code, note=spoken.note, **own)
            for spoken in row.languages.all()
        ],
        "cost_options": [
            make(
                "cost_option",
                profile,
                id=c.id,
                option=c.option,
                amount=None if c.amount is None else float(c.amount),
                currency=c.currency if c.amount is not None else "",
                amount_description=c.amount_description,
                **own,
            )
            for c in row.cost_options.all()
        ],
        "required_documents": [
            make("required_document", profile, id=d.id, document=d.document, **own)
            for d in row.required_documents.all()
        ],
        "attributes": [
            make(
                "attribute",
                profile,
                id=a.id,
                link_id=row.id,
                link_entity="service",
                taxonomy_term_id=a.term_id,
                taxonomy_term=taxonomy_term(a.term, profile, site=site),
            )
            for a in row.attributes.all()
        ],
    }


def _area(row: Any, area: Any, profile: Profile, site: str) -> Thing:
    return make(
        "service_area",
        profile,
        id=uuid.uuid5(NAMESPACE, f"service_area|{row.id}|{area.code}"),
        service_id=row.id,
        name=area.name,
        extent=area.code,
        extent_type="text",
        uri=f"{site}/wijk/{quote(area.code)}",
    )


def schedule(row: Any, profile: Profile) -> Thing:
    """Weekly hours, in Dutch local time. Days that differ and who sits there stand in the notes: HSDS 3.1 has no word for them."""
    days = "; ".join(_other_day(other) for other in sorted(row.exceptions.all(), key=lambda other: other.day))
    rota = "; ".join(f"{WEEKS[line.weeks]}: {line.who}" for line in row.rota_lines.all())
    return make(
        "schedule",
        profile,
        id=row.id,
        service_id=row.service_id,
        service_at_location_id=row.at_location_id,
        valid_from=_day(row.valid_from),
        valid_to=_day(row.valid_to),
        freq="WEEKLY",
        byday=",".join(row.byday),
        opens_at=_clock(row.opens_at),
        closes_at=_clock(row.closes_at),
        description=row.description,
        notes=_joined(row.notes, rota, days, by="; "),
    )


def _other_day(row: Any) -> str:
    hours = f"{_clock(row.opens_at)}-{_clock(row.closes_at)}" if row.opens_at and row.closes_at else "gesloten"
    return f"{row.day.isoformat()} {hours}" + (f" ({row.reason})" if row.reason else "")


def organization(row: Any, profile: Profile, *, site: str, full: bool = False, services: bool = False) -> Thing:
    """An organisation; `full` with its places, `services` with its full services."""
    values: Thing = {
        "id": row.id,
        "name": row.name,
        "alternate_name": row.alternate_name,
        "description": row.description or row.name,
        "email": row.email,
        "website": link(row.website),
        "legal_status": "" if row.legal_status == "unknown" else row.legal_status,
        "logo": row.logo,
        "uri": link(row.uri),
        "parent_organization_id": row.parent_organization_id if getattr(row, "parent_shown", True) else None,
    }
    if full or services:
        values["locations"] = [location(place, profile) for place in row.locations.all()]
    if services:
        values["services"] = [
            service(s, profile, site=site, full=True, nested_in=frozenset({"organization"})) for s in row.services.all()
        ]
    return make("organization", profile, **values)


def at_location(row: Any, profile: Profile, *, site: str, full: bool = False, inside_service: bool = False) -> Thing:
    """A service at a place."""
    values: Thing = {
        "id": row.id,
        "service_id": row.service_id,
        "location_id": row.location_id,
        "description": row.description,
        "location": location(row.location, profile, full=full),
    }
    if full:
        values["schedules"] = [schedule(s, profile) for s in row.schedules.all()]
    if not inside_service:
        values["service"] = service(
            row.service, profile, site=site, full=full, nested_in=frozenset({"service_at_location"})
        )
    return make("service_at_location", profile, **values)


def location(row: Any, profile: Profile, *, full: bool = True) -> Thing:
    """A place; `full` with its addresses."""
    values: Thing = {
        "id": row.id,
        "location_type": row.location_type,
        "organization_id": row.organization_id,
        "name": row.name,
        "description": row.description,
        "transportation": row.transportation,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }
    if full:
        own = {"location_id": row.id}
        values["addresses"] = whole("address", [_address(a, profile) for a in row.addresses.all()])
        values["accessibility"] = [
            make("accessibility", profile, id=a.id, description=a.description, details=a.details, **own)
            for a in row.accessibilities.all()
        ]
    return make("location", profile, **values)


def _address(row: Any, profile: Profile) -> Thing:
    return make(
        "address",
        profile,
        id=row.id,
        location_id=row.location_id,
        address_1=row.address_1,
        city=row.city,
        state_province=row.state_province,
        postal_code=row.postal_code,
        country=row.country,
        address_type=row.address_type if row.address_type in {"postal", "virtual"} else "physical",
    )


def taxonomy(row: Any, profile: Profile) -> Thing:
    """A list of terms."""
    return make(
        "taxonomy",
        profile,
        id=row.id,
        name=row.name,
        description=row.description or row.name,
        uri=link(row.uri),
        version=row.version,
    )


def taxonomy_term(row: Any, profile: Profile, *, site: str) -> Thing:
    """A term with its list."""
    return make(
        "taxonomy_term",
        profile,
        id=row.id,
        code=row.code,
        name=row.name,
        description=row.description or row.name,
        parent_id=row.parent_id,
        taxonomy=row.taxonomy.name,
        taxonomy_id=row.taxonomy_id,
        taxonomy_detail=taxonomy(row.taxonomy, profile),
        language="nl",
    )


def minimal(row: Mapping[str, Any]) -> Thing:
    """Only which service, and when it last changed."""
    return {"id": str(row["id"]), "last_modified": row["last_modified"].isoformat()}


def serializer(collection: str, profile: Profile, *, site: str, full: bool, services: bool) -> Callable[[Any], Thing]:
    """What turns a row of a collection into its object."""
    makers: dict[str, Callable[[Any], Thing]] = {
        "services": lambda row: service(row, profile, site=site, full=full),
        "organizations": lambda row: organization(row, profile, site=site, full=full, services=services),
        "service_at_locations": lambda row: at_location(row, profile, site=site, full=full),
        "taxonomies": lambda row: taxonomy(row, profile),
        "taxonomy_terms": lambda row: taxonomy_term(row, profile, site=site),
    }
    return makers[collection]
