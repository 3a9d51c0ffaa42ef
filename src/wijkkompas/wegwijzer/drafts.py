"""The half-filled call-back form and the last questions: in the resident's own browser, encrypted, and nowhere else.

HttpOnly cookies, gone when the browser closes, after an hour (the form) or a quarter of an hour (questions). Nothing
about somebody who did not press the last button reaches our database.
"""

from __future__ import annotations

import secrets
import time
import uuid
import zlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.sealed_cookies import pack, put, unpack
from wijkkompas.wegwijzer.rules import new_code

COOKIE = "wk_draft"
LIVES = 3600
_ABOUT = "draft|call-me-back"
ASKED_COOKIE = "wk_asked"
ASKED_LIVES = 900
ASKED_MOST = 4  # tabs beside each other
_ASKED_ABOUT = "draft|asked"
CODE_COOKIE = "wk_code"
_CODE_ABOUT = "code|report"
_ROOM = 3800  # bytes; browsers keep 4096 with the name and attributes


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
        draft = unpack(request.COOKIES[COOKIE], about=_ABOUT)
    except (KeyError, ValueError, zlib.error):
        return None
    return draft if time.time() - draft.get("at", 0) < LIVES else None


def write(response: HttpResponse, draft: dict[str, Any]) -> None:
    """Keep the draft in this browser."""
    put(response, COOKIE, pack(draft, about=_ABOUT))


@dataclass(frozen=True)
class Asked:
    """A question that was just asked in this browser, and where it was asked for."""

    question: str
    area: str
    shortened: bool


def _asked(request: HttpRequest) -> dict[str, list[Any]]:
    """The last questions of this browser by their key, oldest first, without those that are too old."""
    try:
        kept = unpack(request.COOKIES[ASKED_COOKIE], about=_ASKED_ABOUT)
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
    while len(value := pack(kept, about=_ASKED_ABOUT)) > _ROOM:
        kept.pop(next(iter(kept)))
        if not kept:
            return False
    put(response, ASKED_COOKIE, value)
    return True


def try_cookies(response: HttpResponse) -> None:
    """See whether this browser keeps a cookie: an empty one."""
    put(response, ASKED_COOKIE, pack({}, about=_ASKED_ABOUT))


def new_key() -> str:
    """A key for one question: says nothing, and opens nothing without the cookie."""
    return secrets.token_urlsafe(6)


def forget(response: HttpResponse) -> None:
    """Throw the draft away."""
    response.delete_cookie(COOKIE, samesite="Lax")


def show_code(response: HttpResponse, code: str) -> None:
    """Take the volgcode of a reported mistake to the next page: it may not stand in an address. Empty: nothing to show."""
    put(response, CODE_COOKIE, pack({"code": code, "at": int(time.time())}, about=_CODE_ABOUT))


def code_to_show(request: HttpRequest) -> str:
    """The volgcode of what this browser reported in the last quarter of an hour; empty when there is none."""
    try:
        kept = unpack(request.COOKIES.get(CODE_COOKIE, ""), about=_CODE_ABOUT)
        return str(kept["code"]) if kept["at"] > time.time() - ASKED_LIVES else ""
    except (ValueError, KeyError, TypeError, zlib.error):
        return ""
