"""Forms of the end of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam.casework.forms import DayField, sentences
from wijkkompas.wijkteam.values import LongerReason


class KeepOffForm(forms.Form):
    """Keep one case off the list: which one, and why. The reason is read by colleagues and names nobody."""

    case_id = forms.ChoiceField(
        label=_("Welk dossier?"),
        error_messages={"required": _("Kies een dossier."), "invalid_choice": _("Kies iets uit de lijst.")},
    )
    because = forms.CharField(
        label=_("Waarom blijft dit dossier nog?"),
        help_text=_("Bijvoorbeeld: er loopt een bezwaar. Schrijf geen namen op."),
        min_length=3,
        max_length=200,
        error_messages={
            "required": _("Schrijf op waarom."),
            "min_length": _("Schrijf op waarom."),
            "max_length": _("Maak de reden korter: ten hoogste 200 tekens."),
        },
    )

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["case_id"].choices = [("", "---"), *lines]  # type: ignore[attr-defined]


class YesForm(forms.Form):
    """Say yes to what was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    looked = forms.BooleanField(
        label=_("Ik heb de lijst bekeken."),
        error_messages={"required": _("Bekijk eerst de lijst en zet dan een vinkje.")},
    )


class LongerForm(forms.Form):
    """Keep a case longer than its law says."""

    prefix = "langer"
    reason = forms.ChoiceField(
        label=_("Waarom langer?"),
        choices=lambda: [("", "---"), *sentences(LongerReason.choices)],
        error_messages={"required": _("Kies een reden."), "invalid_choice": _("Kies iets uit de lijst.")},
    )
    until = DayField(label=_("Tot en met"), error_messages={"required": _("Vul een dag in, bijvoorbeeld 24-12-2026.")})
