"""From probable needs to services: the first five together cover what the question may be about.

Every next service is the one that covers most of the probability that is still uncovered. A service that is most of all
for a need (its first code) covers more of it than one that carries it fourth; among equals the text decides, then how
near it is meant to be, the distance, whether somebody is there now, and how recently it was checked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.grams import Floats
from wijkkompas.wegwijzer.search.values import Place

MOST_NEEDS = 12
MOST_PER_NEED = 40
CARRIED = np.asarray([1.0, 0.85, 0.75, 0.65, 0.6, 0.55, 0.5, 0.5], dtype=np.float32)
COVERED = 0.8
QUALITY = 0.6
FLATTEN = 0.5
SURE = 0.9  # from here on a question is about one thing
LEAST_CHANCE = (0.003, 0.02)  # a need below this gets no place; more strict when the question is about one thing
NEAR_M = 3000.0
COVERAGE = (1.0, 0.85, 0.7, 0.6)
COUNTRY_COVERAGE = 0.45
EARTH_M = 6_371_000.0


@dataclass(frozen=True)
class Pick:
    """A chosen document."""

    row: int
    score: float
    need: int | None


def coverage(codes: Sequence[str], rows_of: dict[str, NDArray[np.int64]], placeless: NDArray[np.bool_]) -> Floats:
    """How near each document is meant to be for somebody who lives here; 0 means: not for them at all."""
    out = np.where(placeless, COUNTRY_COVERAGE, 0.0).astype(np.float32)
    for step, code in reversed(list(enumerate(codes))):
        worth = COUNTRY_COVERAGE if code == "NL" else COVERAGE[min(step, len(COVERAGE) - 1)]
        rows = rows_of.get(code)
        if rows is not None:
            out[rows] = np.maximum(out[rows], worth)
    return out


def distances(place: Place, points: Floats, owners: NDArray[np.int64], rows: NDArray[np.int64]) -> dict[int, int]:
    """Metres to the nearest point of each of these documents, where both ends are known."""
    if place.point is None or not len(points):
        return {}
    wanted = np.isin(owners, rows)
    there, whose = np.radians(points[wanted].astype(np.float64)), owners[wanted]
    here = np.radians(np.asarray(place.point, dtype=np.float64))
    part = np.sin((there[:, 0] - here[0]) / 2) ** 2
    part += np.cos(here[0]) * np.cos(there[:, 0]) * np.sin((there[:, 1] - here[1]) / 2) ** 2
    metres = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(part, 0, 1)))
    out: dict[int, int] = {}
    for row, far in zip(whose.tolist(), metres.tolist(), strict=True):
        out[row] = min(out.get(row, round(far)), round(far))
    return out


def quality(text: Floats, cover: Floats, far: Sequence[int | None], is_open: Sequence[bool], fresh: Floats) -> Floats:
    """What decides between services for the same need, from 0 to about 1."""
    near = np.asarray([0.0 if metres is None else np.exp(-metres / NEAR_M) for metres in far], dtype=np.float32)
    total = 0.4 * text + 0.4 * cover + 0.1 * near + 0.1 * np.asarray(is_open, dtype=np.float32) + 0.05 * fresh
    return np.asarray(total, dtype=np.float32)


def choose(
    rows: NDArray[np.int64], carries: Floats, chances: Floats, worth: Floats, limit: int, taken: Collection[int] = ()
) -> list[Pick]:
    """Pick documents one by one. `carries` (documents x needs) says how much each is for each need (0: not at all);
    `chances` are the probabilities of those needs, the best first, flattened here because five services can afford to doubt
    more than one line of text can; `worth` is the quality of each document."""
    probable = chances.astype(np.float64)
    most = float(probable.max(initial=0.0))
    left = np.where(probable >= min(LEAST_CHANCE[most >= SURE], most), probable, 0.0) ** FLATTEN
    left /= max(float(left.sum()), 1e-9)
    free = np.asarray([row not in taken for row in rows.tolist()], dtype=bool)
    for number, row in enumerate(rows.tolist()):
        if row in taken:
            left *= 1 - COVERED * carries[number]
    value = carries * (1 + QUALITY * worth)[:, None]
    picks: list[Pick] = []
    first = not taken
    while len(picks) < limit and free.any():
        gains = value @ left
        if first and carries.shape[1] and (free & (carries[:, 0] > 0)).any():
            gains = value[:, 0].astype(np.float64) * left[0] + 1e-3 * gains
        gains = np.where(free, gains, -1.0)
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        need = int(np.argmax(left * carries[best]))
        picks.append(Pick(int(rows[best]), float(gains[best]), need))
        free[best], first = False, False
        left *= 1 - COVERED * carries[best]
    return picks
