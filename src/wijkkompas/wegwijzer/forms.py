"""Forms: one thing a page, errors that say what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wijkkompas.wegwijzer.values import ContactChannel, CorrectionOutcome, Daypart

LONGEST_QUESTION = 1000


def sentences(choices: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Labels that begin with a capital, for where they stand by themselves."""
    return [(value, capfirst(label)) for value, label in choices]


class QuestionStep(forms.Form):
    """What is it about."""

    question = forms.CharField(
        label=_("Waar gaat uw vraag over?"),
        max_length=LONGEST_QUESTION,
        help_text=_("Schrijf het in uw eigen woorden. Elke taal mag. Een paar woorden is genoeg."),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_QUESTION}),
        error_messages={
            "required": _("Schrijf kort waar het over gaat. Bijvoorbeeld: ik begrijp een brief niet."),
            "max_length": _("Dit is te lang. Gebruik hooguit 1000 letters. U kunt de rest straks vertellen."),
        },
    )


class AreaStep(forms.Form):
    """Where somebody lives; decides who answers."""

    area = forms.ChoiceField(
        label=_("Waar woont u?"),
        help_text=_("Dan weten wij welk team u belt."),
        error_messages={
            "required": _("Kies de plaats waar u woont."),
            "invalid_choice": _("Kies een plaats uit de lijst."),
        },
    )

    def __init__(self, *args: object, choices: list[tuple[str, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]


class ChannelStep(forms.Form):
    """How to reach somebody."""

    channel = forms.ChoiceField(
        label=_("Hoe wilt u antwoord?"),
        choices=sentences(ContactChannel.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe wij u antwoord geven.")},
    )


class ContactStep(forms.Form):
    """The number or address, and what is safe. Which fields are asked depends on the channel."""

    contact = forms.CharField(
        label=_("Uw telefoonnummer"),
        max_length=120,
        error_messages={"required": _("Vul uw telefoonnummer in, bijvoorbeeld 06 1234 5678.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    name = forms.CharField(
        label=_("Hoe mogen wij u noemen?"),
        help_text=_("Een voornaam is genoeg. U mag dit leeg laten."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )

    def __init__(self, *args: object, channel: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.channel = channel
        if channel == ContactChannel.EMAIL:
            self.fields["contact"] = forms.EmailField(
                label=_("Uw e-mailadres"),
                max_length=120,
                widget=forms.EmailInput(attrs={"autocomplete": "email"}),
                error_messages={
                    "required": _("Vul uw e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."),
                    "invalid": _("Dit e-mailadres klopt niet. Kijk of er een @ in staat."),
                },
            )
            self.order_fields(["contact", "name"])
        elif channel == ContactChannel.CODE:
            del self.fields["contact"]

    def clean_contact(self) -> str:
        """A phone number has 8 to 15 digits; spaces, dashes and a plus are fine."""
        value = self.cleaned_data["contact"].strip()
        if self.channel in {ContactChannel.PHONE, ContactChannel.TEXT}:
            digits = re.sub(r"\D", "", value)
            if not 8 <= len(digits) <= 15 or re.search(r"[^\d\s()+./-]", value):
                raise forms.ValidationError(
                    _("Dit nummer klopt niet. Vul alleen cijfers in, bijvoorbeeld 06 1234 5678.")
                )
        return value


YES_LEAVE_MESSAGE = [("no", _("Nee, spreek niets in")), ("yes", _("Ja, dat mag"))]
YES_TEXT_FIRST = [("no", _("Nee, bel meteen")), ("yes", _("Ja, stuur eerst een bericht"))]
WHO_MAY_ANSWER = [("only-me", _("Hang op en zeg niets")), ("anyone", _("U mag zeggen dat u van het wijkteam bent"))]


class SafetyStep(forms.Form):
    """When it is safe to call, and what to do when somebody else picks up."""

    daypart = forms.ChoiceField(
        label=_("Wanneer kunnen wij veilig bellen?"),
        choices=sentences(Daypart.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wanneer wij kunnen bellen.")},
    )
    who_may_answer = forms.ChoiceField(
        label=_("Als iemand anders opneemt?"),
        choices=WHO_MAY_ANSWER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat wij doen als iemand anders opneemt.")},
    )


class MessageStep(forms.Form):
    """May a message be left, must one come first."""

    may_leave_message = forms.TypedChoiceField(
        label=_("Mogen wij inspreken als u niet opneemt?"),
        choices=YES_LEAVE_MESSAGE,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of wij mogen inspreken.")},
    )
    text_first = forms.TypedChoiceField(
        label=_("Eerst een bericht sturen dat wij gaan bellen?"),
        choices=YES_TEXT_FIRST,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of wij eerst een bericht sturen.")},
    )


class SecondWordStep(forms.Form):
    """A word that the resident chooses, to see the question again with the code."""

    second_word = forms.CharField(
        label=_("Kies een geheim woord"),
        required=False,
        max_length=60,
        help_text=_("Niet nodig. Met de code en dit woord ziet u later ook uw eigen vraag terug. Kies geen naam."),
    )


class FollowForm(forms.Form):
    """Look an answer up."""

    code = forms.CharField(
        label=_("Uw volgcode"),
        max_length=40,
        help_text=_("Bijvoorbeeld BCDF-2345-GHJK. Grote of kleine letters maakt niet uit."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Vul uw code in. Die staat op uw scherm of papier.")},
    )
    second_word = forms.CharField(
        label=_("Uw geheime woord"),
        required=False,
        max_length=60,
        help_text=_("Alleen als u er een koos. Laat het anders leeg."),
    )


class MistakeForm(forms.Form):
    """Something in a record is wrong."""

    text = forms.CharField(
        label=_("Wat klopt er niet?"),
        max_length=1000,
        help_text=_("Schrijf geen namen of verhalen van mensen op. Wilt u hulp? Kies dan: Bel mij terug."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Schrijf wat er niet klopt. Bijvoorbeeld: dit adres is veranderd.")},
    )
    contact = forms.EmailField(
        label=_("Uw e-mailadres"),
        required=False,
        help_text=_("Niet nodig. Zonder adres krijgt u een code. Daarmee leest u het antwoord."),
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Kijk of er een @ in staat, of laat het leeg.")},
    )
    website = forms.CharField(
        required=False, widget=forms.HiddenInput, label=""
    )  # people leave it empty, robots do not


class AnswerForm(forms.Form):
    """A worker answers."""

    text = forms.CharField(
        label=_("Wat heeft u afgesproken?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("De bewoner leest dit met de code. Schrijf kort en gewoon. Zet er geen namen van anderen in."),
        error_messages={"required": _("Schrijf wat u heeft afgesproken. Dat leest de bewoner met de code.")},
    )


class CorrectionForm(forms.Form):
    """Who keeps a record deals with a reported mistake."""

    outcome = forms.ChoiceField(
        label=_("Wat deed u ermee?"),
        choices=CorrectionOutcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u met de melding deed.")},
    )
    answer = forms.CharField(
        label=_("Antwoord aan de melder"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "De bewoner leest dit in een mail of met een code. Anderen kunnen meelezen: noem de naam van de hulp niet."
        ),
        error_messages={"max_length": _("Dit is te lang. Gebruik hooguit 2000 letters.")},
    )

    def __init__(self, *args: object, wants_answer: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not wants_answer:
            del self.fields["answer"]


class LetterForm(forms.Form):
    """A letter to print."""

    address = forms.CharField(
        label=_("Naam en adres"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Vul in waar de brief heen gaat, of: zelf meegeven.")},
    )
    body = forms.CharField(
        label=_("Tekst van de brief"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Schrijf de tekst van de brief.")},
    )
