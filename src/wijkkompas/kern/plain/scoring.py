"""From counts to a score, a level, the hardest sentences and simpler words. The weights come from tools/train_plain.py."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from wijkkompas.kern.plain.features import Counts, features, mark, total
from wijkkompas.kern.plain.sentences import sentences
from wijkkompas.kern.plain.values import HardWord, Reading, Sentence

_WEIGHTS = Path(__file__).parent / "data" / "weights.json"
_HARDEST_LEVEL = "C1"


class _Model(NamedTuple):
    weights: dict[str, float]
    offset: float
    lines: list[tuple[str, float]]


@lru_cache(maxsize=1)
def _model() -> _Model:
    read_in = json.loads(_WEIGHTS.read_text(encoding="utf8"))
    return _Model(read_in["weights"], read_in["offset"], sorted(read_in["lines"].items(), key=lambda line: line[1]))


def _score(counts: Counts) -> float:
    model = _model()
    values = features(counts)
    return round(model.offset + sum(weight * values[name] for name, weight in model.weights.items()), 3)


def level_of(score: float) -> str:
    """A2, B1, B2 or C1: the first level whose line the score does not pass."""
    return next((level for level, line in _model().lines if score <= line), _HARDEST_LEVEL)


def line(level: Literal["A2", "B1", "B2"]) -> float:
    """The highest score of a level."""
    return dict(_model().lines)[level]


def read(text: str) -> Reading:
    """Read a Dutch text of any length. A text without words scores as a usual short text. Time is linear in the length."""
    marked = [mark(sentence) for sentence in sentences(text)]
    found: dict[str, HardWord] = {}
    for sentence in marked:
        for word, proposal in sentence.words:
            found.setdefault(word.lower(), HardWord(word, proposal))
    whole = _score(total(marked))
    scored = tuple(Sentence(sentence.text, _score(sentence.counts)) for sentence in marked)
    return Reading(whole, level_of(whole), scored, tuple(found.values()))


def score(text: str) -> float:
    """Only the number of `read`."""
    return _score(total([mark(sentence) for sentence in sentences(text)]))


def easier(a: str, b: str) -> Literal["A", "B"]:
    """Which of two texts is easier. When their scores are equal: the one with fewer words, then A."""
    size_a, size_b = len(a.split()), len(b.split())
    return "A" if (score(a), size_a) <= (score(b), size_b) else "B"
