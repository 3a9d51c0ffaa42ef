"""A table of households -> what each can get.

The file is read and written in parts, so that a million rows fit; it is written beside its place and moved there when it is whole.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from wijkkompas.regelingen import api
from wijkkompas.regelingen.engine import vector
from wijkkompas.regelingen.engine.book import Edition
from wijkkompas.regelingen.engine.tree import Problem
from wijkkompas.regelingen.household import NOT_SAID, OLDEST_YEAR, TRUTHS, Problems, others

ROWS_AT_ONCE = 50_000
MOST_PROBLEMS = 20
WORDS = ("yes", "no", "perhaps")
Counts = dict[str, dict[str, int]]


def run(source: Path, target: Path, day: dt.date, areas: Sequence[str]) -> dict[str, Any]:
    """Write one row a household; returns the number of rows and counts. Raises `Problems`, and then nothing is written."""
    rules = api.edition(day, tuple(areas))
    counts: Counts = {ready.scheme.key: dict.fromkeys(WORDS, 0) for ready in rules.ready}
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with (
            source.open(encoding="utf-8-sig", newline="") as read_in,
            part.open("w", encoding="utf8", newline="") as written,
        ):
            rows = _convert(rules, read_in, written, counts)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return {"rows": rows, "schemes": counts}


def _lines(read_in: TextIO) -> Iterator[list[str]]:
    table = csv.reader(read_in)
    try:
        yield from table
    except csv.Error as error:
        text = "dit is geen regel van een CSV; zet komma's tussen de cellen en houd ze kort"
        raise Problems([Problem(text, field=f"regel {table.line_num}")]) from error


def _convert(rules: Edition, read_in: TextIO, written: TextIO, counts: Counts) -> int:
    table = _lines(read_in)
    header = [name.strip() for name in next(table, [])]
    _check_header(rules, header)
    out = csv.writer(written)
    keys = [ready.scheme.key for ready in rules.ready]
    out.writerow(["id", *(f"{key}{end}" for key in keys for end in ("", "_low", "_high"))])
    done = 0
    for part in iter(lambda: list(islice(table, ROWS_AT_ONCE)), []):
        out.writerows(_rows(rules, header, part, done, counts))
        done += len(part)
    return done


def _check_header(rules: Edition, header: list[str]) -> None:
    known = rules.book.attributes
    wrong = [
        Problem("deze kolom kennen wij niet", field=name or "(leeg)")
        for name in header
        if name != "id" and name not in known
    ]
    wrong += [
        Problem("deze kolom staat er twee keer", field=name)
        for name in sorted({n for n in header if header.count(n) > 1})
    ]
    if not header:
        wrong = [Problem("het bestand is leeg; de eerste regel noemt de kolommen")]
    if wrong:
        raise Problems(wrong)


def _numbers(rules: Edition, header: list[str], part: list[list[str]], first: int) -> dict[str, Any]:
    columns = {name: np.full(len(part), np.nan) for name in rules.book.attributes}
    wrong: list[Problem] = []
    for number, row in enumerate(part):
        if len(row) != len(header):
            wrong.append(
                Problem(f"hier staan {len(row)} cellen; het zijn er {len(header)}", field=f"regel {first + number + 2}")
            )
        for name, cell in zip(header, row, strict=False):
            if name != "id" and cell.strip() and cell.strip().lower() not in NOT_SAID:
                value = _cell(rules, name, cell.strip())
                if value is None:
                    wrong.append(Problem(f"dit kan niet: {cell[:40]}", field=f"regel {first + number + 2}, {name}"))
                else:
                    columns[name][number] = value
        if len(wrong) >= MOST_PROBLEMS:
            break
    if wrong:
        raise Problems(wrong[:MOST_PROBLEMS])
    return columns


def _cell(rules: Edition, name: str, text: str) -> float | None:
    about = rules.book.attributes[name]
    try:
        value = TRUTHS[text.lower()] if about.kind == "truth" and text.lower() in TRUTHS else float(text)
    except ValueError:
        return None
    return value if about.takes(value) else None


def _rows(rules: Edition, header: list[str], part: list[list[str]], first: int, counts: Counts) -> Iterator[list[Any]]:
    results = vector.decide(rules, _columns(rules, _numbers(rules, header, part, first)), len(part))
    place = header.index("id") if "id" in header else None
    told = []
    for key, found in results.items():
        words = np.where(found.certain, "yes", np.where(found.possible, "perhaps", "no"))
        for word, number in zip(*np.unique(words, return_counts=True), strict=True):
            counts[key][str(word)] += int(number)
        told.append((words, found.low, found.high))
    for number, row in enumerate(part):
        cells: list[Any] = [row[place] if place is not None else first + number + 1]
        for words, low, high in told:
            cells += [words[number], f"{low[number]:.2f}", "" if math.isinf(high[number]) else f"{high[number]:.2f}"]
        yield cells


def _columns(rules: Edition, numbers: dict[str, Any]) -> dict[str, vector.Column]:
    """An open cell may be anything. A whole age is a box of a year in a year in which the AOW starts within a year of age."""
    start, end = rules.fixed["aow_leeftijd"]
    boxes = () if start == end == math.floor(start) else ("leeftijd", "leeftijd_partner")
    bounds = {}
    for name, values in numbers.items():
        about, low, high = rules.book.attributes[name], values, values
        unknown = np.isnan(values)
        if name in boxes:
            high = np.where(values == np.floor(values), values + OLDEST_YEAR, values)
        if unknown.any():
            low, high = np.where(unknown, about.low, low), np.where(unknown, about.high, high)
        bounds[name] = (low, high)
    counted = zip(others(*bounds["medebewoners"]), bounds["andere_volwassenen"], strict=True)
    untold = np.isnan(numbers["andere_volwassenen"])
    low, high = (np.where(untold, derived, told) for derived, told in counted)
    bounds["andere_volwassenen"] = (low, high)
    kinds = rules.book.attributes
    return {name: vector.column(*ends, truth=kinds[name].kind == "truth") for name, ends in bounds.items()}
