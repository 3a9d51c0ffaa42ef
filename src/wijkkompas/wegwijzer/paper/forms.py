"""What somebody chooses for a leaflet or a wijkgids."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.talen.api import CODES, LANGUAGES


class LeafletForm(forms.Form):
    """Language, letters, and who made it. The last is printed and kept nowhere."""

    language = forms.ChoiceField(
        label=_("In welke taal?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een taal."), "invalid_choice": _("Kies een taal uit de lijst.")},
    )
    large = forms.BooleanField(label=_("Grote letters"), required=False)
    made_by = forms.CharField(
        label=_("Wie maakt dit blad?"),
        help_text=_("Bijvoorbeeld: Buurthuis De Hoek. Het komt op het blad. Wij bewaren het niet."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Dit is te lang. Gebruik hooguit 60 letters.")},
    )

    def __init__(self, data: Any = None, *, language: str = "nl") -> None:
        super().__init__(data, initial={"language": language})


class GuideForm(forms.Form):
    """The language of a wijkgids."""

    language = forms.ChoiceField(choices=[(code, code) for code in CODES])
