"""Handbooks for people at work: read with the lines for professionals, own, write a new version, look back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.guides import actions, queries
from wijkkompas.wegwijzer.guides.forms import HandbookForm, NewHandbookForm, NewStepForms, StepForms, steps_of
from wijkkompas.wegwijzer.values import Audience
from wijkkompas.wegwijzer.views.colleagues import need_choices
from wijkkompas.wegwijzer.views.finding import language
from wijkkompas.wegwijzer.views.working import professional_or_refuse, team_ids


@login_required
@require_safe
def handbooks(request: HttpRequest) -> HttpResponse:
    """Every handbook, first due first."""
    account = professional_or_refuse(request)
    mine = team_ids(account)
    context = {"rows": queries.handbooks(clock.today(), mine), "may_start": bool(mine) or _manages(account)}
    return TemplateResponse(request, "wegwijzer/handbooks.html", context)


def _manages(account: mensen.Account) -> bool:
    return account.role == mensen.Role.FUNCTIONAL_MANAGER


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """A new handbook: nothing of it stands anywhere before title, steps and day of review are there."""
    account = professional_or_refuse(request)
    teams, manages = mensen.teams_of(account), _manages(account)
    if not teams and not manages:
        raise PermissionDenied
    needs = need_choices()
    chosen: list[tuple[str, str]] = [(str(team.id), team.name) for team in teams]
    form = NewHandbookForm(request.POST or None, needs=needs, teams=chosen, manages=manages)
    steps = NewStepForms(request.POST or None, form_kwargs={"needs": needs}, prefix="s")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        data = form.cleaned_data
        text = actions.Text(data["title"], data["lead"], steps_of(steps), data["sources"], "", data["review_on"])
        try:
            slug = actions.start(
                actor=account_actor(account.pk),
                place=actions.Place(data["audience"], form.needs),
                text=text,
                team_id=data["team"],
                manages=manages,
            )
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Bewaard. Dit is versie 1."))
            return redirect("work_handbook", slug=slug)
    wrong = request.method == "POST"
    context = {"form": form, "steps": steps, "wrong": wrong}
    return TemplateResponse(request, "wegwijzer/handbook_new.html", context, status=422 if wrong else 200)


def _open(slug: str, number: int | None = None) -> queries.OpenHandbook:
    opened = queries.handbook(slug, clock.today(), number=number)
    if opened is None:
        raise Http404
    return opened


@login_required
@require_safe
def handbook(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One handbook whole, as it is or as it was, with its owner, its date and its history."""
    account = professional_or_refuse(request)
    opened = _open(slug, number)
    teams = mensen.teams_of(account)
    return TemplateResponse(
        request,
        "wegwijzer/work_handbook.html",
        {
            "opened": opened,
            "past": number is not None and number != opened.handbook.version,
            "history": queries.history(opened.handbook),
            "teams": teams,
            "mine": opened.handbook.owner_id in [team.id for team in teams],
            "may_write": _manages(account),
            "public": opened.handbook.audience != Audience.PROFESSIONALS,
            "language": language(),
        },
    )


@login_required
@require_POST
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Become the owner."""
    account = professional_or_refuse(request)
    opened, mine = _open(slug), team_ids(account)
    wanted = request.POST.get("team") or (str(mine[0]) if len(mine) == 1 else "")
    team = next((one for one in mine if str(one) == wanted), None)
    if team is None:
        raise Http404
    try:
        actions.take_over(actor=account_actor(account.pk), handbook_id=opened.handbook.id, team_id=team)
    except (actions.NoHandbook, actions.Refusal):  # somebody was first: then the database shows no row to take
        messages.error(request, _("Dit handboek heeft al een eigenaar."))
    else:
        messages.success(request, _("Uw team is nu eigenaar en kijkt het na."))
    return redirect("work_handbook", slug=slug)


@login_required
@require_POST
def give_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Let go of it."""
    account = professional_or_refuse(request)
    opened = _open(slug)
    try:
        actions.give_back(actor=account_actor(account.pk), handbook_id=opened.handbook.id, team_ids=team_ids(account))
    except actions.NoHandbook as error:
        raise Http404 from error
    messages.success(request, _("Uw team is geen eigenaar meer."))
    return redirect("work_handbook", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new version, or say that all is still right."""
    account = professional_or_refuse(request)
    opened, mine, manages = _open(slug), team_ids(account), _manages(account)
    if opened.handbook.owner_id not in mine and not manages:
        raise Http404
    needs = need_choices()
    initial = {
        "title": opened.version.title,
        "lead": opened.version.lead,
        "sources": "\n".join(opened.version.sources),
        "based_on": opened.handbook.version,
    }
    form = HandbookForm(request.POST or None, initial=initial)
    steps = StepForms(
        request.POST or None,
        initial=None if request.POST else [row.step.as_record() for row in opened.steps],
        form_kwargs={"needs": needs},
        prefix="s",
    )
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        data = form.cleaned_data
        text = actions.Text(
            data["title"], data["lead"], steps_of(steps), data["sources"], data["changed"], data["review_on"]
        )
        try:
            actions.write(
                actor=account_actor(account.pk),
                handbook_id=opened.handbook.id,
                based_on=data["based_on"],
                text=text,
                team_ids=mine,
                manages=manages,
            )
        except actions.NoHandbook as error:
            raise Http404 from error
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Bewaard. De oude tekst staat bij de vorige versies."))
            return redirect("work_handbook", slug=slug)
    wrong = request.method == "POST"
    context = {"opened": opened, "form": form, "steps": steps, "wrong": wrong}
    return TemplateResponse(request, "wegwijzer/handbook_write.html", context, status=422 if wrong else 200)
