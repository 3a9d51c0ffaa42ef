"""Merge two records, undo it, or say that they are not the same. Each is one transaction with a line of history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.kern.events import tell
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.events import DirectoryChanged, MergeUndone, RecordsMerged
from wijkkompas.wegwijzer.merging import links, parts, writing
from wijkkompas.wegwijzer.merging.parts import BOTH, KEPT, MODELS, OTHER, Part, Side, parts_of
from wijkkompas.wegwijzer.merging.rules import UNDO, Ground, why_not_undo
from wijkkompas.wegwijzer.models import DuplicatePair, Merge, RecordChange, Service
from wijkkompas.wegwijzer.policies import KEEPER, MERGER
from wijkkompas.wegwijzer.rules import digest
from wijkkompas.wegwijzer.values import PairState, RecordKind

KIND = "duplicate"  # for NotYours: missing and foreign alike


def ground() -> Ground:
    """Where the running actor may merge, as the database knows it."""
    with connection.cursor() as cursor:
        cursor.execute("select app.is_manager(), app.my_edit_areas()")
        everywhere, areas = cursor.fetchone()
    return Ground(bool(everywhere), frozenset(areas or ()))


def areas_of(kind: str, record: Any) -> set[str]:
    """All areas that a merge of this record touches."""
    if kind == RecordKind.SERVICE:
        return set(record.areas.values_list("code", flat=True))
    of_services = Service.areas.through.objects.filter(service__organization_id=record.pk)
    return {record.area_id, *of_services.values_list("area_id", flat=True)}


def keep_apart(*, actor: Actor, pair_id: UUID) -> None:
    """They are not the same: never asked again. Raises `NotYours` or `Refusal`."""
    with acting_as(actor):
        pair = _open_pair(pair_id)
        _decide(pair, PairState.DIFFERENT, actor)


def merge(*, actor: Actor, pair_id: UUID, kept_id: UUID, choices: Mapping[str, str], seen: str | None = None) -> UUID:
    """Make two records one: `choices` says for each part whose words stay (absent: what `parts.best` says).

    `seen` is the `fingerprint` of what the person looked at. Gives the id of the merge, for undoing.
    Raises `NotYours` for missing and foreign alike, `Refusal` with what to do.
    """
    try:
        with acting_as(actor):
            _one_at_a_time()
            pair = _open_pair(pair_id)
            if kept_id not in {pair.one_id, pair.other_id}:
                raise toestemming.NotYours(KIND)
            gone_id = pair.other_id if kept_id == pair.one_id else pair.one_id
            kept, gone = (parts.side(pair.kind, record) for record in _locked(pair.kind, kept_id, gone_id))
            if seen is not None and seen != fingerprint(kept, gone):
                raise Refusal(_("Deze gegevens zijn net veranderd. Kijk opnieuw en kies dan."))
            return _merge(actor, pair, kept, gone, choices)
    except IntegrityError as error:
        raise Refusal(_("Er is al een organisatie met deze naam in dit gebied. Kies een andere naam.")) from error


def _merge(actor: Actor, pair: DuplicatePair, mine: Side, theirs: Side, choices: Mapping[str, str]) -> UUID:
    kind, now, kept, gone = pair.kind, clock.now(), mine.record, theirs.record
    areas = areas_of(kind, kept) | areas_of(kind, gone)
    if not ground().covers(areas):
        raise Refusal(_("Een van de twee is ook voor een ander gebied. De functioneel beheerder voegt ze samen."))
    _check_nothing_waits(kind, gone)
    chosen = _chosen(kind, mine, theirs, choices)
    known = kind == RecordKind.SERVICE and any(parts.reach(record) for record in (kept, gone))
    before: dict[str, Any] = {"record": parts.written([kept])[0], "rows": {}, "gone": parts.written([gone])[0]}
    made = Merge(
        kind=kind,
        kept_id=kept.pk,
        gone_id=gone.pk,
        kept_name=kept.name,
        gone_name=gone.name,
        areas=sorted(areas),
        choices={part.name: choice for part, choice in chosen.items()},
        merged_at=now,
        merged_by_id=int(actor.id),
    )
    before["owed"] = writing.hide(kind, gone, kept, now)
    changed = {part: choice for part, choice in chosen.items() if choice != KEPT}
    for part in changed:
        before["rows"][part.name] = parts.written(part.rows(kept.pk))
    writing.put_in(kind, kept, gone, changed, now)
    with acting_as(system_actor(MERGER)):
        before["imported"] = links.told(kind, kept.pk, gone.pk)
        made.moved = links.move(kind, gone.pk, kept.pk)
    kept.refresh_from_db()
    if kind == RecordKind.SERVICE:
        _stays_known(known, kept)
    made.before = before
    made.after = {
        "record": parts.written([kept])[0],
        "rows": {part.name: parts.written(part.rows(kept.pk)) for part in changed},
    }
    made.save(force_insert=True)
    _decide(pair, PairState.SAME, actor)
    tell(RecordsMerged(made.id, kind, kept.pk, gone.pk))
    tell(DirectoryChanged(f"{kind} merged"))
    return made.id


def undo(*, actor: Actor, merge_id: UUID) -> bool:
    """Make them two again. True when all is as it was; False when something that was changed since then was left.

    Raises `NotYours` for missing and foreign alike, `Refusal` with what to do.
    """
    try:
        with acting_as(actor):
            _one_at_a_time()
            made = Merge.objects.filter(id=merge_id).first()
            if made is None:
                raise toestemming.NotYours(KIND)
            kept, gone = _locked(made.kind, made.kept_id, made.gone_id, merged=True)
            _check_undo(made, kept)
            whole = writing.take_out(made, kept)
            writing.show(made, gone)
            with acting_as(system_actor(MERGER)):
                links.move_back(made.kind, made.gone_id, made.kept_id, made.moved)
                links.tell_again(made.before["imported"])
            made.undone_at, made.undone_by_id = clock.now(), int(actor.id)
            made.save(update_fields=["undone_at", "undone_by"])
            one, other = sorted((made.kept_id, made.gone_id))
            DuplicatePair.objects.filter(one_id=one, other_id=other).update(
                state=PairState.OPEN, decided_at=None, decided_by=None
            )
            tell(MergeUndone(made.id, made.kind, made.kept_id, made.gone_id))
            tell(DirectoryChanged(f"{made.kind} merge undone"))
            return whole
    except IntegrityError as error:
        raise Refusal(_("Er is nu een andere organisatie met deze naam. Verander eerst die naam.")) from error


def forget_what_cannot_be_undone() -> int:
    """After 30 days the copies that undoing needs are emptied; that it was merged stays. Gives how many."""
    with acting_as(system_actor(KEEPER)):
        over = Merge.objects.filter(merged_at__lt=clock.now() - UNDO).exclude(before={})
        return over.update(before={}, after={}, moved={})


# Steps --------------------------------------------------------------------------------------------------------------


def _one_at_a_time() -> None:
    """Merging is rare and touches what hangs together: one after the other, so that nobody waits for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('merging', 0))")


