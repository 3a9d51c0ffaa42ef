"""Reads the handbooks and theme pages that the product brings along (YAML under data/)."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from wijkkompas.wegwijzer.guides.values import ShippedHandbook, Step, ThemePage, step_of

DATA = files("wijkkompas.wegwijzer") / "data"


def _records(folder: str) -> list[tuple[dict[str, Any], str]]:
    """Each file with the hash of its text, by name."""
    found = sorted((DATA / folder).iterdir(), key=lambda path: path.name)
    texts = [path.read_text(encoding="utf8") for path in found if path.name.endswith(".yaml")]
    return [(yaml.safe_load(text), hashlib.sha256(text.encode()).hexdigest()) for text in texts]


def _steps(record: dict[str, Any]) -> tuple[Step, ...]:
    return tuple(step_of(step) for step in record["steps"])


def shipped_handbooks() -> list[ShippedHandbook]:
    """Every handbook of data/handbooks."""
    return [
        ShippedHandbook(
            slug=record["slug"],
            title=record["title"],
            lead=record["lead"].strip(),
            audience=record["audience"],
            needs=tuple(record["needs"]),
            review_on=record["review_on"],
            sources=tuple(record["sources"]),
            steps=_steps(record),
            digest=digest,
        )
        for record, digest in _records("handbooks")
    ]


@cache
def theme_pages() -> dict[str, ThemePage]:
    """Every theme page by slug, in the order of its `position`. Read once a process: they change with a release."""
    records = sorted((record for record, _digest in _records("themes")), key=lambda record: record["position"])
    return {
        record["slug"]: ThemePage(
            slug=record["slug"],
            title=record["title"],
            lead=record["lead"].strip(),
            paragraphs=tuple(text.strip() for text in record["text"]),
            steps=_steps(record),
            needs=tuple(record["needs"]),
            sources=tuple(record["sources"]),
            handbooks=tuple(record.get("handbooks", ())),
            ask=record.get("ask", ""),
            also=tuple(record.get("also", ())),
        )
        for record in records
    }


def themes_of_need(code: str) -> list[ThemePage]:
    """The theme pages that a need page points to."""
    return [page for page in theme_pages().values() if code in page.needs or code in page.also]
