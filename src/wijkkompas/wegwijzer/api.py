"""All that other rooms (and the command line) use of wegwijzer."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from wijkkompas.wegwijzer.events import ContactAnswered, ContactRequested, DirectoryChanged, QuestionUnanswered
from wijkkompas.wegwijzer.finding import BadQuestion, NoIndex, answer, rebuild_index, search_mode
from wijkkompas.wegwijzer.loading import load_directory, load_needs, load_phrasings
from wijkkompas.wegwijzer.queries import unanswered

__all__ = [
    "BadQuestion",
    "ContactAnswered",
    "ContactRequested",
    "DirectoryChanged",
    "NoIndex",
    "QuestionUnanswered",
    "answer",
    "load_directory",
    "load_needs",
    "load_phrasings",
    "rebuild_index",
    "rebuild_index_soon",
    "search_mode",
    "unanswered",
]


def rebuild_index_soon(_event: DirectoryChanged | None = None) -> None:
    """Have the worker build the index; twice asking builds once. Commits or disappears with this transaction."""
    try:
        with transaction.atomic():
            jobs.configure_task(
                "wijkkompas.wegwijzer.tasks.rebuild_index", queueing_lock="rebuild_index", lock="rebuild_index"
            ).defer()
    except AlreadyEnqueued:
        return
