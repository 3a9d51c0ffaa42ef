"""For who worries: one question a page, check, send; and a code by which to hear that it was picked up."""

from __future__ import annotations

import uuid
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import api as wegwijzer
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.signals import actions, drafts
from wijkkompas.wijkteam.signals.forms import KNOWS, WHO, KnowsStep, WhereStep, WhoStep, WorryStep
from wijkkompas.wijkteam.signals.values import About

STEPS = ("zorg", "waar", "u")
LIMIT = mensen.Limit("signal", most=20, seconds=3600)
_WHERE = {"area": "area", "name": "name", "address": "address", "phone": "phone"}
_WHO = {"source": "source", "organisation": "organisation", "name": "reporter", "contact": "contact"}


def _language() -> str:
    return get_language() or "nl"


def crisis_card(kinds: tuple[str, ...]) -> dict[str, Any] | None:
    """The numbers for danger that fit, as the pages of questions show them."""
    return {"kinds": kinds, "contacts": wegwijzer.crisis_contacts(kinds, _language()), "late": []} if kinds else None


def _crisis(draft: dict[str, Any]) -> dict[str, Any] | None:
    return crisis_card(wegwijzer.detect_crisis(draft.get("text", ""), _language())) if draft.get("text") else None


def _form(step: str, draft: dict[str, Any], data: Any = None) -> Form:
    match step:
        case "zorg":
            return WorryStep(data, initial={"text": draft.get("text")})
        case "waar":
            initial = {field: draft.get(key) for field, key in _WHERE.items()}
            return WhereStep(data, initial=initial, about=draft.get("about", About.PERSON))
        case _:
            return WhoStep(data, initial={field: draft.get(key) for field, key in _WHO.items()})


def _taken(step: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a step adds to the draft; the two names do not get mixed."""
    names = {"waar": _WHERE, "u": _WHO}.get(step)
    return given if names is None else {key: given.get(field, "") for field, key in names.items()}


def _missing(draft: dict[str, Any]) -> str | None:
    """The first step that is still to be done."""
    for step, key in zip(STEPS, ("text", "address", "source"), strict=True):
        if key not in draft:
            return step
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The first question: does this person know it. Danger comes before it."""
    draft = drafts.read(request)
    form = KnowsStep(request.POST if request.method == "POST" else None, initial={"knows": (draft or {}).get("knows")})
    if request.method == "POST" and form.is_valid():
        draft = draft or drafts.start(request.COOKIES.get(wegwijzer.AREA_COOKIE, "")[:20])
        if form.cleaned_data["about"] != draft.get("about"):
            draft.pop("address", None)  # a place is no home
        response = redirect(f"{reverse('signal_step', args=[_missing(draft) or 'zorg'])}?begin")
        drafts.write(response, draft | form.cleaned_data)
        return response
    return TemplateResponse(request, "wijkteam/signals/start.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One question."""
    if step not in STEPS:
        raise Http404
    draft = drafts.read(request)
    if draft is None or "knows" not in draft:
        if "begin" in request.GET:  # the first page has just been here: this browser keeps no cookies
            return TemplateResponse(request, "403_csrf.html", {}, status=403)
        return redirect("signal")
    form = _form(step, draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("website"):  # a robot filled in what nobody sees
            return redirect("signal")
        draft |= _taken(step, form.cleaned_data)
        missing = _missing(draft)
        response = redirect("signal_step", step=missing) if missing else redirect("signal_check")
        drafts.write(response, draft)
        return response
    at = STEPS.index(step)
    context = {
        "form": form,
        "step": step,
        "number": at + 2,
        "total": len(STEPS) + 1,
        "back": reverse("signal_step", args=[STEPS[at - 1]]) if at else reverse("signal"),
        "crisis": _crisis(draft),
        "place": draft["about"] == About.PLACE,
        "sensitive": True,
    }
    return TemplateResponse(request, "wijkteam/signals/step.html", context, status=422 if form.errors else 200)


def _rows(draft: dict[str, Any]) -> list[tuple[object, object, str]]:
    """What was filled in, in the words of the form, each with the address to change it."""
    place, empty = draft["about"] == About.PLACE, _("niet ingevuld")
    where, who = reverse("signal_step", args=["waar"]), reverse("signal_step", args=["u"])
    rows: list[tuple[object, object, str]] = [
        (_("Weet deze persoon het?"), dict(KNOWS)[draft["knows"]], reverse("signal")),
        (_("Uw zorg"), draft["text"], reverse("signal_step", args=["zorg"])),
        (_("Plaats"), mensen.area(draft["area"]).name, where),
        (_("Welke plek") if place else _("Adres"), draft["address"] or empty, where),
    ]
    if not place:
        rows += [(_("Naam"), draft["name"] or empty, where), (_("Telefoon"), draft["phone"] or empty, where)]
    rows.append((_("Wie u bent"), dict(WHO)[draft["source"]], who))
    said = ", ".join(draft[key] for key in ("reporter", "organisation", "contact") if draft.get(key))
    rows.append((_("Hoe wij u bereiken"), said or empty, who))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check what you filled in; then send."""
    draft = drafts.read(request)
    if draft is None or "knows" not in draft:
        return redirect("signal")
    if missing := _missing(draft):
        return redirect("signal_step", step=missing)
    if request.method == "POST":
        return _send(request, draft)
    crisis = _crisis(draft)
    team = mensen.answering_team(draft["area"])
    due = toezeggingen.due_moment(clock.now(), working_days=team.working_days, urgent=bool(crisis)) if team else None
    context = {
        "rows": _rows(draft),
        "team": team,
        "due": due,
        "crisis": crisis,
        "sensitive": True,
        "knows": draft["knows"],
    }
    return TemplateResponse(request, "wijkteam/signals/check.html", context)


def _send(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    mensen.take(LIMIT, mensen.client_of(request))
    helper = request.user.pk if request.user.is_authenticated else None
    try:
        accepted = actions.receive(
            actor=account_actor(helper) if helper else visitor_actor(),
            signal_id=uuid.UUID(draft["id"]),
            area_code=draft["area"],
            source=draft["source"],
            permission=draft["permission"],
            worry=actions.Worry(
                text=draft["text"],
                about=draft["about"],
                name=draft["name"],
                address=draft["address"],
                phone=draft["phone"],
                language=_language(),
            ),
            reporter=actions.Reporter(
                name=draft["reporter"], contact=draft["contact"], organisation=draft["organisation"]
            ),
            code=draft["code"],
            entered_by=helper,
        )
    except Refusal as refusal:
        return TemplateResponse(
            request, "wijkteam/signals/refused.html", {"reason": str(refusal), "sensitive": True}, status=422
        )
    context = {"accepted": accepted, "code": draft["code"], "crisis": crisis_card(accepted.crisis), "sensitive": True}
    response = TemplateResponse(request, "wijkteam/signals/done.html", context)
    drafts.forget(response)
    return response


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Throw away what was filled in."""
    response = redirect("home")
    drafts.forget(response)
    return response
