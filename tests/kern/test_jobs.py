"""Work in the background that is asked for again and again, and done once."""

from __future__ import annotations

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from wijkkompas.kern.jobs import ask_once
from wijkkompas.talen import api as talen
from wijkkompas.wegwijzer.finding import ask_for_rebuild

pytestmark = pytest.mark.django_db

TASK = "wijkkompas.talen.tasks.mark_stale"


def waiting(task: str = TASK) -> list[tuple[str, str, str]]:
    rows = ProcrastinateJob.objects.filter(task_name=task, status="todo")
    return list(rows.values_list("queue_name", "lock", "queueing_lock"))


@pytest.fixture(autouse=True)
def _nothing_waits(db: None) -> None:
    ProcrastinateJob.objects.all().delete()


def test_asking_twice_does_it_once_and_the_deed_goes_on() -> None:
    with transaction.atomic():
        ask_once(TASK, lock="mark_stale")
        ask_once(TASK, lock="mark_stale")
        assert len(waiting()) == 1
    assert len(waiting()) == 1


def test_what_is_asked_in_a_deed_that_fails_is_not_done() -> None:
    with transaction.atomic():
        ask_once(TASK, lock="mark_stale")
        transaction.set_rollback(True)
    assert waiting() == []


@pytest.mark.parametrize(
    ("ask", "queue", "name"),
    [
        (talen.mark_stale_soon, "talen", "wijkkompas.talen.tasks.mark_stale"),
        (ask_for_rebuild, "index", "wijkkompas.wegwijzer.tasks.rebuild_index"),
    ],
)
def test_it_waits_in_the_queue_of_its_task_under_its_own_lock(ask, queue: str, name: str) -> None:
    ask()
    lock = name.rsplit(".", 1)[1]
    assert waiting(name) == [(queue, lock, lock)]
