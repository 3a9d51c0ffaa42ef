"""Deeds about accounts."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.models import Account


def note_log_in(sender: Any, user: Account, **_: Any) -> None:
    """Keep when somebody logged in last, as that person: at this moment the request does not act as them yet.

    Takes the place of Django's own handler of `user_logged_in`.
    """
    with acting_as(account_actor(user.pk)):
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])
