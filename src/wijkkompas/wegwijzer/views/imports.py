"""What imports did: for the municipality to read, for the functional manager to decide. Thin."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.exchange import settling
from wijkkompas.wegwijzer.views.working import decider


@login_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The last imports by source."""
    decider(request)
    return TemplateResponse(request, "wegwijzer/imports.html", {"sources": settling.runs()})


@login_required
@require_safe
def import_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One import: what was refused, what differs, what is gone."""
    decider(request)
    try:
        found = settling.whole_run(run_id)
    except toestemming.NotYours as missing:
        raise Http404 from missing
    return TemplateResponse(request, "wegwijzer/import.html", {"found": found})


@login_required
@require_POST
def import_settle(request: HttpRequest, run_id: UUID, number: int) -> HttpResponse:
    """Take over what the source says, or keep ours."""
    account, deed = decider(request), request.POST.get("deed", "")
    try:
        settling.settle(actor=account_actor(account.pk), run_id=run_id, number=number, deed=deed, today=clock.today())
    except toestemming.NotYours as missing:
        raise Http404 from missing
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Overgenomen uit de bron.") if deed == settling.TAKE else _("Dit blijft zoals het hier staat.")
        messages.success(request, done)
    return redirect("import_run", run_id=run_id)
