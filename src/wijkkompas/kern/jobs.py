"""Ask for work in the background that needs doing once, however often somebody asks."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def ask_once(task: str, *, lock: str) -> None:
    """Have the worker do this task (by its full name), unless it waits already; never two of one lock at a time.

    Commits or disappears with this transaction.
    """
    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=lock, lock=lock).defer()
    except AlreadyEnqueued:
        return
