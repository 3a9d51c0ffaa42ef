"""The services of the directory, laid out for quick choosing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Encoder
from wijkkompas.wegwijzer.search.grams import Floats
from wijkkompas.wegwijzer.search.kernel import centred
from wijkkompas.wegwijzer.search.lexical import Names, Words, build_words
from wijkkompas.wegwijzer.search.ranking import CARRIED, MOST_PER_NEED
from wijkkompas.wegwijzer.search.values import Document
from wijkkompas.wegwijzer.search.vectors import KEY_BYTES, VectorCache, key, pack, unpack

MOST_CARRIED = len(CARRIED)
MOST_BY_TEXT = 20


class Shelf:
    """Services with their needs, areas, points, words, names and vectors."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> None:
        self._arrays, self._meta = dict(arrays), dict(meta)
        self.ids: list[str] = meta["ids"]
        self.model: str | None = meta["model"]
        size = len(self.ids)
        self.needs: NDArray[np.int16] = arrays["needs"]
        self.placeless: NDArray[np.bool_] = arrays["placeless"]
        self.fresh: Floats = arrays["fresh"].astype(np.float32)
        self.points: Floats = arrays["points"]
        self.owners: NDArray[np.int64] = arrays["owners"].astype(np.int64)
        ends = np.cumsum(meta["area_sizes"])
        rows = np.split(arrays["area_rows"].astype(np.int64), ends[:-1]) if len(ends) else []
        self.rows_of_area = dict(zip(meta["areas"], rows, strict=True))
        self.words = Words({n[6:]: a for n, a in arrays.items() if n.startswith("words_")}, meta["vocabulary"], size)
        self.names = Names(meta["names"], meta["organizations"])
        having, numbers = np.nonzero(self.needs >= 0)
        order = np.argsort(self.needs[having, numbers], kind="stable")
        self._need_rows = having[order]
        self._need_starts = np.searchsorted(self.needs[having, numbers][order], np.arange(len(meta["codes"]) + 1))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return self._arrays

    def meta(self) -> dict[str, Any]:
        """What is stored beside the arrays."""
        return self._meta

    def rows_of_need(self, need: int) -> NDArray[np.int64]:
        """The services of a need."""
        return self._need_rows[self._need_starts[need] : self._need_starts[need + 1]]

    def first_need(self, row: int) -> str | None:
        """What a service is most for."""
        number = int(self.needs[row, 0])
        return self._meta["codes"][number] if number >= 0 else None

    def candidates(
        self, top: NDArray[np.int64], cover: Floats, words: Floats, names: Mapping[int, float]
    ) -> NDArray[np.int64]:
        """Services that may answer: the best of each probable need, those whose text fits best, those named."""
        found: list[NDArray[np.int64]] = [np.asarray([row for row in names if cover[row] > 0], dtype=np.int64)]
        for need in top.tolist():
            rows = self.rows_of_need(need)
            rows = rows[cover[rows] > 0]
            if len(rows) > MOST_PER_NEED:
                first = (self.needs[rows, 0] == need).astype(np.float32)
                strength = 2 * first + cover[rows] + 0.1 * words[rows]
                rows = rows[np.argpartition(-strength, MOST_PER_NEED)[:MOST_PER_NEED]]
            found.append(rows)
        near = np.where(cover > 0, words, 0)
        count = min(MOST_BY_TEXT, len(near))
        by_text = np.argpartition(-near, count - 1)[:count]
        found.append(by_text[near[by_text] > 0])
        return np.unique(np.concatenate(found))

    def carries(self, rows: NDArray[np.int64], top: NDArray[np.int64]) -> Floats:
        """How much each service is for each of these needs."""
        out = np.zeros((len(rows), len(top)), np.float32)
        for position in range(self.needs.shape[1]):
            out = np.maximum(out, CARRIED[position] * (self.needs[rows, position][:, None] == top[None, :]))
        return np.asarray(out, dtype=np.float32)

    def likeness(self, rows: NDArray[np.int64], vector: Floats | None) -> Floats | None:
        """How much each service's text means what the question means, from 0 to 1 among these services."""
        if vector is None or "vectors" not in self._arrays or not len(rows):
            return None
        owners, centre = self._arrays["vector_owners"], self._arrays["centre"]
        starts, ends = np.searchsorted(owners, rows), np.searchsorted(owners, rows, side="right")
        wanted = np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
        if not len(wanted):
            return None
        texts = unpack(self._arrays["vectors"][wanted], self._arrays["scales"][wanted])
        found = centred(texts, centre) @ centred(vector[None, :], centre)[0]
        cosines = np.full(len(rows), -1.0, dtype=np.float32)
        np.maximum.at(cosines, np.repeat(np.arange(len(rows)), ends - starts), found)
        cosines[cosines == -1.0] = float(np.median(found))
        low, high = float(cosines.min()), float(cosines.max())
        return (
            np.asarray((cosines - low) / (high - low), dtype=np.float32)
            if high > low
            else np.zeros(len(rows), np.float32)
        )

    def meanings(self) -> dict[str, Floats]:
        """The mean vector of the texts of each service, by id."""
        if "vectors" not in self._arrays:
            return {}
        owners = self._arrays["vector_owners"].astype(np.int64)
        texts = unpack(self._arrays["vectors"], self._arrays["scales"])
        sums = np.zeros((len(self.ids), texts.shape[1]), np.float32)
        np.add.at(sums, owners, texts)
        return {self.ids[row]: sums[row] / np.linalg.norm(sums[row]) for row in np.unique(owners)}

    def lend(self, cache: VectorCache) -> int:
        """Put the vectors of these services in a cache of the same model."""
        if self.model != cache.model_hash or "vectors" not in self._arrays:
            return 0
        return cache.take(self._arrays["keys"], self._arrays["vectors"], self._arrays["scales"])


