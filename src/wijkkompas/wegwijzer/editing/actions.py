"""Deeds of editing: save, add, approve, send back, undo. Each locks the record, lays the change down, then writes it.

The row of the change goes first: when the database refuses it, the record stays as it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.kern.events import tell
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import record, rules, standing
from wijkkompas.wegwijzer.editing.values import labels_of
from wijkkompas.wegwijzer.events import DirectoryChanged
from wijkkompas.wegwijzer.models import RecordChange, Service
from wijkkompas.wegwijzer.policies import EDITING
from wijkkompas.wegwijzer.rules import digest
from wijkkompas.wegwijzer.upkeep import actions as upkeep
from wijkkompas.wegwijzer.values import ChangeKind, ChangeState, ServiceStatus

KIND = "change"  # for NotYours: missing and foreign alike
PROMISE = toezeggingen.PromiseKind.ANSWER_CHANGE
LONGEST_REASON = 500


class Clash(Exception):
    """Somebody else changed the same parts since the form was opened: `now` is what the record says, `parts` which."""

    def __init__(self, now: dict[str, Any], parts: list[str]) -> None:
        super().__init__(", ".join(parts))
        self.now, self.parts = now, parts


@dataclass(frozen=True)
class Saved:
    """What became of a change: parts that are public now, and parts that wait."""

    public: list[str]
    waiting: list[str]


def save(*, actor: Actor, service_id: UUID, wanted: Mapping[str, Any], base: Mapping[str, Any]) -> Saved:
    """Save what somebody changed: `base` is what the parts of `wanted` said when they opened the form.

    Raises `NotYours`, `Refusal` with what to do, `Clash` when others changed the same.
    """
    with upkeep.keeping(actor, service_id) as service:
        _check_open(service)
        now = record.values_of(service)
        mine = rules.own_changes(record.canonical(wanted), base)
        clashing = rules.clashes(mine, base, now)
        if clashing:
            raise Clash(now, clashing)
        mine = record.beside_places(mine, now)
        if service.status == ServiceStatus.DRAFT:
            return _save_draft(actor, service, rules.changed(mine, now), now)
        decides, trusted = standing.decides(), standing.trusted(service.organization_id)
        waiting = {part: mine[part] for part in mine if rules.waits(part, decides=decides, trusted=trusted)}
        public = rules.changed({part: mine[part] for part in mine if part not in waiting}, now)
        if public:
            _make_public(actor, service, ChangeKind.EDIT, public, now)
        if decides:  # what an editor proposed is decided elsewhere, not pushed aside
            return Saved(list(public), [])
        return Saved(list(public), _wait(actor, service, waiting, now, covered=set(wanted)))


def _save_draft(actor: Actor, service: Service, mine: dict[str, Any], now: dict[str, Any]) -> Saved:
    """Nobody finds a draft yet: it is written at once, and waits (again) when an editor added it."""
    never = standing.never_approved(service)
    if not never and mine:
        _make_public(actor, service, ChangeKind.EDIT, mine, now)
        return Saved(list(mine), [])
    record.put(service, mine)
    waiting = _waiting_of(service)
    if waiting is not None and mine:
        with acting_as(system_actor(EDITING)):
            waiting.after = record.values_of(service)
            waiting.save(update_fields=["after"])
    elif waiting is None and never:
        _lay_down(actor, service, ChangeKind.NEW, ChangeState.WAITING, {}, record.values_of(service))
    return Saved([], list(mine))


def add(*, actor: Actor, organization_id: UUID, values: Mapping[str, Any], theme: str, kind: str) -> UUID:
    """A new service, as a draft; it is looked at before residents find it. Returns its id.

    Raises `NotYours`; `Refusal` when another one with this name came in at the same moment.
    """
    with acting_as(actor):
        organization = mensen.Organization.objects.filter(id=organization_id, merged_into__isnull=True).first()
        if organization is None or not may_add_for(organization):
            raise toestemming.NotYours(KIND)
        service = Service(
            organization=organization,
            status=ServiceStatus.DRAFT,
            slug=_free_slug(values["name"]),
            theme=theme,
            kind=kind,
            name=values["name"],
            summary=values["summary"],
            description=values["description"],
        )
        try:
            with transaction.atomic():  # two taps, or two people, at once: the first one stands
                service.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(
                _("Er kwam net hulp bij met deze naam. Kijk in uw lijst. Staat het er niet? Bewaar het dan opnieuw.")
            ) from error
        record.put(service, record.canonical(values))
        decides = standing.decides()
        if not decides:
            _lay_down(actor, service, ChangeKind.NEW, ChangeState.WAITING, {}, record.values_of(service))
        return service.id


def may_add_for(organization: mensen.Organization) -> bool:
    """May who acts add services of this organisation: its editor, its municipality, a functional manager?"""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select app.is_manager() or %s = any(app.my_organizations()) or %s = any(app.my_edit_areas())",
            [organization.id, organization.area_id],
        )
        return bool(cursor.fetchone()[0])


def approve(*, actor: Actor, change_id: UUID, seen: str) -> None:
    """Make a waiting change public. `seen` is `fingerprint` of what was looked at. Raises `NotYours`, `Refusal`."""
    with _deciding(actor, change_id) as (service, change):
        now = record.values_of(service)
        if seen != fingerprint(change, now):
            raise Refusal(_("Dit is net veranderd. Kijk opnieuw en beslis dan."))
        moment = clock.now()
        if change.kind == ChangeKind.NEW:
            change.after = now
        else:
            change.before = {part: now[part] for part in change.after}
        change.state, change.public_at = ChangeState.PUBLIC, moment
        change.decided_at, change.decided_by_id = moment, int(actor.id)
        change.save()
        if change.kind == ChangeKind.NEW:
            upkeep.note_checked(service, at=moment, by_id=int(actor.id))
            if (
                service.status != ServiceStatus.PUBLISHED
            ):  # who decides may have put it in the guide on the page of upkeep
                upkeep.become(service, ServiceStatus.PUBLISHED)
        else:
            record.put(service, change.after)
            _note_undone(change, moment)
            tell(DirectoryChanged("a change was approved"))
        _answer(change, service, moment, _approved_mail(service))


def send_back(*, actor: Actor, change_id: UUID, reason: str) -> None:
    """Not like this: the editor reads why and may change it. Raises `NotYours`, `Refusal`."""
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Schrijf wat er anders moet. Dat leest de organisatie."))
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("Schrijf de reden korter: hooguit 500 letters."))
    with _deciding(actor, change_id) as (service, change):
        moment = clock.now()
        change.state, change.reason = ChangeState.SENT_BACK, reason
        change.decided_at, change.decided_by_id = moment, int(actor.id)
        change.save()
        _answer(change, service, moment, _sent_back_mail(service, reason))


def undo(*, actor: Actor, change_id: UUID) -> Saved:
    """Put a record back as it was before a change; that is a change too, and can be undone. Raises `NotYours`, `Refusal`."""
    with acting_as(actor):
        service_id = RecordChange.objects.filter(id=change_id).values_list("service_id", flat=True).first()
        if service_id is None:
            raise toestemming.NotYours(KIND)
        with upkeep.keeping(actor, service_id) as service:
            _check_open(service)
            change = RecordChange.objects.get(id=change_id)
            now = record.values_of(service)
            _check_undo(change, now)
            decides, trusted = standing.decides(), standing.trusted(service.organization_id)
            if any(rules.waits(part, decides=decides, trusted=trusted) for part in change.before):
                if _waiting_of(service):
                    raise Refusal(_("Er wacht al een wijziging op de gemeente. Wacht op het antwoord."))
                before = {part: now[part] for part in change.before}
                _lay_down(actor, service, ChangeKind.UNDO, ChangeState.WAITING, before, change.before, undoes=change)
                return Saved([], list(change.before))
            _make_public(actor, service, ChangeKind.UNDO, change.before, now, undoes=change)
            return Saved(list(change.before), [])


# Steps --------------------------------------------------------------------------------------------------------------


def _check_open(service: Service) -> None:
    if service.status == ServiceStatus.CLOSED:
        raise Refusal(_("Dit is gestopt. Zet het eerst terug."))


def _free_slug(name: str) -> str:
    plain = slugify(name)[:60].strip("-") or "hulp"
    return plain if not Service.objects.filter(slug=plain).exists() else f"{plain}-{uuid.uuid4().hex[:8]}"


def _waiting_of(service: Service) -> RecordChange | None:
    return RecordChange.objects.waiting().filter(service=service).first()


def _lay_down(
    actor: Actor,
    service: Service,
    kind: ChangeKind,
    state: ChangeState,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    undoes: RecordChange | None = None,
) -> RecordChange:
    """Write the change; a waiting one is a promise of the municipality to answer."""
    now, public = clock.now(), state == ChangeState.PUBLIC
    change = RecordChange(
        service=service,
        organization_id=service.organization_id,
        kind=kind,
        state=state,
        before=dict(before),
        after=dict(after),
        made_at=now,
        made_by_id=int(actor.id),
        public_at=now if public else None,
        undoes=undoes,
    )
    change.save(force_insert=True)
    if not public:
        municipality, _area = service.home()
        toezeggingen.promise(
            kind=PROMISE,
            area_code=municipality or service.organization.area.municipality_code or mensen.COUNTRY,
            organisation_id=service.organization_id,
            team_id=None,
            room="wegwijzer",
            object_id=change.id,
            made_at=now,
            due=toezeggingen.due_moment(now, working_days=rules.ANSWER_WORKING_DAYS),
        )
    return change


def _make_public(
    actor: Actor,
    service: Service,
    kind: ChangeKind,
    after: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    undoes: RecordChange | None = None,
) -> None:
    before = {part: now[part] for part in after}
    change = _lay_down(actor, service, kind, ChangeState.PUBLIC, before, after, undoes=undoes)
    record.put(service, after)
    _note_undone(change, change.made_at)
    tell(DirectoryChanged("a record was changed"))


def _wait(actor: Actor, service: Service, mine: dict[str, Any], now: dict[str, Any], *, covered: set[str]) -> list[str]:
    """Lay down what waits, with what waited already in parts that this form did not show. Returns which of `mine` wait."""
    earlier = _waiting_of(service)
    kept = {part: value for part, value in earlier.after.items() if part not in covered} if earlier else {}
    wanted = rules.changed(kept | mine, now)
    if earlier is not None:
        if wanted == earlier.after:
            return [part for part in wanted if part in mine]
        with acting_as(system_actor(EDITING)):
            earlier.state = ChangeState.REPLACED
            earlier.save(update_fields=["state"])
            toezeggingen.drop(kind=PROMISE, object_id=earlier.id, at=clock.now())
    if wanted:
        before = {part: now[part] for part in wanted}
        _lay_down(actor, service, ChangeKind.EDIT, ChangeState.WAITING, before, wanted)
    return [part for part in wanted if part in mine]


def _note_undone(change: RecordChange, at: datetime) -> None:
    """An undo marks what it undoes; undoing an undo makes the first one count again."""
    undone = change.undoes
    if undone is None:
        return
    with acting_as(system_actor(EDITING)):
        undone.undone_at = at
        undone.save(update_fields=["undone_at"])
        if undone.undoes is not None:
            undone.undoes.undone_at = None
            undone.undoes.save(update_fields=["undone_at"])


@contextmanager
def _deciding(actor: Actor, change_id: UUID) -> Iterator[tuple[Service, RecordChange]]:
    """A waiting change and its record, both locked, for who decides. Missing, foreign and not for you are the same."""
    with acting_as(actor):
        service_id = RecordChange.objects.filter(id=change_id).values_list("service_id", flat=True).first()
        if service_id is None or not standing.decides():
            raise toestemming.NotYours(KIND)
        with upkeep.keeping(actor, service_id) as service:
            change = RecordChange.objects.select_for_update(of=("self",)).get(id=change_id)
            if change.state != ChangeState.WAITING:
                raise Refusal(_("Hier is net over beslist. Kijk in de lijst wat er nog wacht."))
            yield service, change


def fingerprint(change: RecordChange, now: Mapping[str, Any]) -> str:
    """Changes when the proposal does, or what the record says in the same parts."""
    return digest([change.after, {part: now.get(part) for part in change.after}])


def _check_undo(change: RecordChange, now: Mapping[str, Any]) -> None:
    found = rules.why_not_undo(
        kind=change.kind,
        state=change.state,
        public_at=change.public_at,
        undone=change.undone_at is not None,
        after=change.after,
        now=now,
        moment=clock.now(),
    )
    if found is None:
        return
    why, parts = found
    if why == "later":
        raise Refusal(
            _("Dit veranderde daarna nog een keer: %(parts)s. Maak eerst die wijziging ongedaan.")
            % {"parts": ", ".join(labels_of(parts))}
        )
    raise Refusal(
        {
            "not-public": _("Deze wijziging kunt u niet ongedaan maken."),
            "undone": _("Dit is al ongedaan gemaakt."),
            "too-late": _("Dit is langer dan 30 dagen geleden. Ongedaan maken kan niet meer."),
        }[why]
    )


def _answer(change: RecordChange, service: Service, at: datetime, mail: tuple[str, str]) -> None:
    """The promise is kept; who made the change hears it by mail."""
    with acting_as(system_actor(EDITING)):
        toezeggingen.keep(kind=PROMISE, object_id=change.id, at=at)
    to = mensen.address_of_editor(change.made_by_id) if change.made_by_id else ""
    if to:
        post.queue_email(to=to, subject=mail[0], body=mail[1])


def _link(service: Service) -> str:
    return f"{settings.BASE_URL}/beheer/bijhouden/{service.id}"


def _approved_mail(service: Service) -> tuple[str, str]:
    return (
        "Uw wijziging staat in de gids",
        f"De gemeente keek uw wijziging na: {service.name}.\nBewoners zien haar nu.\n\n"
        f"Wilt u iets terugdraaien? Dat kan 30 dagen:\n{_link(service)}\n",
    )


def _sent_back_mail(service: Service, reason: str) -> tuple[str, str]:
    return (
        "De gemeente vraagt u iets te veranderen",
        f"Het gaat over: {service.name}.\nDe gemeente schrijft:\n\n{reason}\n\n"
        f"Verander het en bewaar het opnieuw:\n{_link(service)}\n",
    )
