"""Two people at once: nothing is rolled back here, so fresh texts are used and taken away again."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.races import at_once
from tests.talen import people
from tests.talen.people import DUTCH
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.talen import actions
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.talen.rules import source_hash
from wijkkompas.talen.values import State
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.values import ServiceStatus

pytestmark = [pytest.mark.pg15]


def close(service: Service) -> None:
    """Nobody translates it any more; records are not deleted, they keep their history."""
    Service.objects.filter(pk=service.pk).update(status=ServiceStatus.CLOSED)


def _is_refused(came: Any) -> bool:
    return isinstance(came, actions.Changed)


def test_two_people_who_write_the_first_translation_at_once(committed):
    service = people.service()
    key = people.key_of(service)
    first = {"key": key, "language": "tr", "version": 0, "seen": source_hash(DUTCH)}
    answers = at_once(
        *(partial(actions.write, actor=people.actor("tr"), text=f"Metin {n} 0800-2000", **first) for n in (1, 2)),
        refused=(actions.Changed,),
    )
    kept, refused = sorted(answers, key=_is_refused)
    assert kept == State.CHECKED
    assert "Uw tekst is niet weg" in str(refused)
    assert people.row(key).version == 1
    with acting_as(system_actor(TRANSLATIONS)):
        people.row(key).delete()
    close(service)


def test_two_people_who_check_the_same_text_at_once_are_one_check(committed):
    service = people.service()
    key = people.key_of(service)
    people.machine(key)
    seen = {"key": key, "language": "tr", "version": 1, "seen": source_hash(DUTCH)}
    answers = at_once(
        *(partial(actions.confirm, actor=people.actor("tr"), **seen) for _ in range(2)), refused=(actions.Changed,)
    )
    kept, refused = sorted(answers, key=_is_refused)
    assert (kept, _is_refused(refused)) == (State.CHECKED, True)
    assert (people.row(key).state, people.row(key).version) == (State.CHECKED, 2)
    with acting_as(system_actor(TRANSLATIONS)):
        people.row(key).delete()
    close(service)
