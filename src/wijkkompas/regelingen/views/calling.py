"""Ask to be helped: only what somebody ticks comes along to the form "Bel mij terug" of wegwijzer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from wijkkompas.kern import clock
from wijkkompas.mensen import api as mensen
from wijkkompas.regelingen import drafts, reckoning, telling
from wijkkompas.regelingen.calling import message
from wijkkompas.regelingen.views.asking import page, places_of
from wijkkompas.wegwijzer.api import call_me_back

NEED = "scheme-check"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose what the team may read before it calls; nothing is ticked beforehand."""
    draft = drafts.read(request)
    if draft is None:
        return redirect("call_start")
    today, places = clock.today(), places_of(draft.area)
    overview = reckoning.overview(draft, places, today)
    schemes = [one.scheme for one in overview.of("sure", "likely", "perhaps")]
    if request.method == "POST":
        with override("nl"):  # the team reads Dutch; the page after this shows it before anything is sent
            said = telling.answers(draft, overview.household)
        wanted, told = set(request.POST.getlist("regeling")), set(request.POST.getlist("antwoord"))
        text = message(
            [one.name for one in schemes if one.key in wanted],
            [(question, answer) for name, question, answer in said if name in told],
        )
        area = draft.area if places and draft.area != mensen.COUNTRY else ""
        return call_me_back(question=text, area=area, need=NEED)
    context = {"schemes": schemes, "answers": telling.answers(draft, overview.household)}
    return page(request, "help", context)
