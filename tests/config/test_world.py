"""The example world: every text of a case holds a mark, and the marks stand where they may and nowhere else."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client

from tests import factories
from tests.conftest import _server
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.models import Account
from wijkkompas.toestemming.api import NotYours, open_record
from wijkkompas.wijkteam.models import Case, Note

MAY_SEE = {  # who sees which cases; nothing of `past its term` is for anybody
    "wijkteam.vlaardingen@example.org": {"household", "17 years old"},
    "collega.vlaardingen@example.org": {"household", "17 years old"},
    "teamleider.vlaardingen@example.org": {"household", "17 years old", "sealed"},
    "oud.collega@example.org": set(),
    "wijkteam.maassluis@example.org": {"ex-partner"},
    "partner@example.org": {"household"},
    "verhuurder@example.org": {"household"},
    "vrijwilliger@example.org": set(),
    "bewoner@example.org": {"household"},
    "huisgenoot@example.org": {"household"},
    "ex.partner@example.org": {"ex-partner"},
    "jongere@example.org": {"17 years old"},
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Planted for real, once: the owner of the tables writes too."""
    import os

    from wijkkompas.config.commands import example
    from wijkkompas.config.commands import world as planting
    from wijkkompas.kern.access import system_actor
    from wijkkompas.mensen import api as mensen

    with django_db_blocker.unblock():
        with acting_as(system_actor(mensen.ACCOUNTS)):
            people = planting.people(example.example_account)
        return planting.plant(people, _server().dsn("wk_owner", os.environ["WIJKKOMPAS_TEST_DATABASE"]))


def planted(world, what: str) -> dict:
    return next(case for case in world["cases"] if case["what"] == what)


@pytest.mark.parametrize("email", MAY_SEE)
@pytest.mark.django_db
def test_each_sees_exactly_the_own_cases_of_the_world(world, email):
    ids = {case["id"]: case["what"] for case in world["cases"]}
    with acting_as(account_actor(_id(email))):
        seen = {ids[str(found)] for found in Case.objects.values_list("id", flat=True) if str(found) in ids}
    assert seen == MAY_SEE[email]


def _id(email: str) -> int:
    from wijkkompas.kern.access import system_actor
    from wijkkompas.mensen.policies import ACCOUNTS

    with acting_as(system_actor(ACCOUNTS)):
        return Account.objects.values_list("id", flat=True).get(email=email)


@pytest.mark.django_db
def test_a_partner_with_the_plan_opens_the_plan_and_no_talk_about_others(world):
    case = uuid.UUID(planted(world, "household")["id"])
    with acting_as(account_actor(_id("partner@example.org"))):
        assert open_record("case_plan", case, purpose="help")
        assert not Note.objects.exists()
        for kind in ("case_journal", "case_apart"):
            with pytest.raises(NotYours):
                open_record(kind, case, purpose="help")


@pytest.mark.django_db
def test_the_page_of_a_case_shows_its_marks_to_the_team_and_not_to_others(world):
    case = planted(world, "household")
    pages = {}
    for email in ("wijkteam.vlaardingen@example.org", "partner@example.org", "wijkteam.maassluis@example.org"):
        client = Client(REMOTE_ADDR="127.0.0.1")
        from wijkkompas.kern.access import system_actor
        from wijkkompas.mensen.policies import ACCOUNTS

        with acting_as(system_actor(ACCOUNTS)):
            client.force_login(Account.objects.get(email=email), backend=factories.BACKEND)
        pages[email] = client.get(f"/team/zaak/{case['id']}").content.decode()
    team, partner, stranger = pages.values()
    marks = case["markers"]
    assert all(marks[name] in team for name in ("question", "goal", "action", "journal", "contact"))
    assert marks["meldcode"] not in team
    assert all(marks[name] in partner for name in ("question", "goal", "action"))
    assert all(marks[name] not in partner for name in ("journal", "third-party", "safe", "work-note", "contact"))
    assert not any(mark in stranger for mark in marks.values())


@pytest.mark.django_db
def test_what_is_printed_is_json_with_a_mark_for_every_text(world):
    assert json.loads(json.dumps(world)) == world
    assert [case["what"] for case in world["cases"]] == [
        "household",
        "ex-partner",
        "17 years old",
        "sealed",
        "past its term",
    ]
    assert all(mark.startswith("merkteken-") for case in world["cases"] for mark in case["markers"].values())
    assert {share["what"] for share in world["shares"]} == {
        "partner team, plan",
        "landlord, actions only",
        "other team, withdrawn",
    }
