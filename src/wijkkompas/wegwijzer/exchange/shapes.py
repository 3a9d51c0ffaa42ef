"""Which shape a source has, seen from its contents."""

from __future__ import annotations

from collections.abc import Mapping

from wijkkompas.wegwijzer.exchange.opening import Files, check_inside, header_of, json_of, text_of
from wijkkompas.wegwijzer.exchange.readers import hsds_json, hsds_tables, hsds_v1, ohana, upl, wide
from wijkkompas.wegwijzer.exchange.readers.hsds_tables import csv_files, table_of
from wijkkompas.wegwijzer.exchange.records import TABLES, Reading, Unreadable

SHAPES = ("hsds3-json", "hsds3-tables", "hsds1-tables", "ohana", "wide", "upl")
_OF_V1 = frozenset(
    ["physical_address", "postal_address", "regular_schedule", "eligibility", "payments_accepted", "services_taxonomy"]
)


def reading_of(files: Files, *, shape: str | None = None, mapping: tuple[str, str | None] | None = None) -> Reading:
    """The records of these files. `mapping`: the name of a shipped one, or the name and text of a file.

    Unreadable when nothing is in them, or when we do not know the shape.
    """
    files = {name: content for name, content in files.items() if content.strip()}
    if not files:
        raise Unreadable("there is nothing in it: no CSV and no JSON with contents", code="empty")
    headers = _headers(files)
    found = shape or ("wide" if mapping else _shape(files, headers))
    if found != "hsds3-json" and not headers:
        raise Unreadable("there is no CSV in it", code="unknown-shape", field="shape")
    if found == "wide":
        return _wide(files, headers, mapping)
    if found != "hsds3-json":
        _check_package(files)
    readers = {
        "hsds3-json": hsds_json.read,
        "hsds3-tables": hsds_tables.read,
        "hsds1-tables": hsds_v1.read,
        "ohana": ohana.read,
        "upl": upl.read,
    }
    return readers[found](_data(files) if found == "hsds3-json" else files)


def _headers(files: Files) -> dict[str, list[str]]:
    made = {}
    for name, content in csv_files(files).items():
        text = text_of(name, content)
        if not text.lstrip().startswith(("{", "[")):
            made[name] = header_of(text)[0]
    return made


def _data(files: Files) -> dict[str, bytes]:
    """JSON without the description of a package."""
    return {
        name: content
        for name, content in files.items()
        if not name.lower().endswith((".csv", ".tsv")) and "datapackage" not in name.lower()
    }


def _shape(files: Files, headers: Mapping[str, list[str]]) -> str:
    columns = {column for header in headers.values() for column in header}
    tables = {table_of(name): set(header) for name, header in headers.items()}
    if {"URI", "UniformeProductnaam"} <= columns:
        return "upl"
    if any(wide.recognised(header) for header in headers.values()):
        return "wide"
    services = tables.get("service", set())
    if "location_id" in services and "organization_id" not in services:
        return "ohana"
    known = {table for table, header in tables.items() if table in TABLES and "id" in header}
    holders = tables.get("organization", set())
    if tables.keys() & _OF_V1 or ("url" in holders and "website" not in holders and known):
        return "hsds1-tables"
    if known:
        return "hsds3-tables"
    if _data(files) and not headers:
        return "hsds3-json"
    names = ", ".join(sorted(files))[:200]
    raise Unreadable(
        f"we do not know the shape of {names}. For one table with a row per service: write which column is what and give "
        "that file with --mapping (docs/howto/import-directory.md). Else say which shape it is with --shape",
        code="unknown-shape",
        field="shape",
    )


def _wide(files: Files, headers: Mapping[str, list[str]], mapping: tuple[str, str | None] | None) -> Reading:
    if mapping is None:
        shape = next((found for header in headers.values() if (found := wide.recognised(header))), None)
        if shape is None:
            raise Unreadable(
                "say which column is what with --mapping (docs/howto/import-directory.md)",
                code="unknown-shape",
                field="mapping",
            )
        return wide.read(files, shape, strict=False)
    name, text = mapping
    if text is None:
        return wide.read(files, wide.shipped(name), strict=False)
    return wide.read(files, wide.shape_of(name, text), strict=True)


def _check_package(files: Files) -> None:
    """A data package may name only files of its own. We read the tables by their own names, but a lie is refused."""
    for name, content in files.items():
        if name.rsplit("/", 1)[-1].lower() != "datapackage.json":
            continue
        try:
            package = json_of(name, text_of(name, content))
        except Unreadable as error:
            if error.code == "too-deep":
                raise
            continue  # one of the official samples holds the name of another file here
        resources = package.get("resources") if isinstance(package, dict) else None
        for resource in resources if isinstance(resources, list) else []:
            path = resource.get("path") if isinstance(resource, dict) else None
            for one in path if isinstance(path, list) else [path]:
                if isinstance(one, str) and one:
                    check_inside(one)
