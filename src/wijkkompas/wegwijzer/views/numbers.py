"""The crisis numbers, for the functional manager: how one stands, and "Klopt nog"."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.upkeep import numbers


@login_required
@require_safe
def number(request: HttpRequest, code: str) -> HttpResponse:
    """One number, until when it may be trusted, and who looked when."""
    try:
        row, looks = numbers.number(code, clock.today())
    except toestemming.NotYours as error:
        raise Http404 from error
    context = {"row": row, "looks": looks, "edit": mensen.account_of(request).is_staff}
    return TemplateResponse(request, "wegwijzer/upkeep_number.html", context)


@login_required
@require_POST
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Klopt nog: one tap, then back to the list with the same filter, or to the page of the number."""
    try:
        numbers.mark_number_checked(actor=account_actor(mensen.account_of(request).pk), code=code)
    except toestemming.NotYours as error:
        raise Http404 from error
    messages.success(request, _("Nagekeken. Dank u wel."))
    if "record" in request.GET:
        return redirect("upkeep_number", code=code)
    query = request.GET.urlencode()
    return redirect(f"{reverse('upkeep')}{'?' if query else ''}{query}")