def build_shelf(
    documents: Sequence[Document],
    codes: Sequence[str],
    cache: VectorCache | None,
    encoder: Encoder | None,
    most_new: int,
    texts_of: Callable[[Document], list[str]],
) -> Shelf:
    """Lay the directory out. At most `most_new` services are encoded now; the others follow at a next build."""
    place = {code: number for number, code in enumerate(codes)}
    needs = np.full((len(documents), MOST_CARRIED), -1, dtype=np.int16)
    by_area: dict[str, list[int]] = {}
    owners: list[int] = []
    for row, document in enumerate(documents):
        own = [place[code] for code in dict.fromkeys(document.needs) if code in place][:MOST_CARRIED]
        needs[row, : len(own)] = own
        owners += [row] * len(document.points)
        for area in sorted(document.areas):
            by_area.setdefault(area, []).append(row)
    words, vocabulary = build_words(documents)
    areas = sorted(by_area)
    arrays: dict[str, NDArray[Any]] = {
        "needs": needs,
        "placeless": np.asarray([d.placeless for d in documents], dtype=bool),
        "fresh": np.asarray([d.fresh for d in documents], dtype=np.float16),
        "points": np.asarray([p for d in documents for p in d.points], dtype=np.float32).reshape(-1, 2),
        "owners": np.asarray(owners, dtype=np.int32),
        "area_rows": np.asarray([row for area in areas for row in by_area[area]], dtype=np.int32),
        **{f"words_{name}": array for name, array in words.items()},
    }
    if cache is not None and encoder is not None and documents:
        arrays |= _vectors([texts_of(d) for d in documents], cache, encoder, most_new)
    meta = {
        "ids": [d.id for d in documents],
        "names": [d.name for d in documents],
        "organizations": [d.organization for d in documents],
        "areas": areas,
        "area_sizes": [len(by_area[area]) for area in areas],
        "vocabulary": vocabulary,
        "codes": list(codes),
        "model": encoder.hash if encoder is not None else None,
    }
    return Shelf(arrays, meta)


def _vectors(
    texts: Sequence[list[str]], cache: VectorCache, encoder: Encoder, most_new: int
) -> dict[str, NDArray[Any]]:
    """Vectors of the texts that stand for services, with the row of the service that each belongs to."""
    missing = cache.missing(text for own in texts for text in own)
    cache.get(missing[:most_new], encoder)
    pairs = [(row, text) for row, own in enumerate(texts) for text in own if text in cache]
    if not pairs:
        return {}
    rows = cache.get([text for _, text in pairs])
    small, scales = pack(rows)
    keys = np.frombuffer(b"".join(key(cache.model_hash, text) for _, text in pairs), dtype=np.uint8)
    return {
        "vectors": small,
        "scales": scales,
        "keys": keys.reshape(-1, KEY_BYTES),
        "centre": rows.mean(axis=0),
        "vector_owners": np.asarray([row for row, _ in pairs], dtype=np.int32),
    }
