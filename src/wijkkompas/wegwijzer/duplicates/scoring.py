"""How much two entries are alike, and why. Additive and calm: each reason adds or takes a fixed part.

The parts were set on the pairs of bench/duplicates.py (docs/decisions/0019). A number, address or link that more than
two entries share counts for less: the switchboard of a welfare organisation stands at all its services.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wijkkompas.wegwijzer.duplicates.blocking import Vectors
from wijkkompas.wegwijzer.duplicates.features import Look, grams
from wijkkompas.wegwijzer.duplicates.values import Pair, Reason

ENOUGH = 0.38  # from here on a person is asked
NAME, NEAREST, ALMOST = 0.45, 0.5, 0.97
ORGANIZATION, PHONE, ADDRESS, PAGE, SITE, EMAIL, MEANING = 0.15, 0.25, 0.2, 0.25, 0.1, 0.15, 0.15
OTHER_AREA, OTHER_ORGANIZATION, OTHER_ADDRESS, OTHER_NUMBER = -0.35, -0.2, -0.1, -0.3
AROUND_ONLY = (
    0.6  # one organisation with one number at one address has many services: nothing of the thing itself is alike
)
_TELLING = {Reason.SAME_NAME, Reason.NEAR_NAME, Reason.SAME_PAGE, Reason.SAME_MEANING}
SAME_TEXT = 0.8  # cosine, seen from the middle of all texts


def name_alike(one: Look, other: Look, often: Mapping[str, int]) -> float:
    """From 0 to 1: letters in common, or words in common where a rare word weighs more."""
    if not one.words or not other.words:
        return 0.0
    if one.name == other.name:
        return 1.0
    letters = _letters_alike(one.grams, other.grams)
    found = max(letters, _words_alike(one.words, other.words, often))
    # "DementieLijn" of Alzheimer Nederland, and "Dementielijn (Alzheimer Nederland)".
    holders = one.organization | other.organization
    mine, theirs = one.words - holders, other.words - holders
    if mine and theirs and (mine != one.words or theirs != other.words):
        bare = _letters_alike(*(grams(" ".join(sorted(some))) for some in (mine, theirs)))
        found = max(found, 0.97 * bare, 0.97 * _words_alike(mine, theirs, often))
    return found


def _letters_alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _words_alike(one: frozenset[str], other: frozenset[str], often: Mapping[str, int]) -> float:
    def weight(words: frozenset[str]) -> float:
        return sum(1 / (1 + np.log2(often.get(f"word|{word}", 1))) for word in words)

    shared = weight(one & other)
    if not shared:
        return 0.0
    least = min(weight(one), weight(other))
    both = shared / (weight(one) + weight(other) - shared)
    # All of the shorter name in the longer one: "Taalcafé" and "Taalcafé Holy" stay apart, two words together say more.
    inside = 0.8 * shared / least if len(one & other) >= 2 else 0.0
    return max(both, inside)


def compare(one: Look, other: Look, often: Mapping[str, int], near: float | None = None) -> Pair:
    """The score with its reasons. `often`: how many entries carry each mark; `near`: cosine of the texts, if known."""
    found: list[tuple[Reason, float]] = []
    alike = name_alike(one, other, often)
    if alike >= NEAREST:
        part = NAME * (alike - 0.3) / 0.7
        found.append((Reason.SAME_NAME if alike >= ALMOST else Reason.NEAR_NAME, part))
    found += _organization(one, other, often)
    for reason, kind, mine, theirs, part in (
        (Reason.SAME_PHONE, "phone", one.phones, other.phones, PHONE),
        (Reason.SAME_ADDRESS, "spot", one.spots, other.spots, ADDRESS),
        (Reason.SAME_PAGE, "page", one.pages, other.pages, PAGE),
        (Reason.SAME_EMAIL, "email", one.emails, other.emails, EMAIL),
    ):
        if shared := mine & theirs:
            found.append((reason, part * _rarest(kind, shared, often)))
        elif kind == "spot" and mine and theirs:
            found.append((Reason.OTHER_ADDRESS, OTHER_ADDRESS))
    if (shared := one.sites & other.sites) and not one.pages & other.pages:
        found.append((Reason.SAME_SITE, SITE * _rarest("site", shared, often)))
    if near is not None and near >= SAME_TEXT:
        found.append((Reason.SAME_MEANING, MEANING))
    if one.entry.areas and other.entry.areas and not _one_place(one, other):
        found.append((Reason.OTHER_AREA, OTHER_AREA))
    if one.levels != other.levels and (one.levels - other.levels) and (other.levels - one.levels):
        found.append((Reason.OTHER_NUMBER, OTHER_NUMBER))
    total = sum(part for _, part in found)
    if not _TELLING & {reason for reason, _ in found}:
        total *= AROUND_ONLY
    score = round(max(0.0, min(1.0, total)), 2)
    first, second = sorted((one.entry.id, other.entry.id))
    return Pair(first, second, score, tuple(reason for reason, part in found if abs(part) >= 0.02))


def _organization(one: Look, other: Look, often: Mapping[str, int]) -> list[tuple[Reason, float]]:
    if not one.organization or not other.organization:
        return []
    if one.organization == other.organization:
        return [(Reason.SAME_ORGANIZATION, ORGANIZATION)]
    shared = len(one.organization & other.organization) / min(len(one.organization), len(other.organization))
    if shared >= 0.5:
        return [(Reason.SAME_ORGANIZATION, ORGANIZATION * shared * 0.7)]
    return [(Reason.OTHER_ORGANIZATION, OTHER_ORGANIZATION)]


def _one_place(one: Look, other: Look) -> bool:
    """An area of the one is, or lies in, an area of the other."""
    mine, theirs = one.entry, other.entry
    return bool(mine.areas & (theirs.areas | theirs.around) or theirs.areas & mine.around)


def _rarest(kind: str, shared: frozenset[str], often: Mapping[str, int]) -> float:
    """1 when only these two have it, less the more do."""
    return min(1.0, 2 / max(2, min(often.get(f"{kind}|{one}", 2) for one in shared)))


def cosine(one: Vectors, other: Vectors, middle: Vectors) -> float:
    """How much two texts mean the same, seen from the middle of all texts."""
    mine, theirs = one - middle, other - middle
    length = float(np.linalg.norm(mine) * np.linalg.norm(theirs))
    return float(mine @ theirs) / length if length else 0.0
