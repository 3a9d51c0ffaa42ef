"""Explains. Walks the tree of each condition with the same operations as `interval`, and keeps what it saw.

Beside the outcome it knows which attributes can still change something: it leaves out whatever a decided part hides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wijkkompas.regelingen.engine import interval
from wijkkompas.regelingen.engine.book import Edition, Outcome, Ready, outcome
from wijkkompas.regelingen.engine.interval import ANYTHING, NO, YES, Interval
from wijkkompas.regelingen.engine.tree import Name, Node, Number, Truth

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """A value, the attributes that may still change it, and the parameters that nobody knows."""

    value: Interval
    live: frozenset[str] = _NOTHING
    unknown: frozenset[str] = _NOTHING

    @property
    def hopeless(self) -> bool:
        """Anything at all, whatever is answered: an amount that nobody knows."""
        return self.value == ANYTHING and not self.live


_SUMS = {"+", "-", "neg", "omlaag", "afgerond", "cent", "<", "<=", ">", ">=", "=", "<>"}


def _hopeless(operation: str, parts: Sequence[Seen]) -> bool:
    """Whether no answer can say more about this, because of an amount that nobody knows."""
    lost = any(part.hopeless for part in parts)
    if operation == "als":
        return parts[1].hopeless and parts[2].hopeless
    if operation == "*":
        return lost and all(part.hopeless or part.value[0] > 0 or part.value[1] < 0 for part in parts)
    return operation in _SUMS and lost


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as it came out. `value` names what it rests on, in words; `rests` and `unknown` the same as data."""

    condition: str
    outcome: Outcome
    value: str
    source: str
    text: str
    rests: tuple[tuple[str, Interval], ...] = ()
    unknown: tuple[str, ...] = ()
    """Parameters that nobody knows and that keep this open."""

    def as_json(self) -> dict[str, str]:
        """As contracts.md has it."""
        return {"condition": self.condition, "outcome": self.outcome, "value": self.value, "source": self.source}


@dataclass(frozen=True, slots=True)
class Result:
    """What came out for one scheme. `amount` is in euros `per` month or year; no end at the top when nobody knows one."""

    scheme: str
    outcome: Outcome
    amount: Interval
    per: str
    missing: tuple[str, ...]
    trace: tuple[Line, ...]
    missing_attributes: tuple[str, ...] = ()
    """What lies behind `missing`: the attributes themselves."""

    def as_json(self) -> dict[str, Any]:
        """As contracts.md has it; an amount without an end is null."""
        return {
            "scheme": self.scheme,
            "outcome": self.outcome,
            "amount": [None if math.isinf(end) else round(end, 2) for end in self.amount],
            "per": self.per,
            "missing": list(self.missing),
            "trace": [line.as_json() for line in self.trace],
        }


class Walk:
    """One household in one edition; names with an expression are walked once."""

    def __init__(self, edition: Edition, env: Mapping[str, Interval]) -> None:
        self.edition, self.env = edition, env
        self.seen: dict[str, Seen] = {}

    def see(self, node: Node) -> Seen:
        """The value of an expression and what it still depends on."""
        if isinstance(node, Number):
            return Seen((node.value, node.value))
        if isinstance(node, Truth):
            return Seen(YES if node.value else NO)
        if isinstance(node, Name):
            return self.name(node.name)
        first = self.see(node.parts[0])
        if node.operation == "als" and first.value in (YES, NO):
            return self.see(node.parts[1] if first.value == YES else node.parts[2])
        parts = [first, *(self.see(part) for part in node.parts[1:])]
        value = interval.OPERATIONS[node.operation](*(part.value for part in parts))
        if value[0] == value[1]:
            return Seen(value)
        unknown = frozenset().union(*(part.unknown for part in parts))
        live = _NOTHING if _hopeless(node.operation, parts) else frozenset().union(*(part.live for part in parts))
        return Seen(value, live, unknown)

    def name(self, name: str) -> Seen:
        """An attribute, a parameter or a name with an expression."""
        if name not in self.seen:
            self.seen[name] = self._look_up(name)
        return self.seen[name]

    def _look_up(self, name: str) -> Seen:
        if name in self.edition.parameters:
            value = self.edition.parameters[name].value
            return Seen(value, _NOTHING, frozenset({name}) if value[0] != value[1] else _NOTHING)
        if name in self.edition.book.derived:
            return self.see(self.edition.book.derived[name])
        value = self.env[name]
        return Seen(value, frozenset({name}) if value[0] != value[1] else _NOTHING)

    def words(self, node: Node, seen: Seen) -> str:
        """What a condition rests on: each name in it with its value, then which parameters are missing and why."""
        said = [f"{name.split(':')[-1]} = {self.said(name)}" for name in _in_order(node)]
        missing = [
            f"{name}: {known.why}" for name in sorted(seen.unknown) if (known := self.edition.parameters[name]).why
        ]
        return "; ".join([*said, *missing])

    def said(self, name: str) -> str:
        """A value in words."""
        low, high = self.name(name).value
        if self._kind(name) == "truth":
            return {YES: "ja", NO: "nee"}.get((low, high), "onbekend")
        if math.isinf(low) or math.isinf(high):
            return "onbekend"
        return f"{low:.10g}" if low == high else f"{low:.10g} tot {high:.10g}"

    def _kind(self, name: str) -> str:
        book = self.edition.book
        if name in book.attributes:
            return book.attributes[name].kind
        return book.parameters[name].kind if name in book.parameters else book.derived_kinds[name]


def _in_order(node: Node) -> list[str]:
    """The names of an expression, each once, as they stand in it."""
    if isinstance(node, Name):
        return [node.name]
    found: dict[str, None] = {}
    for part in getattr(node, "parts", ()):
        found.update(dict.fromkeys(_in_order(part)))
    return list(found)


def explain(edition: Edition, ready: Ready, env: Mapping[str, Interval]) -> Result:
    """Everything about one scheme for one household."""
    scheme, rules = ready.scheme, ready.rules
    if not rules:
        line = Line("regels", "perhaps", f"voor {edition.day:%d-%m-%Y} zijn geen regels ingevuld", scheme.source, "")
        return Result(scheme.key, "perhaps", (0.0, math.inf), scheme.per, (), (line,))
    walk = Walk(edition, env)
    lines: list[Line] = []
    live: set[str] = set()
    settled = YES
    for condition in rules.conditions:
        seen = walk.see(condition.node)
        settled = interval.both(settled, seen.value)
        live |= seen.live
        said = walk.words(condition.node, seen)
        rests = tuple((name, walk.name(name).value) for name in _in_order(condition.node))
        lack = tuple(sorted(seen.unknown))
        lines.append(Line(condition.key, outcome(seen.value), said, condition.source, condition.text, rests, lack))
    amount = walk.see(rules.amount)
    if settled == YES:
        live = set(amount.live)
    elif settled == NO:
        live = set()
    if settled != NO and amount.unknown:
        said = walk.words(Number(0, (1, 1)), amount)
        if said:
            lack = tuple(sorted(amount.unknown))
            lines.append(Line("bedrag", "perhaps", said, scheme.source, "", (), lack))
    money = (
        (0.0, 0.0)
        if settled == NO
        else (max(0.0, amount.value[0]) if settled == YES else 0.0, max(0.0, amount.value[1]))
    )
    attributes = tuple(name for name in edition.book.attributes if name in live)
    missing = tuple(dict.fromkeys(edition.book.attributes[name].question for name in attributes))
    return Result(scheme.key, outcome(settled), money, scheme.per, missing, tuple(lines), attributes)
