"""The steps of the Meldcode. Who is no member gets the page of a case without them, whether there are any or not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework import queries as casework
from wijkkompas.wijkteam.casework.rules import may_write
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.meldcode import actions
from wijkkompas.wijkteam.meldcode.forms import STEP_WORDS, InviteForm, StepForm, TextForm
from wijkkompas.wijkteam.meldcode.rules import open_steps
from wijkkompas.wijkteam.models import Case


def _own(case_id: UUID) -> Case:
    case, standing = casework.found(case_id)
    if not standing.home:
        raise toestemming.NotYours("case")
    return case


def _gathered(case: Case, data: Any = None, bound: str = "") -> dict[str, Any]:
    track = actions.track_of(case.id)
    team = queries.people_of_team(case.team_id)
    made: dict[str, Any] = {"case": case, "track": track, "writing": may_write(case.state)}
    if track is None:
        return made | {"step_form": TextForm(data if bound == "stap" else None)}
    others = {identity: name for identity, name in team.items() if identity not in track.members}
    return made | {
        "steps": [
            (words, [step for step in track.steps if step.text["step"] == number])
            for number, words in STEP_WORDS.items()
        ],
        "step_form": StepForm(data if bound == "stap" else None, steps=open_steps(track.written)),
        "invite_form": InviteForm(data if bound == "wie" else None, people=others) if others else None,
    }


def _page(request: HttpRequest, gathered: dict[str, Any], *, status: int = 200, **more: Any) -> HttpResponse:
    return TemplateResponse(request, "wijkteam/meldcode/track.html", gathered | more, status=status)


@of_a_case
@require_safe
def track(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The own track, or how to begin one."""
    return _page(request, _gathered(_own(case_id)))


@of_a_case
@require_POST
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin with the first step, or write in one."""
    gathered = _gathered(_own(case_id), request.POST, "stap")
    form = gathered["step_form"]
    if form.is_valid():
        deed = actions.start if gathered["track"] is None else actions.write_step
        try:
            deed(actor=actor_of(request), case_id=case_id, **form.cleaned_data)
            messages.success(request, _("Bewaard."))
            return redirect("team_meldcode", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, gathered, status=422, form=form)


@of_a_case
@require_POST
def invite(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A colleague works on it too. Without a track of one's own there is nothing here."""
    gathered = _gathered(_own(case_id), request.POST, "wie")
    form = gathered.get("invite_form")
    if form is None:
        raise toestemming.NotYours("meldcode")
    if form.is_valid():
        try:
            actions.invite(actor=actor_of(request), case_id=case_id, **form.cleaned_data)
            messages.success(request, _("Deze collega leest nu mee en schrijft mee."))
            return redirect("team_meldcode", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, gathered, status=422, form=form)
