"""How often texts were opened, for the functional manager: counts, no names, nothing below ten, nothing of what is apart."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection

from tests import factories
from tests.wijkteam.conftest import browser
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.kern.access.declarations import DOORS
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming import openings

pytestmark = pytest.mark.pg15
PAGE = "/beheer/ingezien"


@pytest.fixture
def seen(committed, as_owner):
    """Somebody opened goals ten times and notes nine times this month, and what is apart twenty times."""
    team = factories.team()
    by = factories.worker(team)
    organisation = f"Organisatie {uuid.uuid4().hex}"
    identity = as_owner.execute(
        "update mensen_organization set name = %s where id = %s returning id", [organisation, team.organization_id]
    ).fetchone()[0]
    as_owner.execute("update mensen_account set organization_id = %s where id = %s", [identity, by.pk])
    as_owner.execute("alter table toestemming_accessline disable trigger audit")
    for kind, purpose, many in (
        ("case_plan", "help", 10),
        ("case_journal", "help", 9),
        ("case_meldcode", "help", 20),
        ("case_apart", "help", 20),
        ("case_summary", "follow", 20),
    ):
        as_owner.execute(
            "insert into toestemming_accessline (at, actor_kind, account_id, kind, object_id, purpose)"
            " select now(), 'account', %s, %s, gen_random_uuid(), %s from generate_series(1, %s)",
            [by.pk, kind, purpose, many],
        )
    yield by, organisation
    as_owner.execute("delete from toestemming_accessline where account_id = %s", [by.pk])
    as_owner.execute("alter table toestemming_accessline enable trigger audit")


@pytest.fixture
def manager(committed):
    return factories.account(Role.FUNCTIONAL_MANAGER)


def test_ten_is_told_and_nine_is_not(seen, manager):
    by, organisation = seen
    with acting_as(account_actor(manager.pk)):
        mine = [row for row in openings.overview(clock.today()) if row.organisation == organisation]
    told = {(str(row.kind), row.now, row.before) for row in mine}
    assert ("dossier: doelen", 10, 0) in told
    assert ("dossier: verslag", None, 0) in told
    assert len(told) == 2, "what is apart and who follows the own file is not counted"
    page = browser(manager).get(PAGE).content.decode()
    assert "minder dan 10" in page
    assert by.name not in page
    assert by.email not in page


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.ORGANISATION_EDITOR, Role.WORKER])
def test_it_is_for_the_functional_manager(seen, role):
    who = factories.account(role, area_id="GM0622")
    assert browser(who).get(PAGE).status_code == 403
    with acting_as(account_actor(who.pk)):
        assert openings.overview(clock.today()) == []


def test_not_by_day_and_not_of_what_is_apart(seen, manager):
    today = clock.today()
    attempts = [
        (["case_meldcode", "case_apart", "work_note", "break_glass"], *openings.months(today)[1:]),
        (["case_plan"], today, today.replace(year=today.year + 1)),
    ]
    with acting_as(account_actor(manager.pk)), connection.cursor() as cursor:
        for attempt in attempts:
            cursor.execute("select count(*) from app.openings(%s, %s, %s)", list(attempt))
            assert cursor.fetchone() == (0,)


def test_months_at_the_turn_of_the_year():
    assert openings.months(date(2026, 1, 31)) == (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    assert openings.months(date(2026, 12, 1))[2] == date(2027, 1, 1)


def test_every_kind_of_the_open_log_has_words():
    assert {kind for kind, door in DOORS.items() if door.log == openings.OPEN_LOG} - set(openings.KINDS) == set()
