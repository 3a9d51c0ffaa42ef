"""The call list and one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor
from wijkkompas.mensen import api as mensen
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.pulse import actions, queries
from wijkkompas.wijkteam.pulse.forms import TalkForm
from wijkkompas.wijkteam.pulse.rules import TRIES
from wijkkompas.wijkteam.pulse.values import PulseState
from wijkkompas.wijkteam.queries import people_of_team


def on_team(**_about: object) -> dict[str, Any]:
    """On the morning list of the team: how many calls wait."""
    return {"template": "wijkteam/pulse/on_team.html", "count": queries.waiting(clock.today())}


@login_required
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """The calls whose day has come, and what comes later."""
    account = mensen.account_of(request)
    if not mensen.teams_of(account):
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    today = clock.today()
    context = {"lines": queries.to_call(account.pk, today), "later": queries.later(today), "most": TRIES}
    return TemplateResponse(request, "wijkteam/pulse/list.html", context)


@of_a_case
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """One call: what was agreed, the script and the form."""
    shown = queries.one_call(call_id)
    form = TalkForm(request.POST or None, people=people_of_team(shown.case.team_id))
    if request.method == "POST" and form.is_valid():
        try:
            well = actions.note_talk(actor=actor_of(request), call_id=call_id, talk=form.talk, then=form.then)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if not well:
                messages.success(request, _("Bewaard. Het dossier is weer open."))
                return redirect("team_case", case_id=shown.case.id)
            messages.success(request, _("Bewaard. Fijn dat het goed gaat."))
            return redirect("team_pulse")
    context = {"shown": shown, "form": form, "planned": shown.call.state == PulseState.PLANNED, "most": TRIES}
    return TemplateResponse(
        request, "wijkteam/pulse/call.html", context, status=422 if request.method == "POST" else 200
    )


def _not_reached(actor: Actor, call_id: UUID) -> str:
    if actions.note_not_reached(actor=actor, call_id=call_id) >= TRIES:
        return _("Genoteerd. Dit was de derde keer. Wij bellen niet meer.")
    return _("Genoteerd: niet bereikt. Probeer het een andere dag.")


def _not_wanted(actor: Actor, call_id: UUID) -> str:
    actions.note_not_wanted(actor=actor, call_id=call_id)
    return _("Genoteerd. Wij bellen niet meer.")


DEEDS: dict[str, Callable[[Actor, UUID], str]] = {"niet-bereikt": _not_reached, "liever-niet": _not_wanted}


@of_a_case
@require_POST
def deed(request: HttpRequest, call_id: UUID, deed: str) -> HttpResponse:
    """Nobody answered, or somebody wants no talk."""
    if deed not in DEEDS:
        raise Http404
    try:
        messages.success(request, DEEDS[deed](actor_of(request), call_id))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("team_pulse")
