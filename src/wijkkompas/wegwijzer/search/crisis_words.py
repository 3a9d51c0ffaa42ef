"""Reads the reviewed phrases of `crisis_phrases.txt`."""

from __future__ import annotations

import re
from pathlib import Path

_FILE = Path(__file__).with_name("crisis_phrases.txt")


def _read() -> dict[str, re.Pattern[str]]:
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in _FILE.read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line.strip() and not line.startswith("#"):
            section.append(line)
    return {name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) for name, patterns in found.items()}


_PATTERNS = _read()
HARMLESS: re.Pattern[str] = _PATTERNS.pop("harmless")
PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(_PATTERNS.items())
