"""Pictograms and the promise clock, as SVG from the server."""

from __future__ import annotations

import re
from functools import cache
from math import pi
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPRITE = Path(__file__).resolve().parent.parent / "static" / "wijk" / "icons.svg"
RADIUS = 17
ROUND = 2 * pi * RADIUS
FALLBACK = "compass"


@cache
def _names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@cache
def _sprite_url() -> str:
    return static("wijk/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A pictogram: always beside a word, so hidden for screen readers. An unknown name gives the compass."""
    known = name if name in _names() else FALLBACK
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        known,
        _sprite_url(),
        known,
    )


@register.simple_tag
def icon_names() -> list[str]:
    """Every pictogram there is, for the gallery."""
    return sorted(_names())


@register.simple_tag
def ring(fraction: float | None, late: Any = False) -> SafeString:
    """The promise clock: a ring that fills from 0 to 1. No text of its own: the date in words stands beside it.

    `late` is a boolean, or the clock in words ("calm", "soon", "late", "kept", "kept-late", "paused").
    Late is told by a full ring with a mark in it, not by colour alone; kept by a tick.
    """
    is_late = late is True or late == "late"
    kept = late in {"kept", "kept-late"}
    share = 1.0 if is_late or kept else min(1.0, max(0.0, float(fraction or 0)))
    sign = ""
    if is_late:
        sign = '<path class="bang" d="M31 20h-13M11 20h.1"/>'
    elif kept:
        sign = '<path class="bang" fill="none" d="M20 12l-6 6 14 10"/>'
    return mark_safe(  # noqa: S308  numbers and constants only
        f'<svg class="ring{" late" if is_late else ""}" viewBox="0 0 40 40" aria-hidden="true" focusable="false">'
        f'<circle class="rest" cx="20" cy="20" r="{RADIUS}"/>'
        f'<circle class="done" cx="20" cy="20" r="{RADIUS}" stroke-dasharray="{share * ROUND:.1f} {ROUND:.1f}"/>'
        f"{sign}</svg>"
    )


