"""The pages of the municipality: numbers and dates, a reason to keep one, a yes of two people, and nothing for others."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest

from tests import factories
from tests.wijkteam.casework.test_pages import body
from tests.wijkteam.conftest import MARKS, browser
from tests.wijkteam.destroying.conftest import HERE, close, official, past
from tests.wijkteam.destroying.test_destroying import YEARS, list_with
from wijkkompas.kern import clock
from wijkkompas.kern.proof import signing
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.api import destruction
from wijkkompas.wijkteam.destroying import actions

pytestmark = pytest.mark.pg15
LISTS = "/beheer/vernietigen"


@pytest.fixture
def made(over, as_owner):
    """A list with one case."""
    actions.propose(date(next(YEARS), 1, 1))
    return list_with(as_owner, over)


@pytest.fixture
def first():
    return browser(official())


@pytest.fixture
def second():
    return browser(official())


def yes(client, made):
    page = client.get(f"{LISTS}/{made}")
    return client.post(f"{LISTS}/{made}/ja", {"seen": page.context["shown"].seen, "looked": "on"}, follow=True)


def test_two_people_look_and_the_case_is_gone(over, made, first, second, as_owner):
    number = as_owner.execute("select number from wijkteam_case where id = %s", [over]).fetchone()[0]
    assert str(made) in first.get(LISTS).content.decode()
    page = first.get(f"{LISTS}/{made}").content.decode()
    assert number in page
    assert "Na uw ja verandert de lijst niet meer." in page
    assert not [mark for mark in (*MARKS.values(), "geweldmerk", str(over)[:8] * 2) if mark in page]
    answer = yes(first, made).content.decode()
    assert "U zei ja. Nu moet een collega nog kijken." in answer
    assert "Ja, vernietig" not in answer
    page = second.get(f"{LISTS}/{made}").content.decode()
    assert "Een collega zei ja op" in page
    assert "Houd één dossier nog" not in page
    assert "Twee mensen zeiden ja." in yes(second, made).content.decode()
    destruction.carry_out()
    page = first.get(LISTS).content.decode()
    assert f"{LISTS}/{made}/verklaring" in page
    told = json.loads(first.get(f"{LISTS}/{made}/verklaring").content)
    assert told["records"] >= 1
    bare = {name: value for name, value in told.items() if name != "signature"}
    assert signing.signed_by(told["key"], told["signature"], bare)
    assert first.get(f"{LISTS}/{made}").status_code == 404


def test_one_person_is_one_yes(made, first):
    assert yes(first, made).status_code == 200
    yes(first, made)
    assert "Eén collega zei ja." in first.get(LISTS).content.decode()
    destruction.carry_out()
    assert first.get(f"{LISTS}/{made}").status_code == 200


def test_a_case_stays_with_a_reason_until_somebody_said_yes(over, made, first, second):
    told = {"case_id": str(over), "because": "er loopt een bezwaar"}
    assert first.post(f"{LISTS}/{made}/houd", told | {"because": " "}).status_code == 422
    assert first.post(f"{LISTS}/{made}/houd", told | {"case_id": str(uuid.uuid4())}).status_code == 422
    assert first.post(f"{LISTS}/{made}/houd", told).status_code == 302
    assert "er loopt een bezwaar" in second.get(f"{LISTS}/{made}").content.decode()
    yes(first, made)
    late = second.post(f"{LISTS}/{made}/houd", told | {"because": "toch iets anders"}, follow=True).content.decode()
    assert "Iemand zei al ja." in late
    assert "toch iets anders" not in late


def test_nobody_says_yes_to_a_list_that_changed_since(over, made, first, second):
    seen = second.get(f"{LISTS}/{made}").context["shown"].seen
    first.post(f"{LISTS}/{made}/houd", {"case_id": str(over), "because": "er loopt een bezwaar"})
    answer = second.post(f"{LISTS}/{made}/ja", {"seen": seen, "looked": "on"}, follow=True).content.decode()
    assert "De lijst is veranderd." in answer
    assert "Ja, vernietig" in answer
    assert second.post(f"{LISTS}/{made}/ja", {"seen": seen}).status_code == 422


@pytest.mark.parametrize("tail", ["", "/verklaring"])
def test_a_list_of_another_municipality_is_not_there(made, tail):
    other = browser(official("GM0546"))
    ids = [made, uuid.uuid4()]
    answers = [other.get(f"{LISTS}/{identity}{tail}") for identity in ids]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({body(answer) for answer in answers}) == 1
    for deed in ("houd", "ja"):
        assert other.post(f"{LISTS}/{made}/{deed}", {}).status_code == 404
    assert str(made) not in other.get(LISTS).content.decode()


@pytest.mark.parametrize("role", [Role.FUNCTIONAL_MANAGER, Role.ORGANISATION_EDITOR, "worker"])
def test_the_pages_are_for_people_of_a_municipality(made, role):
    who = factories.worker(factories.team_of(HERE)) if role == "worker" else official(HERE, role)
    client = browser(who)
    for address in (LISTS, f"{LISTS}/{made}", f"{LISTS}/{uuid.uuid4()}"):
        assert client.get(address).status_code == 403
    assert LISTS not in client.get("/beheer").content.decode()


def test_the_pages_ask_a_constant_number_of_queries(made, first, as_owner, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(address):
        with CaptureQueriesContext(connection) as asked:
            assert first.get(address).status_code == 200
        return len(asked)

    first.get(LISTS)
    before = [count(LISTS), count(f"{LISTS}/{made}")]
    team = factories.team(HERE)
    by = factories.worker(team)
    for _ in range(3):
        case = factories.case(team, by=by)
        close(case.id, by)
        past(as_owner, case.id)
        as_owner.execute(
            "insert into toestemming_destructionitem (list_id, object_id, due_on, kept_because) values (%s, %s, %s, '')",
            [made, case.id, clock.today() - timedelta(days=1)],
        )
    assert [count(LISTS), count(f"{LISTS}/{made}")] == before


def test_the_overview_warns_of_what_waits_long(over, first, as_owner):
    past(as_owner, over, days=63)
    assert "twee maanden over" in first.get(LISTS).content.decode()
    assert browser(official("GM0546")).get(LISTS).context["late"] == 0
