"""The index: built from the vocabulary, the phrasings and the directory; asked in somebody's own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkkompas.wegwijzer.search import classifier, ranking, storage
from wijkkompas.wegwijzer.search.classifier import CHATTER, SILENT, Lesson, NeedClassifier, chatter_lessons
from wijkkompas.wegwijzer.search.crisis import CrisisDetector
from wijkkompas.wegwijzer.search.encoder import Encoder
from wijkkompas.wegwijzer.search.grams import Floats, counted
from wijkkompas.wegwijzer.search.shelf import Shelf, build_shelf
from wijkkompas.wegwijzer.search.text import squeeze
from wijkkompas.wegwijzer.search.values import CRISIS, Answer, Document, Hit, Mode, Need, Phrasing, Place, Reason
from wijkkompas.wegwijzer.search.vectors import VectorCache, shipped_heads

MOST_NAMES = 3
CALM = 0.5  # how much a crisis need still counts when the crisis detector read no danger
TEXT_FLOOR = 4.0
NEW_DOCUMENTS_PER_BUILD = 1500
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def need_texts(need: Need) -> list[str]:
    """The texts that stand for a need itself: name with description, and the name in every other language."""
    own = f"{need.labels.get('nl', need.code)}. {need.description}"
    return [own, *(text for lang, text in sorted(need.labels.items()) if lang != "nl" and text)]


def need_languages(need: Need) -> list[str]:
    """The languages of `need_texts`."""
    return ["nl", *(lang for lang, text in sorted(need.labels.items()) if lang != "nl" and text)]


def document_texts(document: Document) -> list[str]:
    """The two short texts that stand for a service: its name with the first sentences, and the sentences after those."""
    sentences = [part for part in _SENTENCE.split(squeeze(document.text)) if len(part) > 12]
    return [
        f"{document.name}. {' '.join(sentences[:2])}"[:300],
        *([" ".join(sentences[2:5])[:300]] if sentences[2:] else []),
    ]


@dataclass(frozen=True)
class Reading:
    """A question as the regressions see it: its vector, its scores (see `NeedClassifier.scores`), whether it is language
    at all, and the kinds of danger."""

    vector: Floats | None
    scores: Floats
    alarm: Floats
    language: bool
    danger: tuple[str, ...]


class Index:
    """Everything that a process needs to answer."""

    def __init__(
        self,
        needs: NeedClassifier,
        detector: CrisisDetector,
        shelf: Shelf,
        encoder: Encoder | None,
        lessons: str = "",
    ) -> None:
        self.needs, self.detector, self.shelf, self.encoder, self.lessons = needs, detector, shelf, encoder, lessons

    # Asking

    def ask(self, text: str, lang: str, place: Place, limit: int, open_now: Collection[str] = ()) -> Answer:
        """The answer to a question; any text gives an answer, never an exception."""
        question = squeeze(text)
        mode: Mode = "full" if self._sees else "words-only"
        if not question:
            return Answer(mode=mode)
        read = self.read(question)
        vector, danger, seeing = read.vector, read.danger, read.vector is not None
        chances = self.needs.chances(read.scores, seeing=seeing)
        certainty = self.needs.certainty(read.scores) if read.language else -1.0
        names = self.shelf.names.find(question)
        if certainty < SILENT[seeing] and not names and not danger:
            chances = np.zeros_like(chances)
        if not danger:
            chances[self.detector.columns] *= CALM
        found = self.needs.hits(chances) if chances.any() else ()
        hits = self._hits(question, chances, vector, place, max(0, limit), frozenset(open_now), names)
        answered = certainty >= CHATTER[seeing] or bool(danger) or any(hit.reason == "name" for hit in hits)
        return Answer(needs=found, hits=hits, crisis=danger, answered=answered, mode=mode)

    def detect_crisis(self, text: str, lang: str) -> tuple[str, ...]:
        """The needs of urgency crisis that this text may speak of; empty when it is harmless."""
        question = squeeze(text)
        return self.read(question).danger if question else ()

    def read(self, question: str) -> Reading:
        """What the regressions and the crisis detector make of a squeezed question."""
        counts, vector = counted(question), self._vector(question)
        scores, alarm = self.needs.scores(counts, vector)
        language = self.needs.is_language(question, counts)
        danger = self.detector.judge(question, scores, alarm, seeing=vector is not None, language=language)
        return Reading(vector, scores, alarm, language, danger)

    @property
    def _sees(self) -> bool:
        return self.encoder is not None and self.needs.known.with_vectors

    def _vector(self, question: str) -> Floats | None:
        if not self._sees or self.encoder is None:
            return None
        return np.asarray(self.encoder.query([question])[0], dtype=np.float32)

    def _hits(
        self,
        question: str,
        chances: Floats,
        vector: Floats | None,
        place: Place,
        limit: int,
        open_now: frozenset[str],
        names: Mapping[int, float],
    ) -> tuple[Hit, ...]:
        """Services: first those that were named, then those of the probable needs, then those whose text fits."""
        shelf = self.shelf
        if not len(shelf.ids) or not limit:
            return ()
        cover = ranking.coverage(place.codes, shelf.rows_of_area, shelf.placeless)
        words = shelf.words.scores(question)
        top = self._top_needs(chances, cover)
        rows = shelf.candidates(top, cover, words, names)
        if not len(rows):
            return ()
        best = float(words[rows].max()) if len(rows) else 0.0
        fits = words[rows] / best if best > 0 else np.zeros(len(rows), np.float32)
        likeness = shelf.likeness(rows, vector)
        if likeness is not None:
            fits = 0.5 * fits + 0.5 * likeness
        far = ranking.distances(place, shelf.points, shelf.owners, rows)
        worth = ranking.quality(
            np.asarray(fits, dtype=np.float32),
            cover[rows],
            [far.get(row) for row in rows.tolist()],
            [shelf.ids[row] in open_now for row in rows.tolist()],
            shelf.fresh[rows],
        )
        out: dict[int, Hit] = {}

        def add(row: int, score: float, need: str | None, reason: Reason) -> None:
            out.setdefault(row, Hit(shelf.ids[row], round(score, 4), need, reason, far.get(row)))

        quality = dict(zip(rows.tolist(), worth.tolist(), strict=True))
        named = sorted(
            (row for row in names if cover[row] > 0), key=lambda row: (-round(names[row], 2), -quality.get(row, 0), row)
        )
        for row in named[: min(MOST_NAMES, limit)]:
            add(row, 1 + names[row], shelf.first_need(row), "name")
        carries = shelf.carries(rows, top)
        for pick in ranking.choose(rows, carries, chances[top], worth, limit - len(out), frozenset(out)):
            add(pick.row, pick.score, self.needs.codes[top[pick.need]] if pick.need is not None else None, "need")
        for row in rows[np.argsort(-words[rows], kind="stable")].tolist():
            if len(out) >= limit or words[row] < TEXT_FLOOR:
                break
            add(row, 0.0, None, "text")
        return tuple(out.values())

    def _top_needs(self, chances: Floats, cover: Floats) -> NDArray[np.int64]:
        """The most probable needs for which there is help here."""
        order = np.argsort(-chances, kind="stable")[: 2 * ranking.MOST_NEEDS]
        here = [i for i in order.tolist() if chances[i] > 0 and (cover[self.shelf.rows_of_need(i)] > 0).any()]
        return np.asarray(here[: ranking.MOST_NEEDS], dtype=np.int64)

    # Keeping

    def to_bytes(self) -> bytes:
        """The index as bytes: arrays and JSON, no code."""
        arrays = storage.join(needs=self.needs.arrays(), shelf=self.shelf.arrays())
        meta = {
            "codes": self.needs.codes,
            "kinds": self.detector.kinds,
            "shelf": self.shelf.meta(),
            "lessons": self.lessons,
            "model": self.encoder.hash if self.encoder is not None else self.shelf.model,
        }
        return storage.write(arrays, meta)

    @staticmethod
    def from_bytes(data: bytes, encoder: Encoder | None) -> Index:
        """Read an index; when the encoder is another than the one it was built with, it works on words only."""
        arrays, meta = storage.read(data)
        same = encoder is not None and encoder.hash == meta["model"]
        parts = storage.split(arrays)
        return Index(
            NeedClassifier(meta["codes"], meta["kinds"], parts["needs"], with_vectors=same),
            CrisisDetector(meta["codes"], meta["kinds"]),
            Shelf(parts["shelf"], meta["shelf"]),
            encoder if same else None,
            meta["lessons"],
        )

    def lend(self, cache: VectorCache) -> int:
        """Put the vectors of this index's services in a cache, so that a next build does not encode them again."""
        return self.shelf.lend(cache)


