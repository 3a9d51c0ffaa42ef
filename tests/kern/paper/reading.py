"""What a program reads in a PDF of ours, by the rules of PDF (ISO 32000): ToUnicode for each shape, ActualText before it.

`extract_text` of pypdf guesses spaces and the order of words from where shapes stand, and errs in Arabic. Here nothing
is guessed, and only the order is undone: a PDF holds shapes from left to right, so a stretch of Arabic comes in
backwards and is turned round (numbers and Latin words stand between such stretches).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream


def _signs(font: Any) -> dict[int, str]:
    """Which text each shape of a font stands for."""
    text = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    found: dict[int, str] = {}

    def said(code: str) -> str:
        return bytes.fromhex(code).decode("utf-16-be")

    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for shape, code in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(shape, 16)] = said(code)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, code in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = said(code)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _clusters(page: PageObject, reader: PdfReader) -> Iterator[tuple[float, str]]:
    """Pieces of text with the height at which they stand, as drawn."""
    fonts = {name: _signs(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    current: dict[int, str] = {}
    inside: list[str | None] = []  # the ActualText of each open mark, None when it has none
    height = 0.0
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        match operator:
            case b"Tf":
                current = fonts[operands[0]]
            case b"cm":
                height = float(operands[5])
            case b"BDC":
                actual = operands[1].get("/ActualText") if hasattr(operands[1], "get") else None
                inside.append(None if actual is None else str(actual))
                if actual is not None:
                    yield height, str(actual)
            case b"BMC":
                inside.append(None)
            case b"EMC":
                inside.pop()
            case b"Tj" | b"TJ" if all(text is None for text in inside):
                parts = operands[0] if operator == b"TJ" else operands
                for part in parts:
                    if isinstance(part, (int, float)) or not hasattr(part, "original_bytes"):
                        continue
                    raw = part.original_bytes
                    for at in range(0, len(raw), 2):
                        yield height, current[int.from_bytes(raw[at : at + 2], "big")]


def _right_to_left(cluster: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in cluster)


def _in_order(clusters: list[str]) -> str:
    """A line with each stretch of Arabic turned round."""
    out: list[str] = []
    stretch: list[str] = []
    for cluster in [*clusters, "\0"]:
        neutral = all(unicodedata.bidirectional(sign) in {"WS", "ON", "CS", "ES", "NSM"} for sign in cluster)
        if _right_to_left(cluster) or (stretch and neutral and cluster != "\0"):
            stretch.append(cluster)
            continue
        out += reversed(stretch)
        stretch = []
        out.append(cluster)
    return "".join(out).rstrip("\0")


def lines(pdf: bytes) -> list[str]:
    """Every line of every page."""
    reader = PdfReader(io.BytesIO(pdf))
    found: list[str] = []
    for page in reader.pages:
        height: float | None = None
        line: list[str] = []
        for at, cluster in _clusters(page, reader):
            if height is not None and abs(at - height) > 0.5:
                found.append(_in_order(line))
                line = []
            height = at
            line.append(cluster)
        found.append(_in_order(line))
    return [" ".join(text.replace("\u200b", "").split()) for text in found]


def text(pdf: bytes) -> str:
    """All of it, in the order in which it was drawn."""
    return " ".join(line for line in lines(pdf) if line)
