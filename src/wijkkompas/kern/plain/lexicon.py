"""What the scorer knows of words: which are common, which have a simpler one, which are made of two others."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from wijkkompas.kern.plain.inflection import forms

_DATA = Path(__file__).parent / "data"
FUNCTION, EASY, PLAIN, JOINED, UNKNOWN = range(5)
_SECTIONS = {"[function]": FUNCTION, "[easy]": EASY, "[plain]": PLAIN}
_LONGEST = 40
_PART = 3


@lru_cache(maxsize=1)
def _signals() -> dict[str, str]:
    text = (_DATA / "signals.yaml").read_text(encoding="utf8")
    return dict(yaml.load(text, Loader=yaml.CSafeLoader))


def signal(name: str) -> frozenset[str]:
    """A small set of words of signals.yaml."""
    return frozenset(_signals()[name].split())


_ENDINGS = signal("compound_ends")


@lru_cache(maxsize=1)
def _common() -> dict[str, int]:
    """Every form of every common word, with how common it is (the commonest counts)."""
    known: dict[str, int] = {}
    tier = FUNCTION
    for line in (_DATA / "common.txt").read_text(encoding="utf8").splitlines():
        if line in _SECTIONS:
            tier = _SECTIONS[line]
        elif not line.startswith("#"):
            for word in line.split():
                for form in {word} if tier == FUNCTION else forms(word):
                    known[form] = min(known.get(form, tier), tier)
    return known


@lru_cache(maxsize=1)
def _simpler() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Base forms, all their forms, and phrases, each with a proposal. A form that is a common word itself stays common."""
    data = yaml.load((_DATA / "simpler.yaml").read_text(encoding="utf8"), Loader=yaml.CSafeLoader)
    words: dict[str, str] = data["words"]
    phrases: dict[str, str] = data["phrases"]
    common = _common()
    inflected = {form: text for base, text in words.items() for form in forms(base) if form not in common}
    return words, inflected | words, phrases


@lru_cache(maxsize=1)
def phrase_pattern() -> re.Pattern[str]:
    """Finds a phrase of simpler.yaml, the longest first."""
    phrases = sorted(_simpler()[2], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases) + r")\b", re.IGNORECASE)


def proposal_for_phrase(phrase: str) -> str:
    """The simpler words for what `phrase_pattern` found."""
    return _simpler()[2][" ".join(phrase.lower().split())]


def proposal(word: str) -> str | None:
    """Simpler words for a word in lower case, or None."""
    return _simpler()[1].get(word)


def _joined(word: str) -> bool:
    """Is the word made of common words (huur-toeslag, woning-s-nood)? Up to three parts of three letters or more."""
    common = _common()
    starts = {0: 0}
    for begin in range(len(word) - _PART + 1):
        parts = starts.get(begin)
        if parts is None or parts >= _PART:
            continue
        for end in range(begin + _PART, len(word) + 1):
            if common.get(word[begin:end], UNKNOWN) > PLAIN or word[begin:end] in _ENDINGS:
                continue
            starts[end] = min(starts.get(end, _LONGEST), parts + 1)
            for link in ("s", "e", "en", "-"):
                if end < len(word) and word.startswith(link, end):
                    starts[end + len(link)] = min(starts.get(end + len(link), _LONGEST), parts + 1)
    return starts.get(len(word), 0) > 1


@lru_cache(maxsize=65_536)
def rank(word: str) -> int:
    """How common a word in lower case is: FUNCTION, EASY, PLAIN, JOINED (of common parts) or UNKNOWN."""
    found = _common().get(word)
    if found is not None:
        return found
    if "-" in word:
        return max((min(rank(part), UNKNOWN) for part in word.split("-") if part), default=UNKNOWN)
    return JOINED if 2 * _PART <= len(word) <= _LONGEST and _joined(word) else UNKNOWN
