"""The form of hours: weekly lines with who is there in odd and even weeks, and days that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

import holidays as public_holidays
from django import forms
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkkompas.wegwijzer.editing import rules
from wijkkompas.wegwijzer.editing.record import canonical, new_id
from wijkkompas.wegwijzer.rules import DAYS
from wijkkompas.wegwijzer.values import Weeks

EMPTY_ROWS, EMPTY_DAYS = 2, 2
WHO = {Weeks.EVERY: "who", Weeks.ODD: "who_odd", Weeks.EVEN: "who_even"}
LONGEST_WHO = 200


class _Time(forms.TimeField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
            error_messages={"invalid": gettext_lazy("Schrijf de tijd zo: 09:30.")},
        )


class _Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": gettext_lazy("Kies een dag, bijvoorbeeld 25-12-2026.")},
        )


def _who(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 1, "maxlength": 800}),
    )


class RowForm(forms.Form):
    """One line of weekly hours."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Op welke dagen?"),
        required=False,
        choices=[(code, capfirst(name)) for code, name in zip(DAYS, WEEKDAYS.values(), strict=True)],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = _Time(gettext_lazy("Van"))
    closes = _Time(gettext_lazy("Tot"))
    first = _Day(gettext_lazy("Eerste dag (mag leeg)"))
    last = _Day(gettext_lazy("Laatste dag (mag leeg)"))
    who = _who(gettext_lazy("Wie is er? Elke week"))
    who_odd = _who(gettext_lazy("Alleen in oneven weken"))
    who_even = _who(gettext_lazy("Alleen in even weken"))
    at = forms.ChoiceField(label=gettext_lazy("Op welke plek?"), required=False)
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    gone = forms.BooleanField(label=gettext_lazy("Haal deze tijden weg"), required=False)

    def __init__(self, *args: Any, places: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) > 1:
            choices = [("", gettext_lazy("op elke plek")), *((place["id"], place["name"]) for place in places)]
            self.fields["at"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["at"]

    def lines(self, name: str) -> list[str]:
        """Who is there, one a line."""
        return [line.strip()[:LONGEST_WHO] for line in self.cleaned_data.get(name, "").splitlines() if line.strip()]

    @property
    def said(self) -> bool:
        """Was anything filled in?"""
        told = self.cleaned_data
        return any(told.get(name) for name in ("days", "opens", "closes", "who", "who_odd", "who_even", "key"))


class OtherDayForm(forms.Form):
    """Some days that differ: shut, or open at other hours."""

    first = _Day(gettext_lazy("Eerste dag"))
    last = _Day(gettext_lazy("Laatste dag (mag leeg)"))
    opens = _Time(gettext_lazy("Toch open van (mag leeg)"))
    closes = _Time(gettext_lazy("Tot"))
    reason = forms.CharField(
        label=gettext_lazy("Waarom? (mag leeg)"),
        required=False,
        max_length=120,
        error_messages={"max_length": gettext_lazy("Schrijf het korter: hooguit 120 letters.")},
    )
    gone = forms.BooleanField(label=gettext_lazy("Haal deze dagen weg"), required=False)


RowForms = forms.formset_factory(RowForm, extra=EMPTY_ROWS, max_num=rules.MOST_ROWS, absolute_max=rules.MOST_ROWS + 5)
DayForms = forms.formset_factory(OtherDayForm, extra=EMPTY_DAYS, max_num=60, absolute_max=65)


class HoursForm:
    """Lines and other days together. `values`: what the record says now; `today` draws the line of what is past.

    `base`: the hours when the form was opened. Hours that still say the same were left alone.
    """

    def __init__(
        self, data: Any, *, values: Mapping[str, Any], today: date, base: Mapping[str, Any] | None = None
    ) -> None:
        self.before, self.today = values["hours"], today
        self.base = self.before if base is None else base
        self.places = values["places"]
        coming = [day for day in self.before["days"] if date.fromisoformat(day["day"]) >= today]
        self.rows = RowForms(
            data,
            prefix="rows",
            initial=[_row_as_form(row) for row in self.before["rows"]],
            form_kwargs={"places": self.places},
        )
        self.days = DayForms(data, prefix="days", initial=_days_as_form(coming))
        self.holidays = proposed_holidays(self.before, today)
        known = {day.isoformat() for day, _name in self.holidays}
        self.chosen = [day for day in data.getlist("holidays") if day in known] if data is not None else []
        self.errors: list[dict[str, str]] = []

    def is_valid(self) -> bool:
        """Everything that is wrong at once, in `errors` (text, href)."""
        self.errors = []
        if self.rows.is_valid() & self.days.is_valid():
            self._check_rows()
            self._check_days()
        for formset in (self.rows, self.days):
            self.errors += [{"text": str(text)} for text in formset.non_form_errors()]
            for number, form in enumerate(formset.forms, 1):
                for name, texts in form.errors.items():
                    where = _("Tijden %(number)d") if formset is self.rows else _("Andere dagen %(number)d")
                    link = f"#{form[name].id_for_label or form[name].auto_id}" if name in form.fields else ""
                    self.errors += [{"text": f"{where % {'number': number}}: {text}", "href": link} for text in texts]
        return not self.errors

    def _kept_rows(self) -> list[tuple[int, RowForm]]:
        told = enumerate(self.rows.forms, 1)
        return [(number, form) for number, form in told if form.said and not form.cleaned_data["gone"]]

    def _check_rows(self) -> None:
        forms_by_number = dict(self._kept_rows())
        rows = [
            rules.Row(
                number,
                tuple(form.cleaned_data["days"]),
                form.cleaned_data["opens"],
                form.cleaned_data["closes"],
                form.cleaned_data["first"],
                form.cleaned_data["last"],
                form.cleaned_data.get("at", ""),
            )
            for number, form in forms_by_number.items()
        ]
        for problem in rules.problems_of_hours(rows):
            field, text = {
                "no-day": ("days", _("Kies ten minste één dag.")),
                "no-time": ("opens", _("Vul in van hoe laat tot hoe laat.")),
                "reversed": ("closes", _("U sluit voor u opengaat. Draai de tijden om.")),
                "period-reversed": ("last", _("De laatste dag is voor de eerste dag. Draai ze om.")),
                "overlap": (
                    "opens",
                    _("Deze tijden vallen samen met tijden %(other)d. Maak er één van, of kies andere tijden.")
                    % {"other": problem.other},
                ),
            }[problem.what]
            forms_by_number[problem.number].add_error(field, text)

    def _check_days(self) -> None:
        seen: set[date] = set()
        for form in self._kept_days():
            told = form.cleaned_data
            if told["first"] is None:
                form.add_error("first", _("Kies de eerste dag."))
                continue
            days = rules.days_from_to(told["first"], told["last"] or told["first"])
            if days is None and told["last"] < told["first"]:
                form.add_error("last", _("De laatste dag is voor de eerste dag. Draai ze om."))
            elif days is None:
                form.add_error("last", _("Dit is langer dan twee maanden. Kies dan: het is een tijd dicht."))
            elif seen & set(days):
                form.add_error("first", _("Deze dag staat er twee keer. Haal er één weg."))
            if bool(told["opens"]) != bool(told["closes"]):
                form.add_error("opens", _("Vul beide tijden in, of laat beide leeg. Leeg is: gesloten."))
            elif told["opens"] and told["closes"] <= told["opens"]:
                form.add_error("closes", _("U sluit voor u opengaat. Draai de tijden om."))
            seen |= set(days or [])

    def _kept_days(self) -> list[OtherDayForm]:
        said = ("first", "last", "opens", "closes", "reason")
        return [
            form
            for form in self.days.forms
            if any(form.cleaned_data.get(name) for name in said) and not form.cleaned_data["gone"]
        ]

    def hours(self) -> dict[str, Any]:
        """The hours as the parts have them; only after `is_valid`."""
        told = self._hours_on(self.base)
        return told if canonical({"hours": told})["hours"] == self.base else self._hours_on(self.before)

    def _hours_on(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What was filled in, on top of these hours: their remarks and days that are past stay."""
        known = {row["id"]: row for row in before["rows"]}
        rows = [_row(form, known) for _number, form in self._kept_rows()]
        days = [day for day in before["days"] if date.fromisoformat(day["day"]) < self.today]
        for form in self._kept_days():
            told = form.cleaned_data
            days += [
                _other_day(day, told["opens"], told["closes"], told["reason"].strip())
                for day in rules.days_from_to(told["first"], told["last"] or told["first"]) or []
            ]
        already = {day["day"] for day in days}
        names = dict(self.holidays)
        for chosen in self.chosen:
            if chosen not in already:
                days.append(_other_day(date.fromisoformat(chosen), None, None, names[date.fromisoformat(chosen)]))
        return {"rows": rows, "days": days}


def _row(form: RowForm, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A line; with the id, place and remarks of the line of this record that it was, if it was one."""
    told = form.cleaned_data
    before: Mapping[str, Any] = known.get(told["key"]) or {
        "id": new_id(),
        "at": None,
        "description": "",
        "notes": "",
        "rota": [],
    }
    rota = [[str(weeks), who] for weeks, name in WHO.items() for who in form.lines(name)]
    return {
        "id": before["id"],
        "days": rules.in_order(told["days"]),
        "opens": told["opens"].isoformat(),
        "closes": told["closes"].isoformat(),
        "first": told["first"].isoformat() if told["first"] else None,
        "last": told["last"].isoformat() if told["last"] else None,
        "at": (told["at"] or None) if "at" in told else before["at"],
        "description": before["description"],
        "notes": before["notes"],
        "rota": before["rota"] if sorted(rota) == sorted(before["rota"]) else rota,
    }


def _other_day(day: date, opens: time | None, closes: time | None, reason: str) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "opens": opens.isoformat() if opens else None,
        "closes": closes.isoformat() if closes else None,
        "reason": reason,
    }


def _row_as_form(row: Mapping[str, Any]) -> dict[str, Any]:
    who = {name: "\n".join(who for told, who in row["rota"] if told == weeks) for weeks, name in WHO.items()}
    return {
        "days": row["days"],
        "opens": time.fromisoformat(row["opens"]),
        "closes": time.fromisoformat(row["closes"]),
        "first": date.fromisoformat(row["first"]) if row["first"] else None,
        "last": date.fromisoformat(row["last"]) if row["last"] else None,
        "at": row["at"] or "",
        "key": row["id"],
        **who,
    }


def _days_as_form(days: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Days in a row with the same story are one line."""
    stories: dict[tuple[Any, ...], list[date]] = {}
    for day in days:
        stories.setdefault((day["opens"], day["closes"], day["reason"]), []).append(date.fromisoformat(day["day"]))
    lines = []
    for (opens, closes, reason), some in stories.items():
        for first, last in rules.runs(some):
            while first <= last:  # never longer than what the form takes
                end = min(last, first + timedelta(days=61))
                lines.append(
                    {
                        "first": first,
                        "last": end if end > first else None,
                        "opens": time.fromisoformat(opens) if opens else None,
                        "closes": time.fromisoformat(closes) if closes else None,
                        "reason": reason,
                    }
                )
                first = end + timedelta(days=1)
    return sorted(lines, key=lambda line: line["first"])


def proposed_holidays(hours: Mapping[str, Any], today: date) -> list[tuple[date, str]]:
    """Dutch public holidays of the coming year on which it would be open, and of which nothing was said yet."""
    known = {day["day"] for day in hours["days"]}
    open_on = {day for row in hours["rows"] for day in row["days"]} or set(DAYS)
    found = public_holidays.country_holidays("NL", years=[today.year, today.year + 1], language="nl")
    last = today + timedelta(days=365)
    return [
        (day, name)
        for day, name in sorted(found.items())
        if today <= day <= last and day.isoformat() not in known and DAYS[day.weekday()] in open_on
    ]


def in_words(day: date) -> str:
    """vrijdag 25 december 2026."""
    return formats.date_format(day, "l j E Y")
