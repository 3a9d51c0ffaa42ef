"""The call after a case closed, over HTTP and on the real database."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.conftest import browser, full_case
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import TeamRole
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.models import Action, Case, PulseCall
from wijkkompas.wijkteam.pulse import actions as pulse

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

WELL = {"now": "well", "happened": "yes", "more": "no", "text": "gesprekmerk"}
NOT_WELL = {"now": "not-well", "happened": "no", "more": "yes", "text": "gesprekmerk"}
FIVE_WEEKS = timedelta(weeks=5)


def actor(account):
    return account_actor(account.pk)


def close(worker, case_id, reason="plan-done"):
    for to in ("closing", "closed"):
        actions.move_case(actor=actor(worker), case_id=case_id, to=to, reason=reason)


def calls(worker):
    with acting_as(actor(worker)):
        return list(PulseCall.objects.order_by("made_at"))


def promise_of(worker, call) -> Promise:
    with acting_as(actor(worker)):
        return Promise.objects.get(object_id=call.id)


def state_of(worker, case_id) -> str:
    with acting_as(actor(worker)):
        return Case.objects.get(id=case_id).state


@pytest.fixture
def call(worker, case_id):
    close(worker, case_id)
    return calls(worker)[0]


@pytest.fixture
def later(monkeypatch):
    """Five weeks go by, and then as many days as asked."""
    real = clock.today

    def go(days: int = 0) -> None:
        monkeypatch.setattr(clock, "today", lambda: real() + FIVE_WEEKS + timedelta(days=days))

    return go


def test_closing_plans_one_call_in_five_weeks_with_a_promise(team, worker, call):
    assert call.call_on == clock.today() + FIVE_WEEKS
    promised = promise_of(worker, call)
    assert (promised.kind, promised.kept_at, promised.team_id) == ("pulse-call", None, team.id)
    assert promised.due.date() >= call.call_on


@pytest.mark.parametrize("reason", ["not-reached", "resident-stopped"])
def test_nobody_is_called_who_could_not_be_reached_or_wanted_to_stop(worker, case_id, reason):
    close(worker, case_id, reason)
    assert calls(worker) == []


def test_a_case_that_is_opened_again_before_the_call_needs_none(worker, case_id, call):
    actions.move_case(actor=actor(worker), case_id=case_id, to="open", reason="mistake")
    assert [row.state for row in calls(worker)] == ["not-needed"]
    assert promise_of(worker, call).dropped_at is not None
    close(worker, case_id)
    assert [row.state for row in calls(worker)] == ["not-needed", "planned"]


def test_the_list_shows_a_call_on_its_day_and_no_name(client, call, later):
    before = client.get("/team/pols").content.decode()
    assert "U hoeft nu niemand te bellen" in before
    assert "kort merk" not in before
    later()
    page = client.get("/team/pols")
    assert page["Cache-Control"] == "private, no-store"
    assert "kort merk" in page.content.decode()
    assert "naammerk" not in page.content.decode()
    assert "u sloot het" in page.content.decode()
    assert "1 keer vragen hoe het nu gaat" in client.get("/team").content.decode()


def test_a_call_shows_the_script_and_what_was_agreed(client, call):
    page = client.get(f"/team/pols/{call.id}").content.decode()
    for words in ("doelmerk", "Hoe gaat het nu?", "Is gebeurd wat we afspraken?", "Speelt er nog iets?"):
        assert words in page


def test_it_goes_well_and_the_case_stays_closed(client, worker, case_id, call):
    assert client.post(f"/team/pols/{call.id}", WELL).status_code == 302
    done = calls(worker)[0]
    assert (done.state, done.done_by_id) == ("well", worker.pk)
    assert b"gesprekmerk" not in bytes(done.sealed)
    assert promise_of(worker, call).kept_at is not None
    assert state_of(worker, case_id) == "closed"


def test_not_well_opens_the_case_again_with_an_owner_and_a_day(client, worker, case_id, call):
    asked = client.post(f"/team/pols/{call.id}", NOT_WELL)
    assert asked.status_code == 422
    for words in ("Schrijf op wat er nu gebeurt", "Kies wie het doet", "Kies een dag", "gesprekmerk"):
        assert words in asked.content.decode()
    assert state_of(worker, case_id) == "closed"
    day = clock.today() + timedelta(days=2)
    told = NOT_WELL | {"step": "Samen bellen", "owner": worker.pk, "due": day.isoformat()}
    assert client.post(f"/team/pols/{call.id}", told).headers["Location"] == f"/team/zaak/{case_id}"
    assert state_of(worker, case_id) == "open"
    assert [row.state for row in calls(worker)] == ["not-well"]
    with acting_as(actor(worker)):
        assert Action.objects.filter(case_id=case_id, owner=worker, due=day, state="open").count() == 1


@pytest.mark.parametrize("wrong", [{"due": "2020-01-01"}, {"owner": "0"}])
def test_a_next_step_in_the_past_or_for_a_stranger_keeps_nothing(client, worker, case_id, call, wrong):
    told = NOT_WELL | {"step": "Bellen", "owner": worker.pk, "due": (clock.today() + FIVE_WEEKS).isoformat()} | wrong
    assert client.post(f"/team/pols/{call.id}", told).status_code == 422
    assert (state_of(worker, case_id), calls(worker)[0].state) == ("closed", "planned")


def test_three_days_in_vain_count_apart_and_a_double_tap_is_one(client, worker, call, later):
    for day, tries in ((0, 1), (0, 1), (1, 2), (2, 3)):
        later(day)
        client.post(f"/team/pols/{call.id}/niet-bereikt")
        assert calls(worker)[0].tries == tries
    assert calls(worker)[0].state == "not-reached"
    assert promise_of(worker, call).kept_at is not None


def test_who_wants_no_talk_is_left_alone(client, worker, call):
    client.post(f"/team/pols/{call.id}/liever-niet")
    assert calls(worker)[0].state == "not-wanted"
    assert promise_of(worker, call).dropped_at is not None


def test_a_call_is_done_once(client, worker, call):
    client.post(f"/team/pols/{call.id}", WELL)
    again = client.post(f"/team/pols/{call.id}", WELL)
    assert again.status_code == 422
    assert "al klaar" in again.content.decode()
    with pytest.raises(DatabaseError, match="changes once"), acting_as(actor(worker)), transaction.atomic():
        PulseCall.objects.filter(id=call.id).update(now="not-well")


def test_another_team_gets_the_page_that_is_not_there(call, partner):
    other = browser(partner)
    for path in ("", "/niet-bereikt", "/liever-niet"):
        answers = {
            (answer.status_code, answer.content.replace(str(identity).encode(), b"id"))
            for identity in (call.id, uuid.uuid4())
            if (answer := other.post(f"/team/pols/{identity}{path}", WELL))
        }
        assert [status for status, _body in answers] == [404]
    with acting_as(actor(partner)):
        assert PulseCall.objects.count() == 0


def test_only_the_coordinator_and_leads_see_the_call_of_a_sealed_case(team, worker, case_id, call):
    with acting_as(actor(worker)):
        Case.objects.filter(id=case_id).update(sealed=True)
    colleague, lead = factories.worker(team), factories.worker(team, role=TeamRole.LEAD)
    assert [len(calls(who)) for who in (worker, lead, colleague)] == [1, 1, 0]


def test_nobody_plans_a_call_in_a_running_case_or_for_another(worker, case_id):
    for by in (worker, factories.worker(factories.team())):
        with pytest.raises(DatabaseError, match="row-level security"), acting_as(actor(by)), transaction.atomic():
            PulseCall(case_id=case_id, made_at=clock.now(), call_on=clock.today(), closed_by=by).save(force_insert=True)


def test_the_list_takes_as_many_queries_for_one_call_as_for_three(client, team, worker, call, later, monkeypatch):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/team/pols")
        return len(captured)

    today = clock.today
    later()
    queries()
    one = queries()
    with monkeypatch.context() as back:  # the others closed on the same day as the first
        back.setattr(clock, "today", lambda: today() - FIVE_WEEKS)
        for _ in range(2):
            close(worker, full_case(team, worker))
    assert queries() == one


def test_when_something_fails_the_call_is_still_planned(worker, case_id, call, monkeypatch):
    monkeypatch.setattr(pulse, "set_action", lambda **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pulse.note_talk(
            actor=actor(worker),
            call_id=call.id,
            talk=pulse.Talk("not-well", "no", "yes"),
            then=pulse.NextStep("Bellen", worker.pk, clock.today()),
        )
    assert (state_of(worker, case_id), calls(worker)[0].state) == ("closed", "planned")
