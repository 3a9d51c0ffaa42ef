"""Vectors kept by content: a text that was encoded once is never encoded again.

Shipped texts have their vectors in committed files under `data/vectors`, one byte per number with a scale per text,
keyed by the model and the text, so that a first start is quick and a changed text or model never meets an old vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Encoder, Vectors
from wijkkompas.wegwijzer.search.text import squeeze

SHIPPED = Path(__file__).parent.parent / "data" / "vectors"
KEY_BYTES = 16
BATCH = 32


def key(model_hash: str, text: str) -> bytes:
    """The key of a text under a model."""
    return hashlib.sha256(f"{model_hash}\n{squeeze(text)}".encode()).digest()[:KEY_BYTES]


def pack(rows: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as small integers with one scale per row."""
    scales = np.abs(rows).max(axis=1) / 127 if len(rows) else np.zeros(0, np.float32)
    scales = np.maximum(scales, 1e-9).astype(np.float32)
    return np.round(rows / scales[:, None]).astype(np.int8), scales


def unpack(small: NDArray[np.int8], scales: NDArray[np.float32]) -> Vectors:
    """The rows that `pack` made small, of length one again."""
    rows = small.astype(np.float32) * scales[:, None].astype(np.float32)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-9), dtype=np.float32)


class VectorCache:
    """Vectors by key."""

    def __init__(self, model_hash: str) -> None:
        self.model_hash = model_hash
        self._rows: dict[bytes, tuple[NDArray[np.int8], np.float32]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, text: str) -> bool:
        return key(self.model_hash, text) in self._rows

    def add(self, texts: Sequence[str], rows: Vectors) -> None:
        """Keep the vectors of these texts."""
        small, scales = pack(rows)
        for text, row, scale in zip(texts, small, scales, strict=True):
            self._rows[key(self.model_hash, text)] = (row, scale)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The texts that have no vector yet, each once."""
        return [text for text in dict.fromkeys(texts) if text not in self]

    def get(self, texts: Sequence[str], encoder: Encoder | None = None) -> Vectors:
        """Vectors of these texts; what is missing is encoded and kept. Without an encoder a missing text is an error."""
        missing = self.missing(texts)
        if missing and encoder is None:
            raise KeyError(f"{len(missing)} texts have no vector and there is no encoder")
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            assert encoder is not None
            self.add(part, encoder.query(part))
        if not texts:
            return np.zeros((0, 384), np.float32)
        found = [self._rows[key(self.model_hash, text)] for text in texts]
        return unpack(np.stack([row for row, _ in found]), np.asarray([scale for _, scale in found], dtype=np.float32))

    def save(self, path: Path, only: Iterable[str] | None = None) -> int:
        """Write to a file, in the order of the keys so that the same texts give the same bytes."""
        wanted = set(self._rows) if only is None else {key(self.model_hash, text) for text in only} & set(self._rows)
        keys = sorted(wanted)
        np.savez(
            path,
            model=np.frombuffer(self.model_hash.encode(), dtype=np.uint8),
            keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), KEY_BYTES),
            rows=np.stack([self._rows[k][0] for k in keys]) if keys else np.zeros((0, 384), np.int8),
            scales=np.asarray([self._rows[k][1] for k in keys], dtype=np.float32),
        )
        return len(keys)

    def load(self, path: Path) -> int:
        """Read a file of the same model; another model's file is passed over."""
        with np.load(path, allow_pickle=False) as data:
            if data["model"].tobytes().decode() != self.model_hash:
                return 0
            keys, rows, scales = data["keys"], data["rows"], data["scales"]
        return self.take(keys, rows, scales)

    def take(self, keys: NDArray[np.uint8], rows: NDArray[np.int8], scales: NDArray[np.float32]) -> int:
        """Keep packed vectors under their keys."""
        for name, row, scale in zip(keys, rows, scales, strict=True):
            self._rows[name.tobytes()] = (row, scale)
        return len(keys)


def save_heads(path: Path, lesson: str, heads: Mapping[str, NDArray[Any]]) -> None:
    """Write trained weights with the digest of what they were trained on."""
    np.savez(path, allow_pickle=False, lesson=np.frombuffer(lesson.encode(), dtype=np.uint8), **dict(heads))


def shipped_heads(lesson: str) -> dict[str, NDArray[Any]] | None:
    """The committed weights, when they were trained on exactly these lessons; else None."""
    for path in sorted(SHIPPED.glob("trained-*.npz")):
        with np.load(path, allow_pickle=False) as data:
            if data["lesson"].tobytes().decode() == lesson:
                return {name: data[name] for name in data.files if name != "lesson"}
    return None


def shipped_vectors(encoder: Encoder | None) -> VectorCache:
    """The committed vectors that belong to this encoder."""
    cache = VectorCache(encoder.hash if encoder is not None else "none")
    if encoder is not None and SHIPPED.is_dir():
        for path in sorted(SHIPPED.glob("e5-*.npz")):
            cache.load(path)
    return cache
