"""The morning list of a team, and one question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock, panels
from wijkkompas.kern.access import account_actor
from wijkkompas.kern.paper import Busy, letter_pdf
from wijkkompas.kern.printouts import pdf_response
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.toezeggingen.api import PromiseKind
from wijkkompas.wegwijzer import actions, queries
from wijkkompas.wegwijzer.forms import AnswerForm, LetterForm
from wijkkompas.wegwijzer.paper.words import busy
from wijkkompas.wegwijzer.rules import TRIES_BEFORE_CLOSING
from wijkkompas.wegwijzer.values import ContactChannel, Daypart


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """After log-in: each to the page of their work."""
    match mensen.account_of(request).role:
        case mensen.Role.AMBASSADOR:
            return redirect("helping")
        case mensen.Role.MUNICIPALITY | mensen.Role.FUNCTIONAL_MANAGER:
            return redirect("manage")
        case mensen.Role.ORGANISATION_EDITOR:
            return redirect("own_records")
        case _ if mensen.teams_of(mensen.account_of(request)):
            return redirect("team")
        case _:
            return redirect("my_page")


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Promised today, new, late; each with the next verb."""
    teams = mensen.teams_of(mensen.account_of(request))
    if not teams:
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    now = clock.now()
    groups = queries.inbox([team.id for team in teams], now)
    return TemplateResponse(
        request,
        "wegwijzer/team.html",
        {
            "teams": teams,
            "groups": groups,
            "now": now,
            "count": sum(map(len, groups.values())),
            "mistakes": queries.open_corrections(),
            "from_rooms": panels.at("team", teams=teams, now=now),
            "letters": post.letters_to_print([team.id for team in teams]),
        },
    )


@login_required
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """Everything that is late, for my teams."""
    late = toezeggingen.overdue(clock.now())
    names = mensen.names_of(row.owner_id for row in late)
    handbooks = queries.slugs_of_reviews(row.object_id for row in late if row.kind == PromiseKind.RECORD_CHECK)
    rows = [(row, names.get(row.owner_id or 0, ""), _place_of(row, handbooks)) for row in late]
    return TemplateResponse(request, "wegwijzer/overdue.html", {"rows": rows, "now": clock.now()})


PLACES = {
    PromiseKind.ANSWER_QUESTION: "team_question",
    PromiseKind.ANSWER_CORRECTION: "correction",
    PromiseKind.ANSWER_CHANGE: "change",
    PromiseKind.ANSWER_CLAIM: "claim_decide",
}


def _place_of(promise: Any, handbooks: dict[UUID, str]) -> str:
    """The page on which a promise is kept; empty where this room has none."""
    if promise.object_id in handbooks:
        return reverse("work_handbook", args=[handbooks[promise.object_id]])
    if promise.room != "wegwijzer" or promise.kind not in PLACES:
        return ""
    return reverse(PLACES[promise.kind], args=[promise.object_id])


def _opened(request_id: UUID) -> queries.OpenedRequest:
    try:
        return queries.open_request(request_id)
    except toestemming.NotYours as error:
        raise Http404 from error


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One question; opening it leaves a line that the resident can read."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                actor=account_actor(mensen.account_of(request).pk),
                request_id=request_id,
                text=form.cleaned_data["text"],
            )
        except toestemming.NotYours as error:
            raise Http404 from error
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Beantwoord. De bewoner kan het antwoord nu lezen met de code."))
            return redirect("team")
    opened = _opened(request_id)
    now = clock.now()
    payload = opened.payload
    return TemplateResponse(
        request,
        "wegwijzer/team_question.html",
        {
            "opened": opened,
            "payload": payload,
            "form": form,
            "reading": opened.promise.reading(now) if opened.promise else None,
            "channel": ContactChannel(payload["channel"]),
            "daypart": Daypart(payload["daypart"]),
            "now": now,
            "may_close": opened.request.tries >= TRIES_BEFORE_CLOSING,
            "tries_needed": TRIES_BEFORE_CLOSING,
            "from_rooms": panels.at("team_question", request_id=request_id, state=opened.request.state),
        },
        status=422 if form.errors else 200,
    )


DEEDS = {
    "pak-op": actions.take_on,
    "leg-terug": actions.lay_back,
    "niet-bereikt": actions.note_not_reached,
    "stop": actions.close_not_reached,
    "signaal": actions.pick_up_as_signal,
}


@login_required
@require_POST
def deed(request: HttpRequest, request_id: UUID, deed: str) -> HttpResponse:
    """Take on, lay back, not reached, stop."""
    if deed not in DEEDS:
        raise Http404
    try:
        DEEDS[deed](actor=account_actor(mensen.account_of(request).pk), request_id=request_id)
    except toestemming.NotYours as error:
        raise Http404 from error
    except actions.Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = {
            "pak-op": _("U heeft deze vraag opgepakt."),
            "leg-terug": _("De vraag ligt weer bij het team."),
            "niet-bereikt": _("Genoteerd: niet bereikt."),
            "stop": _("Gesloten: niet bereikt na drie keer."),
            "signaal": _("Dit is nu ook een signaal. Het antwoord met de code blijft beloofd."),
        }
        messages.success(request, said[deed])
    return redirect("team") if deed in {"leg-terug", "stop"} else redirect("team_question", request_id=request_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Write a letter; it goes to the team's outbox and opens as a PDF to print."""
    opened = _opened(request_id)
    form = LetterForm(request.POST or None, initial={"body": opened.answer, "address": opened.payload.get("name", "")})
    if request.method == "POST" and form.is_valid():
        message_id = actions.write_letter(
            actor=account_actor(mensen.account_of(request).pk),
            request_id=request_id,
            address=form.cleaned_data["address"],
            body=form.cleaned_data["body"],
        )
        return redirect("team_letter_pdf", message_id=message_id)
    return TemplateResponse(
        request, "wegwijzer/team_letter.html", {"form": form, "opened": opened}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def letter_as_pdf(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The letter as PDF; when the press is busy it waits in the list of the team."""
    try:
        content = post.read_message(message_id)
    except (toestemming.NotYours, LookupError) as error:
        raise Http404 from error
    try:
        pdf = letter_pdf(
            to=content["to"], subject=content["subject"], body=content["body"], language="nl", day=clock.today()
        )
    except Busy:
        messages.error(request, busy())
        return redirect("team")
    return pdf_response(pdf, "brief.pdf")


@login_required
@require_POST
def letter_posted(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The letter was printed and posted."""
    try:
        post.letter_was_posted(message_id)
    except LookupError as error:
        raise Http404 from error
    messages.success(request, _("Genoteerd: de brief is weg."))
    return redirect("team")
