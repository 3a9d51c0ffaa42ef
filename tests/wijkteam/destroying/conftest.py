"""A case with everything that can hang on one, in a place of its own, and people of that municipality."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests import factories
from tests.wijkteam.conftest import full_case
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.mensen.values import Role
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.meldcode import actions as meldcode
from wijkkompas.wijkteam.models import Participation, Person, Representative
from wijkkompas.wijkteam.myfile.actions import ask
from wijkkompas.wijkteam.signals import actions as signals

HERE = "GM0622"


def official(area: str = HERE, role: str = Role.MUNICIPALITY):
    """Somebody of a municipality."""
    return factories.account(role, area_id=area)


def everything(team, by) -> uuid.UUID:
    """A case with a row in every table that has a sealed text."""
    case_id, actor = full_case(team, by), account_actor(by.pk)
    meldcode.start(actor=actor, case_id=case_id, text="geweldmerk")
    with acting_as(actor):
        subject = Participation.objects.get(case_id=case_id).person_id
        number = Participation.objects.get(case_id=case_id).case.number
    actions.share(
        actor=actor,
        case_id=case_id,
        to_team_id=factories.team().id,
        scope="summary",
        purpose="together",
        basis="consent",
        given_by_id=subject,
        given_how="phone",
        witness="getuigemerk",
    )
    other, resident = factories.worker(factories.team()), factories.account(Role.RESIDENT)
    actions.break_glass(actor=account_actor(other.pk), number=number, reason="danger", why="er is brand in huis")
    with acting_as(actor):
        person = Person.objects.get(id=subject)
        person.account_id, person.identified_at, person.identified_how = resident.pk, clock.now(), "desk"
        person.save(update_fields=["account", "identified_at", "identified_how"])
    ask(actor=account_actor(resident.pk), case_id=case_id, kind="correct", text="dit klopt niet")
    signal_from(team, by, case_id)
    return case_id


def signal_from(team, by, case_id) -> None:
    """The signal that the case came of."""
    actor, identity = account_actor(by.pk), uuid.uuid4()
    with acting_as(actor):
        signals._take_in(
            identity,
            HERE,
            signals.Worry(text="zorgmerk", name="Naam", address="Voorbeeldlaan 1", phone="0612345678"),
            signals.Reporter(name="Meldermerk"),
            source="phone",
            permission="yes",
            code_hash="",
            entered_by=by.pk,
            received_at=clock.now(),
            team_id=team.id,
        )
    for deed in (signals.pick_up, signals.start_contact, signals.note_reached):
        deed(actor=actor, signal_id=identity)
    signals.has_case(actor=actor, signal_id=identity, case_id=case_id)


def close(case_id, by) -> None:
    """Ready, by hand, as a team does."""
    actor = account_actor(by.pk)
    actions.move_case(actor=actor, case_id=case_id, to="closing", reason="plan-done")
    actions.move_case(actor=actor, case_id=case_id, to="closed", reason="plan-done")


def past(as_owner, case_id, *, days: int = 1) -> None:
    """Its last day was so many days ago."""
    as_owner.execute(
        "update wijkteam_case set ends_on = %s where id = %s", [clock.today() - timedelta(days=days), case_id]
    )


def represent(by, person, stands) -> None:
    """Somebody stands for somebody."""
    with acting_as(account_actor(by.pk)):
        Representative(person_id=person, by_id=stands, kind="parent").save(force_insert=True)


@pytest.fixture
def over(committed, as_owner):
    """The id of a case that is past its last day, with its worker."""
    team = factories.team(HERE)
    by = factories.worker(team)
    case_id = everything(team, by)
    close(case_id, by)
    past(as_owner, case_id)
    return case_id
