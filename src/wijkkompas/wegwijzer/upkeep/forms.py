"""The form of who keeps a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.upkeep.actions import LONGEST_WHY
from wijkkompas.wegwijzer.upkeep.queries import possible_successors
from wijkkompas.wegwijzer.upkeep.rules import ALLOWED
from wijkkompas.wegwijzer.upkeep.values import Deed
from wijkkompas.wegwijzer.values import ServiceStatus

_LEADS_TO = {
    Deed.PUBLISH: ServiceStatus.PUBLISHED,
    Deed.PAUSE: ServiceStatus.PAUSED,
    Deed.CLOSE: ServiceStatus.CLOSED,
}


def deeds_for(status: str) -> list[tuple[str, Any]]:
    """What may be done with a record in this state."""
    if status == ServiceStatus.CLOSED:
        return [(Deed.REOPEN.value, Deed.REOPEN.label)]
    return [(deed.value, deed.label) for deed, to in _LEADS_TO.items() if to in ALLOWED[status]]


class DeedForm(forms.Form):
    """Pause, close, publish or bring back, with the reason."""

    deed = forms.ChoiceField(
        label=_("Wat verandert er?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er verandert."), "invalid_choice": _("Kies wat er verandert.")},
    )
    why = forms.CharField(
        label=_("Waarom?"),
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_WHY}),
        help_text=_("Dit staat in de geschiedenis. Schrijf geen namen van mensen op."),
        error_messages={"max_length": _("Schrijf de reden korter: hooguit 300 letters.")},
    )
    successor = forms.TypedChoiceField(
        label=_("Waar kunnen mensen nu heen?"),
        required=False,
        empty_value=None,
        help_text=_("Alleen als het gestopt is. Weet u niets? Laat dit leeg, dan wijst de pagina andere hulp."),
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deed"].choices = deeds_for(service.status)  # type: ignore[attr-defined]
        if service.status == ServiceStatus.CLOSED:
            del self.fields["successor"]
        else:
            choices = [("", _("Kies hulp, of laat dit leeg"))]
            choices += [(str(identity), name) for identity, name in possible_successors(service)]
            self.fields["successor"].choices = choices  # type: ignore[attr-defined]
