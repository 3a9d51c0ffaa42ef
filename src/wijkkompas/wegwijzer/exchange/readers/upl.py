"""UPL, the list of uniform product names of Dutch government, as CSV: one taxonomy.

One product has a row per legal basis, so rows of one URI are one term (data/hsds/upl/UPL-columns.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from wijkkompas.wegwijzer.exchange.opening import Files, rows_of, text_of
from wijkkompas.wegwijzer.exchange.readers.hsds_tables import csv_files
from wijkkompas.wegwijzer.exchange.records import Reading, Record

LIST = "UPL"
ABOUT = "Uniforme Productnamenlijst: namen van producten van de overheid."
FOR_WHOM = ("Burger", "Bedrijf", "Gemeente", "Provincie", "Waterschap", "Rijk")
LONGEST_CODE = 60


def read(files: Files) -> Reading:
    """The list and its terms."""
    return Reading("upl", _records(csv_files(files)), frozenset({"taxonomy", "taxonomy_term"}))


def code_of(uri: str) -> str:
    """The last part of the URI; when that is too long for our column, cut with a mark that keeps it apart."""
    last = uri.rstrip("/").rsplit("/", 1)[-1]
    if len(last) <= LONGEST_CODE:
        return last
    return f"{last[: LONGEST_CODE - 9]}-{hashlib.sha256(last.encode()).hexdigest()[:8]}"


def _records(tables: Files) -> Iterator[Record]:
    terms: dict[str, tuple[int, str, dict[str, str], list[str]]] = {}
    for name, content in tables.items():
        for line, row in rows_of(name, text_of(name, content)):
            uri = row.get("URI", "").strip()
            first = terms.setdefault(uri, (line, name, row, []))
            basis = row.get("Grondslaglabel", "").strip()
            if basis and basis not in first[3]:
                first[3].append(basis)
    base = next((uri.rstrip("/").rsplit("/", 1)[0] + "/" for uri in terms if "/" in uri), "")
    yield Record("taxonomy", LIST, {"name": LIST, "description": ABOUT, "uri": base}, 1)
    for uri, (line, file, row, bases) in terms.items():
        told = ", ".join(word.lower() for word in FOR_WHOM if row.get(word, "").strip().upper() == "X")
        parts = [f"Voor: {told}." if told else "", f"Grondslag: {'; '.join(bases)}." if bases else ""]
        fields = {
            "code": code_of(uri),
            "name": row.get("UniformeProductnaam", ""),
            "description": " ".join(filter(None, parts)),
            "taxonomy_id": LIST,
        }
        yield Record("taxonomy_term", uri, fields, line, file)
