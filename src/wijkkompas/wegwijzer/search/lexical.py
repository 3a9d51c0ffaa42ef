"""Words: BM25 over the texts of services, and the search for a service by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.grams import Floats
from wijkkompas.wegwijzer.search.text import STOP, mark, ngrams, split_compound, stem, tokens
from wijkkompas.wegwijzer.search.values import Document

K1, B = 1.2, 0.6
NAME_TIMES = 2
LONGEST_NAME_QUESTION = 7
_IGNORED = STOP["nl"] | frozenset(
    ("zoek", "zoeken", "waar", "graag", "vind", "vinden", "adres", "nummer", "telefoonnummer", "stichting")
)


class Postings:
    """For each term (a 32-bit hash) the documents that have it, with a weight."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], size: int) -> None:
        self.marks: NDArray[np.uint32] = arrays["marks"]
        self.starts: NDArray[np.int64] = arrays["starts"].astype(np.int64)
        self.rows: NDArray[np.uint32] = arrays["rows"]
        self.weights: NDArray[np.float16] = arrays["weights"]
        self.size = size

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return {"marks": self.marks, "starts": self.starts.astype(np.int32), "rows": self.rows, "weights": self.weights}

    def sums(self, terms: Sequence[str]) -> Floats:
        """The sum of the weights of these terms, per document."""
        parts = [part for term in dict.fromkeys(terms) if (part := self._part(term)) is not None]
        if not parts:
            return np.zeros(self.size, np.float32)
        rows = np.concatenate([self.rows[a:b] for a, b in parts])
        weights = np.concatenate([self.weights[a:b] for a, b in parts]).astype(np.float32)
        return np.bincount(rows, weights=weights, minlength=self.size).astype(np.float32)

    def _part(self, term: str) -> tuple[int, int] | None:
        wanted = mark(term)
        place = int(np.searchsorted(self.marks, wanted))
        if place == len(self.marks) or int(self.marks[place]) != wanted:
            return None
        return int(self.starts[place]), int(self.starts[place + 1])


def _postings(found: list[tuple[int, int, float]]) -> dict[str, NDArray[Any]]:
    """Arrays from (mark, document, weight)."""
    marks = np.asarray([f[0] for f in found], dtype=np.uint32)
    order = np.argsort(marks, kind="stable")
    distinct, counts = np.unique(marks, return_counts=True)
    return {
        "marks": distinct,
        "starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        "rows": np.asarray([f[1] for f in found], dtype=np.uint32)[order],
        "weights": np.asarray([f[2] for f in found], dtype=np.float16)[order],
    }


class Words:
    """BM25 over name, organisation and text, with stems and the parts of compounds."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], vocabulary: Sequence[str], size: int) -> None:
        self.postings = Postings(arrays, size)
        self.vocabulary = frozenset(vocabulary)

    def scores(self, text: str) -> Floats:
        """One score per document."""
        return self.postings.sums(_terms(tokens(text), self.vocabulary, {}))


def _terms(words: Sequence[str], vocabulary: frozenset[str], known: dict[str, list[str]]) -> list[str]:
    out: list[str] = []
    for word in words:
        if word in STOP["nl"]:
            continue
        if word not in known:
            known[word] = [stem(word, "nl"), *(stem(part, "nl") for part in split_compound(word, vocabulary))]
        out += known[word]
    return out


def build_words(documents: Sequence[Document]) -> tuple[dict[str, NDArray[Any]], list[str]]:
    """Arrays and the vocabulary of a `Words`."""
    word_lists = [tokens(f"{(d.name + ' ') * NAME_TIMES}{d.organization} {d.text}") for d in documents]
    frequency = Counter(word for words in word_lists for word in words if len(word) >= 4)
    vocabulary = sorted(word for word in frequency if word.isalpha() and word not in STOP["nl"])
    known: dict[str, list[str]] = {}
    counted = [Counter(_terms(words, frozenset(vocabulary), known)) for words in word_lists]
    lengths = np.asarray([sum(c.values()) for c in counted], dtype=np.float64)
    average = float(lengths.mean()) if len(lengths) and lengths.sum() else 1.0
    having = Counter(term for c in counted for term in c)
    found = []
    for number, c in enumerate(counted):
        norm = K1 * (1 - B + B * lengths[number] / average)
        for term, count in c.items():
            idf = float(np.log(1 + (len(documents) - having[term] + 0.5) / (having[term] + 0.5)))
            found.append((mark(term), number, idf * count * (K1 + 1) / (count + norm)))
    return _postings(found), vocabulary


def distance(left: str, right: str, most: int) -> int:
    """Typing errors between two words (a swap of neighbours is one), counted no further than `most` + 1."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if last and i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


