"""What somebody answered: in their own browser, encrypted, for an hour, and nowhere else.

An HttpOnly cookie, gone when the browser closes; an hour after the last answer we no longer open it. Nothing of it
reaches our database, unless the resident asks to be called and ticks what may come along.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.access import seal

COOKIE = "wk_regelingen"
LIVES = 3600
_ABOUT = "draft|regelingen"


@dataclass
class Draft:
    """The answers so far, in the form of a household (`household.py`), and how they came about."""

    area: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    """The questions that were answered, first to last: for the way back."""
    exact: list[str] = field(default_factory=list)
    """Questions of which the exact value was asked too, whatever came of it: not asked a second time."""
    already: list[str] = field(default_factory=list)
    """Schemes that this household gets already, by its own word."""
    go_on: bool = False
    """Whether somebody chose to go on after the first questions."""
    extra: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was filled in under each "what if", as it was written."""

    def keep(self, question: str, answer: dict[str, Any], *, exact: bool) -> None:
        """Take an answer; the last one counts."""
        self.answers |= answer
        if question not in self.order:
            self.order.append(question)
        if exact and question not in self.exact:
            self.exact.append(question)
        elif not exact and question in self.exact:
            self.exact.remove(question)

    def before(self, question: str) -> str | None:
        """The question that was answered before this one."""
        at = self.order.index(question) if question in self.order else len(self.order)
        return self.order[at - 1] if at else None


def _key() -> bytes:
    return hashlib.sha256(b"draft|" + settings.SECRET_KEY.encode()).digest()


def read(request: HttpRequest) -> Draft | None:
    """The draft of this browser, or None when there is none, it is too old, or somebody changed it."""
    try:
        raw = base64.urlsafe_b64decode(request.COOKIES[COOKIE].encode())
        kept = json.loads(zlib.decompress(base64.b64decode(seal.unseal(_key(), raw, about=_ABOUT))))
        fresh = time.time() - kept.pop("at") < LIVES
        return Draft(**kept) if fresh else None
    except (KeyError, ValueError, TypeError, zlib.error):
        return None


def write(response: HttpResponse, draft: Draft) -> None:
    """Keep the draft in this browser; the hour begins again."""
    content = json.dumps({"at": int(time.time()), **asdict(draft)}, ensure_ascii=False)
    packed = base64.b64encode(zlib.compress(content.encode(), 9)).decode()
    value = base64.urlsafe_b64encode(seal.seal(_key(), packed, about=_ABOUT)).decode()
    response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def forget(response: HttpResponse) -> None:
    """Throw the draft away."""
    response.delete_cookie(COOKIE, samesite="Lax")
