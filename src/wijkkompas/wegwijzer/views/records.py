"""For who keeps records: what residents reported under "Klopt dit niet?"."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer import actions, queries
from wijkkompas.wegwijzer.forms import CorrectionForm

KEEPERS = {mensen.Role.MUNICIPALITY, mensen.Role.ORGANISATION_EDITOR, mensen.Role.FUNCTIONAL_MANAGER}


@login_required
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Which mistakes wait, first due first. The database leaves out what is not of who asks."""
    account = mensen.account_of(request)
    if account.role not in KEEPERS and not mensen.teams_of(account):
        raise PermissionDenied
    now = clock.now()
    return TemplateResponse(request, "wegwijzer/corrections.html", {"groups": queries.corrections(now), "now": now})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """One reported mistake; opening it leaves a line."""
    try:
        opened = queries.open_correction(correction_id)
        form = CorrectionForm(request.POST or None, wants_answer=opened.wants_answer)
        if request.method == "POST" and form.is_valid():
            actions.handle_correction(
                actor=account_actor(mensen.account_of(request).pk),
                correction_id=correction_id,
                outcome=form.cleaned_data["outcome"],
                answer=form.cleaned_data.get("answer", ""),
            )
            messages.success(request, _("Afgehandeld. Dank u wel."))
            return redirect("corrections")
    except toestemming.NotYours as error:
        raise Http404 from error
    except actions.Refusal as refusal:
        form.add_error(None, str(refusal))
    now = clock.now()
    return TemplateResponse(
        request,
        "wegwijzer/correction.html",
        {
            "opened": opened,
            "form": form,
            "reading": opened.promise.reading(now) if opened.promise else None,
            "edit": mensen.account_of(request).is_staff,
        },
        status=422 if form.errors else 200,
    )
