"""From a question to needs, with probabilities, and to danger: two regressions on one set of known texts.

The first learns which need a question speaks of, from phrasings. The second learns whether it speaks of danger, and of
which kind, from reviewed lines of danger, from lines that only sound like it, and from every phrasing. They
are kept apart because lines of danger, taken into the first, made it worse at everything else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search import kernel, storage
from wijkkompas.wegwijzer.search.encoder import Vectors
from wijkkompas.wegwijzer.search.grams import Counts, Floats, counted
from wijkkompas.wegwijzer.search.kernel import Head, Known
from wijkkompas.wegwijzer.search.text import mark, tokens
from wijkkompas.wegwijzer.search.values import NeedHit

# Temperature of the scores; by how much the best need must beat `chatter` for the question to count as answered, and by
# how much for the engine to say anything at all. Each with (True) and without (False) vectors. Chosen on held-out
# phrasings and on chatter, with the development questions in view (tools/search_eval.py); the blind set was never seen.
TEMPERATURE = {True: 17.0, False: 24.0}
CHATTER = {True: 0.0, False: 0.0}
SILENT = {True: -0.15, False: -0.15}
KNOWN_SPELLING = 0.3
CHATTER_FILE = Path(__file__).with_name("chatter.txt")
LOWEST_SHOWN = 0.02
MOST_SHOWN = 5
# How much the lines of danger, and lines that only sound like it, count for the danger regression.
TRUST_LINE = 2.0
TRUST_DANGER = 3.0
HEADS = ("needs/", "danger/")  # the arrays that take long to make
_PROBE = "Ik durf mijn post niet te openen. أخاف из-за sąsiad gürültü їжа"


@dataclass(frozen=True)
class Lesson:
    """A text with the needs that it speaks of. A line is for the danger regression only; without needs it is harmless."""

    text: str
    lang: str
    needs: tuple[str, ...]
    line: bool = False

    @property
    def chatter(self) -> bool:
        """What people type that is no question for help."""
        return not self.line and not self.needs


def chatter_lessons() -> list[Lesson]:
    """What people type that is no question for help."""
    out, lang = [], ""
    for line in CHATTER_FILE.read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            lang = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            out.append(Lesson(line.strip(), lang, ()))
    return out


class NeedClassifier:
    """The trained classifier."""

    def __init__(
        self,
        codes: Sequence[str],
        kinds: Sequence[str],
        arrays: Mapping[str, NDArray[Any]],
        *,
        with_vectors: bool = True,
    ) -> None:
        self.codes, self.kinds = tuple(codes), tuple(kinds)
        parts = storage.split(arrays)
        self._words: NDArray[np.uint32] = parts["marks"]["words"]
        self._arrays = dict(arrays)
        self.known = Known(parts["known"], with_vectors=with_vectors)
        self._needs, self._danger = Head(parts["needs"]), Head(parts["danger"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored."""
        return self._arrays

    def scores(self, counts: Counts, vector: Floats | None) -> tuple[Floats, Floats]:
        """A score per need with one for chatter after them; and for danger: of any kind, then a score per kind."""
        alike = self.known.alike(counts, vector)
        return self._needs.scores(alike), self._danger.scores(alike)

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
        return float(own.max() - scores[-1]) if len(own) else -1.0

    def is_language(self, text: str, counts: Counts) -> bool:
        """Whether any word was seen before, or the whole is spelled like something that was; `asdf qwer` is not."""
        marks = np.asarray([mark(word) for word in tokens(text) if len(word) > 1], dtype=np.uint32)
        if np.isin(marks, self._words).any():
            return True
        return float(self.known.grams.similarities(counts).max(initial=0.0)) >= KNOWN_SPELLING

    def hits(self, chances: Floats) -> tuple[NeedHit, ...]:
        """The needs worth naming, the most probable first."""
        order = np.argsort(-chances, kind="stable")[:MOST_SHOWN]
        shown = [i for rank, i in enumerate(order.tolist()) if rank == 0 or chances[i] >= LOWEST_SHOWN]
        return tuple(NeedHit(self.codes[i], round(float(chances[i]), 4)) for i in shown)


