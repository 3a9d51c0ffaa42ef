"""Pages on which an organisation changes what the guide says of it: a record, its hours, a new one, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import actions, plainly, queries, record, rules, telling
from wijkkompas.wegwijzer.editing.forms import NewRecordForm, RecordForm, bare_values, uuid_or_none
from wijkkompas.wegwijzer.editing.hours import HoursForm, in_words
from wijkkompas.wegwijzer.editing.values import LABELS
from wijkkompas.wegwijzer.merging.queue import possible_duplicates
from wijkkompas.wegwijzer.values import ServiceStatus
from wijkkompas.wegwijzer.views.editing_drafts import draft_of, forget_draft, keep_draft, keeps_draft

LOOK = "look"


# What the record said when the form was opened: signed, so that nobody makes it up -----------------------------------


def _sign(service_id: UUID, values: Mapping[str, Any]) -> str:
    return signing.dumps(dict(values), salt=f"editing|{service_id}", compress=True)


def _base(data: QueryDict | None, service_id: UUID, now: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of what was sent, or of a draft: that is as old as the draft is."""
    try:
        told: dict[str, Any] = signing.loads(data.get("base", "") if data else "", salt=f"editing|{service_id}")
    except signing.BadSignature:
        return now
    return told


# One record ----------------------------------------------------------------------------------------------------------


