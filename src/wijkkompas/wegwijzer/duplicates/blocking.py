"""What is worth comparing: entries that share a mark. A mark that many share says nothing and costs, so it is left out.

Of the words of a name each pair is a mark too: in a large directory a single word is seldom rare enough. Neighbours in
meaning share the side of random planes on which their vectors lie (locality-sensitive hashing, Charikar 2002).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import ceil, log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.duplicates.features import Look

MOST_IN_BLOCK = 40
MOST_WORDS = 7  # of a name, for its pairs
TABLES = 12
Vectors = NDArray[np.float32]


def marks(look: Look) -> Iterator[str]:
    """Everything that makes two entries worth comparing."""
    if look.name:
        yield f"name|{look.name}"
        yield f"bones|{_bones(look.name)}"
        yield f"order|{' '.join(sorted(look.core))}"
    named = sorted(look.core, key=lambda word: (-len(word), word))[:MOST_WORDS]
    yield from (f"word|{word}" for word in named if len(word) >= 4)
    yield from (f"words|{one} {other}" for one, other in combinations(sorted(named), 2))
    yield from sharing(look)


def sharing(look: Look) -> Iterator[str]:
    """Numbers, addresses and links: how many entries share one says how much it means."""
    yield from (f"phone|{one}" for one in look.phones)
    yield from (f"spot|{one}" for one in look.spots)
    yield from (f"page|{one}" for one in look.pages)
    yield from (f"site|{one}" for one in look.sites)
    yield from (f"email|{one}" for one in look.emails)


def _bones(name: str) -> str:
    """The consonants of a name, doubled ones once: most typing errors leave them."""
    bones: list[str] = []
    for letter in name:
        if letter not in "aeiouy " and (not bones or bones[-1] != letter):
            bones.append(letter)
    return "".join(bones)


def blocks(looks: Sequence[Look], vectors: Mapping[str, Vectors] | None) -> dict[str, list[int]]:
    """Mark: numbers of the entries that carry it."""
    made: dict[str, list[int]] = {}
    for number, one in enumerate(looks):
        for mark in dict.fromkeys(marks(one)):
            made.setdefault(mark, []).append(number)
    for number, mark in _sides(looks, vectors or {}):
        made.setdefault(mark, []).append(number)
    return made


def counted(made: Mapping[str, Sequence[int]]) -> Counter[str]:
    """How many entries carry each mark."""
    return Counter({mark: len(numbers) for mark, numbers in made.items()})


def neighbours(made: Mapping[str, Sequence[int]], wanted: set[int] | None) -> Iterator[tuple[int, int]]:
    """Each pair of numbers that shares a mark, once; with `wanted`, at least one of the two is in it."""
    seen: set[tuple[int, int]] = set()
    for numbers in made.values():
        if not 2 <= len(numbers) <= MOST_IN_BLOCK:
            continue
        for pair in combinations(numbers, 2):
            if pair not in seen and (wanted is None or pair[0] in wanted or pair[1] in wanted):
                seen.add(pair)
                yield pair


def _sides(looks: Sequence[Look], vectors: Mapping[str, Vectors]) -> Iterator[tuple[int, str]]:
    having = [number for number, one in enumerate(looks) if one.entry.id in vectors]
    if len(having) < 2:
        return
    rows: NDArray[Any] = np.stack([vectors[looks[number].entry.id] for number in having])
    rows = rows - rows.mean(axis=0)  # texts of one language lie in a narrow cone: look from its middle
    bits = max(6, ceil(log2(len(having))))
    chance = np.random.default_rng(7)
    for table in range(TABLES):
        planes = chance.standard_normal((rows.shape[1], bits)).astype(np.float32)
        sides = (rows @ planes > 0) @ (1 << np.arange(bits, dtype=np.int64))
        for number, side in zip(having, sides.tolist(), strict=True):
            yield number, f"side|{table}|{side}"
