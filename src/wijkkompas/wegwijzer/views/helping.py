"""For an ambassador or a neighbour: "Ik help nu iemand". Two languages side by side, no name, no history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wijkkompas.kern.sealed_cookies import forget_all
from wijkkompas.talen.api import CODES, NAMES
from wijkkompas.wegwijzer import drafts, finding, translating
from wijkkompas.wegwijzer.paper import basket
from wijkkompas.wegwijzer.values import LETTERS
from wijkkompas.wegwijzer.views.finding import language
from wijkkompas.wegwijzer.views.here import COOKIE, area_choices, chosen_area, remember


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: HttpRequest) -> HttpResponse:
    """Ask together; every need and every result stands in both languages."""
    data = request.POST if request.method == "POST" else request.GET
    other = data.get("other", "en")
    other = other if other in CODES and other != language() else next(c for c in CODES if c != language())
    question, area = finding.clean(data.get("q", "")) if request.method == "POST" else "", chosen_area(request)
    context: dict[str, Any] = {
        "area": area,
        "areas": area_choices(_("Kies uw plaats")),
        "other": other,
        "other_name": NAMES[other],
        "other_rtl": other == "ar",
        "languages": [(c, NAMES[c]) for c in CODES if c != language()],
        "question": question,
        "language": language(),
    }
    if question:
        spoken = data.get("spoken") if data.get("spoken") in {other, language()} else other
        outcome = finding.find(question, area=area, language=language(), limit=4)
        theirs = finding.retold(outcome.cards, other)
        context |= {
            "spoken": spoken,
            "pairs": list(zip(outcome.cards, theirs, strict=True)),
            "unchecked": translating.unchecked_cards([*outcome.cards, *theirs]),
            "answered": outcome.answered,
            "letters": any(need.code in LETTERS for need, _score in outcome.needs[:2]),
            "needs": [(n.label(language()), n.label(other)) for n, _score in outcome.needs[:3]],
            "crisis": _both(outcome.crisis, other) if outcome.crisis else None,
            "to_send": _to_send(theirs, other),
        }
    with translation.override(other):
        context["said"] = {
            "question": _("Waar kunnen we u mee helpen?"),
            "means": _("Bedoelt u"),
            "found": _("Hier kunt u terecht"),
            "danger": _("Gevaar? Bel nu"),
            "nothing": _("Wij vonden niets dat goed past."),
        }
    response = TemplateResponse(request, "wegwijzer/helping.html", context)
    remember(response, area)
    return response


def _to_send(cards: Sequence[finding.Card], other: str) -> str:
    """What goes to the phone of the other: in their language, each name with its number and page. Nothing of what they said."""
    with translation.override(other):
        lines = [_("Hier kunt u terecht")] if cards else []
        for card in cards:
            number = next((f" ({phone.number})" for phone in card.service.phones.all()), "")
            page = f"{settings.BASE_URL}{reverse('service', args=[card.service.slug])}"
            lines.append(f"{card.said['name']}{number}\n{page}")
        return "\n\n".join(lines)


def _both(codes: tuple[str, ...], other: str) -> dict[str, object]:
    """The numbers in the language of the other, always with the Dutch: two people look, each in their own."""
    return {
        "kinds": list(codes),
        "contacts": [{**one, "beside": other != "nl"} for one in finding.crisis_contacts(codes, other)],
    }


@csrf_exempt
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Wis alles: nothing of this conversation stays in this browser."""
    response = redirect("helping")
    forget_all(request, response)
    drafts.forget(response)
    basket.forget(response)
    response.delete_cookie(drafts.ASKED_COOKIE, samesite="Lax")
    response.delete_cookie(COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    return response
