"""HSDS 3 (also the UK profile) as a tabular data package: a CSV a table, in singular or plural."""

from __future__ import annotations

from collections.abc import Iterator

from wijkkompas.wegwijzer.exchange.opening import Files, rows_of, text_of
from wijkkompas.wegwijzer.exchange.records import TABLES, Reading, Record

PLURALS = {
    "taxonomies": "taxonomy",
    "addresses": "address",
    "services_at_location": "service_at_location",
    "service_at_locations": "service_at_location",
    "accessibility_for_disabilities": "accessibility",
}


def table_of(name: str) -> str:
    """The table in a file: `addresses.csv` and `address.csv` are the same one."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    if stem in PLURALS:
        return PLURALS[stem]
    return stem.removesuffix("es") if stem.endswith("sses") else stem if stem.endswith("ss") else stem.removesuffix("s")


def csv_files(files: Files) -> dict[str, bytes]:
    """Only the tables of a package."""
    return {name: content for name, content in files.items() if name.lower().endswith((".csv", ".tsv", ".txt"))}


def read(files: Files) -> Reading:
    """A record a row; tables that we have no place for are named."""
    tables = csv_files(files)
    known = frozenset(table_of(name) for name in tables) & TABLES
    reading = Reading("hsds3-tables", [], known)
    others = sorted({table_of(name) for name in tables} - TABLES)
    if others:
        reading.notes.append(f"we have no place for: {', '.join(others)}")
    reading.records = _records(tables)
    return reading


def _records(tables: Files) -> Iterator[Record]:
    for name, content in tables.items():
        table = table_of(name)
        if table in TABLES:
            for line, row in rows_of(name, text_of(name, content)):
                yield Record(table, row.get("id", "").strip(), row, line, name)
