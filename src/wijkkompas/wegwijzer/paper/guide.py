"""The wijkgids: everything of an area in a booklet of A5, by theme, with a week, a map and an index.

It is made when somebody asks: a municipality with 300 services takes the press about a second. The same contents give
the same booklet, so each process keeps the last ones by a hash of what stands in them.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkkompas.kern.paper import Printed, press, qr_svg, writable
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer import queries
from wijkkompas.wegwijzer.maps import Map, area_map
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper import gathering, words
from wijkkompas.wegwijzer.paper.leaflet import as_data, fact_data, facts, piece, site
from wijkkompas.wegwijzer.paper.values import Entry
from wijkkompas.wegwijzer.rules import DAYS
from wijkkompas.wegwijzer.values import Theme

TEMPLATE = "wegwijzer/paper/guide.typ"
MOST_NAMES = 12  # wijken on a map of a hand wide; more names lie over each other
KEPT = 12  # booklets in one process, about 150 kB each
_kept: OrderedDict[str, Printed] = OrderedDict()
_lock = Lock()


class NoGuide(LookupError):
    """Of this area there is no wijkgids: it is the whole country, or nothing is known there."""


def print_guide(area: mensen.Area, *, language: str, day: date) -> Printed:
    """The booklet of an area. Raises `NoGuide`, or `Busy` when the press has no room."""
    data = contents(area, language, day)
    key = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    printed = press(TEMPLATE, [data], day=day)
    with _lock:
        _kept[key] = printed
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return printed


def contents(area: mensen.Area, language: str, day: date) -> dict[str, Any]:
    """All that stands in the booklet, as the template takes it. A fixed number of queries."""
    if area.code == mensen.COUNTRY:
        raise NoGuide(area.code)
    services = queries.services_in_area(area)
    if not services:
        raise NoGuide(area.code)
    everywhere = list(gathering.with_paper_facts(Service.objects.public().filter(areas__code=mensen.COUNTRY)))
    prefetch_related_objects(services, "required_documents", "at_locations__location__addresses")
    municipality = mensen.area(area.municipality_code) if area.municipality_code else area
    near = {one.id for one in services}
    national = sorted((one for one in everywhere if one.id not in near and one.phones.all()), key=lambda one: one.name)
    local = gathering.entries(services, language, day)
    far = gathering.entries(national, language, day)
    with override(language):
        return {
            "title": writable(_("Wijkgids %(place)s") % {"place": area.name}),
            "language": language,
            "place": piece(gathering.dutch(area.name), language),
            "made": writable(_("Gemaakt op %(day)s") % {"day": words.day_in_words(day)}),
            "notes": writable(words.notes(local)),
            "site": {"text": writable(site()), "qr": qr_svg(settings.BASE_URL + reverse("area", args=[area.code]))},
            "alt": writable(_("QR-code naar deze gids op internet")),
            "words": _words(),
            "numbers": [
                {"digits": one.digits, "words": piece(one.words, language)} for one in gathering.numbers(language)
            ],
            "week": _week(services, language, day),
            "map": _map(area_map(municipality, area, services), municipality),
            "themes": _themes(local, language),
            "national": [_short(replace(one, where=(), ways=(), cost=()), language) for one in far],
            "index": _index([*local, *far], language),
        }


def _words() -> dict[str, str]:
    """The fixed words of the booklet, in the language that is active."""
    return {
        name: writable(text)
        for name, text in {
            "guide": _("Wijkgids"),
            "danger": _("Gevaar? Bel nu"),
            "contents": _("Inhoud"),
            "week": _("Wanneer is er iemand?"),
            "map": _("Kaart"),
            "borders": _("Grenzen: CBS en Kadaster 2023."),
            "somewhere": _("(ergens in deze wijk)"),
            "national": _("Hulp in heel Nederland"),
            "index": _("Namen op alfabet"),
            "wrong": _("Klopt dit niet?") + " " + _("Zeg het ons") + ":",
            "scan": _("Scan de code met uw telefoon. Dan ziet u of het nog klopt."),
        }.items()
    }


def _themes(entries: Sequence[Entry], language: str) -> list[dict[str, Any]]:
    return [
        {"name": writable(str(Theme(theme).label)), "services": [_short(one, language) for one in rows]}
        for theme in Theme.values
        if (rows := [one for one in entries if one.theme == theme])
    ]


def _short(entry: Entry, language: str) -> dict[str, Any]:
    return {
        "slug": entry.slug,
        "name": piece(entry.name, language),
        "summary": as_data(entry.summary, language),
        "facts": [fact_data(fact, language) for fact in facts(entry, language) if fact.name != "rota"],
    }


def _index(entries: Sequence[Entry], language: str) -> list[dict[str, Any]]:
    rows = sorted({one.slug: one for one in entries}.values(), key=lambda one: one.name.text.casefold())
    return [{"slug": one.slug, "name": piece(one.name, language)} for one in rows]


def _week(services: Sequence[Service], language: str, day: date) -> list[dict[str, Any]]:
    """For each day of the week the walk-in hours that still hold, first opening first."""
    rows: dict[str, list[tuple[Any, dict[str, Any]]]] = {code: [] for code in DAYS}
    for service in services:
        places = [at.location.name for at in service.at_locations.all()][:1]
        for schedule in service.schedules.all():
            if (schedule.valid_to and schedule.valid_to < day) or (schedule.valid_from and schedule.valid_from > day):
                continue
            times = f"{words.hour(schedule.opens_at)}–{words.hour(schedule.closes_at)}"
            desk = {
                "times": times,
                "slug": service.slug,
                "name": piece(gathering.dutch(service.name), language),
                "where": [piece(gathering.dutch(name), language) for name in places],
            }
            for code in schedule.byday:
                if code in rows:
                    rows[code].append(((schedule.opens_at, service.name), desk))
    return [
        {
            "day": writable(str(WEEKDAYS[at])).capitalize(),
            "desks": [desk for _key, desk in sorted(rows[code], key=lambda row: row[0])],
        }
        for at, code in enumerate(DAYS)
        if rows[code]
    ]


def _map(drawn: Map | None, municipality: mensen.Area) -> dict[str, Any] | None:
    """The map of the page as a picture, with its dots as a numbered list; colours are put in by the template."""
    if drawn is None:
        return None
    shapes = "".join(
        f'<path d="{shape.path}" fill="{"CHOSEN" if shape.chosen else "LAND"}" stroke="EDGE" stroke-width="1.5"/>'
        for shape in drawn.shapes
    )
    names = "".join(
        f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" font-family="Wijk Latin, Wijk Latin Ext, Wijk Digits"'
        f' font-size="17" text-anchor="middle" fill="INK">{escape(writable(shape.name))}</text>'
        for shape in drawn.shapes
        if len(drawn.shapes) <= MOST_NAMES
    )
    dots = "".join(
        f'<circle cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="14" fill="{"DOT" if dot.exact else "ABOUT"}" stroke="DOT"'
        f' stroke-width="2"/><text x="{dot.x:.1f}" y="{dot.y + 5.5:.1f}" font-family="Wijk Digits" font-weight="700"'
        f' font-size="16" text-anchor="middle" fill="{"LAND" if dot.exact else "DOT"}">{dot.number}</text>'
        for dot in drawn.dots
    )
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width} {drawn.height}">'
        f"{shapes}{names}{dots}</svg>",
        "alt": writable(_("Kaart van %(place)s. Dezelfde plekken staan in de lijst.") % {"place": municipality.name}),
        "dots": [
            {"number": dot.number, "name": {"text": writable(dot.name), "lang": "nl"}, "exact": dot.exact}
            for dot in drawn.dots
        ],
    }
