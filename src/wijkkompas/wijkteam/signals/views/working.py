"""The inbox of a team, one signal, what a worker writes down for somebody, and the deeds."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer import api as wegwijzer
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.signals import actions, queries
from wijkkompas.wijkteam.signals.forms import CaseForm, CloseForm, EnterForm
from wijkkompas.wijkteam.signals.rules import TRIES_BEFORE_CLOSING
from wijkkompas.wijkteam.signals.values import SignalState
from wijkkompas.wijkteam.signals.views.reporting import LIMIT, crisis_card

# Of each deed: what does it, the state it leads to, the words on the button, what is said after it.
DEEDS: dict[str, tuple[Any, SignalState, Any, Any]] = {
    "pak-op": (
        actions.pick_up,
        SignalState.TRIAGED,
        gettext_lazy("Pak op"),
        gettext_lazy("U heeft dit signaal opgepakt. De melder leest nu: opgepakt."),
    ),
    "los": (actions.part, SignalState.TRIAGED, gettext_lazy("Maak los"), gettext_lazy("Dit signaal staat weer apart.")),
    "contact": (
        actions.start_contact,
        SignalState.CONTACTING,
        gettext_lazy("Neem contact op"),
        gettext_lazy("U neemt contact op. Noteer straks of het lukte."),
    ),
    "bereikt": (
        actions.note_reached,
        SignalState.REACHED,
        gettext_lazy("Bereikt"),
        gettext_lazy("Genoteerd: bereikt. Kies nu wat eruit kwam."),
    ),
    "niet-bereikt": (
        actions.note_not_reached,
        SignalState.NOT_REACHED,
        gettext_lazy("Niet bereikt"),
        gettext_lazy("Genoteerd: niet bereikt. Probeer het op een ander moment."),
    ),
    "advies": (
        actions.note_advice,
        SignalState.ADVICE_GIVEN,
        gettext_lazy("Advies gegeven"),
        gettext_lazy("Genoteerd: advies gegeven."),
    ),
    "wil-niet": (
        actions.note_refused,
        SignalState.REFUSED_HELP,
        gettext_lazy("Wil geen hulp"),
        gettext_lazy("Genoteerd: wil geen hulp. Dat mag."),
    ),
    "doorgegeven": (
        actions.pass_on,
        SignalState.PASSED_ON,
        gettext_lazy("Doorgegeven"),
        gettext_lazy("Genoteerd: doorgegeven."),
    ),
    "niet-voor-ons": (
        actions.note_not_for_us,
        SignalState.NOT_FOR_US,
        gettext_lazy("Niet voor ons"),
        gettext_lazy("Genoteerd: niet voor ons. Vertel dit de melder."),
    ),
}
# What a worker does next, for the button in the list.
NEXT = {
    SignalState.TRIAGED: gettext_lazy("Neem contact op"),
    SignalState.CONTACTING: gettext_lazy("Noteer of het lukte"),
    SignalState.NOT_REACHED: gettext_lazy("Probeer opnieuw"),
    SignalState.REACHED: gettext_lazy("Kies wat eruit kwam"),
}
DONE = gettext_lazy("Sluit af")


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every signal of my teams that waits: late, today, new, busy; each with the next verb."""
    teams = mensen.teams_of(mensen.account_of(request))
    if not teams:
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    area = request.GET.get("gebied", "")[:20]
    found = queries.inbox([team.id for team in teams], clock.now(), area=area)
    heads = [("late", _("Te laat")), ("today", _("Vandaag")), ("new", _("Nieuw")), ("busy", _("Bezig"))]
    groups = [
        (name, [(row, NEXT.get(row.signal.state, DONE)) for row in found.groups[key]])  # type: ignore[call-overload]
        for key, name in heads
        if found.groups[key]
    ]
    context = {"teams": teams, "inbox": found, "groups": groups, "now": clock.now(), "area": area}
    return TemplateResponse(request, "wijkteam/signals/inbox.html", context)


