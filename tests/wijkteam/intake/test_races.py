"""The same first talk sent three times at once. Nothing is rolled back here: a fresh team."""

from __future__ import annotations

import uuid

import pytest

from tests import factories
from tests.races import at_once
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.wijkteam.intake import actions
from wijkkompas.wijkteam.models import Case, Intake, Person

pytestmark = pytest.mark.pg15


def test_a_form_sent_three_times_at_once_is_one_case_with_one_person(committed):
    team = factories.team()
    worker = account_actor(factories.worker(team).pk)
    talk = actions.Talk("Ik slaap slecht", "slaapt slecht", person=actions.Person("Voorbeeld"), safely="alleen ik")
    form = uuid.uuid4()
    made = at_once(*[lambda: actions.begin(actor=worker, intake_id=form, team_id=team.id, talk=talk) for _ in range(3)])
    assert len(set(made)) == 1
    with acting_as(worker):
        assert (Case.objects.count(), Intake.objects.count(), Person.objects.count()) == (1, 1, 1)
