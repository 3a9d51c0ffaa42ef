"""Who opened what is kept as long as its term says: no longer and no shorter."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming import actions
from wijkkompas.toestemming.models import Term

pytestmark = pytest.mark.pg15


@pytest.fixture
def lines(committed, as_owner):
    """Writes a line of so many days ago as the owner; they are gone afterwards."""

    def line(days: int) -> uuid.UUID:
        identity = uuid.uuid4()
        as_owner.execute(
            "insert into toestemming_accessline (at, actor_kind, kind, object_id, purpose)"
            " values (%s, 'account', 'test', %s, 'test')",
            [clock.now() - timedelta(days=days), identity],
        )
        return identity

    yield line
    as_owner.execute("delete from toestemming_accessline where kind = 'test'")
    as_owner.execute("update toestemming_term set days = 1826")


def left(as_owner) -> set[uuid.UUID]:
    return {row[0] for row in as_owner.execute("select object_id from toestemming_accessline where kind = 'test'")}


def test_a_line_older_than_five_years_goes_and_a_younger_one_stays(lines, as_owner):
    _old, young = lines(1827), lines(1825)
    assert actions.forget_old_lines() == 1
    assert actions.forget_old_lines() == 0
    assert left(as_owner) == {young}


def test_the_term_is_the_one_that_the_functional_manager_set(lines, as_owner):
    _old, young = lines(401), lines(399)
    as_owner.execute("update toestemming_term set days = 400")
    assert actions.forget_old_lines() == 1
    assert left(as_owner) == {young}


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [visitor_actor(), system_actor("post"), system_actor("accounts")])
def test_only_the_retention_job_forgets_lines(actor):
    with (
        pytest.raises(DatabaseError),
        acting_as(actor),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select app.forget_old_lines()")


@pytest.mark.django_db
def test_a_functional_manager_sets_the_term_with_its_reason_and_nobody_else_does():
    manager, worker = factories.account(Role.FUNCTIONAL_MANAGER), factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(manager.pk)):
        assert Term.objects.update(days=730, source="besluit") == 1
    for actor in (account_actor(worker.pk), visitor_actor(), system_actor("retention")):
        with acting_as(actor):
            assert Term.objects.update(days=400) == 0
            assert Term.objects.get().days == 730


@pytest.mark.django_db
def test_a_line_lives_longer_than_a_code():
    manager = factories.account(Role.FUNCTIONAL_MANAGER)
    with pytest.raises(DatabaseError), acting_as(account_actor(manager.pk)), transaction.atomic():
        Term.objects.update(days=364)


@pytest.mark.django_db
def test_the_term_says_why():
    with acting_as(visitor_actor()):
        term = Term.objects.get(code="access-line")
    assert term.days == 1826
    assert "AVG" in term.source
