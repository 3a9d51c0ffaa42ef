"""Who receives a share, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam import values

register = template.Library()


@register.simple_tag
def receiver(share: Any, receivers: Mapping[int, Any]) -> str:
    """The team, or the person with the organisation."""
    if share.to_team_id is not None:
        team, house = share.to_team.name, share.to_team.organization.name
        return team if house in team else f"{team} ({house})"
    known = receivers.get(share.to_account_id)
    return f"{known.name} ({known.organisation})" if known else _now("één persoon")


@register.simple_tag
def part(form: Any, names: str) -> list[Any]:
    """Some fields of a form, in this order, for a part of the page."""
    return [form[name] for name in names.split()]


LEGAL_THINGS = {"own-plan": _("Eigen plan inleveren"), "first-talk": _("Eerste gesprek"), "report": _("Verslag")}


@register.simple_tag
def legal_thing(what: str) -> str:
    """What the law asks, in words."""
    return str(LEGAL_THINGS.get(what, what))


KINDS = {
    values.CASE: _("de vraag"),
    values.CASE_PLAN: _("doelen"),
    values.CASE_ACTION: _("een actie"),
    values.CASE_CONTACTS: _("contact"),
    values.CASE_JOURNAL: _("verslag"),
    values.PERSON: _("naam en adres"),
}


@register.simple_tag
def kind_name(kind: str) -> str:
    """A part that somebody opened, in words."""
    return str(KINDS.get(kind, kind))


@register.simple_tag
def part_name(part: str) -> str:
    """A part of a case that is shared, in words."""
    return str(values.Part(part).label)
