"""The list of cases and one case. Thin: what may be seen is decided in the database, what may be done in the deeds."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock, panels
from wijkkompas.kern.access import Actor, account_actor
from wijkkompas.kern.paper import Busy
from wijkkompas.kern.printouts import later, pdf_response
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam import queries as core
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework import files, queries
from wijkkompas.wijkteam.casework.forms import ActionForm, ContactForm, GoalForm, MoveForm, NoteForm
from wijkkompas.wijkteam.casework.queries import Sheet
from wijkkompas.wijkteam.casework.rules import is_late, may_write
from wijkkompas.wijkteam.destroying import actions as destroying
from wijkkompas.wijkteam.destroying.forms import LongerForm
from wijkkompas.wijkteam.values import ActionState, CaseState, GoalState

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Who does the deed."""
    return account_actor(mensen.account_of(request).pk)


def of_a_case(view: View) -> View:
    """For who logged in; what is not there and what is not theirs is the same page that is not there."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        try:
            return view(request, *args, **more)
        except toestemming.NotYours as error:
            raise Http404 from error

    return wrapped


@login_required
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases of my teams, each with its next step."""
    account = mensen.account_of(request)
    teams = mensen.teams_of(account)
    if not teams:
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    known = {str(team.id): team for team in teams}
    chosen = known.get(request.GET.get("team", ""))
    only, state = request.GET.get("wie", ""), request.GET.get("stand", "")
    page, lines = queries.case_list(
        me=account.pk,
        teams=[chosen.id] if chosen and only != "gedeeld" else [team.id for team in teams],
        only=only,
        state=state,
        number=request.GET.get("page", "1"),
    )
    kept = {"wie": only, "stand": state, "team": str(chosen.id) if chosen else ""}
    today = clock.today()
    return TemplateResponse(
        request,
        "wijkteam/casework/list.html",
        {
            "teams": teams,
            "chosen": chosen,
            "only": only if only in {"mij", "gedeeld"} else "",
            "state": state,
            "states": [(row.value, row.label) for row in CaseState if row != CaseState.DESTROYED],
            "page_obj": page,
            "rows": [(line, is_late(line.due, today)) for line in lines],
            "query": "?" + "".join(f"{name}={value}&" for name, value in kept.items() if value.isalnum()),
        },
    )


def forms_of(sheet: Sheet, data: Any = None, bound: str = "") -> dict[str, forms.Form]:
    """The forms of a case page; the one named `bound` holds what was sent."""
    people = [(who.row.person_id, who.label) for who in sheet.people]

    def made(form: type[forms.Form], name: str, **more: Any) -> forms.Form:
        return form(data if bound == name else None, **more)

    team = sheet.case.team_id
    goals = [(goal.row.id, goal.text["text"][:60]) for goal, _deeds in sheet.goals if goal and goal.row.state == "open"]
    return {
        "note_form": made(NoteForm, "verslag", people=people),
        "contact_form": made(ContactForm, "contact", people=people),
        "goal_form": made(GoalForm, "doel", people=people),
        "action_form": made(
            ActionForm,
            "actie",
            people=people,
            workers=core.people_of_team(team),
            volunteers=queries.volunteers_of(team),
            goals=goals,
        ),
        "move_form": made(MoveForm, "stand", state=sheet.case.state),
        "longer_form": made(LongerForm, "langer"),
    }


