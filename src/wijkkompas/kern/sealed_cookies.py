"""What a visitor half filled in waits in their own browser: sealed, so that nobody else reads or changes it.

HttpOnly and gone when the browser closes. How long we still open one is up to the room: it puts a time in.
Names begin with `PREFIX`, so that the quick exit finds those of every room.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.access import seal

PREFIX = "wk_"


def _key() -> bytes:
    return hashlib.sha256(b"draft|" + settings.SECRET_KEY.encode()).digest()


def pack(content: Any, *, about: str) -> str:
    """Seal what JSON can hold; `about` names the room and the form, so that one cookie does not open as another."""
    packed = base64.b64encode(zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 9)).decode()
    return base64.urlsafe_b64encode(seal.seal(_key(), packed, about=about)).decode()


def unpack(value: str, *, about: str) -> Any:
    """What a cookie of ours holds; raises ValueError or zlib.error when somebody changed it."""
    raw = base64.urlsafe_b64decode(value.encode())
    return json.loads(zlib.decompress(base64.b64decode(seal.unseal(_key(), raw, about=about))))


def put(response: HttpResponse, name: str, value: str) -> None:
    """Keep it in this browser until that closes."""
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def forget_all(request: HttpRequest, response: HttpResponse) -> None:
    """Everything that any room keeps in this browser."""
    for name in request.COOKIES:
        if name.startswith(PREFIX):
            response.delete_cookie(name, samesite="Lax")
