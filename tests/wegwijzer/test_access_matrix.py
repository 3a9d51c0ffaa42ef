"""Every relation to a call-back request against every way in: who sees, who opens, who changes.

The oracle (this table) was written from mission.md and the issue, not from policies.py.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from tests import factories
from tests.wegwijzer.deeds import deeds
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.models import Membership
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.wegwijzer.models import ContactRequest
from wijkkompas.wegwijzer.rules import clean_code, hash_code, new_code

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

ALL, NOTHING = {"see", "open", "change"}, set()
EXPECTED = {
    "worker of the team": ALL,
    "lead of the team": ALL,
    "volunteer in the team": NOTHING,
    "guest in the team": NOTHING,
    "worker whose membership ended": NOTHING,
    "worker whose account is switched off": NOTHING,
    "worker of another team in the same municipality": NOTHING,
    "worker of another municipality": NOTHING,
    "municipality of that place": NOTHING,
    "functional manager": NOTHING,
    "organisation editor": NOTHING,
    "ambassador": NOTHING,
    "resident with an account": NOTHING,
    "visitor": NOTHING,
    "follower with the code": {"see", "open"},
    "follower with another code": NOTHING,
    "system post": NOTHING,
    "system reminder": NOTHING,
    "system retention": {"see"},
}


def actor_for(relation: str, asked: factories.Asked):
    team = factories.team_of("GM0622")
    match relation:
        case "worker of the team":
            return account_actor(factories.worker(team).pk)
        case "lead of the team":
            return account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
        case "volunteer in the team":
            return account_actor(factories.worker(team, role=TeamRole.VOLUNTEER).pk)
        case "guest in the team":
            return account_actor(factories.worker(team, role=TeamRole.GUEST).pk)
        case "worker whose membership ended":
            worker = factories.worker(team)
            with acting_as(system_actor("accounts")):
                Membership.objects.filter(account=worker).update(valid_until=clock.now() - timedelta(seconds=1))
            return account_actor(worker.pk)
        case "worker whose account is switched off":
            return account_actor(factories.worker(team, is_active=False).pk)
        case "worker of another team in the same municipality":
            return account_actor(factories.worker(factories.team("GM0622")).pk)
        case "worker of another municipality":
            return account_actor(factories.worker(factories.team_of("GM0546")).pk)
        case "visitor":
            return visitor_actor()
        case "follower with the code":
            return follower_actor(hash_code(settings.CODE_PEPPER, clean_code(asked.code)))
        case "follower with another code":
            return follower_actor(hash_code(settings.CODE_PEPPER, clean_code(new_code())))
        case _ if relation.startswith("system "):
            return system_actor(relation.removeprefix("system "))
    role = {
        "municipality of that place": Role.MUNICIPALITY,
        "functional manager": Role.FUNCTIONAL_MANAGER,
        "organisation editor": Role.ORGANISATION_EDITOR,
        "ambassador": Role.AMBASSADOR,
        "resident with an account": Role.RESIDENT,
    }[relation]
    superuser = role == Role.FUNCTIONAL_MANAGER
    account = factories.account(role, area_id="GM0622", is_superuser=superuser, is_staff=superuser)
    return account_actor(account.pk)


def attempts(actor, asked) -> set[str]:
    """What this actor manages to do with a call-back request."""
    return deeds(actor, ContactRequest, asked.id, kind="contact_request", change="language = 'xx'")


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_do_what_with_a_call_back_request(relation, as_owner):
    asked = factories.ask("GM0622")
    assert attempts(actor_for(relation, asked), asked) == EXPECTED[relation]


def test_opening_leaves_a_line_that_the_resident_can_count():
    from wijkkompas.wegwijzer import queries

    asked = factories.ask("GM0622")
    assert queries.follow(asked.code).looked == 0
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        opened = queries.open_request(asked.id)
    assert asked.marker in opened.payload["question"]
    assert queries.follow(asked.code).looked == 1


def test_another_team_gets_the_same_answer_for_foreign_and_missing():
    import uuid

    from wijkkompas.wegwijzer import queries

    asked = factories.ask("GM0622")
    stranger = factories.worker(factories.team_of("GM0546"))
    with acting_as(account_actor(stranger.pk)):
        for identity in (asked.id, uuid.uuid4()):
            with pytest.raises(NotYours):
                queries.open_request(identity)
