"""A text as sentences and words, without a parser."""

from __future__ import annotations

import re

from wijkkompas.kern.plain import lexicon

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ABBREVIATIONS = lexicon.signal("abbreviations")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|:(?=\s+[A-Z])")
_LAST = re.compile(r"[\w.]+$")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪◦○●→✓]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+")
_FULL_LINE = 40


def _lines(text: str) -> list[str]:
    """Lines that belong together: a line that was only wrapped is put back, an item of a list or a heading stands alone."""
    joined: list[str] = []
    open_line = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            open_line = False
            continue
        if open_line and line[:1].islower() and not _BULLET.match(line):
            joined.append(line)
        else:
            joined.append("\n")
            joined.append(line)
        open_line = len(line) >= _FULL_LINE and line[-1] not in ".!?:;"
    return " ".join(joined).split("\n")


def _is_abbreviation(before: str) -> bool:
    """Does the text before a full stop end in an abbreviation, a letter or an ordinal, so that the sentence goes on?"""
    found = _LAST.search(before[-24:])
    if not found:
        return False
    last = found.group().lower().rstrip(".")
    return (
        last in _ABBREVIATIONS
        or (len(last) == 1 and last.isalpha() and last != "u")
        or ("." in last and len(last) <= 6 and not last[-1].isdigit())
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, as they stand there; what holds no word is left out. Time is linear in the length."""
    found: list[str] = []
    for raw in _lines(text):
        line = _BULLET.sub("", raw.strip())
        begin = 0
        for match in _END.finditer(line):
            rest = line[match.end() : match.end() + 4].lstrip(" \"'“‘([")
            stop = match.group()[0] == "."
            if stop and (_is_abbreviation(line[max(0, match.start() - 24) : match.start()]) or rest[:1].islower()):
                continue
            found.append(line[begin : match.end()])
            begin = match.end()
        found.append(line[begin:])
    return [sentence.strip() for sentence in found if WORD.search(sentence)]
