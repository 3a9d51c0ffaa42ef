"""From a question to needs, with probabilities. One regression serves the needs and the crisis detector."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Vectors
from wijkkompas.wegwijzer.search.grams import Counts, Floats
from wijkkompas.wegwijzer.search.kernel import KernelModel, fit
from wijkkompas.wegwijzer.search.values import NeedHit

# Temperature of the scores; the best score from which the question counts as answered; the best score below which the
# engine keeps silent. Each with (True) and without (False) vectors. Chosen on held-out phrasings and on chatter that is
# no question (tools/search_eval.py), never on the questions that judge the engine.
TEMPERATURE = {True: 14.0, False: 14.0}
ANSWERED = {True: 0.10, False: 0.06}
SILENT = {True: 0.05, False: 0.03}
LOWEST_SHOWN = 0.02
MOST_SHOWN = 5


@dataclass(frozen=True)
class Lesson:
    """A text with the needs that it speaks of; none at all: a harmless text that only sounds like a crisis."""

    text: str
    lang: str
    needs: tuple[str, ...]


class NeedClassifier:
    """The trained classifier. After the needs come two more labels: `any crisis` and `harmless look-alike`."""

    def __init__(self, codes: Sequence[str], arrays: Mapping[str, NDArray[Any]], *, with_vectors: bool = True) -> None:
        self.codes = tuple(codes)
        self.model = KernelModel(arrays, with_vectors=with_vectors)

    def scores(self, counts: Counts, vector: Floats | None) -> Floats:
        """A score per need, then one for any crisis and one for a harmless look-alike."""
        return self.model.scores(counts, vector)

    def chances(self, scores: Floats, *, seeing: bool) -> Floats:
        """The probability of every need."""
        own = scores[: len(self.codes)] * TEMPERATURE[seeing]
        if not len(own):
            return own
        powers = np.exp(own - own.max())
        return np.asarray(powers / powers.sum(), dtype=np.float32)

    def height(self, scores: Floats) -> float:
        """The best score: how sure it is that this is about a need at all."""
        own = scores[: len(self.codes)]
        return float(own.max()) if len(own) else 0.0

    def hits(self, chances: Floats) -> tuple[NeedHit, ...]:
        """The needs worth naming, the most probable first."""
        order = np.argsort(-chances, kind="stable")[:MOST_SHOWN]
        shown = [i for rank, i in enumerate(order.tolist()) if rank == 0 or chances[i] >= LOWEST_SHOWN]
        return tuple(NeedHit(self.codes[i], round(float(chances[i]), 4)) for i in shown)


def train(
    codes: Sequence[str], kinds: Collection[str], lessons: Sequence[Lesson], vectors: Vectors | None
) -> dict[str, NDArray[Any]]:
    """Train on lessons; gives the arrays of a classifier."""
    place = {code: number for number, code in enumerate(codes)}
    targets = np.zeros((len(lessons), len(codes) + 2), dtype=np.float32)
    for row, lesson in enumerate(lessons):
        for need in lesson.needs:
            targets[row, place[need]] = 1 / len(lesson.needs)
        targets[row, -2] = any(need in kinds for need in lesson.needs)
        targets[row, -1] = not lesson.needs
    targets -= targets.mean(axis=0)
    return fit([lesson.text for lesson in lessons], [lesson.lang for lesson in lessons], vectors, targets)
