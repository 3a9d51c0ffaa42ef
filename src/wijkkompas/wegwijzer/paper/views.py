"""Pages for paper: the list, the leaflet, the wijkgids. Asking for paper changes nothing for anybody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.paper import Busy, DoesNotFit, qr_svg, writable
from wijkkompas.kern.printouts import later, pdf_response
from wijkkompas.mensen import api as mensen
from wijkkompas.talen.api import LANGUAGES
from wijkkompas.wegwijzer import queries
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper import basket, gathering, guide, leaflet, words
from wijkkompas.wegwijzer.paper.forms import GuideForm, LeafletForm
from wijkkompas.wegwijzer.paper.rules import MOST

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Nothing of a list is kept on the way.

    No CSRF token, as on `search`: the public pages that carry the buttons stay free of cookies. A button on another
    site does nothing: the browser says where it was pressed, and our cookie does not come along (SameSite).
    """

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return redirect("print")
        response = view(request, **more)
        response["Cache-Control"] = "private, no-store"
        return response

    return opened


def _language() -> str:
    return get_language() or "nl"


def listed(request: HttpRequest) -> list[Service]:
    """The services on the list that residents may find, in the order of the list."""
    chosen = basket.ids(request)
    found = {row.id: row for row in gathering.with_paper_facts(Service.objects.public().filter(id__in=chosen))}
    return [found[one] for one in chosen if one in found]


@private
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """My list, and what the leaflet must be like."""
    return _page(request, LeafletForm(language=_language()))


def _page(request: HttpRequest, form: LeafletForm, *, error: str = "", status: int = 200) -> HttpResponse:
    services = listed(request)
    entries = gathering.entries(services, _language(), clock.today())
    context = {
        "rows": list(zip(services, entries, strict=True)),
        "form": form,
        "error": error,
        "most": MOST,
        "sensitive": any(entry.sensitive for entry in entries),
    }
    return TemplateResponse(request, "wegwijzer/paper/list.html", context, status=status)


def _public_id(request: HttpRequest, field: str) -> UUID:
    slug = request.POST.get(field, "").replace("\0", " ")[:80]
    found = Service.objects.public().filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        raise Http404
    return found


@private
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put one service on the list, then back to where it was read."""
    which, chosen = _public_id(request, "service"), basket.ids(request)
    if which not in chosen and len(chosen) >= MOST:
        return _page(request, LeafletForm(language=_language()), error=_full(), status=422)
    to = request.POST.get("next", "")
    safe = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    address = f"{to}#{_anchor(request.POST['service'])}" if safe else reverse("print")
    response = HttpResponseRedirect(address, status=303)
    basket.keep(response, [*chosen, which] if which not in chosen else chosen)
    return response


def _full() -> str:
    return _("Uw lijst is vol: er passen %(most)s plekken op. Haal er eerst een weg.") % {"most": MOST}


def _anchor(slug: str) -> str:
    return f"hulp-{slug}"


@private
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Take one off, move one up or down, or throw all away."""
    chosen = basket.ids(request)
    response = HttpResponseRedirect(reverse("print"), status=303)
    if "alles" in request.POST:
        basket.forget(response)
        response["Clear-Site-Data"] = '"cache"'
        return response
    for field, by in (("weg", 0), ("hoger", -1), ("lager", 1)):
        if field in request.POST:
            which = _listed_id(request, field, chosen)
            kept = [one for one in chosen if one != which] if by == 0 else basket.moved(chosen, which, by)
            basket.keep(response, kept)
            return response
    raise Http404


def _listed_id(request: HttpRequest, field: str, chosen: Sequence[UUID]) -> UUID:
    try:
        which = UUID(request.POST[field])
    except ValueError as error:
        raise Http404 from error
    if which not in chosen:
        raise Http404
    return which


@private
@require_POST
def as_pdf(request: HttpRequest) -> HttpResponse:
    """Make the leaflet: one A4 as PDF."""
    form = LeafletForm(request.POST, language=_language())
    services = listed(request)
    if not form.is_valid() or not services:
        return _page(request, form, status=422)
    mensen.take(mensen.PRINT_LIMIT, mensen.client_of(request))
    language, day = form.cleaned_data["language"], clock.today()
    try:
        printed = leaflet.print_leaflet(
            gathering.entries(services, language, day),
            gathering.numbers(language),
            language=language,
            day=day,
            large=form.cleaned_data["large"],
            made_by=writable(form.cleaned_data["made_by"]),
        )
    except DoesNotFit:
        return _page(request, form, error=_("Dit past niet op één blad. Haal een paar plekken weg."), status=422)
    except Busy:
        return later(_page(request, form, error=words.busy(), status=503))
    return pdf_response(printed.pdf, f"blad-{day.isoformat()}-{language}.pdf")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def on_screen(request: HttpRequest) -> HttpResponse:
    """The leaflet as a page, with everything on it, to read or to print from the browser."""
    if request.method != "POST":
        return redirect("print")
    form = LeafletForm(request.POST, language=_language())
    services = listed(request)
    if not form.is_valid() or not services:
        return _page(request, form, status=422)
    language, day = form.cleaned_data["language"], clock.today()
    entries = gathering.entries(services, language, day)
    with override(language):
        context = {
            "blocks": [
                {"entry": entry, "facts": leaflet.facts(entry, language), "qr": qr_svg(entry.address)}
                for entry in entries
            ],
            "numbers": gathering.numbers(language),
            "made": words.day_in_words(day),
            "made_by": form.cleaned_data["made_by"],
            "large": form.cleaned_data["large"],
            "notes": words.notes(entries),
            "sensitive": any(entry.sensitive for entry in entries),
            "site": leaflet.site(),
        }
        return TemplateResponse(request, "wegwijzer/paper/leaflet.html", context).render()


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def wijkgids(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a language; the POST gives the booklet (so that no crawler has one made in six languages)."""
    try:
        area = mensen.area(code)
    except mensen.UnknownArea as error:
        raise Http404 from error
    if area.code == mensen.COUNTRY:
        raise Http404
    if request.method != "POST":
        return _guide_page(request, area)
    form = GuideForm(request.POST)
    if not form.is_valid():
        return _guide_page(request, area, error=_("Kies een taal uit de lijst."), status=422)
    mensen.take(mensen.PRINT_LIMIT, mensen.client_of(request))
    language, day = form.cleaned_data["language"], clock.today()
    try:
        printed = guide.print_guide(area, language=language, day=day)
    except guide.NoGuide as error:
        raise Http404 from error
    except Busy:
        return later(_guide_page(request, area, error=words.busy(), status=503))
    return pdf_response(printed.pdf, f"wijkgids-{slugify(area.name) or area.code.lower()}-{language}.pdf")


def _guide_page(request: HttpRequest, area: mensen.Area, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "area": area,
        "languages": LANGUAGES,
        "current": _language(),
        "count": len(queries.services_in_area(area)),
        "error": error,
    }
    return TemplateResponse(request, "wegwijzer/paper/guide.html", context, status=status)
