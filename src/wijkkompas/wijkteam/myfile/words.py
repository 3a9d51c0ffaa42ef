"""Codes of the own file in words for a resident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam import values
from wijkkompas.wijkteam.casework.queries import Receiver
from wijkkompas.wijkteam.models import Share

WHY = {
    "list": _("om een overzicht te zien"),
    "help": _("om u te helpen"),
    "write": _("om iets op te schrijven"),
    "emergency": _("omdat er haast bij was (noodtoegang)"),
}
KINDS = {
    values.CASE: _("uw vraag"),
    values.CASE_PLAN: _("doelen"),
    values.CASE_ACTION: _("acties"),
    values.CASE_CONTACTS: _("contact met u"),
    values.CASE_JOURNAL: _("verslag"),
    values.PERSON: _("naam en adres"),
}


def why_in_words(purpose: str) -> str:
    """Why somebody looked."""
    return str(WHY.get(purpose, purpose))


def kinds_in_words(kinds: Sequence[str]) -> str:
    """What somebody opened."""
    return ", ".join(map(kind_in_words, kinds))


def kind_in_words(kind: str) -> str:
    """One part that somebody opened."""
    return str(KINDS.get(kind, kind))


def parts_in_words(parts: Sequence[str]) -> str:
    """What is shared."""
    return ", ".join(str(values.Part(part).label) for part in parts)


def who_in_words(who: str) -> str:
    """The organisation of who looked; without one it was somebody without an organisation or the machine itself."""
    return {"account": _now("iemand zonder organisatie"), "system": _now("de computer zelf")}.get(who, who)


def receiver_in_words(share: Share, receivers: Mapping[int, Receiver]) -> str:
    """The team or organisation that reads along. No names of workers."""
    if share.to_team is not None:
        team, house = share.to_team.name, share.to_team.organization.name
        return team if house in team else f"{team} ({house})"
    known = receivers.get(share.to_account_id or 0)
    return known.organisation if known and known.organisation else _now("één persoon")
