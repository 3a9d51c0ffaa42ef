"""Reads for people at work. The database leaves out what is not for who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.colleagues.rules import hint_is_old
from wijkkompas.wegwijzer.models import CapacityHint, InternalNote, Service, WorkCard


@dataclass(frozen=True)
class NoteRow:
    """A note with who wrote it, where that is a colleague."""

    note: InternalNote
    by: str
    whose: str


@dataclass(frozen=True)
class May:
    """What somebody at work may write beside a service: how busy it is, a note for the own team or organisation."""

    say: bool = False
    note: bool = False


@dataclass
class Panel:
    """What somebody at work sees beside a service, besides what everybody sees."""

    service: Service
    hint: CapacityHint | None = None
    hint_old: bool = False
    notes: list[NoteRow] = field(default_factory=list)
    may: May = May()

    @property
    def speaks(self) -> bool:
        """Whether a result card has something to add; an empty box on every card would be noise."""
        told = self.service.eligibility_description or self.service.for_professionals
        return bool(told or self.hint or self.notes)


def panels(services: Iterable[Service], account: mensen.Account, today: date) -> dict[UUID, Panel]:
    """A panel for each service; four queries, however many services."""
    found = {service.id: Panel(service) for service in services}
    if not found:
        return found
    hints = CapacityHint.objects.filter(service_id__in=found).order_by("service_id", "-said_on", "-noted_at")
    for hint in hints.distinct("service_id"):
        found[hint.service_id].hint, found[hint.service_id].hint_old = hint, hint_is_old(hint.said_on, today)
    notes = list(
        InternalNote.objects.filter(service_id__in=found).select_related("team", "organization").order_by("-written_at")
    )
    names = mensen.names_of(note.written_by_id for note in notes)
    for note in notes:
        whose = note.team or note.organization
        found[note.service_id].notes.append(
            NoteRow(note, names.get(note.written_by_id or 0, ""), whose.name if whose else "")
        )
    in_team = bool(mensen.teams_of(account))
    for panel in found.values():
        panel.may = may(account, panel.service, in_team=in_team)
    return found


def may(account: mensen.Account, service: Service, *, in_team: bool) -> May:
    """A team writes beside every service; an editor says how busy the services of the own organisation are. No query."""
    edits = account.organization_id if account.role == mensen.Role.ORGANISATION_EDITOR else None
    editor = edits is not None
    return May(say=in_team or (editor and service.organization_id == edits), note=in_team or editor)


def my_card(account_id: int) -> WorkCard | None:
    """The card of who asks."""
    return WorkCard.objects.filter(account_id=account_id).first()


def cards(*, need: str = "", theme: str = "", language: str = "") -> list[WorkCard]:
    """Cards of people who work in the same area as who asks, by name. One query."""
    rows = WorkCard.objects.select_related("team", "team__organization")
    if need:
        rows = rows.filter(needs__contains=[need])
    if theme:
        rows = rows.filter(themes__contains=[theme])
    if language:
        rows = rows.filter(languages__contains=[language])
    return list(rows.order_by("name")[:200])