def page(request: HttpRequest, sheet: Sheet, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a case, with a form that was sent when it must be mended."""
    today = clock.today()
    home = sheet.standing.home
    writing = home and may_write(sheet.case.state)
    made = forms_of(sheet) if home else {}
    broken = [form for form in more.values() if isinstance(form, forms.Form) and form.errors]
    return TemplateResponse(
        request,
        "wijkteam/casework/case.html",
        {
            "sheet": sheet,
            "case": sheet.case,
            "home": home,
            "writing": writing,
            "form": broken[0] if broken else None,
            "names_open": any(who.told for who in sheet.people),
            "next": next((row for row in sheet.actions if row.row.state == ActionState.OPEN), None),
            "today": today,
            "now": clock.now(),
            "receivers": queries.receivers_of(sheet.case.id) if home else {},
            "looked": core.who_looked(sheet.case.id)[:20] if home else [],
            "panels": panels.at("case", case=sheet.case, home=home),
        }
        | made
        | more,
        status=status,
    )


@of_a_case
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case; opening it leaves lines that the resident can read."""
    return page(request, queries.sheet(case_id, everything="alles" in request.GET))


@of_a_case
@require_POST
def names(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The same with names and addresses: a button, so that no link and no prefetch opens them."""
    return page(request, queries.sheet(case_id, names=True))


@of_a_case
@require_safe
def case_file(request: HttpRequest, case_id: UUID, form: str) -> HttpResponse:
    """The case as JSON, CSV or PDF."""
    if form not in {"json", "csv", "pdf"}:
        raise Http404
    sheet = queries.sheet(case_id, everything=True)
    name = f"dossier-{sheet.case.number}.{form}"
    if form == "pdf":
        mensen.take(mensen.PRINT_LIMIT, mensen.client_of(request))
        try:
            return pdf_response(files.as_pdf(sheet, language=get_language() or "nl", day=clock.today()), name)
        except Busy:
            messages.error(request, _("De drukpers is bezet. Probeer het over een minuut opnieuw."))
            return later(page(request, sheet, status=503))
    kind, text = (
        ("application/json", files.as_json(sheet))
        if form == "json"
        else ("text/csv; charset=utf-8", files.as_csv(sheet))
    )
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _write_note(actor: Actor, case_id: UUID, form: Any, _request: HttpRequest) -> str:
    actions.write_note(actor=actor, case_id=case_id, **form.cleaned_data)
    return _("Bewaard.")


def _note_contact(actor: Actor, case_id: UUID, form: Any, request: HttpRequest) -> str:
    reached = request.POST.get("bereikt") == "ja"
    actions.note_contact(actor=actor, case_id=case_id, reached=reached, **form.cleaned_data)
    return _("Genoteerd: bereikt.") if reached else _("Genoteerd: niet bereikt.")


def _set_goal(actor: Actor, case_id: UUID, form: Any, _request: HttpRequest) -> str:
    actions.set_goal(actor=actor, case_id=case_id, **form.cleaned_data)
    return _("Het doel staat in het plan.")


def _set_action(actor: Actor, case_id: UUID, form: Any, _request: HttpRequest) -> str:
    actions.set_action(actor=actor, case_id=case_id, **form.deed)
    return _("Deze actie staat in het plan.")


def _move(actor: Actor, case_id: UUID, form: Any, _request: HttpRequest) -> str:
    actions.move_case(actor=actor, case_id=case_id, **form.deed)
    return _("Bewaard.")


def _keep_longer(actor: Actor, case_id: UUID, form: Any, _request: HttpRequest) -> str:
    destroying.keep_longer(actor=actor, case_id=case_id, **form.cleaned_data)
    return _("Dit dossier blijft langer. De reden staat in het logboek.")


# The form of each deed on the page, its name there, and what it does.
WRITING: dict[str, tuple[str, Callable[[Actor, UUID, Any, HttpRequest], str]]] = {
    "verslag": ("note_form", _write_note),
    "contact": ("contact_form", _note_contact),
    "doel": ("goal_form", _set_goal),
    "actie": ("action_form", _set_action),
    "stand": ("move_form", _move),
    "langer": ("longer_form", _keep_longer),
}


@of_a_case
@require_POST
def write(request: HttpRequest, case_id: UUID, deed: str) -> HttpResponse:
    """Write in a case. What cannot be kept stands in the form again, with what to do."""
    if deed not in WRITING:
        raise Http404
    case_row, as_what = queries.found(case_id)
    if not as_what.home:
        raise Http404
    sheet = queries.read(case_row, as_what)
    name, do = WRITING[deed]
    form = forms_of(sheet, request.POST, deed)[name]
    if form.is_valid():
        try:
            messages.success(request, do(actor_of(request), case_id, form, request))
            return redirect("team_case", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return page(request, sheet, status=422, **{name: form})


FINISHING: dict[str, Callable[[Actor, UUID], None]] = {
    "gedaan": lambda actor, key: actions.finish_action(actor=actor, action_id=key, state=ActionState.DONE),
    "vervallen": lambda actor, key: actions.finish_action(actor=actor, action_id=key, state=ActionState.DROPPED),
    "gelukt": lambda actor, key: actions.finish_goal(actor=actor, goal_id=key, state=GoalState.REACHED),
    "losgelaten": lambda actor, key: actions.finish_goal(actor=actor, goal_id=key, state=GoalState.DROPPED),
}


@of_a_case
@require_POST
def finish(request: HttpRequest, case_id: UUID, what: str, row_id: UUID) -> HttpResponse:
    """One tap: an action or goal is done, or falls away."""
    _case, as_what = queries.found(case_id)
    if what not in FINISHING or not as_what.home or not queries.is_of_case(case_id, row_id):
        raise Http404
    try:
        FINISHING[what](actor_of(request), row_id)
        messages.success(request, _("Bewaard."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("team_case", case_id=case_id)


class CorrectForm(forms.Form):
    """Put right what was written before; both stay."""

    text = NoteForm.base_fields["text"]


@of_a_case
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Write what a note should have said. The first one stays, so that nobody wonders later."""
    sheet = queries.sheet(case_id)
    wrong = next((row for row in [*sheet.journal, *sheet.apart] if row.row.id == note_id), None)
    if wrong is None or not sheet.standing.home:
        raise Http404
    form = CorrectForm(request.POST or None, initial={"text": wrong.text.get("text", "")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_note(actor=actor_of(request), note_id=note_id, text=form.cleaned_data["text"])
            messages.success(request, _("Bewaard. De eerste tekst blijft ook staan."))
            return redirect("team_case", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return TemplateResponse(
        request,
        "wijkteam/casework/correct.html",
        {"form": form, "wrong": wrong, "case": sheet.case},
        status=422 if form.errors else 200,
    )