def _open_pair(pair_id: UUID) -> DuplicatePair:
    pair = DuplicatePair.objects.select_for_update().filter(id=pair_id).first()
    if pair is None:
        raise toestemming.NotYours(KIND)
    if pair.state != PairState.OPEN:
        raise Refusal(_("Iemand heeft hier net over besloten. Kijk in de lijst wat er nog ligt."))
    return pair


def _decide(pair: DuplicatePair, state: PairState, actor: Actor) -> None:
    pair.state, pair.decided_at, pair.decided_by_id = state, clock.now(), int(actor.id)
    pair.save(update_fields=["state", "decided_at", "decided_by"])


def _locked(kind: str, kept_id: UUID, gone_id: UUID, *, merged: bool = False) -> tuple[Any, Any]:
    """Both records, locked in the order of their ids, so that two people never wait for each other."""
    rows = MODELS[kind].objects.select_for_update().filter(id__in=[kept_id, gone_id]).order_by("id")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Refusal(_("Een van de twee is er niet meer. Er is niets om samen te voegen."))
    if not merged and any(row.merged_into_id for row in found.values()):
        raise Refusal(_("Een van de twee is net samengevoegd. Kijk in de lijst wat er nog ligt."))
    return found[kept_id], found[gone_id]


def fingerprint(one: Side, other: Side) -> str:
    """Changes when one of the two does."""
    sides = sorted((one, other), key=lambda side: str(side.record.pk))
    return digest([parts.written(side.everything()) for side in sides])


def _check_nothing_waits(kind: str, gone: Any) -> None:
    """Nobody can decide about a hidden record (upkeep.keeping): who wrote the change would wait for an answer for ever."""
    if kind != RecordKind.SERVICE:  # changes of the services of an organisation go along, see links.py
        return
    with acting_as(system_actor(MERGER)):
        waits = RecordChange.objects.waiting().filter(service_id=gone.pk).exists()
    if waits:
        raise Refusal(_("Er wacht nog een wijziging. Beslis daar eerst over."))


def _chosen(kind: str, kept: Side, gone: Side, choices: Mapping[str, str]) -> dict[Part, str]:
    chosen: dict[Part, str] = {}
    for part in parts_of(kind):
        if parts.same(part, kept, gone):
            chosen[part] = KEPT
            continue
        choice = choices.get(part.name) or parts.best(part, kept, gone)
        if choice not in {KEPT, OTHER, *([BOTH] if part.both else [])}:
            raise Refusal(_("Kies bij elk verschil wat u houdt."))
        chosen[part] = choice
    return chosen


def _stays_known(known: bool, kept: Any) -> None:
    """There is no way back to a draft for what residents found (upkeep.rules): its page would lead nowhere."""
    if known and not parts.reach(kept):
        raise Refusal(_("Bewoners kennen dit al. Kies bij Stand wat zij nu zien."))


def _check_undo(made: Merge, kept: Any) -> None:
    if not ground().covers(made.areas):
        raise Refusal(_("Een van de twee is ook voor een ander gebied. De functioneel beheerder maakt dit ongedaan."))
    later = (
        Merge.objects.filter(kept_id=made.kept_id, merged_at__gt=made.merged_at, undone_at__isnull=True).exists()
        or kept.merged_into_id is not None
    )
    reason = why_not_undo(merged_at=made.merged_at, undone=made.undone_at is not None, later=later, now=clock.now())
    if reason:
        raise Refusal(
            {
                "undone": _("Dit is al ongedaan gemaakt."),
                "too-late": _("Dit is langer dan 30 dagen geleden. Ongedaan maken kan niet meer."),
                "later": _("Hierna is nog iets samengevoegd. Maak eerst dat ongedaan."),
            }[reason]
        )
