"""Forms of the desk and of the own file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam.casework.forms import area_of_text, sentences
from wijkkompas.wijkteam.casework.queries import Who
from wijkkompas.wijkteam.consent.forms import PersonField
from wijkkompas.wijkteam.values import AskOutcome, DocumentSeen


class CodeForm(forms.Form):
    """The code of the desk, typed by the resident."""

    code = forms.CharField(
        label=_("Code van de balie"),
        help_text=_("Acht cijfers. De code werkt een kwartier, en één keer."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Vul de code in die u aan de balie kreeg.")},
    )


class AskForm(forms.Form):
    """What somebody wants to say about the own file."""

    text = forms.CharField(
        label=_("Wat wilt u zeggen?"),
        help_text=_("Schrijf gerust in uw eigen taal."),
        max_length=5_000,
        widget=area_of_text(6, 5_000),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )


class _Desk(forms.Form):
    person_id = PersonField(label=_("Wie?"))

    def __init__(self, *args: Any, people: list[Who], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person_id"].choices = [(str(who.row.person_id), who.label) for who in people]  # type: ignore[attr-defined]


class AddressForm(_Desk):
    """With which address somebody logs in."""

    prefix = "adres"
    email = forms.EmailField(
        label=_("E-mailadres van de bewoner"),
        help_text=_("Vraag of alleen de bewoner deze e-mail leest."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": _("Vul een e-mailadres in."), "invalid": _("Dit e-mailadres klopt niet.")},
    )


class DocumentForm(_Desk):
    """What somebody showed."""

    prefix = "bewijs"
    document = forms.ChoiceField(
        label=_("Welk bewijs zag u?"),
        help_text=_("Schrijf het nummer niet op. Maak geen kopie."),
        choices=sentences(DocumentSeen.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies welk bewijs u zag.")},
    )


class UnlinkForm(_Desk):
    """Whose account reads the file no longer."""

    prefix = "los"


class AnswerForm(forms.Form):
    """What came of a question about the file."""

    outcome = forms.ChoiceField(
        label=_("Wat deed u?"),
        choices=sentences(AskOutcome.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u deed.")},
    )
    text = forms.CharField(
        label=_("Uw antwoord aan de bewoner"),
        help_text=_("Zegt u nee? Schrijf op waarom, en dat de bewoner een klacht mag indienen."),
        max_length=5_000,
        widget=area_of_text(5, 5_000),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )
