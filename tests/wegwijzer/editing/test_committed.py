"""Two taps at once: two connections that both looked before one of them wrote. Nothing is rolled back here."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from tests import factories
from tests.races import at_once
from tests.wegwijzer.editing import world
from tests.wegwijzer.upkeep import records
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen import actions as mensen
from wijkkompas.mensen.models import Account
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import actions, claims
from wijkkompas.wegwijzer.editing.forms import bare_values
from wijkkompas.wegwijzer.models import EditorClaim, Service

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.pg15]


@pytest.fixture
def both_reach(monkeypatch) -> Callable[[Any, str], None]:
    """Nobody of the two leaves this step before the other has come to its end."""

    def meet(owner: Any, name: str) -> None:
        step, together = getattr(owner, name), threading.Barrier(2, timeout=60)

        @wraps(step)
        def waits(*args: Any, **kwargs: Any) -> Any:
            came = step(*args, **kwargs)
            together.wait()
            return came

        monkeypatch.setattr(owner, name, waits)

    return meet


def address() -> str:
    return f"{uuid.uuid4().hex[:12]}@example.org"


def test_two_taps_at_once_are_one_request(both_reach):
    of, person = records.organization(email=address()), factories.account(Role.RESIDENT)
    both_reach(claims, "_may_ask")

    def ask() -> Any:
        return claims.ask(actor=account_actor(person.pk), organization_id=of.pk, told="Ik doe de inloop.")

    came = at_once(ask, ask, refused=(Refusal,))
    assert [str(one) for one in came if isinstance(one, Refusal)] == [
        "U heeft al een aanvraag. U krijgt antwoord in een mail."
    ]
    with acting_as(system_actor("editing")):
        assert EditorClaim.objects.filter(account=person).count() == 1
    assert len(records.mails(of.email)) == 1


def test_two_people_who_add_help_with_the_same_name_at_once(both_reach):
    one, other = world.a_record(), world.a_record()
    name = f"Koffie {uuid.uuid4().hex[:8]}"
    both_reach(actions, "_free_slug")

    def add(of: Service) -> Any:
        told = bare_values(of.organization) | {"name": name, "summary": "Kom langs.", "description": "Kom langs."}
        told |= {"needs": ["understand-letter"]}
        actor = account_actor(records.editor(of.organization).pk)
        return lambda: actions.add(
            actor=actor, organization_id=of.organization_id, values=told, theme="wonen", kind="service"
        )

    came = at_once(add(one), add(other), refused=(Refusal,))
    refused = [str(told) for told in came if isinstance(told, Refusal)]
    assert len(refused) == 1
    assert "Er kwam net hulp bij met deze naam." in refused[0]
    assert [row.pk for row in Service.objects.filter(name=name)] == [
        made for made in came if not isinstance(made, Refusal)
    ]


def test_two_taps_at_once_that_prove_an_address_make_one_account(both_reach):
    email = address()
    both_reach(mensen, "_with_address")

    def prove() -> int:
        return mensen.account_of_address(email=email, name="Noor")

    first, second = at_once(prove, prove)
    assert first == second
    with acting_as(system_actor("accounts")):
        assert Account.objects.filter(email=email).count() == 1
