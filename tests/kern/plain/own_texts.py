"""The product's own Dutch texts that residents read, for the test that they are plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import yaml

ROOM = Path(__file__).resolve().parents[3] / "src" / "wijkkompas"
_TAG = re.compile(r"<[^>]+>")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _readable(text: str) -> str:
    """A text as a reader sees it: without tags, with a name where a value will stand."""
    return _PLACEHOLDER.sub("Jan", _TAG.sub("", text)).strip()


def _load(path: Path) -> object:
    return yaml.load(path.read_text(encoding="utf8"), Loader=yaml.CSafeLoader)


def interface() -> Iterator[tuple[str, str]]:
    """Every Dutch interface string, singular and plural."""
    catalogue = polib.pofile(str(ROOM / "talen/locale/en/LC_MESSAGES/django.po"))
    for entry in catalogue:
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            yield "interface", _readable(text)


def services() -> Iterator[tuple[str, str]]:
    """Summary, description and "In het kort" of the example services."""
    for path in sorted((ROOM / "wegwijzer/example").glob("services-*.yaml")):
        for record in _load(path):
            for field in ("summary", "description", "in_brief"):
                if record.get(field):
                    yield f"{record['slug']} {field}", _readable(record[field])


def needs() -> Iterator[tuple[str, str]]:
    """Names and descriptions of the needs, and of the domains."""
    labels = _load(ROOM / "wegwijzer/data/labels.yaml")
    vocabulary = _load(ROOM / "wegwijzer/data/needs.yaml")
    for kind in ("domains", "needs"):
        for record in vocabulary[kind]:
            yield record["code"], labels[kind].get(record["code"], {}).get("nl") or record["name_nl"]
            if record.get("description_nl"):
                yield f"{record['code']} description", record["description_nl"]


def crisis_lines() -> Iterator[tuple[str, str]]:
    """The fixed sentences beside the numbers for danger."""
    for record in _load(ROOM / "wegwijzer/data/crisis_lines.yaml"):
        yield record["code"], record["names"]["nl"]
