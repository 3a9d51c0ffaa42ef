"""Taking a file of translations in: line by line, said of each; nothing over the work of somebody here.

What the file calls finished becomes `checked`, never more: the second reader is a person here. Taking the same file in
twice changes nothing the second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.talen import registry
from wijkkompas.talen.exchange import po, xliff
from wijkkompas.talen.exchange.lines import Entry, Unreadable
from wijkkompas.talen.models import Step, Translation
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.talen.rules import source_hash, tidy, warnings
from wijkkompas.talen.values import CHECKED_BY_A_PERSON, LONGEST, OTHERS, Deed, Key, State

LARGEST = 20 * 1024 * 1024
OUTCOMES = ("added", "changed", "checked", "unchanged", "untranslated", "unfinished", "refused")


@dataclass
class Report:
    """What happened with each line."""

    language: str
    dry_run: bool
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines came to each end."""
        counted = Counter(line["outcome"] for line in self.lines)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"language": self.language, "dry_run": self.dry_run, "counts": self.counts, "lines": self.lines}

    def as_text(self) -> str:
        """For people: the counts, then what was refused."""
        said = [f"{outcome}: {count}" for outcome, count in self.counts.items() if count]
        refused = [line for line in self.lines if line["outcome"] == "refused"]
        said += [f"line {line['line']}: {line['key']}: {line['reason']}" for line in refused]
        return "\n".join([*said, *(["Nothing was written (dry run)."] if self.dry_run else [])])


def parse(content: bytes) -> tuple[str, list[Entry]]:
    """The language and texts of a file, XLIFF or PO by its contents. Raises `Unreadable` with what to do."""
    if len(content) > LARGEST:
        raise Unreadable(f"the file is larger than {LARGEST // 1024 // 1024} MB")
    language, entries = (xliff if _looks_like_xml(content) else po).read(content)
    if language not in OTHERS:
        raise Unreadable(f"the file is for the language {language!r}; known are {', '.join(OTHERS)}")
    return language, entries


def _looks_like_xml(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def take(language: str, entries: Sequence[Entry], *, at: datetime, dry_run: bool = False) -> Report:
    """Take these texts in, all in one transaction."""
    report = Report(language, dry_run)
    dutch = {source.key: source.dutch for source in registry.all_sources()}
    with acting_as(system_actor(TRANSLATIONS)), transaction.atomic():
        rows = {row.key: row for row in Translation.objects.select_for_update().filter(language=language)}
        seen: set[Key] = set()
        for entry in entries:
            key = Key.read(entry.key)
            source, row = (dutch.get(key), rows.get(key)) if key else (None, None)
            reason = _refusal(entry, source, row, twice=key in seen)
            outcome = "refused" if reason else _outcome(entry, source or "", row)
            report.lines.append({"line": entry.line, "key": entry.key[:200], "outcome": outcome})
            if reason:
                report.lines[-1]["reason"] = reason
            if key and source is not None:
                seen.add(key)
                if outcome in {"added", "changed", "checked"} and not dry_run:
                    _keep(key, language, entry, source, row, at)
    return report


def _refusal(entry: Entry, dutch: str | None, row: Translation | None, *, twice: bool) -> str:
    """Why a line cannot be taken in; empty when it can (or when there is nothing to take)."""
    if dutch is None:
        return "there is no such text here (any more)"
    if twice:
        return "this text stands in the file twice"
    if tidy(entry.dutch) != tidy(dutch):
        return "the Dutch changed since the export: it is stale; export again"
    text = tidy(entry.text)
    if _outcome(entry, dutch, row) in {"untranslated", "unfinished", "unchanged"}:
        return ""
    if len(text) > LONGEST:
        return f"the text is longer than {LONGEST} characters"
    lost = warnings(dutch, text)
    if lost:
        return "; ".join(f"{one.code} {one.what}".strip() for one in lost)
    theirs = row is not None and row.state_beside(dutch) in CHECKED_BY_A_PERSON
    if row is not None and theirs and text != row.text and entry.version != row.version:
        return "somebody changed it here since the export: export again"
    return ""


def _outcome(entry: Entry, dutch: str, row: Translation | None) -> str:
    text, state = tidy(entry.text), row.state_beside(dutch) if row else State.MISSING
    if not text:
        return "untranslated"
    same = row is not None and text == row.text
    if same and (entry.done is not True or (state in CHECKED_BY_A_PERSON and row is not None and not row.doubted)):
        return "unchanged"
    if entry.done is False:
        return "unfinished"
    if same:
        return "checked"
    return "added" if state == State.MISSING else "changed"


def _keep(key: Key, language: str, entry: Entry, dutch: str, row: Translation | None, at: datetime) -> None:
    kept = row or Translation(language=language, version=0, **key._asdict())
    before, kept.text = kept.text, tidy(entry.text)
    kept.state, kept.checked_by, kept.approved_by = State.CHECKED, None, None
    kept.doubted, kept.stale_since = False, None
    kept.source_hash, kept.source_text = source_hash(dutch), tidy(dutch)
    kept.version += 1
    kept.save()
    Step.objects.create(translation=kept, language=language, at=at, deed=Deed.IMPORTED, before=before, text=kept.text)
