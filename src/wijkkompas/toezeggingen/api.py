"""All that other rooms use of the ledger."""

from wijkkompas.toezeggingen.actions import (
    drop,
    due_moment,
    hand_to,
    keep,
    move_promises,
    owe_again,
    promise,
    remind,
    warn_at_once,
)
from wijkkompas.toezeggingen.queries import due_of, of_objects, overdue
from wijkkompas.toezeggingen.rules import Clock, Reading
from wijkkompas.toezeggingen.values import PromiseKind

__all__ = [
    "Clock",
    "PromiseKind",
    "Reading",
    "drop",
    "due_moment",
    "due_of",
    "hand_to",
    "keep",
    "move_promises",
    "of_objects",
    "overdue",
    "owe_again",
    "promise",
    "remind",
    "warn_at_once",
]
