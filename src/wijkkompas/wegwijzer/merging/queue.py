"""Looking for records that appear twice, and laying them before a person. A pair that was decided is not asked again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.duplicates.candidates import candidates
from wijkkompas.wegwijzer.duplicates.values import Entry, Pair
from wijkkompas.wegwijzer.merging import entries
from wijkkompas.wegwijzer.models import DuplicatePair, Service
from wijkkompas.wegwijzer.policies import FINDER
from wijkkompas.wegwijzer.values import PairState, RecordKind

DRAFT = "draft"
MOST_TOLD = 5


def look_again() -> int:
    """Go through the whole directory (a job, at night); gives how many pairs are new in the queue."""
    with acting_as(system_actor(FINDER)):
        made = 0
        for kind in (RecordKind.SERVICE, RecordKind.ORGANIZATION):
            everything = entries.of_kind(kind)
            vectors = entries.meanings([entry.id for entry in everything]) if kind == RecordKind.SERVICE else {}
            found = candidates(everything, vectors=vectors)
            made += put(kind, found, everything)
            _forget(kind, found)
        return made


def find_about(kind: str, about: Collection[str]) -> tuple[list[Pair], dict[str, Entry]]:
    """Pairs in which one of these is, with the entries by id."""
    if not about:
        return [], {}
    everything = entries.of_kind(kind)
    vectors = entries.meanings(about) if kind == RecordKind.SERVICE else {}
    return candidates(everything, about=about, vectors=vectors), {entry.id: entry for entry in everything}


def put(kind: str, found: Iterable[Pair], everything: Iterable[Entry]) -> int:
    """Lay pairs in the queue that are not there yet and were not decided; gives how many. The caller acts as a finder."""
    by_id = {entry.id: entry for entry in everything}
    wanted = {(UUID(pair.one), UUID(pair.other)): pair for pair in found}
    decided = _apart(kind)
    already = set(DuplicatePair.objects.filter(kind=kind).values_list("one_id", "other_id"))
    now = clock.now()
    rows = [
        DuplicatePair(
            kind=kind,
            one_id=one,
            other_id=other,
            areas=sorted(by_id[pair.one].areas | by_id[pair.other].areas),
            score=pair.score,
            reasons=[reason.value for reason in pair.reasons],
            found_at=now,
        )
        for (one, other), pair in wanted.items()
        if (one, other) not in already and (one, other) not in decided
    ]
    DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _apart(kind: str) -> set[tuple[UUID, UUID]]:
    """Pairs of which somebody said "not the same", also of a record that was merged into one of the two since."""
    said = DuplicatePair.objects.filter(kind=kind, state=PairState.DIFFERENT).values_list("one_id", "other_id")
    model: Any = Service if kind == RecordKind.SERVICE else mensen.Organization
    became: Mapping[UUID, UUID] = dict(
        model.objects.filter(merged_into__isnull=False).values_list("id", "merged_into_id")
    )
    return {tuple(sorted((became.get(one, one), became.get(other, other)))) for one, other in said}  # type: ignore[misc]


def _forget(kind: str, found: Iterable[Pair]) -> None:
    """Open pairs that are no longer alike, of which one is gone, or that were decided in another guise, leave the queue."""
    still = {(UUID(pair.one), UUID(pair.other)) for pair in found} - _apart(kind)
    rows = DuplicatePair.objects.filter(kind=kind, state=PairState.OPEN).values_list("id", "one_id", "other_id")
    DuplicatePair.objects.filter(id__in=[key for key, one, other in rows if (one, other) not in still]).delete()


def possible_duplicates(
    *,
    name: str,
    area: str,
    organization: str = "",
    phone: str = "",
    street: str = "",
    postcode: str = "",
    website: str = "",
    email: str = "",
    kind: str = RecordKind.SERVICE,
    own_id: str | None = None,
) -> list[tuple[Any, Pair]]:
    """For who enters a record: at most five that may be the same, the surest first, each with its score and reasons.

    `area` is a code; only what is for that area, or for an area in or around it, is looked at. `own_id`: the record that
    is being edited. Raises `mensen.UnknownArea`.
    """
    place = mensen.area(area)
    near = {*place.path, *mensen.Area.objects.within(place.code).values_list("code", flat=True)}
    draft = Entry(
        id=DRAFT,
        name=name,
        organization=organization,
        phones=(phone,) if phone else (),
        addresses=((street, postcode),) if street or postcode else (),
        websites=(website,) if website else (),
        emails=(email,) if email else (),
        areas=frozenset({place.code}),
        around=frozenset(place.path),
    )
    known = [entry for entry in entries.of_kind(kind, near) if entry.id != own_id]
    found = candidates([*known, draft], about=[DRAFT])[:MOST_TOLD]
    ids = {pair: pair.other if pair.one == DRAFT else pair.one for pair in found}
    model: Any = Service if kind == RecordKind.SERVICE else mensen.Organization
    rows = model.objects.in_bulk(list(ids.values()))
    return [(rows[UUID(ids[pair])], pair) for pair in found if UUID(ids[pair]) in rows]
