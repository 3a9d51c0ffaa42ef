"""A case stays longer than its law says for a reason of a closed list, which the signed log keeps."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from tests import factories
from tests.wijkteam.conftest import browser
from tests.wijkteam.destroying.conftest import HERE, close, official
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.wijkteam import actions as core
from wijkkompas.wijkteam.models import Case
from wijkkompas.wijkteam.values import CASE

pytestmark = pytest.mark.pg15
USUAL = timedelta(days=730)


@pytest.fixture
def team(committed):
    return factories.team(HERE)


@pytest.fixture
def by(team):
    return factories.worker(team)


@pytest.fixture
def closed(team, by):
    """A case that its coordinator closed today."""
    case = factories.case(team, by=by, coordinator=by)
    close(case.id, by)
    return case


def send(who, case, *, reason="court", until=None):
    until = until or clock.today() + USUAL + timedelta(days=100)
    told = {"langer-reason": reason, "langer-until": until.isoformat()}
    return browser(who).post(f"/team/zaak/{case.id}/schrijf/langer", told, follow=True)


def end_of(as_owner, case):
    return as_owner.execute("select ends_on, longer_because from wijkteam_case where id = %s", [case.id]).fetchone()


def test_it_stays_with_a_reason_that_is_in_the_signed_log(closed, by, as_owner):
    page = send(by, closed).content.decode()
    assert end_of(as_owner, closed) == (clock.today() + USUAL + timedelta(days=100), "court")
    told = as_owner.execute(
        "select content from toestemming_auditleaf where source = 'wijkteam_case' and kind = %s and object_id = %s"
        " order by id desc limit 1",
        [CASE, closed.id],
    ).fetchone()[0]
    assert json.loads(told)["row"]["longer_because"] == "court"
    assert "er loopt een zaak bij de rechter" in page


@pytest.mark.parametrize(
    "more",
    [
        {"reason": ""},
        {"reason": "because"},
        {"until": clock.today() + timedelta(days=10)},
        {"until": clock.today() + USUAL},
        {"until": clock.today() + USUAL + timedelta(days=1827)},
    ],
)
def test_without_a_reason_shorter_or_without_end_it_does_not(closed, by, as_owner, more):
    assert send(by, closed, **more).status_code == 422
    assert end_of(as_owner, closed) == (clock.today() + USUAL, "")


def test_a_colleague_who_does_not_lead_it_is_refused_and_others_find_nothing(closed, team, as_owner):
    colleague, stranger = factories.worker(team), factories.worker(factories.team())
    assert [send(who, closed).status_code for who in (colleague, stranger)] == [422, 404]
    assert end_of(as_owner, closed)[1] == ""


def test_the_database_refuses_a_longer_end_without_a_reason(closed, by):
    with pytest.raises(DatabaseError, match="for a reason"), acting_as(account_actor(by.pk)), transaction.atomic():
        Case.objects.filter(id=closed.id).update(ends_on=clock.today() + USUAL + timedelta(days=1))


def test_opening_it_again_forgets_the_reason(closed, by, as_owner):
    send(by, closed)
    core.move_case(actor=account_actor(by.pk), case_id=closed.id, to="open", reason="not-well")
    assert end_of(as_owner, closed) == (None, "")


def test_the_municipality_is_warned_when_its_term_is_over(closed, by, as_owner):
    page = browser(official())
    before = dict(page.get("/beheer/vernietigen").context["longer"]).get("er loopt een zaak bij de rechter", 0)
    send(by, closed)
    as_owner.execute(
        "update wijkteam_case set closed_at = closed_at - interval '731 days' where id = %s", [closed.id]
    )  # its usual end was yesterday
    after = dict(page.get("/beheer/vernietigen").context["longer"])
    assert after["er loopt een zaak bij de rechter"] == before + 1
