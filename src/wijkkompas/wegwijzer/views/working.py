"""Who looks as somebody at work (with a second factor, which the middleware asks for)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from wijkkompas.mensen import api as mensen


def professional(request: HttpRequest) -> mensen.Account | None:
    """The account of somebody at work, else None. Pages of visitors do not touch the session for this."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    account = mensen.account_of(request)
    return account if account.needs_second_factor else None


def professional_or_refuse(request: HttpRequest) -> mensen.Account:
    """The account of somebody at work; anybody else who logged in gets the page that says no."""
    account = professional(request)
    if account is None:
        raise PermissionDenied
    return account


def decider(request: HttpRequest) -> mensen.Account:
    """The account of who decides: municipality or functional manager; anybody else who logged in gets the page that says no."""
    account = mensen.account_of(request)
    if account.role not in mensen.DECIDES:
        raise PermissionDenied
    return account


def team_ids(account: mensen.Account) -> list[int]:
    """The teams in which somebody works now."""
    return [team.id for team in mensen.teams_of(account)]
