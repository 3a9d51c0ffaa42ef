"""What to do with an incoming thing: compare it with what stands here and with what the source said last time.

Three versions, field by field: a field that the source changed and nobody here touched is taken over; a field that
somebody here corrected stays, and the difference is shown. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Fields = Mapping[str, Any]


class Verdict(StrEnum):
    """What happens to it."""

    ADD = "added"
    CHANGE = "changed"
    UNCHANGED = "unchanged"
    LOCAL_WINS = "local"  # only differences with what somebody here corrected: nothing is written


@dataclass(frozen=True)
class Difference:
    """A field in which the house keeps its own words."""

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Outcome:
    """The verdict, what to write, and what stays different."""

    verdict: Verdict
    write: dict[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()


def bare(value: Any) -> Any:
    """A field as it is compared: rows without their own id, in a fixed order."""
    if isinstance(value, list):
        rows = [bare(row) for row in value]
        return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, ensure_ascii=False))
    if isinstance(value, dict):
        return {name: part if name == "byday" else bare(part) for name, part in value.items() if name != "id"}
    return value


def reconcile(incoming: Fields, stored: Fields | None, last: Fields | None, *, forced: Iterable[str] = ()) -> Outcome:
    """`stored`: what stands here (None: nothing). `last`: what the source said last time (None: never).

    `forced` fields are taken over whatever somebody here wrote: an address that must not be known.
    """
    if stored is None:
        return Outcome(Verdict.ADD, dict(incoming))
    must = set(forced)
    write: dict[str, Any] = {}
    differences: list[Difference] = []
    for name, theirs in incoming.items():
        ours = stored.get(name)
        if bare(ours) == bare(theirs):
            continue
        told_before = last is not None and name in last
        touched_here = not told_before or bare(ours) != bare(last[name] if last is not None else None)
        if name in must or (told_before and not touched_here):
            write[name] = theirs
        else:
            differences.append(Difference(name, ours, theirs))
    if write:
        return Outcome(Verdict.CHANGE, write, tuple(differences))
    return Outcome(Verdict.LOCAL_WINS if differences else Verdict.UNCHANGED, {}, tuple(differences))
