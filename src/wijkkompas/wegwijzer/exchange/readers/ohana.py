"""Ohana CSV (Code for America): a service stands at one location, lists stand in one cell, whole numbers as ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wijkkompas.wegwijzer.exchange.opening import Files, rows_of, text_of
from wijkkompas.wegwijzer.exchange.readers.hsds_tables import csv_files, table_of
from wijkkompas.wegwijzer.exchange.records import Reading, Record

TAXONOMY = "Open Eligibility"
RENAMED_TABLES = {
    "mail_address": "address",
    "regular_schedule": "schedule",
    "holiday_schedule": "holiday",
    "taxonomy": "taxonomy_term",
}
COVERED = frozenset(
    {
        "organization",
        "location",
        "address",
        "accessibility",
        "service",
        "service_at_location",
        "service_area",
        "language",
        "required_document",
        "attribute",
        "phone",
        "contact",
        "schedule",
        "holiday",
        "taxonomy",
        "taxonomy_term",
    }
)


def items(cell: str | None) -> list[str]:
    """The items of a list in a cell."""
    return [item.strip() for item in (cell or "").split(",") if item.strip()]


def read(files: Files) -> Reading:
    """Records under their HSDS 3 names."""
    return Reading("ohana", _records(csv_files(files)), COVERED)


def _records(tables: Files) -> Iterator[Record]:
    homes: dict[str, str] = {}
    for name, content in tables.items():
        if table_of(name) == "location":
            for _line, row in rows_of(name, text_of(name, content)):
                homes[row.get("id", "")] = row.get("organization_id", "")
    for name, content in tables.items():
        table = table_of(name)
        for line, row in rows_of(name, text_of(name, content)):
            yield from _of_row(table, row, line, name, homes)


def _of_row(table: str, row: Mapping[str, str], line: int, file: str, homes: Mapping[str, str]) -> Iterator[Record]:
    kind, identity = RENAMED_TABLES.get(table, table), row.get("id", "").strip()

    def record(kind: str, identity: str, fields: Mapping[str, Any]) -> Record:
        return Record(kind, identity, fields, line, file)

    if table == "location":
        kept = {name: value for name, value in row.items() if name not in {"email", "website", "languages"}}
        virtual = row.get("virtual", "").lower() == "true"
        yield record("location", identity, kept | {"location_type": "virtual" if virtual else "physical"})
        for item in items(row.get("accessibility")):
            yield record("accessibility", f"{identity}|{item}", {"location_id": identity, "description": item})
        for item in items(row.get("languages")):
            yield record("language", f"location|{identity}|{item}", {"location_id": identity, "name": item})
    elif table == "service":
        yield from _service(row, line, file, homes)
    elif table in {"address", "mail_address"}:
        kind_of_address = "postal" if table == "mail_address" else "physical"
        yield record("address", f"{kind_of_address}|{identity}", {**row, "address_type": kind_of_address})
    elif table == "phone":
        yield record(
            "phone", identity, {**row, "type": row.get("number_type", ""), "description": row.get("department", "")}
        )
    elif table == "taxonomy":
        code = row.get("taxonomy_id", "").strip()
        yield record(
            "taxonomy_term",
            code,
            {"code": code, "name": row.get("name", ""), "parent_id": row.get("parent_id", ""), "taxonomy": TAXONOMY},
        )
    elif kind in COVERED:
        yield record(kind, identity, row)


def _service(row: Mapping[str, str], line: int, file: str, homes: Mapping[str, str]) -> Iterator[Record]:
    identity, place = row.get("id", "").strip(), row.get("location_id", "").strip()
    fields: dict[str, Any] = {
        **{name: row.get(name, "") for name in ("name", "alternate_name", "description", "email", "status")},
        **{name: row.get(name, "") for name in ("application_process", "interpretation_services")},
        "organization_id": homes.get(place, ""),
        "url": row.get("website", ""),
        "fees_description": row.get("fees", ""),
        "eligibility_description": " ".join(filter(None, [row.get("audience", ""), row.get("eligibility", "")])),
        "keywords": row.get("keywords", ""),
        **({"": row[""]} if "" in row else {}),
    }
    yield Record("service", identity, fields, line, file)
    own = {"service_id": identity}
    if place:
        yield Record("service_at_location", f"{identity}|{place}", own | {"location_id": place}, line, file)
    for column, kind, name in (
        ("languages", "language", "name"),
        ("service_areas", "service_area", "name"),
        ("required_documents", "required_document", "document"),
    ):
        for item in items(row.get(column)):
            yield Record(kind, f"{identity}|{item}", own | {name: item}, line, file)
    for code in items(row.get("taxonomy_ids")):
        linked = {"link_id": identity, "link_entity": "service", "taxonomy_term_id": code}
        yield Record("attribute", f"{identity}|{code}", linked, line, file)
