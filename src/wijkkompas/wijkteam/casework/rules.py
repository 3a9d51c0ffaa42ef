"""Pure decisions of the case pages: as what somebody looks, where a case may go, what a spreadsheet may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wijkkompas.wijkteam.rules import CASE_EDGES, OVER, PARTS_OF

ALL_PARTS = PARTS_OF["full"]
# Where a formula begins: at the start, and after what another program may take for the end of a cell or a line.
FORMULA = re.compile(r"(^|[;\t\r\n])(\s*)(?=[=+\-@])")
PURPOSES = {"home": "help", "glass": "emergency", "shared": "help"}


@dataclass(frozen=True)
class Standing:
    """As what somebody looks at a case, and which parts are open because of it."""

    kind: str  # home, glass, shared; empty: not as somebody at work
    parts: tuple[str, ...] = ()

    @property
    def home(self) -> bool:
        """The team that keeps the case."""
        return self.kind == "home"

    @property
    def purpose(self) -> str:
        """What the access line says."""
        return PURPOSES[self.kind]


def standing(*, home: bool, glass: bool, shared: Iterable[str]) -> Standing:
    """The widest of what somebody has: the own team, a broken glass, or shares."""
    if home:
        return Standing("home", ALL_PARTS)
    if glass:
        return Standing("glass", ALL_PARTS)
    parts = set(shared)
    return Standing("shared", tuple(part for part in ALL_PARTS if part in parts)) if parts else Standing("")


def next_states(state: str) -> list[tuple[str, list[str]]]:
    """Where a case may go by hand, each with the reasons that fit; destroying is for the job."""
    return [(to, sorted(reasons)) for to, (_source, reasons) in CASE_EDGES[state].items() if to != "destroyed"]


def may_write(state: str) -> bool:
    """Notes and plans are written until a case is over."""
    return state not in OVER


def is_late(due: date | None, today: date) -> bool:
    """The day has passed."""
    return due is not None and due < today


def safe_cell(text: object) -> str:
    """A text that a spreadsheet shows and does not work out (OWASP: CSV injection)."""
    said = "" if text is None else str(text)
    return FORMULA.sub(r"\1\2'", f"'{said}" if said[:1] in {"=", "+", "-", "@", "\t", "\r"} else said)
