"""A half-filled first talk: sealed in the worker's own browser, in pieces, for the page of that form only.

Opens only for the account that wrote it, for twelve hours, also after the log-in was over. Nothing of it lies with us.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.sealed_cookies import PREFIX, pack, unpack

LIVES = 12 * 3600  # seconds
PIECE, MOST = 3_600, 6  # bytes a cookie, and how many: a browser keeps 4096 each
_NOT_KEPT = {"csrfmiddlewaretoken", "deed"}


def _name(number: int) -> str:
    return f"{PREFIX}talk_{number}"


def _about(account: str) -> str:
    return f"draft|intake|{account}"


def keep(request: HttpRequest, response: HttpResponse, told: Mapping[str, Any], *, account: str, path: str) -> bool:
    """Keep what was filled in; False when it is too long for a browser (then the page itself still has it)."""
    kept = {name: value for name, value in told.items() if name not in _NOT_KEPT and value}
    value = pack([int(time.time()), kept], about=_about(account))
    pieces = [value[at : at + PIECE] for at in range(0, len(value), PIECE)]
    if len(pieces) > MOST:
        return False
    for number in range(MOST):
        if number < len(pieces):
            response.set_cookie(
                _name(number),
                pieces[number],
                httponly=True,
                samesite="Strict",
                secure=settings.SESSION_COOKIE_SECURE,
                path=path,
            )
        elif _name(number) in request.COOKIES:
            response.delete_cookie(_name(number), path=path, samesite="Strict")
    return True


def read(request: HttpRequest, *, account: str) -> dict[str, str] | None:
    """What this account filled in here before; None when there is nothing, it is too old, or somebody changed it."""
    value = "".join(request.COOKIES.get(_name(number), "") for number in range(MOST))
    if not value:
        return None
    try:
        at, kept = unpack(value, about=_about(account))
    except (ValueError, TypeError, zlib.error):
        return None
    return kept if time.time() - at < LIVES else None


def forget(response: HttpResponse, *, path: str) -> None:
    """Throw the draft away."""
    for number in range(MOST):
        response.delete_cookie(_name(number), path=path, samesite="Strict")