@register.simple_tag
def samples() -> dict[str, Any]:
    """Example data for the gallery: every component in every state. All of it is invented, except the national numbers."""
    from django import forms
    from django.core.paginator import Paginator

    class Example(forms.Form):
        contact = forms.CharField(
            label="Uw telefoonnummer",
            help_text="Alleen het team dat u belt ziet dit.",
            error_messages={"required": "Vul uw telefoonnummer in, bijvoorbeeld 06 1234 5678."},
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        )
        daypart = forms.ChoiceField(
            label="Wanneer kunnen wij veilig bellen?",
            widget=forms.RadioSelect,
            choices=[
                ("morning", "’s Ochtends"),
                ("afternoon", "’s Middags"),
                ("any", "Dat maakt niet uit"),
                ("unknown", "Weet ik niet"),
            ],
            error_messages={"required": "Kies wanneer wij kunnen bellen."},
        )
        question = forms.CharField(
            label="Waar gaat het over?", required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 60})
        )
        place = forms.ChoiceField(
            label="Waar woont u?", choices=[("1", "Voorbeeldstad, Oost"), ("2", "Voorbeeldstad, Kanaalwijk")]
        )
        together = forms.BooleanField(label="Er komt iemand met mij mee", required=False)

    long_name = (
        "Voorbeeldorganisatie voor Schuldhulpmaatjesbegeleiding en Administratieondersteuning Kanaalwijk-Binnenpolder"
    )
    letters = {
        "name": "Hulp bij brieven en formulieren",
        "href": "#",
        "organisation": "Voorbeeldorganisatie",
        "sentence": "Wij openen uw post samen met u. Wij vullen formulieren met u in.",
        "open": True,
        "when": "Nu open, tot 16.30 uur",
        "where": "Buurthuis Voorbeeld, 400 meter",
        "cost": "gratis",
        "why": "Omdat u schrijft over brieven die u niet durft te openen.",
        "route": "#",
    }
    money = {
        "name": "Samen uw geld op orde",
        "href": "#",
        "organisation": "Voorbeeldorganisatie",
        "sentence": "Wij kijken wat u moet betalen en wat u krijgt.",
        "when": "Morgen, 9.00 tot 10.30 uur",
        "where": "Stadhuis, 1,8 kilometer",
        "cost": "€ 2,50",
        "why": "Veel mensen met ongeopende post hebben ook schulden.",
    }
    safe = {
        "name": "Praten met iemand die u gelooft",
        "href": "#",
        "organisation": "Veilig Thuis",
        "sentence": "U vertelt wat er gebeurt. Samen kijken we wat nu veilig is.",
        "open": True,
        "when": "Nu open, dag en nacht",
        "where": "aan de telefoon",
        "cost": "gratis",
        "phone": "0800-2000",
        "tel": "08002000",
    }
    arabic = {
        "name": "المساعدة في الرسائل والاستمارات",
        "language": "ar",
        "href": "#",
        "organisation": "Voorbeeldorganisatie",
        "sentence": "نفتح بريدك معك ونملأ الاستمارات معًا.",
        "open": True,
        "when": "مفتوح الآن حتى الساعة 16.30",
        "where": "400 متر",
        "cost": "مجانًا",
        "why": "لأنك كتبت عن رسائل تخاف أن تفتحها.",
        "phone": "0800-2000",
        "tel": "08002000",
    }
    domains = [
        ("finding-help", "De weg vinden"),
        ("money", "Geld en schulden"),
        ("work", "Werk en inkomen"),
        ("housing", "Wonen"),
        ("energy", "Energie"),
        ("health", "Gezondheid"),
        ("mind", "Gevoel, psyche en verslaving"),
        ("contact", "Contact en eenzaamheid"),
        ("caring", "Mantelzorg"),
        ("family", "Opgroeien en opvoeden"),
        ("relationship", "Relatie en scheiding"),
        ("safety", "Veiligheid en geweld"),
        ("neighbourhood", "Buren en buurt"),
        ("newcomers", "Taal en nieuw in Nederland"),
        ("paperwork", "Brieven, formulieren en digitaal"),
        ("transport", "Vervoer"),
        ("school", "School en leren"),
        ("meaningful-day", "Zinvolle dag en vrije tijd"),
        ("contribute", "Zelf helpen en initiatief"),
        ("goods-food", "Spullen en eten"),
        ("loss", "Rouw en levenseinde"),
        ("support", "Ouder worden, beperking en Wmo"),
        ("rights", "Recht en bezwaar"),
        ("municipal", "Gemeentezaken"),
    ]
    return {
        "tiles": [{"code": code, "name": name, "href": "#"} for code, name in domains],
        "cards": [letters, money, safe, {**money, "name": long_name, "organisation": long_name, "why": "", "cost": ""}],
        "arabic": [arabic],
        "crisis": [
            {"number": "112", "tel": "112", "name": "Direct gevaar", "hours": "dag en nacht"},
            {"number": "0800-2000", "tel": "08002000", "name": "Veilig Thuis", "hours": "gratis, dag en nacht"},
            {
                "number": "0800-0113",
                "tel": "08000113",
                "name": "113 Zelfmoordpreventie",
                "hours": "gratis, dag en nacht",
            },
        ],
        "chips": [
            {"name": "Ik begrijp mijn post niet", "href": "#", "current": True},
            {"name": "Ik heb schulden", "href": "#"},
            {"name": "Mijn geld op een rij", "href": "#"},
        ],
        "hours": [
            {
                "time": "9.00–12.00",
                "name": "Koffie in het buurthuis",
                "href": "#",
                "lines": ["De gastvrouw staat bij de deur", "Buurthuis Voorbeeld"],
                "open": True,
            },
            {
                "time": "13.30–16.30",
                "name": "Hulp bij brieven",
                "href": "#",
                "lines": ["Neem alle brieven mee, ook dicht"],
            },
        ],
        "promises": [
            {
                "fraction": 1,
                "clock": "late",
                "when": "2 dagen te laat",
                "what": "Antwoord van verwijspartner",
                "href": "#",
                "details": "tweede herinnering ging gisteren",
                "verb": "Herinner",
                "verb_href": "#",
            },
            {
                "fraction": 0.92,
                "clock": "soon",
                "when": "vóór 12.00 uur",
                "what": "Bel terug over brieven",
                "href": "#",
                "details": "Turks · mag niet inspreken · Oost",
                "verb": "Bel",
                "verb_href": "#",
            },
            {
                "fraction": 0.2,
                "clock": "calm",
                "when": "nog 2 werkdagen",
                "what": "Zorg van de buren over een oudere man, via de buurtambassadeur",
                "href": "#",
                "details": "met zijn toestemming",
                "verb": "Bespreek",
                "verb_href": "#",
            },
            {
                "fraction": 0,
                "clock": "calm",
                "when": "nog 5 werkdagen",
                "what": "School vraagt om een huisbezoek",
                "href": "#",
                "verb": "Bespreek",
                "verb_href": "#",
            },
            {
                "fraction": 1,
                "clock": "kept",
                "when": "gisteren",
                "what": "Capaciteit gevraagd bij 3 partners",
                "href": "#",
                "details": "op tijd beantwoord",
                "verb": "Bekijk",
                "verb_href": "#",
            },
        ],
        "errors": [
            {"text": "Vul uw telefoonnummer in, bijvoorbeeld 06 1234 5678.", "href": "#id_bad-contact"},
            {"text": "Kies wanneer wij kunnen bellen.", "href": "#id_bad-daypart_0"},
        ],
        "form": Example(initial={"daypart": "any"}),
        "bad": Example({}, prefix="bad"),
        "steps": [
            "Iemand van het team leest uw vraag.",
            "U krijgt antwoord zoals u koos.",
            "Lukt het niet? Dan proberen wij het 3 keer.",
        ],
        "columns": ["Wijk", "Taal", {"name": "Vragen", "number": True}, {"name": "Op tijd", "number": True}],
        "rows": [
            [wijk, taal, {"text": str(count), "number": True}, {"text": f"{share}%", "number": True}]
            for wijk, taal, count, share in (
                ("Oost", "Nederlands", 108, 94),
                ("Oost", "Türkçe", 31, 97),
                ("Kanaalwijk", "العربية", 24, 88),
                ("Kanaalwijk", "Українська", 9, 100),
            )
        ],
        "map": {
            "width": 600,
            "height": 360,
            "shapes": [
                {"path": "M20 60L180 20L260 130L210 250L60 300Z", "name": "Oost", "href": "#", "chosen": True},
                {"path": "M180 20L420 40L470 170L260 130Z", "name": "Kanaalwijk", "href": "#"},
                {"path": "M260 130L470 170L560 320L210 340L210 250Z", "name": "Binnenpolder", "href": "#"},
            ],
            "dots": [
                {"x": "130", "y": "150", "number": 1, "name": "Buurthuis Voorbeeld", "href": "#", "exact": True},
                {"x": "330", "y": "100", "number": 2, "name": "Stadhuis", "href": "#", "exact": True},
                {"x": "390", "y": "250", "number": 3, "name": "Maatje aan huis", "href": "#"},
            ],
        },
        "page": Paginator(range(50), 10).page(2),
        "crumbs": [{"name": "Beheer", "href": "#"}, {"name": "Stijl"}],
        "areas": [("Voorbeeldstad", [("1", "Heel Voorbeeldstad"), ("2", "Oost")])],
        "pairs": [("Waar kunnen we u mee helpen?", "كيف يمكننا مساعدتك؟"), ("Hulp bij brieven", "المساعدة في الرسائل")],
        "long": long_name,
    }
