"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.throttle import ReadMeter, TooMany, client_of

GetResponse = Callable[[HttpRequest], HttpResponse]
LOOPBACK = {"127.0.0.1", "::1", ""}


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """429 with `Retry-After`, as a page or as problem+json."""
    if request.path.startswith(("/api/", "/hsds/", "/oruk/")):
        from wijkkompas.kern.problems import problem

        response = problem(429, "Too many requests", f"Try again in {error.retry_after} seconds.")
    else:
        response = TemplateResponse(request, "429.html", {"retry_after": error.retry_after}, status=429).render()
    response["Retry-After"] = str(error.retry_after)
    return response


class ReadLimit:
    """At most so many requests a minute per client; not for loopback in example mode (measuring, tests)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.meter = ReadMeter(settings.READS_PER_MINUTE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count, or refuse."""
        exempt = settings.EXAMPLE_MODE and request.META.get("REMOTE_ADDR", "") in LOOPBACK
        if not exempt and not request.path.startswith(("/healthz", "/readyz")):
            try:
                self.meter.take(client_of(request))
            except TooMany as error:
                return too_many(request, error)
        try:
            return self.get_response(request)
        except TooMany as error:  # raised outside views
            return too_many(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Strict limits raise inside views; they become a page too."""
        return too_many(request, error) if isinstance(error, TooMany) else None


class SizeLimit:
    """No page takes a file or a large body: refuse before anything is read."""

    MOST = 256 * 1024

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 for a large body."""
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > self.MOST:
            return HttpResponse("This is too large.", status=413, content_type="text/plain")
        return self.get_response(request)


class CachePolicy:
    """Public pages may be kept a minute; anything with a session, a code or a question is kept nowhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Decide after the view ran."""
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        personal = (
            request.method not in {"GET", "HEAD"}
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or bool(response.cookies)
            or response.status_code != 200
            or bool(request.GET.get("q"))
            or bool((getattr(response, "context_data", None) or {}).get("sensitive"))
        )
        if personal:
            response["Cache-Control"] = "private, no-store"
        else:
            patch_cache_control(response, public=True, max_age=60)
            patch_vary_headers(response, ["Cookie"])
        return response


class SecondFactor:
    """People at work set up a second factor before they see anything (allauth asks for it at each log-in after that)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send to the set-up page while there is none."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            wanted = request.user.needs_second_factor and not self._allowed_without(request)
            if wanted and not _has_second_factor(request):
                return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _allowed_without(request: HttpRequest) -> bool:
        path = request.path
        prefix = f"/{get_language()}"
        plain = path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path
        return plain.startswith(("/account/", settings.STATIC_URL, "/healthz", "/readyz"))


def _has_second_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return is_mfa_enabled(request.user)


class ActingAs:
    """Somebody who logged in acts in the database for the whole request, lazy templates included.

    Visitors get no context here: code that reads what residents wrote without one raises.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the context round the request; a server error rolls back what was half-written."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(account_actor(request.user.pk)):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
