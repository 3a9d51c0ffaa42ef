"""Who receives a share, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def receiver(share: Any, receivers: Mapping[int, Any]) -> str:
    """The team, or the person with the organisation."""
    if share.to_team_id is not None:
        return f"{share.to_team.name} ({share.to_team.organization.name})"
    known = receivers.get(share.to_account_id)
    return f"{known.name} ({known.organisation})" if known else _("één persoon")
