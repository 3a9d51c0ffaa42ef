"""One wide table, a row per service: what somebody sends from a spreadsheet. A mapping says which column is what.

More places, hours, costs or contacts of one service may stand in rows of their own that name the first row
(`belongs_to`). Shipped mappings: `outpost` and `nederlands`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import Any

import yaml

from wijkkompas.wegwijzer.exchange.opening import Files, header_of, rows_of, text_of
from wijkkompas.wegwijzer.exchange.readers.hsds_tables import csv_files
from wijkkompas.wegwijzer.exchange.records import TABLES, Reading, Record, Unreadable

SHIPPED = ("nederlands", "outpost")
LONGEST_MAPPING = 100_000
SECTIONS: Mapping[str, frozenset[str]] = {
    "service": frozenset(
        [
            "name",
            "alternate_name",
            "description",
            "url",
            "email",
            "status",
            "application_process",
            "fees_description",
            "kind",
            "theme",
            "summary",
            "eligibility_description",
            "interpretation_services",
            "minimum_age",
            "maximum_age",
            "assured_date",
            "alert",
            "keywords",
        ]
    ),
    "organization": frozenset(["name", "description", "email", "website", "legal_status"]),
    "location": frozenset(["name", "description", "transportation", "latitude", "longitude"]),
    "address": frozenset(["address_1", "postal_code", "city", "state_province", "country"]),
    "accessibility": frozenset({"description"}),
    "phone": frozenset(["number", "description"]),
    "contact": frozenset(["name", "title", "department", "email", "number"]),
    "language": frozenset({"name"}),
    "cost_option": frozenset(["option", "amount", "amount_description", "currency"]),
    "required_document": frozenset({"document"}),
    "service_area": frozenset({"name"}),
    "schedule": frozenset(["day", "opens_at", "closes_at", "description"]),
    "hours": frozenset(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
    "only_when": frozenset(["service", "location", "address", "coordinates", "contact", "phone"]),
    "never_when": frozenset(["service", "location", "address", "coordinates", "contact", "phone"]),
}
OTHERS = frozenset(
    ["name", "recognise", "id", "belongs_to", "yes", "list_separator", "terms", "fixed", "temporarily_closed"]
)
LISTS = {"accessibility": "description", "language": "name", "required_document": "document", "service_area": "name"}
YES = ("true", "ja", "yes", "x", "1", "waar")
_HOURS = re.compile(r"\s*(\d{1,2}(?:[:.]\d\d)?)\s*(?:-|–|tot)\s*(\d{1,2}(?:[:.]\d\d)?)\s*(?:uur|u)?\s*")


@dataclass(frozen=True)
class Shape:
    """A mapping that was checked."""

    name: str
    columns: Mapping[str, Mapping[str, str]]
    terms: Mapping[str, str]
    fixed: Mapping[str, Mapping[str, Any]]
    id: str = ""
    belongs_to: str = ""
    separator: str = ";"
    yes: tuple[str, ...] = YES
    recognise: tuple[str, ...] = ()
    temporarily_closed: str = ""

    def used(self) -> set[str]:
        """Every column that the mapping names."""
        named = {column for section in self.columns.values() for column in section.values()}
        return (named | set(self.terms.values()) | {self.id, self.belongs_to, self.temporarily_closed}) - {""}


def shape_of(name: str, text: str) -> Shape:
    """A mapping file as a shape. Unreadable says which word in it is wrong."""
    if len(text) > LONGEST_MAPPING:
        raise Unreadable(f"{name} is too long to be a mapping", code="bad-mapping", field="mapping")
    try:
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(f"{name} is not valid YAML: {error}", code="bad-mapping", field="mapping") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("service"), dict) or "name" not in raw["service"]:
        raise Unreadable(
            f"{name} must say at least which column is the name: `service: {{name: COLUMN}}`",
            code="bad-mapping",
            field="mapping",
        )
    columns: dict[str, dict[str, str]] = {}
    for word, value in raw.items():
        if word in SECTIONS:
            wrong = set(value) - SECTIONS[word] if isinstance(value, dict) else {str(value)}
            if wrong:
                raise _wrong(name, f"{word}: {sorted(map(str, wrong))[0]}", SECTIONS[word])
            columns[word] = {field: str(column) for field, column in value.items()}
        elif word not in OTHERS:
            raise _wrong(name, str(word), frozenset(SECTIONS) | OTHERS)
    return Shape(
        name=str(raw.get("name") or name),
        columns=columns,
        terms={str(k): str(v) for k, v in _dict(name, raw, "terms").items()},
        fixed={str(k): dict(v) for k, v in _dict(name, raw, "fixed").items() if isinstance(v, dict)},
        id=str(raw.get("id") or ""),
        belongs_to=str(raw.get("belongs_to") or ""),
        separator=str(raw.get("list_separator") or ";"),
        yes=tuple(str(word).lower() for word in raw.get("yes") or YES),
        recognise=tuple(map(str, raw.get("recognise") or ())),
        temporarily_closed=str(raw.get("temporarily_closed") or ""),
    )


def _dict(name: str, raw: Mapping[str, Any], word: str) -> Mapping[str, Any]:
    value = raw.get(word) or {}
    if not isinstance(value, dict):
        raise Unreadable(f"{name}: `{word}` must be a list of `name: column`", code="bad-mapping", field="mapping")
    return value


def _wrong(name: str, word: str, allowed: frozenset[str]) -> Unreadable:
    return Unreadable(
        f"{name}: unknown word `{word}`. Allowed: {', '.join(sorted(allowed))}", code="bad-mapping", field="mapping"
    )


def shipped(name: str) -> Shape:
    """A mapping that comes with the program."""
    path = resources("wijkkompas.wegwijzer.exchange") / "mappings" / f"{name}.yaml"
    return shape_of(name, path.read_text(encoding="utf8"))


def recognised(header: Sequence[str]) -> Shape | None:
    """The shipped mapping whose telling columns are all there."""
    for name in SHIPPED:
        shape = shipped(name)
        if set(shape.recognise) <= set(header):
            return shape
    return None


def read(files: Files, shape: Shape, *, strict: bool) -> Reading:
    """Records of every table in the files. `strict`: each column that the mapping names must be there."""
    tables = csv_files(files)
    for name, content in tables.items():
        header, _separator = header_of(text_of(name, content))
        needed = shape.used() if strict else {shape.columns["service"]["name"]}
        missing = sorted(needed - set(header))
        if missing:
            raise Unreadable(
                f"{name} has no column {missing[0]!r}, which the mapping names. Its columns: {', '.join(header)[:600]}",
                code="bad-mapping",
                field="mapping",
            )
    covered = {section for section in shape.columns if section in TABLES} | {"organization"}
    if "location" in shape.columns or "address" in shape.columns:
        covered |= {"location", "service_at_location", "address"}
    if "hours" in shape.columns:
        covered.add("schedule")
    if shape.terms:
        covered |= {"attribute", "taxonomy", "taxonomy_term"}
    if "number" in shape.columns.get("contact", {}):
        covered.add("phone")
    return Reading(f"wide ({shape.name})", _records(tables, shape), frozenset(covered))


def _records(tables: Files, shape: Shape) -> Iterator[Record]:
    for name, content in tables.items():
        for line, row in rows_of(name, text_of(name, content)):
            yield from _Row(row, line, name, shape).records()


def key(*parts: str) -> str:
    """An id for what has none: the same words give the same id, however they are written."""
    return "|".join(" ".join(part.casefold().split()) for part in parts)


class _Row:
    """One row of a wide table."""

    def __init__(self, row: Mapping[str, str], line: int, file: str, shape: Shape) -> None:
        self.row, self.line, self.file, self.shape = row, line, file, shape
        name = self.cell(shape.columns["service"]["name"])
        holder = self.cell(shape.columns.get("organization", {}).get("name", ""))
        self.identity = self.cell(shape.id) or key(name, holder)
        self.first = self.cell(shape.belongs_to)
        self.service = self.first or self.identity

    def cell(self, column: str) -> str:
        return self.row.get(column, "").strip()

    def section(self, name: str) -> dict[str, Any]:
        """What the row says of a section, with what is fixed where it says nothing; empty when it says nothing."""
        told = {field: self.cell(column) for field, column in self.shape.columns.get(name, {}).items()}
        return {**self.shape.fixed.get(name, {}), **{f: v for f, v in told.items() if v}} if any(told.values()) else {}

    def allowed(self, what: str) -> bool:
        """May this part be taken over, by the columns that say so? An empty cell says nothing."""
        only = self.cell(self.shape.columns.get("only_when", {}).get(what, "")).lower()
        never = self.cell(self.shape.columns.get("never_when", {}).get(what, "")).lower()
        return (not only or only in self.shape.yes) and never not in self.shape.yes

    def record(self, kind: str, identity: str, **fields: Any) -> Record:
        return Record(kind, identity, fields, self.line, self.file)

    def records(self) -> Iterator[Record]:
        """All records of this row."""
        if not self.first:
            yield from self._head()
        place = yield from self._place()
        own = {"service_id": self.service}
        yield from self._people(own)
        for table, field in LISTS.items():
            column = self.shape.columns.get(table, {}).get(field, "")
            belongs = {"location_id": place} if table == "accessibility" else own
            if table == "accessibility" and not place:
                continue
            for item in self._items(column):
                yield self.record(table, key(*belongs.values(), item), **belongs, **{field: item})
        cost = self.section("cost_option")
        if cost:
            yield self.record("cost_option", key(self.service, str(cost)), **own, **cost)
        yield from self._hours(own | ({"service_at_location_id": f"{self.service}|{place}"} if place else {}))
        for taxonomy, column in self.shape.terms.items():
            for item in self._items(column):
                term = key(taxonomy, item)
                yield self.record("taxonomy_term", term, name=item, taxonomy=taxonomy)
                linked = {"link_id": self.service, "link_entity": "service", "taxonomy_term_id": term}
                yield self.record("attribute", key(self.service, term), **linked)

    def _head(self) -> Iterator[Record]:
        holder = self.section("organization") or dict(self.shape.fixed.get("organization", {}))
        name = str(holder.get("name") or "")
        if name:
            yield Record("organization", key(name), holder, self.line, self.file, nested=True)
        service = self.section("service")
        if not self.allowed("service"):
            service["status"] = "inactive"
        if self.cell(self.shape.temporarily_closed).lower() in self.shape.yes:
            service["status"] = "temporarily closed"
        surplus = {"": self.row[""]} if "" in self.row else {}
        yield self.record("service", self.identity, **service, **surplus, organization_id=key(name) if name else "")

    def _place(self) -> Any:
        place, address = self.section("location"), self.section("address")
        if not (place or address) or not self.allowed("location"):
            return ""
        if not self.allowed("coordinates"):
            place = {f: v for f, v in place.items() if f not in {"latitude", "longitude"}}
        if not self.allowed("address"):
            address = {}
        name = str(place.get("name") or address.get("address_1") or address.get("city") or "")
        identity = key(name, *(str(address.get(field, "")) for field in ("address_1", "postal_code", "city")))
        yield Record("location", identity, {**place, "name": name}, self.line, self.file, nested=True)
        if address.get("address_1"):
            yield Record("address", identity, {**address, "location_id": identity}, self.line, self.file, nested=True)
        at = {"service_id": self.service, "location_id": identity}
        yield Record("service_at_location", f"{self.service}|{identity}", at, self.line, self.file, nested=True)
        return identity

    def _people(self, own: Mapping[str, str]) -> Iterator[Record]:
        phone, contact = self.section("phone"), self.section("contact")
        if phone and self.allowed("phone"):
            yield self.record("phone", key(self.service, str(phone.get("number"))), **own, **phone)
        if contact and self.allowed("contact"):
            number = contact.pop("number", "")
            yield self.record("contact", key(self.service, "contact", str(self.line)), **own, **contact)
            if number:
                yield self.record("phone", key(self.service, str(number)), **own, number=number)

    def _hours(self, own: Mapping[str, str]) -> Iterator[Record]:
        hours = self.section("schedule")
        if hours:
            more = {"weekday": hours.pop("day", "")}
            yield self.record("schedule", key(self.service, str(hours), more["weekday"]), **own, **hours, **more)
        for day, column in self.shape.columns.get("hours", {}).items():
            for part in re.split(r"[,;]|\ben\b", self.cell(column)):
                if part.strip() and part.strip() not in {"-", "x", "gesloten", "dicht"}:
                    found = _HOURS.fullmatch(part)
                    opens, closes = found.groups() if found else (part.strip(), "")
                    times = {"opens_at": opens, "closes_at": closes, "weekday": day}
                    yield self.record("schedule", key(self.service, day, part), **own, **times)

    def _items(self, column: str) -> list[str]:
        cell = self.cell(column)
        return list(dict.fromkeys(item.strip() for item in cell.split(self.shape.separator) if item.strip()))
