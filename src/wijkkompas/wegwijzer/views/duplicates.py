"""For who keeps the directory: which records may be one, and what came of it. Thin: merging decides."""

from __future__ import annotations

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
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.merging import deeds, reading
from wijkkompas.wegwijzer.merging.parts import parts_of
from wijkkompas.wegwijzer.views.working import decider


@login_required
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """What may be one, the surest first; and what was merged lately."""
    decider(request)
    waiting, total = reading.waiting()
    return TemplateResponse(
        request,
        "wegwijzer/duplicates.html",
        {"waiting": waiting, "total": total, "done": reading.done(clock.now())},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Two records side by side; choose, then merge or say that they are not the same."""
    account = decider(request)
    error, status = "", 200
    try:
        if request.method == "POST":
            try:
                return _decided(request, account, pair_id)
            except Refusal as refusal:
                error, status = str(refusal), 422
        kept = _identity(request.POST.get("kept") or request.GET.get("kept"))
        found = reading.compared(pair_id, kept)
    except toestemming.NotYours as missing:
        raise Http404 from missing
    if found.pair.state != reading.PairState.OPEN and not error:
        messages.info(request, _("Hierover is al besloten."))
        return redirect("duplicates")
    return TemplateResponse(
        request,
        "wegwijzer/duplicate.html",
        {
            "found": found,
            "error": error,
            "kept_page": reading.page_of(found.kept),
            "gone_page": reading.page_of(found.gone),
            "swap": f"?kept={found.gone.pk}",
        },
        status=status,
    )


def _decided(request: HttpRequest, account: mensen.Account, pair_id: UUID) -> HttpResponse:
    actor = account_actor(account.pk)
    if request.POST.get("deed") == "apart":
        deeds.keep_apart(actor=actor, pair_id=pair_id)
        messages.success(request, _("Onthouden. Wij vragen dit niet meer."))
        return redirect("duplicates")
    kept = _identity(request.POST.get("kept"))
    if request.POST.get("deed") != "same" or kept is None:
        raise Refusal(_("Kies een van de twee knoppen."))
    names = {part.name for kind in ("service", "organization") for part in parts_of(kind)}
    choices = {name: request.POST[f"part-{name}"] for name in names if f"part-{name}" in request.POST}
    deeds.merge(actor=actor, pair_id=pair_id, kept_id=kept, choices=choices, seen=request.POST.get("seen", ""))
    messages.success(request, _("Samengevoegd. U kunt dit 30 dagen ongedaan maken."))
    return redirect("duplicates")


def _identity(text: Any) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(str(text))
    except ValueError as error:
        raise toestemming.NotYours(deeds.KIND) from error


@login_required
@require_POST
def duplicate_undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Make them two again."""
    account = decider(request)
    try:
        whole = deeds.undo(actor=account_actor(account.pk), merge_id=merge_id)
    except toestemming.NotYours as missing:
        raise Http404 from missing
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("duplicates")
    if whole:
        messages.success(request, _("Ongedaan gemaakt. Alles is weer als eerst."))
    else:
        messages.warning(request, _("Ongedaan gemaakt. Wat daarna is veranderd, bleef zo. Kijk het na."))
    return redirect("duplicates")
