"""The leaflet: a list of services on one A4, to take along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkkompas.kern.paper import Printed, press, qr_svg, writable
from wijkkompas.wegwijzer.paper import words
from wijkkompas.wegwijzer.paper.rules import PAGES, PAGES_LARGE, Step, shortened, steps
from wijkkompas.wegwijzer.paper.values import Entry, Fact, Line, Number, Piece

TEMPLATE = "wegwijzer/paper/leaflet.typ"
ICONS = {
    "where": "pin",
    "when": "clock",
    "rota": "people",
    "phone": "phone",
    "cost": "euro",
    "bring": "bag",
    "ways": "home",
}


def site() -> str:
    """The address of this installation as people type it."""
    parts = urlsplit(settings.BASE_URL)
    return parts.netloc + parts.path.rstrip("/")


def labels() -> dict[str, str]:
    """The word before each fact, in the language that is active."""
    return {
        "where": _("Waar"),
        "when": _("Wanneer"),
        "rota": _("Wie"),
        "phone": _("Bel"),
        "cost": _("Kosten"),
        "bring": _("Neem mee"),
        "ways": _("Zo komt u binnen"),
    }


def piece(one: Piece, language: str) -> Any:
    """As the template takes it: plain words in the language of the paper, or words with a language."""
    return one.text if one.language == language else {"text": one.text, "lang": one.language}


def as_data(rows: Sequence[Line], language: str) -> list[list[Any]]:
    """Lines of pieces for a template."""
    return [[piece(one, language) for one in line] for line in rows]


def facts(entry: Entry, language: str) -> list[Fact]:
    """The facts of an entry that are known, in the order of reading."""
    named, comma = labels(), "، " if language == "ar" else ", "
    return [
        Fact(name, named[name], icon, " " if name == "rota" else comma, found)
        for name, icon in ICONS.items()
        if (found := getattr(entry, name))
    ]


def fact_data(fact: Fact, language: str) -> dict[str, Any]:
    """A fact for a template of paper."""
    return {
        "label": writable(fact.label),
        "icon": fact.icon,
        "between": fact.between,
        "lines": as_data(fact.lines, language),
    }


def print_leaflet(
    entries: Sequence[Entry],
    numbers: Sequence[Number],
    *,
    language: str,
    day: date,
    large: bool = False,
    made_by: str = "",
) -> Printed:
    """One A4 (both sides for large letters) with as many facts as fit; `draft` of what comes back is the step.

    Raises `DoesNotFit` when even the shortest has no room, `Busy` when the press has none.
    """
    with override(language):
        drafts = [_draft(entries, numbers, step, language, day, large, made_by) for step in steps(large=large)]
    return press(TEMPLATE, drafts, day=day, most_pages=PAGES_LARGE if large else PAGES)


def _draft(
    entries: Sequence[Entry],
    numbers: Sequence[Number],
    step: Step,
    language: str,
    day: date,
    large: bool,
    made_by: str,
) -> dict[str, Any]:
    made = {"day": words.day_in_words(day), "who": made_by}
    return {
        "title": writable(_("Hier kunt u terecht")),
        "language": language,
        "large": large,
        "size": step.size,
        "columns": step.columns,
        "in_a_row": step.in_a_row,
        "made": writable((_("Gemaakt op %(day)s door %(who)s") if made_by else _("Gemaakt op %(day)s")) % made),
        "notes": writable(words.notes(entries)),
        "services": [_service(shortened(entry, step), language, with_qr="qr" in step.facts) for entry in entries],
        "danger": writable(_("Gevaar? Bel nu")),
        "numbers": [{"digits": one.digits, "words": piece(one.words, language)} for one in numbers],
        "scan": writable(_("Scan de code met uw telefoon. Dan ziet u of het nog klopt.")) if "qr" in step.facts else "",
        "wrong": writable(_("Klopt dit niet?") + " " + _("Zeg het ons") + ":"),
        "site": writable(site()),
    }


def _service(entry: Entry, language: str, *, with_qr: bool) -> dict[str, Any]:
    return {
        "name": piece(entry.name, language),
        "organisation": as_data(entry.organisation, language),
        "summary": as_data(entry.summary, language),
        "facts": [fact_data(fact, language) for fact in facts(entry, language)],
        "qr": qr_svg(entry.address) if with_qr else "",
        "alt": writable(_("QR-code naar de pagina over %(name)s") % {"name": entry.name.text}),
    }
