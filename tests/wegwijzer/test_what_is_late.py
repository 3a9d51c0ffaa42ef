"""What is late leads to the page on which it is done, whatever was promised."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests import factories
from tests.wegwijzer.editing import world
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.toezeggingen.policies import EDITING
from wijkkompas.wegwijzer.guides import actions as guides
from wijkkompas.wegwijzer.models import Handbook
from wijkkompas.wegwijzer.policies import HANDBOOKS

pytestmark = pytest.mark.django_db


def logged_in(account) -> Client:
    made = Client()
    factories.second_factor(account)
    made.force_login(account, backend=factories.BACKEND)
    return made


def let_pass(kind: str, actor) -> None:
    """The day of these promises goes by."""
    with acting_as(actor):
        ago = clock.now() - timedelta(days=9)
        assert Promise.objects.filter(kind=kind).update(made_at=ago, due=ago + timedelta(days=1))


def open_late(client: Client, start: str) -> None:
    """Every link on the page leads somewhere, and there is one that begins so."""
    links = re.findall(r'<td><a class="nl-link" href="([^"]+)"', client.get("/team/te-laat").content.decode())
    assert [link for link in links if link.startswith(start)], links
    assert {client.get(link).status_code for link in links} == {200}


def test_a_handbook_that_was_not_looked_at_leads_to_the_handbook():
    team = factories.team_of("GM0622")
    worker = factories.worker(team)
    with acting_as(system_actor(HANDBOOKS)):
        handbook = Handbook.objects.get(slug="schulden")
    guides.take_over(actor=account_actor(worker.pk), handbook_id=handbook.id, team_id=team.pk)
    factories.ask("GM0622")
    for kind in ("record-check", "answer-question"):
        let_pass(kind, account_actor(worker.pk))
    open_late(logged_in(worker), "/team/handboek/schulden")


def test_what_waits_for_a_municipality_leads_there_and_its_own_page_leads_to_the_list():
    service = world.a_record()
    world.save(world.editor(service), service, summary="Wij helpen u met post.")
    municipality = factories.account(Role.MUNICIPALITY, area_id="GM0622")
    let_pass("answer-change", system_actor(EDITING))
    client = logged_in(municipality)
    assert 'href="/team/te-laat"' in client.get("/beheer").content.decode()
    open_late(client, "/beheer/wijzigingen/")
    assert client.get("/start", follow=True).status_code == 200
