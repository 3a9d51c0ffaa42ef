"""Ready texts about one service, for an app and a newspaper, made of the facts of its record. Pure.

Mission H2: flyers, newspaper copy and short messages from the same record, so that all say the same. Nothing is invented:
what is unknown is left out. What does not fit is left out whole; no word is ever cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

SHORT_SIGNS = 160  # one text message
NEWS_LEAST, NEWS_MOST = 40, 80  # words of a notice in a neighbourhood paper
ENDS = (".", "!", "?", "…")


@dataclass(frozen=True)
class Told:
    """What is known of a service, in Dutch; an empty text is unknown."""

    name: str
    address: str  # of its page
    summary: str = ""
    in_brief: str = ""
    description: str = ""
    when: str = ""
    where: str = ""
    cost: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Texts:
    """The texts; an empty one could not be made within its limit."""

    short: str
    news: str


def texts(told: Told) -> Texts:
    """Both texts of a service."""
    return Texts(short_message(told), newspaper(told))


def short_message(told: Told) -> str:
    """At most 160 signs, always with the number or the page. Facts go in by weight and are read in a natural order."""
    last = _call(told) or told.address
    order = [told.name, told.summary, told.when, told.where, told.cost]
    kept: list[str] = []
    for fact in (told.name, told.summary, told.when, told.where, told.cost):
        if fact and len(_joined([*kept, fact], order, last)) <= SHORT_SIGNS:
            kept.append(fact)
    return _joined(kept, order, last) if told.name in kept or told.summary in kept else ""


def newspaper(told: Told) -> str:
    """40 to 80 words, fewer when less is known. First whom to call, when and where; then what it is; then more of it."""
    last = _call(told) or f"Lees meer op {told.address}"
    when, where, cost = _labelled("Wanneer", told.when), _labelled("Waar", told.where), _labelled("Kosten", told.cost)
    brief, more = _sentences(told.in_brief), _sentences(told.description)
    order = list(dict.fromkeys([told.name, told.summary, *brief, *more, when, where, cost]))
    kept: list[str] = []

    def words(*facts: str) -> int:
        return len(_joined([*kept, *facts], order, last).split())

    for fact in filter(None, (told.name, when, where, told.summary, cost)):
        if words(fact) <= NEWS_MOST:
            kept.append(fact)
    kept += _beginning(brief, lambda some: words(*some) <= NEWS_MOST)
    # The explanation says the same at more length: only to come to a notice of some length.
    kept += _beginning(more, lambda some: words(*some) <= NEWS_MOST and words(*some[:-1]) < NEWS_LEAST)
    return _joined(kept, order, last) if told.name in kept or told.summary in kept else ""


def _beginning(sentences: list[str], fits: Callable[[list[str]], bool]) -> list[str]:
    """The beginning of a text that fits: a story is not told with a hole in it."""
    taken: list[str] = []
    for sentence in sentences:
        if not fits([*taken, sentence]):
            break
        taken.append(sentence)
    return taken


def _call(told: Told) -> str:
    return f"Bel {told.phone}" if told.phone else ""


def _labelled(word: str, fact: str) -> str:
    return f"{word}: {fact}" if fact else ""


def _sentences(text: str) -> list[str]:
    """A text in whole sentences. Cuts after a stop before a capital only, so that "9.00 uur" and "bijv. een" stay whole."""
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9ÉÈÖ])", " ".join(text.split())) if part]


def _joined(kept: list[str], order: list[str], last: str) -> str:
    """Facts in the order of reading, each a sentence. An address ends without a stop, so that it can be tapped."""
    said = [_sentence(fact) for fact in order if fact in kept]
    return " ".join([*said, last if "://" in last else _sentence(last)])


def _sentence(fact: str) -> str:
    text = fact[:1].upper() + fact[1:]
    return text if text.endswith(ENDS) else f"{text}."
