"""Sharing a case, with a preview of exactly what the other will read; secrecy and agreement beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import actions as core
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.casework import queries as casework
from wijkkompas.wijkteam.casework.queries import Who
from wijkkompas.wijkteam.casework.rules import Standing
from wijkkompas.wijkteam.casework.views import actor_of, of_a_case
from wijkkompas.wijkteam.consent import actions
from wijkkompas.wijkteam.consent.forms import AgreeForm, ReleaseForm, ShareForm, StopForm
from wijkkompas.wijkteam.consent.rules import TEXT_VERSION, resident_word
from wijkkompas.wijkteam.models import Case, HelpAgreement, Representative, SecrecyRelease, Share
from wijkkompas.wijkteam.rules import parts_of


def _own(case_id: UUID) -> tuple[Case, list[Who]]:
    """The case and who takes part in it, for its own team: nobody shares onward."""
    case, standing = casework.found(case_id)
    if not standing.home:
        raise toestemming.NotYours("case")
    return case, casework.people_of(case, names=False, purpose="help")


def _teams(own: int) -> list[tuple[Any, list[tuple[int, str]]]]:
    """Every other team, by organisation."""
    by: dict[str, list[tuple[int, str]]] = {}
    for team in (
        mensen.Team.objects.exclude(id=own).select_related("organization").order_by("organization__name", "name")
    ):
        by.setdefault(team.organization.name, []).append((team.id, team.name))
    return list(by.items())


def _representatives(people: list[Who]) -> list[tuple[UUID, str]]:
    """Who stands for somebody of this case with an authority that was checked and lasts."""
    labels = {who.row.person_id: who.label for who in people}
    live = Q(until=None) | Q(until__gt=clock.now())
    rows = Representative.objects.filter(live, person_id__in=labels, verified_at__isnull=False)
    return [
        (row.id, f"{row.get_kind_display()}: {labels.get(row.by_id, _('iemand uit een ander dossier'))}")
        for row in rows
    ]


def _page(request: HttpRequest, case: Case, people: list[Who], *, status: int = 200, **more: Any) -> HttpResponse:
    now = clock.now()
    rows = list(Share.objects.filter(case=case).select_related("to_team__organization").order_by("-made_at"))
    agreements = list(HelpAgreement.objects.filter(case=case).select_related("with_representative").order_by("-at"))
    labels = {who.row.person_id: who.label for who in people}
    return TemplateResponse(
        request,
        "wijkteam/consent/share.html",
        {
            "case": case,
            "receivers": casework.receivers_of(case.id),
            "live": [row for row in rows if row.withdrawn_at is None and row.valid_until > now],
            "over": [row for row in rows if row.withdrawn_at is not None or row.valid_until <= now],
            "agreements": [(row, labels.get(row.person_id, "")) for row in agreements],
            "share_form": ShareForm(case=case, people=people, teams=_teams(case.team_id)),
            "agree_form": AgreeForm(people=people, representatives=_representatives(people)),
            "text_version": TEXT_VERSION,
        }
        | more,
        status=status,
    )


@of_a_case
@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """First look at what the other will read, then share. The button of the preview sends the same form again."""
    case, people = _own(case_id)
    if request.method != "POST":
        return _page(request, case, people)
    form = ShareForm(request.POST, case=case, people=people, teams=_teams(case.team_id))
    deed = request.POST.get("deed")
    if deed == "terug" or not form.is_valid():
        return _page(
            request, case, people, status=200 if deed == "terug" else 422, share_form=form, form=form, open=True
        )
    if deed == "deel":
        try:
            made = core.share(actor=actor_of(request), case_id=case_id, **form.deed)
            messages.success(request, _("Gedeeld. U kunt het elk moment stoppen."))
            return redirect("team_share", case_id=case_id, share_id=made)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _page(request, case, people, status=422, share_form=form, form=form, open=True)
    return _preview(request, case, form, people)


def _preview(request: HttpRequest, case: Case, form: ShareForm, people: list[Who]) -> HttpResponse:
    parts = parts_of(form.cleaned_data["scope"], form.cleaned_data["parts"])
    if not parts:
        form.add_error("parts", _("Kies wat u wilt delen."))
        return _page(request, case, people, status=422, share_form=form, form=form, open=True)
    sheet = casework.read(case, Standing("shared", parts), names=True, everything=True, for_other=True)
    told = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    return TemplateResponse(
        request,
        "wijkteam/consent/preview.html",
        {
            "case": case,
            "sheet": sheet,
            "told": told,
            "names_open": True,
            "today": clock.today(),
            "until": form.cleaned_data["until"],
            "to": dict(sum((rows for _name, rows in _teams(case.team_id)), [])).get(form.cleaned_data["to_team_id"])
            or form.cleaned_data["to_address"],
        },
    )


def _share(case_id: UUID, share_id: UUID) -> tuple[Case, list[Who], Share]:
    case, people = _own(case_id)
    row = Share.objects.filter(id=share_id, case=case).select_related("to_team__organization").first()
    if row is None:
        raise toestemming.NotYours("share")
    return case, people, row


def _share_page(
    request: HttpRequest, case: Case, people: list[Who], row: Share, *, status: int = 200, **more: Any
) -> HttpResponse:
    labels = {who.row.person_id: who.label for who in people}
    releases = list(SecrecyRelease.objects.filter(share=row).order_by("-at"))
    receivers = casework.receivers_of(case.id)
    return TemplateResponse(
        request,
        "wijkteam/consent/one.html",
        {
            "case": case,
            "row": row,
            "receivers": receivers,
            "live": row.withdrawn_at is None and row.valid_until > clock.now(),
            "given_by": labels.get(row.given_by_id, "") if row.given_by_id else "",
            "word": resident_word(row.basis),
            "seen": queries.seen_through(row.id)[:50],
            "releases": [
                (one, receivers.get(one.professional_id), labels.get(one.given_by_id, "")) for one in releases
            ],
            "stop_form": StopForm(),
            "release_form": ReleaseForm(people=people),
        }
        | more,
        status=status,
    )


@of_a_case
@require_safe
def one(request: HttpRequest, case_id: UUID, share_id: UUID) -> HttpResponse:
    """One share: what is open until when, what was already read, how it stops."""
    return _share_page(request, *_share(case_id, share_id))


@of_a_case
@require_POST
def stop(request: HttpRequest, case_id: UUID, share_id: UUID) -> HttpResponse:
    """Stop at once: the team by itself, or because the resident said so. Then the list of what was already read."""
    _share(case_id, share_id)
    form = StopForm(request.POST)
    if request.POST.get("wie") == "bewoner":
        if not form.is_valid():
            raise Http404
        actions.withdraw_for(actor=actor_of(request), case_id=case_id, share_id=share_id, how=form.cleaned_data["how"])
    else:
        core.withdraw(actor=actor_of(request), share_id=share_id)
    messages.success(request, _("Gestopt. De ander leest nu niets meer."))
    return redirect("team_share", case_id=case_id, share_id=share_id)


@of_a_case
@require_POST
def release(request: HttpRequest, case_id: UUID, share_id: UUID) -> HttpResponse:
    """One professional may speak."""
    case, people, row = _share(case_id, share_id)
    form = ReleaseForm(request.POST, people=people)
    if form.is_valid():
        try:
            actions.release(actor=actor_of(request), case_id=case_id, share_id=share_id, **form.cleaned_data)
            messages.success(request, _("Bewaard."))
            return redirect("team_share", case_id=case_id, share_id=share_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _share_page(request, case, people, row, status=422, release_form=form, form=form)


@of_a_case
@require_POST
def release_over(request: HttpRequest, case_id: UUID, share_id: UUID, release_id: UUID) -> HttpResponse:
    """The professional is silent again."""
    actions.withdraw_release(actor=actor_of(request), case_id=case_id, release_id=release_id)
    messages.success(request, _("Bewaard. Deze persoon zwijgt weer."))
    return redirect("team_share", case_id=case_id, share_id=share_id)


@of_a_case
@require_POST
def agree(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Somebody says yes to the help."""
    case, people = _own(case_id)
    form = AgreeForm(request.POST, people=people, representatives=_representatives(people))
    if form.is_valid():
        try:
            actions.agree(actor=actor_of(request), case_id=case_id, **form.cleaned_data)
            messages.success(request, _("Bewaard."))
            return redirect("team_sharing", case_id=case_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, case, people, status=422, agree_form=form, form=form)


@of_a_case
@require_POST
def agreement_over(request: HttpRequest, case_id: UUID, agreement_id: UUID) -> HttpResponse:
    """Somebody wants no help any more."""
    actions.withdraw_agreement(actor=actor_of(request), case_id=case_id, agreement_id=agreement_id)
    messages.success(request, _("Bewaard. Bespreek samen hoe u stopt."))
    return redirect("team_sharing", case_id=case_id)
