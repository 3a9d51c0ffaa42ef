"""The half-filled call-back form and the last questions: in the resident's own browser, encrypted, and nowhere else.

HttpOnly cookies, gone when the browser closes, after an hour (the form) or a quarter of an hour (questions). Nothing
about somebody who did not press the last button reaches our database.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import uuid
import zlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.access import seal
from wijkkompas.wegwijzer.rules import new_code

COOKIE = "wk_draft"
LIVES = 3600
_ABOUT = "draft|call-me-back"
ASKED_COOKIE = "wk_asked"
ASKED_LIVES = 900
ASKED_MOST = 4  # tabs beside each other
_ASKED_ABOUT = "draft|asked"
_ROOM = 3800  # bytes; browsers keep 4096 with the name and attributes


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


def _open(value: str, about: str) -> Any:
    """What a cookie of ours holds; raises ValueError or zlib.error when somebody changed it."""
    raw = base64.urlsafe_b64decode(value.encode())
    return json.loads(zlib.decompress(base64.b64decode(seal.unseal(_key(), raw, about=about))))


def _close(content: Any, about: str) -> str:
    packed = base64.b64encode(zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 9)).decode()
    return base64.urlsafe_b64encode(seal.seal(_key(), packed, about=about)).decode()


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def read(request: HttpRequest) -> dict[str, Any] | None:
    """The draft of this browser, or None when there is none, it is too old, or somebody changed it."""
    try:
        draft = _open(request.COOKIES[COOKIE], _ABOUT)
    except (KeyError, ValueError, zlib.error):
        return None
    return draft if time.time() - draft.get("at", 0) < LIVES else None


def write(response: HttpResponse, draft: dict[str, Any]) -> None:
    """Keep the draft in this browser."""
    _set(response, COOKIE, _close(draft, _ABOUT))


@dataclass(frozen=True)
class Asked:
    """A question that was just asked in this browser, and where it was asked for."""

    question: str
    area: str
    shortened: bool


def _asked(request: HttpRequest) -> dict[str, list[Any]]:
    """The last questions of this browser by their key, oldest first, without those that are too old."""
    try:
        kept = _open(request.COOKIES[ASKED_COOKIE], _ASKED_ABOUT)
    except (KeyError, ValueError, zlib.error):
        return {}
    return {key: row for key, row in kept.items() if time.time() - row[0] < ASKED_LIVES}


def asked(request: HttpRequest, key: str) -> Asked | None:
    """The question with this key, when this browser asked it in the last quarter of an hour."""
    row = _asked(request).get(key)
    return Asked(*row[1:]) if row else None


def keep_asked(request: HttpRequest, response: HttpResponse, key: str, question: Asked) -> bool:
    """Keep a question in this browser, beside the last ones; False when a cookie has no room for it."""
    kept = _asked(request) | {key: [int(time.time()), question.question, question.area, question.shortened]}
    kept = dict(list(kept.items())[-ASKED_MOST:])
    while len(value := _close(kept, _ASKED_ABOUT)) > _ROOM:
        kept.pop(next(iter(kept)))
        if not kept:
            return False
    _set(response, ASKED_COOKIE, value)
    return True


def try_cookies(response: HttpResponse) -> None:
    """See whether this browser keeps a cookie: an empty one."""
    _set(response, ASKED_COOKIE, _close({}, _ASKED_ABOUT))


def new_key() -> str:
    """A key for one question: says nothing, and opens nothing without the cookie."""
    return secrets.token_urlsafe(6)


def forget(response: HttpResponse) -> None:
    """Throw the draft away."""
    response.delete_cookie(COOKIE, samesite="Lax")
