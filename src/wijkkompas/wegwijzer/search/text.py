"""Words: folding, tokens, stems, compounds and character n-grams, for six languages and three scripts.

Every script is brought to one plain form, so that a missing accent, an Arabic vowel sign, a Turkish dotless i or a
curly apostrophe never stands between a question and its answer.
"""

from __future__ import annotations

import re
import threading
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import Stemmer

from wijkkompas.wegwijzer.search.values import LONGEST

_WORD = re.compile(r"[^\W_]+")
_SIGNS = {
    # Latin letters that no decomposition takes apart
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ĳ": "ij",
    # Arabic: forms of alef, ya and ta marbuta, hamza carriers, the drawn-out line; Persian kaf and ya
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "ء": "",
    "ـ": "",
    "ک": "ك",
    "ی": "ي",
    # Ukrainian: g with upturn; letters of a neighbouring keyboard
    "ґ": "г",
    "ё": "е",
    "ы": "и",
    "э": "е",
    "ъ": "",
    # apostrophes vanish: m'n, zo'n, пів'їзд
    "'": "",
    "’": "",
    "‘": "",
    "ʼ": "",
    "`": "",
    "´": "",
    "ʹ": "",
    # Eastern digits
    **{chr(0x0660 + n): str(n) for n in range(10)},
    **{chr(0x06F0 + n): str(n) for n in range(10)},
}
_TABLE = str.maketrans(_SIGNS)
_KEEP = {"й": "й", "ї": "ї"}
_ROW = re.compile(r"(.{1,2}?)\1{3,}")
_REPEAT = re.compile(r"(.)\1{2,}")

STOP_FILE = Path(__file__).with_name("stopwords.txt")


def _stopwords() -> dict[str, frozenset[str]]:
    """Words that carry no meaning of their own, per language."""
    found: dict[str, set[str]] = {}
    section: set[str] = set()
    for line in STOP_FILE.read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            section.update(line.split())
    return {lang: frozenset(words) for lang, words in found.items()}


STOP = _stopwords()
_SNOWBALL = {"nl": "dutch", "en": "english", "tr": "turkish", "ar": "arabic"}
_local = threading.local()


def shorten(text: str, most: int = 480) -> str:
    """A long text without its middle, and a row of the same sign as three of it: what the encoder reads."""
    plain = _ROW.sub(r"\1\1\1", squeeze(text))
    return plain if len(plain) <= most else f"{plain[: most // 2]} {plain[-most // 2 :]}"


def squeeze(text: str) -> str:
    """One line without control characters, one space between words, at most 1,000 characters."""
    kept = "".join(
        " " if unicodedata.category(sign)[0] == "C" and sign not in "\u200c\u200d" else sign
        for sign in text[: LONGEST * 4]
    )
    return " ".join(kept.split())[:LONGEST]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, vowel signs and apostrophes; three of the same letter become two."""
    lowered = text.replace("İ", "i").casefold().translate(_TABLE)
    out: list[str] = []
    for sign in unicodedata.normalize("NFC", lowered):
        if sign in _KEEP:
            out.append(sign)
            continue
        out.extend(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return _REPEAT.sub(r"\1\1", "".join(out).translate(_TABLE))


def tokens(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(fold(text))


def mark(term: str) -> int:
    """A term as a number of 32 bits."""
    return zlib.crc32(term.encode())


def script_language(text: str, lang: str) -> str:
    """The language to treat a text as: the script decides where it can, else what the page says."""
    arabic = sum("\u0600" <= sign <= "\u06ff" for sign in text)
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in text)
    if arabic or cyrillic:
        if arabic >= cyrillic and arabic * 3 > len(text):
            return "ar"
        if cyrillic * 3 > len(text):
            return "uk"
    return lang if lang not in ("ar", "uk") else "nl"


def _stemmer(lang: str) -> Stemmer.Stemmer | None:
    """A stemmer of this thread (a Snowball stemmer is not safe to share)."""
    if lang not in _SNOWBALL:
        return None
    known: dict[str, Stemmer.Stemmer] = getattr(_local, "stemmers", None) or {}
    _local.stemmers = known
    if lang not in known:
        known[lang] = Stemmer.Stemmer(_SNOWBALL[lang])
    return known[lang]


_ENDINGS = {
    "pl": (
        "ami",
        "ach",
        "ego",
        "emu",
        "ymi",
        "owi",
        "iem",
        "ych",
        "om",
        "ow",
        "em",
        "ie",
        "ej",
        "ym",
        "ac",
        "ic",
        "a",
        "e",
        "y",
        "i",
        "u",
        "o",
    ),
    "uk": (
        "ами",
        "ями",
        "ого",
        "ому",
        "ими",
        "ові",
        "ах",
        "ях",
        "ій",
        "ої",
        "ам",
        "ям",
        "ом",
        "ем",
        "ти",
        "а",
        "я",
        "у",
        "ю",
        "и",
        "і",
        "о",
        "е",
        "ь",
        "й",
    ),
}


def stem(word: str, lang: str) -> str:
    """The stem of a folded word; Polish and Ukrainian, which have no Snowball stemmer, lose a frequent ending."""
    stemmer = _stemmer(lang)
    if stemmer is not None:
        return str(stemmer.stemWord(word))
    for ending in _ENDINGS.get(lang, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stems(text: str, lang: str) -> list[str]:
    """The stems of the words that carry meaning."""
    stop = STOP.get(lang, frozenset())
    return [stem(word, lang) for word in tokens(text) if word not in stop]


def split_compound(word: str, vocabulary: frozenset[str] | set[str]) -> list[str]:
    """The two known words of a Dutch compound (schuldhulp: schuld, hulp), or nothing."""
    if len(word) < 8:
        return []
    best: tuple[int, int, list[str]] | None = None
    for cut in range(4, len(word) - 3):
        left, right = word[:cut], word[cut:]
        if right not in vocabulary:
            continue
        for link in ("", "s", "en", "e", "n"):
            bare = left[: len(left) - len(link)] if link and left.endswith(link) else left
            if (link and bare == left) or len(bare) < 4 or bare not in vocabulary:
                continue
            candidate = (len(link), abs(len(bare) - len(right)), [bare, right])
            best = candidate if best is None else min(best, candidate)
    return best[2] if best else []


def analyse(text: str, lang: str, vocabulary: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """Stems plus the stems of the parts of compounds."""
    stop = STOP.get(lang, frozenset())
    out: list[str] = []
    for word in tokens(text):
        if word in stop:
            continue
        out.append(stem(word, lang))
        if lang == "nl":
            out.extend(stem(part, lang) for part in split_compound(word, vocabulary))
    return out


def ngrams(words: Iterable[str], shortest: int = 2, longest: int = 5) -> Iterator[str]:
    """Character n-grams within word bounds (a space on either side of every word)."""
    for word in words:
        bounded = f" {word} "
        size = len(bounded)
        for length in range(shortest, longest + 1):
            if length >= size:
                yield bounded
                break
            for start in range(size - length + 1):
                yield bounded[start : start + length]
