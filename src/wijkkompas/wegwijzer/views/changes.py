"""For municipality and functional manager: what organisations want to change, part by part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import actions, plainly, queries
from wijkkompas.wegwijzer.views.working import decider


@login_required
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The queue, first promised first."""
    decider(request)
    return TemplateResponse(request, "wegwijzer/editing/changes.html", {"rows": queries.queue(clock.now())})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """One change beside what stands there now: approve it, or send it back with the reason."""
    refusal = ""
    try:
        found = queries.proposal(change_id)
        if request.method == "POST":
            _decide(request, change_id)
            return redirect("changes")
    except toestemming.NotYours as error:
        raise Http404 from error
    except Refusal as error:
        refusal = str(error)
    told = {one.part: "\n".join(one.becomes) for one in found.differences}
    context: dict[str, Any] = {
        "found": found,
        "change": found.change,
        "service": found.change.service,
        "panels": [(name, plainly.panel(name, told.get(name, ""))) for name in plainly.TARGETS if told.get(name)],
        "refusal": refusal,
        "reason": request.POST.get("reason", "")[: actions.LONGEST_REASON],
    }
    return TemplateResponse(request, "wegwijzer/editing/change.html", context, status=422 if refusal else 200)


def _decide(request: HttpRequest, change_id: UUID) -> None:
    actor = account_actor(mensen.account_of(request).pk)
    if request.POST.get("deed") == "approve":
        actions.approve(actor=actor, change_id=change_id, seen=request.POST.get("seen", ""))
        messages.success(request, _("Goedgekeurd. Bewoners zien het nu. De organisatie krijgt een mail."))
    else:
        actions.send_back(actor=actor, change_id=change_id, reason=request.POST.get("reason", ""))
        messages.success(request, _("Teruggestuurd. De organisatie krijgt een mail."))
