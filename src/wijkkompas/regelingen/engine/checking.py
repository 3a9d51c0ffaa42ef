"""Before a rule is used: do its names exist, and do yes/no and numbers stand where they belong?"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Literal

from wijkkompas.regelingen.engine.tree import COMPARE, Name, Node, Number, Problem, Truth

Kind = Literal["truth", "number"]
_SAID = {"truth": "ja of nee", "number": "een getal"}
_LOGIC = {"en", "of", "niet"}


def kind_of(node: Node, kinds: Mapping[str, Kind]) -> Kind:
    """Whether an expression gives yes/no or a number. Raises `Problem` with line and column when it does not hold together."""
    if isinstance(node, Number):
        return "number"
    if isinstance(node, Truth):
        return "truth"
    if isinstance(node, Name):
        if node.name not in kinds:
            near = difflib.get_close_matches(node.name, kinds, 1)
            hint = f"; bedoelt u {near[0]}?" if near else ""
            raise Problem(f"{node.name} bestaat niet{hint}", place=node.place)
        return kinds[node.name]
    wanted: Kind = "truth" if node.operation in _LOGIC else "number"
    parts = node.parts
    if node.operation == "als":
        demand(parts[0], "truth", kinds)
        kind = kind_of(parts[1], kinds)
        demand(parts[2], kind, kinds)
        return kind
    for part in parts:
        demand(part, wanted, kinds)
    return "truth" if node.operation in _LOGIC | COMPARE else "number"


def demand(node: Node, wanted: Kind, kinds: Mapping[str, Kind]) -> None:
    """Raises `Problem` unless the expression gives what is wanted."""
    if kind_of(node, kinds) != wanted:
        raise Problem(f"hier hoort {_SAID[wanted]} te staan", place=node.place)
