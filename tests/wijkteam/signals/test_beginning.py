"""A first talk that begins with a signal."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests import factories
from tests.wijkteam.intake.test_pages import filled
from tests.wijkteam.signals.told import told
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.wijkteam.models import Intake, Signal
from wijkkompas.wijkteam.signals import actions
from wijkkompas.wijkteam.signals.values import SignalState

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
NEW = "/team/zaak/nieuw"


def test_a_signal_fills_the_form_without_who_reported_and_gets_the_case_that_came_of_it():
    team = factories.team_of("GM0622")
    worker = factories.worker(team)
    one, actor = told(), account_actor(worker.pk)
    client = factories.log_in(Client(REMOTE_ADDR="127.0.0.1"), worker)
    assert client.get(f"{NEW}?signaal={one.id}").status_code == 404  # nobody spoke with the person yet
    for deed in (actions.pick_up, actions.start_contact, actions.note_reached):
        deed(actor=actor, signal_id=one.id)
    assert f"{NEW}?signaal={one.id}" in client.get(f"/team/signalen/{one.id}").content.decode()
    form = client.get(f"{NEW}?signaal={one.id}").content.decode()
    assert f"Naam {one.marker}" in form
    assert "Melder" not in form
    for wrong in (uuid.uuid4(), "x"):
        assert client.get(f"{NEW}?signaal={wrong}").status_code == 404
    assert client.post(NEW, filled(team, signal=uuid.uuid4())).status_code == 404
    made = filled(team, signal=one.id)
    assert client.post(NEW, made).status_code == 302
    with acting_as(actor):
        signal = Signal.objects.get(id=one.id)
        assert signal.case_id == Intake.objects.get(id=made["id"]).case_id
        assert signal.state == SignalState.CASE_OPENED
    assert client.post(NEW, filled(team, signal=one.id)).status_code == 404  # it has its case


def test_a_signal_of_another_team_begins_nothing():
    one = told()
    worker = factories.worker(factories.team())
    client = factories.log_in(Client(REMOTE_ADDR="127.0.0.1"), worker)
    assert client.get(f"{NEW}?signaal={one.id}").status_code == 404
