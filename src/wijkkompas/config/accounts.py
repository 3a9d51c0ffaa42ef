"""How allauth behaves here: no sign-up (people are invited), secrets of second factors encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from wijkkompas.kern.access import seal
from wijkkompas.mensen.throttle import pseudonymous_address

_ABOUT = "mfa|authenticator|secret"


class AccountAdapter(DefaultAccountAdapter):
    """Residents need no account; people at work are invited by their organisation."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed hash in the form of an address: limits work per client, also behind a proxy, and nothing is kept."""
        return pseudonymous_address(request)

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
