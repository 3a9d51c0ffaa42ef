"""The half-filled signal waits in the browser of who worries, sealed, for an hour. Nothing of it is with us before it is sent."""

from __future__ import annotations

import time
import uuid
import zlib
from typing import Any

from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.sealed_cookies import pack, put, unpack
from wijkkompas.wegwijzer import api as wegwijzer

COOKIE = "wk_signal"
LIVES = 3600  # seconds
_ABOUT = "draft|signal"


def start(area: str = "") -> dict[str, Any]:
    """A new draft; id and code are made now, so that sending it twice is one signal."""
    return {"id": str(uuid.uuid4()), "code": wegwijzer.new_code(), "area": area, "at": int(time.time())}


def read(request: HttpRequest) -> dict[str, Any] | None:
    """The draft of this browser, or None when there is none, it is too old, or somebody changed it."""
    try:
        draft = unpack(request.COOKIES[COOKIE], about=_ABOUT)
    except (KeyError, ValueError, zlib.error):
        return None
    return draft if time.time() - draft.get("at", 0) < LIVES else None


def write(response: HttpResponse, draft: dict[str, Any]) -> None:
    """Keep the draft in this browser."""
    put(response, COOKIE, pack(draft, about=_ABOUT))


def forget(response: HttpResponse) -> None:
    """Throw the draft away."""
    response.delete_cookie(COOKIE, samesite="Lax")
