"""For who keeps records: the link in the mail, the own records, the queue of a municipality, one record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import queries as editing
from wijkkompas.wegwijzer.upkeep import actions, asking, numbers, queries
from wijkkompas.wegwijzer.upkeep.forms import DeedForm, deeds_for
from wijkkompas.wegwijzer.upkeep.values import Deed, Pile
from wijkkompas.wegwijzer.views.mailed_link import back_to, opened_by_mail
from wijkkompas.wegwijzer.views.working import decider

ORGANIZATIONS_A_PAGE = 20


# The link in the mail ------------------------------------------------------------------------------------------------


@opened_by_mail(gone="wegwijzer/still_right_gone.html")
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Klopt dit nog? Looking changes nothing, a button does."""
    refusal = ""
    if request.method == "POST":
        try:
            asking.answer_link(
                token=token,
                answer=request.POST.get("answer", ""),
                service_id=_uuid(request.POST.get("service")),
                text=request.POST.get("text", ""),
            )
        except Refusal as error:
            refusal = str(error)
        else:
            return back_to("still_right", token)
    rows = asking.asked_by(token)
    if not rows:
        raise toestemming.NotYours(actions.KIND)
    context = {
        "token": token,
        "rows": rows,
        "open": [row for row in rows if not row.answer],
        "refusal": refusal,
        "about": request.POST.get("service", ""),
        "typed": request.POST.get("text", "")[:1000],
    }
    return TemplateResponse(request, "wegwijzer/still_right.html", context, status=422 if refusal else 200)


def _uuid(text: str | None) -> UUID | None:
    """The id of a record; None when the answer is about all of them. NotYours for what is no id."""
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise toestemming.NotYours(actions.KIND) from error


# Lists ---------------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def own_records(request: HttpRequest) -> HttpResponse:
    """For an editor of an organisation: the own records, late first."""
    account = mensen.account_of(request)
    if account.role != mensen.Role.ORGANISATION_EDITOR:
        raise PermissionDenied
    found = queries.worklist(clock.today())
    rows = [row for group in found.groups for row in group.rows]
    piles = [(pile, [row for row in rows if row.pile is pile]) for pile in Pile]
    return TemplateResponse(
        request,
        "wegwijzer/own_records.html",
        {"organization": account.organization, "piles": [(pile, some) for pile, some in piles if some]},
    )


@login_required
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    """For municipality and functional manager: per organisation what must be checked; the filter stands in the address."""
    decider(request)
    pile = Pile(request.GET["toon"]) if request.GET.get("toon") in Pile.values else None
    try:
        chosen = _uuid(request.GET.get("organisatie") or None)
    except toestemming.NotYours:
        chosen = None
    found = queries.worklist(clock.today(), pile=pile, organization_id=chosen)
    kept = {"organisatie": str(chosen) if chosen else ""}
    page = Paginator(found.groups, ORGANIZATIONS_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "wegwijzer/upkeep.html",
        {
            "pile": pile,
            "chosen": chosen,
            "chips": [(kind, found.counts[kind], _query({"toon": kind.value} | kept)) for kind in Pile],
            "everything": (sum(found.counts.values()), _query(kept)),
            "organizations": found.organizations,
            "numbers": [] if chosen else [row for row in numbers.numbers(clock.today()) if pile in {None, row.pile}],
            "page_obj": page,
            "query": _query({"toon": pile.value if pile else ""} | kept, last="&"),
            "here": request.GET.urlencode(),
        },
    )


def _query(values: dict[str, str], *, last: str = "") -> str:
    filled = {name: value for name, value in values.items() if value}
    return f"?{urlencode(filled)}{last if filled else ''}"


# One record ----------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """How one record stands, its history, and what may change."""
    try:
        found = queries.kept(service_id, clock.today())
        form = DeedForm(request.POST or None, service=found.row.service)
        if request.method == "POST" and form.is_valid():
            _do(account_actor(mensen.account_of(request).pk), service_id, form.cleaned_data)
            messages.success(request, _("Opgeslagen. Het staat in de geschiedenis."))
            return redirect("upkeep_record", service_id=service_id)
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    context: dict[str, Any] = {
        "row": found.row,
        "service": found.row.service,
        "history": found.history,
        "form": form,
        "deeds": deeds_for(found.row.service.status),
        "edit": mensen.account_of(request).is_staff,
        "list": _list_of(request),
        "changes": editing.history(service_id, clock.now()),
    }
    return TemplateResponse(request, "wegwijzer/upkeep_record.html", context, status=422 if form.errors else 200)


def _do(actor: Any, service_id: UUID, told: dict[str, Any]) -> None:
    match told["deed"]:
        case Deed.PUBLISH:
            actions.publish(actor=actor, service_id=service_id, why=told["why"])
        case Deed.PAUSE:
            actions.pause(actor=actor, service_id=service_id, why=told["why"])
        case Deed.CLOSE:
            successor = UUID(told["successor"]) if told["successor"] else None
            actions.close(actor=actor, service_id=service_id, why=told["why"], successor_id=successor)
        case Deed.REOPEN:
            actions.reopen(actor=actor, service_id=service_id, why=told["why"])


@login_required
@require_POST
def check(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Klopt nog: one tap, then back to the list with the same filter."""
    try:
        actions.mark_checked(actor=account_actor(mensen.account_of(request).pk), service_id=service_id)
        messages.success(request, _("Nagekeken. Dank u wel."))
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as refusal:
        messages.error(request, str(refusal))
    if "record" in request.GET:
        return redirect("upkeep_record", service_id=service_id)
    query = request.GET.urlencode()
    return redirect(f"{reverse(_list_of(request))}{'?' if query else ''}{query}")


def _list_of(request: HttpRequest) -> str:
    return "own_records" if mensen.account_of(request).role == mensen.Role.ORGANISATION_EDITOR else "upkeep"
