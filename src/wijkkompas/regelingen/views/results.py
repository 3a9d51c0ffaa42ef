"""What we know: sure, likely, perhaps and why; as a page and on paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.paper import Busy
from wijkkompas.kern.printouts import later, pdf_response
from wijkkompas.mensen import api as mensen
from wijkkompas.regelingen import api, drafts, paper, reckoning, telling
from wijkkompas.regelingen.engine.interval import YES
from wijkkompas.regelingen.views.asking import area_of, around, page, places_of


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Everything in one view."""
    draft = drafts.read(request)
    return _shown(request, draft) if draft else redirect("regelingen")


def _shown(request: HttpRequest, draft: drafts.Draft, *, busy: bool = False) -> HttpResponse:
    area, today = area_of(draft.area), clock.today()
    places = around(area)
    overview = reckoning.overview(draft, places, today)
    advice = reckoning.next_question(draft, places, today)
    context = {
        "groups": telling.groups(overview),
        "had": [telling.card(overview, one) for one in overview.had],
        "refused": [telling.card(overview, one) for one in overview.of("no")],
        "total": telling.total(overview.total),
        "answers": telling.answers(draft, overview.household),
        "area": area,
        "urgent": overview.household.fixed.get("acute_nood") == YES,
        "more": not advice.enough,
        "progress": {"settled": advice.settled, "all": advice.settled + advice.open},
        "today": today,
        "busy": busy,
    }
    return page(request, "result", context, status=503 if busy else 200)


@require_POST
def have(request: HttpRequest) -> HttpResponse:
    """This scheme comes in already, or it does not after all."""
    draft, key = drafts.read(request), request.POST.get("regeling", "")
    if draft is None:
        return redirect("regelingen")
    if key not in api.book().schemes:
        raise Http404
    draft.already = [one for one in draft.already if one != key] + ([key] if key not in draft.already else [])
    response = HttpResponseRedirect(f"{reverse('regelingen_result')}#regeling-{key}", status=303)
    drafts.write(response, draft)
    return response


@require_POST
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper, to take along."""
    draft = drafts.read(request)
    if draft is None:
        return redirect("regelingen")
    mensen.take(mensen.PRINT_LIMIT, mensen.client_of(request))
    today = clock.today()
    try:
        printed = paper.print_overview(reckoning.overview(draft, places_of(draft.area), today))
    except Busy:
        return later(_shown(request, draft, busy=True))
    response = pdf_response(printed.pdf, f"overzicht-{today.isoformat()}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response
