"""Hours, days and what to know of a paper in words, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkkompas.wegwijzer.models import Schedule
from wijkkompas.wegwijzer.paper.values import Entry
from wijkkompas.wegwijzer.rules import DAYS
from wijkkompas.wegwijzer.values import Weeks

AHEAD = timedelta(days=28)  # a leaflet on the fridge is about four weeks old
MOST_CLOSED = 3


def notes(entries: Iterable[Entry]) -> str:
    """What to know of all texts on the paper: that they are examples, that nobody checked a translation."""
    known = list(entries)
    said = [_("Dit is voorbeeldinformatie.")] if any(entry.example for entry in known) else []
    if any(entry.machine for entry in known):
        said.append(_("Deze vertalingen maakte een computer. Nog niemand keek ze na."))
    return " ".join(said)


def busy() -> str:
    """The press has no room now, and what to do."""
    return _("Het is nu druk. Probeer het over een minuut opnieuw.")


def day_in_words(day: date) -> str:
    """24 november 2026."""
    return date_format(day, "j E Y")


def hour(moment: time) -> str:
    """9.00, as people say it."""
    return f"{moment.hour}.{moment.minute:02d}"


def weekdays(codes: Sequence[str]) -> str:
    """maandag, dinsdag en vrijdag; more than two in a row: maandag tot en met vrijdag."""
    places = sorted({DAYS.index(code) for code in codes if code in DAYS})
    names = [str(WEEKDAYS[place]) for place in places]
    if len(places) > 2 and places == list(range(places[0], places[-1] + 1)):
        return _("%(first)s tot en met %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names[:-1]) + (f" {_('en')} " if len(names) > 1 else "") + (names[-1] if names else "")


def hours(schedules: Iterable[Schedule], today: date) -> list[str]:
    """A line for each weekly hour that still holds, and the days on which it does not. Reads what is prefetched."""
    valid = [row for row in schedules if row.byday and (row.valid_to is None or row.valid_to >= today)]
    lines = []
    for row in sorted(valid, key=lambda one: (min(DAYS.index(code) for code in one.byday), one.opens_at)):
        line = _("%(day)s, %(opens)s tot %(closes)s uur") % {
            "day": weekdays(row.byday),
            "opens": hour(row.opens_at),
            "closes": hour(row.closes_at),
        }
        if row.valid_from and row.valid_from > today:
            line += " " + _("(vanaf %(day)s)") % {"day": day_in_words(row.valid_from)}
        if row.valid_to:
            line += " " + _("(tot en met %(day)s)") % {"day": day_in_words(row.valid_to)}
        lines.append(line)
    return lines + _other_days(valid, today)


def _other_days(schedules: Iterable[Schedule], today: date) -> list[str]:
    soon = [x.as_value() for row in schedules for x in row.exceptions.all() if today <= x.day <= today + AHEAD]
    lines = []
    for other in sorted(soon, key=lambda one: one.day)[:MOST_CLOSED]:
        day = date_format(other.day, "l j E")
        if other.opens and other.closes:
            lines.append(
                _("%(day)s, %(opens)s tot %(closes)s uur")
                % {"day": day, "opens": hour(other.opens), "closes": hour(other.closes)}
            )
        else:
            lines.append(_("Dicht op %(day)s") % {"day": day})
    return list(dict.fromkeys(lines))


def rota(schedules: Iterable[Schedule]) -> list[tuple[str, str]]:
    """Who sits there: (elke week, oneven weken, even weken) and who, in Dutch."""
    return [(str(Weeks(line.weeks).label), line.who) for row in schedules for line in row.rota_lines.all()]