def digest(codes: Sequence[str], kinds: Sequence[str], lessons: Sequence[Lesson], model: str | None) -> str:
    """Changes when training would give other weights: with the lessons, the encoder, the n-grams or the recipe."""
    probe = [array.tolist() for array in counted(_PROBE)]
    recipe = [
        kernel.RECIPE,
        kernel.SHARPNESS,
        kernel.SPELLING,
        kernel.RIDGE,
        kernel.LANDMARKS,
        TRUST_LINE,
        TRUST_DANGER,
    ]
    rows = [[lesson.text, lesson.lang, lesson.needs, lesson.line] for lesson in lessons]
    text = json.dumps([recipe, probe, model, list(codes), list(kinds), rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def train(
    codes: Sequence[str],
    kinds: Sequence[str],
    lessons: Sequence[Lesson],
    vectors: Vectors | None,
    solved: Mapping[str, NDArray[Any]] | None = None,
) -> dict[str, NDArray[Any]]:
    """Train on lessons; gives the arrays of a classifier. `solved`: heads that were trained before on the same lessons."""
    known, spelled = kernel.known_arrays(
        [lesson.text for lesson in lessons], [lesson.lang for lesson in lessons], vectors
    )
    if solved is None:
        solved = heads(codes, kinds, lessons, spelled, kernel.known_vectors(known))
    words = {word for lesson in lessons for word in tokens(lesson.text) if len(word) > 1}
    marks = {"words": np.unique(np.asarray([mark(word) for word in words], dtype=np.uint32))}
    return {**storage.join(known=known, marks=marks), **solved}


def heads(
    codes: Sequence[str], kinds: Sequence[str], lessons: Sequence[Lesson], spelled: Any, rows: Vectors | None
) -> dict[str, NDArray[Any]]:
    """Solve the two regressions: the long part of training."""
    place = {code: number for number, code in enumerate(codes)}
    asked = np.asarray([i for i, lesson in enumerate(lessons) if not lesson.line], dtype=np.int32)
    targets = np.zeros((len(asked), len(codes) + 1), dtype=np.float32)
    for row, i in enumerate(asked.tolist()):
        for need in lessons[i].needs:
            targets[row, place[need]] = 1 / len(lessons[i].needs)
        targets[row, -1] = lessons[i].chatter
    learned = _solved(lessons, asked, targets, None, spelled, rows)

    dangerous = [bool(set(lesson.needs) & set(kinds)) for lesson in lessons]
    alarm = np.zeros((len(lessons), len(kinds) + 1), dtype=np.float32)
    trust = np.ones(len(lessons), dtype=np.float32)
    for row, lesson in enumerate(lessons):
        alarm[row, 0] = 1 if dangerous[row] else -1
        for number, kind in enumerate(kinds):
            alarm[row, number + 1] = kind in lesson.needs
        trust[row] = (TRUST_LINE if lesson.line else 1.0) * (TRUST_DANGER if dangerous[row] else 1.0)
    warned = _solved(lessons, np.arange(len(lessons), dtype=np.int32), alarm, trust, spelled, rows)
    return storage.join(needs=learned, danger=warned)


def _solved(
    lessons: Sequence[Lesson],
    chosen: NDArray[np.int32],
    targets: Floats,
    trust: Floats | None,
    spelled: Any,
    rows: Vectors | None,
) -> dict[str, NDArray[Any]]:
    languages = [lessons[i].lang for i in chosen.tolist()]
    weights, mean = kernel.solve(spelled[chosen], rows[chosen] if rows is not None else None, languages, targets, trust)
    return kernel.head_arrays(chosen, weights, mean)
