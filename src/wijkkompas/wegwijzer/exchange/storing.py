"""Reads things in the form in which they are compared, and writes them: a batch in few statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from wijkkompas.kern import clock
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.exchange.identities import MODELS
from wijkkompas.wegwijzer.exchange.records import made_id
from wijkkompas.wegwijzer.exchange.things import Places
from wijkkompas.wegwijzer.models import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Language,
    Need,
    Phone,
    RequiredDocument,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)
from wijkkompas.wegwijzer.values import ServiceKind, Theme

Fields = dict[str, Any]
PLAIN: Mapping[str, tuple[str, ...]] = {
    "taxonomy": ("name", "description", "uri", "version"),
    "taxonomy_term": ("code", "name", "description"),
    "organization": ("name", "alternate_name", "description", "email", "website", "legal_status", "logo", "uri"),
    "location": ("name", "location_type", "description", "transportation", "latitude", "longitude"),
    "service": (
        *("name", "alternate_name", "description", "summary", "url", "email", "status", "interpretation_services"),
        *("application_process", "fees_description", "eligibility_description", "minimum_age", "maximum_age"),
        *("alert", "assured_date", "theme", "kind", "target_groups"),
    ),
}
LINKS: Mapping[str, Mapping[str, str]] = {
    "taxonomy": {},
    "taxonomy_term": {"taxonomy": "taxonomy_id", "parent": "parent_id"},
    "organization": {"parent": "parent_organization_id"},
    "location": {"organization": "organization_id"},
    "service": {"organization": "organization_id"},
}


@dataclass(frozen=True)
class Child:
    """Rows that hang under a thing and are compared and written as one field of it."""

    model: Any
    owner: str
    related: str
    columns: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)


CHILDREN: Mapping[str, Child] = {
    "addresses": Child(
        Address,
        "location_id",
        "addresses",
        ("address_1", "city", "state_province", "postal_code", "country", "address_type"),
    ),
    "accessibilities": Child(Accessibility, "location_id", "accessibilities", ("description", "details")),
    "phones": Child(Phone, "service_id", "phones", ("number", "description")),
    "contacts": Child(Contact, "service_id", "contacts", ("title", "department", "email")),
    "languages": Child(Language, "service_id", "languages", ("code", "note")),
    "cost_options": Child(
        CostOption, "service_id", "cost_options", ("option", "amount", "currency", "amount_description")
    ),
    "required_documents": Child(RequiredDocument, "service_id", "required_documents", ("document",)),
    "attributes": Child(Attribute, "service_id", "attributes", (), {"term": "term_id"}),
    "at_locations": Child(
        ServiceAtLocation, "service_id", "at_locations", ("description",), {"location": "location_id"}
    ),
    "schedules": Child(Schedule, "service_id", "schedules", ()),
}
OF: Mapping[str, tuple[str, ...]] = {
    "location": ("addresses", "accessibilities"),
    "service": tuple(name for name, child in CHILDREN.items() if child.owner == "service_id"),
}


def places() -> Places:
    """Areas, needs and themes of this installation."""
    areas: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for code, name, path in mensen.Area.objects.order_by("code").values_list("code", "name", "path"):
        areas[code] = tuple(path)
        names.setdefault(name.casefold(), code)
    for code, name in mensen.Area.objects.municipalities().values_list("code", "name"):
        names[name.casefold()] = code  # a municipality before a wijk with its name
    themes = {value: value for value in Theme.values} | {str(label).casefold(): str(v) for v, label in Theme.choices}
    return Places(areas, names, frozenset(Need.objects.values_list("code", flat=True)), themes)


# Reading ------------------------------------------------------------------------------------------------------------


def _told(value: Any) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def _child(child: Child, row: Any) -> Fields:
    made = {"id": str(row.id)} | {column: _told(getattr(row, column)) for column in child.columns}
    return made | {name: _told(getattr(row, column)) for name, column in child.links.items()}


def _schedule(row: Any) -> Fields:
    return {
        "id": str(row.id),
        "location": _told(row.at_location.location_id) if row.at_location else None,
        "byday": list(row.byday),
        **{name: _told(getattr(row, name)) for name in ("opens_at", "closes_at", "valid_from", "valid_to")},
        "description": row.description,
        "notes": row.notes,
        "rota": [{"weeks": str(line.weeks), "who": line.who} for line in row.rota_lines.all()],
        "exceptions": [
            {
                "day": other.day.isoformat(),
                "opens_at": _told(other.opens_at),
                "closes_at": _told(other.closes_at),
                "reason": other.reason,
            }
            for other in row.exceptions.all()
        ],
    }


def stored(kind: str, ids: Iterable[str]) -> dict[str, Fields]:
    """What stands here, by id. A fixed number of queries for each kind."""
    rows = MODELS[kind].objects.filter(id__in=list(ids))
    if kind == "service":
        simple = [c.related for name, c in CHILDREN.items() if c.owner == "service_id" and name != "schedules"]
        rows = rows.prefetch_related(
            *simple,
            "schedules__at_location",
            "schedules__rota_lines",
            "schedules__exceptions",
            "areas",
            "service_needs",
        )
    elif kind == "location":
        rows = rows.prefetch_related("addresses", "accessibilities")
    return {str(row.id): _fields(kind, row) for row in rows}


def _fields(kind: str, row: Any) -> Fields:
    made: Fields = {column: _told(getattr(row, column)) for column in PLAIN[kind]}
    made |= {name: _told(getattr(row, column)) for name, column in LINKS[kind].items()}
    for name in OF.get(kind, ()):
        child = CHILDREN[name]
        rows = getattr(row, child.related).all()
        made[name] = [_schedule(one) if name == "schedules" else _child(child, one) for one in rows]
    if kind == "service":
        made["areas"] = sorted(area.code for area in row.areas.all())
        made["needs"] = [n.need_id for n in sorted(row.service_needs.all(), key=lambda n: n.position)]
    return made


# Writing ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Write:
    """One thing to write: new with its defaults, or the fields that changed."""

    kind: str
    id: str
    fields: Mapping[str, Any]
    new: bool
    defaults: Mapping[str, Any] = field(default_factory=dict)


def write(batch: Sequence[Write], *, source: str, today: date) -> None:
    """All of a batch. The caller has the transaction."""
    _Batch(batch, source, today).write()


class _Batch:
    def __init__(self, batch: Sequence[Write], source: str, today: date) -> None:
        self.batch, self.source, self.today = batch, source, today
        self.rows: dict[Any, list[Any]] = {}
        self.used: set[str] = set()
        self.holders = self._holders()

    def _holders(self) -> dict[str, str]:
        """Under what each row with one of our ids hangs now."""
        wanted: dict[str, list[str]] = {}
        for one in self.batch:
            for name in CHILDREN.keys() & one.fields.keys():
                wanted.setdefault(name, []).extend(row["id"] for row in one.fields[name])
        return {
            str(identity): str(owner)
            for name, ids in wanted.items()
            for identity, owner in CHILDREN[name]
            .model.objects.filter(id__in=ids)
            .values_list("id", CHILDREN[name].owner)
        }

    def _id(self, name: str, row: Mapping[str, Any], owner: str) -> str:
        """The id of a row, unless another thing has it: then one that is made of both."""
        wanted = str(row["id"])
        if self.holders.get(wanted, owner) != owner or wanted in self.used:
            wanted = str(made_id(self.source, name, f"{owner}|{wanted}"))
        self.used.add(wanted)
        return wanted

    def add(self, row: Any) -> Any:
        self.rows.setdefault(type(row), []).append(row)
        return row

    def write(self) -> None:
        for one in self.batch:
            self._head(one)
        order = [*MODELS.values(), Service.areas.through, ServiceNeed]
        for model in order:
            model.objects.bulk_create(self.rows.pop(model, []))
        for one in self.batch:
            self._children(one)
        for model in (*(c.model for c in CHILDREN.values()), ScheduleException, RotaLine):
            model.objects.bulk_create(self.rows.pop(model, []))

    def _head(self, one: Write) -> None:
        columns = {column: one.fields[column] for column in PLAIN[one.kind] if column in one.fields}
        columns |= {column: one.fields[name] for name, column in LINKS[one.kind].items() if name in one.fields}
        if one.kind == "service":
            columns |= {"source_document": self.source, "source_read": self.today}
            self._coverage(one)
        if one.new:
            columns |= self._new(one)
            self.add(MODELS[one.kind](id=uuid.UUID(one.id), **columns))
            return
        if one.kind in {"service", "organization"}:
            columns["last_modified"] = clock.now()
        if columns:
            MODELS[one.kind].objects.filter(id=one.id).update(**columns)

    def _new(self, one: Write) -> Fields:
        if one.kind == "service":
            name = slugify(one.fields["name"])[:70].strip("-") or "dienst"
            return {
                "slug": f"{name}-{one.id[:8]}",
                "theme": one.fields.get("theme") or Theme.TOGETHER,
                "kind": one.fields.get("kind") or ServiceKind.SERVICE,
            }
        if one.kind in {"organization", "location"}:
            return {"area_id": one.defaults["area"]}
        return {}

    def _coverage(self, one: Write) -> None:
        through = Service.areas.through
        areas = one.fields.get("areas", one.defaults.get("areas") if one.new else None)
        if areas is not None:
            if not one.new:
                through.objects.filter(service_id=one.id).delete()
            self.rows.setdefault(through, []).extend(through(service_id=one.id, area_id=code) for code in areas)
        if "needs" in one.fields:
            if not one.new:
                ServiceNeed.objects.filter(service_id=one.id).delete()
            for position, code in enumerate(one.fields["needs"], 1):
                self.add(ServiceNeed(service_id=one.id, need_id=code, position=position))

    def _children(self, one: Write) -> None:
        at = self._at_locations(one) if one.kind == "service" else {}
        for name in OF.get(one.kind, ()):
            if name not in one.fields or name == "at_locations":
                continue
            child = CHILDREN[name]
            if not one.new:
                child.model.objects.filter(**{child.owner: one.id}).delete()
            for row in one.fields[name]:
                identity = self._id(name, row, one.id)
                if name == "schedules":
                    self._add_schedule(identity, one.id, row, at)
                    continue
                columns = {column: row[column] for column in child.columns}
                columns |= {column: row[key] for key, column in child.links.items()}
                self.add(child.model(id=identity, **{child.owner: one.id}, **columns))

    def _at_locations(self, one: Write) -> dict[str, str]:
        """Places stay while the service is there: hours hang under them. Gives the id of each by its location."""
        if one.new:
            before: dict[str, ServiceAtLocation] = {}
        elif {"at_locations", "schedules"} & one.fields.keys():
            rows = ServiceAtLocation.objects.filter(service_id=one.id)
            before = {str(row.location_id): row for row in rows}
        else:
            return {}
        wanted = {row["location"]: row for row in one.fields.get("at_locations", [])}
        if "at_locations" in one.fields:
            gone = [row.id for location, row in before.items() if location not in wanted]
            ServiceAtLocation.objects.filter(id__in=gone).delete()
            before = {location: row for location, row in before.items() if location in wanted}
        at = {location: str(row.id) for location, row in before.items()}
        for location, row in wanted.items():
            if location in before:
                ServiceAtLocation.objects.filter(id=at[location]).update(description=row["description"])
            else:
                at[location] = self._id("at_locations", row, one.id)
                self.add(
                    ServiceAtLocation(
                        id=at[location], service_id=one.id, location_id=location, description=row["description"]
                    )
                )
        return at

    def _add_schedule(self, identity: str, service: str, row: Mapping[str, Any], at: Mapping[str, str]) -> None:
        kept = {name: row[name] for name in ("byday", "opens_at", "closes_at", "valid_from", "valid_to")}
        self.add(
            Schedule(
                id=identity,
                service_id=service,
                at_location_id=at.get(row["location"] or ""),
                description=row["description"],
                notes=row["notes"],
                **kept,
            )
        )
        for other in row["exceptions"]:
            self.add(ScheduleException(schedule_id=identity, **other))
        for line in row["rota"]:
            self.add(RotaLine(schedule_id=identity, **line))
