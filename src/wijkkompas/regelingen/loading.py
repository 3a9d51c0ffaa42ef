"""Reads the rules that come with Wijkkompas: the files in data/."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from wijkkompas.regelingen.engine.book import Book
from wijkkompas.regelingen.engine.reading import read
from wijkkompas.regelingen.engine.tree import Problem

DATA = files("wijkkompas.regelingen") / "data"


def _yaml(path: Traversable) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf8"), Loader=loader)  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else None
        raise Problem(f"dit is geen YAML: {error.problem}", field=path.name, place=place) from error


def _folder(name: str) -> list[tuple[str, Any]]:
    found = sorted(
        (path for path in (DATA / name).iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name
    )
    return [(f"{name}/{path.name}", _yaml(path)) for path in found]


@lru_cache(maxsize=1)
def book() -> Book:
    """The book; read once a process."""
    return read(
        _yaml(DATA / "attributes.yaml"), _folder("parameters"), _yaml(DATA / "derived.yaml"), _folder("schemes")
    )
