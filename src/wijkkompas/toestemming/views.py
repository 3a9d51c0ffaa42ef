"""What of the signed log is for everybody."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from wijkkompas.kern.proof import signing
from wijkkompas.toestemming import audit


@require_safe
def heads(request: HttpRequest) -> JsonResponse:
    """The key that signs, and the newest heads: who keeps them can see later that the past was not written again."""
    return JsonResponse({"key": signing.public_hex(audit.signing_key()), "heads": audit.heads()})