class Names:
    """Services by name; forgives a typing error and an unfinished last word."""

    def __init__(self, names: Sequence[str], organizations: Sequence[str]) -> None:
        own = [self._content(name) for name in names]
        other = [self._content(name) for name in organizations]
        having = Counter(word for a, b in zip(own, other, strict=True) for word in {*a, *b})
        self.idf = {word: float(np.log(1 + len(own) / count)) for word, count in having.items()}
        self.own, self.other = own, other
        self.by_word: dict[str, list[int]] = {}
        for number, (a, b) in enumerate(zip(own, other, strict=True)):
            for word in {*a, *b}:
                self.by_word.setdefault(word, []).append(number)
        self.by_gram: dict[str, list[str]] = {}
        for word in having:
            for gram in set(ngrams([word], 3, 3)):
                self.by_gram.setdefault(gram, []).append(word)

    @staticmethod
    def _content(name: str) -> tuple[str, ...]:
        words = tokens(name)
        return tuple(dict.fromkeys(word for word in words if word not in _IGNORED)) or tuple(words)

    def _alike(self, word: str, *, last: bool) -> dict[str, float]:
        """Known words that this word may stand for, each with how well."""
        out = {word: 1.0} if word in self.by_word else {}
        shared = Counter(known for gram in set(ngrams([word], 3, 3)) for known in self.by_gram.get(gram, ()))
        for known, count in shared.most_common(40):
            if known in out or count < 2:
                continue
            if len(word) >= 5 and known.startswith(word) and (last or len(word) >= 6):
                out[known] = 0.85
            elif len(known) >= 5 and word.startswith(known) and len(word) - len(known) <= 3:
                out[known] = 0.8
            elif len(word) >= 5:
                most = 1 if len(word) < 8 else 2
                errors = distance(word, known, most)
                if errors <= most:
                    out[known] = 0.9 - 0.15 * errors
        return out

    def find(self, text: str) -> dict[int, float]:
        """Services whose name is what was typed, each with a score up to 1; nothing for a question in sentences."""
        words = self._content(text)
        if not words or len(tokens(text)) > 2 * LONGEST_NAME_QUESTION or len(words) > LONGEST_NAME_QUESTION:
            return {}
        rare = float(np.log(1 + max(len(self.own), 1)))
        alike = [self._alike(word, last=word == words[-1]) for word in words]
        weight = [max((self.idf[known] for known in found), default=rare) for found in alike]
        total = sum(weight)
        best: dict[int, dict[str, tuple[int, float]]] = {}
        for number, found in enumerate(alike):
            for known, quality in found.items():
                for document in self.by_word[known]:
                    held = best.setdefault(document, {})
                    if quality > held.get(known, (0, 0.0))[1]:
                        held[known] = (number, quality)
        out = {}
        for document, held in best.items():
            per_word: dict[int, float] = {}
            for number, quality in held.values():
                per_word[number] = max(per_word.get(number, 0.0), quality)
            asked = sum(weight[number] * quality for number, quality in per_word.items()) / total
            named = self._named(self.own[document], held)
            if (asked >= 0.7 and named >= 0.45) or (named >= 0.9 and asked >= 0.4):
                out[document] = 0.6 * asked + 0.4 * named
        return out

    def _named(self, own: Sequence[str], held: Mapping[str, tuple[int, float]]) -> float:
        """How much of the name was typed."""
        whole = sum(self.idf[word] for word in own)
        return sum(self.idf[word] * held[word][1] for word in own if word in held) / whole if whole else 0.0
