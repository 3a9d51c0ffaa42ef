"""Who had a right and lost it, who gives the self one, and what tells of a track."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from tests.wijkteam.casework.test_pages import share_plan
from tests.wijkteam.conftest import browser
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.models import Membership
from wijkkompas.mensen.policies import ACCOUNTS
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import actions, values
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.models import Action, BreakGlass, Case, Share
from wijkkompas.wijkteam.values import PostponeReason

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def actor(account):
    return account_actor(account.pk)


def leaves(account) -> None:
    """The time of somebody in every team is over; the account stays."""
    with acting_as(system_actor(ACCOUNTS)):
        Membership.objects.filter(account=account).update(valid_until=clock.now() - timedelta(minutes=1))


def sees(account, model=Case) -> int:
    with acting_as(actor(account)):
        return model.objects.count()


def test_a_volunteer_who_left_the_team_reads_no_action_any_more(team, worker, case_id):
    volunteer = factories.account(Role.VOLUNTEER)
    factories.join(volunteer, team, role=TeamRole.VOLUNTEER)
    identity = actions.set_action(
        actor=actor(worker), case_id=case_id, text="naar de bank", owner_kind="volunteer", owner_id=volunteer.pk
    )
    assert sees(volunteer, Action) == 1
    leaves(volunteer)
    assert sees(volunteer, Action) == 0
    with pytest.raises(toestemming.NotYours), acting_as(actor(volunteer)):
        toestemming.open_record(values.CASE_ACTION, identity, purpose="help")


def test_a_share_with_a_person_is_over_when_that_person_works_nowhere_any_more(worker, partner, case_id):
    client = browser(partner)
    share_plan(worker, partner, case_id, scope="full")
    assert client.get(f"/team/zaak/{case_id}").status_code == 200
    leaves(partner)
    assert client.get(f"/team/zaak/{case_id}").status_code == 404
    assert client.post(f"/team/zaak/{case_id}/namen").status_code == 404
    assert sees(partner) == 0


def test_nothing_is_shared_with_somebody_who_left(worker, partner, case_id):
    leaves(partner)
    with pytest.raises(Refusal, match="niemand met dit e-mailadres"):
        share_plan(worker, partner, case_id)


def test_nobody_shares_a_case_with_the_self_to_keep_reading_when_it_is_sealed(team, worker, case_id):
    with pytest.raises(Refusal, match="uzelf"):
        share_plan(worker, worker, case_id)
    now = clock.now()
    with pytest.raises(DatabaseError, match="row-level"), acting_as(actor(worker)), transaction.atomic():
        Share(
            case_id=case_id,
            to_account=worker,
            scope="summary",
            parts=["identity", "summary"],
            purpose="together",
            basis="task",
            article="Wmo",
            valid_from=now,
            valid_until=now + timedelta(days=300),
            made_by=worker,
            made_at=now,
        ).save(force_insert=True)


@pytest.mark.parametrize("scope", ["summary", "plan"])
def test_the_words_of_a_scope_say_that_it_opens_names_and_addresses(scope):
    assert "adres" in str(values.Scope(scope).label)


def test_no_reason_to_tell_later_says_that_there_is_a_track(case_id, team, partner):
    lead = factories.worker(team, role=TeamRole.LEAD)
    with acting_as(actor(lead)):
        number = Case.objects.get(id=case_id).number
    actions.break_glass(actor=actor(partner), number=number, reason="danger", why="Er wordt geschreeuwd")
    with acting_as(actor(lead)):
        glass = BreakGlass.objects.get()
    later = clock.now() + timedelta(days=3)
    with pytest.raises(Refusal):
        actions.postpone_telling(actor=actor(lead), glass_id=glass.id, until=later, reason="meldcode")
    assert [reason.value for reason in PostponeReason] == ["danger"]
    with pytest.raises(DatabaseError), acting_as(actor(lead)), transaction.atomic():
        BreakGlass.objects.update(postponed_until=later, postponed_by=lead, postponed_reason="meldcode")
