"""The register of personal data (AVG article 30): what each room keeps of people, why, how long, and who sees it.

A room writes it in its `personal.py`, in plain Dutch: it is read by residents, privacy officers and councils, and it is
a document of a Dutch municipality, so it is not translated. A test compares it with the models of all rooms; the page
`/beheer/gegevensbescherming` and docs/reference/personal-data.md are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LAWFUL = {
    "toestemming": "AVG artikel 6 lid 1 onder a: u zei ja",
    "taak": "AVG artikel 6 lid 1 onder e: een taak van de gemeente",
    "plicht": "AVG artikel 6 lid 1 onder c: de wet verplicht het",
    "belang": "AVG artikel 6 lid 1 onder f: een eigen belang dat zwaarder weegt",
}


@dataclass(frozen=True)
class Term:
    """How long, in days, from when; a functional manager may set it between `least` and `most`, with a reason."""

    code: str
    days: int
    starts: str
    source: str
    least: int
    most: int


@dataclass(frozen=True)
class Processing:
    """One thing that we do with data of people: its purpose, basis, end, readers, and the fields it needs."""

    code: str
    title: str
    purpose: str
    basis: str
    seen_by: str
    ends: str
    terms: tuple[str, ...]
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # table: {column: what it is}


TERMS: dict[str, Term] = {}
PROCESSINGS: dict[str, Processing] = {}
IMPERSONAL: dict[tuple[str, str], str] = {}


def declare_term(code: str, *, days: int, starts: str, source: str, least: int, most: int) -> None:
    """Declare a term with its default. The database gets a row of it after migrate; what a manager set there stays."""
    TERMS[code] = Term(code, days, starts, source, least, most)


def declare_processing(
    code: str,
    *,
    title: str,
    purpose: str,
    basis: str,
    why_basis: str,
    seen_by: str,
    ends: str,
    terms: str = "",
    fields: Mapping[str, Mapping[str, str]],
) -> None:
    """Declare a processing. `basis` is a key of `LAWFUL`, `why_basis` says why it holds; `terms` are codes of terms."""
    PROCESSINGS[code] = Processing(
        code, title, purpose, f"{LAWFUL[basis]}. {why_basis}", seen_by, ends, tuple(terms.split()), fields
    )


def declare_impersonal(table: str, columns: str, *, because: str) -> None:
    """Declare columns of a protected table that say nothing about a person."""
    for column in columns.split():
        IMPERSONAL[table, column] = because


def declared() -> dict[tuple[str, str], list[str]]:
    """Of each table and column: the processings that need it."""
    found: dict[tuple[str, str], list[str]] = {}
    for processing in PROCESSINGS.values():
        for table, columns in processing.fields.items():
            for column in columns:
                found.setdefault((table, column), []).append(processing.code)
    return found
