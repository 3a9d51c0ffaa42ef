"""Translations that come with the program: `data/translations/<language>.jsonl`, and the sentences of crisis numbers.

A line is {"slug", "field", "text"} of a service, with "source_hash" or "nl" (the first characters of the Dutch) where the
translator noted of which Dutch it is. All of it starts as `machine` (design, "Language").
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wijkkompas.talen import api as talen
from wijkkompas.talen.api import Draft, Key
from wijkkompas.wegwijzer.loading import DATA
from wijkkompas.wegwijzer.models import CrisisLine
from wijkkompas.wegwijzer.translating import CRISIS_LINE, SERVICE, SERVICE_FIELDS


def load_translations() -> dict[str, int]:
    """Take everything shipped in; what a person checked or wrote stays theirs. Idempotent."""
    return talen.take_drafts([*crisis_drafts(), *shipped_drafts()])


def shipped_drafts() -> Iterator[Draft]:
    """Every line of every shipped file that can be read."""
    folder = DATA / "translations"
    if folder.is_dir():
        for path in sorted(folder.iterdir(), key=lambda one: one.name):
            if path.name.endswith(".jsonl"):
                language = path.name.removesuffix(".jsonl")
                for _number, draft, _fault in read(path.read_text(encoding="utf8").splitlines(), language):
                    if draft is not None:
                        yield draft


def crisis_drafts() -> Iterator[Draft]:
    """The fixed sentences at the numbers."""
    for line in CrisisLine.objects.all():
        for language in talen.OTHERS:
            if line.names.get(language):
                yield Draft(Key(CRISIS_LINE, line.code, "name"), language, line.names[language], nl=line.names["nl"])


def read(lines: Iterable[str], language: str) -> Iterator[tuple[int, Draft | None, str]]:
    """Each line with its number: the draft, or why it is none."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            draft, fault = _draft(line, language)
            yield number, draft, fault


def _draft(line: str, language: str) -> tuple[Draft | None, str]:
    try:
        row: Any = json.loads(line)
    except ValueError:
        return None, "this line is no JSON"
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("slug", "field", "text")):
        return None, 'a line needs "slug", "field" and "text"'
    if row["field"] not in SERVICE_FIELDS:
        return None, f"unknown field {row['field']}: use one of {', '.join(SERVICE_FIELDS)}"
    return Draft(
        Key(SERVICE, row["slug"], row["field"]),
        language,
        row["text"],
        str(row.get("source_hash") or ""),
        str(row.get("nl") or ""),
    ), ""


def check(path: Path, language: str) -> list[dict[str, Any]]:
    """What is wrong with a file of such lines, and what to look at again: [{line, key, fault} or {line, key, remarks}].

    Raises OSError and UnicodeDecodeError for a file that cannot be read.
    """
    return talen.check_drafts(read(path.read_text(encoding="utf8").splitlines(), language))
