"""Text -> tree. A recursive-descent parser of a page: what is not in this file cannot be said in a rule.

of -> en -> niet -> one comparison -> + - -> * / -> minus -> number, name, function, brackets; `%` after a number
"""

from __future__ import annotations

import re
from typing import NamedTuple

from wijkkompas.regelingen.engine.tree import COMPARE, Call, Name, Node, Number, Place, Problem, Truth

LONGEST = 2_000
DEEPEST = 30
MOST_NODES = 400
FUNCTIONS = {"als": (3, 3), "min": (2, 9), "max": (2, 9), "omlaag": (1, 1), "afgerond": (1, 1), "cent": (1, 1)}
WORDS = {"en", "of", "niet", "ja", "nee", *FUNCTIONS}
_TOKEN = re.compile(
    r"(?P<space>\s+|#[^\n]*)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign><=|>=|<>|[-+*/<>=(),%])"
)
NAME = re.compile(r"[a-z][a-z0-9_]*")


class Token(NamedTuple):
    """A word, number or sign, and where it stands."""

    kind: str
    text: str
    place: Place


def tokens(text: str) -> list[Token]:
    """The words of a rule, ended by an empty one. A sign that means nothing is a `Problem`."""
    if len(text) > LONGEST:
        raise Problem(f"deze regel is te lang ({len(text)} tekens, hoogstens {LONGEST}); maak er twee van")
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        place = _place(text, at)
        if not match:
            hint = (
                " schrijf `=`"
                if text[at] == "!"
                else " schrijf een naam met kleine letters"
                if text[at].isupper()
                else ""
            )
            raise Problem(f"dit teken hoort hier niet: {text[at]}{';' + hint if hint else ''}", place=place)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), place))
        at = match.end()
    return [*found, Token("end", "", _place(text, len(text)))]


def _place(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def parse(text: object) -> Node:
    """The tree of a rule. A number or yes/no straight from YAML will do too. Raises `Problem` with line and column."""
    if isinstance(text, bool):
        return Truth(text, (1, 1))
    parser = _Parser(tokens(str(text)))
    node = parser.either(0)
    if parser.now.kind != "end":
        raise Problem(f"hier had de regel moeten eindigen, maar er staat: {parser.now.text}", place=parser.now.place)
    return node


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.found, self.at, self.made = found, 0, 0

    @property
    def now(self) -> Token:
        return self.found[self.at]

    def take(self, *texts: str) -> Token | None:
        """The token of now when it is one of these, and step over it."""
        token = self.now
        if token.kind != "number" and token.text in texts and token.kind != "end":
            self.at += 1
            return token
        return None

    def need(self, text: str) -> None:
        if not self.take(text):
            seen = self.now.text or "het einde"
            raise Problem(f"hier hoort `{text}` te staan, maar er staat: {seen}", place=self.now.place)

    def call(self, operation: str, place: Place, *parts: Node) -> Call:
        self.made += 1
        if self.made > MOST_NODES:
            raise Problem(f"deze regel heeft meer dan {MOST_NODES} stappen; maak er twee van", place=place)
        return Call(operation, parts, place)

    def either(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Problem(
                f"hier staan meer dan {DEEPEST} lagen in elkaar; maak er twee regels van", place=self.now.place
            )
        node = self.both(depth)
        while token := self.take("of"):
            node = self.call("of", token.place, node, self.both(depth))
        return node

    def both(self, depth: int) -> Node:
        node = self.negated(depth)
        while token := self.take("en"):
            node = self.call("en", token.place, node, self.negated(depth))
        return node

    def negated(self, depth: int) -> Node:
        signs = []
        while token := self.take("niet"):
            signs.append(token)
        node = self.compared(depth)
        for token in reversed(signs):
            node = self.call("niet", token.place, node)
        return node

    def compared(self, depth: int) -> Node:
        node = self.summed(depth)
        if token := self.take(*COMPARE):
            node = self.call(token.text, token.place, node, self.summed(depth))
            if self.now.text in COMPARE:
                raise Problem(
                    "vergelijk twee dingen tegelijk; zet `en` tussen twee vergelijkingen", place=self.now.place
                )
        return node

    def summed(self, depth: int) -> Node:
        node = self.multiplied(depth)
        while token := self.take("+", "-"):
            node = self.call(token.text, token.place, node, self.multiplied(depth))
        return node

    def multiplied(self, depth: int) -> Node:
        node = self.signed(depth)
        while token := self.take("*", "/"):
            node = self.call(token.text, token.place, node, self.signed(depth))
        return node

    def signed(self, depth: int) -> Node:
        if token := self.take("-"):
            return self.call("neg", token.place, self.signed(depth + 1) if depth < DEEPEST else self.leaf(depth))
        return self.leaf(depth)

    def leaf(self, depth: int) -> Node:
        token = self.now
        self.at += token.kind != "end"
        if token.kind == "number":
            return self.number(token)
        if token.text == "(":
            node = self.either(depth + 1)
            self.need(")")
            return node
        if token.text in ("ja", "nee"):
            return Truth(token.text == "ja", token.place)
        if token.text in FUNCTIONS:
            return self.function(token, depth)
        if token.kind == "name" and token.text not in WORDS:
            if self.now.text == "(":
                known = ", ".join(sorted(FUNCTIONS))
                raise Problem(f"{token.text} is geen functie; er zijn: {known}", place=token.place)
            return Name(token.text, token.place)
        seen = token.text or "het einde van de regel"
        raise Problem(
            f"hier hoort een getal, een naam of een haakje te staan, maar er staat: {seen}", place=token.place
        )

    def number(self, token: Token) -> Number:
        percentage = self.take("%")
        if self.now.kind == "number":
            raise Problem("er staan twee getallen naast elkaar; schrijf 1250.50 zonder spatie", place=self.now.place)
        return Number(float(token.text) / 100 if percentage else float(token.text), token.place)

    def function(self, token: Token, depth: int) -> Node:
        self.need("(")
        parts = [self.either(depth + 1)]
        while self.take(","):
            parts.append(self.either(depth + 1))
        self.need(")")
        fewest, most = FUNCTIONS[token.text]
        if not fewest <= len(parts) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} tot {most}"
            text = f"{token.text} neemt {wanted} delen, er staan er {len(parts)}; een bedrag heeft een punt, geen komma"
            raise Problem(text, place=token.place)
        return self.call(token.text, token.place, *parts)
