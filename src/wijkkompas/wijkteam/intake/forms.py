"""The form of a first talk: one page, everything optional but the question; parts of life shut, each with a reason."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wijkkompas.kern import clock
from wijkkompas.talen import api as talen
from wijkkompas.wijkteam.casework.forms import LONGEST_LINE, DayField, area_of_text, sentences
from wijkkompas.wijkteam.intake.actions import Notified, Person, Talk
from wijkkompas.wijkteam.intake.rules import Talked, may_notify
from wijkkompas.wijkteam.values import Channel, DomainReason, Law, LifeDomain, SupportAnswer

LONGEST_QUESTION = 4_000
OTHER_LANGUAGE = "other"
DAYPARTS = [
    ("", _("Maakt niet uit")),
    ("morning", _("’s Ochtends")),
    ("afternoon", _("’s Middags")),
    ("evening", _("’s Avonds")),
]
SUPPORT = [("", _("Nog niet besproken")), *sentences(SupportAnswer.choices)]


class NotificationForm(forms.Form):
    """Is this a notification under the law? Also for later, on a page of its own."""

    law = forms.ChoiceField(
        label=_("Is dit een melding bij de gemeente?"),
        help_text=_("Bij een melding gelden termijnen van de wet. De bewoner krijgt een brief."),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("Nee, een gewone vraag")), *sentences(Law.choices)],
        error_messages={"invalid_choice": _("Kies iets uit de lijst.")},
    )
    received_on = DayField(label=_("Wanneer kwam de melding binnen?"), required=False)
    urgent = forms.BooleanField(
        label=_("Er dreigt iets: huis uit, of geen gas, stroom of water"),
        help_text=_("Bij schuldhulp is de termijn dan korter."),
        required=False,
    )
    support_answer = forms.ChoiceField(
        label=_("Wil de bewoner onafhankelijke cliëntondersteuning?"),
        help_text=_("Iemand die alleen voor de bewoner werkt. Het kost niets. Vertel dit altijd."),
        required=False,
        choices=SUPPORT,
    )
    carer_answer = forms.ChoiceField(
        label=_("En de mantelzorger?"),
        help_text=_("Alleen als er een mantelzorger is."),
        required=False,
        choices=SUPPORT,
    )

    def clean_received_on(self) -> date | None:
        """Today when it is left empty."""
        day: date | None = self.cleaned_data["received_on"]
        if day is not None and not may_notify(day, clock.today()):
            raise forms.ValidationError(_now("Kies de dag waarop de melding binnenkwam. Dat is vandaag of eerder."))
        return day or clock.today()

    @property
    def notified(self) -> Notified | None:
        """What `actions.notify` takes; None when it is no notification."""
        told = self.cleaned_data
        if not told.get("law"):
            return None
        names = ("law", "received_on", "urgent", "support_answer", "carer_answer")
        return Notified(**{name: told[name] for name in names})


class TalkForm(NotificationForm):
    """The first talk."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    signal = forms.UUIDField(widget=forms.HiddenInput, required=False)
    team = forms.TypedChoiceField(
        label=_("Van welk team?"), coerce=int, error_messages={"invalid_choice": _("Kies een team uit de lijst.")}
    )
    question = forms.CharField(
        label=_("Wat is de vraag?"),
        help_text=_("In de woorden van de bewoner."),
        max_length=LONGEST_QUESTION,
        widget=area_of_text(5, LONGEST_QUESTION),
        error_messages={"required": _("Schrijf op wat de vraag is, in de woorden van de bewoner.")},
    )
    summary = forms.CharField(
        label=_("De vraag in één regel"),
        help_text=_("Zonder naam. Deze regel staat in de lijst van het team."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Schrijf één regel, bijvoorbeeld: hulp bij brieven en geld.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("Waar gaat het over?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=_("Naam"),
        help_text=_("Mag leeg blijven. U kunt later iemand toevoegen."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    born_on = DayField(label=_("Geboren op"), required=False)
    address = forms.CharField(
        label=_("Adres"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Telefoon"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Kijk of er een @ in staat.")},
    )
    language = forms.ChoiceField(
        label=_("In welke taal praat u samen?"),
        choices=[*((code, talen.NAMES[code]) for code in talen.CODES), (OTHER_LANGUAGE, _("Een andere taal"))],
        initial="nl",
    )
    interpreter = forms.BooleanField(label=_("Er is een tolk nodig"), required=False)
    channel = forms.ChoiceField(
        label=_("Hoe bereiken wij iemand veilig?"),
        required=False,
        choices=[("", _("Nog niet afgesproken")), *sentences(Channel.choices)],
    )
    daypart = forms.ChoiceField(label=_("Wanneer is het veilig?"), required=False, choices=DAYPARTS)
    may_speak = forms.ChoiceField(
        label=_("Mogen wij de voicemail inspreken?"),
        required=False,
        choices=[("", _("Nee, spreek niets in")), ("yes", _("Ja, dat mag"))],
    )
    may_answer = forms.ChoiceField(
        label=_("En als een ander opneemt?"),
        required=False,
        choices=[("", _("Hang op en zeg niets")), ("yes", _("Zeg dat u van het wijkteam bent"))],
    )
    safe_words = forms.CharField(
        label=_("Nog iets om op te letten"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    first_step = forms.CharField(
        label=_("Wat doet u als eerste?"),
        help_text=_("Dan begint het dossier meteen. Leeg laten mag."),
        required=False,
        max_length=LONGEST_LINE,
        widget=area_of_text(2, LONGEST_LINE),
    )
    first_due = DayField(label=_("Wanneer doet u dat?"), required=False)

    def __init__(
        self, *args: Any, teams: Sequence[tuple[int, str]], needs: Sequence[tuple[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["team"].choices = list(teams)  # type: ignore[attr-defined]
        self.fields["needs"].choices = list(needs)  # type: ignore[attr-defined]
        for code, label in LifeDomain.choices:
            self.fields[f"reason_{code}"] = forms.ChoiceField(
                label=_("Waarom schrijft u dit op?"),
                required=False,
                choices=[("", _("Kies een reden")), *sentences(DomainReason.choices)],
            )
            self.fields[f"own_{code}"] = forms.CharField(
                label=_("Of een andere reden"),
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Wat speelt er: %(domain)s") % {"domain": label},
                required=False,
                max_length=LONGEST_LINE,
                widget=area_of_text(3, LONGEST_LINE),
            )

    def part(self, *names: str) -> list[BoundField]:
        """These fields, for a part of the page."""
        return [self[name] for name in names]

    @property
    def domains(self) -> Iterator[tuple[str, list[BoundField], bool]]:
        """Each part of life with its fields, and whether it stands open: something is in it."""
        for code, label in LifeDomain.choices:
            fields = self.part(f"reason_{code}", f"own_{code}", f"text_{code}")
            yield capfirst(str(label)), fields, any(field.value() or field.errors for field in fields)

    def clean(self) -> dict[str, Any]:
        """A part of life without a reason is not kept; the reason is asked beside it."""
        told = super().clean() or self.cleaned_data
        for said in self._talked(told):
            if said.without_reason:
                self.add_error(f"reason_{said.domain}", _now("Kies waarom u dit opschrijft, of haal de tekst weg."))
        if told.get("first_step") and not told.get("first_due"):
            self.add_error("first_due", _now("Kies een dag voor deze stap."))
        return told

    @staticmethod
    def _talked(told: dict[str, Any]) -> list[Talked]:
        return [
            Talked(code, told.get(f"reason_{code}", ""), told.get(f"own_{code}", ""), told.get(f"text_{code}", ""))
            for code in LifeDomain.values
        ]

    @property
    def intake_id(self) -> uuid.UUID:
        """The id of this form; a new one when somebody took it out."""
        return self.cleaned_data["id"] or uuid.uuid4()

    @property
    def talk(self) -> Talk:
        """What `actions.begin` takes."""
        told = self.cleaned_data
        return Talk(
            question=told["question"],
            summary=told["summary"],
            language="nl" if told["language"] == OTHER_LANGUAGE else told["language"],
            needs=told["needs"],
            person=Person(**{name: told[name] for name in ("name", "address", "phone", "email", "born_on")}),
            safely=self._safely(told),
            talked=self._talked(told),
            notified=self.notified,
            first_step=told["first_step"],
            first_due=told["first_due"],
        )

    def _safely(self, told: dict[str, Any]) -> str:
        """How somebody is reached, in sentences that everybody of the team understands in a hurry."""
        said = []
        if told["interpreter"] or told["language"] == OTHER_LANGUAGE:
            said.append(_now("Er is een tolk nodig."))
        if told["channel"]:
            said.append(_now("Zo: %(channel)s.") % {"channel": Channel(told["channel"]).label})
            said.append(_now("Wanneer: %(when)s.") % {"when": str(dict(DAYPARTS)[told["daypart"]]).lower()})
            said.append(_now("U mag inspreken.") if told["may_speak"] else _now("Spreek niets in."))
            said.append(
                _now("Neemt een ander op? Zeg dat u van het wijkteam bent.")
                if told["may_answer"]
                else _now("Neemt een ander op? Hang op en zeg niets.")
            )
        if told["safe_words"].strip():
            said.append(re.sub(r"\s+", " ", told["safe_words"]).strip())
        return "\n".join(said)


class TextForm(forms.Form):
    """A text for the file of a notification: the own plan, or the report."""

    text = forms.CharField(
        label=_("Wat staat erin?"),
        max_length=20_000,
        widget=area_of_text(6),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )


class SupportForm(forms.Form):
    """What was said to client support."""

    support_answer = NotificationForm.base_fields["support_answer"]
    carer_answer = NotificationForm.base_fields["carer_answer"]


class LaterForm(NotificationForm):
    """A notification in a case that runs already."""

    about_id = forms.TypedChoiceField(label=_("Wie meldt zich?"), required=False, coerce=uuid.UUID, empty_value=None)

    def __init__(self, *args: Any, people: list[tuple[uuid.UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["law"].required = True
        self.fields["law"].choices = sentences(Law.choices)  # type: ignore[attr-defined]
        self.fields["law"].error_messages["required"] = _("Kies onder welke wet dit is.")
        self.fields["about_id"].choices = [("", _("Het hele huishouden"))] + [(str(k), v) for k, v in people]  # type: ignore[attr-defined]
