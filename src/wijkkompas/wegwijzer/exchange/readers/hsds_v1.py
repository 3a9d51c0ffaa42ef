"""HSDS 1.1 as a tabular data package: addresses by type, a row per weekday, eligibility and payments in tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wijkkompas.wegwijzer.exchange.opening import Files, rows_of, text_of
from wijkkompas.wegwijzer.exchange.readers.hsds_tables import csv_files, table_of
from wijkkompas.wegwijzer.exchange.records import TABLES, Reading, Record

RENAMED_TABLES = {
    "physical_address": "address",
    "postal_address": "address",
    "regular_schedule": "schedule",
    "holiday_schedule": "holiday",
    "services_taxonomy": "attribute",
    "service_taxonomy": "attribute",
    "taxonomy": "taxonomy_term",
}
RENAMED_COLUMNS = {
    "organization": {"url": "website"},
    "service": {"fees": "fees_description"},
    "accessibility": {"accessibility": "description"},
    "language": {"language": "name"},
    "service_area": {"service_area": "name"},
    "attribute": {"taxonomy_id": "taxonomy_term_id", "service_id": "link_id"},
    "taxonomy_term": {"vocabulary": "taxonomy"},
}


def read(files: Files) -> Reading:
    """Records under their HSDS 3 names."""
    tables = csv_files(files)
    renamed = {RENAMED_TABLES.get(table_of(name), table_of(name)) for name in tables}
    reading = Reading("hsds1-tables", [], frozenset(renamed) & TABLES)
    others = sorted(renamed - TABLES - {"eligibility"})
    if others:
        reading.notes.append(f"we have no place for: {', '.join(others)}")
    reading.records = _records(tables)
    return reading


def _records(tables: Files) -> Iterator[Record]:
    eligible: dict[str, list[str]] = {}
    for name, content in tables.items():
        if table_of(name) == "eligibility":
            for _line, row in rows_of(name, text_of(name, content)):
                eligible.setdefault(row.get("service_id", ""), []).append(row.get("eligibility", ""))
    for name, content in tables.items():
        table = RENAMED_TABLES.get(table_of(name), table_of(name))
        if table not in TABLES:
            continue
        for line, row in rows_of(name, text_of(name, content)):
            columns = RENAMED_COLUMNS.get(table, {})
            fields: dict[str, Any] = {columns.get(column, column): value for column, value in row.items()}
            identity = row.get("id", "").strip()
            if table == "address":
                fields["address_type"] = "postal" if table_of(name) == "postal_address" else "physical"
            elif table == "attribute":
                fields["link_entity"] = "service"
            elif table == "service" and eligible.get(identity):
                fields["eligibility_description"] = ", ".join(eligible[identity])
            yield Record(table, identity, fields, line, name)
