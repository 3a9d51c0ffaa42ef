"""Forms of an emergency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam.casework.forms import DayField, area_of_text, sentences
from wijkkompas.wijkteam.rules import LEAST_WORDS
from wijkkompas.wijkteam.values import GlassReason, PostponeReason, Verdict


class GlassForm(forms.Form):
    """Who it is about, exactly, and why it cannot wait."""

    name = forms.CharField(
        label=_("Naam"),
        help_text=_("Voornaam en achternaam, precies zoals ze in het dossier staan."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Vul de naam in.")},
    )
    born_on = DayField(label=_("Geboren op"), error_messages={"required": _("Vul de geboortedag in.")})
    reason = forms.ChoiceField(
        label=_("Waarom kan het niet wachten?"),
        choices=sentences(GlassReason.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een reden.")},
    )
    why = forms.CharField(
        label=_("Wat is er aan de hand?"),
        help_text=_("In een zin. De teamleider leest dit."),
        min_length=LEAST_WORDS,
        max_length=2_000,
        widget=area_of_text(3, 2_000),
        error_messages={
            "required": _("Schrijf in een zin op waarom."),
            "min_length": _("Schrijf in een zin op waarom."),
        },
    )


class ReviewForm(forms.Form):
    """Was it needed, and when does the resident hear of it."""

    verdict = forms.ChoiceField(
        label=_("Was het nodig?"),
        choices=sentences(Verdict.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of het nodig was.")},
    )
    later_because = forms.ChoiceField(
        label=_("Wanneer hoort de bewoner dit?"),
        choices=[("", _("Nu meteen")), *((value, _("Later: %s") % label) for value, label in PostponeReason.choices)],
        widget=forms.RadioSelect,
        required=False,
    )
    later_until = DayField(
        label=_("Later tot en met"), help_text=_("Ten hoogste zes weken. Daarna leest de bewoner het."), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Later has a day."""
        told = super().clean() or {}
        if told.get("later_because") and not told.get("later_until") and not self.errors:
            self.add_error("later_until", _now("Kies tot wanneer. Dat is ten hoogste zes weken."))
        return told
