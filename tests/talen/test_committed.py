"""Two people at once: nothing is rolled back here, so fresh texts are used and taken away again."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

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


def test_two_people_who_write_the_first_translation_at_once(committed):
    service = people.service()
    key = people.key_of(service)
    actors, answers, gate = [people.actor("tr"), people.actor("tr")], [], threading.Barrier(2)

    def run(actor, text):
        gate.wait()
        try:
            answers.append(
                actions.write(actor=actor, key=key, language="tr", text=text, version=0, seen=source_hash(DUTCH))
            )
        except actions.Changed as refused:
            answers.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(actor, f"Metin {n} 0800-2000")) for n, actor in enumerate(actors, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=len)[0] == State.CHECKED
    assert "Uw tekst is niet weg" in sorted(answers, key=len)[1]
    assert people.row(key).version == 1
    with acting_as(system_actor(TRANSLATIONS)):
        people.row(key).delete()
    close(service)


def test_two_people_who_check_the_same_text_at_once_are_one_check(committed):
    service = people.service()
    key = people.key_of(service)
    people.machine(key)
    actors, answers, gate = [people.actor("tr"), people.actor("tr")], [], threading.Barrier(2)

    def run(actor):
        gate.wait()
        try:
            answers.append(actions.confirm(actor=actor, key=key, language="tr", version=1, seen=source_hash(DUTCH)))
        except actions.Changed:
            answers.append("changed")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["changed", State.CHECKED]
    assert (people.row(key).state, people.row(key).version) == (State.CHECKED, 2)
    with acting_as(system_actor(TRANSLATIONS)):
        people.row(key).delete()
    close(service)
