"""From a question to needs, with probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Vectors
from wijkkompas.wegwijzer.search.grams import Counts, Floats
from wijkkompas.wegwijzer.search.kernel import KernelModel, fit
from wijkkompas.wegwijzer.search.values import NeedHit

# Temperature of the scores and the lowest best score that counts as an answer, with and without vectors.
# Both were chosen on held-out phrasings (tools/search_eval.py), not on the questions that judge the engine.
TEMPERATURE = {True: 14.0, False: 14.0}
ANSWERED = {True: 0.10, False: 0.06}
SILENT = {True: 0.05, False: 0.03}
LOWEST_SHOWN = 0.04
MOST_SHOWN = 5


class NeedClassifier:
    """The trained classifier."""

    def __init__(self, codes: Sequence[str], arrays: Mapping[str, NDArray[Any]], *, with_vectors: bool = True) -> None:
        self.codes = tuple(codes)
        self.model = KernelModel(arrays, with_vectors=with_vectors)

    def judge(self, counts: Counts, vector: Floats | None) -> tuple[Floats, float]:
        """The probability of every need, and the height of the best score (how sure it is that this is a need at all)."""
        scores = self.model.scores(counts, vector)
        if not len(scores):
            return scores, 0.0
        warm = scores * TEMPERATURE[vector is not None]
        powers = np.exp(warm - warm.max())
        return np.asarray(powers / powers.sum(), dtype=np.float32), float(scores.max())

    def hits(self, chances: Floats) -> tuple[NeedHit, ...]:
        """The needs worth naming, the most probable first."""
        order = np.argsort(-chances, kind="stable")[:MOST_SHOWN]
        return tuple(NeedHit(self.codes[i], float(chances[i])) for i in order if chances[i] >= LOWEST_SHOWN or i == order[0])


def train(
    codes: Sequence[str], labels: Sequence[str], texts: Sequence[str], languages: Sequence[str], vectors: Vectors | None
) -> dict[str, NDArray[Any]]:
    """Train on texts with their need; gives the arrays of a classifier."""
    place = {code: number for number, code in enumerate(codes)}
    targets = np.full((len(texts), len(codes)), -1 / max(len(codes), 1), dtype=np.float32)
    targets[np.arange(len(texts)), [place[label] for label in labels]] += 1
    return fit(texts, languages, vectors, targets)
