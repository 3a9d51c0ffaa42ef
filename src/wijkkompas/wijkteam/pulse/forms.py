"""The form of a call: three questions, and what happens when it does not go well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam.casework.forms import DayField, area_of_text, sentences
from wijkkompas.wijkteam.pulse.actions import LONGEST, NextStep, Talk
from wijkkompas.wijkteam.pulse.rules import goes_well
from wijkkompas.wijkteam.pulse.values import Happened, HowNow, MoreGoingOn

_CHOOSE = {"required": _("Kies een antwoord."), "invalid_choice": _("Kies een antwoord uit de lijst.")}


def _question(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=sentences(choices), widget=forms.RadioSelect, error_messages=_CHOOSE)


class TalkForm(forms.Form):
    """Two minutes: three questions; the last three fields only when it does not go well."""

    now = _question(_("Hoe gaat het nu?"), HowNow.choices)
    happened = _question(_("Is gebeurd wat we afspraken?"), Happened.choices)
    more = _question(_("Speelt er nog iets?"), MoreGoingOn.choices)
    text = forms.CharField(
        label=_("Wat zei de bewoner?"),
        required=False,
        max_length=LONGEST,
        widget=area_of_text(3, LONGEST),
        help_text=_("Kort, in de woorden van de bewoner."),
    )
    step = forms.CharField(
        label=_("Gaat het niet goed: wat doen wij?"), required=False, max_length=2_000, widget=area_of_text(2, 2_000)
    )
    owner = forms.TypedChoiceField(
        label=_("Wie doet het?"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Kies iemand uit de lijst.")},
    )
    due = DayField(label=_("Wanneer?"), required=False)

    def __init__(self, *args: Any, people: Mapping[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].choices = [("", _("Nog niemand")), *people.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Not well needs a next step, an owner and a day; each is asked at its own field."""
        told = super().clean() or {}
        if not {"now", "happened", "more"} <= told.keys():
            return told
        if goes_well(now=told["now"], done=told["happened"], more=told["more"]):
            return told
        for name, message in (
            ("step", _now("Schrijf op wat er nu gebeurt.")),
            ("owner", _now("Kies wie het doet.")),
            ("due", _now("Kies een dag.")),
        ):
            if not told.get(name) and name not in self.errors:
                self.add_error(name, message)
        return told

    @property
    def talk(self) -> Talk:
        """The three answers."""
        return Talk(**{name: self.cleaned_data[name] for name in ("now", "happened", "more", "text")})

    @property
    def then(self) -> NextStep | None:
        """What happens next, when that was filled in."""
        told = self.cleaned_data
        if told["step"] and told["owner"] and told["due"]:
            return NextStep(told["step"], told["owner"], told["due"])
        return None
