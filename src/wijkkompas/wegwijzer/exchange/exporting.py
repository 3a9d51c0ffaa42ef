"""The directory for other systems: pages of HSDS 3.1 JSON, or a tabular data package.

The things are those of the feed (wegwijzer.feeds), so nothing comes out here that does not come out there. What is
in no row stays out (`last_modified`): the same directory gives the same bytes, also after it was imported elsewhere.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wijkkompas.wegwijzer.exchange.readers.hsds_json import INSIDE
from wijkkompas.wegwijzer.feeds import queries
from wijkkompas.wegwijzer.feeds.fields import COLLECTIONS, HSDS, KINDS
from wijkkompas.wegwijzer.feeds.serialize import serializer

Thing = dict[str, Any]
FORMATS = ("hsds-json", "hsds-csv")
LEFT_OUT = frozenset({"last_modified"})
WRITTEN = ("organizations", "services", "taxonomies", "taxonomy_terms")  # service_at_locations stand in services
FILE_OF = {
    "organization": "organizations",
    "service": "services",
    "service_at_location": "service_at_location",
    "location": "locations",
    "address": "addresses",
    "accessibility": "accessibility",
    "phone": "phones",
    "schedule": "schedules",
    "service_area": "service_areas",
    "language": "languages",
    "contact": "contacts",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "attribute": "attributes",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
}


class NotEmpty(Exception):
    """There is something in the folder already."""


def export_directory(folder: Path, form: str, *, site: str) -> dict[str, int]:
    """Write all files; gives how many things are in each. The folder appears whole or not at all.

    NotEmpty when something is in it; OSError when it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(f"{folder} is not empty: give a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        things = {name: list(_things(name, site)) for name in WRITTEN}
        counts = _write_json(draft, things) if form == "hsds-json" else _write_tables(draft, things)
        draft.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return counts


def _things(collection: str, site: str) -> Iterator[Thing]:
    make = serializer(collection, HSDS, site=site, full=True, services=False)
    for row in queries.stream(collection, {"full": True}):
        yield _settled(make(row))


def _settled(value: Any) -> Any:
    """Without what differs each time, and with lists in the order of their ids."""
    if isinstance(value, dict):
        return {name: _settled(part) for name, part in value.items() if name not in LEFT_OUT}
    if isinstance(value, list):
        parts = [_settled(part) for part in value]
        return sorted(parts, key=lambda part: str(part.get("id"))) if all(isinstance(p, dict) for p in parts) else parts
    return value


def _write_json(folder: Path, things: Mapping[str, list[Thing]]) -> dict[str, int]:
    for collection, contents in things.items():
        page = {
            "total_items": len(contents),
            "total_pages": 1,
            "page_number": 1,
            "size": len(contents),
            "first_page": True,
            "last_page": True,
            "empty": not contents,
            "contents": contents,
        }
        text = json.dumps(page, ensure_ascii=False, indent=1)
        (folder / f"{collection}.json").write_text(text + "\n", encoding="utf8")
    return {f"{collection}.json": len(contents) for collection, contents in things.items()}


def _write_tables(folder: Path, things: Mapping[str, list[Thing]]) -> dict[str, int]:
    tables: dict[str, dict[str, Thing]] = {kind: {} for kind in FILE_OF}
    for collection, contents in things.items():
        for thing in contents:
            _flatten(thing, COLLECTIONS[collection], tables)
    counts = {}
    for kind, rows in tables.items():
        columns = _columns(kind)
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, columns, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows[identity] for identity in sorted(rows))
        (folder / f"{FILE_OF[kind]}.csv").write_text(out.getvalue(), encoding="utf8", newline="")
        counts[f"{FILE_OF[kind]}.csv"] = len(rows)
    text = json.dumps(_package(), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf8")
    return counts


def _columns(kind: str) -> list[str]:
    inside = INSIDE.get(kind, {})
    unknown = HSDS.without.get(kind, frozenset())
    return [name for name in KINDS[kind].fields if name not in {*inside, *unknown, *LEFT_OUT}]


def _flatten(thing: Thing, kind: str, tables: dict[str, dict[str, Thing]]) -> None:
    columns = _columns(kind)
    row = tables[kind].setdefault(thing["id"], {})
    row |= {name: _cell(value) for name, value in thing.items() if name in columns}
    for name, table in INSIDE.get(kind, {}).items():
        value = thing.get(name)
        for part in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
            _flatten(part, table, tables)


def _cell(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value


def _package() -> Thing:
    """The description of the tables (Frictionless data package)."""
    return {
        "name": "sociale-kaart",
        "title": HSDS.title,
        "profile": "tabular-data-package",
        "homepage": HSDS.documentation,
        "resources": [
            {
                "name": FILE_OF[kind],
                "path": f"{FILE_OF[kind]}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {
                    "primaryKey": "id",
                    "fields": [_field(kind, name) for name in _columns(kind)],
                },
            }
            for kind in FILE_OF
        ],
    }


def _field(kind: str, name: str) -> Thing:
    schema = KINDS[kind].fields[name]
    made: Thing = {"name": name, "type": schema.get("type", "string")}
    if name in KINDS[kind].required:
        made["constraints"] = {"required": True}
    return made
