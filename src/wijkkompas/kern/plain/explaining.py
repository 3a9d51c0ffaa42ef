"""Words of Dutch help that not every reader knows, explained (data/explained.yaml): a law, a kind of help, a kind of letter."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from wijkkompas.kern.plain.values import Term

_DATA = Path(__file__).parent / "data" / "explained.yaml"
_ENDINGS = "(?:s|en|e|n)?"


@lru_cache(maxsize=1)
def explained() -> dict[str, str]:
    """Word or words in lower case -> one plain line."""
    return dict(yaml.load(_DATA.read_text(encoding="utf8"), Loader=yaml.CSafeLoader))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = sorted(explained(), key=lambda word: (-len(word), word))
    each = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)({each}){_ENDINGS}(?!\w)", re.IGNORECASE)


def explain(text: str) -> tuple[Term, ...]:
    """The words of the list that stand in a text, each once, in the order of the text; of two that overlap the longest."""
    found = dict.fromkeys(" ".join(match[1].lower().split()) for match in _pattern().finditer(text))
    return tuple(Term(word, explained()[word]) for word in found)
