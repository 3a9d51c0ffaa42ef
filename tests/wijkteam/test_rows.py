"""Rows that the database shows, refuses and guards, whatever the application asks."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.kern.access.guard import findings
from wijkkompas.mensen.models import Account
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toestemming.actions import NotYours, open_record
from wijkkompas.wijkteam import values
from wijkkompas.wijkteam.models import (
    Action,
    BreakGlass,
    Case,
    CaseStep,
    Goal,
    MeldcodeTrack,
    Note,
    Participation,
    Person,
    Representative,
    Share,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


@pytest.fixture
def team():
    return factories.team()


@pytest.fixture
def worker(team):
    return factories.worker(team)


@pytest.fixture
def case(team, worker):
    return factories.case(team, by=worker)


def actor(account):
    return account_actor(account.pk)


def stranger():
    return factories.worker(factories.team())


def sees(account, model=Case) -> int:
    with acting_as(actor(account)):
        return model.objects.count()


def opens(account, kind: str, identity: uuid.UUID) -> bool:
    try:
        with acting_as(actor(account)):
            open_record(kind, identity, purpose="help")
    except NotYours:
        return False
    return True


def shared(case, by, **more) -> Share:
    now = clock.now()
    fields = {
        "scope": "summary",
        "parts": ["identity", "summary"],
        "purpose": "referral",
        "basis": "task",
        "article": "Wmo 2015 2.3.2",
        "valid_from": now,
        "valid_until": now + timedelta(days=30),
        "made_at": now,
    } | more
    with acting_as(actor(by)):
        made = Share(case=case, made_by=by, **fields)
        made.save(force_insert=True)
    return made


def refused(account, deed, match: str = "row-level security|does not change|changes once|permission denied") -> None:
    with pytest.raises(DatabaseError, match=match), acting_as(actor(account)), transaction.atomic():
        deed()


def test_nothing_escapes():
    assert findings(connection) == []


def test_the_database_gives_each_case_a_number_of_its_own(team, worker):
    numbers = [factories.case(team, by=worker, number="2020-00001").number for _ in range(3)]
    assert len(set(numbers)) == 3
    assert all(number.startswith(f"{clock.today():%Y}-") and len(number) >= 10 for number in numbers)


def test_the_team_sees_its_case_and_another_team_nothing(case, worker):
    factories.person(case, by=worker)
    other = stranger()
    assert sees(worker) == 1
    assert sees(worker, Person) == 1
    for model in (Case, Person, Participation):
        assert sees(other, model) == 0
    assert opens(worker, values.CASE, case.id)
    assert not opens(other, values.CASE, case.id)


def test_a_sealed_case_is_for_the_coordinator_and_leads(team, worker):
    colleague, lead = factories.worker(team), factories.worker(team, role=TeamRole.LEAD)
    factories.case(team, by=worker, coordinator=worker, sealed=True)
    assert (sees(worker), sees(lead), sees(colleague)) == (1, 1, 0)


def test_after_its_last_day_nobody_sees_a_case(case, worker):
    with acting_as(actor(worker)):
        Case.objects.filter(id=case.id).update(ends_on=clock.today())
    assert sees(worker) == 1
    with pytest.raises(DatabaseError), acting_as(actor(worker)), transaction.atomic():
        Case.objects.filter(id=case.id).update(ends_on=clock.today() - timedelta(days=1))


def test_a_share_opens_its_parts_and_no_more(case, worker):
    somebody = factories.person(case, by=worker)
    other = stranger()
    shared(case, worker, to_account=other)
    assert sees(other) == 1
    assert opens(other, values.CASE, case.id)
    assert opens(other, values.PERSON, somebody.id)
    assert [opens(other, kind, case.id) for kind in values.KINDS_OF_A_CASE[1:]] == [False] * 4


def test_a_withdrawn_share_opens_nothing_and_does_not_come_back(case, worker):
    other = stranger()
    share = shared(case, worker, to_account=other)
    with acting_as(actor(worker)):
        Share.objects.filter(id=share.id).update(withdrawn_at=clock.now(), withdrawn_by_kind="team")
    assert sees(other) == 0
    assert not opens(other, values.CASE, case.id)
    refused(worker, lambda: Share.objects.filter(id=share.id).update(withdrawn_at=None, withdrawn_by_kind=""))
    refused(worker, lambda: Share.objects.filter(id=share.id).update(valid_until=clock.now() + timedelta(days=300)))


def test_nobody_shares_a_case_with_oneself_or_with_the_own_team(case, worker, team):
    refused(worker, lambda: shared(case, worker, to_account=worker))
    refused(worker, lambda: shared(case, worker, to_team=team))


def test_who_receives_a_share_can_put_nobody_in_a_case_of_their_own(case, worker):
    somebody = factories.person(case, by=worker)
    other_team = factories.team()
    other = factories.worker(other_team)
    shared(case, worker, to_account=other)
    own = factories.case(other_team, by=other)
    assert sees(other, Person) == 1
    refused(
        other,
        lambda: Participation(case=own, person=somebody, role="subject", since=clock.now()).save(force_insert=True),
    )


def test_a_resident_sees_the_own_file_when_somebody_checked_who_they_are(case, worker):
    resident = factories.account(Role.RESIDENT)
    somebody = factories.person(case, by=worker, account=resident)
    other = factories.person(case, by=worker, role="member")
    with acting_as(actor(worker)):
        for about in (somebody, other, None):
            sealed = open_record(values.CASE_PLAN, case.id, purpose="write").seal(text="doel")
            Goal(case=case, about=about, sealed=sealed).save(force_insert=True)
            for partition in ("journal", "third-party"):
                Note(case=case, partition=partition, about=about, author=worker, at=clock.now(), sealed=b"x").save(
                    force_insert=True
                )
    assert (sees(resident), sees(resident, Person), sees(resident, Goal), sees(resident, Note)) == (1, 1, 2, 1)
    assert opens(resident, values.CASE_JOURNAL, case.id)
    assert not opens(resident, values.CASE_APART, case.id)
    with acting_as(actor(worker)):
        Person.objects.filter(id=somebody.id).update(identified_at=None, identified_how="")
    assert (sees(resident), sees(resident, Person), sees(resident, Goal)) == (0, 0, 0)


def test_nobody_makes_the_own_account_that_of_a_resident(case, worker):
    somebody = factories.person(case, by=worker)
    taken = {"account": worker, "identified_at": clock.now(), "identified_how": "desk"}
    refused(worker, lambda: Person.objects.filter(id=somebody.id).update(**taken))


def test_a_parent_sees_what_was_agreed_about_a_young_child_and_nothing_else(case, worker):
    parent_account = factories.account(Role.RESIDENT)
    born = clock.today() - timedelta(days=14 * 365)
    child = factories.person(case, by=worker, born_on=born)
    own = factories.case(case.team, by=worker)
    parent = factories.person(own, by=worker, account=parent_account)
    with acting_as(actor(worker)):
        Representative(
            person=child, by=parent, kind="parent", verified_at=clock.now(), verified_by=worker, verified_how="register"
        ).save(force_insert=True)
        sealed = open_record(values.CASE_PLAN, case.id, purpose="write").seal(text="doel")
        Goal(case=case, about=child, agreed=False, sealed=sealed).save(force_insert=True)
    assert not opens(parent_account, values.CASE_PLAN, case.id)
    with acting_as(actor(worker)):
        Goal(case=case, about=child, agreed=True, sealed=sealed).save(force_insert=True)
        Goal(case=case, about=None, agreed=True, sealed=sealed).save(force_insert=True)
    assert sees(parent_account, Goal) == 1
    assert opens(parent_account, values.CASE_PLAN, case.id)
    assert not opens(parent_account, values.CASE, case.id)
    assert not opens(parent_account, values.PERSON, child.id)
    with acting_as(actor(parent_account)):
        assert not Case.objects.filter(id=case.id).exists()
    with acting_as(actor(worker)):
        Person.objects.filter(id=child.id).update(born_on=clock.today() - timedelta(days=17 * 365))
    assert sees(parent_account, Goal) == 0


def test_a_volunteer_sees_an_open_action_and_its_key_only(case, worker):
    volunteer = factories.account(Role.VOLUNTEER)
    factories.join(volunteer, case.team, role=TeamRole.VOLUNTEER)
    identity = uuid.uuid4()
    with acting_as(actor(worker)):
        sealed = factories.toestemming.seal(values.CASE_ACTION, identity, text="samen naar de bank")
        Action(id=identity, case=case, owner_kind="volunteer", owner=volunteer, sealed=sealed).save(force_insert=True)
    assert (sees(volunteer, Action), sees(volunteer)) == (1, 0)
    assert opens(volunteer, values.CASE_ACTION, identity)
    with acting_as(actor(worker)):
        Action.objects.filter(id=identity).update(state="done")
    assert sees(volunteer, Action) == 0
    assert not opens(volunteer, values.CASE_ACTION, identity)


def test_a_broken_glass_opens_for_an_hour_and_never_what_is_apart(case, worker):
    other = stranger()
    now = clock.now()

    def broken(until: timedelta, account=other) -> None:
        BreakGlass(case=case, account=account, reason="danger", sealed=b"x", at=now, until=now + until).save(
            force_insert=True
        )

    refused(other, lambda: broken(timedelta(minutes=59), worker))
    refused(other, lambda: broken(timedelta(minutes=61)), match="row-level|glass_is_broken")
    with acting_as(actor(other)):
        broken(timedelta(minutes=59))
    assert sees(other) == 1
    assert [opens(other, kind, case.id) for kind in values.KINDS_OF_A_CASE] == [True, True, True, True, False]
    refused(other, lambda: Goal(case=case, sealed=b"x").save(force_insert=True))


def test_only_members_know_of_a_meldcode_track(case, worker):
    colleague = factories.worker(case.team)
    identity = uuid.uuid4()
    with acting_as(actor(worker)):
        factories.toestemming.seal(values.CASE_MELDCODE, identity, text="stap 1")
        MeldcodeTrack(id=identity, case=case).save(force_insert=True)
        Note(case=case, partition="meldcode", track_id=identity, author=worker, at=clock.now(), sealed=b"x").save(
            force_insert=True
        )
    assert (sees(worker, MeldcodeTrack), sees(colleague, MeldcodeTrack)) == (1, 0)
    assert (sees(worker, Note), sees(colleague, Note)) == (1, 0)
    assert opens(worker, values.CASE_MELDCODE, identity)
    assert not opens(colleague, values.CASE_MELDCODE, identity)


def test_what_was_written_does_not_change_and_is_not_removed(case, worker):
    with acting_as(actor(worker)):
        CaseStep(case=case, to_state="open", at=clock.now(), by=worker, reason="started").save(force_insert=True)
    refused(worker, lambda: CaseStep.objects.update(reason="mistake"))
    refused(worker, lambda: CaseStep.objects.all()._raw_delete("default"))
    refused(worker, lambda: Case.objects.filter(id=case.id).update(number="2020-00001"))


def test_without_a_context_or_as_a_visitor_there_is_nothing(case):
    with acting_as(visitor_actor()):
        assert Case.objects.count() == 0
    with pytest.raises(DatabaseError, match="no actor"), transaction.atomic():
        Case.objects.count()


def test_somebody_who_is_put_out_of_service_sees_nothing(case, worker, team):
    lead = factories.worker(team, role=TeamRole.LEAD)
    assert sees(lead) == 1
    with acting_as(system_actor("accounts")):
        Account.objects.filter(pk=lead.pk).update(is_active=False)
    assert sees(lead) == 0
