"""Loads the vocabulary of needs, phrasings, crisis lines and the example directory. Idempotent.

Phrasings are taken in once per file version; what editors changed or switched off stays theirs.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from wijkkompas.mensen.api import Area, Organization
from wijkkompas.wegwijzer.models import (
    Attribute,
    CostOption,
    CrisisLine,
    Domain,
    Goal,
    Language,
    Location,
    Need,
    Phone,
    Phrasing,
    RotaLine,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceNeed,
    Taxonomy,
    TaxonomyTerm,
)
from wijkkompas.wegwijzer.values import Theme

DATA = files("wijkkompas.wegwijzer") / "data"
EXAMPLE = files("wijkkompas.wegwijzer") / "example"
SOURCES_READ = date(2026, 11, 24)
NAMESPACE = uuid.UUID("5f0c1d5e-6f3b-5d0e-9a53-0b6d6f7c2f11")


def _yaml(path: Any) -> Any:
    return yaml.load(path.read_text(encoding="utf8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (a safe loader)


def _labels(row: dict[str, Any], more: dict[str, Any]) -> dict[str, str]:
    return {"nl": row["name_nl"], "en": row["name_en"], **more.get(row["code"], {})}


def load_needs() -> int:
    """The vocabulary (data/needs.yaml) with its labels in other languages (data/labels.yaml)."""
    vocabulary = _yaml(DATA / "needs.yaml")
    extra = _yaml(DATA / "labels.yaml") if (DATA / "labels.yaml").is_file() else {}
    for position, row in enumerate(vocabulary["domains"]):
        Domain.objects.update_or_create(
            code=row["code"], defaults={"labels": _labels(row, extra.get("domains", {})), "position": position}
        )
    for position, row in enumerate(vocabulary["needs"]):
        Need.objects.update_or_create(
            code=row["code"],
            defaults={
                "domain_id": row["domain"],
                "labels": _labels(row, extra.get("needs", {})),
                "description": row["description_nl"],
                "urgency": row["urgency"],
                "position": position,
            },
        )
    for position, row in enumerate(_yaml(DATA / "crisis_lines.yaml")):
        _take_in_number(row, position)
    return len(vocabulary["needs"])


def _take_in_number(row: dict[str, Any], position: int) -> None:
    """A crisis number. What a functional manager changed in it or checked since stays, until a release has another one."""
    told = {"number": row["number"], "website": row.get("website", ""), "hours": row.get("hours", "")}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    line = CrisisLine.objects.filter(code=row["code"]).first() or CrisisLine(code=row["code"])
    line.names, line.position = row["names"], position
    if line.shipped != digest:
        line.number, line.website, line.hours = told["number"], told["website"], told["hours"]
        line.assured_date, line.shipped = row["written"], digest
    line.save()
    line.needs.set(row["needs"])


TAXONOMIES = {
    "needs": ("Hulpvragen", "Wat iemand nodig heeft (data/needs.yaml)."),
    "themes": ("Thema's", "Onderwerpen van de wijk."),
    "target-groups": ("Doelgroepen", "Voor wie een dienst is."),
}


def load_taxonomies() -> int:
    """Needs, themes and target groups as HSDS taxonomies, so that other systems read them by the open standard."""
    terms: list[TaxonomyTerm] = []
    wanted = {
        "needs": [(n.code, n.label("nl"), n.description) for n in Need.objects.all()],
        "themes": [(value, str(label), "") for value, label in Theme.choices],
        "target-groups": [
            (g, g, "") for g in sorted({g for r in example_records() for g in r.get("target_groups", [])})
        ],
    }
    for code, (name, description) in TAXONOMIES.items():
        taxonomy, _made = Taxonomy.objects.update_or_create(
            id=uuid.uuid5(NAMESPACE, f"taxonomy|{code}"), defaults={"name": name, "description": description}
        )
        terms += [
            TaxonomyTerm(id=_term_id(code, term), taxonomy=taxonomy, code=term, name=label, description=text)
            for term, label, text in wanted[code]
        ]
    TaxonomyTerm.objects.bulk_create(
        terms, update_conflicts=True, unique_fields=["id"], update_fields=["name", "description"]
    )
    return len(terms)


def _term_id(taxonomy: str, code: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"term|{taxonomy}|{code}")


def phrasing_lines() -> Iterator[tuple[str, dict[str, str]]]:
    """Every shipped phrasing with the name of its file."""
    for path in sorted((DATA / "phrasings").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".jsonl"):
            for line in path.read_text(encoding="utf8").splitlines():
                if line.strip():
                    yield path.name, json.loads(line)


def load_phrasings() -> int:
    """Take shipped phrasings in; never overwrites what an editor changed. Returns how many were new."""
    before = Phrasing.objects.count()
    rows = [
        Phrasing(need_id=row["need"], lang=row["lang"], text=row["text"][:400], origin=name)
        for name, row in phrasing_lines()
    ]
    Phrasing.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return Phrasing.objects.count() - before


def crisis_lines() -> list[dict[str, Any]]:
    """Lines that the crisis detector learns from, one file per author."""
    files = sorted((DATA / "crisis").iterdir(), key=lambda path: path.name)
    texts = [path.read_text(encoding="utf8") for path in files if path.name.endswith(".jsonl")]
    return [json.loads(line) for text in texts for line in text.splitlines() if line.strip()]


def example_records() -> Iterator[dict[str, Any]]:
    """Every example service."""
    for path in sorted(EXAMPLE.iterdir(), key=lambda p: p.name):
        if path.name.startswith("services-") and path.name.endswith(".yaml"):
            yield from _yaml(path)


@dataclass
class _Rows:
    """The rows of all example records, written in a few statements at the end."""

    areas: dict[str, Area]
    organizations: dict[tuple[str, str], Organization]
    new_organizations: list[Organization] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    coverage: list[tuple[uuid.UUID, str]] = field(default_factory=list)
    children: dict[type, list[Any]] = field(default_factory=dict)
    locations: dict[uuid.UUID, Location] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        """One more row of a service."""
        self.children.setdefault(type(row), []).append(row)


def load_directory() -> int:
    """The example neighbourhoods; every record says that it is an example, from which source, and when that was read."""
    rows = _Rows(
        areas={area.code: area for area in Area.objects.defer("outline")},
        organizations=_organizations(),
    )
    load_taxonomies()
    for record in example_records():
        _collect(record, rows)
    with transaction.atomic():
        _write(rows)
    return len(rows.services)


def _organizations() -> dict[tuple[str, str], Organization]:
    """By name and area; one that was merged away is the one that it became."""
    rows = Organization.objects.select_related("merged_into").order_by(
        "merged_into_id"
    )  # those still here last: they win
    return {(row.name, row.area_id): row.merged_into or row for row in rows}


def _organization(record: dict[str, Any], area: Area, rows: _Rows) -> Organization:
    home = area.municipality_code or area.code
    name = record["organization"]
    found = rows.organizations.get((name, home))
    if found is None:
        found = Organization(
            id=uuid.uuid5(NAMESPACE, f"organization|{name}|{home}"),
            name=name,
            area_id=home,
            is_example=True,
            description=f"{name}: voorbeeld uit de bronnen van Wijkkompas.",
        )
        rows.organizations[(name, home)] = found
        rows.new_organizations.append(found)
    return found


def _collect(record: dict[str, Any], rows: _Rows) -> None:
    area, source = rows.areas[record["area"]], record["source"]
    identity = uuid.uuid5(NAMESPACE, f"service|{record['slug']}")
    service = Service(
        id=identity,
        slug=record["slug"],
        organization=_organization(record, area, rows),
        name=record["name"],
        description=record["description"].strip(),
        summary=record["summary"].strip(),
        in_brief=record.get("in_brief", "").strip(),
        kind=record["kind"],
        theme=record["theme"],
        target_groups=record.get("target_groups", []),
        ways_in=record.get("access", []),
        for_professionals=record.get("for_professionals", "").strip(),
        url=record.get("website", ""),
        is_example=True,
        source_document=source["document"],
        source_passage=source.get("passage", ""),
        source_year=source.get("year"),
        source_read=SOURCES_READ,
        assured_date=SOURCES_READ,
        eligibility_description=record.get("eligibility", ""),
    )
    rows.services.append(service)
    rows.coverage.append((identity, area.code))
    for position, code in enumerate(dict.fromkeys(record["needs"]), 1):
        rows.add(ServiceNeed(service=service, need_id=code, position=position))
    for text in record.get("goals", []):
        rows.add(Goal(service=service, text=text))
    for code in record.get("languages", ["nl"]):
        rows.add(Language(service=service, code=code))
    if record.get("phone"):
        rows.add(Phone(service=service, number=str(record["phone"])))
    if record.get("costs"):
        rows.add(CostOption(service=service, option=record["costs"], amount=0 if record["costs"] == "gratis" else None))
    terms = [("needs", code) for code in dict.fromkeys(record["needs"])] + [("themes", record["theme"])]
    terms += [("target-groups", group) for group in dict.fromkeys(record.get("target_groups", []))]
    for taxonomy, code in terms:
        rows.add(Attribute(service=service, term_id=_term_id(taxonomy, code)))
    _collect_hours(record, service, _collect_place(record, service, area, rows), rows)


def _collect_place(record: dict[str, Any], service: Service, area: Area, rows: _Rows) -> ServiceAtLocation | None:
    if not record.get("place") or area.code == "NL":
        return None
    place_id = uuid.uuid5(NAMESPACE, f"location|{record['place']}|{area.municipality_code or area.code}")
    location = rows.locations.setdefault(
        place_id, Location(id=place_id, name=record["place"], area=area, organization=service.organization)
    )
    at = ServiceAtLocation(id=uuid.uuid5(NAMESPACE, f"at|{service.id}|{place_id}"), service=service, location=location)
    rows.add(at)
    return at


def _collect_hours(record: dict[str, Any], service: Service, at: ServiceAtLocation | None, rows: _Rows) -> None:
    for number, hours in enumerate(record.get("schedule", [])):
        schedule = Schedule(
            id=uuid.uuid5(NAMESPACE, f"schedule|{service.id}|{number}"),
            service=service,
            at_location=at,
            byday=list(hours["days"]),
            opens_at=time.fromisoformat(str(hours["opens"])),
            closes_at=time.fromisoformat(str(hours["closes"])),
        )
        rows.add(schedule)
        for line in record.get("rota", []):
            rows.add(RotaLine(schedule=schedule, weeks=line["weeks"], who=line["text"]))


_KEPT_BY_PEOPLE = {"id", "owner", "status", "assured_date", "visible_from", "visible_until", "successor", "merged_into"}


def _write(rows: _Rows) -> None:
    """Services stay (their id does), what hangs under an example service is written anew."""
    Organization.objects.bulk_create(rows.new_organizations)
    changing = [f.name for f in Service._meta.local_concrete_fields if f.name not in _KEPT_BY_PEOPLE]
    Service.objects.bulk_create(rows.services, update_conflicts=True, unique_fields=["id"], update_fields=changing)
    mine = [service.id for service in rows.services]
    hanging: tuple[Any, ...] = (ServiceNeed, Goal, Language, Phone, CostOption, Attribute, ServiceAtLocation, Schedule)
    for model in reversed(hanging):
        model.objects.filter(service_id__in=mine).delete()
    coverage = Service.areas.through
    coverage.objects.filter(service_id__in=mine).delete()
    coverage.objects.bulk_create(coverage(service_id=s, area_id=a) for s, a in rows.coverage)
    Location.objects.bulk_create(
        rows.locations.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "area", "organization"],
    )
    for model in (*hanging, RotaLine):
        model.objects.bulk_create(rows.children.get(model, []))
