"""The book of rules, and what of it holds on one day in one area."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from wijkkompas.regelingen.engine import interval
from wijkkompas.regelingen.engine.checking import Kind
from wijkkompas.regelingen.engine.grammar import parse
from wijkkompas.regelingen.engine.interval import ANYTHING, PERHAPS, Interval, Step
from wijkkompas.regelingen.engine.tree import Node, names

Outcome = Literal["yes", "no", "perhaps"]
Reference = Literal["day", "month", "month_before", "quarter"]
Route = Literal["self", "intermediary", "automatic"]
Unit = Literal["euro", "share", "months", "years", "factor"]


def outcome(value: Interval) -> Outcome:
    """The word for a yes/no interval."""
    return "yes" if value[0] >= 1 else "no" if value[1] <= 0 else "perhaps"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing about a household. `low` and `high` are the most it can be; `whole` when it counts people or hours."""

    name: str
    kind: Kind
    low: float
    high: float
    whole: bool
    label: str
    question: str

    @property
    def unknown(self) -> Interval:
        """All it may be."""
        return (self.low, self.high)

    def takes(self, value: float) -> bool:
        """Whether it can be this."""
        whole = self.whole or self.kind == "truth"
        return self.low <= value <= self.high and not (whole and value != int(value))


@dataclass(frozen=True, slots=True)
class Question:
    """What we ask: one attribute, or several that one answer fills. `cost` is effort and shame together, 1 is little."""

    name: str
    text: str
    explanation: str
    attributes: tuple[str, ...]
    cost: float
    bands: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a parameter was from a day on. `value` is a point, a range that sources give, or None: still to be filled in.

    `likely` is the point of the range that the best source names; only calculations that trust (`Book.at`) use it.
    """

    value: Interval | None
    since: dt.date
    until: dt.date | None
    areas: tuple[str, ...]
    source: str
    confirmed: bool
    likely: Interval | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Known:
    """What a parameter is on a day in an area; `why` says why it is not known."""

    value: Interval
    source: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An amount, a share or a choice with a date. `judgement`: somebody decides it per person, so it is never known beforehand.

    `unit` says what its number counts: a share of 0.27 is read as 27%, years may be broken. None for yes/no.
    """

    name: str
    label: str
    kind: Kind
    unit: Unit | None
    entries: tuple[Entry, ...]
    judgement: str = ""

    def at(self, day: dt.date, areas: Sequence[str], *, trust: bool) -> Known:
        """Its value on a day. The nearest area goes first, then the whole country. An expired or unconfirmed value is unknown."""
        nothing = PERHAPS if self.kind == "truth" else ANYTHING
        if self.judgement:
            return Known(nothing, "", self.judgement)
        for place in [*areas, ""]:
            here = [entry for entry in self.entries if (place in entry.areas if place else not entry.areas)]
            began = [entry for entry in here if entry.since <= day]
            if not began:
                continue
            last = max(began, key=lambda entry: entry.since)
            if not last.holds(day):
                return Known(nothing, last.source, f"verlopen op {last.until:%d-%m-%Y}")
            if last.value is None:
                return Known(nothing, last.source, "nog niet ingevuld")
            if not last.confirmed and not trust:
                return Known(nothing, last.source, "nog niet bevestigd")
            return Known(last.likely if trust and last.likely else last.value, last.source)
        return Known(nothing, "", f"geen bedrag bekend op {day:%d-%m-%Y}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand of a scheme, with where it is written and how we say it."""

    key: str
    node: Node
    expression: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a scheme from a day on."""

    since: dt.date
    until: dt.date | None
    conditions: tuple[Condition, ...]
    amount: Node

    @property
    def nodes(self) -> list[Node]:
        """Every expression in it."""
        return [*(condition.node for condition in self.conditions), self.amount]


@dataclass(frozen=True, slots=True)
class Case:
    """A household with a known outcome, from a public source."""

    day: dt.date
    area: str
    household: Mapping[str, Any]
    expected: Outcome
    amount: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme. `areas` empty: the whole country. A scheme that `ended` is history and no longer asked about."""

    key: str
    name: str
    per: Literal["month", "year"]
    areas: tuple[str, ...]
    route: Route
    needs: tuple[str, ...]
    reference: Reference
    ended: dt.date | None
    versions: tuple[Rules, ...]
    texts: Mapping[str, str]
    papers: tuple[str, ...]
    source: str
    cases: tuple[Case, ...]

    def rules(self, day: dt.date) -> Rules | None:
        """The rules on a day; None when nobody filled them in."""
        holding = [rules for rules in self.versions if rules.since <= day and (not rules.until or day < rules.until)]
        return holding[-1] if holding else None

    @property
    def complete(self) -> bool:
        """A scheme counts when three cases with a public source stand beside it (a test lets them pass)."""
        return len(self.cases) >= 3


@dataclass(frozen=True)
class Book:
    """Everything that was read."""

    attributes: Mapping[str, Attribute]
    questions: Mapping[str, Question]
    parameters: Mapping[str, Parameter]
    derived: Mapping[str, Node]
    derived_kinds: Mapping[str, Kind]
    schemes: Mapping[str, Scheme]

    def at(self, day: dt.date, areas: Sequence[str] = (), *, trust: bool = False) -> Edition:
        """What holds on a day in an area (the smallest first, up to the region). `trust` also uses unconfirmed values."""
        known = {name: parameter.at(day, areas, trust=trust) for name, parameter in self.parameters.items()}
        schemes = [
            scheme
            for scheme in self.schemes.values()
            if (not scheme.areas or set(scheme.areas) & set(areas)) and not (scheme.ended and scheme.ended <= day)
        ]
        return Edition(self, day, tuple(areas), known, tuple(schemes))


@dataclass(frozen=True)
class Ready:
    """A scheme made ready to decide quickly."""

    scheme: Scheme
    rules: Rules | None
    conditions: tuple[Step, ...]
    amount: Step
    uses: tuple[frozenset[str], ...]
    """Per condition the attributes on which it may depend."""

    def decide(self, env: interval.Env) -> Interval:
        """Yes, no or perhaps."""
        settled = interval.YES if self.rules else PERHAPS
        for condition in self.conditions:
            value = condition(env)
            if value == interval.NO:
                return value
            settled = interval.both(settled, value)
        return settled

    def money(self, env: interval.Env, settled: Interval) -> Interval:
        """The amount from .. to: nothing below zero, nothing at no, from zero at perhaps."""
        if settled == interval.NO:
            return interval.NO
        low, high = self.amount(env) if self.rules else (0.0, math.inf)
        return (max(0.0, low) if settled == interval.YES else 0.0), max(0.0, high)


@dataclass(frozen=True)
class Edition:
    """The book on one day in one area. `ready` is built once, at first use; share an edition between households."""

    book: Book
    day: dt.date
    areas: tuple[str, ...]
    parameters: Mapping[str, Known]
    schemes: tuple[Scheme, ...]
    _uses: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    @cached_property
    def unknown(self) -> dict[str, Interval]:
        """All that each attribute may be."""
        return {name: attribute.unknown for name, attribute in self.book.attributes.items()}

    @cached_property
    def fixed(self) -> dict[str, Interval]:
        """The parameters as intervals."""
        return {name: known.value for name, known in self.parameters.items()}

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The names with an expression, as functions. The book has them in an order in which each uses only earlier ones."""
        made: dict[str, Step] = {}
        for name, node in self.book.derived.items():
            made[name] = interval.always(interval.build(node, self.fixed, made))
        return made

    def step(self, node: Node) -> Step:
        """An expression as a function of the answers."""
        return interval.always(interval.build(node, self.fixed, self.steps))

    @cached_property
    def ready(self) -> tuple[Ready, ...]:
        """Every scheme of this edition."""
        return tuple(self._prepare(scheme) for scheme in self.schemes)

    def _prepare(self, scheme: Scheme) -> Ready:
        rules = scheme.rules(self.day)
        if not rules:
            return Ready(scheme, None, (), interval.always((0.0, math.inf)), ())
        uses = tuple(self.uses(condition.node) for condition in rules.conditions)
        conditions = tuple(self.step(condition.node) for condition in rules.conditions)
        return Ready(scheme, rules, conditions, self.step(rules.amount), uses)

    def compute(self, text: str, values: Mapping[str, Interval]) -> Interval:
        """A sum with the parameters and names of this edition and some values of its own; for checks against tables."""
        return self.step(parse(text))(dict(values))

    def uses(self, node: Node) -> frozenset[str]:
        """The attributes on which an expression may depend."""
        found: set[str] = set()
        for name in names(node):
            if name in self.book.attributes:
                found.add(name)
            elif name in self.book.derived:
                if name not in self._uses:
                    self._uses[name] = self.uses(self.book.derived[name])
                found |= self._uses[name]
        return frozenset(found)

    def amounts_of(self, rules: Rules | None) -> list[str]:
        """The parameters that rules rest on, also by way of other names, in the order of the files."""
        queue = [name for node in rules.nodes for name in names(node)] if rules else []
        seen: set[str] = set()
        while queue:
            name = queue.pop()
            if name not in seen and name in self.book.derived:
                queue += names(self.book.derived[name])
            seen.add(name)
        return [name for name in self.book.parameters if name in seen]

    def env(self, answers: Mapping[str, Interval]) -> interval.Env:
        """The answers, with all it may be for what was not answered."""
        return {**self.unknown, **answers}
