"""What somebody answered: in their own browser, encrypted, for an hour, and nowhere else.

An HttpOnly cookie, gone when the browser closes; an hour after the last answer we no longer open it. Nothing of it
reaches our database, unless the resident asks to be called and ticks what may come along.
"""

from __future__ import annotations

import time
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from wijkkompas.kern.sealed_cookies import pack, put, unpack

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


def read(request: HttpRequest) -> Draft | None:
    """The draft of this browser, or None when there is none, it is too old, or somebody changed it."""
    try:
        kept = unpack(request.COOKIES[COOKIE], about=_ABOUT)
        fresh = time.time() - kept.pop("at") < LIVES
        return Draft(**kept) if fresh else None
    except (KeyError, ValueError, TypeError, zlib.error):
        return None


def write(response: HttpResponse, draft: Draft) -> None:
    """Keep the draft in this browser; the hour begins again."""
    put(response, COOKIE, pack({"at": int(time.time()), **asdict(draft)}, about=_ABOUT))


def forget(response: HttpResponse) -> None:
    """Throw the draft away."""
    response.delete_cookie(COOKIE, samesite="Lax")
