"""How much of a service fits on a leaflet of one A4: which facts go first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from wijkkompas.wegwijzer.paper.values import Entry, Line, Piece

MOST = 20  # services on one list; more is a wijkgids
PAGES = 1  # A4
PAGES_LARGE = 2  # both sides of one sheet, only for large letters
ROOMY, NORMAL, SMALL, LARGE = 12.5, 11.5, 10.5, 17.0  # points; never smaller
LONGEST_WHEN_TIGHT = 60  # signs of a text on the shortest leaflet

# What goes when it does not fit, first one first, and why that may be missed. Somebody who stands at a closed door, or
# does not know whom to call, has lost the day: name, place, hours and number never go.
GO_FIRST: tuple[tuple[str, str], ...] = (
    ("organisation", "At the door people ask for the name of the help, not for who pays for it"),
    ("rota", "Who sits there this week is told on the spot"),
    ("ways", "Where hours are printed they say how to get in; without hours this stays (see `shortened`)"),
    ("qr", "Not everybody has a telephone that reads it; the number stays"),
    ("cost", "Nearly everything is free, and one call tells"),
    ("bring", "Missed it costs a second visit, so it goes late"),
    ("summary", "The name says something too"),
)
FACTS = frozenset({fact for fact, _reason in GO_FIRST} | {"where", "when", "phone"})
IN_A_ROW_AFTER = "qr"  # from here on facts stand behind each other instead of below each other


@dataclass(frozen=True)
class Step:
    """A leaflet with these facts, in so many columns, in letters of `size` points.

    `in_a_row`: facts behind each other, without pictograms. `tight`: long texts are cut too.
    """

    facts: frozenset[str]
    columns: int
    size: float
    in_a_row: bool = False
    tight: bool = False


def steps(*, large: bool = False) -> list[Step]:
    """From the fullest leaflet to the shortest; each takes less room than the one before.

    Large letters stay in one column as long as they can: a line must hold some words.
    """
    columns, size = (1, LARGE) if large else (2, SMALL)
    made = [Step(FACTS, 1, LARGE)] if large else [Step(FACTS, 1, ROOMY), Step(FACTS, 1, NORMAL), Step(FACTS, 2, SMALL)]
    left, in_a_row = FACTS, False
    for fact, _reason in GO_FIRST:
        left = left - {fact}
        made.append(Step(left, columns, size, in_a_row))
        if fact == IN_A_ROW_AFTER:
            in_a_row = True
            made.append(Step(left, columns, size, in_a_row))
    made.append(Step(left, columns, size, in_a_row, tight=True))
    return [*made, Step(left, 2, LARGE, in_a_row, tight=True)] if large else made


def shortened(entry: Entry, step: Step) -> Entry:
    """What is printed of a service at this step."""
    gone = FACTS - step.facts - {"qr"}
    if not entry.when and not (step.tight and entry.phone):
        gone -= {"ways"}
    empty: dict[str, Any] = dict.fromkeys(gone, ())
    kept = replace(entry, **empty)
    if not step.tight:
        return kept
    return replace(
        kept,
        name=cut(kept.name),
        where=_cut_lines(kept.where[:1]),
        when=_cut_lines(kept.when[:2]),
        phone=_cut_lines(kept.phone[:1]),
        ways=_cut_lines(kept.ways[:1]),
    )


def cut(piece: Piece, longest: int = LONGEST_WHEN_TIGHT) -> Piece:
    """The beginning of a text, at the end of a word where there is one, with … where something is left out."""
    if len(piece.text) <= longest:
        return piece
    start = piece.text[: longest - 1]
    if " " in start[longest // 2 :]:
        start = start[: start.rindex(" ")]
    return replace(piece, text=start.rstrip(" ,.;:") + "…")


def _cut_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(tuple(cut(piece) for piece in line[:1]) for line in lines)
