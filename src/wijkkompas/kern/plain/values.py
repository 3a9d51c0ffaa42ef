"""What a reading of a text gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word or phrase of the text that has a simpler one."""

    word: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of Dutch help in a text, in the form of the glossary, with one plain line that explains it."""

    word: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as it stands in the text. `score`: higher is harder, in the unit of `Reading.score`."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was read. `score` is higher when the text is harder; `level` is A2, B1, B2 or C1, and always an estimate."""

    score: float
    level: str
    sentences: tuple[Sentence, ...]
    words: tuple[HardWord, ...]

    def hardest(self, most: int = 5) -> tuple[Sentence, ...]:
        """The hardest sentences, hardest first."""
        return tuple(sorted(self.sentences, key=lambda sentence: -sentence.score)[:most])
