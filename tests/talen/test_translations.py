"""Interface texts are complete in six languages, and the compiled files are those of the sources."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

import messages


def test_no_language_has_a_gap_or_another_placeholder():
    assert messages.gaps() == []


def test_every_dutch_text_in_a_template_is_in_the_sources():
    import re

    import polib

    known = {entry.msgid for entry in polib.pofile(str(messages.LOCALE / "en" / "LC_MESSAGES" / "django.po"))}
    missing = set()
    for path in messages.PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf8")
        for match in re.finditer(r"{%\s*translate\s+(?:\"([^\"]+)\"|'([^']+)')", text):
            words = match.group(1) or match.group(2)
            if words not in known:
                missing.add(f"{path.name}: {words}")
    assert missing == set()
