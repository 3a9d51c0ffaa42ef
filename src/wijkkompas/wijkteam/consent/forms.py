"""Forms of sharing: in words, with what is usual filled in and what costs thought asked plainly."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.kern import clock
from wijkkompas.wijkteam.casework.forms import DayField, sentences
from wijkkompas.wijkteam.casework.queries import Who
from wijkkompas.wijkteam.consent.rules import BASES, TEXT_VERSION, article_of, consent_problem, until_fits, usual_until
from wijkkompas.wijkteam.models import Case
from wijkkompas.wijkteam.values import Basis, GivenHow, Part, Scope, SharePurpose

HOWS = [(row.value, row.label) for row in (GivenHow.IN_PERSON, GivenHow.PHONE, GivenHow.PAPER)]
BASIS_WORDS = {
    Basis.TASK: _("Het is een taak van de gemeente"),
    Basis.CONSENT: _("De bewoner zei ja, en had ook nee kunnen zeggen"),
    Basis.VITAL_INTEREST: _("Iemand is in levensgevaar"),
}


class PersonField(forms.TypedChoiceField):
    """Somebody of this case."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("error_messages", {})
        more["error_messages"].setdefault("required", _("Kies iemand uit de lijst."))
        more["error_messages"].setdefault("invalid_choice", _("Kies iemand uit de lijst."))
        super().__init__(coerce=UUID, empty_value=None, **more)


class ShareForm(forms.Form):
    """With whom, what, why, until when; who said yes."""

    to_team_id = forms.TypedChoiceField(
        label=_("Met welk team?"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Kies een team uit de lijst.")},
    )
    to_address = forms.EmailField(
        label=_("Of met één persoon"),
        help_text=_("Het e-mailadres van het werk."),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Kijk of er een @ in staat.")},
    )
    purpose = forms.ChoiceField(
        label=_("Waarvoor?"), choices=sentences(SharePurpose.choices), initial=SharePurpose.TOGETHER
    )
    scope = forms.ChoiceField(
        label=_("Wat mag de ander lezen?"),
        widget=forms.RadioSelect,
        choices=sentences(Scope.choices),
        initial=Scope.PLAN,
        error_messages={"required": _("Kies wat u wilt delen.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("Alleen deze delen"),
        help_text=_("Vul dit in als u gekozen delen wilt delen."),
        required=False,
        choices=sentences(Part.choices),
        widget=forms.CheckboxSelectMultiple,
    )
    basis = forms.ChoiceField(
        label=_("Waarom mag het?"),
        help_text=_("Voor werk van de gemeente is dit bijna altijd de taak. Vertel het de bewoner ook dan."),
        widget=forms.RadioSelect,
        choices=[(code, BASIS_WORDS[Basis(code)]) for code in BASES],
        initial=Basis.TASK,
        error_messages={"required": _("Kies waarom het mag."), "invalid_choice": _("Kies waarom het mag.")},
    )
    article = forms.CharField(label=_("Artikel van de wet"), required=False, max_length=80)
    until = DayField(
        label=_("Tot en met welke dag?"),
        help_text=_("Daarna stopt het vanzelf. Ten hoogste een jaar."),
        error_messages={"required": _("Kies tot wanneer.")},
    )
    free = forms.BooleanField(
        label=_("Nee zeggen heeft geen gevolgen voor de hulp. Dat heb ik gezegd."),
        help_text=_("Alleen bij ja zeggen. Kan nee wel iets kosten? Dan is het geen vrije keus, en geldt het niet."),
        required=False,
    )
    given_by_id = PersonField(label=_("Wie zei ja?"), required=False)
    given_how = forms.ChoiceField(label=_("Hoe?"), required=False, choices=[("", "—"), *sentences(HOWS)])
    witness = forms.CharField(
        label=_("Wie hoorde het nog meer?"), help_text=_("Alleen voor het team."), required=False, max_length=200
    )

    def __init__(
        self, *args: Any, case: Case, people: list[Who], teams: list[tuple[Any, list[tuple[int, str]]]], **more: Any
    ) -> None:
        today = clock.today()
        more["initial"] = {"article": article_of(case.legal_domain, today), "until": usual_until(today)} | more.get(
            "initial", {}
        )
        super().__init__(*args, **more)
        self.case, self.people = case, people
        self.fields["to_team_id"].choices = [("", _("Geen team")), *teams]  # type: ignore[attr-defined]
        named = [(str(who.row.person_id), who.label) for who in people]
        self.fields["given_by_id"].choices = [("", "—"), *named]  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        """After today and within a year."""
        day = self.cleaned_data["until"]
        if not until_fits(day, clock.today()):
            raise forms.ValidationError(_now("Kies tot wanneer. Dat is ten hoogste een jaar."))
        return day

    def clean(self) -> dict[str, Any]:
        """Consent is free, and of somebody who may give it."""
        told = super().clean() or self.cleaned_data
        born = next(
            (who.row.person.born_on for who in self.people if who.row.person_id == told.get("given_by_id")), None
        )
        problem = consent_problem(
            basis=told.get("basis", ""), free=bool(told.get("free")), born=born, day=clock.today()
        )
        if problem == "not-free":
            self.add_error("free", _now("Is nee zeggen niet vrij? Kies dan een andere grond."))
        elif problem == "too-young":
            self.add_error("given_by_id", _now("Jonger dan 16 jaar: de ouder of voogd zegt ja."))
        return told

    @property
    def deed(self) -> dict[str, Any]:
        """What `actions.share` takes."""
        told = {name: self.cleaned_data[name] for name in self.fields if name not in {"until", "free"}}
        if told["basis"] != Basis.TASK:
            told["article"] = ""
        ends = datetime.combine(self.cleaned_data["until"], time(23, 59, 59), clock.AMSTERDAM)
        return told | {"valid_until": ends, "text_version": TEXT_VERSION, "language": self.case.language}


class StopForm(forms.Form):
    """How the resident told us to stop."""

    how = forms.ChoiceField(label=_("Hoe zei de bewoner dat?"), choices=sentences(HOWS), initial=GivenHow.IN_PERSON)


class ReleaseForm(forms.Form):
    """Who may speak of what is under professional secrecy."""

    prefix = "zwijg"
    address = forms.EmailField(
        label=_("Wie mag spreken?"),
        help_text=_("Het e-mailadres van het werk, van één persoon."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Vul het e-mailadres in."),
            "invalid": _("Dit e-mailadres klopt niet. Kijk of er een @ in staat."),
        },
    )
    given_by_id = PersonField(label=_("Wie zei ja?"))
    given_how = forms.ChoiceField(label=_("Hoe?"), choices=sentences(HOWS), initial=GivenHow.IN_PERSON)

    def __init__(self, *args: Any, people: list[Who], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["given_by_id"].choices = [(str(who.row.person_id), who.label) for who in people]  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """Somebody agrees to the help."""

    prefix = "hulp"
    person_id = PersonField(label=_("Wie krijgt hulp?"))
    representative_id = PersonField(
        label=_("Wie zegt mee ja?"),
        help_text=_("Voor een kind jonger dan 16. Alleen wie nagekeken gezag heeft staat hier."),
        required=False,
    )

    def __init__(self, *args: Any, people: list[Who], representatives: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person_id"].choices = [(str(who.row.person_id), who.label) for who in people]  # type: ignore[attr-defined]
        self.fields["representative_id"].choices = [("", _("Niemand")), *((str(k), v) for k, v in representatives)]  # type: ignore[attr-defined]
