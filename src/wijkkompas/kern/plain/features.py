"""What of a sentence and of a text is counted. Each feature is zero or more, and more is meant to be harder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log1p

from wijkkompas.kern.plain import lexicon
from wijkkompas.kern.plain.sentences import WORD

_FORMAL_LINK = lexicon.signal("formal_links")
_LINK = lexicon.signal("links")
_PREPOSITION = lexicon.signal("prepositions")
_OLD_CASE = lexicon.signal("old_cases")
_PERSON = lexicon.signal("persons")
_ORDER = lexicon.signal("orders")
_PASSIVE = lexicon.signal("passive")
_HELPERS = _PASSIVE | lexicon.signal("helpers")
_IMPERSONAL = lexicon.signal("impersonal")
_NUMBER = lexicon.signal("numbers")
_NOUN_OF_VERB = re.compile(
    r".{3,}(?:ing|ingen|atie|aties|iteit|iteiten|heid|heden|isme|ment|menten|schap|schappen|sie|sies)$"
)
_PARTICIPLE = re.compile(r"(?:\w{2,7})?ge\w{2,}(?:d|t|en)$|(?:be|ver|ont|her|er)\w{2,}(?:d|t|en)$")
_VERB_LAST = re.compile(r"\w{2,}en$|(?:\w{2,7})?ge\w{2,}[dt]$|(?:be|ver|ont|her)\w{2,}[dt]$")
_BREAK = re.compile(r"[,;:()–—/]|\s-\s")
_SIGNS = re.compile(r"[;()/\[\]]")
_SHORTENED = re.compile(
    r"\b(?:[a-z]{1,3}\.){2,}|\b(?:bijv|evt|incl|excl|max|min|ca|nr|art|blz|tel|resp|enz|etc|vgl|zgn|jo)\.|\b[A-Z]{2,}[a-z]?[A-Z]*\b",
    re.ASCII,
)
_SYLLABLE = re.compile(r"[aeiouyáéíóúàèìòùäëïöüâêîôû]+")
_MOST_WORDS = 60


@lru_cache(maxsize=65_536)
def _syllables(word: str) -> int:
    return min(10, max(1, len(_SYLLABLE.findall(word.replace("ij", "y")))))


@dataclass(slots=True)
class Counts:
    """What was counted in one sentence, or summed over the sentences of a text. Whole numbers, except `span`."""

    sentences: int = 0
    words: int = 0
    content: int = 0
    squared: int = 0  # sum of squares of the words per sentence
    over: int = 0  # words past the twelfth
    clauses: int = 0
    plain: int = 0
    joined: int = 0
    unknown: int = 0
    listed: int = 0
    phrases: int = 0
    long: int = 0
    very_long: int = 0
    letters: int = 0
    syllables: int = 0
    nouns: int = 0
    passive: int = 0
    shortened: int = 0
    formal: int = 0
    links: int = 0
    prepositions: int = 0
    commas: int = 0
    signs: int = 0
    numbers: int = 0
    impersonal: int = 0
    infinitives: int = 0
    old_case: int = 0
    persons: int = 0
    span: float = 0.0  # words between a helping verb and the verb that ends the clause

    def __iadd__(self, other: Counts) -> Counts:
        for name in _COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


_COUNTED = tuple(Counts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with its counts and the words in it that have a proposal, in order."""

    text: str
    counts: Counts
    words: list[tuple[str, str]] = field(default_factory=list)


def _is_name(raw: str, word: str, place: int, shouted: bool) -> bool:
    """Is a capital a name? Inside a sentence yes; at its start when the word is not known and does not look like a Dutch noun."""
    if shouted or not raw[0].isupper() or lexicon.proposal(word):
        return False
    if place:
        return lexicon.rank(word) > lexicon.PLAIN or not raw[1:].islower()
    return lexicon.rank(word) == lexicon.UNKNOWN and not _NOUN_OF_VERB.match(word) and len(word) < 14


def _count_word(counts: Counts, word: str) -> str | None:
    """Adds one content word; gives the simpler words when there are."""
    simpler = lexicon.proposal(word)
    rank = lexicon.rank(word)
    counts.content += 1
    counts.letters += min(len(word), 25)
    counts.long += len(word) >= 10
    counts.very_long += len(word) >= 14
    counts.plain += rank == lexicon.PLAIN and not simpler
    counts.joined += rank == lexicon.JOINED
    counts.unknown += rank == lexicon.UNKNOWN
    counts.nouns += bool(_NOUN_OF_VERB.match(word)) and (rank > lexicon.EASY or simpler is not None)
    counts.listed += simpler is not None
    return simpler