@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
def edit_record(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Everything but the hours, in plain steps on one page."""
    if _types(request):
        return _own_panel(request, service_id)
    opened = _opened(service_id)
    draft = _unsaved(request, opened) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else draft
    base = _base(data, service_id, opened.now)
    form = RecordForm(data, organization=opened.service.organization, values=opened.shown, base=base)
    context: dict[str, Any] = {}
    if request.method == "POST":
        looks = request.POST.get("deed") == LOOK
        if looks or not form.is_valid():
            keep_draft(request)
        else:
            outcome = _save(request, service_id, form.wanted() | _theirs(request, opened.now), base)
            if isinstance(outcome, HttpResponse):
                return outcome
            keep_draft(request)
            if isinstance(outcome, actions.Clash):
                base, context = _seen(base, outcome), _clash(outcome, form.wanted())
            else:
                form.add_error(None, str(outcome))
        context["looked"] = looks
    status = 422 if request.method == "POST" and not context.get("looked") else 200
    return _form_page(request, opened, form, base, draft is not None, context, status)


def _opened(service_id: UUID) -> queries.Opened:
    try:
        return queries.opened(service_id)
    except toestemming.NotYours as error:
        raise Http404 from error


def _unsaved(request: HttpRequest, opened: queries.Opened) -> QueryDict | None:
    """The draft of a record, unless it says what stands here already: the panel may ask while the form is being saved."""
    draft = draft_of(request)
    if draft is None:
        return None
    base = _base(draft, opened.service.pk, opened.now)
    form = RecordForm(draft, organization=opened.service.organization, values=opened.shown, base=base)
    if not form.is_valid() or rules.changed(record.canonical(form.wanted()), opened.shown):
        return draft
    forget_draft(request)
    return None


def _theirs(request: HttpRequest, now: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of which somebody chose what the other wrote."""
    return {part: now[part] for part in LABELS if part in now and request.POST.get(f"keep-{part}") == "theirs"}


def _save(
    request: HttpRequest, service_id: UUID, wanted: Mapping[str, Any], base: Mapping[str, Any]
) -> HttpResponse | actions.Clash | Refusal:
    """Save; the answer is the next page, or why not."""
    try:
        actor = account_actor(mensen.account_of(request).pk)
        saved = actions.save(actor=actor, service_id=service_id, wanted=wanted, base=base)
    except toestemming.NotYours as error:
        raise Http404 from error
    except (actions.Clash, Refusal) as why:
        return why
    forget_draft(request)
    messages.success(request, _told_of(saved))
    return redirect("upkeep_record", service_id=service_id)


def _told_of(saved: actions.Saved) -> str:
    if saved.waiting and saved.public:
        return _("Opgeslagen. Een deel kijkt de gemeente eerst na. U krijgt een mail.")
    if saved.waiting:
        return _("Opgeslagen. De gemeente kijkt het na. U krijgt een mail.")
    return _("Opgeslagen. Bewoners zien het nu.") if saved.public else _("Er is niets veranderd.")


def _seen(base: Mapping[str, Any], clash: actions.Clash) -> dict[str, Any]:
    """Of what clashed somebody sees now what the other wrote; what they left alone is still not theirs to set back."""
    return {**base, **{part: clash.now[part] for part in clash.parts}}


def _clash(clash: actions.Clash, mine: Mapping[str, Any]) -> dict[str, Any]:
    told = telling.differences(
        {part: clash.now[part] for part in clash.parts}, {part: mine[part] for part in clash.parts}
    )
    return {"clashes": told}


def _form_page(
    request: HttpRequest,
    opened: queries.Opened,
    form: RecordForm,
    base: Mapping[str, Any],
    from_draft: bool,
    context: dict[str, Any],
    status: int,
) -> HttpResponse:
    service = opened.service
    hours = opened.shown["hours"]
    return TemplateResponse(
        request,
        "wegwijzer/editing/record.html",
        {
            "service": service,
            "form": form,
            "panels": _panels(form),
            "base": _sign(service.pk, base),
            "from_draft": from_draft,
            "waiting": opened.waiting,
            "draft_record": service.status == ServiceStatus.DRAFT,
            "week": telling.week(hours, clock.today()),
            "closures": telling.closures(hours, clock.today()),
            "places": opened.shown["places"] if len(opened.shown["places"]) > 1 else [],
        }
        | context,
        status=status,
    )


# How hard a text reads --------------------------------------------------------------------------------------------------


def _panels(form: Any) -> dict[str, plainly.Panel | None]:
    return {name: plainly.panel(name, str(form[name].value() or "")) for name in plainly.TARGETS}


def _types(request: HttpRequest) -> bool:
    """Does the page ask for a panel, at a pause in typing? That needs no more than who may."""
    return request.method == "POST" and bool(request.headers.get("HX-Request"))


def _own_panel(request: HttpRequest, service_id: UUID) -> HttpResponse:
    try:
        queries.own(service_id)
    except toestemming.NotYours as error:
        raise Http404 from error
    return _panel(request)


def _panel(request: HttpRequest) -> HttpResponse:
    """Only what stands beside one text, while somebody types; what was typed so far is kept."""
    keep_draft(request)
    field = request.headers.get("HX-Target", "").removeprefix("panel-")
    if field not in plainly.TARGETS:
        raise Http404
    panel = plainly.panel(field, request.POST.get(field, ""))
    return TemplateResponse(request, "wegwijzer/editing/panel.html", {"panel": panel, "field": field})


# Hours ----------------------------------------------------------------------------------------------------------------


@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
def edit_hours(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Weekly lines, days that differ, and how a resident sees it."""
    opened, today = _opened(service_id), clock.today()
    draft = draft_of(request) if request.method != "POST" else None
    posted = request.method == "POST"
    data = request.POST if posted else draft
    base = _base(data, service_id, opened.now)
    form = HoursForm(data, values=opened.shown, today=today, base=base["hours"])
    context: dict[str, Any] = {}
    sound = form.is_valid() if (posted or draft is not None) else False
    if posted:
        looks = request.POST.get("deed") == LOOK
        if looks or not sound:
            keep_draft(request)
        else:
            theirs = _theirs(request, opened.now)
            mine = {"hours": theirs.get("hours") or form.hours()}
            outcome = _save(request, service_id, mine, {"hours": base["hours"]})
            if isinstance(outcome, HttpResponse):
                return outcome
            keep_draft(request)
            if isinstance(outcome, actions.Clash):
                base, context = _seen(base, outcome), _clash(outcome, mine)
            else:
                form.errors.append({"text": str(outcome)})
    shown = form.hours() if sound else opened.shown["hours"]
    context |= {
        "service": opened.service,
        "form": form,
        "base": _sign(service_id, {"hours": base["hours"]}),
        "from_draft": draft is not None,
        "waiting": opened.waiting,
        "holidays": [(day.isoformat(), in_words(day), name) for day, name in form.holidays],
        "week": telling.week(shown, today),
        "closures": telling.closures(shown, today),
        "preview": telling.preview(shown, today),
        "not_saved": posted or draft is not None,
    }
    status = 422 if posted and (form.errors or "clashes" in context) else 200
    return TemplateResponse(request, "wegwijzer/editing/hours.html", context, status=status)


# A new one ------------------------------------------------------------------------------------------------------------


@keeps_draft
@require_http_methods(["GET", "HEAD", "POST"])
def add_record(request: HttpRequest) -> HttpResponse:
    """A new service; first what is here already that looks like it."""
    organization = organization_of(request)
    if _types(request):
        return _panel(request)
    draft = draft_of(request) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else draft
    form = NewRecordForm(data, organization=organization, values=bare_values(organization))
    alike: list[Any] = []
    looks = request.method == "POST" and request.POST.get("deed") == LOOK
    if request.method == "POST":
        keep_draft(request)
        if not looks and form.is_valid():
            told = form.wanted()
            alike = [] if form.cleaned_data["is_other"] else _alike(told, organization)
            added = None if alike else _add(request, organization, told, form)
            if added is not None:
                return added
    context = {
        "organization": organization,
        "form": form,
        "panels": _panels(form),
        "from_draft": draft is not None,
        "looked": looks,
        "alike": alike,
        "asks_other": bool(alike) or bool(data and "is_other" in data),
    }
    status = 422 if request.method == "POST" and not looks else 200
    return TemplateResponse(request, "wegwijzer/editing/record.html", context, status=status)


def organization_of(request: HttpRequest) -> mensen.Organization:
    """For which organisation: the own one of an editor, for others the one in the address."""
    account = mensen.account_of(request)
    wanted = account.organization_id
    if account.role != mensen.Role.ORGANISATION_EDITOR:
        wanted = uuid_or_none(request.GET.get("organisatie"))
    rows = mensen.Organization.objects.select_related("area").filter(merged_into__isnull=True)
    found = rows.filter(id=wanted).first() if wanted is not None else None
    if found is None or not actions.may_add_for(found):
        raise Http404
    return found


def _alike(told: Mapping[str, Any], organization: mensen.Organization) -> list[Any]:
    place: Mapping[str, Any] = next(iter(told.get("places", [])), {})
    found = possible_duplicates(
        name=told["name"],
        area=told["areas"][0],
        organization=organization.name,
        phone=next((row["number"] for row in told["phones"]), ""),
        street=place.get("street", ""),
        postcode=place.get("postal_code", ""),
        website=told["url"],
        email=told["email"],
    )
    return [service for service, _pair in found if service.status != ServiceStatus.DRAFT]


def _add(
    request: HttpRequest, organization: mensen.Organization, told: Mapping[str, Any], form: NewRecordForm
) -> HttpResponse | None:
    """Add it; None when it may not, with the reason on the form."""
    try:
        made = actions.add(
            actor=account_actor(mensen.account_of(request).pk),
            organization_id=organization.pk,
            values=told,
            theme=form.cleaned_data["theme"],
            kind=form.cleaned_data["kind"],
        )
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    forget_draft(request)
    messages.success(request, _("Opgeslagen. Vul nu de tijden in. De gemeente kijkt het daarna na."))
    return redirect("edit_hours", service_id=made)


# Undo -----------------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def undo_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """A button in the history of a record."""
    service_id = uuid_or_none(request.POST.get("service"))
    try:
        saved = actions.undo(actor=account_actor(mensen.account_of(request).pk), change_id=change_id)
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Teruggezet. Bewoners zien weer wat er eerst stond.") if saved.public else _told_of(saved)
        )
    if service_id is None:
        return redirect("start")
    return redirect("upkeep_record", service_id=service_id)
