"""Forms of signals: one question a page for who worries, one page for the worker who writes down a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.mensen import api as mensen
from wijkkompas.wijkteam.signals.rules import plain_number
from wijkkompas.wijkteam.signals.values import About, Permission, ReporterTold, Source

LONGEST_WORRY = 1000  # it waits in a cookie until it is sent
KNOWS = [
    ("yes", _("Ja, en het is goed")),
    ("no", _("Nee")),
    ("unknown", _("Dat weet ik niet")),
    ("place", _("Het gaat over een plek, niet over iemand")),
]
WHO = [
    (Source.WEB, _("Ik ben buurtgenoot, familie of bekende")),
    (Source.AMBASSADOR, _("Ik ben buurtambassadeur")),
    (Source.ORGANISATION, _("Ik werk bij een organisatie")),
    (Source.SCHOOL, _("Ik werk bij een school")),
    (Source.GP, _("Ik werk bij een huisarts")),
]
NAMED = frozenset({Source.ORGANISATION, Source.SCHOOL, Source.GP})  # these say where they work


def area_choices(empty: object) -> list[tuple[str, object]]:
    """Choices for a select: municipalities as groups with their wijken."""
    groups: list[tuple[str, object]] = [("", empty)]
    for town, inside in mensen.areas_to_choose():
        options: Sequence[tuple[str, str]] = [(town.code, town.name), *((one.code, one.name) for one in inside)]
        groups.append((town.name, options))
    return groups


class KnowsStep(forms.Form):
    """The first question: does this person know it."""

    knows = forms.ChoiceField(
        label=_("Weet deze persoon dat u dit doorgeeft?"),
        choices=KNOWS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat klopt. Weet u het niet? Kies dan: dat weet ik niet.")},
    )

    def clean(self) -> dict[str, Any]:
        """A place is nobody: then there is no permission to ask."""
        given = super().clean() or {}
        knows = given.get("knows")
        if knows:
            given["about"] = About.PLACE if knows == "place" else About.PERSON
            given["permission"] = Permission.UNKNOWN if knows == "place" else knows
        return given


class WorryStep(forms.Form):
    """What somebody worries about."""

    text = forms.CharField(
        label=_("Waarover maakt u zich zorgen?"),
        max_length=LONGEST_WORRY,
        help_text=_("Schrijf wat u zelf zag of hoorde. Een paar zinnen is genoeg. Elke taal mag."),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST_WORRY}),
        error_messages={
            "required": _("Schrijf kort wat u zag of hoorde. Bijvoorbeeld: de gordijnen zijn al een week dicht."),
            "max_length": _("Dit is te lang. Gebruik hooguit 1000 letters. U kunt de rest straks vertellen."),
        },
    )


class WhereStep(forms.Form):
    """About whom or which place, and where."""

    area = forms.ChoiceField(
        label=_("In welke plaats of wijk?"),
        help_text=_("Dan weten wij welk team dit leest."),
        error_messages={
            "required": _("Kies de plaats of de wijk."),
            "invalid_choice": _("Kies een plaats uit de lijst."),
        },
    )
    name = forms.CharField(
        label=_("Hoe heet deze persoon?"),
        required=False,
        max_length=120,
        help_text=_("Weet u het niet? Laat het leeg."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("Waar woont deze persoon?"),
        required=False,
        max_length=200,
        help_text=_("Straat en nummer. Of zeg hoe wij het vinden."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Welk telefoonnummer heeft deze persoon?"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, about: str = About.PERSON, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concerns = about
        self.fields["area"].choices = area_choices(_("Kies een plaats"))  # type: ignore[attr-defined]
        if about == About.PLACE:
            del self.fields["name"]
            del self.fields["phone"]
            self.fields["address"].label = _("Welke plek is het?")
            self.fields["address"].help_text = _("Bijvoorbeeld: het bankje bij de supermarkt.")

    def clean_phone(self) -> str:
        """A number that can be called, or nothing."""
        phone = self.cleaned_data["phone"].strip()
        if phone and not plain_number(phone):
            raise forms.ValidationError(_("Dit nummer klopt niet. Vul alleen cijfers in, of laat het leeg."))
        return phone

    def clean(self) -> dict[str, Any]:
        """The team must be able to find somebody or something."""
        given = super().clean() or {}
        if self.errors:
            return given
        if self.concerns == About.PLACE and not given.get("address"):
            self.add_error("address", _("Schrijf welke plek het is. Bijvoorbeeld: het bankje bij de supermarkt."))
        elif self.concerns == About.PERSON and not (given.get("address") or given.get("phone")):
            self.add_error("address", _("Vul een adres of een telefoonnummer in. Anders vinden wij deze persoon niet."))
        return given


class WhoStep(forms.Form):
    """Who tells it. A neighbour need not say a name."""

    source = forms.ChoiceField(
        label=_("Wie bent u?"),
        choices=WHO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wie u bent. Uw naam hoeft niet.")},
    )
    organisation = forms.CharField(
        label=_("Waar werkt u?"),
        required=False,
        max_length=120,
        help_text=_("Alleen als u dit voor uw werk doorgeeft."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label=_("Hoe heet u?"),
        required=False,
        max_length=120,
        help_text=_("U mag dit leeg laten."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("Hoe bereiken wij u als wij iets niet snappen?"),
        required=False,
        max_length=120,
        help_text=_("Een telefoonnummer of e-mailadres. U mag dit leeg laten."),
    )
    website = forms.CharField(
        required=False, widget=forms.HiddenInput, label=""
    )  # people leave it empty, robots do not

    def clean(self) -> dict[str, Any]:
        """Who tells it for their work says where they work: the team weighs what it is told by that."""
        given = super().clean() or {}
        if given.get("source") in NAMED and not given.get("organisation"):
            self.add_error("organisation", _("Vul in waar u werkt."))
        return given


class EnterForm(WhereStep):
    """A worker writes down what somebody told on the phone or at the desk, on one page."""

    about = forms.ChoiceField(label=_("Waar gaat het over?"), choices=About, widget=forms.RadioSelect, initial="person")
    source = forms.ChoiceField(
        label=_("Hoe kwam het binnen?"),
        choices=[(one.value, one.label) for one in Source if one != Source.WEB],
        error_messages={"required": _("Kies hoe het binnenkwam.")},
    )
    permission = forms.ChoiceField(
        label=_("Weet deze persoon dat dit is doorgegeven?"),
        choices=Permission,
        widget=forms.RadioSelect,
        initial=Permission.UNKNOWN,
        required=False,
    )
    text = forms.CharField(
        label=_("Wat is er verteld?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4000}),
        error_messages={"required": _("Schrijf kort op wat er is verteld.")},
    )
    on_behalf = forms.CharField(
        label=_("Namens wie?"), required=False, max_length=120, help_text=_("De naam van wie dit vertelde.")
    )
    contact = forms.CharField(label=_("Hoe bereiken wij diegene?"), required=False, max_length=120)
    organisation = forms.CharField(label=_("Van welke organisatie?"), required=False, max_length=120)
    signal_id = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(max_length=40, widget=forms.HiddenInput)

    field_order: Sequence[str] = (
        *("source", "text", "about", "permission", "area", "name", "address", "phone"),
        *("on_behalf", "organisation", "contact"),
    )

    def clean(self) -> dict[str, Any]:
        """What is about a place names nobody."""
        self.concerns = (self.cleaned_data or {}).get("about", About.PERSON)
        given = super().clean()
        given["permission"] = given.get("permission") or Permission.UNKNOWN
        return given


class CaseForm(forms.Form):
    """The question of the resident, with which a case begins."""

    summary = forms.CharField(
        label=_("De vraag van de bewoner, in eigen woorden"),
        max_length=1000,
        help_text=_("De bewoner leest dit. Schrijf dus niet wie het doorgaf."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Schrijf op wat de bewoner zelf vraagt.")},
    )


class CloseForm(forms.Form):
    """Closing: does who reported know that it was picked up?"""

    told = forms.ChoiceField(
        label=_("Weet de melder dat het is opgepakt?"),
        choices=ReporterTold,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of de melder het weet.")},
    )
