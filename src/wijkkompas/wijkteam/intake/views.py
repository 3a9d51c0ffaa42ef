"""The page of a first talk, and of a notification under the law."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor
from wijkkompas.kern.paper import Busy
from wijkkompas.kern.printouts import later, pdf_response
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import api as wegwijzer
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework import queries as casework
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.intake import actions, drafts, letters, signals
from wijkkompas.wijkteam.intake.forms import LaterForm, SupportForm, TalkForm, TextForm
from wijkkompas.wijkteam.intake.terms import days_of
from wijkkompas.wijkteam.models import Case, Notification

FOUND = 5  # suggestions beside the talk
DRAFT_LIMIT = mensen.Limit("intake-draft", most=60, seconds=3600)  # of who is not logged in any more


def _suggested(question: str, team: mensen.Team | None) -> dict[str, Any]:
    """What the Wegwijzer finds for the question: worked out here, the text goes nowhere."""
    area = team.areas.order_by("code").values_list("code", flat=True).first() if team is not None else None
    if question.strip():
        with contextlib.suppress(wegwijzer.BadQuestion, wegwijzer.NoIndex):
            return wegwijzer.answer(question.strip()[:1000], area=area, limit=FOUND)
    return {}


def _path() -> str:
    return reverse("team_intake")


def _log_in_first(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(_path())
    if request.method == "POST":
        mensen.take(DRAFT_LIMIT, mensen.client_of(request))
        wrote = request.POST.get("account", "")[:20]
        drafts.keep(request, response, request.POST.dict(), account=wrote, path=_path())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """One page for the first talk. What is sent when the log-in was over waits in the browser of who wrote it."""
    if not request.user.is_authenticated:
        return _log_in_first(request)
    account = mensen.account_of(request)
    teams = mensen.teams_of(account)
    if not teams:
        return TemplateResponse(request, "wegwijzer/team_none.html", {}, status=403)
    told = request.POST if request.method == "POST" else None
    draft = drafts.read(request, account=str(account.pk)) if told is None else None
    question = (told or draft or {}).get("question", "")
    chosen = next((team for team in teams if str(team.id) == (told or draft or {}).get("team")), teams[0])
    found = _suggested(question, chosen) if told is not None or draft else {}
    choices: dict[str, Any] = {
        "teams": [(team.id, team.name) for team in teams],
        "needs": [(need["code"], need["label"]) for need in found.get("needs", [])],
    }
    form = TalkForm(
        told,
        initial=_initial(request, teams, draft),
        **choices,
    )
    deed = told.get("deed", "") if told is not None else ""
    if told is not None and deed not in {"zoek", "bewaar"} and form.is_valid():
        try:
            made = actions.begin(
                actor=actor_of(request),
                intake_id=form.intake_id,
                team_id=form.cleaned_data["team"],
                talk=form.talk,
                signal_id=_signal(form.cleaned_data["signal"]),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Het dossier is gemaakt. Maak nu samen een plan."))
            done = redirect("team_case", case_id=made)
            drafts.forget(done, path=_path())
            return done
    if deed in {"zoek", "bewaar"}:  # look, or stop for now: nothing needs to be complete
        form = TalkForm(initial=told.dict() if told else {}, **choices)
    response = TemplateResponse(
        request,
        "wijkteam/intake/talk.html",
        {"form": form, "found": found, "one_team": len(teams) == 1, "account": account, "kept": bool(draft)},
        status=422 if form.errors else 200,
    )
    if told is not None:
        kept = drafts.keep(request, response, told.dict(), account=str(account.pk), path=_path())
        if deed == "bewaar":
            said = (
                _("Bewaard op dit apparaat, 12 uur lang.")
                if kept
                else _("Dit is te lang om te bewaren. Maak nu een dossier.")
            )
            (messages.success if kept else messages.error)(request, said)
    return response


def _initial(request: HttpRequest, teams: list[mensen.Team], draft: dict[str, str] | None) -> dict[str, Any]:
    """What the form begins with: a draft, else what a signal tells, else nothing. Raises Http404 for a signal of others."""
    if draft:
        return draft
    made: dict[str, Any] = {"id": uuid.uuid4(), "team": teams[0].id, "received_on": clock.today()}
    asked = request.GET.get("signaal")
    if asked is None or request.method == "POST":
        return made
    try:
        signal_id = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    start = signals.start_of(signal_id)
    if start is None:
        raise Http404
    made |= {"signal": signal_id, "question": start.question, "language": start.language}
    return made | {"name": start.name, "phone": start.phone} | ({"team": start.team_id} if start.team_id else {})


def _signal(signal_id: UUID | None) -> UUID | None:
    """Only a signal that this actor may open: an id that was put in the form opens nothing and marks nothing."""
    if signal_id is not None and signals.start_of(signal_id) is None:
        raise Http404
    return signal_id


@login_required
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """The script of the page lays down what is filled in so far."""
    response = HttpResponse(status=204)
    account = str(mensen.account_of(request).pk)
    if not drafts.keep(request, response, request.POST.dict(), account=account, path=_path()):
        response.status_code = 413
    return response


@login_required
@require_POST
def forget_draft(_request: HttpRequest) -> HttpResponse:
    """Begin again."""
    response = redirect("team_intake")
    drafts.forget(response, path=_path())
    return response


@of_a_case
@require_http_methods(["GET", "HEAD", "POST"])
def notify(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A notification in a case that runs."""
    case = _own(case_id)
    people = casework.people_of(case, names=False, purpose="help")
    form = LaterForm(
        request.POST or None,
        people=[(who.row.person_id, who.label) for who in people],
        initial={"received_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and form.notified:
        try:
            made = actions.notify(
                actor=actor_of(request),
                case_id=case_id,
                notified=form.notified,
                about_id=form.cleaned_data["about_id"],
            )
            return redirect("team_notification", case_id=case_id, notification_id=made)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return TemplateResponse(
        request, "wijkteam/intake/notify.html", {"form": form, "case": case}, status=422 if form.errors else 200
    )


def _own(case_id: UUID) -> Case:
    """The case, for its own team only."""
    case, standing = casework.found(case_id)
    if not standing.home:
        raise toestemming.NotYours("case")
    return case


def _notification(case_id: UUID, notification_id: UUID) -> tuple[Case, Notification]:
    case = _own(case_id)
    row = Notification.objects.filter(id=notification_id, case=case).first()
    if row is None:
        raise toestemming.NotYours("notification")
    return case, row


def _page(request: HttpRequest, case: Case, row: Notification, *, status: int = 200, **more: Any) -> HttpResponse:
    now = clock.now()
    promises = [toezeggingen.of_objects(kind, [row.id]).get(row.id) for kind in (actions.CONFIRM, actions.REPORT)]
    answers = {"support_answer": row.support_answer, "carer_answer": row.carer_answer}
    return TemplateResponse(
        request,
        "wijkteam/intake/notification.html",
        {
            "case": case,
            "row": row,
            "today": clock.today(),
            "days": days_of(row),
            "promises": [(promise, promise.reading(now)) for promise in promises if promise],
            "support_form": SupportForm(initial=answers),
            "plan_form": TextForm(prefix="plan"),
            "report_form": TextForm(prefix="verslag"),
        }
        | more,
        status=status,
    )


@of_a_case
@require_http_methods(["GET", "HEAD"])
def notification(request: HttpRequest, case_id: UUID, notification_id: UUID) -> HttpResponse:
    """What the law asks after this notification, and how far it is."""
    return _page(request, *_notification(case_id, notification_id))


def _answer_support(actor: Actor, key: UUID, told: dict[str, Any]) -> None:
    actions.answer_support(actor=actor, notification_id=key, client=told["support_answer"], carer=told["carer_answer"])


NOTING: dict[str, tuple[str, type[Any], str | None, Callable[[Actor, UUID, dict[str, Any]], None]]] = {
    "ondersteuning": ("support_form", SupportForm, None, _answer_support),
    "plan": (
        "plan_form",
        TextForm,
        "plan",
        lambda actor, key, told: actions.take_own_plan(actor=actor, notification_id=key, **told),
    ),
    "verslag": (
        "report_form",
        TextForm,
        "verslag",
        lambda actor, key, told: actions.report(actor=actor, notification_id=key, **told),
    ),
}


@of_a_case
@require_POST
def note(request: HttpRequest, case_id: UUID, notification_id: UUID, deed: str) -> HttpResponse:
    """Note what was done: support offered, the own plan, the report."""
    case, row = _notification(case_id, notification_id)
    if deed not in NOTING:
        raise Http404
    name, form_of, prefix, do = NOTING[deed]
    form = form_of(request.POST, prefix=prefix)
    if form.is_valid():
        try:
            do(actor_of(request), notification_id, form.cleaned_data)
            messages.success(request, _("Bewaard."))
            return redirect("team_notification", case_id=case_id, notification_id=notification_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, case, row, status=422, **{name: form, "form": form})


@of_a_case
@require_POST
def letter(request: HttpRequest, case_id: UUID, notification_id: UUID) -> HttpResponse:
    """The letter of confirmation as PDF. It holds a name and address, so it is made anew each time and kept nowhere."""
    case, row = _notification(case_id, notification_id)
    people = casework.people_of(case, names=True, purpose="help")
    # Of somebody who left the case no letter goes to who stayed: that may be who they fled from.
    who = next((one for one in people if row.about_id in {None, one.row.person_id}), None)
    if who is None or not who.told.get("name"):
        messages.error(request, _("Zet eerst in het dossier om wie het gaat, met het adres."))
        return redirect("team_notification", case_id=case_id, notification_id=notification_id)
    promised = toezeggingen.of_objects(actions.REPORT, [row.id]).get(row.id)
    try:
        pdf = letters.confirmation(
            to="\n".join(filter(None, [who.told["name"], who.told.get("address", "")])),
            law=row.law,
            received=row.received_on,
            days=days_of(row),
            promised=promised.due if promised else None,
            team=case.team.name,
            today=clock.today(),
        )
    except Busy:
        messages.error(request, _("De drukpers is bezet. Probeer het over een minuut opnieuw."))
        return later(_page(request, case, row, status=503))
    actions.confirm(actor=actor_of(request), notification_id=notification_id)
    return pdf_response(pdf, "bevestiging.pdf")
