"""Loads the vocabulary of needs, phrasings, crisis lines and the example directory. Idempotent.

Phrasings are taken in once per file version; what editors changed or switched off stays theirs.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import date, time
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from wijkkompas.mensen.api import Area, Organization
from wijkkompas.wegwijzer.models import (
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
)

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
        line, _made = CrisisLine.objects.update_or_create(
            code=row["code"],
            defaults={
                "names": row["names"],
                "number": row["number"],
                "website": row.get("website", ""),
                "hours": row.get("hours", ""),
                "position": position,
            },
        )
        line.needs.set(row["needs"])
    return len(vocabulary["needs"])


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
    """Training lines of the crisis detector."""
    path = DATA / "crisis" / "train.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def example_records() -> Iterator[dict[str, Any]]:
    """Every example service."""
    for path in sorted(EXAMPLE.iterdir(), key=lambda p: p.name):
        if path.name.startswith("services-") and path.name.endswith(".yaml"):
            yield from _yaml(path)


def load_directory() -> int:
    """The example neighbourhoods; every record says that it is an example, from which source, and when that was read."""
    areas = {area.code: area for area in Area.objects.defer("outline")}
    organizations = {(o.name, o.area_id): o for o in Organization.objects.all()}
    count = 0
    with transaction.atomic():
        for record in example_records():
            _load_service(record, areas, organizations)
            count += 1
    return count


def _organization(record: dict[str, Any], area: Area, known: dict[Any, Organization]) -> Organization:
    home = area.municipality_code or area.code
    name = record["organization"]
    found = known.get((name, home))
    if found is None:
        identity = uuid.uuid5(NAMESPACE, f"organization|{name}|{home}")
        found = Organization.objects.create(
            id=identity,
            name=name,
            area_id=home,
            is_example=True,
            description=f"{name}: voorbeeld uit de bronnen van Wijkkompas.",
        )
        known[(name, home)] = found
    return found


def _load_service(record: dict[str, Any], areas: dict[str, Area], organizations: dict[Any, Organization]) -> None:
    area = areas[record["area"]]
    organization = _organization(record, area, organizations)
    source = record["source"]
    identity = uuid.uuid5(NAMESPACE, f"service|{record['slug']}")
    service, _made = Service.objects.update_or_create(
        id=identity,
        defaults={
            "slug": record["slug"],
            "organization": organization,
            "name": record["name"],
            "description": record["description"].strip(),
            "summary": record["summary"].strip(),
            "in_brief": record.get("in_brief", "").strip(),
            "kind": record["kind"],
            "theme": record["theme"],
            "target_groups": record.get("target_groups", []),
            "ways_in": record.get("access", []),
            "for_professionals": record.get("for_professionals", "").strip(),
            "url": record.get("website", ""),
            "is_example": True,
            "source_document": source["document"],
            "source_passage": source.get("passage", ""),
            "source_year": source.get("year"),
            "source_read": SOURCES_READ,
            "assured_date": SOURCES_READ,
            "eligibility_description": record.get("eligibility", ""),
        },
    )
    service.areas.set([area])
    service.service_needs.all().delete()
    ServiceNeed.objects.bulk_create(
        ServiceNeed(service=service, need_id=code, position=position)
        for position, code in enumerate(dict.fromkeys(record["needs"]), 1)
    )
    for related in (
        service.goals,
        service.phones,
        service.languages,
        service.cost_options,
        service.schedules,
        service.at_locations,
    ):
        related.all().delete()
    Goal.objects.bulk_create(Goal(service=service, text=text) for text in record.get("goals", []))
    if record.get("phone"):
        Phone.objects.create(service=service, number=str(record["phone"]))
    Language.objects.bulk_create(Language(service=service, code=code) for code in record.get("languages", ["nl"]))
    if record.get("costs"):
        CostOption.objects.create(
            service=service, option=record["costs"], amount=0 if record["costs"] == "gratis" else None
        )
    at_location = None
    if record.get("place") and area.code != "NL":
        place_id = uuid.uuid5(NAMESPACE, f"location|{record['place']}|{area.municipality_code or area.code}")
        location, _made = Location.objects.update_or_create(
            id=place_id, defaults={"name": record["place"], "area": area, "organization": organization}
        )
        at_location = ServiceAtLocation.objects.create(
            id=uuid.uuid5(NAMESPACE, f"at|{identity}|{place_id}"), service=service, location=location
        )
    for number, hours in enumerate(record.get("schedule", [])):
        schedule = Schedule.objects.create(
            id=uuid.uuid5(NAMESPACE, f"schedule|{identity}|{number}"),
            service=service,
            at_location=at_location,
            byday=list(hours["days"]),
            opens_at=time.fromisoformat(str(hours["opens"])),
            closes_at=time.fromisoformat(str(hours["closes"])),
        )
        RotaLine.objects.bulk_create(
            RotaLine(schedule=schedule, weeks=line["weeks"], who=line["text"]) for line in record.get("rota", [])
        )
