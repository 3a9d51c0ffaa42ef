"""How allauth behaves here: no sign-up (people are invited), secrets of second factors encrypted.

Accounts are under row-level security, so logging in needs an actor too (docs/decisions/0012): the request of somebody
who is not in yet acts as `login` for the one account that it names; a session acts as its own account.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from wijkkompas.kern.access import account_actor, acting_as, login_actor, seal
from wijkkompas.mensen.throttle import pseudonymous_address

_ABOUT = "mfa|authenticator|secret"
LONGEST_ADDRESS = 254  # RFC 5321


class Backend(AuthenticationBackend):
    """allauth's own, that reads the account of a session as that account."""

    def get_user(self, user_id: Any) -> Any:
        """The account of a session; Django asks before a request acts as anybody."""
        with acting_as(account_actor(user_id)):
            return super().get_user(user_id)


class LoggingIn:
    """Round the log-in pages of who is not logged in: they may see the one account that this request names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the context; a server error rolls back what was half-written."""
        if "/account/" not in request.path or request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(login_actor(_named(request))):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def _named(request: HttpRequest) -> str:
    """Whom this request is about: the address that was typed, else the account that an earlier step or a link names."""
    typed = (request.POST.get("login") or request.POST.get("email") or "").strip().lower()
    if typed:
        try:
            validate_email(typed)
        except ValidationError:
            return ""
        return typed if len(typed) <= LONGEST_ADDRESS and "|" not in typed else ""
    key = None
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        key = (request.session.get(LOGIN_SESSION_KEY) or {}).get("user_pk")
    try:
        key = resolve(request.path_info).kwargs.get("uidb36") or key
        return str(int(url_str_to_user_pk(key))) if key else ""
    except (Http404, ValueError, ValidationError):
        return ""


class AccountAdapter(DefaultAccountAdapter):
    """Residents need no account; people at work are invited by their organisation."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash in the form of an address: limits work per client, also behind a proxy, and nothing is kept."""
        return pseudonymous_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """No account has a longer address, and the counter of wrong tries (axes) has no room for it."""
        if len(str(credentials.get("email", ""))) > LONGEST_ADDRESS:
            return None
        return super().authenticate(request, **credentials)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secret of an authenticator encrypted under the master key."""

    def encrypt(self, text: str) -> str:
        """Seal under the newest master key."""
        name, master = settings.MASTER_KEYS[0]
        return f"{name}:{seal.seal(master, text, about=_ABOUT).hex()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Open with the master key it names."""
        name, _, sealed = encrypted_text.partition(":")
        return seal.unseal(dict(settings.MASTER_KEYS)[name], bytes.fromhex(sealed), about=_ABOUT)

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator app shows."""
        return user.email
