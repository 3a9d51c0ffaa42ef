"""Words that everybody should translate alike (data/glossary.yaml)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import yaml


@lru_cache(maxsize=1)
def terms() -> dict[str, dict[str, str]]:
    """Dutch word or words -> language -> translation."""
    path = files("wijkkompas.talen") / "data" / "glossary.yaml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf8"))
    return loaded
