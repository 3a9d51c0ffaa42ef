"""How often texts were opened, this month and last: by organisation, kind and purpose. Counts below ten are not told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wijkkompas.kern.access.declarations import DOORS
from wijkkompas.toestemming.audit import OPEN_LOG

LEAST = 10  # the database hides what is below
KINDS = {
    "contact_request": _("vraag van een bewoner"),
    "unanswered_question": _("vraag zonder antwoord"),
    "correction": _("gemelde fout"),
    "message": _("bericht"),
    "person": _("naam en adres"),
    "case_summary": _("dossier: de vraag"),
    "case_plan": _("dossier: doelen"),
    "case_action": _("dossier: acties"),
    "case_contacts": _("dossier: contact"),
    "case_journal": _("dossier: verslag"),
    "file_request": _("vraag van een bewoner over het dossier"),
    "signal": _("signaal"),
}


@dataclass(frozen=True)
class Row:
    """One organisation, kind and purpose; a count of None is below `LEAST`, and 0 is none."""

    organisation: str
    kind: Any
    purpose: Any
    now: int | None
    before: int | None


def months(today: date) -> tuple[date, date, date]:
    """The first days of last month, this month and next month."""
    this = today.replace(day=1)
    return (this - timedelta(days=1)).replace(day=1), this, (this + timedelta(days=31)).replace(day=1)


def overview(today: date) -> list[Row]:
    """The rows of both months; within the `acting_as` of a functional manager, else empty. Two queries."""
    last, this, following = months(today)
    before, now = _counts(last, this), _counts(this, following)
    rows = []
    for organisation, kind, purpose in sorted({*before, *now}):
        words = DOORS[kind].purposes.get(purpose, purpose)
        key = (organisation, kind, purpose)
        rows.append(Row(organisation, KINDS.get(kind, kind), words, now.get(key, 0), before.get(key, 0)))
    return rows


def _counts(start: date, until: date) -> dict[tuple[str, str, str], int | None]:
    kinds = [kind for kind, door in DOORS.items() if door.log == OPEN_LOG]
    with connection.cursor() as cursor:
        cursor.execute("select organisation, kind, purpose, many from app.openings(%s, %s, %s)", [kinds, start, until])
        return {(organisation, kind, purpose): many for organisation, kind, purpose, many in cursor.fetchall()}
