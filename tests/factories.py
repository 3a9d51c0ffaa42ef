"""Things to test with. Every call makes new ones; nothing surprising is filled in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.test import Client

from wijkkompas.kern.access import acting_as, system_actor, visitor_actor
from wijkkompas.mensen.models import Account, Area, Membership, Organization, Team
from wijkkompas.mensen.policies import ACCOUNTS
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.wegwijzer import actions
from wijkkompas.wegwijzer.rules import new_code

BACKEND = "wijkkompas.config.accounts.Backend"  # for `client.force_login`


def worker(team: Team, *, role: str = TeamRole.WORKER, **more: Any) -> Account:
    """Somebody who works in a team."""
    made = account(Role.WORKER, **more)
    join(made, team, role=role)
    return made


def join(member: Account, team: Team, *, role: str = TeamRole.WORKER) -> Membership:
    """Somebody comes into a team."""
    with acting_as(system_actor(ACCOUNTS)):
        return Membership.objects.create(account=member, team=team, role=role)


def account(role: str, email: str = "", **more: Any) -> Account:
    """Somebody who logs in."""
    with acting_as(system_actor(ACCOUNTS)):
        return Account.objects.create_user(
            email or f"{uuid.uuid4().hex[:10]}@example.org", **{"name": "Test Medewerker", "role": role} | more
        )


def second_factor(of: Account) -> None:
    """An authenticator app, so that somebody at work gets past the set-up page."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    with acting_as(system_actor(ACCOUNTS)):
        Authenticator.objects.create(user=of, type="totp", data={"secret": get_adapter().encrypt("A" * 32)})


def log_in(client: Client, of: Account) -> Client:
    """This client is somebody who logged in with the second factor."""
    second_factor(of)
    client.force_login(of, backend=BACKEND)
    return client


def team(area_code: str = "GM0622", *, answers: bool = False) -> Team:
    """A team of a new organisation."""
    organization = Organization.objects.create(name=f"Organisatie {uuid.uuid4().hex[:8]}", area_id=area_code)
    made = Team.objects.create(name="Testteam", organization=organization, answers_questions=answers)
    made.areas.set(Area.objects.filter(code=area_code))
    return made


def team_of(area_code: str) -> Team:
    """The example team that answers questions of a municipality."""
    return Team.objects.get(answers_questions=True, areas__code=area_code)


@dataclass(frozen=True)
class Asked:
    """A call-back request that was taken in, with everything the resident knows of it."""

    id: uuid.UUID
    code: str
    marker: str
    accepted: actions.Accepted


def ask(area_code: str = "GM0622", **more: Any) -> Asked:
    """Somebody asks to be called; the question holds a marker that must not leak."""
    marker = f"merkteken-{uuid.uuid4().hex}"
    second_word = more.pop("second_word", "")
    fields = {
        "question": f"Ik durf mijn brieven niet te openen {marker}",
        "name": f"Naam {marker}",
        "channel": "phone",
        "contact": "0612345678",
        "daypart": "morning",
        "may_leave_message": False,
        "text_first": False,
        "who_may_answer": "only-me",
        "language": "nl",
    } | more
    identity, code = uuid.uuid4(), new_code()
    accepted = actions.request_call(
        actor=visitor_actor(),
        request_id=identity,
        area_code=area_code,
        call=actions.CallBack(**fields),
        code=code,
        second_word=second_word,
    )
    return Asked(identity, code, marker, accepted)
