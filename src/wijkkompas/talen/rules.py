"""What was agreed about translations: which step may follow which, what must survive, what changed. Pure."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from wijkkompas.talen.values import Deed, State

# From, deed, to, why. An edge that is not here does not exist.
EDGES = (
    (State.MISSING, Deed.WRITTEN, State.CHECKED, "who writes a text has read the Dutch"),
    (State.MACHINE, Deed.CONFIRMED, State.CHECKED, "mission A4: ambassadors translate and check"),
    (State.MACHINE, Deed.WRITTEN, State.CHECKED, "a person made it better"),
    (State.CHECKED, Deed.WRITTEN, State.CHECKED, "made better: the next reader is another person again"),
    (State.CHECKED, Deed.APPROVED, State.APPROVED, "four eyes: only somebody else than who checked"),
    (State.CHECKED, Deed.CONFIRMED, State.CHECKED, "who checked it looked again, after a doubt"),
    (State.APPROVED, Deed.CONFIRMED, State.APPROVED, "two people stand for it; the doubt is answered"),
    (State.APPROVED, Deed.WRITTEN, State.CHECKED, "another text has not been read twice"),
    (State.STALE, Deed.CONFIRMED, State.CHECKED, "the Dutch changed in a way that leaves this right"),
    (State.STALE, Deed.WRITTEN, State.CHECKED, "translated again"),
    (State.MACHINE, Deed.WENT_STALE, State.STALE, "mission A4: stale translations say so"),
    (State.CHECKED, Deed.WENT_STALE, State.STALE, "mission A4: stale translations say so"),
    (State.APPROVED, Deed.WENT_STALE, State.STALE, "mission A4: stale translations say so"),
)
ALLOWED = {(before, deed): after for before, deed, after, _why in EDGES}

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
# Embeddings and overrides may show a phone number in another order than it is dialled (Unicode TR 36, 2.9).
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")


def after(before: str, deed: str) -> str | None:
    """The state that a deed leads to, None when there is no such edge."""
    return ALLOWED.get((before, deed))


def deed_of_yes(state: str, *, own: bool) -> str:
    """What "Klopt" means here: the second reader of a checked text approves it; everybody else confirms."""
    return Deed.APPROVED if state == State.CHECKED and not own else Deed.CONFIRMED


def tidy(text: str) -> str:
    """A text as it is kept and compared: one kind of line end, no control characters or overrides, composed (NFC)."""
    lines = _LINE_ENDS.sub("\n", text)
    kept = "".join(sign for sign in lines if sign in "\n\t" or (_printable(sign) and sign not in _OVERRIDES))
    return unicodedata.normalize("NFC", kept).strip()


def _printable(sign: str) -> bool:
    """No control character, no half of a pair, no code that is no character (XML cannot hold those either)."""
    return unicodedata.category(sign) not in {"Cc", "Cs"} and ord(sign) & 0xFFFE != 0xFFFE


@lru_cache(maxsize=8192)  # more than there are Dutch texts: a list asks it for all of them, in every language
def source_hash(dutch: str) -> str:
    """What tells whether the Dutch is still the text that was translated."""
    return hashlib.sha256(tidy(dutch).encode()).hexdigest()


def state_now(*, stored: str | None, text: str, translated_from: str, dutch: str) -> str:
    """How far a translation is at this moment; `translated_from` is the hash of the Dutch it was made of."""
    if stored is None or not text:
        return State.MISSING
    return stored if translated_from == source_hash(dutch) else State.STALE


# What must survive ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finding:
    """Something of the Dutch that the translation lacks, or something that the Dutch does not have."""

    code: str  # missing-number, missing-phone, missing-address, missing-placeholder, strange-number, not-translated
    what: str


_PHONE = re.compile(r"(?<![\w])\+?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")
_NUMBER = re.compile(r"\d+")
_WRITTEN = re.compile(r"\d+(?:[.:,]\d+)*")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_ADDRESSES = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?:https?://|www\.)[^\s<>\"']*[\w/]", re.IGNORECASE),
    re.compile(r"\b[a-z0-9-]+\.(?:nl|org|com|eu)\b", re.IGNORECASE),
    re.compile(r"\b\d{4} ?[A-Z]{2}\b"),
    re.compile(r"\b[A-Z][\w'-]*(?:straat|laan|weg|plein|kade|dijk|gracht|hof|singel|pad|markt|haven)\s+\d+\s?[a-z]?\b"),
)
_LONG_ENOUGH = 25  # letters: a shorter text may be the same in both languages (a name)
_STRANGE = 3  # digits: "two" may become "2", but a number of three digits comes from somewhere


def warnings(dutch: str, text: str) -> list[Finding]:
    """What a translator should look at again: numbers, phone numbers, addresses and placeholders of the Dutch."""
    text = _latin_digits(text)
    found = [Finding("missing-placeholder", one) for one in _PLACEHOLDER.findall(dutch) if one not in text]
    lowered = text.casefold()
    addresses = {match.group() for pattern in _ADDRESSES for match in pattern.finditer(dutch)}
    found += [Finding("missing-address", one) for one in sorted(addresses) if one.casefold() not in lowered]
    digits = "".join(_NUMBER.findall(text))
    phones = [match.group() for match in _PHONE.finditer(dutch)]
    found += [Finding("missing-phone", one) for one in phones if "".join(_NUMBER.findall(one)) not in digits]
    found += _numbers(_without(dutch, phones, addresses), text, digits, dutch)
    if len(dutch) >= _LONG_ENOUGH and tidy(dutch).casefold() == tidy(text).casefold():
        found.append(Finding("not-translated", ""))
    return list(dict.fromkeys(found))


def _numbers(dutch: str, text: str, digits: str, whole: str) -> list[Finding]:
    """Numbers that are gone, each as the Dutch writes it (9.30), and long ones that the Dutch does not have."""
    there = Counter(_NUMBER.findall(text))
    missing = []
    for written in _WRITTEN.findall(dutch):
        parts = _NUMBER.findall(written)
        if all(there[part] > 0 or (len(part) >= _STRANGE and part in digits) for part in parts):
            there.subtract(parts)
        else:
            missing.append(Finding("missing-number", written))
    known = "".join(_NUMBER.findall(whole))
    phones = [match.group() for match in _PHONE.finditer(text)]
    strange = [one for one in phones if "".join(_NUMBER.findall(one)) not in known]
    rest = _NUMBER.findall(_without(text, phones, set()))
    strange += [one for one in rest if len(one) >= _STRANGE and one not in known]
    return missing + [Finding("strange-number", one) for one in strange]


def _without(dutch: str, phones: list[str], addresses: set[str]) -> str:
    for one in (*phones, *sorted(addresses, key=len, reverse=True)):
        dutch = dutch.replace(one, " ")
    return dutch


def _latin_digits(text: str) -> str:
    """Digits of another script as 0 to 9, so that ٠٨٠٠ counts as 0800."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in text)


