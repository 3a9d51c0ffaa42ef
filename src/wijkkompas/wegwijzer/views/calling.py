"""Call me back, one question a page; and look the answer up with a code."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wijkkompas.kern import clock, panels
from wijkkompas.kern.access import account_actor, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import actions, drafts, finding, queries
from wijkkompas.wegwijzer.forms import (
    WHO_MAY_ANSWER,
    YES_LEAVE_MESSAGE,
    YES_TEXT_FIRST,
    AreaStep,
    ChannelStep,
    ContactStep,
    FollowForm,
    MessageStep,
    QuestionStep,
    SafetyStep,
    SecondWordStep,
)
from wijkkompas.wegwijzer.logbook import log_file
from wijkkompas.wegwijzer.rules import clean_code, hash_code
from wijkkompas.wegwijzer.values import ContactChannel, Daypart
from wijkkompas.wegwijzer.views.finding import _crisis, language
from wijkkompas.wegwijzer.views.here import area_choices, chosen_area, remember

STEPS = ("vraag", "plaats", "hoe", "nummer", "veilig", "bericht", "woord")
BY_PHONE = {"veilig", "bericht"}  # asked only when we call or send a message
ASK_LIMIT = mensen.Limit("call-me-back", most=20, seconds=3600)
WORD_LIMIT = mensen.Limit("second-word", most=5, seconds=86400)
GUESS_LIMIT = mensen.Limit("volgcode", most=5, seconds=900)


def _form(step: str, draft: dict[str, Any], data: Any = None) -> Form:
    initial = {
        k: draft.get(k)
        for k in ("question", "area", "channel", "contact", "name", "daypart", "second_word", "who_may_answer")
    }
    for yes_no in ("may_leave_message", "text_first"):
        if yes_no in draft:
            initial[yes_no] = "yes" if draft[yes_no] else "no"
    match step:
        case "vraag":
            return QuestionStep(data, initial=initial)
        case "plaats":
            return AreaStep(data, initial=initial, choices=area_choices(_("Kies uw plaats")))
        case "hoe":
            return ChannelStep(data, initial=initial)
        case "nummer":
            return ContactStep(data, initial=initial, channel=draft.get("channel", ContactChannel.PHONE))
        case "veilig":
            return SafetyStep(data, initial=initial | {"daypart": initial.get("daypart") or "any"})
        case "bericht":
            return MessageStep(data, initial=initial)
        case _:
            return SecondWordStep(data, initial=initial)


def _wanted(draft: dict[str, Any]) -> list[str]:
    """The steps for this draft: safety questions only when we call or send a message."""
    by_phone = draft.get("channel") in {ContactChannel.PHONE, ContactChannel.TEXT, None}
    return [step for step in STEPS if step not in BY_PHONE or by_phone]


def _counted(draft: dict[str, Any]) -> list[str]:
    """The steps that this person walks: what came along from the page before is not counted."""
    return [step for step in _wanted(draft) if step not in draft.get("given", ())]


def _done(step: str, draft: dict[str, Any]) -> bool:
    needed = {
        "vraag": "question",
        "plaats": "area",
        "hoe": "channel",
        "nummer": "contact",
        "veilig": "daypart",
        "bericht": "may_leave_message",
        "woord": "second_word",
    }
    if step == "nummer" and draft.get("channel") == ContactChannel.CODE:
        return "name" in draft
    return needed[step] in draft and (step in {"bericht", "woord"} or bool(draft[needed[step]]))


def _next(step: str, draft: dict[str, Any]) -> str:
    steps = _wanted(draft)
    if draft.get("checked_once"):
        return next((s for s in steps if not _done(s, draft)), "controleren")
    after = steps[steps.index(step) + 1 :] if step in steps else steps
    return next(
        (s for s in after if not _done(s, draft)), after[0] if after and not _done(after[0], draft) else "controleren"
    )


# No CSRF token on the start: it only opens a form in this browser, and result pages stay free of cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin; a question typed before comes along."""
    area = chosen_area(request)
    question = finding.clean(request.POST.get("q", "")) if request.method == "POST" else ""
    draft = drafts.start(question, area.code if area else "", request.POST.get("need", "")[:40])
    first = "vraag" if not question else ("hoe" if area else "plaats")
    draft["given"] = list(STEPS[: STEPS.index(first)])
    response = redirect(f"{reverse('call_step', args=[first])}?begin")
    drafts.write(response, draft)
    remember(response, area)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One question."""
    if step not in STEPS:
        raise Http404
    draft = drafts.read(request)
    if draft is None:
        if "begin" in request.GET:  # the start page has just been here: this browser keeps no cookies
            return TemplateResponse(request, "403_csrf.html", {}, status=403)
        return redirect("call_start")
    form = _form(step, draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if step == "hoe" and form.cleaned_data["channel"] != draft.get("channel"):
            draft["contact"] = ""  # a phone number is no e-mail address
        draft |= form.cleaned_data
        response = (
            redirect("call_check")
            if _next(step, draft) == "controleren"
            else redirect("call_step", step=_next(step, draft))
        )
        drafts.write(response, draft)
        return response
    steps, counted = _wanted(draft), _counted(draft)
    position = steps.index(step) if step in steps else 0
    back = reverse("call_step", args=[steps[position - 1]]) if position else reverse("home")
    return TemplateResponse(
        request,
        "wegwijzer/call_step.html",
        {
            "form": form,
            "step": step,
            "number": counted.index(step) + 1 if step in counted else None,
            "total": len(counted),
            "back": back,
            "sensitive": True,
            "channel": draft.get("channel"),
            "crisis": _crisis(finding.detect_crisis(draft.get("question", ""), language())) if position else None,
        },
        status=422 if form.errors else 200,
    )


def _summary(draft: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What was filled in, in the words of the form, each with its step."""

    def said(choices: list[tuple[str, Any]], yes: object) -> object:
        return dict(choices)["yes" if yes else "no"]

    rows = [
        (_("Uw vraag"), draft["question"], "vraag"),
        (_("Uw woonplaats"), mensen.area(draft["area"]).name, "plaats"),
        (_("Hoe u antwoord wilt"), capfirst(ContactChannel(draft["channel"]).label), "hoe"),
    ]
    if draft.get("contact"):
        rows.append((_("Nummer of adres"), draft["contact"], "nummer"))
    rows.append((_("Hoe wij u noemen"), draft.get("name") or capfirst(_("niet ingevuld")), "nummer"))
    if "veilig" in _wanted(draft):
        rows += [
            (_("Wanneer bellen"), capfirst(Daypart(draft["daypart"]).label), "veilig"),
            (_("Als iemand anders opneemt"), dict(WHO_MAY_ANSWER)[draft.get("who_may_answer", "only-me")], "veilig"),
            (_("Mogen wij inspreken"), said(YES_LEAVE_MESSAGE, draft.get("may_leave_message")), "bericht"),
            (_("Eerst een bericht"), said(YES_TEXT_FIRST, draft.get("text_first")), "bericht"),
        ]
    word = _("gekozen") if draft.get("second_word") else _("niet gekozen")
    rows.append((_("Geheim woord"), capfirst(word), "woord"))
    return [(str(a), str(b), c) for a, b, c in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check your answers; then send."""
    draft = drafts.read(request)
    if draft is None:
        return redirect("call_start")
    missing = next((s for s in _wanted(draft) if not _done(s, draft)), None)
    if missing:
        return redirect("call_step", step=missing)
    crisis = _crisis(finding.detect_crisis(draft["question"], language()))
    team = mensen.answering_team(draft["area"])
    if request.method == "POST":
        return _send(request, draft)
    draft["checked_once"] = True
    due = toezeggingen.due_moment(clock.now(), working_days=team.working_days, urgent=bool(crisis)) if team else None
    response = TemplateResponse(
        request,
        "wegwijzer/call_check.html",
        {
            "rows": _summary(draft),
            "team": team,
            "due": due,
            "crisis": crisis,
            "sensitive": True,
            "back": reverse("call_step", args=["woord"]),
        },
    )
    drafts.write(response, draft)
    return response


def _send(request: HttpRequest, draft: dict[str, Any]) -> HttpResponse:
    mensen.take(ASK_LIMIT, mensen.client_of(request))
    helper = request.user.pk if request.user.is_authenticated else None
    call = actions.CallBack(
        question=draft["question"],
        name=draft.get("name", ""),
        channel=draft["channel"],
        contact=draft.get("contact", ""),
        daypart=draft.get("daypart", "any"),
        may_leave_message=bool(draft.get("may_leave_message")),
        text_first=bool(draft.get("text_first")),
        who_may_answer=draft.get("who_may_answer", "only-me"),
        language=language(),
    )
    try:
        accepted = actions.request_call(
            actor=account_actor(helper) if helper else visitor_actor(),
            request_id=uuid.UUID(draft["id"]),
            area_code=draft["area"],
            call=call,
            code=draft["code"],
            second_word=draft.get("second_word", ""),
            entered_by=helper,
            entered_how="helper" if helper else "",
        )
    except actions.Refusal as refusal:
        return TemplateResponse(
            request, "wegwijzer/call_refused.html", {"reason": str(refusal), "sensitive": True}, status=422
        )
    response = TemplateResponse(
        request,
        "wegwijzer/call_done.html",
        {
            "accepted": accepted,
            "code": draft["code"],
            "channel": draft["channel"],
            "crisis": _crisis(accepted.crisis),
            "sensitive": True,
        },
    )
    drafts.forget(response)
    return response


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Throw away what was filled in."""
    response = redirect("home")
    drafts.forget(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Read the answer with the code: promise, date and answer; the question only with the second word."""
    form = FollowForm(request.POST or None)
    followed = report = None
    elsewhere: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        mensen.take(GUESS_LIMIT, mensen.client_of(request))
        if form.cleaned_data["second_word"] and (kept := clean_code(form.cleaned_data["code"])):
            mensen.take(WORD_LIMIT, hash_code(settings.CODE_PEPPER, kept)[:32])
        followed = queries.follow(form.cleaned_data["code"], form.cleaned_data["second_word"])
        if followed is None:
            report = queries.follow_report(form.cleaned_data["code"])
            elsewhere = panels.at("follow", code=form.cleaned_data["code"]) if report is None else []
        if followed is None and report is None and not elsewhere:
            form.add_error(
                "code",
                _(
                    "Deze code kennen wij niet. Kijk of u elke letter goed hebt. Een code stopt 90 dagen na het antwoord."
                ),
            )
    return TemplateResponse(
        request,
        "wegwijzer/follow.html",
        {
            "form": form,
            "followed": followed,
            "from_rooms": elsewhere,
            "report": report,
            "sensitive": True,
            "code": form.data.get("code", "") if followed else "",
        },
        status=422 if form.errors else 200,
    )


@require_POST
def follow_log(request: HttpRequest) -> HttpResponse:
    """Who did what with the question, as a file with proofs; nothing of the question itself."""
    mensen.take(GUESS_LIMIT, mensen.client_of(request))
    content = log_file(request.POST.get("code", "")[:40])
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="logboek.json"'},
    )
