"""Who owes a promise is reminded of it, also where no team does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from tests.wegwijzer.editing import world
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, login_actor, system_actor, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.mensen.models import Team
from wijkkompas.mensen.values import Role
from wijkkompas.post.api import list_outbox
from wijkkompas.toezeggingen import actions
from wijkkompas.wegwijzer.actions import report_mistake
from wijkkompas.wegwijzer.models import Service

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def mails_to(account) -> list[dict]:
    return [mail for mail in list_outbox() if mail["to"] == account.email]


@pytest.fixture
def people():
    """The municipality of Vlaardingen, that of Leiden, and a functional manager."""
    return (
        factories.account(Role.MUNICIPALITY, area_id="GM0622"),
        factories.account(Role.MUNICIPALITY, area_id="GM0546"),
        factories.account(Role.FUNCTIONAL_MANAGER),
    )


def test_a_change_that_waits_reminds_its_municipality_once_a_day_and_nobody_else(people):
    here, there, manager = people
    service = world.a_record()
    world.save(world.editor(service), service, summary="Wij helpen u met post. Merkteken.")
    later = clock.now() + timedelta(days=20)
    assert actions.remind(later) == 1
    assert actions.remind(later + timedelta(hours=1)) == 0
    (mail,) = mails_to(here)
    assert "1 te laat" in mail["subject"]
    assert "bij Beheer" in mail["body"]
    for secret in ("Merkteken", service.name, str(service.pk)):
        assert secret not in mail["subject"] + mail["body"]
    assert mails_to(there) == mails_to(manager) == []


def test_a_mistake_that_a_team_owes_reminds_the_team_and_without_a_team_the_municipality(people):
    here, _there, _manager = people
    worker = factories.worker(factories.team_of("GM0622"))
    service = Service.objects.filter(areas__code="GM0622").order_by("name").first()
    report_mistake(actor=visitor_actor(), service_id=service.pk, text="dicht", contact="")
    later = clock.now() + timedelta(days=20)
    assert actions.remind(later) == 1
    assert (len(mails_to(worker)), mails_to(here)) == (1, [])
    Team.objects.update(answers_questions=False)
    report_mistake(actor=visitor_actor(), service_id=service.pk, text="dicht", contact="")
    assert actions.remind(later + timedelta(hours=1)) == 1
    assert (len(mails_to(worker)), len(mails_to(here))) == (1, 1)


def test_what_is_of_the_whole_country_reminds_the_functional_manager(people):
    here, _there, manager = people
    service = Service.objects.filter(areas__code="NL").order_by("name").first()
    report_mistake(actor=visitor_actor(), service_id=service.pk, text="dicht", contact="")
    assert actions.remind(clock.now() + timedelta(days=20)) == 1
    assert (mails_to(here), len(mails_to(manager))) == ([], 1)


def test_addresses_of_a_municipality_are_for_jobs_only(people):
    here, there, manager = people
    with acting_as(system_actor("reminder")):
        assert here.email in mensen.addresses_of_keepers("WK062205")
        assert not {there.email, manager.email} & set(mensen.addresses_of_keepers("GM0622"))
        assert manager.email in mensen.addresses_of_keepers("NL")
        assert mensen.addresses_of_keepers("GM9999") == []
    for actor in (account_actor(here.pk), account_actor(manager.pk), visitor_actor(), login_actor(here.email)):
        with acting_as(actor):
            assert mensen.addresses_of_keepers("GM0622") == []