def _count_clauses(counts: Counts, sentence: str) -> None:
    """Runs without a comma, and how far a helping verb stands from the verb that ends its clause."""
    for run in _BREAK.split(sentence):
        words = WORD.findall(run.lower())
        if not words:
            continue
        counts.clauses += 1
        helper = next((i for i, word in enumerate(words) if word in _HELPERS), None)
        if helper is not None and _VERB_LAST.match(words[-1]):
            counts.span += min(len(words) - 1 - helper, 15)


def mark(sentence: str) -> Marked:
    """Count one sentence. Time is linear in its length."""
    raws = WORD.findall(sentence)
    words = [raw.lower().replace("’", "'") for raw in raws]
    n = len(words)
    shouted = sum(raw[0].isupper() for raw in raws) * 2 > n and n > 3
    counts = Counts(sentences=1, words=n, squared=min(n, _MOST_WORDS) * n, over=max(0, min(n, _MOST_WORDS) - 12))
    found: list[tuple[str, str]] = []
    for place, (raw, word) in enumerate(zip(raws, words, strict=True)):
        counts.syllables += _syllables(word)
        counts.prepositions += word in _PREPOSITION
        counts.formal += word in _FORMAL_LINK
        counts.links += word in _LINK
        counts.old_case += word in _OLD_CASE
        counts.persons += word in _PERSON or (place == 0 and word in _ORDER)
        counts.impersonal += word in _IMPERSONAL
        counts.numbers += word in _NUMBER
        counts.infinitives += word == "te" and place + 1 < n and words[place + 1].endswith("n")
        if (lexicon.rank(word) != lexicon.FUNCTION or lexicon.proposal(word)) and not _is_name(
            raw, word, place, shouted
        ):
            simpler = _count_word(counts, word)
            if simpler:
                found.append((raw, simpler))
    for match in lexicon.phrase_pattern().finditer(sentence):
        counts.phrases += 1
        found.append((match.group(), lexicon.proposal_for_phrase(match.group())))
    counts.passive += any(word in _PASSIVE for word in words) and any(_PARTICIPLE.match(word) for word in words)
    counts.shortened += 0 if shouted else min(len(_SHORTENED.findall(sentence)), 3)
    counts.commas += sentence.count(",")
    counts.signs += len(_SIGNS.findall(sentence))
    _count_clauses(counts, sentence)
    return Marked(sentence, counts, found)


def total(marked: Sequence[Marked]) -> Counts:
    """The counts of a text."""
    whole = Counts()
    for sentence in marked:
        whole += sentence.counts
    return whole


def features(counts: Counts) -> dict[str, float]:
    """A text or a sentence as numbers that do not depend on its length.

    Shares are of words or of content words, the rest is per sentence. Drawing the shares of short texts towards a usual
    value was tried and left out: it made a longer text easier. What cannot be counted (a text without words) gets the
    usual value.
    """

    def share(count: float, usual: float, of: int) -> float:
        return count / of if of else usual

    def each(count: float, usual: float) -> float:
        return count / counts.sentences if counts.sentences else usual

    content, words = counts.content, counts.words
    return {
        "length": log1p(each(counts.words, 10)),
        "over": each(counts.over, 2) / 10,
        "spread": share(counts.squared, 10, words) ** 0.5,
        "clause": log1p(share(words, 6, counts.clauses)),
        "plain": share(counts.plain, 0.2, content),
        "joined": share(counts.joined, 0.08, content),
        "unknown": share(counts.unknown, 0.1, content),
        "unknown_each": log1p(each(counts.unknown, 0.5)),
        "listed": share(counts.listed, 0.05, content),
        "listed_each": log1p(each(counts.listed, 0.2)),
        "phrases": log1p(each(counts.phrases, 0.05)),
        "long": share(counts.long, 0.15, content),
        "very_long": share(counts.very_long, 0.04, content),
        "letters": share(counts.letters, 6.5, content) / 5,
        "syllables": share(counts.syllables, 1.6, words),
        "nouns": log1p(each(counts.nouns, 0.3)),
        "passive": each(counts.passive, 0.1),
        "shortened": each(counts.shortened, 0.1),
        "formal": log1p(each(counts.formal, 0.1)),
        "links": log1p(each(counts.links, 0.4)),
        "prepositions": share(counts.prepositions, 0.13, words),
        "prepositions_each": log1p(each(counts.prepositions, 1.3)),
        "commas": log1p(each(counts.commas, 0.4)),
        "signs": log1p(each(counts.signs, 0.1)),
        "numbers": log1p(each(counts.numbers, 0.1)),
        "impersonal": log1p(each(counts.impersonal, 0.1)),
        "infinitives": log1p(each(counts.infinitives, 0.1)),
        "old_case": log1p(each(counts.old_case, 0.05)),
        "distance": 1 - min(1.0, each(counts.persons, 0.4)),
        "density": share(content, 0.5, words),
        "span": log1p(each(counts.span, 1.5)),
    }
