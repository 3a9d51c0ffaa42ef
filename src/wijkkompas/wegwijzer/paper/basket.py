"""The list of somebody who gathers help to print: ids of services in a signed cookie, and nowhere else.

No account, no row, nothing about who it is for. Gone with the browser, or after four hours; the quick exit and "Wis
alles" delete it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from wijkkompas.wegwijzer.paper.rules import MOST

COOKIE = "wk_list"
LIVES = 4 * 3600  # seconds since the last change
_SALT = "wegwijzer.paper.basket"
_READ = "_wk_list"  # on the request: a page asks it for each card


def ids(request: HttpRequest) -> tuple[UUID, ...]:
    """The services on the list, in order; empty when there is none, it is too old or somebody changed it.

    Checked once a request: what is kept in its answer is read by the next one.
    """
    known: tuple[UUID, ...] | None = getattr(request, _READ, None)
    if known is None:
        known = _read(request)
        setattr(request, _READ, known)
    return known


def _read(request: HttpRequest) -> tuple[UUID, ...]:
    try:
        kept = request.get_signed_cookie(COOKIE, salt=_SALT, max_age=LIVES)
        return tuple(UUID(part) for part in (kept or "").split(".") if part)[:MOST]
    except (KeyError, BadSignature, ValueError):
        return ()


def keep(response: HttpResponse, chosen: Sequence[UUID]) -> None:
    """Keep this list in this browser; an empty one leaves no cookie."""
    if not chosen:
        forget(response)
        return
    response.set_signed_cookie(
        COOKIE,
        ".".join(one.hex for one in chosen[:MOST]),
        salt=_SALT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    """Throw the list away."""
    response.delete_cookie(COOKIE, samesite="Lax")


def moved(chosen: Sequence[UUID], which: UUID, by: int) -> list[UUID]:
    """The list with one service earlier (-1) or later (1); the same list when that cannot be."""
    rows = list(chosen)
    if which in rows:
        at = rows.index(which)
        to = max(0, min(len(rows) - 1, at + by))
        rows.insert(to, rows.pop(at))
    return rows
