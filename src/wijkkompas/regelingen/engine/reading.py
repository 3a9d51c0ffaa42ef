"""YAML -> book. Whatever is wrong is a `Problem` that names the file, the thing and the place in the rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from wijkkompas.regelingen.engine.book import (
    Attribute,
    Book,
    Case,
    Condition,
    Entry,
    Parameter,
    Question,
    Rules,
    Scheme,
    Unit,
)
from wijkkompas.regelingen.engine.checking import Kind, demand, kind_of
from wijkkompas.regelingen.engine.grammar import NAME, WORDS, parse
from wijkkompas.regelingen.engine.interval import Interval
from wijkkompas.regelingen.engine.tree import Call, Name, Node, Problem

HEADINGS = ("what", "who", "how_much", "how", "more", "who_informs", "who_helps", "where", "deadline")
"""The seven fixed headings, and where and when."""

_KEYS = {
    "scheme", "name", "per", "areas", "route", "needs", "reference", "poolable", "ended", "source", "rules", "text",
    "papers", "cases",
}  # fmt: skip
_REFERENCES = ("day", "month", "month_before", "quarter")
_ROUTES = ("self", "intermediary", "automatic")


def _within(where: str, problem: Problem) -> Problem:
    return Problem(problem.message, field=f"{where}: {problem.field}" if problem.field else where, place=problem.place)


def _rule(text: object, where: str) -> Node:
    try:
        return parse(text)
    except Problem as problem:
        raise _within(where, problem) from problem


def _take(data: Mapping[str, Any], key: str, where: str) -> Any:
    if not isinstance(data, Mapping) or key not in data:
        raise Problem(f"hier ontbreekt `{key}`", field=where)
    return data[key]


def _day(value: Any, where: str) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise Problem(f"schrijf een datum als 2026-01-01, niet: {value}", field=where)


def _since(data: Mapping[str, Any], where: str) -> dt.date:
    day = _day(_take(data, "from", where), where)
    if day is None:
        raise Problem("`from` heeft een datum nodig", field=where)
    return day


def attributes(data: Mapping[str, Any]) -> tuple[dict[str, Attribute], dict[str, Question]]:
    """What can be known about a household, and the questions that fill it. Every attribute has exactly one question."""
    questions = {
        name: Question(
            name,
            _take(row, "text", f"vraag {name}"),
            row.get("explanation", ""),
            tuple(row.get("attributes", [name])),
            float(row.get("cost", 1)),
            tuple(float(edge) for edge in row.get("bands", ())),
        )
        for name, row in data["questions"].items()
    }
    asked = {attribute: question.name for question in questions.values() for attribute in question.attributes}
    made = {}
    for name, row in data["attributes"].items():
        if not NAME.fullmatch(name) or name in WORDS:
            raise Problem("een naam heeft kleine letters, cijfers en _", field=f"attribuut {name}")
        truth = row.get("kind") == "truth"
        low, high = (0.0, 1.0) if truth else (float(row["low"]), float(row["high"]))
        question = asked.get(name)
        if not question:
            raise Problem("er is geen vraag die dit invult", field=f"attribuut {name}")
        kind: Kind = "truth" if truth else "number"
        made[name] = Attribute(name, kind, low, high, bool(row.get("whole")), row.get("label", name), question)
    return made, questions


def _value(value: Any, where: str) -> tuple[Interval | None, Kind | None]:
    if isinstance(value, Mapping):
        value = value.get("between")
    if value is None:
        return None, None
    if isinstance(value, bool):
        return (float(value), float(value)), "truth"
    if isinstance(value, (int, float)):
        return (float(value), float(value)), "number"
    if isinstance(value, list) and len(value) == 2 and all(isinstance(end, (int, float)) for end in value):
        if value[0] > value[1]:
            raise Problem("hier is het laagste hoger dan het hoogste", field=where)
        return (float(value[0]), float(value[1])), "number"
    raise Problem(f"dit is geen getal, ja/nee, of [laagste, hoogste]: {value}", field=where)


def parameters(data: Mapping[str, Any], where: str) -> dict[str, Parameter]:
    """Parameters of one file: `labels` names them, each of the `periods` gives some of them a value from a day on."""
    labels = _take(data, "labels", where)
    entries: dict[str, list[Entry]] = {name: [] for name in labels}
    kinds: dict[str, Kind] = {}
    for period in data.get("periods") or []:
        since = _since(period, where)
        place = f"{where}, vanaf {since}"
        until = _day(period.get("until"), place)
        if until and until <= since:
            raise Problem("`until` ligt niet na `from`", field=place)
        source = _take(period, "source", place)
        areas = tuple(period.get("areas", ()))
        for name, given in _take(period, "values", place).items():
            if name not in entries:
                raise Problem("deze naam staat niet onder `labels`", field=f"{place}, {name}")
            value, kind = _value(given, f"{place}, {name}")
            if kind and kinds.setdefault(name, kind) != kind:
                raise Problem("de ene keer ja/nee, de andere keer een getal", field=f"{place}, {name}")
            likely, _ = _value(given.get("likely") if isinstance(given, Mapping) else None, f"{place}, {name}")
            entries[name].append(
                Entry(value, since, until, areas, str(source), bool(period.get("confirmed", True)), likely)
            )
    made = {}
    for name, label in labels.items():
        about = label if isinstance(label, Mapping) else {"label": label}
        kind = about.get("kind") or kinds.get(name, "number")
        unit = _unit(about.get("unit"), kind, f"{where}, {name}")
        made[name] = Parameter(name, about["label"], kind, unit, tuple(entries[name]), about.get("judgement", ""))
    return made


def _unit(value: Any, kind: Kind, where: str) -> Unit | None:
    units = get_args(Unit)
    if kind == "number" and value not in units:
        raise Problem(f"een getal heeft een `unit`, een van: {', '.join(units)}", field=where)
    if kind == "truth" and value is not None:
        raise Problem("ja of nee heeft geen `unit`", field=where)
    return next((unit for unit in units if unit == value), None)


def _qualify(node: Node, local: Mapping[str, str]) -> Node:
    if isinstance(node, Name):
        return replace(node, name=local.get(node.name, node.name))
    if isinstance(node, Call):
        return replace(node, parts=tuple(_qualify(part, local) for part in node.parts))
    return node


class Reader:
    """Reads schemes against what is known already. A municipality's own scheme is read by the same reader."""

    def __init__(
        self, given: Mapping[str, Attribute], asked: Mapping[str, Question], known: Mapping[str, Parameter]
    ) -> None:
        self.attributes, self.questions, self.parameters = given, asked, known
        self.kinds: dict[str, Kind] = {name: attribute.kind for name, attribute in given.items()}
        self.kinds |= {name: parameter.kind for name, parameter in known.items()}
        self.derived: dict[str, Node] = {}
        self.schemes: dict[str, Scheme] = {}

    def add_derived(
        self, data: Mapping[str, Any], where: str, prefix: str = "", local: dict[str, str] | None = None
    ) -> None:
        """Names with an expression, each using only what stands before it."""
        for name, row in data.items():
            place = f"{where}, {name}"
            if not NAME.fullmatch(name) or name in WORDS or (name in self.kinds and not prefix):
                raise Problem("deze naam kan niet of bestaat al", field=place)
            node = _qualify(_rule(row["rule"] if isinstance(row, Mapping) else row, place), local or {})
            try:
                kind = kind_of(node, self.kinds)
            except Problem as problem:
                raise _within(place, problem) from problem
            self.derived[prefix + name] = node
            self.kinds[prefix + name] = kind
            if local is not None:
                local[name] = prefix + name

    def add_scheme(self, data: Mapping[str, Any], where: str) -> Scheme:
        """One scheme with all its versions, texts and cases."""
        key = _take(data, "scheme", where)
        where = f"{where}, {key}"
        extra = set(data) - _KEYS
        if extra:
            raise Problem(f"dit kennen wij niet: {', '.join(sorted(extra))}", field=where)
        if data.get("route", "self") not in _ROUTES or data.get("reference", "day") not in _REFERENCES:
            raise Problem(f"route is een van {_ROUTES}, reference een van {_REFERENCES}", field=where)
        if _take(data, "per", where) not in ("month", "year"):
            raise Problem("per is month of year", field=where)
        texts = data.get("text") or {}
        for heading in HEADINGS:
            _take(texts, heading, f"{where}, text")
        scheme = Scheme(
            key=key,
            name=_take(data, "name", where),
            per=data["per"],
            areas=tuple(data.get("areas", ())),
            route=data.get("route", "self"),
            needs=tuple(_take(data, "needs", where)),
            reference=data.get("reference", "day"),
            ended=_day(data.get("ended"), where),
            versions=tuple(self._rules(row, key, where) for row in _take(data, "rules", where)),
            texts={heading: " ".join(str(texts[heading]).split()) for heading in HEADINGS},
            papers=tuple(data.get("papers", ())),
            source=_take(data, "source", where),
            cases=tuple(_case(row, where) for row in data.get("cases", ())),
        )
        self.schemes[key] = scheme
        return scheme

    def _rules(self, data: Mapping[str, Any], key: str, where: str) -> Rules:
        since = _since(data, where)
        where = f"{where}, vanaf {since}"
        local: dict[str, str] = {}
        self.add_derived(data.get("helpers") or {}, where, f"{key}@{since}:", local)
        conditions = []
        for row in _take(data, "conditions", where):
            name = _take(row, "id", where)
            place = f"{where}, voorwaarde {name}"
            text = str(_take(row, "rule", place))
            node = self._checked(text, local, "truth", place)
            conditions.append(Condition(name, node, text, _take(row, "source", place), row.get("text", "")))
        amount = self._checked(_take(data, "amount", where), local, "number", f"{where}, amount")
        return Rules(since, _day(data.get("until"), where), tuple(conditions), amount)

    def _checked(self, text: object, local: Mapping[str, str], kind: Kind, place: str) -> Node:
        node = _qualify(_rule(text, place), local)
        try:
            demand(node, kind, self.kinds)
        except Problem as problem:
            raise _within(place, problem) from problem
        return node

    def book(self) -> Book:
        """Everything read so far."""
        kinds = {name: self.kinds[name] for name in self.derived}
        return Book(self.attributes, self.questions, self.parameters, dict(self.derived), kinds, dict(self.schemes))


def _case(row: Mapping[str, Any], where: str) -> Case:
    place = f"{where}, cases"
    day = _day(_take(row, "date", place), place)
    if day is None:
        raise Problem("een voorbeeld heeft een datum nodig", field=place)
    amount = row.get("amount")
    return Case(
        day, row.get("area", ""), _take(row, "household", place), row.get("outcome", "yes"),
        None if amount is None else float(amount), _take(row, "source", place),
    )  # fmt: skip


def read(
    given: Mapping[str, Any],
    parameter_files: Sequence[tuple[str, Mapping[str, Any]]],
    derived: Mapping[str, Any],
    scheme_files: Sequence[tuple[str, Mapping[str, Any]]],
) -> Book:
    """The whole book out of what YAML gave. Names of files are only for messages."""
    known: dict[str, Parameter] = {}
    for where, data in parameter_files:
        known |= parameters(data, where)
    reader = Reader(*attributes(given), known)
    reader.add_derived(derived, "derived")
    for where, data in scheme_files:
        reader.add_scheme(data, where)
    return reader.book()
