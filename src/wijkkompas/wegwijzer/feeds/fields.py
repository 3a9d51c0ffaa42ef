"""What each thing in a feed is made of: one table for the serializers, the profiles and the OpenAPI documents.

One schema a kind: a list shows the plain fields, a detail all of them. Empty fields are left out, so few are required.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
ID: Schema = {"type": "string", "format": "uuid"}
LINK: Schema = {"type": "string", "format": "uri"}
EMAIL: Schema = {"type": "string", "format": "email"}
DATE: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
CLOCK: Schema = {"type": "string", "pattern": r"^\d\d:\d\d$"}


def among(*words: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(words)}


def one(kind: str) -> Schema:
    """A thing inside a thing."""
    return {"$ref": f"#/components/schemas/{schema_name(kind)}"}


def many(kind: str) -> Schema:
    """Things inside a thing."""
    return {"type": "array", "items": one(kind)}


def schema_name(kind: str) -> str:
    """`service_at_location` is `ServiceAtLocation` in OpenAPI."""
    return "".join(part.capitalize() for part in kind.split("_"))


@dataclass(frozen=True)
class Kind:
    """A kind of thing: which fields must be there, which may."""

    required: Mapping[str, Schema]
    optional: Mapping[str, Schema]

    @property
    def fields(self) -> dict[str, Schema]:
        """All fields, in order."""
        return {**self.required, **self.optional}


KINDS: Mapping[str, Kind] = {
    "service": Kind(
        {"id": ID, "name": TEXT, "status": among("active", "inactive", "defunct", "temporarily closed")},
        {
            "organization_id": ID,
            "alternate_name": TEXT,
            "description": TEXT,
            "url": LINK,
            "email": EMAIL,
            "interpretation_services": TEXT,
            "application_process": TEXT,
            "fees_description": TEXT,
            "fees": TEXT,
            "eligibility_description": TEXT,
            "minimum_age": NUMBER,
            "maximum_age": NUMBER,
            "assured_date": DATE,
            "alert": TEXT,
            "last_modified": MOMENT,
            "organization": one("organization"),
            "phones": many("phone"),
            "schedules": many("schedule"),
            "service_areas": many("service_area"),
            "service_at_locations": many("service_at_location"),
            "languages": many("language"),
            "cost_options": many("cost_option"),
            "required_documents": many("required_document"),
            "contacts": many("contact"),
            "attributes": many("attribute"),
        },
    ),
    "organization": Kind(
        {"id": ID, "name": TEXT, "description": TEXT},
        {
            "alternate_name": TEXT,
            "email": EMAIL,
            "website": LINK,
            "legal_status": TEXT,
            "logo": TEXT,
            "uri": LINK,
            "parent_organization_id": ID,
            "locations": many("location"),
            "services": many("service"),
        },
    ),
    "service_at_location": Kind(
        {"id": ID},
        {
            "service_id": ID,
            "location_id": ID,
            "description": TEXT,
            "location": one("location"),
            "service": one("service"),
            "schedules": many("schedule"),
        },
    ),
    "location": Kind(
        {"id": ID, "location_type": among("physical", "postal", "virtual")},
        {
            "organization_id": ID,
            "name": TEXT,
            "description": TEXT,
            "transportation": TEXT,
            "latitude": NUMBER,
            "longitude": NUMBER,
            "addresses": many("address"),
            "accessibility": many("accessibility"),
        },
    ),
    "address": Kind(
        {
            "id": ID,
            "address_1": TEXT,
            "city": TEXT,
            "state_province": TEXT,
            "postal_code": TEXT,
            "country": TEXT,
            "address_type": among("physical", "postal", "virtual"),
        },
        {"location_id": ID},
    ),
    "accessibility": Kind({"id": ID}, {"location_id": ID, "description": TEXT, "details": TEXT}),
    "schedule": Kind(
        {"id": ID},
        {
            "service_id": ID,
            "service_at_location_id": ID,
            "valid_from": DATE,
            "valid_to": DATE,
            "freq": among("WEEKLY"),
            "byday": TEXT,
            "opens_at": CLOCK,
            "closes_at": CLOCK,
            "description": TEXT,
            "notes": TEXT,
        },
    ),
    "service_area": Kind(
        {"id": ID}, {"service_id": ID, "name": TEXT, "extent": TEXT, "extent_type": among("text"), "uri": LINK}
    ),
    "phone": Kind({"id": ID, "number": TEXT}, {"service_id": ID, "contact_id": ID, "description": TEXT}),
    "language": Kind({"id": ID}, {"service_id": ID, "code": TEXT, "note": TEXT}),
    "contact": Kind(
        {"id": ID}, {"service_id": ID, "title": TEXT, "department": TEXT, "email": EMAIL, "phones": many("phone")}
    ),
    "cost_option": Kind(
        {"id": ID},
        {"service_id": ID, "option": TEXT, "amount": NUMBER, "currency": TEXT, "amount_description": TEXT},
    ),
    "required_document": Kind({"id": ID}, {"service_id": ID, "document": TEXT}),
    "attribute": Kind(
        {"id": ID},
        {"link_id": ID, "link_entity": TEXT, "taxonomy_term_id": ID, "taxonomy_term": one("taxonomy_term")},
    ),
    "taxonomy": Kind({"id": ID, "name": TEXT, "description": TEXT}, {"uri": LINK, "version": TEXT}),
    "taxonomy_term": Kind(
        {"id": ID, "name": TEXT, "description": TEXT},
        {
            "code": TEXT,
            "parent_id": ID,
            "taxonomy": TEXT,
            "taxonomy_id": ID,
            "taxonomy_detail": one("taxonomy"),
            "language": TEXT,
        },
    ),
}

COLLECTIONS: Mapping[str, str] = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


@dataclass(frozen=True)
class Profile:
    """One way of publishing the same directory: where it is mounted, what it calls itself, what it does not know."""

    name: str
    title: str
    base: str
    version: str
    api_version: str
    documentation: str
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phones_in_contacts: bool = False

    def fields(self, kind: str) -> dict[str, Schema]:
        """The fields of a kind that this profile has."""
        unknown = self.without.get(kind, frozenset())
        return {name: schema for name, schema in KINDS[kind].fields.items() if name not in unknown}


HSDS = Profile(
    name="hsds",
    title="Wijkkompas: sociale kaart volgens HSDS 3.1",
    base="hsds/v3",
    version="3.1",
    api_version="3.1.0",
    documentation="https://docs.openreferral.org/",
    without={"service": frozenset({"fees"})},
)
# What the UK profile took out of HSDS (uk-profile, 2024-10). It has no phones on a service: they go into a contact.
ORUK = Profile(
    name="oruk",
    title="Wijkkompas: sociale kaart volgens Open Referral UK 3.0",
    base="oruk/v3",
    version="HSDS-UK-3.0",
    api_version="3.0.0",
    documentation="https://openreferraluk.org/specifications/3.0",
    without={
        "service": frozenset(
            {
                "alternate_name",
                "interpretation_services",
                "application_process",
                "fees_description",
                "eligibility_description",
                "phones",
                "required_documents",
            }
        ),
        "organization": frozenset({"alternate_name", "legal_status", "locations"}),
        "service_at_location": frozenset({"description", "schedules"}),
        "location": frozenset({"organization_id", "transportation"}),
        "taxonomy_term": frozenset({"code", "taxonomy_detail", "language"}),
    },
    phones_in_contacts=True,
)
PROFILES = (HSDS, ORUK)
