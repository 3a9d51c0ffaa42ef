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
from wijkkompas.kern.access.personal import TERMS
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
    as_owner.execute("update toestemming_term set days = 1826 where code = 'access-line'")


def left(as_owner) -> set[uuid.UUID]:
    return {row[0] for row in as_owner.execute("select object_id from toestemming_accessline where kind = 'test'")}


def test_a_line_older_than_five_years_goes_and_a_younger_one_stays(lines, as_owner):
    _old, young = lines(1827), lines(1825)
    assert actions.forget_old_lines() == 1
    assert actions.forget_old_lines() == 0
    assert left(as_owner) == {young}


def test_the_term_is_the_one_that_the_functional_manager_set(lines, as_owner):
    _old, young = lines(401), lines(399)
    as_owner.execute("update toestemming_term set days = 400 where code = 'access-line'")
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
        assert Term.objects.filter(code="access-line").update(days=730, source="besluit") == 1
    for actor in (account_actor(worker.pk), visitor_actor(), system_actor("retention")):
        with acting_as(actor):
            assert Term.objects.filter(code="access-line").update(days=400) == 0
            assert Term.objects.get(code="access-line").days == 730


@pytest.mark.django_db
def test_a_line_lives_longer_than_a_code():
    manager = factories.account(Role.FUNCTIONAL_MANAGER)
    with pytest.raises(DatabaseError), acting_as(account_actor(manager.pk)), transaction.atomic():
        Term.objects.filter(code="access-line").update(days=364)


@pytest.mark.django_db
def test_the_term_says_why():
    with acting_as(visitor_actor()):
        term = Term.objects.get(code="access-line")
    assert term.days == 1826
    assert "AVG" in term.source


@pytest.mark.django_db
def test_every_declared_term_has_its_row_and_stays_within_its_bounds():
    with acting_as(visitor_actor()):
        assert set(Term.objects.values_list("code", flat=True)) == set(TERMS)
    manager = account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk)
    for term in TERMS.values():
        for days in (term.least - 1, term.most + 1):
            with pytest.raises(DatabaseError), acting_as(manager), transaction.atomic():
                Term.objects.filter(code=term.code).update(days=days)


@pytest.mark.django_db
def test_a_job_keeps_to_the_term_that_the_manager_set():
    manager = account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk)
    with acting_as(manager):
        Term.objects.filter(code="correction").update(days=31)
        assert actions.term("correction") == timedelta(days=31)
