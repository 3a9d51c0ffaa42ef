"""Kernel ridge regression on meaning and spelling: from texts to scores per label.

Two texts are alike as far as they mean the same (an exponential of the cosine of their centred vectors), and more so
when they are spelled alike as well:  k(a, b) = m(a, b) · (1 + w · n(a, b)).  Texts in two languages share no spelling,
so the spelling part is solved language by language; the meaning part, shared by all languages, rests on a few thousand
landmark texts. Together (Woodbury) that is the regression on all texts, without ever holding a matrix of all by all.
Without vectors the spelling alone is used, with weights of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Vectors
from wijkkompas.wegwijzer.search.grams import Counts, Floats, GramIndex, build_grams
from wijkkompas.wegwijzer.search.vectors import pack

SHARPNESS = 2.0
SPELLING = 1.0
RIDGE = 0.7
LANDMARKS = 2000
CHUNK = 2048


def meaning(cosines: Floats) -> Floats:
    """The meaning part of the kernel, without its constant."""
    return np.asarray((np.exp(SHARPNESS * cosines) - 1) / np.exp(SHARPNESS), dtype=np.float32)


def centred(rows: Vectors, centre: Floats) -> Vectors:
    """Rows without what all texts share, of length one."""
    moved = rows - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32)


class KernelModel:
    """Scores per label for a question."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], *, with_vectors: bool = True) -> None:
        self._arrays = dict(arrays)
        self.grams = GramIndex({n[6:]: a for n, a in arrays.items() if n.startswith("grams_")}, int(arrays["size"]))
        self.with_vectors = with_vectors and "rows" in arrays
        if self.with_vectors:
            self.centre: Floats = arrays["centre"].astype(np.float32)
            self.rows: NDArray[np.int8] = arrays["rows"]
            self.scales: Floats = arrays["scales"].astype(np.float32)
            self.shared: NDArray[np.int64] = arrays["landmarks"].astype(np.int64)
            self.meaning_weights = arrays["meaning_weights"].astype(np.float32)
            self.weights = _wide(arrays["both_weights"], arrays["both_scale"])
        else:
            self.weights = _wide(arrays["word_weights"], arrays["word_scale"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return self._arrays

    def scores(self, counts: Counts, vector: Floats | None) -> Floats:
        """One score per label; on spelling alone when there is no vector."""
        alike = self.grams.similarities(counts)
        if vector is None or not self.with_vectors:
            return np.asarray(alike @ self.weights, dtype=np.float32)
        kernel = meaning(self.cosines(vector))
        together = kernel[self.shared] @ self.meaning_weights
        return np.asarray(together + (SPELLING * kernel * alike) @ self.weights, dtype=np.float32)

    def cosines(self, vector: Floats) -> Floats:
        """Cosine of a question with every text, after centring; the texts stay one byte per number in memory."""
        question = centred(vector[None, :], self.centre)[0]
        out = np.empty(len(self.rows), np.float32)
        for start in range(0, len(out), CHUNK):
            out[start : start + CHUNK] = self.rows[start : start + CHUNK].astype(np.float32) @ question
        return np.asarray(out * self.scales, dtype=np.float32)


def _narrow(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights in one byte each, with one scale per label."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def _wide(small: NDArray[np.int8], scale: Floats) -> Floats:
    return np.asarray(small.astype(np.float32) * scale.astype(np.float32), dtype=np.float32)


def fit(
    texts: Sequence[str], languages: Sequence[str], vectors: Vectors | None, targets: Floats, *, ridge: float = RIDGE,
    landmarks: int = LANDMARKS,
) -> dict[str, NDArray[Any]]:
    """Train on texts with their targets (texts x labels); gives the arrays of a `KernelModel`."""
    index, spelled = build_grams(texts)
    arrays: dict[str, NDArray[Any]] = {f"grams_{name}": array for name, array in index.arrays().items()}
    arrays["size"] = np.asarray(len(texts))
    blocks = [np.flatnonzero(np.asarray(languages) == lang) for lang in sorted(set(languages))]
    words = np.empty_like(targets)
    solved_targets, solved_features = np.empty_like(targets), None
    if vectors is not None:
        centre = vectors.mean(axis=0)
        rows = centred(vectors, centre)
        shared = np.sort(np.random.default_rng(1).permutation(len(texts))[:landmarks])
        features, back = _features(rows, shared)
        solved_features = np.empty_like(features)
    for block in blocks:
        alike = np.asarray((spelled[block] @ spelled[block].T).toarray(), dtype=np.float32)
        words[block] = _solve(alike, ridge, targets[block])
        if vectors is not None and solved_features is not None:
            alike *= SPELLING * meaning(rows[block] @ rows[block].T)
            solved = _solve(alike, ridge, np.hstack([targets[block], features[block]]))
            solved_targets[block], solved_features[block] = np.split(solved, [targets.shape[1]], axis=1)
    arrays["word_weights"], arrays["word_scale"] = _narrow(words)
    if vectors is not None and solved_features is not None:
        inner = features.T @ solved_features
        inner[np.diag_indices(len(inner))] += 1
        both = solved_targets - solved_features @ np.linalg.solve(inner, features.T @ solved_targets)
        arrays["both_weights"], arrays["both_scale"] = _narrow(both)
        arrays["rows"], arrays["scales"] = pack(rows)
        arrays |= {"centre": centre, "landmarks": shared.astype(np.uint32),
                   "meaning_weights": (back @ (features.T @ both)).astype(np.float16)}
    return arrays


def _features(rows: Vectors, shared: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Features whose products are the meaning kernel (Nyström), and what turns feature weights into landmark weights."""
    kernel = meaning(rows @ rows[shared].T)
    core = kernel[shared].astype(np.float64)
    core[np.diag_indices(len(core))] += 1e-3
    back = np.linalg.inv(np.linalg.cholesky(core)).T.astype(np.float32)
    return np.asarray(kernel @ back, dtype=np.float32), back


def _solve(system: Floats, ridge: float, right: Floats) -> Floats:
    """Solve (system + ridge) x = right, in a copy."""
    from scipy.linalg import cho_factor, cho_solve

    moved = system.copy()
    moved[np.diag_indices(len(moved))] += ridge
    factor = cho_factor(moved, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, right, check_finite=False), dtype=np.float32)
