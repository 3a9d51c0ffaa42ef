"""Parts of a record in words: what it says, what a change makes of it, when somebody is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.editing.rules import runs
from wijkkompas.wegwijzer.editing.values import LABELS, SPOKEN
from wijkkompas.wegwijzer.models import Need
from wijkkompas.wegwijzer.rules import DAYS, Hours, OtherDay, hours_on, rota_for
from wijkkompas.wegwijzer.values import Way, Weeks

AHEAD = timedelta(days=60)  # closures that residents see coming
PREVIEW_DAYS = 14


@dataclass(frozen=True)
class Line:
    """One line of weekly hours, as a resident reads it."""

    opens: time
    closes: time
    days: str
    period: str
    now_who: list[str]
    next_who: list[str]


def week(hours: Mapping[str, Any], today: date) -> list[Line]:
    """The weekly hours that still hold or will."""
    return [
        Line(
            time.fromisoformat(row["opens"]),
            time.fromisoformat(row["closes"]),
            days_in_words(row["days"]),
            _period(row["first"], row["last"], today),
            rota_for(today, [(weeks, who) for weeks, who in row["rota"]]),
            rota_for(today + timedelta(days=7), [(weeks, who) for weeks, who in row["rota"]]),
        )
        for row in hours["rows"]
        if not row["last"] or date.fromisoformat(row["last"]) >= today
    ]


def _period(first: str | None, last: str | None, today: date) -> str:
    """Until when, and from when if that is still to come."""
    begins = date.fromisoformat(first) if first else None
    if begins and begins > today and last:
        return _("van %(first)s tot en met %(last)s") % {"first": _day(begins), "last": _day(date.fromisoformat(last))}
    if begins and begins > today:
        return _("vanaf %(first)s") % {"first": _day(begins)}
    return _("tot en met %(last)s") % {"last": _day(date.fromisoformat(last))} if last else ""


def closures(hours: Mapping[str, Any], today: date, *, until: date | None = None) -> list[str]:
    """Days on which it is shut, or open at other hours, from today until a day (60 days ahead when none is given)."""
    last = until or today + AHEAD
    told = [day for day in hours["days"] if today <= date.fromisoformat(day["day"]) <= last]
    shut: dict[str, list[date]] = {}
    for day in told:
        if not day["opens"]:
            shut.setdefault(day["reason"], []).append(date.fromisoformat(day["day"]))
    lines = [
        _("Gesloten op %(days)s") % {"days": dates_in_words(days)} + (f" ({reason})" if reason else "")
        for reason, days in shut.items()
    ]
    for day in told:
        if day["opens"]:
            words = {"day": _day(date.fromisoformat(day["day"])), "hours": _hours(day["opens"], day["closes"])}
            lines.append(_("Op %(day)s open van %(hours)s") % words + (f" ({day['reason']})" if day["reason"] else ""))
    return lines


def preview(hours: Mapping[str, Any], today: date) -> list[tuple[date, list[tuple[time, time]]]]:
    """The next two weeks, day by day."""
    lines = [
        Hours(
            tuple(row["days"]),
            time.fromisoformat(row["opens"]),
            time.fromisoformat(row["closes"]),
            date.fromisoformat(row["first"]) if row["first"] else None,
            date.fromisoformat(row["last"]) if row["last"] else None,
        )
        for row in hours["rows"]
    ]
    others = [
        OtherDay(
            date.fromisoformat(day["day"]),
            time.fromisoformat(day["opens"]) if day["opens"] else None,
            time.fromisoformat(day["closes"]) if day["closes"] else None,
        )
        for day in hours["days"]
    ]
    days = [today + timedelta(days=ahead) for ahead in range(PREVIEW_DAYS)]
    return [(day, hours_on(day, lines, others)) for day in days]


def days_in_words(codes: Iterable[str]) -> str:
    """maandag, dinsdag en vrijdag."""
    return _joined([str(WEEKDAYS[DAYS.index(code)]) for code in codes])


def dates_in_words(days: Sequence[date]) -> str:
    """25 en 26 december 2026; 1 tot en met 14 augustus 2027."""
    told = []
    for first, last in runs(days):
        if last - first > timedelta(days=1):
            told.append(_("%(first)s tot en met %(last)s") % {"first": _day(first), "last": _day(last)})
        elif last > first and first.month == last.month:
            told.append(_("%(first)s en %(last)s") % {"first": first.day, "last": _day(last)})
        else:
            told += [_day(day) for day in dict.fromkeys((first, last))]
    return _joined(told)


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" " + _("en") + " " if len(words) > 1 else "") + words[-1] if words else ""


def _day(day: date) -> str:
    return formats.date_format(day, "j E Y")


def _hours(opens: str, closes: str) -> str:
    return _("%(opens)s tot %(closes)s uur") % {"opens": _clock(opens), "closes": _clock(closes)}


def _clock(told: str) -> str:
    return formats.time_format(time.fromisoformat(told), "G.i")


# What a part says ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One part before and after, each in lines."""

    part: str
    label: Any
    was: list[str]
    becomes: list[str]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """A change part by part, in reading order. Two queries at most."""
    words = _words([before, after])
    return [
        Difference(part, label, says(part, before.get(part), words), says(part, after[part], words))
        for part, label in LABELS.items()
        if part in after
    ]


def _words(many: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Names of the needs and areas that these values mention."""
    told = list(many)
    needs = {code for values in told for code in values.get("needs") or []}
    areas = {code for values in told for code in values.get("areas") or []}
    names = {need.code: capfirst(need.label("nl")) for need in Need.objects.filter(code__in=needs)} if needs else {}
    if areas:
        names |= dict(mensen.Area.objects.filter(code__in=areas).values_list("code", "name"))
    return names


def says(part: str, value: Any, words: Mapping[str, str]) -> list[str]:
    """What a part says, in lines; nothing for what is empty."""
    if value in (None, "", []):
        return []
    match part:
        case "phones":
            return [", ".join(filter(None, (row["number"], row["description"]))) for row in value]
        case "costs":
            return [row["option"] for row in value]
        case "places":
            return [", ".join(filter(None, (row["name"], row["street"], row["city"]))) for row in value]
        case "hours":
            return _hours_in_lines(value)
        case "ways_in":
            return [capfirst(dict(Way.choices).get(code, code)) for code in value]
        case "languages":
            return [str(SPOKEN.get(code, code)) for code in value]
        case "needs" | "areas":
            return [words.get(code, code) for code in value]
    return [line for line in str(value).splitlines() if line.strip()]


def _hours_in_lines(hours: Mapping[str, Any]) -> list[str]:
    lines = []
    for row in hours["rows"]:
        line = f"{days_in_words(row['days'])}, {_hours(row['opens'], row['closes'])}"
        period = _period(row["first"], row["last"], date.min)
        lines.append(f"{line}, {period}" if period else line)
        lines += [f"{dict(Weeks.choices)[weeks]}: {who}" for weeks, who in row["rota"]]
    return lines + closures(hours, date.min, until=date.max)
