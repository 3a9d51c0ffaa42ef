"""Whole things of a source, and what the import knows of this installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wijkkompas.wegwijzer.exchange.records import Problem

COUNTRY = "NL"
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
LEGAL = ("municipality", "foundation", "association", "company", "public-body", "group")
KINDS = ("service", "activity", "place", "group", "fund", "information")
# How long our columns are (a test compares them with the models).
LENGTHS: Mapping[str, Mapping[str, int]] = {
    "organization": {"name": 200, "alternate_name": 200},
    "location": {"name": 200, "transportation": 300},
    "address": {"address_1": 200, "city": 100, "state_province": 60, "postal_code": 10},
    "accessibility": {"description": 200},
    "service": {
        "name": 200,
        "alternate_name": 200,
        "interpretation_services": 200,
        "fees_description": 200,
        "alert": 200,
        "summary": 200,
    },
    "phone": {"description": 120},
    "contact": {"title": 120, "department": 120},
    "language": {"note": 120},
    "cost_option": {"option": 120, "amount_description": 200},
    "required_document": {"document": 200},
    "service_at_location": {"description": 300},
    "taxonomy": {"name": 120, "description": 300, "version": 20},
    "taxonomy_term": {"code": 60, "name": 200},
}


@dataclass(frozen=True)
class Places:
    """What of this installation the import must know: areas, the vocabulary, the themes by code and by name."""

    areas: Mapping[str, tuple[str, ...]]  # code: the code itself, then those around it
    names: Mapping[str, str]  # name in small letters: code
    needs: frozenset[str]
    themes: Mapping[str, str]

    def code_of(self, *texts: str) -> str | None:
        """The area that one of these texts names, by code or by name."""
        for text in texts:
            last = text.rstrip("/").rsplit("/", 1)[-1]
            if last in self.areas:
                return last
            if text.casefold() in self.names:
                return self.names[text.casefold()]
        return None

    def home(self, code: str) -> str:
        """The municipality of an area, else the area itself."""
        return next((step for step in self.areas.get(code, ()) if step.startswith("GM")), code)


@dataclass
class Incoming:
    """One whole thing of a source. `defaults` are filled in only when it is new; `forced` wins from local corrections."""

    kind: str
    source_id: str
    line: int
    file: str
    fields: dict[str, Any]
    defaults: dict[str, Any] = field(default_factory=dict)
    forced: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """What people call it."""
        return str(self.fields.get("name") or self.source_id)


@dataclass
class Assembled:
    """What a source says, as a whole."""

    items: list[Incoming]
    problems: list[Problem]
    notes: list[str]
    covers: frozenset[str]  # the kinds of which the source tells all: what is not in it is gone
    seen: frozenset[tuple[str, str]]  # every head that the source tells about, also those that were refused


def resolved(item: Incoming, local: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """The fields with our ids where the source has its own. A reference to what was not taken in becomes empty, or goes."""

    def ours(kind: str, identity: str | None) -> str | None:
        return local.get((kind, identity)) if identity else None

    fields = dict(item.fields)
    for name, kind in {
        "organization": {"parent": "organization"},
        "taxonomy_term": {"taxonomy": "taxonomy", "parent": "taxonomy_term"},
        "location": {"organization": "organization"},
        "service": {"organization": "organization"},
        "taxonomy": {},
    }[item.kind].items():
        fields[name] = ours(kind, fields[name])
    for name, part, kind in (
        ("attributes", "term", "taxonomy_term"),
        ("at_locations", "location", "location"),
        ("schedules", "location", "location"),
    ):
        if name in fields:
            rows = [{**row, part: ours(kind, row[part])} for row in fields[name]]
            fields[name] = [row for row in rows if row[part] or name == "schedules"]
    return fields
