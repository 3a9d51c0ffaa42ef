"""Kernel ridge regression on meaning and spelling together: from texts to scores per label.

Two texts are alike in meaning as far as their centred vectors point the same way, and alike in spelling as far as they
share character n-grams; the kernel is the sum. A score is a weighted sum of how much a question is like each known text.

Solving for tens of thousands of texts at once would take gigabytes. Two languages share no spelling, so the system falls
apart into one block per language, plus what texts of different languages share in meaning; that part rests on a few
thousand landmark texts (Nyström) and joins the blocks by the Woodbury identity. Within a language the solution is exact.
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

# Changes when the arithmetic does: weights that another recipe solved are not used.
RECIPE = "joint-2"
SHARPNESS = 2.0
SPELLING = 0.5
RIDGE = 0.5
LANDMARKS = 2500
BLOCK = 400_000  # numbers widened at a time: about what a processor keeps at hand
NEIGHBOURS = 15


def meaning(cosines: Floats) -> Floats:
    """The meaning kernel: one for the same direction, exponentially less beside it."""
    return np.asarray(np.exp(SHARPNESS * (cosines - 1)), dtype=np.float32)


def centred(rows: Vectors, centre: Floats) -> Vectors:
    """Rows without what all texts share, of length one."""
    moved = rows - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def by_blocks(small: NDArray[np.int8] | NDArray[np.int16], factor: Floats) -> Floats:
    """`small @ factor` for a large matrix of small integers, a block at a time: less memory than widening it, and faster."""
    out = np.empty(len(small), np.float32)
    step = max(1, BLOCK // max(1, small.shape[1]))
    room = np.empty((min(step, len(small)), small.shape[1]), np.float32)
    for start in range(0, len(small), step):
        part = small[start : start + step]
        wide = room[: len(part)]
        np.copyto(wide, part)
        out[start : start + step] = wide @ factor
    return out


class Known:
    """The texts that were learned from: how much a question is like each of them."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], *, with_vectors: bool = True) -> None:
        self._arrays = dict(arrays)
        grams = {name[6:]: array for name, array in arrays.items() if name.startswith("grams_")}
        self.grams = GramIndex(grams, int(arrays["size"]))
        self._languages: NDArray[np.uint8] = arrays["languages"]
        self.with_vectors = with_vectors and "rows" in arrays
        self._strange = meaning(np.zeros(1, np.float32)) if "rows" in arrays else np.zeros(1, np.float32)
        if self.with_vectors:
            self.centre: Floats = arrays["centre"].astype(np.float32)
            self._rows: NDArray[np.int8] = arrays["rows"]
            self._scales: Floats = arrays["scales"].astype(np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return self._arrays

    def _in_one_language(self, similar: Floats) -> Floats:
        """Only the language whose texts the question is spelled most like. Solving took each language by itself, so that
        a word which two languages happen to share says nothing about the other."""
        closest = np.argsort(similar)[-NEIGHBOURS:] if len(similar) > NEIGHBOURS else np.arange(len(similar))
        votes = np.bincount(self._languages[closest], weights=similar[closest])
        if not len(votes):
            return similar
        return np.where(self._languages == votes.argmax(), similar, np.float32(0))

    def alike(self, counts: Counts, vector: Floats | None) -> Floats:
        """The kernel of a question with every known text; on spelling alone when there is no vector.

        Weights that were solved with vectors, and a question without one: as if it had nothing in common with any text.
        """
        spelled = SPELLING * self._in_one_language(self.grams.similarities(counts))
        if vector is None or not self.with_vectors:
            return np.asarray(spelled + self._strange, dtype=np.float32)
        pointing = centred(vector[None, :], self.centre)[0]
        return np.asarray(spelled + meaning(by_blocks(self._rows, pointing) * self._scales), dtype=np.float32)


class Head:
    """Scores per label from the kernel with some of the known texts.

    Weights are kept in two bytes each: in one, rounding drowned the small ones.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.texts: NDArray[np.int32] = arrays["texts"]
        # labels x texts, so that a label is one row
        self._small: NDArray[np.int16] = arrays["weights"]
        self._scale: Floats = arrays["scale"].astype(np.float32)
        self._mean: Floats = arrays["mean"].astype(np.float32)

    def scores(self, alike: Floats) -> Floats:
        """One score per label."""
        return np.asarray(by_blocks(self._small, alike[self.texts]) * self._scale + self._mean, dtype=np.float32)


def head_arrays(texts: NDArray[np.int32], weights: Floats, mean: Floats) -> dict[str, NDArray[Any]]:
    """What is stored of a head: weights (texts x labels) as small integers, with one scale per label."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 32_767
    return {
        "texts": texts.astype(np.int32),
        "weights": np.ascontiguousarray(np.round(weights / scale).astype(np.int16).T),
        "scale": scale.astype(np.float32),
        "mean": mean.astype(np.float32),
    }


def known_arrays(
    texts: Sequence[str], languages: Sequence[str], vectors: Vectors | None
) -> tuple[dict[str, NDArray[Any]], Any]:
    """What is stored of the known texts, and their n-grams as a sparse matrix with rows of length one."""
    index, spelled = build_grams(texts)
    arrays: dict[str, NDArray[Any]] = {f"grams_{name}": array for name, array in index.arrays().items()}
    arrays["size"] = np.asarray(len(texts))
    arrays["languages"] = np.unique(np.asarray(languages), return_inverse=True)[1].astype(np.uint8)
    if vectors is not None:
        arrays["centre"] = vectors.mean(axis=0) if len(vectors) else np.zeros(384, np.float32)
        arrays["rows"], arrays["scales"] = pack(centred(vectors, arrays["centre"]))
    return arrays, spelled


def known_vectors(arrays: Mapping[str, NDArray[Any]]) -> Vectors | None:
    """The centred vectors in `known_arrays`."""
    return unpack(arrays["rows"], arrays["scales"]) if "rows" in arrays else None


def solve(
    spelled: Any,
    rows: Vectors | None,
    languages: Sequence[str],
    targets: Floats,
    trust: Floats | None = None,
    *,
    landmarks: int = LANDMARKS,
) -> tuple[Floats, Floats]:
    """Weights (texts x labels) and the mean of the targets, for texts with n-grams `spelled` and centred vectors `rows`.

    `trust`: how much a text counts (1 is ordinary): trusted twice as much, it may lie half as far from its target.
    """
    trust = np.ones(len(targets), np.float32) if trust is None else trust
    mean = np.asarray((targets * trust[:, None]).sum(axis=0) / max(float(trust.sum()), 1e-9), dtype=np.float32)
    right = np.asarray(targets - mean, dtype=np.float32)
    shared = _shared(rows, landmarks) if rows is not None and len(set(languages)) > 1 else None
    width = shared.shape[1] if shared is not None else 0
    solved = np.concatenate([shared, right], axis=1) if shared is not None else right.copy()
    for lang in sorted(set(languages)):
        block = np.flatnonzero(np.asarray(languages) == lang)
        system = _system(
            spelled[block], rows[block] if rows is not None else None, shared[block] if shared is not None else None
        )
        system[np.diag_indices(len(block))] += RIDGE / trust[block]
        solved[block] = _solve(system, solved[block])
    if shared is None:
        return solved, mean
    inner = shared.T @ solved[:, :width]
    inner[np.diag_indices(width)] += 1
    joined = _solve(np.asarray(inner, dtype=np.float32), shared.T @ solved[:, width:])
    return np.asarray(solved[:, width:] - solved[:, :width] @ joined, dtype=np.float32), mean


def _system(spelled: Any, rows: Vectors | None, shared: Floats | None) -> Floats:
    """How alike the texts of one language are, without what the landmarks carry. A few rows at a time: the matrix itself
    takes a gigabyte for sixteen thousand texts, and it should stand in memory once."""
    size = spelled.shape[0]
    system = np.empty((size, size), np.float32)
    turned, step = spelled.T.tocsc(), max(1, BLOCK * 20 // max(1, size))
    for start in range(0, size, step):
        part = slice(start, start + step)
        system[part] = (spelled[part] @ turned).toarray()
        system[part] *= SPELLING
        if rows is not None:
            system[part] += meaning(rows[part] @ rows.T)
        if shared is not None:
            system[part] -= shared[part] @ shared.T
    return system


def _shared(rows: Vectors, landmarks: int) -> Floats:
    """Features (texts x landmarks) whose product is nearly the meaning kernel. Landmarks by chance, always the same."""
    from scipy.linalg import cholesky, solve_triangular

    drawn = np.sort(np.random.default_rng(1).permutation(len(rows))[:landmarks])
    own = meaning(rows[drawn] @ rows[drawn].T).astype(np.float64)
    own[np.diag_indices(len(own))] += 1e-4
    lower = cholesky(own, lower=True, overwrite_a=True, check_finite=False).astype(np.float32)
    features = solve_triangular(lower, meaning(rows[drawn] @ rows.T), lower=True, overwrite_b=True, check_finite=False)
    return np.ascontiguousarray(features.T, dtype=np.float32)


def _solve(system: Floats, right: Floats) -> Floats:
    """Solve a positive definite system, which is overwritten. It is its own transpose, and LAPACK wants columns: turned
    round, it is not copied."""
    from scipy.linalg import cho_factor, cho_solve

    factor = cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, right, check_finite=False), dtype=np.float32)
