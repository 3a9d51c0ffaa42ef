"""Who belongs together, over HTTP: homes, authority, a child of two homes."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.conftest import browser, full_case
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.models import Membership
from wijkkompas.mensen.values import Role
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.models import (
    Case,
    Goal,
    Household,
    HouseholdMember,
    Participation,
    Person,
    Representative,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
NINE = timedelta(days=9 * 366)


def as_worker(worker):
    return acting_as(account_actor(worker.pk))


def add(client, case_id, name, **more):
    told = {"nieuw-name": name, "nieuw-role": "member", "nieuw-language": "nl"}
    return client.post(f"/team/zaak/{case_id}/huishouden/nieuw", told | {f"nieuw-{key}": v for key, v in more.items()})


def person_of(worker, case_id, *, newest: bool = False):
    with as_worker(worker):
        rows = Participation.objects.filter(case_id=case_id).order_by("since")
        return (rows.last() if newest else rows.first()).person_id


@pytest.fixture
def child(client, case_id, worker):
    assert add(client, case_id, "Kind Voorbeeld", born_on=clock.today() - NINE).status_code == 302
    return person_of(worker, case_id, newest=True)


def lives(client, case_id, person, household="", **more):
    told = {"woont-person_id": person, "woont-household_id": household} | more
    return client.post(f"/team/zaak/{case_id}/huishouden/woont", told)


def test_somebody_is_added_and_leaves_but_not_the_last_one_it_is_about(client, case_id, worker, child):
    page = client.get(f"/team/zaak/{case_id}/huishouden")
    assert "Kind Voorbeeld" in page.content.decode()
    subject = person_of(worker, case_id)
    for person in (subject, child):
        client.post(f"/team/zaak/{case_id}/huishouden/weg/{person}")
    with as_worker(worker):
        assert [row.person_id for row in Participation.objects.filter(until=None)] == [subject]


def test_a_home_says_who_may_know_that_we_call(client, case_id, worker, child):
    assert lives(client, case_id, child).status_code == 302
    with as_worker(worker):
        member = HouseholdMember.objects.get()
        assert member.safe_to_contact is False
    client.post(f"/team/zaak/{case_id}/huishouden/veilig/{member.id}")
    with as_worker(worker):
        assert HouseholdMember.objects.get().safe_to_contact is True
    client.post(f"/team/zaak/{case_id}/huishouden/verhuisd/{member.id}")
    with as_worker(worker):
        assert HouseholdMember.objects.get().until == clock.today()


def test_a_child_lives_in_two_homes_and_in_each_once(client, case_id, worker, child):
    lives(client, case_id, child)
    with as_worker(worker):
        first = Household.objects.get().id
    assert lives(client, case_id, child, first).status_code == 422
    assert lives(client, case_id, child).status_code == 302
    with as_worker(worker):
        assert Household.objects.count() == 2


def test_nobody_moves_into_a_home_of_another_case(client, case_id, team, worker, child):
    other = full_case(team, worker)
    lives(client, other, person_of(worker, other))
    with as_worker(worker):
        foreign = Household.objects.get().id
    assert lives(client, case_id, child, foreign).status_code == 422


def test_authority_counts_when_the_paper_was_seen(client, case_id, worker, child):
    address = f"/team/zaak/{case_id}/huishouden"
    told = {"gezag-person_id": child, "gezag-by_id": person_of(worker, case_id), "gezag-kind": "parent"}
    assert client.post(f"{address}/gezag", told).status_code == 302
    assert client.post(f"{address}/gezag", told).status_code == 422
    with as_worker(worker):
        row = Representative.objects.get()
        assert row.verified_at is None
    client.post(f"{address}/gezien/{row.id}", {"how": "signed"})
    with as_worker(worker):
        assert Representative.objects.get().verified_at is None
    client.post(f"{address}/gezien/{row.id}", {"how": "register"})
    with as_worker(worker):
        row = Representative.objects.get()
        assert (row.verified_how, row.verified_by_id) == ("register", worker.pk)
    client.post(f"{address}/voorbij/{row.id}")
    with as_worker(worker):
        assert Representative.objects.get().until is not None


def test_after_a_divorce_each_parent_has_a_case_and_sees_the_child_and_nothing_of_the_other(
    client, case_id, team, worker, child
):
    actor = account_actor(worker.pk)
    father_account = factories.account(Role.RESIDENT)
    other = factories.case(team, by=worker)
    father = factories.person(other, by=worker, account=father_account)
    address = f"/team/zaak/{case_id}/huishouden"
    wrong = client.post(f"{address}/ander", {"ander-person_id": child, "ander-number": "2026-99999"})
    assert wrong.status_code == 422
    told = {"ander-person_id": child, "ander-number": other.number}
    assert client.post(f"{address}/ander", told).status_code == 302
    told = {"gezag-person_id": child, "gezag-by_id": father.id, "gezag-kind": "parent"}
    assert client.post(f"{address}/gezag", told).status_code == 302
    with as_worker(worker):
        row = Representative.objects.get()
    client.post(f"{address}/gezien/{row.id}", {"how": "birth"})
    agreed = actions.set_goal(actor=actor, case_id=case_id, text="samen", about_id=child, agreed=True)
    actions.set_goal(actor=actor, case_id=case_id, text="van moeder")
    with acting_as(account_actor(father_account.pk)):
        assert [row.id for row in Case.objects.all()] == [other.id]
        assert [row.id for row in Goal.objects.filter(case_id=case_id)] == [agreed]
        assert set(Person.objects.values_list("id", flat=True)) == {father.id}


def test_a_case_of_another_team_is_not_joined(client, case_id, child, partner):
    with acting_as(account_actor(partner.pk)):
        their_team = Membership.objects.get(account=partner).team
    theirs = factories.case(their_team, by=partner)
    told = {"ander-person_id": child, "ander-number": theirs.number}
    assert client.post(f"/team/zaak/{case_id}/huishouden/ander", told).status_code == 422


def test_others_find_no_page_and_change_nothing(client, case_id, worker, partner, child):
    lives(client, case_id, child)
    with as_worker(worker):
        member = HouseholdMember.objects.get()
    other = browser(partner)
    address = f"/team/zaak/{case_id}/huishouden"
    assert other.get(address).status_code == 404
    for tail in ("nieuw", f"veilig/{member.id}", f"weg/{child}"):
        assert other.post(f"{address}/{tail}").status_code == 404
    assert client.post(f"{address}/veilig/{uuid.uuid4()}").status_code == 404
    assert client.post(f"{address}/vreemd/{member.id}").status_code == 404
    with acting_as(account_actor(partner.pk)):
        their_team = Membership.objects.get(account=partner).team
    elsewhere = full_case(their_team, partner)
    assert other.post(f"/team/zaak/{elsewhere}/huishouden/veilig/{member.id}").status_code == 404


def test_the_page_asks_as_much_for_one_as_for_six(client, case_id, worker, child):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/team/zaak/{case_id}/huishouden").status_code == 200
        return len(seen)

    lives(client, case_id, child)
    queries()
    few = queries()
    for number in range(4):
        add(client, case_id, f"Kind {number}", born_on=clock.today() - NINE)
        lives(client, case_id, person_of(worker, case_id, newest=True))
    assert queries() == few
