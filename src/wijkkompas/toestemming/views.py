"""What of the signed log is for everybody, and the register of personal data for the municipality."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wijkkompas.kern import clock
from wijkkompas.kern.proof import signing
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import audit, openings, register
from wijkkompas.toestemming.models import Term

MANAGERS = {mensen.Role.MUNICIPALITY, mensen.Role.FUNCTIONAL_MANAGER}


@require_safe
def heads(request: HttpRequest) -> JsonResponse:
    """The key that signs, and the newest heads: who keeps them can see later that the past was not written again."""
    return JsonResponse({"key": signing.public_hex(audit.signing_key()), "heads": audit.heads()})


@login_required
@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long and who sees it: the base of a DPIA."""
    if mensen.account_of(request).role not in MANAGERS:
        raise PermissionDenied
    terms = list(Term.objects.order_by("code"))
    days = {term.code: term.days for term in terms}
    return TemplateResponse(
        request, "toestemming/register.html", {"entries": register.entries(days), "terms": terms, "sensitive": True}
    )


@login_required
@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    """How often texts were opened, in counts: for the functional manager."""
    if mensen.account_of(request).role != mensen.Role.FUNCTIONAL_MANAGER:
        raise PermissionDenied
    today = clock.today()
    last, this, _next = openings.months(today)
    return TemplateResponse(
        request, "toestemming/openings.html", {"rows": openings.overview(today), "last": last, "this": this}
    )
