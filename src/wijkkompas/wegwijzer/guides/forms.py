"""The page on which the owner of a handbook writes a new version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.wegwijzer.guides.values import LONGEST_LINE, LONGEST_TEXT, MOST_STEPS, Step
from wijkkompas.wegwijzer.values import Audience

Choices = Sequence[tuple[str, Any]]
EMPTY_STEPS = 2
FIRST_STEPS = 6


def _lines(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class HandbookForm(forms.Form):
    """Title, a line under it, sources, and when somebody looks again."""

    title = forms.CharField(label=_("Titel"), max_length=120, error_messages={"required": _("Schrijf een titel.")})
    lead = forms.CharField(
        label=_("Eén of twee zinnen onder de titel"), max_length=400, required=False, widget=_lines(2, 400)
    )
    sources = forms.CharField(
        label=_("Bronnen"),
        required=False,
        max_length=2000,
        widget=_lines(4, 2000),
        help_text=_("Eén bron op een regel."),
    )
    review_on = forms.DateField(
        label=_("Wanneer kijkt uw team opnieuw?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Binnen een jaar. Dit wordt een belofte van uw team."),
        error_messages={"required": _("Kies een dag."), "invalid": _("Kies een dag, bijvoorbeeld 24-11-2027.")},
    )
    changed = forms.CharField(
        label=_("Wat is er anders?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: stap 4 past bij de nieuwe regels. Of: nagekeken, alles klopt nog."),
        error_messages={"required": _("Schrijf kort wat er anders is, of dat alles nog klopt.")},
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def clean_sources(self) -> tuple[str, ...]:
        """One source a line."""
        return tuple(line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip())


class NewHandbookForm(HandbookForm):
    """A handbook that is not there yet: also who reads it, which needs lead to it, and whose it is."""

    changed = None  # type: ignore[assignment]
    based_on = None  # type: ignore[assignment]
    audience = forms.ChoiceField(
        label=_("Voor wie is het?"),
        choices=Audience,
        widget=forms.RadioSelect,
        help_text=_("Bewoners zien het meteen als u het bewaart. De regels voor professionals zien zij nooit."),
        error_messages={"required": _("Kies voor wie het is."), "invalid_choice": _("Kies voor wie het is.")},
    )
    need = forms.ChoiceField(
        label=_("Bij welke vraag helpt het?"),
        help_text=_("Wie deze vraag heeft, vindt het handboek op die pagina."),
        error_messages={"required": _("Kies een vraag."), "invalid_choice": _("Kies een vraag.")},
    )
    also = forms.ChoiceField(label=_("Ook bij deze vraag"), required=False)
    and_also = forms.ChoiceField(label=_("En bij deze vraag"), required=False)
    team = forms.TypedChoiceField(label=_("Welk team houdt het bij?"), coerce=int, empty_value=None)
    field_order = ("title", "lead", "audience", "need", "also", "and_also", "team")

    def __init__(self, *args: Any, needs: Choices, teams: Choices, manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("need", "also", "and_also"):
            self.fields[name].choices = [("", _("Kies een vraag") if name == "need" else _("geen")), *needs]  # type: ignore[attr-defined]
        if manages:
            self.fields["team"].required = False
            teams = [("", _("nog geen eigenaar")), *teams]
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
            self.fields["team"].initial = teams[0][0]

    @property
    def needs(self) -> tuple[str, ...]:
        """What was chosen, the main one first, each once."""
        chosen = [self.cleaned_data[name] for name in ("need", "also", "and_also")]
        return tuple(dict.fromkeys(code for code in chosen if code))


class StepForm(forms.Form):
    """One step."""

    what = forms.CharField(label=_("Wat doet iemand?"), max_length=LONGEST_LINE)
    why = forms.CharField(label=_("Waarom?"), max_length=LONGEST_TEXT, required=False, widget=_lines(2, LONGEST_TEXT))
    need = forms.ChoiceField(label=_("Hulp hierbij"), required=False)
    link = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    link_name = forms.CharField(label=_("Naam van de website"), required=False, max_length=80)
    professional = forms.CharField(
        label=_("Extra voor professionals"), max_length=LONGEST_TEXT, required=False, widget=_lines(2, LONGEST_TEXT)
    )

    def __init__(self, *args: Any, needs: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].error_messages["required"] = _("Schrijf wat iemand doet, of haal deze stap weg.")
        self.fields["need"].choices = [("", _("geen")), *needs]  # type: ignore[attr-defined]

    def clean_link(self) -> str:
        """Only pages that a browser opens safely."""
        link = str(self.cleaned_data["link"])
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("Gebruik een adres dat begint met https://"))
        return link


class _Steps(forms.BaseFormSet):
    """Boxes in the order of their numbers; empty ones at the end are left out."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: Any, index: int | None) -> None:
        """Order and removal, in words."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Volgorde")
        form.fields["ORDER"].widget.attrs["inputmode"] = "numeric"
        form.fields["DELETE"].label = _("Haal deze stap weg")


StepForms = forms.formset_factory(
    StepForm,
    formset=_Steps,
    extra=EMPTY_STEPS,
    can_order=True,
    can_delete=True,
    max_num=MOST_STEPS + EMPTY_STEPS,
    absolute_max=MOST_STEPS + 10,
)


NewStepForms = forms.formset_factory(
    StepForm,
    formset=_Steps,
    min_num=1,
    extra=FIRST_STEPS - 1,
    can_order=True,
    can_delete=True,
    max_num=MOST_STEPS,
    absolute_max=MOST_STEPS + 10,
)


def steps_of(formset: Any) -> tuple[Step, ...]:
    """What was written in `StepForms` or `NewStepForms`, in the order of its numbers."""
    names = ("what", "why", "need", "link", "link_name", "professional")
    rows = [form.cleaned_data for form in formset.ordered_forms]
    return tuple(Step(**{name: row[name].strip() for name in names}) for row in rows)
