"""Deeds about accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.models import Account
from wijkkompas.mensen.policies import ACCOUNTS, EDITING
from wijkkompas.mensen.values import Role


def note_log_in(sender: Any, user: Account, **_: Any) -> None:
    """Keep when somebody logged in last, as that person: at this moment the request does not act as them yet.

    Takes the place of Django's own handler of `user_logged_in`.
    """
    with acting_as(account_actor(user.pk)):
        user.last_login = timezone.now()
        user.save(update_fields=["last_login"])


def account_of_address(*, email: str, name: str) -> int:
    """The id of the account with an address that its owner just proved; made as a resident when there is none."""
    from allauth.account.models import EmailAddress

    with acting_as(system_actor(ACCOUNTS)):
        found = _with_address(email)
        if found is None:
            try:
                with transaction.atomic():
                    found = Account.objects.create_user(email, name=name, role=Role.RESIDENT)
                    EmailAddress.objects.create(user=found, email=found.email, verified=True, primary=True)
            except IntegrityError:  # two taps at once: the first one made it
                found = Account.objects.get(email=email.lower())
        return found.pk


def _with_address(email: str) -> Account | None:
    return Account.objects.filter(email=email.lower()).first()


def make_editor(*, account_id: int, organization_id: UUID) -> bool:
    """Let somebody edit for an organisation. False for who has other work here, or edits for another organisation."""
    with acting_as(system_actor(EDITING)):
        account = Account.objects.select_for_update().filter(pk=account_id, is_active=True).first()
        if account is None or account.organization_id not in {None, organization_id}:
            return False
        account.role, account.organization_id = Role.ORGANISATION_EDITOR, organization_id
        account.save(update_fields=["role", "organization"])
        return True


def address_of_editor(account_id: int) -> str:
    """Where an editor reads mail; empty for who is none. For jobs and deeds, not for pages."""
    with acting_as(system_actor(EDITING)):
        found = Account.objects.filter(pk=account_id, is_active=True).values_list("email", flat=True).first()
        return found or ""
