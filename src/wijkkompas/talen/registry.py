"""Rooms say here which of their texts residents read. talen lies below them and knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wijkkompas.talen.values import Key, Source

# The texts of these objects (by id), or of all when None. A fixed number of queries.
Reader = Callable[[Iterable[str] | None], Iterable[Source]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing with texts: its name on pages, its fields (in reading order) with theirs, and who reads them."""

    code: str
    label: Any
    fields: Mapping[str, Any]
    read: Reader


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """A room declares its texts (in its AppConfig.ready)."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind | None:
    """The kind with this code."""
    return _kinds.get(code)


def all_sources() -> list[Source]:
    """Every Dutch text that residents read now; empty texts are left out."""
    return [source for kind in _kinds.values() for source in kind.read(None) if source.dutch.strip()]


def source_of(key: Key) -> Source | None:
    """The Dutch text of a key, None when there is no such text (any more)."""
    kind = _kinds.get(key.kind)
    if kind is None or key.field not in kind.fields:
        return None
    return next((s for s in kind.read([key.object_id]) if s.key == key and s.dutch.strip()), None)


def field_label(key: Key) -> Any:
    """What a field is called on pages."""
    kind = _kinds.get(key.kind)
    return kind.fields.get(key.field, key.field) if kind else key.field


def reading_order(key: Key) -> int:
    """Where a field stands among the fields of its kind."""
    kind = _kinds.get(key.kind)
    return list(kind.fields).index(key.field) if kind and key.field in kind.fields else 99
