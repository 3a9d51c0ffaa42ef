"""What an expression is made of. Every node knows where it stands in its text, so that an error can say so."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[int, int]
"""Line and column, both from 1."""

COMPARE = frozenset({"<", "<=", ">", ">=", "=", "<>"})
"""Operations between two numbers that give yes or no."""


class Problem(ValueError):
    """A rule, amount or answer that cannot be used. The text is Dutch: it is read by who keeps the rules."""

    def __init__(self, message: str, *, field: str = "", place: Place | None = None) -> None:
        where = f" (regel {place[0]}, kolom {place[1]})" if place else ""
        super().__init__(f"{field + ': ' if field else ''}{message}{where}")
        self.message, self.field, self.place = message, field, place


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written; a percentage is divided by a hundred already."""

    value: float
    place: Place


@dataclass(frozen=True, slots=True)
class Truth:
    """`ja` or `nee`."""

    value: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """An attribute, a parameter or a name with an expression of its own."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Call:
    """An operation on its parts: `+ - * / < <= > >= = <> en of niet neg als min max omlaag afgerond cent`."""

    operation: str
    parts: tuple[Node, ...]
    place: Place


Node = Number | Truth | Name | Call


def names(node: Node) -> frozenset[str]:
    """Every name that stands in an expression."""
    if isinstance(node, Name):
        return frozenset({node.name})
    if isinstance(node, Call):
        return frozenset().union(*(names(part) for part in node.parts))
    return frozenset()
