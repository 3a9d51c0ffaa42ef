"""For people at work: how busy a service is, notes of the own team, who knows what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.talen.api import CODES, NAMES
from wijkkompas.wegwijzer.colleagues import actions, queries
from wijkkompas.wegwijzer.colleagues.forms import CardForm, NoteForm, RoomForm
from wijkkompas.wegwijzer.models import Domain, Need, Service
from wijkkompas.wegwijzer.values import Theme
from wijkkompas.wegwijzer.views.finding import language
from wijkkompas.wegwijzer.views.working import professional_or_refuse


def _service(slug: str) -> Service:
    """The service, or the one that it went up in: what somebody writes at work is not lost (wegwijzer.merging)."""
    found = get_object_or_404(Service.objects.select_related("organization", "merged_into__organization"), slug=slug)
    return found.merged_into or found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how much room a service has."""
    account = professional_or_refuse(request)
    service = _service(slug)
    if not queries.may(account, service, in_team=bool(mensen.teams_of(account))).say:
        raise PermissionDenied
    form = RoomForm(request.POST or None, initial={"said_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_room(actor=account_actor(account.pk), service=service, **form.cleaned_data)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Genoteerd. Collega's zien nu hoe druk het is."))
            return redirect("service", slug=slug)
    context = {
        "service": service,
        "form": form,
        "title": _("Hoe druk is het?"),
        "verb": _("Noteer"),
    }
    return TemplateResponse(request, "wegwijzer/work_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a note for the own team or organisation."""
    account = professional_or_refuse(request)
    service = _service(slug)
    teams = [(str(team.id), team.name) for team in mensen.teams_of(account)]
    if not queries.may(account, service, in_team=bool(teams)).note:
        raise PermissionDenied
    form = NoteForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        team = int(form.cleaned_data.get("team") or teams[0][0]) if teams else None
        try:
            actions.add_note(
                actor=account_actor(account.pk),
                service=service,
                text=form.cleaned_data["text"],
                team_id=team,
                organization_id=None if team else account.organization_id,
            )
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Bewaard. Alleen uw team ziet deze notitie."))
            return redirect("service", slug=slug)
    context = {
        "service": service,
        "form": form,
        "title": _("Notitie voor uw team"),
        "verb": _("Bewaar"),
    }
    return TemplateResponse(request, "wegwijzer/work_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_note(request: HttpRequest, slug: str, note_id: UUID) -> HttpResponse:
    """Take a note away."""
    account = professional_or_refuse(request)
    service = _service(slug)
    try:
        actions.remove_note(actor=account_actor(account.pk), service=service, note_id=note_id)
    except actions.NotThere as error:
        raise Http404 from error
    messages.success(request, _("De notitie is weg."))
    return redirect("service", slug=slug)


def need_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Needs by domain, in the language of the page. Two queries."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {
        domain.code: (domain.label(language()), []) for domain in Domain.objects.all()
    }
    for need in Need.objects.all():
        groups[need.domain_id][1].append((need.code, need.label(language())))
    return list(groups.values())


@login_required
@require_safe
def who_knows_what(request: HttpRequest) -> HttpResponse:
    """Cards of colleagues in the same area, by what they know about."""
    account = professional_or_refuse(request)
    choices = need_choices()
    labels = {code: label for _domain, options in choices for code, label in options}
    themes = {value: str(name) for value, name in Theme.choices}
    need, theme, spoken = (
        asked if (asked := request.GET.get(name, "")) in known else ""
        for name, known in (("need", labels), ("theme", themes), ("taal", NAMES))
    )
    rows = [
        {
            "card": card,
            "mine": card.account_id == account.pk,
            "knows": [labels[c] for c in card.needs if c in labels] + [themes[t] for t in card.themes if t in themes],
            "languages": [NAMES[code] for code in card.languages if code in NAMES],
        }
        for card in queries.cards(need=need, theme=theme, language=spoken)
    ]
    return TemplateResponse(
        request,
        "wegwijzer/who_knows_what.html",
        {
            "rows": rows,
            "needs": choices,
            "themes": themes.items(),
            "languages": [(code, NAMES[code]) for code in CODES],
            "chosen": {"need": need, "theme": theme, "taal": spoken},
            "narrowed": bool(need or theme or spoken),
            "may_have": bool(mensen.teams_of(account)),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_card(request: HttpRequest) -> HttpResponse:
    """Make or change the own card."""
    account = professional_or_refuse(request)
    teams = [(str(team.id), team.name) for team in mensen.teams_of(account)]
    if not teams:
        raise PermissionDenied
    card = queries.my_card(account.pk)
    initial: dict[str, Any] = {"name": account.name, "languages": ["nl"]}
    if card is not None:
        initial = {name: getattr(card, name) for name in ("name", "function", "needs", "themes", "languages", "reach")}
        initial["team"] = str(card.team_id)
    form = CardForm(request.POST or None, initial=initial, teams=teams, needs=need_choices())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.keep_card(
            actor=account_actor(account.pk),
            team_id=int(data["team"]),
            card=actions.CardText(
                data["name"], data["function"], data["needs"], data["themes"], data["languages"], data["reach"]
            ),
        )
        messages.success(request, _("Bewaard. Collega's in uw gebied vinden u nu."))
        return redirect("who_knows_what")
    return TemplateResponse(
        request, "wegwijzer/my_card.html", {"form": form, "card": card}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def remove_card(request: HttpRequest) -> HttpResponse:
    """Take the own card away."""
    account = professional_or_refuse(request)
    if actions.remove_card(actor=account_actor(account.pk)):
        messages.success(request, _("Uw kaartje is weg."))
    return redirect("who_knows_what")
