"""Texts that a computer translated and that come with the program: taken in as `machine`, never over a person's work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.talen import registry
from wijkkompas.talen.models import Translation
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.talen.rules import source_hash, tidy, warnings
from wijkkompas.talen.values import LONGEST, OTHERS, Key, State

BATCH = 1000
NL_SHOWN = 60  # characters of the Dutch that a line may repeat, to see that it is still the same


@dataclass(frozen=True)
class Draft:
    """One line: which text, its translation, and of which Dutch (a hash, or its first characters; both may be empty)."""

    key: Key
    language: str
    text: str
    source_hash: str = ""
    nl: str = ""


def fault(draft: Draft, dutch: str | None) -> str:
    """Why a line cannot be taken in, in plain words; empty when it can."""
    if draft.language not in OTHERS:
        return f"unknown language {draft.language}"
    if dutch is None:
        return "no such text: is the slug or the field wrong?"
    if not tidy(draft.text):
        return "the text is empty"
    if len(draft.text) > LONGEST:
        return f"the text is longer than {LONGEST} characters"
    if draft.source_hash and draft.source_hash != source_hash(dutch):
        return "the Dutch changed since it was translated"
    if draft.nl and _start(draft.nl) != _start(dutch)[: len(_start(draft.nl))]:
        return f"the Dutch changed since it was translated: it now begins with {_start(dutch)[:40]!r}"
    return ""


def remarks(draft: Draft, dutch: str) -> list[str]:
    """What to look at again in a line that can be taken in."""
    return [f"{found.code} {found.what}".strip() for found in warnings(dutch, draft.text)]


def _start(text: str) -> str:
    return " ".join(text.split())[:NL_SHOWN]


def take_drafts(drafts: Iterable[Draft]) -> dict[str, int]:
    """Take machine translations in. What a person checked, wrote or doubted stays theirs. A few queries a language."""
    by_language: dict[str, dict[Key, Draft]] = {}
    for draft in drafts:
        by_language.setdefault(draft.language, {})[draft.key] = draft
    counts: Counter[str] = Counter(added=0, changed=0, kept=0, refused=0)
    if not by_language:
        return dict(counts)
    dutch = {source.key: source.dutch for source in registry.all_sources()}
    with acting_as(system_actor(TRANSLATIONS)):
        for language, lines in by_language.items():
            _take_language(language, lines, dutch, counts)
    return dict(counts)


def _take_language(language: str, lines: Mapping[Key, Draft], dutch: Mapping[Key, str], counts: Counter[str]) -> None:
    rows = {row.key: row for row in Translation.objects.filter(language=language)}
    new, changed = [], []
    for key, draft in lines.items():
        source = dutch.get(key)
        if fault(draft, source) or source is None:
            counts["refused"] += 1
            continue
        text, made_of, row = tidy(draft.text), source_hash(source), rows.get(key)
        if row is None:
            fresh = Translation(language=language, text=text, source_hash=made_of, source_text=tidy(source))
            fresh.kind, fresh.object_id, fresh.field = key
            new.append(fresh)
        elif row.state != State.MACHINE or row.doubted or (row.text == text and row.source_hash == made_of):
            counts["kept"] += 1
        else:
            row.text, row.source_hash, row.source_text, row.stale_since = text, made_of, tidy(source), None
            row.version += 1
            changed.append(row)
    Translation.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    Translation.objects.bulk_update(
        changed, ["text", "source_hash", "source_text", "stale_since", "version"], batch_size=BATCH
    )
    counts["added"] += len(new)
    counts["changed"] += len(changed)


def check_drafts(lines: Iterable[tuple[int, Draft | None, str]]) -> list[dict[str, Any]]:
    """What is wrong with each numbered line, and what to look at again; lines without either are left out."""
    dutch = {source.key: source.dutch for source in registry.all_sources()}
    found: list[dict[str, Any]] = []
    seen: set[Key] = set()
    for number, draft, unreadable in lines:
        if draft is None:
            found.append({"line": number, "key": None, "fault": unreadable})
            continue
        source = dutch.get(draft.key)
        wrong = fault(draft, source) or ("this text stands in the file twice" if draft.key in seen else "")
        seen.add(draft.key)
        if wrong or source is None:
            found.append({"line": number, "key": str(draft.key), "fault": wrong})
        elif again := remarks(draft, source):
            found.append({"line": number, "key": str(draft.key), "remarks": again})
    return found
