"""What people of a team do with a case, on the real database."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.models import Team
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.toestemming.actions import NotYours, open_record, trail
from wijkkompas.wijkteam import actions, queries, values
from wijkkompas.wijkteam.actions import Refusal
from wijkkompas.wijkteam.models import Case, CaseStep, Goal, MeldcodeTrack, Note, Person, Share

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


@pytest.fixture
def team() -> Team:
    return factories.team()


@pytest.fixture
def worker(team):
    return account_actor(factories.worker(team).pk)


@pytest.fixture
def case_id(worker, team) -> uuid.UUID:
    return opened(worker, team)


def opened(worker, team, **more) -> uuid.UUID:
    fields = {"question": "Ik slaap in de auto", "summary": "Zoekt een woning"} | more
    made = actions.open_case(actor=worker, team_id=team.id, **fields)
    actions.move_case(actor=worker, case_id=made, to="open", reason="started")
    return made


def read(actor, case_id, *, purpose: str = "help") -> queries.OpenCase:
    with acting_as(actor):
        return queries.open_case(case_id, purpose=purpose)


def row(actor, case_id) -> Case:
    with acting_as(actor):
        return Case.objects.get(id=case_id)


def shares(worker, case_id, **more) -> uuid.UUID:
    fields = {"scope": "summary", "purpose": "referral", "basis": "task", "article": "Wmo 2015 2.3.2"} | more
    return actions.share(actor=worker, case_id=case_id, **fields)


def test_a_case_from_first_question_to_last_day_and_open_again(worker, team, case_id):
    person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner", phone="0612345678")
    goal = actions.set_goal(actor=worker, case_id=case_id, text="Een eigen huis", about_id=person, agreed=True)
    todo = actions.set_action(
        actor=worker, case_id=case_id, text="Inschrijven", owner_kind="resident", goal_id=goal, agreed=True
    )
    actions.write_note(actor=worker, case_id=case_id, partition="journal", text="Wij praatten een uur.")
    actions.note_contact(actor=worker, case_id=case_id, channel="phone", reached=False)
    seen = read(worker, case_id)
    assert seen.question == {"question": "Ik slaap in de auto", "summary": "Zoekt een woning"}
    assert [told.text["name"] for told in seen.people] == ["Test Bewoner"]
    assert [told.text["text"] for told in (*seen.goals, *seen.actions, *seen.contacts, *seen.journal)] == [
        "Een eigen huis",
        "Inschrijven",
        "",
        "Wij praatten een uur.",
    ]
    actions.finish_action(actor=worker, action_id=todo)
    actions.finish_goal(actor=worker, goal_id=goal, state="reached")
    actions.move_case(actor=worker, case_id=case_id, to="closing", reason="plan-done")
    actions.write_note(actor=worker, case_id=case_id, partition="journal", text="Wij keken samen terug.")
    actions.move_case(actor=worker, case_id=case_id, to="closed", reason="plan-done")
    assert row(worker, case_id).ends_on == clock.today() + timedelta(days=730)
    with pytest.raises(Refusal, match="afgerond"):
        actions.write_note(actor=worker, case_id=case_id, partition="journal", text="Nog iets")
    actions.move_case(actor=worker, case_id=case_id, to="open", reason="not-well")
    assert row(worker, case_id).ends_on is None
    with acting_as(worker):
        states = list(CaseStep.objects.order_by("at").values_list("to_state", "reason"))
    assert [state for state, _reason in states] == ["draft", "open", "closing", "closed", "open"]


def test_a_case_under_the_wmo_is_kept_fifteen_years(worker, team):
    case_id = opened(worker, team, legal_domain="wmo")
    for to in ("closing", "closed"):
        actions.move_case(actor=worker, case_id=case_id, to=to, reason="moved")
    assert row(worker, case_id).ends_on == clock.today() + timedelta(days=5479)


@pytest.mark.parametrize(
    ("to", "reason", "until", "said"),
    [
        ("closed", "plan-done", None, "kan nu niet"),
        ("destroyed", "term-over", None, "kan nu niet"),
        ("paused", "plan-done", None, "reden"),
        ("paused", "resident-asked", None, "tot wanneer"),
        ("nonsense", "", None, "kan nu niet"),
    ],
)
def test_what_cannot_be_done_with_a_case_is_said_in_words(worker, case_id, to, reason, until, said):
    with pytest.raises(Refusal, match=said):
        actions.move_case(actor=worker, case_id=case_id, to=to, reason=reason, until=until)
    assert row(worker, case_id).state == "open"


def test_a_missing_case_and_a_case_of_another_team_look_alike(worker, case_id):
    other = account_actor(factories.worker(factories.team()).pk)
    deeds = [
        lambda case: actions.move_case(actor=other, case_id=case, to="closing", reason="moved"),
        lambda case: actions.write_note(actor=other, case_id=case, partition="journal", text="x"),
        lambda case: actions.note_contact(actor=other, case_id=case, channel="phone", reached=True),
        lambda case: actions.add_person(actor=other, case_id=case, name="x"),
        lambda case: actions.set_goal(actor=other, case_id=case, text="x"),
        lambda case: actions.set_action(actor=other, case_id=case, text="x", owner_kind="resident"),
        lambda case: actions.seal_case(actor=other, case_id=case, sealed=True),
        lambda case: actions.assign_coordinator(actor=other, case_id=case, account_id=int(other.id)),
        lambda case: shares(other, case, to_address="x@example.org"),
        lambda case: read(other, case),
    ]
    for deed in deeds:
        said = set()
        for wanted in (case_id, uuid.uuid4()):
            with pytest.raises(NotYours) as refusal:
                deed(wanted)
            said.add(str(refusal.value))
        assert len(said) == 1


def test_a_case_is_opened_in_an_own_team_only(worker):
    with pytest.raises(NotYours):
        actions.open_case(actor=worker, team_id=factories.team().id, question="x", summary="x")


def test_somebody_of_another_case_of_the_team_takes_part_and_a_stranger_does_not(worker, team, case_id):
    born = clock.today() - timedelta(days=10_000)
    person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner", born_on=born)
    second = opened(worker, team)
    with acting_as(worker):
        assert queries.written_down_before("test bewoner", born) == [person]
    for _ in range(2):
        actions.take_part(actor=worker, case_id=second, person_id=person, role="member")
    assert len(read(worker, second).people) == 1
    other_team = factories.team()
    other = account_actor(factories.worker(other_team).pk)
    with pytest.raises(NotYours):
        actions.take_part(actor=other, case_id=opened(other, other_team), person_id=person, role="subject")


def test_a_correction_stands_beside_what_it_corrects(worker, case_id):
    wrong = actions.write_note(actor=worker, case_id=case_id, partition="journal", text="Drie kinderen")
    actions.correct_note(actor=worker, note_id=wrong, text="Twee kinderen")
    journal = read(worker, case_id).journal
    assert {(told.text["text"], told.row.corrects_id) for told in journal} == {
        ("Drie kinderen", None),
        ("Twee kinderen", wrong),
    }


def test_apart_notes_are_not_in_the_case_and_their_reading_is_in_no_open_log(worker, case_id):
    actions.write_note(actor=worker, case_id=case_id, partition="third-party", text="De buurman belde")
    actions.write_note(actor=worker, case_id=case_id, partition="work-note", text="Vraag het Anne")
    assert read(worker, case_id).journal == []
    with acting_as(worker):
        assert [told.text["text"] for told in queries.apart_notes(case_id)] == ["De buurman belde"]
        assert values.CASE_APART not in {looked.kind for looked in queries.who_looked(case_id)}


def test_somebody_without_part_in_the_case_cannot_be_written_about(worker, team, case_id):
    person = actions.add_person(actor=worker, case_id=opened(worker, team), name="Een ander")
    with pytest.raises(Refusal, match="hoort niet bij"):
        actions.write_note(actor=worker, case_id=case_id, partition="journal", text="x", about_id=person)


def test_a_meldcode_note_is_for_members_and_a_second_track_does_not_show_the_first(worker, team, case_id):
    def started(actor) -> uuid.UUID:
        identity = uuid.uuid4()
        with acting_as(actor):
            factories.toestemming.seal(values.CASE_MELDCODE, identity)
            MeldcodeTrack(id=identity, case_id=case_id).save(force_insert=True)
        return identity

    track = started(worker)
    actions.write_note(actor=worker, case_id=case_id, partition="meldcode", text="stap 1", track_id=track)
    colleague = account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
    with pytest.raises(NotYours):
        actions.write_note(actor=colleague, case_id=case_id, partition="meldcode", text="x", track_id=track)
    started(colleague)
    with acting_as(colleague):
        assert Note.objects.count() == 0
        assert MeldcodeTrack.objects.count() == 1


def test_a_sealed_case_is_handed_on_by_a_lead_only(worker, team, case_id):
    colleague = factories.worker(team)
    lead = account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
    with pytest.raises(Refusal, match="coördinator of de teamleider"):
        actions.seal_case(actor=account_actor(colleague.pk), case_id=case_id, sealed=True)
    actions.seal_case(actor=worker, case_id=case_id, sealed=True)
    with pytest.raises(Refusal, match="teamleider kiest"):
        actions.assign_coordinator(actor=worker, case_id=case_id, account_id=colleague.pk)
    with pytest.raises(Refusal, match="van het team"):
        actions.assign_coordinator(actor=lead, case_id=case_id, account_id=factories.worker(factories.team()).pk)
    actions.assign_coordinator(actor=lead, case_id=case_id, account_id=colleague.pk)
    with pytest.raises(NotYours):
        read(worker, case_id)
    assert read(account_actor(colleague.pk), case_id).question is not None


def test_a_share_opens_what_it_says_until_it_is_withdrawn_and_says_what_was_seen(worker, case_id):
    person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner")
    actions.write_note(actor=worker, case_id=case_id, partition="journal", text="geheim")
    actions.set_goal(actor=worker, case_id=case_id, text="Een huis")
    other = factories.worker(factories.team())
    receiver = account_actor(other.pk)
    shared = shares(worker, case_id, scope="plan", to_address=other.email.upper())
    seen = read(receiver, case_id)
    assert seen.question is not None
    assert [told.text["text"] for told in seen.goals] == ["Een huis"]
    assert (seen.journal, seen.contacts, len(seen.people)) == ([], [], 1)
    with acting_as(receiver):
        assert trail(values.CASE, case_id) == []
        assert queries.who_looked(case_id) == []
        assert queries.seen_through(shared) == []
    done = actions.withdraw(actor=worker, share_id=shared)
    assert {(line.kind, line.object_id) for line in done.seen} == {
        ("case_summary", case_id),
        ("case_plan", case_id),
        ("person", person),
    }
    with pytest.raises(NotYours):
        read(receiver, case_id)
    assert actions.withdraw(actor=worker, share_id=shared).seen == done.seen
    with acting_as(worker):
        kept = Share.objects.get(id=shared)
        assert (kept.withdrawn_by_kind, kept.withdrawn_how) == ("team", "in-person")


def test_who_receives_a_share_cannot_share_on_or_withdraw(worker, case_id):
    other = factories.worker(factories.team())
    shared = shares(worker, case_id, to_address=other.email)
    for deed in (
        lambda: shares(account_actor(other.pk), case_id, to_team_id=factories.team().id),
        lambda: actions.withdraw(actor=account_actor(other.pk), share_id=shared),
    ):
        with pytest.raises(NotYours):
            deed()


def test_a_resident_withdraws_what_they_gave(worker, case_id):
    resident = factories.account(Role.RESIDENT)
    person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner")
    with acting_as(worker):
        Person.objects.filter(id=person).update(
            account_id=resident.pk, identified_at=clock.now(), identified_how="desk"
        )
    other = factories.worker(factories.team())
    given = shares(
        worker,
        case_id,
        basis="consent",
        article="",
        given_by_id=person,
        given_how="phone",
        to_address=other.email,
        witness="Collega Anne",
    )
    not_given = shares(worker, case_id, to_team_id=factories.team().id)
    me = account_actor(resident.pk)
    with pytest.raises(NotYours):
        actions.withdraw(actor=me, share_id=not_given)
    actions.withdraw(actor=me, share_id=given)
    with acting_as(me):
        kept = Share.objects.get(id=given)
        assert (kept.withdrawn_by_kind, kept.withdrawn_how) == ("resident", "online")
        assert queries.own_files() == [case_id]
    with pytest.raises(NotYours):
        read(account_actor(other.pk), case_id)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "één team of één persoon"),
        ({"to_address": "niemand@example.org"}, "vinden niemand"),
        ({"to_team_id": 999_999_999}, "niet meer"),
        ({"to_address": "x@example.org", "to_team_id": 1}, "één team of één persoon"),
        ({"to_address": "x@example.org", "basis": "consent"}, "wie ja zei"),
        ({"to_address": "x@example.org", "article": ""}, "artikel"),
        ({"to_address": "x@example.org", "scope": "fields", "parts": ["apart"]}, "wat u wilt delen"),
        ({"to_address": "x@example.org", "valid_until": clock.now() + timedelta(days=400)}, "een jaar"),
        ({"to_address": "x@example.org", "purpose": "curious"}, "uit de lijst"),
    ],
)
def test_a_share_that_is_not_right_is_refused_in_words(worker, case_id, more, said):
    with pytest.raises(Refusal, match=said):
        shares(worker, case_id, **more)


def test_a_resident_cannot_be_a_receiver_and_the_own_team_need_not_be(worker, team, case_id):
    with pytest.raises(Refusal, match="vinden niemand"):
        shares(worker, case_id, to_address=factories.account(Role.RESIDENT).email)
    with pytest.raises(Refusal, match="eigen team"):
        shares(worker, case_id, to_team_id=team.id)


def test_a_broken_glass_is_read_reviewed_by_another_lead_and_told(worker, team, case_id):
    resident = factories.account(Role.RESIDENT)
    person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner")
    with acting_as(worker):
        Person.objects.filter(id=person).update(
            account_id=resident.pk, identified_at=clock.now(), identified_how="desk"
        )
        number = Case.objects.get(id=case_id).number
    other, me = account_actor(factories.worker(factories.team()).pk), account_actor(resident.pk)
    lead = account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
    with pytest.raises(Refusal, match="in een zin"):
        actions.break_glass(actor=other, number=number, reason="danger", why="moest")
    with pytest.raises(NotYours):
        actions.break_glass(actor=other, number="2020-00001", reason="danger", why="er is brand in huis")
    with pytest.raises(NotYours):
        actions.break_glass(actor=me, number=number, reason="danger", why="er is brand in huis")
    with pytest.raises(Refusal, match="eigen team"):
        actions.break_glass(actor=worker, number=number, reason="danger", why="er is brand in huis")
    assert actions.break_glass(actor=other, number=number, reason="danger", why="er is brand in huis") == case_id
    assert read(other, case_id, purpose="emergency").question is not None
    with pytest.raises(NotYours):
        actions.write_note(actor=other, case_id=case_id, partition="journal", text="x")
    with acting_as(lead):
        (glass,) = Case.objects.get(id=case_id).glass.all()
        assert open_record(values.BREAK_GLASS, glass.id, purpose="review").read(glass.sealed) == [
            {"why": "er is brand in huis"}
        ]
    for wrong in (worker, other, me):
        with pytest.raises(NotYours):
            actions.review_glass(actor=wrong, glass_id=glass.id, verdict="justified")
    actions.postpone_telling(actor=lead, glass_id=glass.id, until=clock.now() + timedelta(days=14), reason="danger")
    with acting_as(me):
        assert "emergency" not in {line.purpose for line in queries.who_looked(case_id)}
        assert Case.objects.get(id=case_id).glass.count() == 0
        assert trail(values.CASE, case_id) == []
    with acting_as(worker):
        assert "emergency" in {line.purpose for line in queries.who_looked(case_id)}
    actions.review_glass(actor=lead, glass_id=glass.id, verdict="justified")
    with pytest.raises(Refusal, match="al naar gekeken"):
        actions.review_glass(actor=lead, glass_id=glass.id, verdict="not-justified")
    actions.tell_resident(actor=lead, glass_id=glass.id)
    with acting_as(me):
        assert "emergency" in {line.purpose for line in queries.who_looked(case_id)}
        assert Case.objects.get(id=case_id).glass.count() == 1
    with pytest.raises(Refusal, match="weet dit al"):
        actions.postpone_telling(actor=lead, glass_id=glass.id, until=clock.now() + timedelta(days=1), reason="danger")


def test_when_somebody_of_the_house_looked_is_for_nobody_else_of_the_house(worker, case_id):
    accounts = [factories.account(Role.RESIDENT) for _ in range(2)]
    for account in accounts:
        person = actions.add_person(actor=worker, case_id=case_id, name="Test Bewoner", role="member")
        with acting_as(worker):
            Person.objects.filter(id=person).update(
                account_id=account.pk, identified_at=clock.now(), identified_how="desk"
            )
    first, second = (account_actor(account.pk) for account in accounts)

    def lines(reader) -> int:
        with acting_as(reader):
            return len(queries.who_looked(case_id))

    before = [lines(reader) for reader in (first, second, worker)]
    assert len(read(first, case_id, purpose="follow").people) == 1
    read(first, case_id)  # whatever purpose was said
    assert [lines(reader) for reader in (first, second, worker)] == before
    read(worker, case_id)
    assert all(now > then for now, then in zip([lines(r) for r in (first, second, worker)], before, strict=True))


def test_a_goal_is_written_anew_while_it_is_open(worker, case_id):
    goal = actions.set_goal(actor=worker, case_id=case_id, text="Een huis", agreed=True)
    actions.set_goal(actor=worker, case_id=case_id, text="Een kamer", goal_id=goal)
    (told,) = read(worker, case_id).goals
    assert (told.text["text"], told.row.agreed) == ("Een kamer", False)
    actions.finish_goal(actor=worker, goal_id=goal, state="dropped")
    with pytest.raises(NotYours):
        actions.set_goal(actor=worker, case_id=case_id, text="Toch", goal_id=goal)
    with acting_as(worker):
        assert Goal.objects.get(id=goal).state == "dropped"


def test_a_list_of_25_cases_asks_as_many_queries_as_a_list_of_two(worker, team, django_assert_num_queries):
    def queries_of(page: int = 1) -> tuple[list[queries.CaseLine], bool]:
        with acting_as(worker):
            return queries.cases_of_team(team.id, page=page)

    for _ in range(2):
        actions.add_person(actor=worker, case_id=opened(worker, team), name="Test Bewoner")
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries_of()
    for _ in range(25):
        actions.add_person(actor=worker, case_id=opened(worker, team), name="Test Bewoner")
    with django_assert_num_queries(len(few)):
        lines, more = queries_of()
    assert (len(lines), more) == (25, True)
    assert {(line.summary, *line.subjects) for line in lines} == {("Zoekt een woning", "Test Bewoner")}
    lines, more = queries_of(page=2)
    assert (len(lines), more) == (2, False)


def test_one_case_asks_as_many_queries_with_twenty_notes_as_with_one(worker, case_id, django_assert_num_queries):
    def write() -> None:
        actions.write_note(actor=worker, case_id=case_id, partition="journal", text="x")
        actions.set_goal(actor=worker, case_id=case_id, text="x")
        actions.set_action(actor=worker, case_id=case_id, text="x", owner_kind="resident")
        actions.add_person(actor=worker, case_id=case_id, name="x", role="member")

    write()
    with CaptureQueriesContext(connection) as few:
        read(worker, case_id)
    for _ in range(20):
        write()
    with django_assert_num_queries(len(few)):
        assert len(read(worker, case_id).journal) == 21
