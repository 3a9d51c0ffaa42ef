"""One mail an organisation, and a link that works once for each record, without logging in, until it expires."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests import factories
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.wegwijzer import queries
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.models import Correction, RecordCheck
from wijkkompas.wegwijzer.policies import UPKEEP
from wijkkompas.wegwijzer.upkeep import actions, asking

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


@pytest.fixture
def of():
    return records.organization(email=f"{uuid.uuid4().hex}@example.org")


def stale(of, **more):
    return records.record(of, assured_date=records.long_ago(), **more)


# The mail


def test_one_mail_names_everything_that_is_due_and_nothing_else(of):
    due = [stale(of), stale(of, status="temporarily closed"), records.record(of, assured_date=None)]
    fine, draft, closed = records.record(of), stale(of, status="inactive"), stale(of, status="defunct")
    foreign = stale(records.organization())
    records.asked(*due)
    (mail,) = records.mails(of.email)
    assert "3 pagina's" in mail["subject"]
    assert all(f"- {one.name}\n" in mail["body"] for one in due)
    assert not any(one.name in mail["body"] for one in (fine, draft, closed, foreign))


def test_the_address_of_the_link_holds_nothing_but_a_key(of):
    service = stale(of)
    token = records.asked(service)
    assert len(token) == 32
    with acting_as(system_actor(UPKEEP)):
        check = RecordCheck.objects.open().get(service=service)
    assert token not in check.token_hash
    assert str(service.id) not in token


def test_without_an_address_of_its_own_the_editors_are_mailed():
    of = records.organization()
    editors = [records.editor(of), records.editor(of)]
    gone = records.editor(of, is_active=False)
    actions.plan_checks(clock.now()) if stale(of) else None
    asking.ask_organizations(clock.now())
    assert [len(records.mails(one.email)) for one in (*editors, gone)] == [1, 1, 0]


def test_addresses_are_for_jobs_only(of):
    empty = records.organization()
    records.editor(empty)
    with acting_as(account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)):
        assert asking.addresses_of(empty.id) == []


def test_an_organisation_is_not_asked_again_within_a_month(of):
    first = records.asked(stale(of))
    for days in (0, 1, 13, 29):
        asking.ask_organizations(clock.now() + timedelta(days=days))
    assert len(records.mails(of.email)) == 1
    asking.ask_organizations(clock.now() + timedelta(days=30))
    second = records.token_in(records.mails(of.email)[-1])
    assert len(records.mails(of.email)) == 2
    assert asking.asked_by(first) == []  # the newest link is the one that works
    assert len(asking.asked_by(second)) == 1


def test_an_organisation_with_an_answer_is_not_asked_about_that_record_again(of):
    service, other = stale(of), stale(of)
    token = records.asked(service, other)
    asking.answer_link(token=token, answer="right", service_id=service.id)
    asking.ask_organizations(clock.now() + timedelta(days=31))
    assert other.name in records.mails(of.email)[-1]["body"]
    assert service.name not in records.mails(of.email)[-1]["body"]


# The link


def test_looking_changes_nothing(of):
    service = stale(of)
    token = records.asked(service)
    for _ in range(3):  # as mail scanners do
        assert [(row.service.id, row.answer) for row in asking.asked_by(token)] == [(service.id, "")]
    service.refresh_from_db()
    assert service.assured_date == records.long_ago()


def test_right_notes_the_day_and_keeps_the_promise_once(of):
    service = stale(of)
    token = records.asked(service)
    assert asking.answer_link(token=token, answer="right", service_id=service.id) == 1
    service.refresh_from_db()
    assert service.assured_date == clock.today()
    assert [p.kept_at is not None for p in records.promises(service)] == [True, False]
    for again in ("right", "stopped"):
        assert asking.answer_link(token=token, answer=again, service_id=service.id) == 0
    assert len(records.promises(service)) == 2
    service.refresh_from_db()
    assert service.status == "active"
    assert [row.answer for row in asking.asked_by(token)] == ["right"]


def test_all_at_once_leaves_out_what_was_answered_before(of):
    wrong, *others = [stale(of) for _ in range(3)]
    token = records.asked(wrong, *others)
    asking.answer_link(token=token, answer="wrong", service_id=wrong.id, text="Nu op dinsdag.")
    assert asking.answer_link(token=token, answer="right") == 2
    for one in (wrong, *others):
        one.refresh_from_db()
    assert [one.assured_date == clock.today() for one in (wrong, *others)] == [False, True, True]


def test_wrong_becomes_a_report_for_the_municipality_and_the_record_stays_due(of):
    service = stale(of)
    token = records.asked(service)
    asking.answer_link(token=token, answer="wrong", service_id=service.id, text="Wij zijn nu op dinsdag open.")
    assert asking.answer_link(token=token, answer="wrong", service_id=service.id, text="Nog eens.") == 0
    with acting_as(account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)):
        (report,) = Correction.objects.filter(service=service)
        assert queries.open_correction(report.id).text == "De organisatie zelf zegt: Wij zijn nu op dinsdag open."
    assert [p.kept_at for p in records.promises(service)] == [None]


def test_stopped_closes_it_with_a_line_that_says_how(of):
    service = stale(of)
    token = records.asked(service)
    asking.answer_link(token=token, answer="stopped", service_id=service.id)
    service.refresh_from_db()
    assert service.status == "defunct"
    assert records.history(service) == [
        ("active", "defunct", "system upkeep", "De organisatie zei het met de link in de mail.")
    ]


def test_a_link_expires(of):
    service = stale(of)
    token = records.asked(service)
    with acting_as(system_actor(UPKEEP)):
        RecordCheck.objects.filter(service=service).update(link_until=clock.now() - timedelta(days=1))
    assert asking.asked_by(token) == []
    with pytest.raises(NotYours):
        asking.answer_link(token=token, answer="right", service_id=service.id)


@pytest.mark.parametrize("token", ["", "onzin", "a" * 32, "check|", "|", "\0"])
def test_a_made_up_link_opens_nothing(of, token):
    records.asked(stale(of))
    assert asking.asked_by(token) == []
    with pytest.raises(NotYours):
        asking.answer_link(token=token, answer="right")


def test_a_link_answers_only_for_its_own_records(of):
    token = records.asked(stale(of))
    foreign = stale(records.organization(email="ander@example.org"))
    records.asked(foreign)
    for wanted in (foreign.id, uuid.uuid4()):
        with pytest.raises(NotYours):
            asking.answer_link(token=token, answer="stopped", service_id=wanted)
    foreign.refresh_from_db()
    assert foreign.status == "active"


@pytest.mark.parametrize(
    ("answer", "for_one", "text"),
    [("", True, ""), ("onzin", True, ""), ("wrong", True, "  "), ("wrong", False, "alles"), ("stopped", False, "")],
)
def test_an_answer_that_cannot_be_used_changes_nothing(of, answer, for_one, text):
    service = stale(of)
    token = records.asked(service)
    with pytest.raises(Refusal):
        asking.answer_link(token=token, answer=answer, service_id=service.id if for_one else None, text=text)
    assert [row.answer for row in asking.asked_by(token)] == [""]


def test_the_page_of_a_link_costs_the_same_for_one_record_and_for_many(of):
    counts = []
    for more in (1, 6):
        token = records.asked(*[stale(of) for _ in range(more)])
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            asking.asked_by(token)
        counts.append(len(seen))
        with acting_as(system_actor(UPKEEP)):
            RecordCheck.objects.update(asked_at=None, token_hash="", link_until=None)
    assert counts[0] == counts[1]
