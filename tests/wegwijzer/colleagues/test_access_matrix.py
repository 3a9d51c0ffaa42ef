"""Who reads notes, hints and cards, against every way in; with markers planted in each.

The oracle was written from mission.md (A7) and the issue, not from policies.py.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.models import Area, Membership
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.wegwijzer.colleagues import actions
from wijkkompas.wegwijzer.models import CapacityHint, InternalNote, Service, WorkCard

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

NOTE, HINT, CARD = "note", "hint", "card"
EXPECTED = {
    "the writer": {NOTE, HINT, CARD},
    "colleague in the team": {NOTE, HINT, CARD},
    "lead of the team": {NOTE, HINT, CARD},
    "volunteer in the team": set(),
    "guest in the team": set(),
    "colleague whose membership ended": {HINT},
    "colleague whose account is switched off": set(),
    "worker of another team in the same municipality": {HINT, CARD},
    "worker of a wijk in the same municipality": {HINT, CARD},
    "worker of another municipality": {HINT},
    "editor of the organisation of the service": {HINT},
    "municipality of that place": {HINT},
    "functional manager": {HINT},
    "ambassador": set(),
    "resident with an account": set(),
    "visitor": set(),
    "follower": set(),
    "system post": set(),
    "system handbooks": set(),
    "system retention": {NOTE, HINT},
    "system merging": {NOTE, HINT},
}


@dataclass
class Planted:
    """One of each, with a marker that may not leak."""

    service: Service
    team: object
    writer: object
    marker: str


@pytest.fixture
def planted() -> Planted:
    team = factories.team("GM0622")
    writer = factories.worker(team)
    service = Service.objects.filter(areas__code="GM0622").order_by("name").first()
    marker = f"merkteken-{uuid.uuid4().hex}"
    plant(service, team, writer, marker)
    return Planted(service, team, writer, marker)


def plant(service, team, writer, marker) -> None:
    """A note, a hint and a card of one worker."""
    actor = account_actor(writer.pk)
    actions.add_note(actor=actor, service=service, text=f"Vraag naar de balie {marker}", team_id=team.id)
    actions.say_room(actor=actor, service=service, free_places=487, waiting_weeks=97, said_on=clock.today())
    card = actions.CardText(f"Naam {marker}", "opbouwwerker", ["problem-debts"], [], ["nl"], f"balie {marker}")
    actions.keep_card(actor=actor, team_id=team.id, card=card)


def actor_for(relation: str, planted: Planted):
    team = planted.team
    match relation:
        case "the writer":
            return account_actor(planted.writer.pk)
        case "colleague in the team":
            return account_actor(factories.worker(team).pk)
        case "lead of the team":
            return account_actor(factories.worker(team, role=TeamRole.LEAD).pk)
        case "volunteer in the team":
            return account_actor(_with(team, Role.VOLUNTEER, TeamRole.VOLUNTEER))
        case "guest in the team":
            return account_actor(_with(team, Role.RESIDENT, TeamRole.GUEST))
        case "colleague whose membership ended":
            worker = factories.worker(team)
            with acting_as(system_actor("accounts")):
                Membership.objects.filter(account=worker).update(valid_until=clock.now() - timedelta(seconds=1))
            return account_actor(worker.pk)
        case "colleague whose account is switched off":
            return account_actor(factories.worker(team, is_active=False).pk)
        case "worker of another team in the same municipality":
            return account_actor(factories.worker(factories.team("GM0622")).pk)
        case "worker of a wijk in the same municipality":
            wijk = Area.objects.filter(kind="district", path__contains=["GM0622"]).first()
            return account_actor(factories.worker(factories.team(wijk.code)).pk)
        case "worker of another municipality":
            return account_actor(factories.worker(factories.team("GM0546")).pk)
        case "editor of the organisation of the service":
            organization = planted.service.organization_id
            return account_actor(factories.account(Role.ORGANISATION_EDITOR, organization_id=organization).pk)
        case "visitor":
            return visitor_actor()
        case "follower":
            return follower_actor("0" * 64)
        case _ if relation.startswith("system "):
            return system_actor(relation.removeprefix("system "))
    role = {
        "municipality of that place": Role.MUNICIPALITY,
        "functional manager": Role.FUNCTIONAL_MANAGER,
        "ambassador": Role.AMBASSADOR,
        "resident with an account": Role.RESIDENT,
    }[relation]
    superuser = role == Role.FUNCTIONAL_MANAGER
    return account_actor(factories.account(role, area_id="GM0622", is_superuser=superuser, is_staff=superuser).pk)


def _with(team, role, team_role) -> int:
    member = factories.account(role)
    factories.join(member, team, role=team_role)
    return member.pk


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_sees_notes_hints_and_cards(relation, planted):
    with acting_as(actor_for(relation, planted)):
        seen = {
            kind
            for kind, rows in (
                (NOTE, InternalNote.objects.filter(text__contains=planted.marker)),
                (HINT, CapacityHint.objects.filter(free_places=487, service=planted.service)),
                (CARD, WorkCard.objects.raw("select * from wegwijzer_workcard")),
            )
            if any(kind != CARD or planted.marker in row.name for row in rows)
        }
    assert seen == EXPECTED[relation]


def test_a_card_goes_when_its_owner_leaves_the_team(planted):
    other = account_actor(factories.worker(factories.team("GM0622")).pk)
    with acting_as(system_actor("accounts")):
        Membership.objects.filter(account=planted.writer).update(valid_until=clock.now() - timedelta(seconds=1))
    with acting_as(other):
        assert not WorkCard.objects.filter(name__contains=planted.marker).exists()
    with acting_as(account_actor(planted.writer.pk)):
        assert actions.remove_card(actor=account_actor(planted.writer.pk))


def _refused(deed) -> bool:
    """The database raises, or does nothing."""
    try:
        with transaction.atomic():
            return not deed()
    except DatabaseError:
        return True


def test_nobody_writes_in_the_name_of_another_team_or_person(planted):
    stranger = factories.worker(factories.team("GM0622"))
    actor = account_actor(stranger.pk)
    with acting_as(actor):
        assert _refused(
            lambda: actions.add_note(actor=actor, service=planted.service, text="x", team_id=planted.team.id) or True
        )
        assert _refused(lambda: WorkCard.objects.filter(account=planted.writer).update(reach="elders"))
        assert _refused(lambda: WorkCard.objects.filter(account=planted.writer).delete()[0])
        assert _refused(lambda: InternalNote.objects.filter(text__contains=planted.marker).delete()[0])
        assert _refused(lambda: InternalNote.objects.filter(text__contains=planted.marker).update(text="anders"))
        assert _refused(lambda: CapacityHint.objects.update(free_places=0))
        assert _refused(lambda: CapacityHint.objects.all().delete()[0])
        assert _refused(lambda: _card_for(planted.writer, stranger))
        assert _refused(lambda: _hint_by(planted.writer, planted.service))


def _card_for(account, by) -> bool:
    team = Membership.objects.get(account=by).team_id
    WorkCard(account=account, team_id=team, name="x", function="x", reach="x", changed_at=clock.now()).save()
    return True


def _hint_by(account, service) -> bool:
    CapacityHint(
        service=service,
        organization_id=service.organization_id,
        free_places=1,
        said_on=clock.today(),
        noted_at=clock.now(),
        noted_by=account,
    ).save(force_insert=True)
    return True


def test_a_colleague_takes_a_note_away_and_a_stranger_finds_none(planted):
    with acting_as(account_actor(planted.writer.pk)):
        note = InternalNote.objects.get(text__contains=planted.marker)
    stranger = account_actor(factories.worker(factories.team("GM0622")).pk)
    for identity in (note.id, uuid.uuid4()):
        with pytest.raises(actions.NotThere):
            actions.remove_note(actor=stranger, service=planted.service, note_id=identity)
    colleague = account_actor(factories.worker(planted.team).pk)
    actions.remove_note(actor=colleague, service=planted.service, note_id=note.id)


def test_removing_an_account_takes_the_card_along_and_leaves_the_note(planted, as_owner):
    from django.db import connection

    with acting_as(system_actor("accounts")), connection.cursor() as cursor:
        cursor.execute("delete from mensen_membership where account_id = %s", [planted.writer.pk])
        cursor.execute("delete from mensen_account where id = %s", [planted.writer.pk])
        cursor.execute("set constraints all immediate")
    with acting_as(account_actor(factories.worker(planted.team).pk)):
        assert [n.written_by_id for n in InternalNote.objects.filter(text__contains=planted.marker)] == [None]
        assert not WorkCard.objects.filter(name__contains=planted.marker).exists()


def test_a_year_later_notes_and_hints_are_gone(planted):
    with acting_as(system_actor("retention")):
        assert actions.forget_old(clock.now() - timedelta(days=1)) == 0
        assert actions.forget_old(clock.now() + timedelta(days=1)) >= 2


def test_the_rule_about_age_is_thirty_days():
    from wijkkompas.wegwijzer.colleagues.rules import hint_is_old

    today = date(2026, 11, 24)
    assert [hint_is_old(today - timedelta(days=days), today) for days in (0, 30, 31)] == [False, False, True]
