"""Home, results, need, service, area, who is there now, map."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern import panels as places
from wijkkompas.kern.access import visitor_actor
from wijkkompas.kern.sealed_cookies import forget_all
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer import actions, drafts, finding, jsonld, queries, translating
from wijkkompas.wegwijzer.colleagues.queries import panels
from wijkkompas.wegwijzer.editing import record, telling, vacancies
from wijkkompas.wegwijzer.forms import MistakeForm
from wijkkompas.wegwijzer.guides import translating as guides
from wijkkompas.wegwijzer.guides.queries import public_handbooks
from wijkkompas.wegwijzer.guides.shipped import theme_pages, themes_of_need
from wijkkompas.wegwijzer.maps import area_map
from wijkkompas.wegwijzer.models import CrisisLine, Domain, Need, Service
from wijkkompas.wegwijzer.paper import basket
from wijkkompas.wegwijzer.rules import SENSITIVE_DOMAINS, new_code
from wijkkompas.wegwijzer.upkeep import facts
from wijkkompas.wegwijzer.upkeep.rules import Visibility
from wijkkompas.wegwijzer.values import LETTERS, Theme, Way
from wijkkompas.wegwijzer.views.here import COOKIE as AREA_COOKIE
from wijkkompas.wegwijzer.views.here import area_choices, chosen_area, remember
from wijkkompas.wegwijzer.views.working import professional

CONDITIONS = {
    "eligibility_description": gettext_lazy("Voor wie is het?"),
    "application_process": gettext_lazy("Hoe meldt u zich aan?"),
    "fees_description": gettext_lazy("Wat kost het?"),
}
SHOWN = 10
UNANSWERED_LIMIT = mensen.Limit("unanswered", most=20, seconds=3600)
REPORT_LIMIT = mensen.Limit("report-mistake", most=10, seconds=3600)


def language() -> str:
    """The language of this page."""
    return get_language() or "nl"


def _for_professionals(request: HttpRequest, services: list[Service]) -> dict[Any, Any] | None:
    """What somebody at work sees beside each service; None for everybody else."""
    account = professional(request)
    return panels(services, account, clock.today()) if account else None


def _crisis(codes: tuple[str, ...] | list[str], request: HttpRequest | None = None) -> dict[str, Any] | None:
    """The card of danger; for somebody at work (`request`) it says of which numbers nobody looked in time."""
    if not codes:
        return None
    contacts = finding.crisis_contacts(codes, language())
    late = [one["tel"] for one in contacts if one["late"]] if request and professional(request) else []
    return {"kinds": list(codes), "contacts": contacts, "late": late}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One question first."""
    area = chosen_area(request)
    now = finding.local_now()
    days = [now.date() + timedelta(days=ahead) for ahead in range(7)]
    desks = queries.desks(days if area else days[:1], area, now)
    today = desks[now.date()]
    return TemplateResponse(
        request,
        "wegwijzer/home.html",
        {
            "area": area,
            "domains": list(Domain.objects.all()),
            "areas": area_choices(_("Kies uw plaats")),
            "open_now": [d for d in today if d.open_now][:5],
            "later_today": [d for d in today if not d.open_now and d.opens > now.time()][:5],
            "week": [(day, rows) for day, rows in desks.items() if rows and day != now.date()][:4],
            "from_rooms": places.at("home"),
            "language": language(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose_area(request: HttpRequest) -> HttpResponse:
    """Keep where somebody lives, then back to the first page."""
    area = chosen_area(request)
    response = redirect("area", code=area.code) if request.GET.get("to") == "area" and area else redirect("home")
    remember(response, area)
    return response


def _may_keep(request: HttpRequest) -> bool:
    """Unanswered questions teach the neighbourhood; a flood, or another site's visitors, do not."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return False
    try:
        mensen.take(UNANSWERED_LIMIT, mensen.client_of(request))
    except mensen.TooMany:
        return False
    return True


class _PostAgain(HttpResponseRedirect):
    """The browser posts the same again (RFC 9110, 15.4.8), now with the cookie when it keeps any."""

    status_code = 307


class _SeeOther(HttpResponseRedirect):
    """The answer stands elsewhere, to be read with GET (RFC 9110, 15.4.4)."""

    status_code = 303


# No CSRF token: asking changes nothing for anybody, and so the first page stays cacheable and free of cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Answer a question. People POST it, so that it stands in no address or log; GET ?q= stays for links and programs.

    The answer to a POST moves on to `?v=KEY`, so that Back and reload do not send the question again. The question
    itself waits in an encrypted cookie. A question about danger or a sensitive subject is answered at once and kept
    nowhere; so is one of a browser that keeps no cookies (docs/decisions/0013).
    """
    if request.method == "POST":
        return _answer_post(request)
    if key := request.GET.get("v"):
        return _answer_again(request, key)
    raw = request.GET.get("q", "")
    asked = drafts.Asked(finding.clean(raw), "", len(raw.strip()) > finding.LONGEST)
    area = chosen_area(request)
    response, _found = _results(request, asked, area)
    remember(response, area)
    return response


def _answer_post(request: HttpRequest) -> HttpResponse:
    raw, area = request.POST.get("q", ""), chosen_area(request)
    if _cookies_unknown(request):
        again = _PostAgain(f"{request.path}?c")
        drafts.try_cookies(again)
        remember(again, area)
        return again
    asked = drafts.Asked(finding.clean(raw), area.code if area else "", len(raw.strip()) > finding.LONGEST)
    response, outcome = _results(request, asked, area)
    remember(response, area)
    if outcome is None:
        return response
    if not outcome.answered and _may_keep(request):
        actions.keep_unanswered(
            question=asked.question,
            area_code=area.code if area else mensen.COUNTRY,
            language=language(),
            needs=[need.code for need, _score in outcome.needs][:3],
            crisis=bool(outcome.crisis),
        )
    if _sensitive(outcome) or not request.COOKIES:
        return response
    key = drafts.new_key()
    moved = _SeeOther(f"{request.path}?v={key}")
    remember(moved, area)
    return moved if drafts.keep_asked(request, moved, key, asked) else response


def _cookies_unknown(request: HttpRequest) -> bool:
    """A browser that goes to a page (not a program) and that has shown no cookie yet, nor was asked before."""
    return not request.COOKIES and "c" not in request.GET and request.headers.get("Sec-Fetch-Mode", "") == "navigate"


def _answer_again(request: HttpRequest, key: str) -> HttpResponse:
    asked = drafts.asked(request, key)
    if asked is None:
        area = chosen_area(request)
        context = {"gone": True, "area": area, "areas": area_choices(_("Kies uw plaats")), "language": language()}
        response: HttpResponse = TemplateResponse(request, "wegwijzer/results.html", context)
    else:
        response, _found = _results(request, asked, _area_of(asked))
    response["Cache-Control"] = "private, no-store"
    return response


def _area_of(asked: drafts.Asked) -> mensen.Area | None:
    try:
        return mensen.area(asked.area) if asked.area else None
    except mensen.UnknownArea:  # taken out of the list since
        return None


def _sensitive(outcome: finding.Outcome) -> bool:
    return bool(outcome.crisis) or any(need.domain_id in SENSITIVE_DOMAINS for need, _score in outcome.needs[:1])


def _results(
    request: HttpRequest, asked: drafts.Asked, area: mensen.Area | None
) -> tuple[HttpResponse, finding.Outcome | None]:
    """The page with the answer, and what was found; None where nothing was asked or nothing can be searched yet."""
    context: dict[str, Any] = {
        "question": asked.question,
        "shortened": asked.shortened,
        "area": area,
        "areas": area_choices(_("Kies uw plaats")),
        "language": language(),
    }
    if not asked.question:
        return TemplateResponse(request, "wegwijzer/results.html", context | {"empty": True}), None
    try:
        outcome = finding.find(asked.question, area=area, language=language(), limit=SHOWN)
    except finding.NoIndex:
        danger = finding.detect_crisis(asked.question, language())
        context |= {"no_index": True, "crisis": _crisis(danger, request), "sensitive": bool(danger)}
        return TemplateResponse(request, "wegwijzer/results.html", context, status=503), None
    needs = [need for need, _score in outcome.needs][:3]
    found = {
        "needs": needs,
        "cards": outcome.cards,
        "unchecked": translating.unchecked_cards(outcome.cards),
        "crisis": _crisis(outcome.crisis, request),
        "answered": outcome.answered,
        "sensitive": _sensitive(outcome),
        "letters": any(need.code in LETTERS for need in needs[:2]),
        "professional": _for_professionals(request, [card.service for card in outcome.cards]),
    }
    return TemplateResponse(request, "wegwijzer/results.html", context | found), outcome


@require_safe
def domain(request: HttpRequest, code: str) -> HttpResponse:
    """The needs behind a tile."""
    found = get_object_or_404(Domain, code=code)
    return TemplateResponse(
        request,
        "wegwijzer/domain.html",
        {
            "domain": found,
            "label": found.label(language()),
            "needs": [(n, n.label(language())) for n in queries.needs_of_domain(code)],
            "sensitive": code in SENSITIVE_DOMAINS,
            "area": chosen_area(request),
            "from_rooms": places.at("domain", code=code),
        },
    )


@require_safe
def need(request: HttpRequest, code: str) -> HttpResponse:
    """Everything for one need, near first."""
    found = get_object_or_404(Need.objects.select_related("domain"), code=code)
    area = chosen_area(request)
    services = queries.services_for_needs([code], area)
    crisis = [code] if found.urgency == "crisis" else []
    cards = finding.cards_for(services, moment=finding.local_now(), language=language())
    handbooks, themes = guides.links(public_handbooks(need=code), themes_of_need(code), language())
    return TemplateResponse(
        request,
        "wegwijzer/need.html",
        {
            "need": found,
            "label": found.label(language()),
            "about": translating.of_need(found, language()),
            "unchecked": translating.unchecked_cards(cards),
            "area": area,
            "areas": area_choices(_("Kies uw plaats")),
            "cards": cards,
            "crisis": _crisis(crisis, request),
            "sensitive": bool(crisis) or found.domain_id in SENSITIVE_DOMAINS,
            "letters": code in LETTERS,
            "handbooks": handbooks,
            "themes": themes,
            "from_rooms": places.at("need", code=code, places=tuple(area.path) if area else ()),
            "professional": _for_professionals(request, services),
            "language": language(),
        },
    )


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service, whole."""
    found = get_object_or_404(
        Service.objects.with_facts().prefetch_related(
            "goals", "languages", "contacts", "required_documents", "at_locations__location__addresses"
        ),
        slug=slug,
    )
    if found.merged_into is not None:
        return _moved_for_good("service", found.merged_into)
    now = finding.local_now()
    work = _for_professionals(request, [found])
    seen = facts.visibility(found, now.date())
    needs = [row.need for row in found.service_needs.all()]
    said = translating.of_service(found, language())
    crisis = [n.code for n in needs if n.urgency == "crisis"]
    if seen in {Visibility.OVER, Visibility.HIDDEN}:
        return _not_in_the_guide(request, found, seen, needs, crisis)
    hours = record.hours_of(found.schedules.all())
    return TemplateResponse(
        request,
        "wegwijzer/service.html",
        {
            "service": found,
            "said": said,
            "notices": translating.notices(said),
            "goals": translating.goals_in(said),
            "conditions": [(label, said[name]) for name, label in CONDITIONS.items() if said[name].text],
            "presence": finding.present(found, now),
            "needs": [(n, n.label(language())) for n in needs],
            "ways": [dict(Way.choices).get(w, w) for w in found.ways_in],
            "week": telling.week(hours, now.date()),
            "closures": telling.closures(hours, now.date()),
            "vacancies": vacancies.for_service(found, now.date()),
            "sensitive": bool(crisis) or any(n.domain_id in SENSITIVE_DOMAINS for n in needs[:1]),
            "crisis": _crisis(crisis, request),
            "letters": any(n.code in LETTERS for n in needs[:2]),
            "language": language(),
            "area": chosen_area(request),
            "areas": list(found.areas.all()),
            "panel": work[found.id] if work else None,
            "paused": seen is Visibility.PAUSED,
            "stale": facts.sinks(found, now.date()),
            "jsonld": jsonld.element(jsonld.service(found, site=settings.BASE_URL)) if seen is Visibility.SHOWN else "",
        },
    )


def _not_in_the_guide(
    request: HttpRequest, found: Service, seen: Visibility, needs: list[Need], crisis: list[str]
) -> HttpResponse:
    """What stopped says so and points on; what residents never saw does not exist for them."""
    if seen is Visibility.HIDDEN and not queries.was_public(found.id):
        raise Http404
    now = finding.local_now()
    shown = Service.objects.public(now.date()).with_facts()
    next_one = shown.filter(id=found.successor_id).first() if found.successor_id else None
    return TemplateResponse(
        request,
        "wegwijzer/service_over.html",
        {
            "area": chosen_area(request),
            "service": found,
            "stopped": seen is Visibility.OVER,
            "successor": finding.cards_for([next_one], moment=now, language=language())[0] if next_one else None,
            "needs": [(n, n.label(language())) for n in needs],
            "sensitive": bool(crisis) or any(n.domain_id in SENSITIVE_DOMAINS for n in needs[:1]),
            "crisis": _crisis(crisis, request),
        },
    )


def _told_of(slug: str) -> Service:
    """A record that residents know of; 404 for what they never saw."""
    found = get_object_or_404(Service, slug=slug)
    if facts.visibility(found, clock.today()) is Visibility.HIDDEN and not queries.was_public(found.id):
        raise Http404
    return found


def _moved_for_good(route: str, to: Service) -> HttpResponse:
    """The same thing stood here twice. Kept a minute only: who merged may undo it (wegwijzer.merging)."""
    response = redirect(route, slug=to.slug, permanent=True)
    response["Cache-Control"] = "public, max-age=60"
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_mistake(request: HttpRequest, slug: str) -> HttpResponse:
    """Klopt dit niet?"""
    found = _told_of(slug)
    if found.merged_into is not None:
        if request.method != "POST":
            return _moved_for_good("report_mistake", found.merged_into)
        found = found.merged_into  # what somebody just wrote is not lost
    form = MistakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mensen.take(REPORT_LIMIT, mensen.client_of(request))
        response = redirect("mistake_reported", slug=found.slug)
        if not form.cleaned_data["website"]:
            code = "" if form.cleaned_data["contact"] else new_code()
            actions.report_mistake(
                actor=visitor_actor(),
                service_id=found.id,
                text=form.cleaned_data["text"],
                contact=form.cleaned_data["contact"],
                language=language(),
                code=code,
            )
            drafts.show_code(response, code)
        return response
    return TemplateResponse(
        request, "wegwijzer/mistake.html", {"service": found, "form": form}, status=422 if form.errors else 200
    )


@require_safe
def mistake_reported(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks, and by when somebody looks; an address of its own, so that a reload reports nothing twice."""
    found = _told_of(slug)
    return TemplateResponse(
        request,
        "wegwijzer/mistake_thanks.html",
        {
            "service": found,
            "due": actions.correction_due(clock.now()),
            "code": drafts.code_to_show(request),
            "sensitive": True,
        },
    )


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Everything in one area, with a map and the same list beside it."""
    try:
        found = mensen.area(code)
    except mensen.UnknownArea as error:
        raise Http404 from error
    if found.code != code:
        return redirect("area", code=found.code, permanent=True)
    now = finding.local_now()
    services = queries.services_in_area(found) if found.code != mensen.COUNTRY else []
    cards = finding.cards_for(services, moment=now, language=language())
    themes = [
        (Theme(theme).label, of_theme)
        for theme in Theme.values
        if (of_theme := [card for card in cards if card.service.theme == theme])
    ]
    municipality = mensen.area(found.municipality_code) if found.municipality_code else found
    return TemplateResponse(
        request,
        "wegwijzer/area.html",
        {
            "area": found,
            "municipality": municipality,
            "themes": themes,
            "pages": guides.links([], theme_pages().values(), language())[1],
            "unchecked": translating.unchecked_cards(cards),
            "count": len(services),
            "map": area_map(municipality, found, services),
            "inside": mensen.children_of(municipality.code) if municipality else [],
            "desks": queries.desks([now.date()], found, now)[now.date()],
            "vacancies": vacancies.for_area(found, now.date()) if found.code != mensen.COUNTRY else [],
        },
    )


@require_GET
def open_now(request: HttpRequest) -> HttpResponse:
    """Who is there now, today and tomorrow."""
    chosen, now = chosen_area(request), finding.local_now()
    days = list(queries.desks([now.date() + timedelta(days=ahead) for ahead in range(7)], chosen, now).items())
    return TemplateResponse(
        request,
        "wegwijzer/open_now.html",
        {
            "area": chosen,
            "areas": area_choices(_("Kies uw plaats")),
            "today": days[0],
            "tomorrow": days[1],
            "week": [d for d in days[2:] if d[1]],
            "now": now,
            "always": finding.all_contacts(language()),
        },
    )


FIRST_DANGER = Case(When(code="emergency-now", then=0), default=1)
NEUTRAL_PAGE = "https://www.knmi.nl/nederland-nu/weer/verwachtingen"


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away from here: what was filled in is gone from this browser, then the weather."""
    response = HttpResponseRedirect(NEUTRAL_PAGE)
    forget_all(request, response)
    for name in (drafts.COOKIE, drafts.ASKED_COOKIE, basket.COOKIE, AREA_COOKIE, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    """All numbers for when there is danger."""
    codes = list(Need.objects.filter(urgency="crisis").values_list("code", flat=True))
    return TemplateResponse(
        request,
        "wegwijzer/crisis.html",
        {
            "crisis": _crisis(codes, request),
            "lines": CrisisLine.objects.all(),
            "needs": [
                (n, n.label(language()))
                for n in Need.objects.filter(urgency="crisis").order_by(FIRST_DANGER, "position")
            ],
            "sensitive": True,
        },
    )
