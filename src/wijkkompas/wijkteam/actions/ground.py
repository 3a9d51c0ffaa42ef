"""What every deed leans on: the case, held until the deed is done, and a refusal in words."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam.models import Case, Participation
from wijkkompas.wijkteam.rules import OVER


class Refusal(Exception):
    """It may not or cannot; the message is for the person who asked."""


def held_case(case_id: UUID, *, writing: bool = False) -> Case:
    """The case of the own team, locked, so that deeds on one case come one after the other.

    Raises `NotYours`; with `writing` also `Refusal` when nothing is written in it any more.
    """
    found = Case.objects.select_for_update(of=("self",)).filter(id=case_id).first()
    if found is None:
        raise toestemming.NotYours("case")
    if writing and found.state in OVER:
        raise Refusal(_("Dit dossier is afgerond. Open het eerst opnieuw."))
    return found


def takes_part(case: Case, person_id: UUID | None) -> None:
    """Raises `Refusal` when somebody is named who has no part in the case."""
    if person_id is not None and not Participation.objects.filter(case=case, person_id=person_id).exists():
        raise Refusal(_("Deze persoon hoort niet bij dit dossier."))


def words(text: str, *, least: int = 1, most: int = 20_000) -> str:
    """The text without spaces at the ends. Raises `Refusal` when it is empty, short or far too long."""
    kept = text.strip()
    if len(kept) < least:
        raise Refusal(_("Schrijf eerst iets op.") if least == 1 else _("Schrijf in een zin op waarom."))
    if len(kept) > most:
        raise Refusal(_("De tekst is te lang. Maak er twee van."))
    return kept


def one_of(choice: str, allowed: list[str]) -> str:
    """A choice of a closed list. Raises `Refusal` for anything else."""
    if choice not in allowed:
        raise Refusal(_("Kies iets uit de lijst."))
    return choice
