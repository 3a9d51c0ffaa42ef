"""`regelingen`: what can a household get, what to ask next, tables and populations. No database, no Django."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from wijkkompas.config.commands.failure import REFUSED, Failure
from wijkkompas.regelingen import api

LARGEST = 50_000_000
_SAID = {"yes": "ja", "no": "nee", "perhaps": "misschien"}


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _json(path: str) -> Any:
    """The JSON of a file, or of standard input for -."""
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if path == "-" else Path(path).read_bytes()
    except IsADirectoryError as error:
        raise Failure(f"{path} is a folder; give a file", code="unreadable-path", field="file") from error
    except (OSError, ValueError) as error:
        text = f"cannot read {path[:200]}; give a file, or - for standard input"
        raise Failure(text, code="unreadable-path", field="file") from error
    if len(content) > LARGEST:
        raise Failure("this file is larger than 50 MB; give a smaller one", code="too-large", field="file")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Failure(f"this is not JSON ({where}: {error.msg})", code="not-json", field="file") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise Failure("this is not JSON in UTF-8", code="not-json", field="file") from error
    except ValueError as error:  # a number of more digits than Python reads
        text = "a number in this file is too long; give numbers of at most 20 digits"
        raise Failure(text, code="not-json", field="file") from error


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"{text[:40]} is not a date; write 2026-03-01", code="bad-request", field="date") from error


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[str, ...]]:
    """Every area we know -> itself and what it lies in, the smallest first, without the country."""
    tree = yaml.safe_load((files("wijkkompas.mensen") / "data" / "areas.yaml").read_text(encoding="utf8"))
    places: dict[str, tuple[str, ...]] = {tree["country"]["code"]: ()}
    places |= {region["code"]: (region["code"],) for region in tree["regions"]}
    places |= {row["code"]: (row["code"], row["region"]) for row in tree["municipalities"]}
    ruled = {area for parameter in _rules().parameters.values() for entry in parameter.entries for area in entry.areas}
    places |= {code: (code,) for code in ruled if code not in places}
    for row in tree["own"]:
        municipality = f"GM{row['parent'][2:6]}"
        places[row["code"]] = (row["code"], *places.get(municipality, ()))
    return places


def _areas(code: str | None) -> tuple[str, ...]:
    if code is None:
        return ()
    places = _places()
    if code in places:
        return places[code]
    if code[:2] in ("WK", "BU") and code[2:].isdigit() and len(code) == {"WK": 8, "BU": 10}[code[:2]]:
        municipality = f"GM{code[2:6]}"
        if municipality in places:
            return (code, *places[municipality])
    raise Failure(f"area {code[:40]} is not known; give a code such as GM0556", code="unknown-area", field="area")


def _rules() -> api.Book:
    """The rules, read before anything else: a mistake in a file of rules is told with its place."""
    try:
        return api.book()
    except api.Problem as error:
        raise Failure(f"the rules cannot be read: {error}", code="bad-rules", status=REFUSED) from error


@contextmanager
def _per_field() -> Iterator[None]:
    """Mistakes in what was filled in become one failure that names every field."""
    try:
        yield
    except api.Problems as error:
        raise Failure(str(error), code="bad-request", field=error.problems[0].field or None) from error


def _household(arguments: argparse.Namespace) -> api.Household:
    _rules()
    with _per_field():
        return api.read_household(_json(arguments.file), today=_today(), day=_day(arguments.date))


def check(arguments: argparse.Namespace) -> Any:
    """Every scheme: yes, no or perhaps, the amount, what is missing, and why."""
    areas = _areas(arguments.area)
    results = api.check(_household(arguments), areas)
    if arguments.json:
        return [result.as_json() for result in results]
    lines = []
    for result in results:
        money = ""
        if result.outcome != "no":
            low, high = (None if end in (float("inf"),) else f"{end:.2f}" for end in result.amount)
            per = {"month": "maand", "year": "jaar"}[result.per]
            money = f", {low} per {per}" if low == high else f", {low} tot {high or 'onbekend'} per {per}"
        lines.append(f"{api.book().schemes[result.scheme].name}: {_SAID[result.outcome]}{money}")
        lines += [
            f"    {_SAID[line.outcome]:9} {line.condition}: {line.value}  [{line.source}]" for line in result.trace
        ]
        if result.missing:
            lines.append(f"    nog te vragen: {', '.join(result.missing)}")
    return "\n".join(lines)


def next_question(arguments: argparse.Namespace) -> Any:
    """What to ask now; nothing when no answer can settle anything any more."""
    areas = _areas(arguments.area)
    advice = api.next_question(_household(arguments), areas)
    if arguments.json:
        return {"ask": advice.question, "settled": advice.settled, "open": advice.open}
    counts = f"{advice.settled} zeker, {advice.open} nog open"
    if advice.question is None:
        return f"Geen vraag meer ({counts}). Vraag iemand om mee te kijken."
    question = api.book().questions[advice.question]
    exact = " (nu het precieze bedrag)" if advice.exact else ""
    counts += "; verder vragen levert waarschijnlijk weinig op, bied een gesprek aan" if advice.enough else ""
    return f"{question.name}: {question.text}{exact}\n{question.explanation}\n({counts})".replace("\n\n", "\n")


def vectors(arguments: argparse.Namespace) -> Any:
    """Rows of published tables, and whether our rules give them."""
    from wijkkompas.regelingen import vectors as tables

    _rules()
    try:
        answers = tables.run(_json(arguments.file))
    except api.Problem as error:
        raise Failure(str(error), code="bad-request", field="file") from error
    failed = [answer for answer in answers if not answer["passed"]]
    status = REFUSED if failed else 0
    if arguments.json:
        return answers, status
    lines = [f"{answer['id']}: {answer['reason']}" for answer in failed]
    return "\n".join([*lines, f"{len(answers) - len(failed)} van {len(answers)} kloppen"]), status


def population(arguments: argparse.Namespace) -> Any:
    """A CSV of households -> a CSV with what each can get."""
    from wijkkompas.regelingen import population as people

    _rules()
    source, target = Path(arguments.file), Path(arguments.out)
    areas, day = _areas(arguments.area), _day(arguments.date) or _today()
    try:
        with _per_field():
            return people.run(source, target, day, areas)
    except (OSError, UnicodeDecodeError) as error:
        text = f"cannot read {source} or write {target}; give a CSV in UTF-8 and a place to write"
        raise Failure(text, code="unreadable-path", field="file") from error


def overview(arguments: argparse.Namespace) -> Any:
    """Every scheme: complete or not, and which amounts are still to be filled in for an area on a day."""
    _rules()
    rules = api.edition(_day(arguments.date) or _today(), _areas(arguments.area))
    rows: list[dict[str, Any]] = []
    for ready in rules.ready:
        used = rules.amounts_of(ready.rules)
        to_fill = {name: rules.parameters[name].why for name in used if rules.parameters[name].why}
        scheme = ready.scheme
        about = {"scheme": scheme.key, "name": scheme.name, "complete": scheme.complete, "rules": bool(ready.rules)}
        rows.append({**about, "to_fill": to_fill})
    if arguments.json:
        return rows
    lines = []
    for row in rows:
        lines.append(f"{row['name']}: {'getoetst' if row['complete'] else 'nog geen drie voorbeelden met een bron'}")
        lines += [f"    {name}: {why}" for name, why in row["to_fill"].items()]
    return "\n".join(lines)
