"""The ledger: promises are made with the deed, kept once, and teams are reminded without personal text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.post import actions as post
from wijkkompas.toezeggingen import actions, queries
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.toezeggingen.values import PromiseKind

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def test_a_promise_is_made_once_per_object():
    asked = factories.ask("GM0622")
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        row = Promise.objects.get(object_id=asked.id)
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.promise(
                kind=row.kind,
                area_code=row.area_id,
                organisation_id=row.organisation_id,
                team_id=row.team_id,
                room="wegwijzer",
                object_id=asked.id,
                made_at=clock.now(),
                due=clock.now(),
            )


def test_keeping_happens_once():
    asked = factories.ask("GM0622")
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        assert actions.keep(kind=PromiseKind.ANSWER_QUESTION, object_id=asked.id, at=clock.now()) is True
        assert actions.keep(kind=PromiseKind.ANSWER_QUESTION, object_id=asked.id, at=clock.now()) is False
        assert actions.drop(kind=PromiseKind.ANSWER_QUESTION, object_id=asked.id, at=clock.now()) is False


def test_the_database_refuses_a_promise_that_is_both_kept_and_dropped():
    asked = factories.ask("GM0622")
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)), pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(object_id=asked.id).update(kept_at=clock.now(), dropped_at=clock.now())


def test_the_overdue_list_shows_the_own_team_only():
    mine, other = factories.ask("GM0622"), factories.ask("GM0546")
    worker = factories.worker(factories.team_of("GM0622"))
    later = clock.now() + timedelta(days=10)
    with acting_as(account_actor(worker.pk)):
        assert [row.object_id for row in queries.overdue(clock.now())] == []
        seen = {row.object_id for row in queries.overdue(later)}
    assert mine.id in seen
    assert other.id not in seen


def test_the_reminder_names_numbers_and_no_text_and_comes_once_a_day(settings):
    settings.POST_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    asked = factories.ask("GM0622")
    later = clock.now() + timedelta(days=7)
    assert actions.remind(later) >= 1
    assert actions.remind(later + timedelta(hours=1)) == 0
    post.send_queued()
    assert mail.outbox
    for message in mail.outbox:
        assert asked.marker not in message.subject + message.body
        assert str(asked.id) not in message.body
