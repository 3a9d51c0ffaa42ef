"""Things to test with. Every call makes new ones; nothing surprising is filled in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.test import Client

from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.mensen.models import Account, Area, Membership, Organization, Team
from wijkkompas.mensen.policies import ACCOUNTS
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer import actions
from wijkkompas.wegwijzer.rules import new_code
from wijkkompas.wijkteam.models import Case, Participation, Person
from wijkkompas.wijkteam.values import CASE, KINDS_OF_A_CASE, PERSON, CaseRole, CaseState

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


def case(team: Team, *, by: Account, **more: Any) -> Case:
    """A case that somebody of the team opened, with a key of each kind."""
    identity = uuid.uuid4()
    with acting_as(account_actor(by.pk)):
        sealed = {kind: toestemming.seal(kind, identity, question="Ik kom er niet uit") for kind in KINDS_OF_A_CASE}
        fields = {"state": CaseState.OPEN, "opened_at": clock.now(), "sealed_text": sealed[CASE]} | more
        Case(id=identity, team=team, **fields).save(force_insert=True)
        return Case.objects.get(id=identity)


def person(
    in_case: Case, *, by: Account, role: str = CaseRole.SUBJECT, account: Account | None = None, **more: Any
) -> Person:
    """Somebody who takes part in a case; with an account the own file is open to it."""
    identity = uuid.uuid4()
    with acting_as(account_actor(by.pk)):
        sealed = toestemming.seal(PERSON, identity, name="Test Bewoner")
        Person(id=identity, sealed=sealed, made_by=by, made_at=clock.now(), **more).save(force_insert=True)
        Participation(case=in_case, person_id=identity, role=role, since=clock.now()).save(force_insert=True)
        made = Person.objects.get(id=identity)
        if account is not None:
            made.account, made.identified_at, made.identified_how = account, clock.now(), "desk"
            made.save()
    return made
