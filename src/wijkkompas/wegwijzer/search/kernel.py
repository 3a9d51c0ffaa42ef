"""Kernel ridge regression on meaning times spelling, from texts to scores per label.

Two texts are alike as far as they mean the same (an exponential of the cosine of their centred vectors), and more so
when they are also spelled alike: k(a, b) = (e^(g·cos) - 1) / e^g · (1 + w·ngrams). Without vectors the spelling alone is
used. At most a few thousand landmark texts carry the weights, so that serving stays small whatever the number of texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Vectors
from wijkkompas.wegwijzer.search.grams import Counts, Floats, GramIndex, build_grams
from wijkkompas.wegwijzer.search.vectors import pack, unpack

SHARPNESS = 2.0
SPELLING = 1.0
RIDGE = 0.7


def meaning(cosines: Floats) -> Floats:
    """The meaning part of the kernel, without its constant."""
    return np.asarray((np.exp(SHARPNESS * cosines) - 1) / np.exp(SHARPNESS), dtype=np.float32)


class KernelModel:
    """Scores per label for a question."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.grams = GramIndex({n[6:]: a for n, a in arrays.items() if n.startswith("grams_")}, int(arrays["size"]))
        self.word_weights: Floats = arrays["word_weights"].astype(np.float32)
        self.full_weights: Floats | None = None
        if "full_weights" in arrays:
            self.full_weights = arrays["full_weights"].astype(np.float32)
            self.landmarks: Vectors = unpack(arrays["landmarks"], arrays["scales"])
            self.centre: Floats = arrays["centre"].astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        out: dict[str, NDArray[Any]] = {f"grams_{name}": array for name, array in self.grams.arrays().items()}
        out["size"] = np.asarray(self.grams.size)
        out["word_weights"] = self.word_weights.astype(np.float16)
        if self.full_weights is not None:
            small, scales = pack(self.landmarks)
            out |= {"full_weights": self.full_weights.astype(np.float16), "landmarks": small, "scales": scales,
                    "centre": self.centre}
        return out

    def scores(self, counts: Counts, vector: Floats | None) -> Floats:
        """One score per label; on spelling alone when there is no vector."""
        alike = self.grams.similarities(counts)
        if vector is None or self.full_weights is None:
            return np.asarray(alike @ self.word_weights, dtype=np.float32)
        kernel = meaning(self.cosines(vector)) * (1 + SPELLING * alike)
        return np.asarray(kernel @ self.full_weights, dtype=np.float32)

    def cosines(self, vector: Floats) -> Floats:
        """Cosine of a question with every landmark, after centring."""
        return np.asarray(self.landmarks @ centred(vector[None, :], self.centre)[0], dtype=np.float32)


def centred(rows: Vectors, centre: Floats) -> Vectors:
    """Rows without what all texts share, of length one."""
    moved = rows - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def fit(
    texts: Sequence[str], vectors: Vectors | None, targets: Floats, landmarks: NDArray[np.int64], ridge: float = RIDGE
) -> KernelModel:
    """Train on texts with their targets (texts x labels); `landmarks` are the rows that carry the weights."""
    grams, alike = build_grams(texts, landmarks)
    arrays: dict[str, NDArray[Any]] = {f"grams_{name}": array for name, array in grams.arrays().items()}
    arrays |= {"size": np.asarray(len(landmarks)), "word_weights": _solve(alike, landmarks, targets, ridge)}
    if vectors is not None:
        centre = vectors.mean(axis=0)
        rows = centred(vectors, centre)
        kernel = meaning(rows @ rows[landmarks].T)
        alike *= SPELLING
        alike += 1
        kernel *= alike
        small, scales = pack(rows[landmarks])
        arrays |= {"full_weights": _solve(kernel, landmarks, targets, ridge), "landmarks": small, "scales": scales,
                   "centre": centre}
    return KernelModel(arrays)


def _solve(kernel: Floats, landmarks: NDArray[np.int64], targets: Floats, ridge: float) -> Floats:
    """Weights of the landmarks; exact when every text is a landmark, else a regression on the landmarks."""
    if len(landmarks) == len(kernel):
        system = kernel[landmarks].copy()
        system[np.diag_indices(len(system))] += ridge
        return np.asarray(np.linalg.solve(system, targets[landmarks]), dtype=np.float32)
    system = kernel.T @ kernel
    system += ridge * kernel[landmarks]
    system[np.diag_indices(len(system))] += 1e-3
    return np.asarray(np.linalg.solve(system, kernel.T @ targets), dtype=np.float32)
