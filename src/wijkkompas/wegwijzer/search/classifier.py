"""From a question to needs, with probabilities. One regression serves the needs and the crisis detector."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search.encoder import Vectors
from wijkkompas.wegwijzer.search.grams import Counts, Floats
from wijkkompas.wegwijzer.search.kernel import SPELLING_SHARE, KernelModel, added, fit
from wijkkompas.wegwijzer.search.text import mark, tokens
from wijkkompas.wegwijzer.search.values import NeedHit

# Temperature of the scores; by how much the best need must beat `chatter` for the question to count as answered, and by
# how much for the engine to say anything at all. Each with (True) and without (False) vectors. Chosen on held-out
# phrasings and on chatter, with the development questions in view (tools/search_eval.py); the blind set was never seen.
TEMPERATURE = {True: 20.0, False: 14.0}
CHATTER = {True: 0.0, False: 0.0}
SILENT = {True: -0.15, False: -0.15}
KNOWN_SPELLING = 0.3
DANGER_SHARE = 1.0
CHATTER_FILE = Path(__file__).with_name("chatter.txt")
EXTRA, ANY_CRISIS, LOOK_ALIKE, CHATTER_LABEL = 3, -3, -2, -1
LOWEST_SHOWN = 0.02
MOST_SHOWN = 5


@dataclass(frozen=True)
class Lesson:
    """A text with the needs that it speaks of. None at all: it is chatter, or it only sounds like a crisis."""

    text: str
    lang: str
    needs: tuple[str, ...]
    chatter: bool = False


def chatter_lessons() -> list[Lesson]:
    """What people type that is no question for help."""
    out, lang = [], ""
    for line in CHATTER_FILE.read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            lang = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            out.append(Lesson(line.strip(), lang, (), chatter=True))
    return out


class NeedClassifier:
    """The trained classifier. After the needs come three more labels: any crisis, harmless look-alike, chatter."""

    def __init__(self, codes: Sequence[str], arrays: Mapping[str, NDArray[Any]], *, with_vectors: bool = True) -> None:
        self.codes = tuple(codes)
        self._words: NDArray[np.uint32] = arrays["words"]
        self.model = KernelModel(arrays, with_vectors=with_vectors)

    def scores(self, counts: Counts, vector: Floats | None) -> tuple[Floats, Floats]:
        """A score per need, then one each for any crisis, a harmless look-alike and chatter: once to choose needs by, and
        once for the crisis detector, where spelling weighs heavier."""
        meant, spelled = self.model.parts(counts, vector)
        return added(meant, spelled, SPELLING_SHARE), added(meant, spelled, DANGER_SHARE)

    def chances(self, scores: Floats, *, seeing: bool) -> Floats:
        """The probability of every need."""
        own = scores[: len(self.codes)] * TEMPERATURE[seeing]
        if not len(own):
            return own
        powers = np.exp(own - own.max())
        return np.asarray(powers / powers.sum(), dtype=np.float32)

    def certainty(self, scores: Floats) -> float:
        """By how much the best need beats chatter."""
        own = scores[: len(self.codes)]
        return float(own.max() - scores[CHATTER_LABEL]) if len(own) else -1.0

    def is_language(self, text: str, counts: Counts) -> bool:
        """Whether any word was seen before, or the whole is spelled like something that was; `asdf qwer` is not."""
        marks = np.asarray([mark(word) for word in tokens(text) if len(word) > 1], dtype=np.uint32)
        if np.isin(marks, self._words).any():
            return True
        return float(self.model.grams.similarities(counts).max(initial=0.0)) >= KNOWN_SPELLING

    def hits(self, chances: Floats) -> tuple[NeedHit, ...]:
        """The needs worth naming, the most probable first."""
        order = np.argsort(-chances, kind="stable")[:MOST_SHOWN]
        shown = [i for rank, i in enumerate(order.tolist()) if rank == 0 or chances[i] >= LOWEST_SHOWN]
        return tuple(NeedHit(self.codes[i], round(float(chances[i]), 4)) for i in shown)


def train(
    codes: Sequence[str], kinds: Collection[str], lessons: Sequence[Lesson], vectors: Vectors | None
) -> dict[str, NDArray[Any]]:
    """Train on lessons; gives the arrays of a classifier."""
    place = {code: number for number, code in enumerate(codes)}
    targets = np.zeros((len(lessons), len(codes) + EXTRA), dtype=np.float32)
    for row, lesson in enumerate(lessons):
        for need in lesson.needs:
            targets[row, place[need]] = 1 / len(lesson.needs)
        targets[row, ANY_CRISIS] = any(need in kinds for need in lesson.needs)
        targets[row, LOOK_ALIKE] = not lesson.needs and not lesson.chatter
        targets[row, CHATTER_LABEL] = lesson.chatter
    targets -= targets.mean(axis=0)
    arrays = fit([lesson.text for lesson in lessons], [lesson.lang for lesson in lessons], vectors, targets)
    words = {word for lesson in lessons for word in tokens(lesson.text) if len(word) > 1}
    arrays["words"] = np.unique(np.asarray([mark(word) for word in words], dtype=np.uint32))
    return arrays
