"""What every answer to a program carries, whatever happened: its version, and that any site may read it.

Sources: Dutch API Design Rules 2.2 (version-header, publish-openapi, security-headers), Open Referral UK (CORS on all responses).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wijkkompas.wegwijzer.feeds.fields import PROFILES

API_VERSION = "1.0.0"
VERSIONS = {"/api/v1": API_VERSION, **{f"/{profile.base}": profile.api_version for profile in PROFILES}}


def version_of(path: str) -> str | None:
    """The full version of the API that an address belongs to; None for a page."""
    return next((version for base, version in VERSIONS.items() if path == base or path.startswith(f"{base}/")), None)


class Doors:
    """Round everything that may refuse, so that a 404, 413, 429 or 500 carries these too. Cookies play no part, so `*` is safe."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers of programs; pages stay as they are."""
        response = self.get_response(request)
        version = version_of(request.path)
        if version is not None:
            response["API-Version"] = version
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "API-Version, ETag, Retry-After"
            response["X-Frame-Options"] = "DENY"
        return response
