"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wijkkompas.talen.values import LANGUAGES


def page(request: HttpRequest) -> dict[str, Any]:
    """Language links, whether somebody is logged in (without touching the session of visitors), example mode."""
    current = get_language() or "nl"
    path = request.path  # after a POST the link leads to the page with the form; it never repeats the POST
    kept = getattr(request, "kept_in_language", "")  # the key of a link in a mail; a view says so, else nothing is kept
    signed_in = (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and getattr(request, "user", None) is not None
        and request.user.is_authenticated
    )
    return {
        "language_links": [
            {"code": code, "name": name, "href": _translated(path, code) + kept, "current": code == current}
            for code, name in LANGUAGES
        ],
        "signed_in": signed_in,
        "account": request.user if signed_in else None,
        "example_mode": settings.EXAMPLE_MODE,
        "example_code": _example_code if settings.EXAMPLE_MODE else "",
        "design_tokens_url": settings.DESIGN_TOKENS_URL,
    }


def _example_code() -> str:
    """Only worked out where a template shows it."""
    from wijkkompas.config.commands.example import current_code

    return current_code()


def _translated(path: str, code: str) -> str:
    for known, _name in LANGUAGES:
        if known != "nl" and (path == f"/{known}" or path.startswith(f"/{known}/")):
            path = path[len(known) + 1 :] or "/"
            break
    return path if code == "nl" else f"/{code}{path}"
