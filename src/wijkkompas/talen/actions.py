"""Deeds with translations. Nothing is lost: each keeps the text before, and refuses what was made of an older state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.talen import registry
from wijkkompas.talen.models import Speaker, Step, Translation
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.talen.rules import after, deed_of_yes, source_hash, tidy
from wijkkompas.talen.values import LONGEST, LONGEST_NOTE, Deed, Key, Source, State

BATCH = 500


class Refusal(Exception):
    """It may not or cannot; the message is for the person who asked."""


class Changed(Refusal):
    """Somebody else was earlier, or the Dutch changed meanwhile: look again before you save."""


class Unknown(Refusal):
    """There is no such text, or this person does not translate into that language."""


def write(*, actor: Actor, key: Key, language: str, text: str, version: int, seen: str) -> str:
    """Keep a text that a person wrote; returns the state it has now.

    `version` is that of the row on which the person worked (0: none), `seen` the hash of the Dutch they had before them.
    """
    text = _usable(text)
    with acting_as(actor), _first_come():
        source, row = _open(key, language, version, seen)
        before = row.text if row.pk else ""
        same = text == before
        state = row.state_beside(source.dutch) if row.pk else State.MISSING
        if same and state in {State.CHECKED, State.APPROVED} and not row.doubted:
            return state
        deed = Deed.CONFIRMED if same and state in {State.MACHINE, State.STALE} else Deed.WRITTEN
        return _take(actor, source, row, deed, text, _step(state, deed))


def confirm(*, actor: Actor, key: Key, language: str, version: int, seen: str) -> str:
    """ "Klopt": a machine's or stale text is checked; a checked one is approved, by somebody else. Returns the state now."""
    with acting_as(actor), _first_come():
        source, row = _open(key, language, version, seen)
        state = row.state_beside(source.dutch) if row.pk else State.MISSING
        if state == State.MISSING:
            raise Refusal(_("Er staat nog geen vertaling. Schrijf er een."))
        own = state == State.CHECKED and row.checked_by == int(actor.id)
        if own and not row.doubted:
            raise Refusal(_("U keek dit al na. Nu leest iemand anders het nog een keer."))
        if state == State.APPROVED and not row.doubted:
            return state
        deed = deed_of_yes(state, own=own)
        return _take(actor, source, row, deed, row.text, _step(state, deed))


def doubt(*, actor: Actor, key: Key, language: str, note: str, text: str, version: int, seen: str) -> None:
    """ "Ik twijfel": the translation stays as it is; the note, and the text that the person had in mind, wait for another."""
    note, text = tidy(note), tidy(text)
    if not note:
        raise Refusal(_("Schrijf waarover u twijfelt. Dan kan iemand anders meedenken."))
    if len(note) > LONGEST_NOTE or len(text) > LONGEST:
        raise Refusal(_("Dit is te lang. Maak het korter."))
    with acting_as(actor), _first_come():
        source, row = _open(key, language, version, seen)
        if not row.pk:
            row.source_hash, row.source_text = source_hash(source.dutch), tidy(source.dutch)
        row.doubted = True
        _save(row)
        _note(actor, row, Deed.DOUBTED, before=row.text, text="" if text == row.text else text, note=note)


def let_translate(account_id: int, languages: Iterable[str]) -> None:
    """Note that somebody translates into these languages; for commands, as who may give languages."""
    Speaker.objects.bulk_create(
        [Speaker(account_id=account_id, language=language) for language in languages], ignore_conflicts=True
    )


def mark_stale() -> dict[str, int]:
    """See which Dutch texts changed, and note it at their translations; the job runs it. Safe to run twice."""
    hashes = {source.key: source_hash(source.dutch) for source in registry.all_sources()}
    counts = {"stale": 0, "back": 0}
    now = clock.now()
    actor = system_actor(TRANSLATIONS)
    with acting_as(actor):
        rows = Translation.objects.filter(text__gt="").defer("text", "source_text").order_by("id")
        for row in rows.iterator(chunk_size=BATCH):
            wanted = hashes.get(row.key)
            if wanted is None or (wanted != row.source_hash) == (row.stale_since is not None):
                continue
            went = row.stale_since is None
            changed = Translation.objects.filter(pk=row.pk, version=row.version, stale_since__isnull=went)
            if changed.update(stale_since=now if went else None):
                counts["stale" if went else "back"] += 1
                _note(actor, row, Deed.WENT_STALE if went else Deed.CAME_BACK)
    return counts


def _usable(text: str) -> str:
    text = tidy(text)
    if not text:
        raise Refusal(_("Schrijf de vertaling. Weet u het niet zeker? Kies “Ik twijfel”."))
    if len(text) > LONGEST:
        raise Refusal(_("Dit is te lang. Maak het korter."))
    return text


def _open(key: Key, language: str, version: int, seen: str) -> tuple[Source, Translation]:
    """The Dutch and the row, locked; a new row when there is none. Raises `Changed` when either is not what was seen."""
    source = registry.source_of(key)
    if source is None:
        raise Unknown(str(key))
    row = Translation.objects.select_for_update().filter(language=language, **key._asdict()).first()
    if (row.version if row else 0) != version:
        raise Changed(_("Iemand anders heeft dit net veranderd. Kijk wat er nu staat. Uw tekst is niet weg."))
    if seen != source_hash(source.dutch):
        raise Changed(_("De Nederlandse tekst is net veranderd. Lees hem opnieuw. Uw tekst is niet weg."))
    return source, row or Translation(language=language, version=0, **key._asdict())


def _step(state: str, deed: str) -> str:
    target = after(state, deed)
    if target is None:
        raise Refusal(_("Dat kan nu niet. Laad de bladzijde opnieuw."))
    return target


def _take(actor: Actor, source: Source, row: Translation, deed: str, text: str, state: str) -> str:
    """Keep the text with its new state, under the name of who did it."""
    before, me = row.text, int(actor.id)
    if deed == Deed.APPROVED:
        row.approved_by = me
    elif state == State.CHECKED:
        row.checked_by, row.approved_by = me, None  # an answered doubt of an approved text keeps both names
    row.text, row.state, row.doubted, row.stale_since = text, state, False, None
    row.source_hash, row.source_text = source_hash(source.dutch), tidy(source.dutch)
    _save(row)
    _note(actor, row, deed, before=before, text=text)
    return state


def _save(row: Translation) -> None:
    row.version += 1
    row.save()


def _note(actor: Actor, row: Translation, deed: str, *, before: str = "", text: str = "", note: str = "") -> None:
    Step.objects.create(
        translation=row,
        language=row.language,
        at=clock.now(),
        by=int(actor.id) if actor.kind == "account" else None,
        deed=deed,
        before=before,
        text=text,
        note=note,
    )


@contextmanager
def _first_come() -> Iterator[None]:
    """Two people who write the first translation at once: the second one hears it. Not in their language: no such text."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Changed(
            _("Iemand anders heeft dit net veranderd. Kijk wat er nu staat. Uw tekst is niet weg.")
        ) from error
