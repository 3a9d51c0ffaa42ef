"""A page for each scheme: seven headings, papers, and every amount with its day and source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wijkkompas.kern import clock
from wijkkompas.regelingen import api, facts
from wijkkompas.regelingen.views.asking import around, before_here

HEADINGS = {
    "what": gettext_lazy("Wat is het?"),
    "who": gettext_lazy("Voor wie is het?"),
    "how_much": gettext_lazy("Hoeveel is het?"),
    "how": gettext_lazy("Hoe vraagt u het aan?"),
    "where": gettext_lazy("Waar?"),
    "deadline": gettext_lazy("Wanneer?"),
    "more": gettext_lazy("Wat moet u nog weten?"),
    "who_informs": gettext_lazy("Wie weet er meer van?"),
    "who_helps": gettext_lazy("Wie helpt u?"),
}


@require_safe
def scheme(request: HttpRequest, key: str) -> HttpResponse:
    """One scheme as it is today; for the place that was chosen before, where the municipality decides."""
    found, today = api.book().schemes.get(key), clock.today()
    if found is None:
        raise Http404
    area = before_here(request)
    places = around(area)
    rules = found.rules(today)
    context = {
        "scheme": found,
        "texts": [(title, found.texts[name]) for name, title in HEADINGS.items() if found.texts.get(name)],
        "facts": facts.facts_of(api.edition(today, places), found),
        "conditions": rules.conditions if rules else (),
        "over": bool(found.ended and found.ended <= today),
        "elsewhere": bool(found.areas and places and not set(found.areas) & set(places)),
        "area": area,
        "today": today,
    }
    return TemplateResponse(request, "regelingen/scheme.html", context)
