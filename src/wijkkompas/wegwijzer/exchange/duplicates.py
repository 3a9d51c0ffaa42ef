"""Which services may be the same one, told by two sources. Only candidates with reasons: a person decides.

Compared are those that share a telephone number, an address or a rare word of the name, so that ten thousand
services do not give fifty million pairs. Source of the wish: research note hsds.md 4 (duplicates between sources).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

ENOUGH = 0.6
MOST_IN_BLOCK = 60  # a word that more services have says nothing, and costs
NAME, ADDRESS, PHONE, ORGANIZATION = 0.5, 0.25, 0.25, 0.1
_FILLER = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "voor",
        "in",
        "op",
        "en",
        "bij",
        "te",
        "the",
        "of",
        "for",
        "and",
        "stichting",
        "vereniging",
    ]
)


@dataclass(frozen=True)
class Entry:
    """A service as far as it tells who it is."""

    id: str
    name: str
    organization: str = ""
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # street, number and postcode


@dataclass(frozen=True)
class Candidate:
    """Two that may be one; the score is from 0 to 1."""

    new: str
    known: str
    score: float
    reasons: tuple[str, ...]


def plain(text: str) -> str:
    """Small letters without accents and signs, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def words(name: str) -> frozenset[str]:
    """The words of a name that say something."""
    return frozenset(word for word in plain(name).split() if word not in _FILLER)


def digits(number: str) -> str:
    """The end of a telephone number, so that +31 10 and 010 are the same."""
    return re.sub(r"\D", "", number)[-9:]


def spot(address: str) -> str:
    """An address without spaces: 3131 AA and 3131AA are the same."""
    return plain(address).replace(" ", "")


def compare(one: Entry, other: Entry) -> Candidate:
    """How much alike, and why."""
    score, reasons = 0.0, []
    left, right = plain(one.name), plain(other.name)
    alike = SequenceMatcher(None, left, right, autojunk=False).ratio() if left and right else 0.0
    mine, theirs = words(one.name), words(other.name)
    if mine and theirs:
        alike = max(alike, len(mine & theirs) / len(mine | theirs))
    if alike >= 0.6:
        score += NAME * alike
        reasons.append("the same name" if alike >= 0.99 else f"the names are {alike:.0%} alike")
    if {spot(a) for a in one.addresses} & {spot(a) for a in other.addresses} - {""}:
        score += ADDRESS
        reasons.append("the same address")
    if {digits(p) for p in one.phones} & {digits(p) for p in other.phones} - {""}:
        score += PHONE
        reasons.append("the same telephone number")
    if one.organization and plain(one.organization) == plain(other.organization):
        score += ORGANIZATION
        reasons.append("an organisation with the same name")
    return Candidate(one.id, other.id, round(min(score, 1.0), 2), tuple(reasons))


def candidates(new: Iterable[Entry], known: Iterable[Entry]) -> list[Candidate]:
    """Pairs of a new and a known (or another new) service that score enough, the surest first."""
    fresh = list(new)
    everything = {entry.id: entry for entry in [*known, *fresh]}
    blocks: dict[str, list[str]] = {}
    for entry in everything.values():
        for mark in _marks(entry):
            blocks.setdefault(mark, []).append(entry.id)
    found: dict[tuple[str, str], Candidate] = {}
    for entry in fresh:
        near = {i for mark in _marks(entry) if len(blocks[mark]) <= MOST_IN_BLOCK for i in blocks[mark]} - {entry.id}
        for identity in near:
            pair = (min(entry.id, identity), max(entry.id, identity))
            if pair not in found:
                candidate = compare(entry, everything[identity])
                if candidate.score >= ENOUGH:
                    found[pair] = candidate
    return sorted(found.values(), key=lambda c: (-c.score, c.new, c.known))


def _marks(entry: Entry) -> Iterator[str]:
    yield f"name|{plain(entry.name)}"
    yield from (f"word|{word}" for word in words(entry.name) if len(word) >= 5)
    yield from (f"phone|{digits(phone)}" for phone in entry.phones if digits(phone))
    yield from (f"address|{spot(address)}" for address in entry.addresses if spot(address))
