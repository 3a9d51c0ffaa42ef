"""Words for the parts of a record that organisations change, in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "name": _("Naam"),
    "summary": _("In één zin"),
    "eligibility_description": _("Voor wie is het?"),
    "minimum_age": _("Vanaf welke leeftijd"),
    "maximum_age": _("Tot welke leeftijd"),
    "languages": _("Talen"),
    "needs": _("Hulpvragen"),
    "areas": _("Voor welk gebied"),
    "hours": _("Tijden"),
    "places": _("Plek"),
    "costs": _("Kosten"),
    "fees_description": _("Meer over de kosten"),
    "ways_in": _("Zo komt u binnen"),
    "application_process": _("Hoe meldt u zich aan?"),
    "phones": _("Telefoon"),
    "email": _("E-mailadres"),
    "url": _("Website"),
    "description": _("Uitleg"),
    "in_brief": _("In het kort"),
    "alert": _("Let op"),
}


def labels_of(parts: Iterable[str]) -> list[str]:
    """The words for these parts, in reading order."""
    wanted = set(parts)
    return [str(label) for part, label in LABELS.items() if part in wanted]


# Languages in which people are helped; names as most readers of these pages know them.
SPOKEN: dict[str, Any] = {
    "nl": _("Nederlands"),
    "en": _("Engels"),
    "tr": _("Turks"),
    "ar": _("Arabisch"),
    "pl": _("Pools"),
    "uk": _("Oekraïens"),
    "de": _("Duits"),
    "fr": _("Frans"),
    "es": _("Spaans"),
    "pt": _("Portugees"),
    "fa": _("Perzisch"),
    "ti": _("Tigrinya"),
    "so": _("Somalisch"),
    "zh": _("Chinees"),
    "pap": _("Papiaments"),
    "nsl": _("Nederlandse gebarentaal"),
}
