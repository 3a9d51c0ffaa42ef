"""The form of a record: plain steps on one page. Only what stands here can be changed; owner, source and the like cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.editing.record import new_id
from wijkkompas.wegwijzer.editing.values import LABELS, SPOKEN
from wijkkompas.wegwijzer.forms import sentences
from wijkkompas.wegwijzer.models import Need
from wijkkompas.wegwijzer.values import ServiceKind, Theme, Way

MOST_NEEDS = 4
NEEDS = tuple(f"need_{place}" for place in range(1, MOST_NEEDS + 1))
PLACE = {"place_name": "name", "street": "street", "postal_code": "postal_code", "city": "city"}
PLAIN = (
    *("name", "summary", "eligibility_description", "minimum_age", "maximum_age", "fees_description"),
    *("application_process", "email", "url", "description", "in_brief", "alert"),
)
SECTIONS: Sequence[tuple[Any, tuple[str, ...]]] = (
    (_("Wat is het?"), ("kind", "theme", "name", "summary")),
    (_("Voor wie?"), ("eligibility_description", "minimum_age", "maximum_age", "languages", *NEEDS, "areas")),
    (_("Waar?"), tuple(PLACE)),
    (_("Wat kost het?"), ("costs", "fees_description")),
    (_("Hoe komen mensen bij u?"), ("ways_in", "application_process", "phones", "email", "url")),
    (_("Uitleg"), ("description", "in_brief", "alert")),
)
_NUMBER = re.compile(r"[+(]?[0-9][0-9 ()./-]{1,28}[0-9]")


def _text(label: Any, most: int, rows: int, *, required: bool = False, hint: Any = "", missing: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
        error_messages={
            "required": missing,
            "max_length": _("Dit is te lang. Gebruik hooguit %(limit_value)d letters."),
        },
    )


def _line(label: Any, most: int, *, required: bool = False, hint: Any = "", missing: Any = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        error_messages={
            "required": missing,
            "max_length": _("Dit is te lang. Gebruik hooguit %(limit_value)d letters."),
        },
    )


def _age(label: Any) -> Any:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={
            key: _("Vul een leeftijd in, bijvoorbeeld 18. Of laat dit leeg.")
            for key in ("invalid", "min_value", "max_value")
        },
    )


class RecordForm(forms.Form):
    """Everything but the hours, which have a page of their own.

    `values`: what the form starts with; `base`: what the record said when it was opened, which may be a while ago. What
    still says the same as `base` was left alone, whatever somebody else made of it since.
    """

    name = _line(_("Hoe heet het?"), 200, required=True, missing=_("Schrijf hoe het heet."))
    summary = _line(
        _("Wat doet u voor mensen? In één zin"),
        200,
        required=True,
        hint=_("Bijvoorbeeld: wij lezen uw brieven met u."),
        missing=_("Schrijf in één zin wat u voor mensen doet."),
    )
    eligibility_description = _text(
        _("Voor wie is het?"), 1500, 2, hint=_("Bijvoorbeeld: voor mensen uit Vlaardingen. Laat leeg voor iedereen.")
    )
    minimum_age = _age(_("Vanaf welke leeftijd?"))
    maximum_age = _age(_("Tot en met welke leeftijd?"))
    languages = forms.MultipleChoiceField(
        label=_("In welke talen helpt u?"),
        required=False,
        choices=sentences(list(SPOKEN.items())),
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.MultipleChoiceField(
        label=_("Voor welk gebied is het?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één gebied.")},
    )
    place_name = _line(
        _("Naam van de plek"), 200, hint=_("Bijvoorbeeld: het buurthuis. Komt u bij mensen thuis? Laat dit leeg.")
    )
    street = _line(_("Straat en nummer"), 200)
    postal_code = forms.RegexField(
        r"^\s*[1-9][0-9]{3}\s?[A-Za-z]{2}\s*$",
        label=_("Postcode"),
        required=False,
        error_messages={"invalid": _("Schrijf de postcode zo: 1234 AB.")},
    )
    city = _line(_("Plaats"), 100)
    costs = _text(_("Wat kost het?"), 600, 2, hint=_("Bijvoorbeeld: gratis. Of: € 3 per keer. Eén soort op een regel."))
    fees_description = _line(_("Meer over de kosten"), 200, hint=_("Bijvoorbeeld: met een stadspas betaalt u minder."))
    ways_in = forms.MultipleChoiceField(
        label=_("Hoe komt iemand binnen?"),
        required=False,
        choices=sentences(Way.choices),
        widget=forms.CheckboxSelectMultiple,
    )
    application_process = _text(_("Hoe meldt iemand zich aan?"), 1500, 2)
    phones = _text(
        _("Telefoon"), 600, 2, hint=_("Eén nummer op een regel. Geen privénummer. Voorbeeld: 010 1234567, balie")
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Kijk of er een @ in staat.")},
    )
    url = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Schrijf het hele adres, bijvoorbeeld https://www.voorbeeld.nl.")},
    )
    description = _text(
        _("Uitleg in gewone taal"),
        3000,
        6,
        required=True,
        hint=_("Korte zinnen. Zeg wat iemand bij u krijgt."),
        missing=_("Schrijf een paar zinnen over wat u doet."),
    )
    in_brief = _text(_("In het kort"), 1500, 4, hint=_("Nog eenvoudiger, voor wie moeilijk leest."))
    alert = _line(_("Let op"), 200, hint=_("Alleen als er nu iets anders is. Bijvoorbeeld: de ingang is achter."))

    def __init__(
        self,
        *args: Any,
        organization: mensen.Organization,
        values: Mapping[str, Any],
        base: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.values, self.base = values, values if base is None else base
        kwargs["initial"] = _initial(values)
        super().__init__(*args, **kwargs)
        choices = [("", _("geen")), *_needs()]
        for place, name in enumerate(NEEDS, 1):
            self.fields[name] = forms.ChoiceField(
                label=_("Waar helpt het het meest bij?") if place == 1 else _("En ook bij"),
                required=place == 1,
                choices=choices,
                error_messages={"required": _("Kies waar het bij helpt."), "invalid_choice": _("Kies uit de lijst.")},
            )
        self.fields["areas"].choices = _areas(organization, self._known("areas"))  # type: ignore[attr-defined]
        known = [code for code in self._known("languages") if code not in SPOKEN]
        self.fields["languages"].choices += [(code, code) for code in known]  # type: ignore[attr-defined]
        if any(len(told.get("places", [])) > 1 for told in (self.values, self.base)):
            for name in PLACE:
                del self.fields[name]

    def _known(self, part: str) -> list[str]:
        """What was chosen when the form was opened, and what is chosen now: both can be chosen again."""
        return list(dict.fromkeys([*self.values.get(part, []), *self.base.get(part, [])]))

    def sections(self) -> list[tuple[Any, list[Any]]]:
        """The fields in plain steps."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in SECTIONS]

    def clean_postal_code(self) -> str:
        """As the post writes it."""
        bare = "".join(str(self.cleaned_data["postal_code"]).split()).upper()
        return f"{bare[:4]} {bare[4:]}" if bare else ""

    def clean_url(self) -> str:
        """Only pages that a browser opens safely; one that was here before stays."""
        link = str(self.cleaned_data["url"])
        if (
            link
            and link not in {self.values.get("url"), self.base.get("url")}
            and not link.startswith(("https://", "http://"))
        ):
            raise forms.ValidationError(_("Gebruik een adres dat begint met https://"))
        return link

    def clean_phones(self) -> list[dict[str, Any]]:
        """One number a line, with what it is for behind a comma."""
        told, wrong = [], []
        for line in _lines(self.cleaned_data["phones"]):
            number, _comma, description = (piece.strip() for piece in line.partition(","))
            if not _NUMBER.fullmatch(number) or len(description) > 120:
                wrong.append(line[:40])
            told.append({"number": number, "description": description})
        if wrong:
            raise forms.ValidationError(
                _("Dit is geen telefoonnummer: %(line)s. Schrijf bijvoorbeeld 010 1234567, balie.") % {"line": wrong[0]}
            )
        return self._rows("phones", told, ("number", "description"), {})

    def clean_costs(self) -> list[dict[str, Any]]:
        """One sort of costs a line; what stays keeps its amount."""
        told = [{"option": line} for line in _lines(self.cleaned_data["costs"])]
        if any(len(row["option"]) > 120 for row in told):
            raise forms.ValidationError(_("Schrijf per regel hooguit 120 letters."))
        bare = {"amount": None, "currency": "EUR", "amount_description": ""}
        return self._rows("costs", told, ("option",), bare)

    def _rows(
        self, part: str, told: list[dict[str, Any]], same: tuple[str, ...], bare: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        opened = self.base.get(part, [])
        rows = _keep_ids(told, opened, same, bare)
        if len(rows) == len(opened) and all(row in opened for row in rows):
            return rows
        return _keep_ids(told, self.values.get(part, []), same, bare)

    def clean(self) -> dict[str, Any]:
        """What does not fit together."""
        told: dict[str, Any] = super().clean() or {}
        youngest, oldest = told.get("minimum_age"), told.get("maximum_age")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("maximum_age", _("Dit is jonger dan de leeftijd hierboven. Draai ze om."))
        if not told.get("place_name") and (told.get("street") or told.get("postal_code")):
            self.add_error("place_name", _("Schrijf ook hoe de plek heet."))
        return told

    def wanted(self) -> dict[str, Any]:
        """The parts as this form has them; only after `is_valid`."""
        told = self.cleaned_data
        wanted: dict[str, Any] = {
            name: told[name].strip() if isinstance(told[name], str) else told[name] for name in PLAIN
        }
        for name in ("description", "in_brief", "eligibility_description", "application_process"):
            wanted[name] = wanted[name].replace("\r\n", "\n")
        wanted |= {name: told[name] for name in ("phones", "costs", "areas", "languages")}
        wanted["ways_in"] = told["ways_in"]
        wanted["needs"] = list(dict.fromkeys(told[name] for name in NEEDS if told[name]))
        for values in (self.values, self.base):  # in the order in which they stood, when they are the same
            if sorted(wanted["ways_in"]) == sorted(values.get("ways_in", [])):
                wanted["ways_in"] = values.get("ways_in", [])
        if "place_name" in self.fields:
            wanted["places"] = self._places()
        return wanted

    def _places(self) -> list[dict[str, Any]]:
        """Another name or street is another place (record.py); the same is the same."""
        told = {column: self.cleaned_data[name].strip() for name, column in PLACE.items()}
        if not told["name"]:
            return []
        for values in (self.base, self.values):
            before = list(values.get("places", []))
            if before and all(before[0][column] == text for column, text in told.items()):
                return before
        return [{"id": before[0]["id"] if before else new_id(), "location": new_id(), **told}]


class NewRecordForm(RecordForm):
    """With what is chosen once, and what is asked when something like it is here already."""

    kind = forms.ChoiceField(label=_("Wat voor iets is het?"), choices=sentences(ServiceKind.choices))
    theme = forms.ChoiceField(label=_("Waar gaat het over?"), choices=Theme.choices)
    is_other = forms.BooleanField(label=_("Mijn hulp is iets anders. Ga door."), required=False)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _keep_ids(
    told: list[dict[str, Any]], before: Sequence[Mapping[str, Any]], same: tuple[str, ...], bare: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Rows that say the same keep everything they had; others are new. No id comes out of the form itself."""
    left, rows = list(before), []
    for row in told:
        known = next((one for one in left if all(one[name] == row[name] for name in same)), None)
        if known is not None:
            left.remove(known)
            rows.append(dict(known))
        else:
            rows.append({"id": new_id(), **bare, **row})
    return rows


def _initial(values: Mapping[str, Any]) -> dict[str, Any]:
    initial = {name: values.get(name) for name in (*PLAIN, "areas", "languages", "ways_in")}
    initial["phones"] = "\n".join(
        ", ".join(filter(None, (row["number"], row["description"]))) for row in values.get("phones", [])
    )
    initial["costs"] = "\n".join(row["option"] for row in values.get("costs", []))
    initial |= dict(zip(NEEDS, values.get("needs", []), strict=False))
    place: Mapping[str, Any] = next(iter(values.get("places", [])), {})
    return initial | {name: place.get(column, "") for name, column in PLACE.items()}


def _needs() -> list[tuple[Any, Any]]:
    """All needs, under their subject. One query."""
    found: dict[str, list[tuple[str, str]]] = {}
    for need in Need.objects.select_related("domain").order_by("domain__position", "code"):
        found.setdefault(need.domain.label("nl"), []).append((need.code, capfirst(need.label("nl"))))
    return list(found.items())


def _areas(organization: mensen.Organization, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """The place of the organisation, its wijken, and what was chosen before."""
    municipality = organization.area.municipality_code
    rows: dict[str, str] = {organization.area.code: organization.area.name}
    if municipality:
        rows[municipality] = mensen.area(municipality).name
        rows |= {area.code: area.name for area in mensen.children_of(municipality)}
    rows |= dict(mensen.Area.objects.filter(code__in=list(chosen)).values_list("code", "name"))
    return list(rows.items())


def bare_values(organization: mensen.Organization) -> dict[str, Any]:
    """What a new record starts with."""
    values: dict[str, Any] = dict.fromkeys(LABELS, "")
    lists = ("phones", "costs", "places", "needs", "ways_in")
    return (
        values
        | {part: [] for part in lists}
        | {"areas": [organization.area_id], "languages": ["nl"]}
        | {
            "minimum_age": None,
            "maximum_age": None,
            "hours": {"rows": [], "days": []},
        }
    )


def uuid_or_none(text: str | None) -> UUID | None:
    """An id that somebody sent, if it is one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
