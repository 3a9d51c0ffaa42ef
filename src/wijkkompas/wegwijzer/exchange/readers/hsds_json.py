"""HSDS 3 and Open Referral UK 3 as JSON: pages of a feed, one object, a list, or one object a line (ndjson).

Things stand inside things; each becomes a record of its own with the id of what it stood in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from wijkkompas.wegwijzer.exchange.opening import Files, json_of, text_of
from wijkkompas.wegwijzer.exchange.records import TABLES, Reading, Record, Unreadable

Thing = Mapping[str, Any]
DEEPEST = 8  # service > location > contact > phone is four

# Under which name things stand inside things, and of which table they are.
INSIDE: Mapping[str, Mapping[str, str]] = {
    "service": {
        "organization": "organization",
        "phones": "phone",
        "schedules": "schedule",
        "service_areas": "service_area",
        "service_at_locations": "service_at_location",
        "languages": "language",
        "cost_options": "cost_option",
        "required_documents": "required_document",
        "contacts": "contact",
        "attributes": "attribute",
    },
    "organization": {"services": "service", "locations": "location", "phones": "phone", "contacts": "contact"},
    "service_at_location": {
        "service": "service",
        "location": "location",
        "phones": "phone",
        "contacts": "contact",
        "schedules": "schedule",
        "service_areas": "service_area",
    },
    "location": {
        "addresses": "address",
        "accessibility": "accessibility",
        "phones": "phone",
        "contacts": "contact",
        "languages": "language",
        "schedules": "schedule",
    },
    "contact": {"phones": "phone"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
    "taxonomy": {"taxonomy_terms": "taxonomy_term"},
}
INHERITS = frozenset({"location", "service_at_location"})


def kind_of(thing: Any, name: str = "") -> str | None:
    """Which table an object is of: by its fields, else by the name of its file or folder."""
    if not isinstance(thing, Mapping) or "id" not in thing:
        return None
    if "service" in thing or "location" in thing or {"service_id", "location_id"} <= thing.keys():
        return "service_at_location"
    if {"taxonomy_id", "taxonomy_detail", "parent_id", "term_uri"} & thing.keys() or "taxonomy_term" in name:
        return "taxonomy_term"
    if "taxonom" in name:
        return "taxonomy"
    if "status" in thing or "organization_id" in thing or "organization" in thing:
        return "service"
    if "organization" in name or {"website", "legal_status", "parent_organization_id", "services"} & thing.keys():
        return "organization"
    if "service" in name:
        return "service"
    return "taxonomy" if {"uri", "version"} & thing.keys() else None


def values_of(files: Files) -> Iterator[tuple[str, list[tuple[int, Any]], Mapping[str, Any]]]:
    """Of each file its objects with their line, and the envelope of the page."""
    for name, content in files.items():
        text = text_of(name, content)
        if name.lower().endswith((".ndjson", ".jsonl")) or _is_lines(text):
            yield name, list(_lines(name, text)), {}
            continue
        value = json_of(name, text)
        page = value if isinstance(value, Mapping) and isinstance(value.get("contents"), list) else {}
        items = page["contents"] if page else value if isinstance(value, list) else [value]
        yield name, list(enumerate(items, 1)), page


def _is_lines(text: str) -> bool:
    first, _break, rest = text.lstrip().partition("\n")
    if not (first.startswith("{") and rest.lstrip().startswith("{")):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(name: str, text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield number, json_of(name, line)
            except Unreadable as error:
                yield number, error


def read(files: Files) -> Reading:
    """Every object of the standard in these files; other JSON beside it is left alone and named."""
    reading = Reading("hsds3-json", [], TABLES)
    reading.records = _records(files, reading.notes)
    return reading


def _records(files: Files, notes: list[str]) -> Iterator[Record]:
    for name, items, page in values_of(files):
        claimed = page.get("total_items")
        pages = page.get("total_pages")
        if isinstance(claimed, int) and (claimed < len(items) or (pages in {None, 1} and claimed != len(items))):
            notes.append(f"{name} says that it holds {claimed} items, but it holds {len(items)}")
        found = False
        for line, item in items:
            if isinstance(item, Unreadable):
                yield Record("broken", "", {"reason": str(item)}, line, name)
                continue
            kind = kind_of(item, name.lower())
            if kind is not None:
                found = True
                yield from _flat(item, kind, line, name)
            elif page:
                yield Record("broken", "", {"reason": "this is no object with an id"}, line, name)
        if items and not found:
            notes.append(f"{name} holds nothing of the directory standard: left out")


def _flat(
    thing: Thing, kind: str, line: int, file: str, depth: int = 0, told: bool = False, **context: str
) -> Iterator[Record]:
    inside = INSIDE.get(kind, {})
    identity = str(thing.get("id") or "")
    own: dict[str, Any] = {
        name: value for name, value in thing.items() if name not in inside and not isinstance(value, Mapping | list)
    }
    own |= {name: own.get(name) or parent for name, parent in context.items()}
    for name, table in inside.items():
        value = thing.get(name)
        if isinstance(value, Mapping) and not isinstance(own.get(f"{table}_id"), str) and value.get("id"):
            own[f"{name}_id"] = str(value["id"])
    if kind == "taxonomy_term" and isinstance(thing.get("taxonomy_detail"), Mapping):
        own["taxonomy_id"] = own.get("taxonomy_id") or str(thing["taxonomy_detail"].get("id") or "")
    # Empty lists are left out by the standard, so one list is enough to know that all of them were told.
    full = any(isinstance(thing.get(name), list) for name in inside) or (told and kind in INHERITS)
    yield Record(kind, identity, own, line, file, full, nested=depth > 0)
    if depth >= DEEPEST:
        return
    below = {f"{kind}_id": identity}
    if kind == "service_at_location":
        below["service_id"] = str(own.get("service_id") or "")
    if kind == "contact":
        below |= {k: str(own[k]) for k in ("service_id", "location_id", "organization_id") if own.get(k)}
    for name, table in inside.items():
        value = thing.get(name)
        if isinstance(value, Mapping):
            yield from _flat(value, table, line, file, depth + 1, full, **_context(kind, table, below))
        parts: list[Any] = value if isinstance(value, list) else []
        for item in parts:
            if isinstance(item, Mapping):
                more = (
                    {"link_id": identity, "link_entity": kind} if table == "attribute" else _context(kind, table, below)
                )
                yield from _flat(item, table, line, file, depth + 1, full, **more)
            else:
                yield Record("broken", "", {"reason": f"something in {name} is no object"}, line, file)


def _context(kind: str, table: str, below: Mapping[str, str]) -> dict[str, str]:
    """What a thing inside another thing belongs to; an organisation does not belong to its services."""
    if table in {"organization", "taxonomy"} or (kind == "service_at_location" and table in {"service", "location"}):
        return {}
    return {name: value for name, value in below.items() if value}