# What changed ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A piece of a text beside its earlier version: `same`, `gone` or `new`."""

    what: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """What changed between two versions, word by word; joined without `gone` the new text, without `new` the old."""
    before, now = re.findall(r"\S+\s*|\s+", old), re.findall(r"\S+\s*|\s+", new)
    pieces = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(now[c:d])))
            continue
        pieces += [
            Piece(kind, text) for kind, text in (("gone", "".join(before[a:b])), ("new", "".join(now[c:d]))) if text
        ]
    return pieces


# Words that everybody should translate alike -----------------------------------------------------------------------------


def terms_in(dutch: str, terms: dict[str, dict[str, str]], language: str) -> list[tuple[str, str]]:
    """The words of the glossary that stand in a text, with their translation; the longest words first, none twice."""
    lowered, found = dutch.casefold(), []
    for word in sorted(terms, key=lambda one: (-len(one), one)):
        said = terms[word].get(language)
        pattern = rf"(?<!\w){re.escape(word.casefold())}(?:s|en|e|n)?(?!\w)"
        if said and re.search(pattern, lowered):
            found.append((word, said))
            lowered = re.sub(pattern, " ", lowered)
    return found


# Words a minute. [check] Our own choice, on the slow side: nobody should feel slow.
_READ_BOTH, _WRITE = 30, 10
_LOOK_ROUND = 1  # a minute to open it and to think


def minutes_for(dutch: str, *, written: bool) -> int:
    """About how long one text takes: to read beside its translation, or to write when there is none."""
    words = len(dutch.split())
    return _LOOK_ROUND + max(1, -(-words // (_READ_BOTH if written else _WRITE)))
