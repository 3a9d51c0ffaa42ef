"""Forms of the Meldcode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam.casework.forms import area_of_text
from wijkkompas.wijkteam.meldcode.rules import LAST

STEP_WORDS = {
    1: _("Stap 1. Wat ziet en hoort u?"),
    2: _("Stap 2. Overleg met een collega, of met Veilig Thuis"),
    3: _("Stap 3. Praat met de mensen om wie het gaat"),
    4: _("Stap 4. Weeg hoe ernstig het is"),
    5: _("Stap 5. Beslis: melden, helpen, of allebei"),
}
YES_NO = [("", "—"), ("yes", _("Ja")), ("no", _("Nee"))]


class TextForm(forms.Form):
    """What is written in a step."""

    text = forms.CharField(
        label=_("Wat ziet en hoort u?"),
        help_text=_("Schrijf feiten op, en van wie u ze heeft."),
        max_length=20_000,
        widget=area_of_text(6),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )


class StepForm(TextForm):
    """A step, and in the last one the two questions."""

    step = forms.TypedChoiceField(
        label=_("Welke stap?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een stap."), "invalid_choice": _("Doe eerst de stap hiervoor.")},
    )
    necessary = forms.ChoiceField(label=_("Is melden bij Veilig Thuis nodig?"), required=False, choices=YES_NO)
    possible = forms.ChoiceField(label=_("Kunnen wij zelf hulp geven?"), required=False, choices=YES_NO)
    field_order = ("step", "text", "necessary", "possible")

    def __init__(self, *args: Any, steps: Sequence[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].label = _("Wat is er gedaan en gezegd?")
        self.fields["step"].choices = [(step, STEP_WORDS[step]) for step in steps]  # type: ignore[attr-defined]
        self.fields["step"].initial = steps[0]
        if LAST not in steps:
            del self.fields["necessary"], self.fields["possible"]


class InviteForm(forms.Form):
    """A colleague who works on it too."""

    prefix = "wie"
    account_id = forms.TypedChoiceField(
        label=_("Welke collega?"),
        coerce=int,
        error_messages={"required": _("Kies iemand."), "invalid_choice": _("Kies iemand uit de lijst.")},
    )

    def __init__(self, *args: Any, people: Mapping[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["account_id"].choices = list(people.items())  # type: ignore[attr-defined]