def labels_of(needs: Sequence[Need]) -> tuple[list[str], list[str]]:
    """The labels to learn: codes of all needs, and of those that are a crisis."""
    return [need.code for need in needs], [need.code for need in needs if need.urgency == CRISIS]


def lessons_of(
    needs: Sequence[Need], phrasings: Sequence[Phrasing], crisis_lines: Iterable[Mapping[str, Any]]
) -> list[Lesson]:
    """Everything that the classifier learns from, in a fixed order."""
    known = frozenset(need.code for need in needs)
    lessons = [Lesson(p.text, p.lang, (p.need,)) for p in phrasings if p.need in known and squeeze(p.text)]
    lessons += [
        Lesson(text, lang, (n.code,))
        for n in needs
        for lang, text in zip(need_languages(n), need_texts(n), strict=True)
    ]
    lessons += chatter_lessons()
    lessons += [
        Lesson(str(line["text"]), str(line["lang"]), tuple(kind for kind in line["kinds"] if kind in known), line=True)
        for line in crisis_lines
        if squeeze(str(line["text"])) and (not line["kinds"] or known & set(line["kinds"]))
    ]
    return sorted(set(lessons), key=lambda lesson: (lesson.line, lesson.lang, lesson.text, lesson.needs))


def build(
    needs: Sequence[Need],
    phrasings: Sequence[Phrasing],
    documents: Sequence[Document],
    crisis_lines: Iterable[Mapping[str, Any]],
    encoder: Encoder | None,
    vectors: VectorCache | None = None,
    trained: Index | None = None,
) -> Index:
    """Train on the vocabulary and the phrasings and take the directory in. Vectors that are missing are encoded.

    Training takes a minute or two. It is passed over when `trained`, an earlier index, learned from the same lessons,
    and cut short when the shipped weights are of the same lessons."""
    codes, kinds = labels_of(needs)
    cache = vectors if vectors is not None and encoder is not None and vectors.model_hash == encoder.hash else None
    if encoder is not None and cache is None:
        cache = VectorCache(encoder.hash)
    shelf = build_shelf(documents, codes, cache, encoder, NEW_DOCUMENTS_PER_BUILD, document_texts)
    lessons = lessons_of(needs, phrasings, crisis_lines)
    digest = classifier.digest(codes, kinds, lessons, encoder.hash if encoder is not None else None)
    if trained is not None and trained.lessons == digest:
        arrays = trained.needs.arrays()
    else:
        rows = cache.get([lesson.text for lesson in lessons], encoder) if cache is not None else None
        arrays = classifier.train(codes, kinds, lessons, rows, shipped_heads(digest))
    found = NeedClassifier(codes, kinds, arrays, with_vectors=encoder is not None)
    return Index(found, CrisisDetector(codes, kinds), shelf, encoder, digest)
