"""All pairs that a person should look at, the surest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from wijkkompas.wegwijzer.duplicates.blocking import Vectors, blocks, counted, neighbours
from wijkkompas.wegwijzer.duplicates.features import look
from wijkkompas.wegwijzer.duplicates.scoring import ENOUGH, compare, cosine
from wijkkompas.wegwijzer.duplicates.values import Entry, Pair


def candidates(
    entries: Iterable[Entry],
    *,
    about: Iterable[str] | None = None,
    vectors: Mapping[str, Vectors] | None = None,
    enough: float = ENOUGH,
) -> list[Pair]:
    """Pairs that score `enough`. With `about`, only those in which one of these ids is; with `vectors` (by id) also
    those whose texts mean the same. One id counts once."""
    everything = list({entry.id: entry for entry in entries}.values())
    looks = [look(entry) for entry in everything]
    chosen = None if about is None else set(about)
    wanted = None if chosen is None else {n for n, entry in enumerate(everything) if entry.id in chosen}
    if wanted is not None and not wanted:
        return []
    made = blocks(looks, vectors)
    often = counted(made)
    known = vectors or {}
    middle = np.mean(np.stack(list(known.values())), axis=0) if known else None
    found = []
    for one, other in neighbours(made, wanted):
        mine, theirs = known.get(everything[one].id), known.get(everything[other].id)
        near = cosine(mine, theirs, middle) if middle is not None and mine is not None and theirs is not None else None
        pair = compare(looks[one], looks[other], often, near)
        if pair.score >= enough:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))
