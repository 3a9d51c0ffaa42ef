"""Forms for people at work: short, with errors that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.talen.api import CODES, NAMES
from wijkkompas.wegwijzer.colleagues.rules import MOST_PLACES, MOST_WEEKS
from wijkkompas.wegwijzer.values import Theme

Choices = Sequence[tuple[str, Any]]


class RoomForm(forms.Form):
    """How much room there is."""

    free_places = forms.IntegerField(
        label=_("Hoeveel plekken zijn er vrij?"),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        help_text=_("Vul 0 in als er geen plek is. Weet u het niet? Laat het leeg."),
        error_messages={"invalid": _("Vul een getal in, bijvoorbeeld 3.")},
    )
    waiting_weeks = forms.IntegerField(
        label=_("Hoeveel weken wacht iemand ongeveer?"),
        required=False,
        min_value=0,
        max_value=MOST_WEEKS,
        error_messages={"invalid": _("Vul een getal in, bijvoorbeeld 4.")},
    )
    said_on = forms.DateField(
        label=_("Wanneer zei de dienst dit?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Kies de dag."), "invalid": _("Kies een dag, bijvoorbeeld 24-11-2026.")},
    )


class NoteForm(forms.Form):
    """A note for the own team."""

    team = forms.ChoiceField(label=_("Voor welk team?"))
    text = forms.CharField(
        label=_("Uw notitie"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 600}),
        help_text=_("Alleen uw team leest dit. Schrijf niets over bewoners. Na een jaar gaat het vanzelf weg."),
        error_messages={"required": _("Schrijf wat uw collega's moeten weten.")},
    )

    def __init__(self, *args: Any, teams: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(teams) > 1:
            self.fields["team"].choices = teams  # type: ignore[attr-defined]
        else:
            del self.fields["team"]


class CardForm(forms.Form):
    """The own card."""

    team = forms.ChoiceField(label=_("Bij welk team werkt u?"))
    name = forms.CharField(label=_("Hoe heet u?"), max_length=120, error_messages={"required": _("Vul uw naam in.")})
    function = forms.CharField(
        label=_("Wat is uw functie?"),
        max_length=120,
        error_messages={"required": _("Vul uw functie in, bijvoorbeeld: opbouwwerker.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("Over welke vragen weet u veel?"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
        required=False,
        help_text=_("Houd Ctrl ingedrukt om er meer te kiezen. Op een Mac is dat Cmd. Kies er hooguit 10."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Welke onderwerpen?"), choices=Theme, widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Welke talen spreekt u?"),
        choices=[(code, NAMES[code]) for code in CODES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reach = forms.CharField(
        label=_("Hoe bereiken collega's u op het werk?"),
        max_length=200,
        help_text=_("Alleen een nummer of adres van uw werk. Schrijf erbij op welke dagen."),
        error_messages={"required": _("Vul in hoe collega's u op het werk bereiken.")},
    )
    at_work = forms.BooleanField(
        label=_("Dit zijn gegevens van mijn werk. Collega's in mijn gebied mogen ze zien."),
        error_messages={"required": _("Zet hier een vinkje. Anders bewaren wij uw kaartje niet.")},
    )

    def __init__(self, *args: Any, teams: Choices, needs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["needs"].choices = needs  # type: ignore[attr-defined]

    def clean_needs(self) -> list[str]:
        """At most ten: who knows everything is found by nobody."""
        chosen = list(self.cleaned_data["needs"])
        if len(chosen) > 10:
            raise forms.ValidationError(_("Kies er hooguit 10."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """A card says at least something that somebody knows about."""
        data = super().clean() or {}
        if not self.errors and not (data.get("needs") or data.get("themes")):
            self.add_error("themes", _("Kies minstens één onderwerp of vraag."))
        return data
