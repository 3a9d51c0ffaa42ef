"""Forms of the household page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.kern import clock
from wijkkompas.talen import api as talen
from wijkkompas.wijkteam.casework.forms import DayField, sentences
from wijkkompas.wijkteam.casework.queries import Who
from wijkkompas.wijkteam.consent.forms import PersonField
from wijkkompas.wijkteam.household.queries import Home
from wijkkompas.wijkteam.household.rules import PROOFS
from wijkkompas.wijkteam.models import Representative
from wijkkompas.wijkteam.values import Authority, CaseRole, VerifiedHow


def named(people: list[Who]) -> list[tuple[str, str]]:
    """Choices: who of this case."""
    return [(str(who.row.person_id), who.label) for who in people]


class AddForm(forms.Form):
    """Somebody new in the case."""

    prefix = "nieuw"
    name = forms.CharField(
        label=_("Naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Vul een naam in. Een voornaam is genoeg.")},
    )
    role = forms.ChoiceField(
        label=_("Hoe hoort deze persoon erbij?"), choices=sentences(CaseRole.choices), initial="member"
    )
    born_on = DayField(label=_("Geboren op"), help_text=_("Bij een kind nodig."), required=False)
    address = forms.CharField(label=_("Adres"), required=False, max_length=200)
    phone = forms.CharField(
        label=_("Telefoon"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    language = forms.ChoiceField(
        label=_("Taal"), choices=[(code, talen.NAMES[code]) for code in talen.CODES], initial="nl"
    )

    def clean_born_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["born_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_now("Deze geboortedatum ligt in de toekomst."))
        return day


class LivesForm(forms.Form):
    """Somebody lives in a household, old or new."""

    prefix = "woont"
    person_id = PersonField(label=_("Wie?"))
    household_id = forms.TypedChoiceField(label=_("Waar?"), required=False, coerce=UUID, empty_value=None)
    safe_to_contact = forms.BooleanField(
        label=_("Anderen in huis mogen weten dat wij bellen"), help_text=_("Twijfelt u? Laat dit leeg."), required=False
    )

    def __init__(self, *args: Any, people: list[Who], homes: list[Home], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person_id"].choices = named(people)  # type: ignore[attr-defined]
        known = [(str(home.id), _now("Huis %(number)s") % {"number": home.number}) for home in homes]
        self.fields["household_id"].choices = [*known, ("", _("Een nieuw huis"))]  # type: ignore[attr-defined]


class OtherForm(forms.Form):
    """A child belongs to the case of the other parent too."""

    prefix = "ander"
    person_id = PersonField(label=_("Welk kind?"))
    number = forms.CharField(
        label=_("Nummer van het andere dossier"),
        help_text=_("Van uw eigen team, bijvoorbeeld 2026-00041."),
        max_length=20,
        error_messages={"required": _("Vul het nummer in, bijvoorbeeld 2026-00041.")},
    )

    def __init__(self, *args: Any, people: list[Who], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person_id"].choices = named(people)  # type: ignore[attr-defined]


class StandsForm(forms.Form):
    """Somebody stands for somebody else."""

    prefix = "gezag"
    person_id = PersonField(label=_("Voor wie?"))
    by_id = PersonField(label=_("Wie is het?"))
    kind = forms.ChoiceField(label=_("Hoe?"), choices=sentences(Authority.choices))

    def __init__(self, *args: Any, people: list[Who], others: dict[UUID, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person_id"].choices = named(people)  # type: ignore[attr-defined]
        self.fields["by_id"].choices = [*named(people), *((str(k), name) for k, name in others.items())]  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """Which paper was seen; only those that say something about this authority."""

    how = forms.ChoiceField(label=_("Welk papier zag u?"))

    def __init__(self, *args: Any, row: Representative, **more: Any) -> None:
        super().__init__(*args, **more)
        self.auto_id = f"id_%s_{row.id}"
        self.fields["how"].choices = [(how, VerifiedHow(how).label) for how in PROOFS[row.kind]]  # type: ignore[attr-defined]
