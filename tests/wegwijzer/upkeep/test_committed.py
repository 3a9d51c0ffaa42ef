"""Two people at once, two jobs at once: two connections, nothing rolled back."""

from __future__ import annotations

import pytest

from tests import factories
from tests.races import at_once
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen.values import Role
from wijkkompas.post.api import list_outbox
from wijkkompas.wegwijzer.upkeep import actions, asking

pytestmark = pytest.mark.usefixtures("committed")


def test_two_taps_at_once_are_one_check():
    service = records.record(assured_date=records.long_ago())
    actor = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
    taps = at_once(*[lambda: actions.mark_checked(actor=actor, service_id=service.id)] * 2)
    assert sorted(taps) == [False, True]
    assert [check.done_at is not None for check in records.checks(service)] == [True, False]
    assert len(records.promises(service)) == 2


def test_two_taps_on_the_same_link_are_one_answer():
    service = records.record(records.organization(email="hulp@example.org"), assured_date=records.long_ago())
    token = records.asked(service)
    answer = lambda: asking.answer_link(token=token, answer="right", service_id=service.id)  # noqa: E731
    assert sorted(at_once(answer, answer)) == [0, 1]
    assert len(records.promises(service)) == 2


def test_planning_beside_a_tap_plans_once():
    service = records.record(assured_date=records.long_ago())
    actor = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
    at_once(lambda: actions.mark_checked(actor=actor, service_id=service.id), lambda: actions.plan_checks(clock.now()))
    assert [check.done_at is not None for check in records.checks(service)] == [True, False]


def test_two_jobs_at_once_mail_an_organisation_once():
    address = f"{records.long_ago().isoformat()}-{id(object())}@example.org"
    of = records.organization(email=address)
    records.record(of, assured_date=records.long_ago())
    actions.plan_checks(clock.now())
    at_once(*[lambda: asking.ask_organizations(clock.now())] * 2)
    assert [mail["to"] for mail in list_outbox()].count(address) == 1
