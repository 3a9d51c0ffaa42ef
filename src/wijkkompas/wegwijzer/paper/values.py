"""What stands on paper, before anybody decided how much of it fits. Frozen, without Django."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Words and the language they are in; paper marks both, and the direction of writing follows."""

    text: str
    language: str


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Entry:
    """One service on paper. Each fact is a list of lines; an empty one is unknown and not printed."""

    slug: str
    name: Piece
    address: str  # of its page
    organisation: tuple[Line, ...] = ()
    summary: tuple[Line, ...] = ()
    where: tuple[Line, ...] = ()
    when: tuple[Line, ...] = ()
    rota: tuple[Line, ...] = ()
    phone: tuple[Line, ...] = ()
    cost: tuple[Line, ...] = ()
    bring: tuple[Line, ...] = ()
    ways: tuple[Line, ...] = ()
    theme: str = ""
    example: bool = False
    machine: bool = False  # its sentence was translated by a computer, and nobody looked
    sensitive: bool = False


@dataclass(frozen=True)
class Fact:
    """One fact of an entry with its word and pictogram, and what stands between the pieces of a line."""

    name: str
    label: str
    icon: str
    between: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Number:
    """A national number for danger or need."""

    digits: str
    words: Piece
