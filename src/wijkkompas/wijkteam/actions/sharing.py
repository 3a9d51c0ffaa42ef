"""Share parts of a case with one other team or person, and withdraw it again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, takes_part
from wijkkompas.wijkteam.models import Case, Share
from wijkkompas.wijkteam.rules import USUAL_SHARE_DAYS, parts_of, share_problem
from wijkkompas.wijkteam.values import CASE_APART, Basis, ByKind, GivenHow, Scope, SharePurpose


@dataclass(frozen=True)
class Withdrawn:
    """A share that is closed, and what its receiver opened while it was open."""

    share_id: UUID
    seen: list[queries.Seen]


def share(
    *,
    actor: Actor,
    case_id: UUID,
    scope: str,
    purpose: str,
    basis: str,
    to_team_id: int | None = None,
    to_address: str = "",
    parts: Sequence[str] = (),
    article: str = "",
    valid_until: datetime | None = None,
    given_by_id: UUID | None = None,
    given_how: str = "",
    witness: str = "",
    text_version: str = "",
    language: str = "nl",
) -> UUID:
    """Open parts of a case to one team, or to one person by work e-mail address; returns the id of the share.

    There is no way round consent: without it there is another basis, with its article. Raises `Refusal` in words.
    """
    one_of(scope, Scope.values)
    one_of(purpose, SharePurpose.values)
    one_of(basis, Basis.values)
    one_of(given_how, ["", *GivenHow.values])
    now = clock.now()
    until = valid_until or now + timedelta(days=USUAL_SHARE_DAYS)
    opened = parts_of(scope, parts)
    _refuse(
        share_problem(
            basis=basis,
            article=article,
            given=given_by_id is not None and bool(given_how),
            parts=opened,
            valid_from=now,
            valid_until=until,
        )
    )
    with acting_as(actor):
        case = held_case(case_id)
        to_account_id = _receiver(actor, case, to_team_id, to_address)
        takes_part(case, given_by_id)
        made = Share(
            id=uuid.uuid4(),
            case=case,
            to_team_id=to_team_id,
            to_account_id=to_account_id,
            scope=scope,
            parts=list(opened),
            purpose=purpose,
            basis=basis,
            article=article.strip()[:80],
            valid_from=now,
            valid_until=until,
            given_by_id=given_by_id,
            given_how=given_how,
            text_version=text_version,
            language=language,
            made_by_id=int(actor.id),
            made_at=now,
        )
        if witness.strip():
            made.sealed_witness = toestemming.seal_more(
                CASE_APART, case.id, purpose="write", witness=witness.strip()[:200]
            )
        made.save(force_insert=True)
    return made.id


def _receiver(actor: Actor, case: Case, to_team_id: int | None, to_address: str) -> int | None:
    """The account behind an address, or None for a team. Raises `Refusal`."""
    if (to_team_id is None) == (not to_address.strip()):
        raise Refusal(_("Kies één team of één persoon."))
    if to_team_id is not None:
        if to_team_id == case.team_id:
            raise Refusal(_("Dit is uw eigen team. Dat mag al kijken."))
        if not mensen.Team.objects.filter(id=to_team_id).exists():
            raise Refusal(_("Dit team is er niet meer. Kies een ander."))
        if case.sealed:
            raise Refusal(_("Dit dossier is afgeschermd. Deel het met één persoon."))
        return None
    found = queries.account_at_work(to_address)
    if found is None:
        raise Refusal(_("Wij vinden niemand met dit e-mailadres. Kijk of het klopt."))
    if found == int(actor.id):  # it would hold when the case is sealed, or is of another team
        raise Refusal(_("Dit bent u zelf. Deel het niet met uzelf."))
    return found


def _refuse(problem: str) -> None:
    if problem:
        raise Refusal(
            {
                "parts": _("Kies wat u wilt delen."),
                "giver": _("Kies wie ja zei, en hoe."),
                "article": _("Schrijf op welk artikel van de wet dit mag."),
                "until": _("Kies tot wanneer. Dat is ten hoogste een jaar."),
            }[problem]
        )


def withdraw(*, actor: Actor, share_id: UUID, how: str = "") -> Withdrawn:
    """Close a share at once, for the team or for the resident who gave it; says what was already seen. Twice is once.

    Who opens something at the same moment either left a line before, or gets no key: the door asks again after the line.
    A page that shows the list reads it anew (`queries.seen_through`), after this transaction is done.
    """
    one_of(how, ["", *GivenHow.values])
    with acting_as(actor):
        held = Share.objects.select_for_update(of=("self",)).filter(id=share_id).first()
        if held is None:
            raise toestemming.NotYours("share")
        if held.withdrawn_at is None:
            team = held.case_id in Case.objects.select_for_update().filter(id=held.case_id).values_list("id", flat=True)
            held.withdrawn_at = clock.now()
            held.withdrawn_by_kind = ByKind.TEAM if team else ByKind.RESIDENT
            held.withdrawn_how = how or (GivenHow.IN_PERSON if team else GivenHow.ONLINE)
            held.save(update_fields=["withdrawn_at", "withdrawn_by_kind", "withdrawn_how"])
        return Withdrawn(share_id, queries.seen_through(share_id))
