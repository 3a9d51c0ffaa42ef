"""Kernel ridge regression on meaning plus spelling: from texts to scores per label.

Two texts are alike in meaning as far as their centred vectors point the same way, and alike in spelling as far as they
share character n-grams. One regression on each; the scores are added. Meaning is shared by all languages and rests on a
few thousand landmark texts (Nyström). Two languages share no spelling, so spelling is solved language by language.
Without vectors the spelling alone is used.
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
MEANING_RIDGE = 1.0
SPELLING_RIDGE = 0.7
SPELLING_SHARE = 0.5
LANDMARKS = 3000


def meaning(cosines: Floats) -> Floats:
    """The meaning kernel: an exponential of the cosine, without its constant."""
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
        self.spelling_weights = _wide(arrays["spelling_weights"], arrays["spelling_scale"])
        self.with_vectors = with_vectors and "landmarks" in arrays
        if self.with_vectors:
            self.centre: Floats = arrays["centre"].astype(np.float32)
            self.landmarks: Vectors = unpack(arrays["landmarks"], arrays["landmark_scales"])
            self.meaning_weights: Floats = arrays["meaning_weights"].astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return self._arrays

    def parts(self, counts: Counts, vector: Floats | None) -> tuple[Floats | None, Floats]:
        """Scores per label by meaning (None without a vector) and by spelling."""
        spelled = np.asarray(self.grams.similarities(counts) @ self.spelling_weights, dtype=np.float32)
        if vector is None or not self.with_vectors:
            return None, spelled
        cosines = self.landmarks @ centred(vector[None, :], self.centre)[0]
        return np.asarray(meaning(cosines) @ self.meaning_weights, dtype=np.float32), spelled

    def scores(self, counts: Counts, vector: Floats | None, share: float = SPELLING_SHARE) -> Floats:
        """One score per label; on spelling alone when there is no vector."""
        return added(*self.parts(counts, vector), share)


def added(meant: Floats | None, spelled: Floats, share: float) -> Floats:
    """Meaning plus a share of spelling."""
    return spelled if meant is None else np.asarray(meant + share * spelled, dtype=np.float32)


def _narrow(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights in one byte each, with one scale per label."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def _wide(small: NDArray[np.int8], scale: Floats) -> Floats:
    return np.asarray(small.astype(np.float32) * scale.astype(np.float32), dtype=np.float32)


def fit(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Vectors | None,
    targets: Floats,
    *,
    landmarks: int = LANDMARKS,
) -> dict[str, NDArray[Any]]:
    """Train on texts with their targets (texts x labels); gives the arrays of a `KernelModel`."""
    index, spelled = build_grams(texts)
    arrays: dict[str, NDArray[Any]] = {f"grams_{name}": array for name, array in index.arrays().items()}
    weights = np.empty_like(targets)
    for lang in sorted(set(languages)):
        block = np.flatnonzero(np.asarray(languages) == lang)
        alike = np.asarray((spelled[block] @ spelled[block].T).toarray(), dtype=np.float32)
        alike[np.diag_indices(len(alike))] += SPELLING_RIDGE
        weights[block] = _solve(alike, targets[block])
    arrays["size"] = np.asarray(len(texts))
    arrays["spelling_weights"], arrays["spelling_scale"] = _narrow(weights)
    if vectors is not None:
        arrays |= _fit_meaning(vectors, targets, landmarks)
    return arrays


def _fit_meaning(vectors: Vectors, targets: Floats, landmarks: int) -> dict[str, NDArray[Any]]:
    """The meaning part: exact when there are few texts, else resting on landmarks drawn by chance (always the same)."""
    centre = vectors.mean(axis=0)
    rows = centred(vectors, centre)
    shared = np.sort(np.random.default_rng(1).permutation(len(rows))[:landmarks])
    kernel = meaning(rows @ rows[shared].T)
    if len(shared) == len(rows):
        system, right = kernel, targets
        system[np.diag_indices(len(system))] += MEANING_RIDGE
    else:
        system, right = kernel.T @ kernel + MEANING_RIDGE * kernel[shared], kernel.T @ targets
        system[np.diag_indices(len(system))] += 0.02
    small, scales = pack(rows[shared])
    solved = _solve(system, right)
    return {
        "centre": centre,
        "landmarks": small,
        "landmark_scales": scales,
        "meaning_weights": solved.astype(np.float16),
    }


def _solve(system: Floats, right: Floats) -> Floats:
    """Solve a positive definite system, which is overwritten."""
    from scipy.linalg import cho_factor, cho_solve

    factor = cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, right, check_finite=False), dtype=np.float32)
