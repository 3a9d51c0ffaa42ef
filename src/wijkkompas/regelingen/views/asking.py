"""One question a page, and the way back. What comes next, the engine says."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.mensen import api as mensen
from wijkkompas.regelingen import api, drafts, reckoning
from wijkkompas.regelingen.engine.book import Question
from wijkkompas.regelingen.engine.interval import PERHAPS
from wijkkompas.regelingen.forms import NOT_SAID, Answer, Place, form_of
from wijkkompas.wegwijzer.api import AREA_COOKIE, area_choices

PLACE = "plaats"


def area_of(code: str) -> mensen.Area | None:
    """An area; None for none, or one that we do not know (any more). One query: fetch it once a page."""
    try:
        return mensen.area(code) if code else None
    except (mensen.UnknownArea, ValueError):
        return None


def around(area: mensen.Area | None) -> tuple[str, ...]:
    """An area and what it lies in, the smallest first."""
    return tuple(area.path) if area else ()


def places_of(code: str) -> tuple[str, ...]:
    """The same for a code; nothing for an area we do not know (any more)."""
    return around(area_of(code))


def before_here(request: HttpRequest) -> mensen.Area | None:
    """The place that was chosen on another page, if any."""
    area = area_of(request.COOKIES.get(AREA_COOKIE, ""))
    return area if area and area.code != mensen.COUNTRY else None


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with somebody's own situation on it: kept nowhere, no subject in its title, a way out in view."""
    return TemplateResponse(request, f"regelingen/{template}.html", {"sensitive": True, **context}, status=status)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, what we do not keep, and all schemes by name."""
    draft, today = drafts.read(request), clock.today()
    places = around(area_of(draft.area) if draft else before_here(request))
    context = {"schemes": api.edition(today, places).schemes, "going": draft is not None}
    response = TemplateResponse(request, "regelingen/start.html", context)
    if draft:
        response["Cache-Control"] = "private, no-store"
    return response


def question_address(question: Question, *, exact: bool) -> str:
    """Where a question is asked; for its exact value when a box was given already."""
    address = reverse("regelingen_question", args=[question.name])
    return f"{address}?precies" if exact and question.bands else address


def address_of_next(draft: drafts.Draft, places: tuple[str, ...]) -> str:
    """The next question, or what we know."""
    advice = reckoning.next_question(draft, places, clock.today())
    if advice.question is None or not reckoning.asks_on(draft, advice):
        return reverse("regelingen_result")
    return question_address(api.book().questions[advice.question], exact=advice.exact)


def _answered(draft: drafts.Draft, address: str) -> HttpResponse:
    response = HttpResponseRedirect(address, status=303)
    drafts.write(response, draft)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question: asked, taken, and on to the next."""
    draft = drafts.read(request)
    if name == PLACE:
        return _place(request, draft)
    if name not in api.book().questions:
        raise Http404
    if draft is None:
        return redirect("regelingen")
    about = api.book().questions[name]
    exact = bool(about.bands) and "precies" in request.GET
    posted = request.POST if request.method == "POST" else None
    silent = NOT_SAID.get(request.POST.get("stil", "")) if posted else None
    places = places_of(draft.area)
    if silent:
        kept = {} if exact and isinstance(draft.answers.get(name), list) else {name: silent}
        draft.keep(name, kept, exact=exact)
        return _answered(draft, address_of_next(draft, places))
    form = form_of(about, api.book(), exact=exact, said=draft.answers.get(name), data=posted)
    if posted is not None and form.is_valid():
        draft.keep(name, form.answer, exact=exact)
        return _answered(draft, address_of_next(draft, places))
    return _asked(request, draft, about, form, places, exact=exact)


def _asked(
    request: HttpRequest, draft: drafts.Draft, about: Question, form: Answer, places: tuple[str, ...], *, exact: bool
) -> HttpResponse:
    decided = reckoning.decided(reckoning.household_of(draft, clock.today()), places)
    before = draft.before(about.name)
    number = draft.order.index(about.name) + 1 if about.name in draft.order else len(draft.order) + 1
    context = {
        "form": form,
        "explanation": _(about.explanation) if about.explanation else "",
        "number": number,
        "progress": progress(decided),
        "why": reckoning.asked_for(about.name, decided),
        "back": reverse("regelingen_question", args=[before or PLACE]),
        "other": _other_way(about, exact=exact),
        "exact": exact,
        "bands": bool(about.bands) and not exact,
    }
    return page(request, "question", context, status=422 if form.errors else 200)


def _other_way(about: Question, *, exact: bool) -> str:
    return question_address(about, exact=not exact) if about.bands else ""


def progress(decided: reckoning.Decided) -> dict[str, int]:
    """How many schemes are certain, of how many."""
    return {"settled": sum(value != PERHAPS for _ready, value in decided), "all": len(decided)}


def _place(request: HttpRequest, draft: drafts.Draft | None) -> HttpResponse:
    before = before_here(request) if draft is None else None
    known = draft.area if draft else before.code if before else ""
    silent = (mensen.COUNTRY, _("Dat zeg ik liever niet"))  # for the rules of the whole country only
    choices = [("", _("Kies uw plaats")), silent, *area_choices()]
    form = Place(request.POST if request.method == "POST" else None, choices=choices, initial={"area": known})
    if request.method == "POST" and form.is_valid():
        draft = draft or drafts.Draft()
        draft.area = form.cleaned_data["area"]
        return _answered(draft, address_of_next(draft, places_of(draft.area)))
    context = {"form": form, "back": reverse("regelingen"), "first": True}
    return page(request, "question", context, status=422 if form.errors else 200)


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Go on after what we showed."""
    draft = drafts.read(request)
    if draft is None:
        return redirect("regelingen")
    draft.go_on = True
    return _answered(draft, address_of_next(draft, places_of(draft.area)))


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away what was answered."""
    response = redirect("regelingen")
    drafts.forget(response)
    response["Clear-Site-Data"] = '"cache"'
    return response
