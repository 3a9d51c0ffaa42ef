"""Who belongs together, on one page. It shows names: a button of the case leads here, and each name leaves a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.kern.access import Actor
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import actions as core
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework import queries as casework
from wijkkompas.wijkteam.casework.rules import may_write
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.household import actions, queries
from wijkkompas.wijkteam.household.forms import AddForm, LivesForm, OtherForm, ProofForm, StandsForm
from wijkkompas.wijkteam.models import Case
from wijkkompas.wijkteam.values import VerifiedHow


def _gathered(case_id: UUID, data: Any = None, bound: str = "") -> dict[str, Any]:
    """Everything of the page; the form named `bound` holds what was sent."""
    case, standing = casework.found(case_id)
    if not standing.home:
        raise toestemming.NotYours("case")
    people = casework.people_of(case, names=True, purpose="help")
    homes, others = queries.homes_of(case, people), queries.elsewhere(case, people)

    def sent(name: str) -> Any:
        return data if name == bound else None

    return {
        "case": case,
        "people": people,
        "homes": homes,
        "writing": may_write(case.state),
        "representatives": [
            (row, whom, who, ProofForm(row=row), VerifiedHow(row.verified_how).label if row.verified_how else "")
            for row, whom, who in queries.standing_for(people, others)
        ],
        "nieuw_form": AddForm(sent("nieuw")),
        "woont_form": LivesForm(sent("woont"), people=people, homes=homes),
        "ander_form": OtherForm(sent("ander"), people=people),
        "gezag_form": StandsForm(sent("gezag"), people=people, others=others),
    }


def _page(request: HttpRequest, gathered: dict[str, Any], *, status: int = 200, **more: Any) -> HttpResponse:
    return TemplateResponse(request, "wijkteam/household/household.html", gathered | more, status=status)


@of_a_case
@require_safe
def household(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who belongs to this case, who lives where, who stands for whom."""
    return _page(request, _gathered(case_id))


WRITING: dict[str, Callable[..., object]] = {
    "nieuw": core.add_person,
    "woont": actions.move_in,
    "ander": actions.join_other,
    "gezag": actions.stand_for,
}


@of_a_case
@require_POST
def write(request: HttpRequest, case_id: UUID, deed: str) -> HttpResponse:
    """Somebody comes in, moves, belongs to another case too, stands for another."""
    if deed not in WRITING:
        raise Http404
    gathered = _gathered(case_id, request.POST, deed)
    form = gathered[f"{deed}_form"]
    if form.is_valid():
        try:
            WRITING[deed](actor=actor_of(request), case_id=case_id, **form.cleaned_data)
            messages.success(request, _("Bewaard."))
            return redirect("team_household", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, gathered, status=422, form=form)


def _safe(actor: Actor, case_id: UUID, key: UUID, safe: bool) -> None:
    actions.set_safe(actor=actor, case_id=case_id, member_id=key, safe=safe)


CHANGING: dict[str, Callable[[Actor, UUID, UUID], None]] = {
    "verhuisd": lambda actor, case, key: actions.move_out(actor=actor, case_id=case, member_id=key),
    "veilig": lambda actor, case, key: _safe(actor, case, key, True),
    "onveilig": lambda actor, case, key: _safe(actor, case, key, False),
    "weg": lambda actor, case, key: actions.leave(actor=actor, case_id=case, person_id=key),
    "voorbij": lambda actor, case, key: actions.end_standing(actor=actor, case_id=case, representative_id=key),
}


@of_a_case
@require_POST
def change(request: HttpRequest, case_id: UUID, deed: str, row_id: UUID) -> HttpResponse:
    """One tap: moved out, safe or not, out of the case, authority over, paper seen."""
    _home(case_id)
    try:
        if deed == "gezien":
            how = request.POST.get("how", "")
            actions.verify(actor=actor_of(request), case_id=case_id, representative_id=row_id, how=how)
        elif deed in CHANGING:
            CHANGING[deed](actor_of(request), case_id, row_id)
        else:
            raise Http404
        messages.success(request, _("Bewaard."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("team_household", case_id=case_id)


def _home(case_id: UUID) -> Case:
    case, standing = casework.found(case_id)
    if not standing.home:
        raise toestemming.NotYours("case")
    return case
