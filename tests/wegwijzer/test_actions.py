"""Deeds with call-back requests, on the real database as the application role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from wijkkompas.kern import clock, events
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.kern.access.seal import Unreadable
from wijkkompas.mensen.models import Area
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer import actions, queries
from wijkkompas.wegwijzer.events import ContactRequested
from wijkkompas.wegwijzer.models import ContactRequest, UnansweredQuestion

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


@pytest.fixture
def worker():
    return account_actor(factories.worker(factories.team_of("GM0622")).pk)


def test_a_request_gets_a_promise_within_two_working_days_and_the_team_is_named():
    asked = factories.ask("GM0622")
    assert asked.accepted.team_name == "Wijkteam Vlaardingen (voorbeeld)"
    followed = queries.follow(asked.code)
    assert (followed.state, followed.answer, followed.own) == ("received", "", None)
    assert followed.due > clock.now()


def test_the_smallest_area_with_a_team_answers():
    small = factories.team("MUWI1", answers=True)
    assert factories.ask("MUWI1").accepted.team_name == small.name
    assert factories.ask("WK062205").accepted.team_name == "Wijkteam Vlaardingen (voorbeeld)"


def test_a_municipality_may_promise_another_term():
    Area.objects.filter(code="GM0622").update(answer_within_working_days=5)
    long = factories.ask("WK062201").accepted.due
    Area.objects.filter(code="GM0622").update(answer_within_working_days=1)
    assert factories.ask("WK062201").accepted.due < long


def test_an_area_without_a_team_is_refused_in_plain_words():
    with pytest.raises(actions.Refusal, match="nog geen team"):
        factories.ask("NL")


def test_sending_the_same_form_twice_is_one_request():
    asked = factories.ask("GM0622")
    call = actions.CallBack("vraag", "", "phone", "0612345678", "any", False, False, "only-me", "nl")
    again = actions.request_call(
        actor=visitor_actor(), request_id=asked.id, area_code="GM0622", call=call, code=asked.code
    )
    assert again.request_id == asked.id
    with acting_as(system_actor("retention")):
        assert ContactRequest.objects.filter(id=asked.id).count() == 1


def test_somebody_elses_request_id_with_another_code_is_not_taken_in():
    asked = factories.ask("GM0622")
    call = actions.CallBack("vraag", "", "phone", "0612345678", "any", False, False, "only-me", "nl")
    from django.db import IntegrityError

    from wijkkompas.wegwijzer.rules import new_code

    with pytest.raises(IntegrityError):
        actions.request_call(actor=visitor_actor(), request_id=asked.id, area_code="GM0622", call=call, code=new_code())


def test_taking_a_request_in_tells_the_other_rooms_without_any_text():
    heard = []
    events.subscribe(ContactRequested, heard.append)
    asked = factories.ask("GM0622")
    events._handlers[ContactRequested].remove(heard.append)
    assert [event.request_id for event in heard] == [asked.id]
    assert asked.marker not in repr(heard)


def test_a_worker_takes_on_answers_and_the_resident_reads_it_with_the_code(worker):
    asked = factories.ask("GM0622")
    actions.take_on(actor=worker, request_id=asked.id)
    assert queries.follow(asked.code).state == "taken"
    actions.answer(actor=worker, request_id=asked.id, text="Kom vrijdag om 9 uur langs.")
    followed = queries.follow(asked.code)
    assert (followed.state, followed.answer) == ("answered", "Kom vrijdag om 9 uur langs.")
    with acting_as(worker):
        promise = Promise.objects.get(object_id=asked.id)
    assert promise.kept_at is not None
    assert promise.owner_id == int(worker.id)


def test_the_question_shows_only_with_the_second_word():
    asked = factories.ask("GM0622", second_word="  Blauwe  Fiets ")
    assert queries.follow(asked.code).own is None
    assert queries.follow(asked.code, "rode fiets").own is None
    assert asked.marker in queries.follow(asked.code, "blauwe fiets").own["question"]


def test_without_a_second_word_nobody_sees_the_question_by_leaving_it_empty():
    asked = factories.ask("GM0622")
    assert queries.follow(asked.code, "").own is None
    assert queries.follow(asked.code, "iets").own is None


@pytest.mark.parametrize("code", ["", "x", "BCDF-2345-GHJK", "'; drop table x; --", "𝔅" * 12])
def test_an_unknown_code_gives_nothing(code):
    assert queries.follow(code) is None


def test_not_reached_three_times_may_close_and_drops_the_promise(worker):
    asked = factories.ask("GM0622")
    for expected in (1, 2):
        assert actions.note_not_reached(actor=worker, request_id=asked.id) == expected
    with pytest.raises(actions.Refusal, match="3 keer"):
        actions.close_not_reached(actor=worker, request_id=asked.id)
    actions.note_not_reached(actor=worker, request_id=asked.id)
    actions.close_not_reached(actor=worker, request_id=asked.id)
    assert queries.follow(asked.code).state == "closed"
    with acting_as(worker):
        promise = Promise.objects.get(object_id=asked.id)
    assert (promise.kept_at, promise.dropped_at is not None) == (None, True)


def test_an_answer_cannot_be_empty_and_cannot_be_given_twice(worker):
    asked = factories.ask("GM0622")
    with pytest.raises(actions.Refusal, match="Schrijf"):
        actions.answer(actor=worker, request_id=asked.id, text="  ")
    actions.answer(actor=worker, request_id=asked.id, text="Ja.")
    with pytest.raises(actions.Refusal):
        actions.answer(actor=worker, request_id=asked.id, text="Nog een keer.")
    assert queries.follow(asked.code).answer == "Ja."


@pytest.mark.parametrize(
    "deed", [actions.take_on, actions.lay_back, actions.note_not_reached, actions.close_not_reached]
)
def test_no_deed_works_on_a_request_of_another_team(deed):
    asked = factories.ask("GM0622")
    stranger = account_actor(factories.worker(factories.team_of("GM0546")).pk)
    with pytest.raises(NotYours):
        deed(actor=stranger, request_id=asked.id)
    assert queries.follow(asked.code).state == "received"


def test_an_urgent_text_is_due_the_same_or_next_working_day_and_stands_first():
    calm, urgent = factories.ask("GM0622"), factories.ask("GM0622", question="mijn man slaat mij en ik ben bang")
    assert urgent.accepted.crisis
    assert urgent.accepted.due < calm.accepted.due
    worker = factories.worker(factories.team_of("GM0622"))
    with acting_as(account_actor(worker.pk)):
        groups = queries.inbox([factories.team_of("GM0622").id], clock.now())
        rows = [row.request for group in ("today", "new") for row in groups[group]]
    ids = [row.id for row in rows]
    assert ids.index(urgent.id) < ids.index(calm.id)


def test_the_inbox_takes_the_same_number_of_queries_for_one_and_for_many(django_assert_num_queries):
    team = factories.team_of("GM0622")
    worker = factories.worker(team)
    for count in (1, 12):
        for _ in range(count):
            factories.ask("GM0622")
        with acting_as(account_actor(worker.pk)), django_assert_num_queries(2):
            queries.inbox([team.id], clock.now())


def test_the_text_of_one_request_does_not_open_with_the_key_of_another(worker, as_owner):
    first, second = factories.ask("GM0622"), factories.ask("GM0622")
    with acting_as(worker):
        other = ContactRequest.objects.get(id=second.id)
        ContactRequest.objects.filter(id=first.id).update(sealed=bytes(other.sealed))
        with pytest.raises(Unreadable):
            queries.open_request(first.id)


def test_only_the_retention_job_destroys_keys(worker):
    from django.db.utils import ProgrammingError

    from wijkkompas.toestemming import api as toestemming

    asked = factories.ask("GM0622")
    with pytest.raises(ProgrammingError), acting_as(worker):
        toestemming.erase("contact_request", asked.id, rule="revenge")


def test_an_unanswered_question_is_kept_for_its_municipality_and_never_in_danger():
    editor = factories.account("municipality", area_id="GM0622")
    elsewhere = factories.account("municipality", area_id="GM0546")
    actions.keep_unanswered(question="asdf merkteken", area_code="WK062201", language="nl", needs=[], crisis=False)
    actions.keep_unanswered(question="gevaar merkteken", area_code="WK062201", language="nl", needs=[], crisis=True)
    with acting_as(account_actor(editor.pk)):
        assert [row["question"] for row in queries.unanswered()] == ["asdf merkteken"]
    with acting_as(account_actor(elsewhere.pk)):
        assert queries.unanswered() == []


def test_an_unanswered_question_dies_after_ninety_days():
    actions.keep_unanswered(question="oud", area_code="GM0622", language="nl", needs=[], crisis=False)
    with acting_as(system_actor("retention")):
        assert {q.expires_on - q.asked_on for q in UnansweredQuestion.objects.all()} == {timedelta(days=90)}