def _page(request: HttpRequest, signal_id: UUID, **forms: Any) -> HttpResponse:
    try:
        opened = queries.open_signal(signal_id)
    except toestemming.NotYours as error:
        raise Http404 from error
    now, signal = clock.now(), opened.signal
    context = {
        "opened": opened,
        "signal": signal,
        "reading": opened.promise.reading(now) if opened.promise else None,
        "deeds": [(slug, words) for slug, (_deed, to, words, _said) in DEEDS.items() if _offered(slug, to, opened)],
        "case_form": CaseForm() if SignalState.CASE_OPENED in opened.next else None,
        "close_form": CloseForm() if SignalState.CLOSED in opened.next else None,
        "crisis": crisis_card(tuple(opened.told["crisis"])),
        "tries_needed": TRIES_BEFORE_CLOSING,
    } | forms
    bad = any(form.errors for form in forms.values())
    return TemplateResponse(request, "wijkteam/signals/signal.html", context, status=422 if bad else 200)


def _offered(slug: str, to: str, opened: queries.OpenSignal) -> bool:
    """`triaged` is reached in two ways: by picking up, and by parting what was joined."""
    return to in opened.next and (slug == "los") == (opened.signal.state == SignalState.JOINED)


@login_required
@require_safe
def signal(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """One signal; opening it leaves a line."""
    return _page(request, signal_id)


@login_required
@require_safe
def reporter(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Who told it; apart, and with a line of its own."""
    try:
        told = queries.reporter(signal_id)
    except toestemming.NotYours as error:
        raise Http404 from error
    return TemplateResponse(request, "wijkteam/signals/reporter.html", {"told": told, "signal_id": signal_id})


@login_required
@require_POST
def deed(request: HttpRequest, signal_id: UUID, deed: str) -> HttpResponse:
    """One step of a signal, by its button."""
    if deed not in DEEDS:
        raise Http404
    does, _to, _words, said = DEEDS[deed]
    return _done(request, signal_id, lambda actor: does(actor=actor, signal_id=signal_id), said)


def _done(request: HttpRequest, signal_id: UUID, does: Any, said: Any) -> HttpResponse:
    try:
        does(account_actor(mensen.account_of(request).pk))
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("team_signal", signal_id=signal_id)


@login_required
@require_POST
def join(request: HttpRequest, signal_id: UUID, to: UUID) -> HttpResponse:
    """This one belongs to that one."""
    said = _("Deze twee horen nu bij elkaar. Klopt het niet? Maak ze weer los.")
    return _done(request, signal_id, lambda actor: actions.join(actor=actor, signal_id=signal_id, to=to), said)


@login_required
@require_POST
def close(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Close it."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, signal_id, close_form=form)
    told = form.cleaned_data["told"]
    return _done(
        request,
        signal_id,
        lambda actor: actions.close(actor=actor, signal_id=signal_id, told=told),
        _("Afgesloten. Dank u wel."),
    )


@login_required
@require_POST
def open_case(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Open a case from it."""
    form = CaseForm(request.POST)
    if not form.is_valid():
        return _page(request, signal_id, case_form=form)
    summary = form.cleaned_data["summary"]
    return _done(
        request,
        signal_id,
        lambda actor: actions.open_as_case(actor=actor, signal_id=signal_id, summary=summary),
        _("Er is nu een dossier. Wie het doorgaf staat er niet in."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Write down what somebody told on the phone or at the desk."""
    account = mensen.account_of(request)
    teams = mensen.teams_of(account)
    if not teams:
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    fresh = {"signal_id": uuid.uuid4(), "code": wegwijzer.new_code(), "source": "phone", "area": account.area_id}
    form = EnterForm(request.POST if request.method == "POST" else None, initial=fresh)
    if request.method == "POST" and form.is_valid():
        mensen.take(LIMIT, f"account-{account.pk}")
        given = form.cleaned_data
        try:
            accepted = actions.receive(
                actor=account_actor(account.pk),
                signal_id=given["signal_id"],
                area_code=given["area"],
                source=given["source"],
                permission=given["permission"],
                worry=actions.Worry(
                    text=given["text"],
                    about=given["about"],
                    name=given["name"],
                    address=given["address"],
                    phone=given["phone"],
                ),
                reporter=actions.Reporter(
                    name=given["on_behalf"], contact=given["contact"], organisation=given["organisation"]
                ),
                code=given["code"],
                entered_by=account.pk,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {
                "accepted": accepted,
                "code": given["code"],
                "crisis": crisis_card(accepted.crisis),
                "at_work": True,
                "ours": accepted.team_name in {team.name for team in teams},
            }
            return TemplateResponse(request, "wijkteam/signals/done.html", context)
    return TemplateResponse(request, "wijkteam/signals/enter.html", {"form": form}, status=422 if form.errors else 200)
