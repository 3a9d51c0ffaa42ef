"""Arrays and JSON in one file, without code in it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def join(**groups: Mapping[str, NDArray[Any]]) -> Arrays:
    """Groups of arrays under one roof."""
    return {f"{group}/{name}": array for group, arrays in groups.items() for name, array in arrays.items()}


def split(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Arrays]:
    """The groups that `join` put together."""
    out: dict[str, Arrays] = {}
    for name, array in arrays.items():
        group, _, own = name.partition("/")
        out.setdefault(group, {})[own] = array
    return out


def write(arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> bytes:
    """Arrays and description as bytes."""
    file = io.BytesIO()
    text = np.frombuffer(json.dumps(meta, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez(file, allow_pickle=False, **{"meta": text, **arrays})
    return file.getvalue()


def read(data: bytes) -> tuple[Arrays, dict[str, Any]]:
    """What `write` wrote. Refuses pickled objects."""
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(arrays.pop("meta").tobytes().decode())
    return arrays, meta
