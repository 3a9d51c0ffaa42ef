"""What paper can say: text in which every sign has a shape in our fonts. Pure.

A PDF that must be readable for everybody (PDF/UA) may hold no sign without a shape, and typst refuses to make one. So
one emoji in a name would cost a resident the whole leaflet. Here it costs the emoji.

Vowel signs over Arabic letters, and accents that no letter takes in, are left out, as newspapers do: typst draws them
apart from their letter, and what then reads the PDF aloud says that letter twice.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
LONGEST_WORD = 30  # signs; wider words would stick out of a column
ALIKE = str.maketrans(
    {
        "‐": "-",
        "‑": "-",
        "‒": "–",
        "―": "—",
        "‛": "’",
        "′": "’",
        "″": "”",
        "ʼ": "’",
        "→": ">",
        "\u2028": " ",
        "\u2029": " ",
    }
)
_BREAK = "\u200b"  # a place where a line may end; no sign


@cache
def _ranges() -> tuple[list[int], list[int]]:
    pairs = json.loads((FONTS / "fonts.json").read_text(encoding="utf-8"))["signs"]
    return [first for first, _last in pairs], [last for _first, last in pairs]


@cache
def has_shape(sign: str) -> bool:
    """Do our fonts draw this sign?"""
    firsts, lasts = _ranges()
    at = bisect_right(firsts, ord(sign)) - 1
    return at >= 0 and ord(sign) <= lasts[at] and unicodedata.category(sign)[0] not in "CZ"


def _written(sign: str) -> str:
    if has_shape(sign):
        return sign
    kind = unicodedata.category(sign)
    if sign.isspace() or kind.startswith("Z") or kind == "Cc":
        return " "
    simpler = "".join(s for s in unicodedata.normalize("NFKD", sign) if has_shape(s) and not unicodedata.combining(s))
    if simpler or kind[0] not in "LN":
        return simpler
    return "?"  # a letter that we cannot draw: the reader sees that something is missing


def _with_breaks(text: str) -> Iterator[str]:
    for word in text.split():
        yield _BREAK.join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))


def writable(text: str) -> str:
    """The text as our fonts can draw it: one space between words, signs without a shape replaced or left out."""
    kept = unicodedata.normalize("NFC", str(text)).translate(ALIKE)
    return " ".join(_with_breaks("".join(_written(sign) for sign in kept if unicodedata.category(sign) != "Mn")))
