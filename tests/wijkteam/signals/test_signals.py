"""Signals on the real database: who sees, what may change, what who reported hears, what is promised."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests import factories
from tests.wegwijzer.deeds import deeds
from tests.wijkteam.signals.told import told
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.models import Membership
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toestemming.actions import NotYours, open_record
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer import actions as wegwijzer
from wijkkompas.wegwijzer.rules import clean_code, hash_code
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.models import Case, Participation, Person, Signal, SignalStep
from wijkkompas.wijkteam.signals import actions, queries

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

ALL, NOTHING = {"see", "open", "change"}, set()


@pytest.fixture
def worker():
    return factories.worker(factories.team_of("GM0622"))


def actor(account):
    return account_actor(account.pk)


def reached(worker, signal_id):
    actions.pick_up(actor=actor(worker), signal_id=signal_id)
    actions.start_contact(actor=actor(worker), signal_id=signal_id)
    actions.note_reached(actor=actor(worker), signal_id=signal_id)


def stored(signal_id, worker) -> Signal:
    with acting_as(actor(worker)):
        return Signal.objects.get(id=signal_id)


def promise_of(signal_id, worker) -> Promise:
    with acting_as(actor(worker)):
        return Promise.objects.get(kind="first-contact", object_id=signal_id)


def relations(one) -> dict:
    """Every relation to a signal of the team of Vlaardingen, with what it may (mission.md E1, issue 4 part 3)."""
    team = factories.team_of("GM0622")
    ended = factories.worker(team)
    with acting_as(system_actor("accounts")):
        Membership.objects.filter(account=ended).update(valid_until=clock.now() - timedelta(seconds=1))
    resident = factories.account(Role.RESIDENT)
    return {
        actor(factories.worker(team)): ALL,
        actor(factories.worker(team, role=TeamRole.LEAD)): ALL,
        actor(factories.worker(team, role=TeamRole.VOLUNTEER)): NOTHING,
        actor(factories.worker(team, role=TeamRole.GUEST)): NOTHING,
        actor(factories.worker(team, is_active=False)): NOTHING,
        actor(ended): NOTHING,
        actor(factories.worker(factories.team())): NOTHING,
        actor(factories.account(Role.MUNICIPALITY, area_id="GM0622")): NOTHING,
        actor(factories.account(Role.FUNCTIONAL_MANAGER, is_superuser=True, is_staff=True)): NOTHING,
        actor(factories.account(Role.AMBASSADOR)): NOTHING,
        actor(resident): NOTHING,
        visitor_actor(): NOTHING,
        follower_actor(hash_code(settings.CODE_PEPPER, clean_code(one.code))): NOTHING,
        system_actor("reminder"): NOTHING,
        system_actor("retention"): NOTHING,
    }


@pytest.mark.parametrize("kind", ["signal", "signal_reporter"])
def test_only_the_team_sees_opens_and_changes_a_signal(kind):
    one = told()
    for who, expected in relations(one).items():
        managed = deeds(who, Signal, one.id, kind=kind, change="urgent = true")
        assert managed == expected, who


def test_the_figures_role_reads_nothing_of_it(as_figures):
    for table in ("wijkteam_signal", "wijkteam_signalstep"):
        with pytest.raises(Exception, match="permission denied"):
            as_figures.execute(f"select * from public.{table}")


def test_nothing_readable_lies_in_the_row(as_owner, worker):
    one = told()
    rows = []
    with acting_as(actor(worker)), connection.cursor() as cursor:
        cursor.execute("select s::text from wijkteam_signal s where id = %s", [one.id])
        rows = cursor.fetchall()
    assert one.marker not in str(rows)
    assert one.marker.encode().hex() not in str(rows)
    assert "0612345678" not in str(rows)


def test_a_visitor_may_only_hand_in_what_is_new():
    for field, value in (("state", "closed"), ("tries", 3), ("told_guests_at", clock.now())):
        with pytest.raises(DatabaseError), acting_as(visitor_actor()), transaction.atomic():
            Signal(
                team=factories.team_of("GM0622"),
                area_id="GM0622",
                source="web",
                permission="no",
                received_at=clock.now(),
                sealed=b"x",
                sealed_reporter=b"x",
                **{field: value},
            ).save(force_insert=True)


def test_nobody_takes_a_signal_back_or_writes_over_where_it_came_from(worker):
    one = told()
    for change in ("source = 'phone'", "permission = 'yes'", "sealed = ''", "code_hash = 'x'", "received_at = now()"):
        with (
            pytest.raises(DatabaseError),
            acting_as(actor(worker)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"update wijkteam_signal set {change} where id = %s", [one.id])
    with acting_as(actor(worker)):
        with connection.cursor() as cursor:
            cursor.execute("delete from wijkteam_signal where id = %s", [one.id])
            assert cursor.rowcount == 0
        assert Signal.objects.filter(id=one.id).exists()


def test_receipt_comes_with_a_promise_in_working_days_and_danger_is_sooner():
    calm, urgent = told(), told(text="Mijn buurman slaat zijn vrouw")
    assert urgent.accepted.crisis
    assert urgent.accepted.due <= calm.accepted.due
    assert not calm.accepted.crisis


def test_the_same_form_sent_twice_is_one_signal(worker):
    one = told()
    again = told(signal_id=one.id, code=one.code)
    assert again.accepted.due == one.accepted.due
    with acting_as(actor(worker)):
        assert Signal.objects.filter(id=one.id).count() == 1


def test_who_reported_hears_that_it_came_in_and_was_picked_up_and_nothing_else(worker):
    one = told()
    assert queries.follow(one.code).picked_up is False
    assert queries.follow("BCDF-2345-GHJK") is None
    answers = set()
    actions.pick_up(actor=actor(worker), signal_id=one.id)
    answers.add(str(queries.follow(one.code)))
    for deed in (actions.start_contact, actions.note_reached, actions.note_refused):
        deed(actor=actor(worker), signal_id=one.id)
        answers.add(str(queries.follow(one.code)))
    actions.close(actor=actor(worker), signal_id=one.id, told="by-code")
    answers.add(str(queries.follow(one.code)))
    assert len(answers) == 1
    assert "picked_up=True" in answers.pop()


def test_the_promise_is_kept_when_somebody_is_reached_and_dropped_when_it_is_not_ours(worker):
    one, other = told(), told()
    reached(worker, one.id)
    assert promise_of(one.id, worker).kept_at
    actions.pick_up(actor=actor(worker), signal_id=other.id)
    actions.note_not_for_us(actor=actor(worker), signal_id=other.id)
    assert promise_of(other.id, worker).dropped_at


def test_three_tries_before_closing(worker):
    one = told()
    actions.pick_up(actor=actor(worker), signal_id=one.id)
    actions.start_contact(actor=actor(worker), signal_id=one.id)
    for tries in (1, 2, 3):
        with pytest.raises(Refusal):
            actions.close(actor=actor(worker), signal_id=one.id, told="not-told")
        assert actions.note_not_reached(actor=actor(worker), signal_id=one.id) == tries
    actions.close(actor=actor(worker), signal_id=one.id, told="not-told")
    assert stored(one.id, worker).ends_on > clock.today()
    with acting_as(actor(worker)):
        assert SignalStep.objects.filter(signal_id=one.id).count() == 6


def test_two_that_look_alike_are_joined_by_hand_and_parted_by_hand(worker):
    first, second, third = told(), told(name="Iemand anders"), told(phone="0101234567", name="X", address="Elders 2")
    with acting_as(actor(worker)):
        opened = queries.open_signal(second.id)
    assert [row.id for row in opened.alike] == [first.id]
    assert opened.signal.belongs_to_id is None
    with pytest.raises(Refusal):
        actions.join(actor=actor(worker), signal_id=third.id, to=first.id)
    actions.join(actor=actor(worker), signal_id=second.id, to=first.id)
    assert promise_of(second.id, worker).dropped_at
    assert queries.follow(second.code).picked_up
    actions.part(actor=actor(worker), signal_id=second.id)
    assert promise_of(second.id, worker).dropped_at is None


def test_another_team_joins_nothing_and_finds_nothing(worker):
    first, second = told(), told()
    stranger = factories.worker(factories.team())
    with pytest.raises(NotYours):
        actions.join(actor=actor(stranger), signal_id=second.id, to=first.id)
    for identity in (first.id, uuid.uuid4()):
        with acting_as(actor(stranger)), pytest.raises(NotYours):
            queries.open_signal(identity)


def test_a_case_takes_the_person_along_and_nothing_of_who_reported(worker, as_owner):
    one = told()
    with pytest.raises(Refusal):
        actions.open_as_case(actor=actor(worker), signal_id=one.id, summary="Ik kom de deur niet uit")
    reached(worker, one.id)
    case_id = actions.open_as_case(actor=actor(worker), signal_id=one.id, summary="Ik kom de deur niet uit")
    resident = factories.account(Role.RESIDENT)
    with acting_as(actor(worker)):
        assert Case.objects.get(id=case_id).team == factories.team_of("GM0622")
        person = Person.objects.get(id=Participation.objects.get(case_id=case_id).person_id)
        person.account, person.identified_at, person.identified_how = resident, clock.now(), "desk"
        person.save()
    with acting_as(actor(resident)):
        assert Case.objects.filter(id=case_id).exists()
        assert not Signal.objects.exists()
        for kind in ("signal", "signal_reporter"):
            with pytest.raises(NotYours):
                open_record(kind, one.id, purpose="help" if kind == "signal" else "tell")


def test_the_resident_may_object_to_who_sits_at_the_dagstart(worker):
    one = told()
    actions.tell_who_may_sit(actor=actor(worker), signal_id=one.id, objected_to=["police", "benefits"])
    assert stored(one.id, worker).objected_to == ["benefits", "police"]
    assert stored(one.id, worker).told_guests_at
    with pytest.raises(Refusal):
        actions.tell_who_may_sit(actor=actor(worker), signal_id=one.id, objected_to=["mayor"])


def test_a_place_is_nobody(worker):
    one = told(about="place", address="Het bankje bij de supermarkt", permission="unknown")
    with acting_as(actor(worker)):
        opened = queries.open_signal(one.id)
    assert opened.signal.dedupe == []
    assert opened.told["name"] == opened.told["phone"] == ""


def test_a_call_back_request_becomes_a_signal_by_one_tap_and_twice_is_once(worker):
    asked = factories.ask("GM0622")
    for _twice in range(2):
        wegwijzer.pick_up_as_signal(actor=actor(worker), request_id=asked.id)
    with acting_as(actor(worker)):
        signal = Signal.objects.get(contact_request=asked.id)
        opened = queries.open_signal(signal.id)
        assert Promise.objects.filter(kind="answer-question", object_id=asked.id, dropped_at=None).exists()
    assert asked.marker in opened.told["text"]
    assert opened.signal.permission == "yes"
    with pytest.raises(NotYours):
        wegwijzer.pick_up_as_signal(actor=actor(factories.worker(factories.team())), request_id=asked.id)


def test_closing_sets_the_last_day_also_of_what_was_joined_to_it(worker):
    one, same = told(), told()
    actions.join(actor=actor(worker), signal_id=same.id, to=one.id)
    actions.pick_up(actor=actor(worker), signal_id=one.id)
    actions.note_not_for_us(actor=actor(worker), signal_id=one.id)
    actions.close(actor=actor(worker), signal_id=one.id, told="by-code")
    ends = clock.today() + timedelta(days=183)
    assert stored(same.id, worker).ends_on == stored(one.id, worker).ends_on == ends
    assert actions.forget_what_is_over() == 0


def test_the_inbox_asks_as_many_queries_with_many_signals_as_with_one(worker, django_assert_num_queries):
    team = factories.team_of("GM0622")
    told()
    with acting_as(actor(worker)):
        queries.inbox([team.id], clock.now())
        with django_assert_num_queries(2):
            queries.inbox([team.id], clock.now())
    for _more in range(4):
        told()
    with acting_as(actor(worker)), django_assert_num_queries(2):
        found = queries.inbox([team.id], clock.now())
    assert found.count == 5
    assert found.new == 5
