"""Character n-grams as an inverted file: how much a question is spelled like each of a set of texts.

N-grams are kept as 32-bit hashes, postings as small integers, so that thousands of texts take a few megabytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.text import ngrams, tokens

Floats = NDArray[np.float32]
Counts = tuple[NDArray[np.uint32], Floats]


def counted(text: str) -> Counts:
    """The hashed n-grams of a text and how often each occurs (damped), whole words and word pairs among them."""
    words = tokens(text)
    found = [zlib.crc32(gram.encode()) for gram in ngrams(words)]
    found += [zlib.crc32(f"#{left} {right}".encode()) for left, right in zip(words, words[1:], strict=False)]
    if not found:
        return np.zeros(0, np.uint32), np.zeros(0, np.float32)
    hashes, counts = np.unique(np.asarray(found, dtype=np.uint32), return_counts=True)
    return hashes, (1 + np.log(counts)).astype(np.float32)


class GramIndex:
    """Texts by their n-grams; `similarities` gives the cosine of a question with every text."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], size: int) -> None:
        self.hashes: NDArray[np.uint32] = arrays["hashes"]
        self.idf: Floats = arrays["idf"].astype(np.float32)
        self.starts: NDArray[np.int64] = arrays["starts"].astype(np.int64)
        self.rows: NDArray[Any] = arrays["rows"]
        self.weights: NDArray[np.uint8] = arrays["weights"]
        self.size = size

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return {
            "hashes": self.hashes,
            "idf": self.idf.astype(np.float16),
            "starts": self.starts.astype(np.int32),
            "rows": self.rows,
            "weights": self.weights,
        }

    def similarities(self, counts: Counts) -> Floats:
        """Cosine of a question (its counted n-grams) with every text."""
        hashes, amounts = counts
        out = np.zeros(self.size, np.float32)
        if not len(hashes) or not len(self.hashes):
            return out
        places = np.searchsorted(self.hashes, hashes)
        places[places == len(self.hashes)] = 0
        known = self.hashes[places] == hashes
        places, amounts = places[known], amounts[known] * self.idf[places[known]]
        length = float(np.sqrt((amounts**2).sum()))
        if not length:
            return out
        starts, ends = self.starts[places], self.starts[places + 1]
        rows = np.concatenate([self.rows[a:b] for a, b in zip(starts, ends, strict=True)])
        weights = np.concatenate([self.weights[a:b] for a, b in zip(starts, ends, strict=True)]).astype(np.float32)
        weights *= np.repeat(amounts / (length * 255), ends - starts)
        return np.bincount(rows, weights=weights, minlength=self.size).astype(np.float32)


def build_grams(texts: Sequence[str]) -> tuple[GramIndex, Any]:
    """An index of the texts, and their n-grams as a sparse matrix of rows of length one."""
    from scipy import sparse

    per_text = [counted(text) for text in texts]
    hashes, columns = np.unique(np.concatenate([h for h, _ in per_text]), return_inverse=True)
    values = np.concatenate([c for _, c in per_text])
    pointers = np.concatenate([[0], np.cumsum([len(h) for h, _ in per_text])])
    matrix = sparse.csr_matrix((values, columns, pointers), shape=(len(texts), len(hashes)), dtype=np.float32)
    frequency = np.bincount(columns, minlength=len(hashes))
    useful = np.flatnonzero(frequency >= 2)
    idf = (np.log((1 + len(texts)) / (1 + frequency[useful])) + 1).astype(np.float32)
    matrix = (matrix[:, useful] @ sparse.diags(idf)).tocsr()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = (sparse.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ matrix).tocsr()
    by_gram = matrix.tocsc()
    arrays = {
        "hashes": hashes[useful].astype(np.uint32),
        "idf": idf,
        "starts": by_gram.indptr,
        "rows": by_gram.indices.astype(np.uint16 if len(texts) < 65_536 else np.uint32),
        "weights": np.round(np.clip(by_gram.data, 0, 1) * 255).astype(np.uint8),
    }
    return GramIndex(arrays, len(texts)), matrix
