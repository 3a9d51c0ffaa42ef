"""The half-filled call-back form: in the resident's own browser, encrypted, and nowhere else.

An HttpOnly cookie for this form only, gone when the browser closes or after an hour. Nothing about somebody who did
not press the last button reaches our database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import uuid
import zlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.access import seal
from wijkkompas.wegwijzer.rules import new_code

COOKIE = "wk_draft"
LIVES = 3600
_ABOUT = "draft|call-me-back"


def _key() -> bytes:
    return hashlib.sha256(b"draft|" + settings.SECRET_KEY.encode()).digest()


def start(question: str = "", area: str = "", need: str = "") -> dict[str, Any]:
    """A new draft; id and volgcode are made now, so that sending it twice is one request."""
    return {
        "id": str(uuid.uuid4()),
        "code": new_code(),
        "question": question,
        "area": area,
        "need": need,
        "at": int(time.time()),
    }


def read(request: HttpRequest) -> dict[str, Any] | None:
    """The draft of this browser, or None when there is none, it is too old, or somebody changed it."""
    try:
        raw = base64.urlsafe_b64decode(request.COOKIES[COOKIE].encode())
        draft = json.loads(zlib.decompress(base64.b64decode(seal.unseal(_key(), raw, about=_ABOUT))))
    except (KeyError, ValueError, zlib.error):
        return None
    return draft if time.time() - draft.get("at", 0) < LIVES else None


def write(response: HttpResponse, draft: dict[str, Any]) -> None:
    """Keep the draft in this browser."""
    packed = base64.b64encode(zlib.compress(json.dumps(draft, ensure_ascii=False).encode(), 9)).decode()
    value = base64.urlsafe_b64encode(seal.seal(_key(), packed, about=_ABOUT)).decode()
    response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def forget(response: HttpResponse) -> None:
    """Throw the draft away."""
    response.delete_cookie(COOKIE, samesite="Lax")
