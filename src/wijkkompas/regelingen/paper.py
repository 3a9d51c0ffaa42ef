"""The overview on paper: PDF/UA, in the frame of the reader's language, with the Dutch names that a desk knows."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkkompas.kern.paper import Printed, press, writable
from wijkkompas.regelingen import telling
from wijkkompas.regelingen.reckoning import Overview

TEMPLATE = "regelingen/overview.typ"


def print_overview(overview: Overview) -> Printed:
    """As many pages as it takes. Raises `Busy` when the press has no place."""
    return press(TEMPLATE, [paper_of(overview)], day=overview.household.day)


def _dutch(text: str) -> dict[str, str]:
    return {"text": text, "lang": "nl"}


def paper_of(overview: Overview) -> dict[str, Any]:
    """What the template prints. No answer stands on it: paper lies on tables."""
    total = telling.total(overview.total)
    return {
        "title": writable(_("Wat u kunt krijgen")),
        "language": get_language() or "nl",
        "made": writable(_("Gemaakt op %(day)s") % {"day": date_format(overview.household.day, "j E Y")}),
        "total": writable(_("Samen per jaar: %(money)s") % {"money": total["money"]}) if total["any"] else "",
        "on_top": [_dutch(one.name) for one in total["on_top"]],
        "on_top_label": writable(_("Daar komt nog bij:")),
        "note": writable(_("Dit is een schatting. Wie het geld geeft, beslist.")),
        "labels": {
            "papers": writable(_("Neem mee")),
            "how": writable(_("Hoe vraagt u het aan?")),
            "where": writable(_("Waar?")),
            "deadline": writable(_("Wanneer?")),
            "helps": writable(_("Wie helpt u?")),
            "missing": writable(_("Wat nog mist")),
        },
        "groups": [
            {"title": writable(str(group["title"])), "cards": [_card(card) for card in group["cards"]]}
            for group in telling.groups(overview)
        ],
        "nothing": writable(_("Wij vonden nu geen regeling. Praat met iemand die meedenkt.")),
    }


def _card(card: dict[str, Any]) -> dict[str, Any]:
    scheme = card["scheme"]
    return {
        "name": _dutch(scheme.name),
        "amount": writable(card["amount"]),
        "what": _dutch(scheme.texts["what"]),
        "missing": [writable(_(question.text)) for question in card["missing"]],
        "leaning": [writable(str(one)) for one in card["leaning"]],
        "papers": [_dutch(paper) for paper in scheme.papers],
        "how": _dutch(scheme.texts["how"]),
        "where": _dutch(scheme.texts["where"]),
        "deadline": _dutch(scheme.texts["deadline"]),
        "helps": _dutch(scheme.texts["who_helps"]),
    }
