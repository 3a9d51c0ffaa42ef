"""Deeds of this room. One function a deed: keyword-only, the actor first, its own transaction.

A deed raises `NotYours` for what is not there or not for this actor (both look alike), and `Refusal`, in words for who
asked, for what cannot be done.
"""

from wijkkompas.wijkteam.actions.cases import add_person, assign_coordinator, move_case, open_case, seal_case, take_part
from wijkkompas.wijkteam.actions.glass import break_glass, postpone_telling, review_glass, tell_resident
from wijkkompas.wijkteam.actions.ground import Refusal
from wijkkompas.wijkteam.actions.sharing import Withdrawn, share, withdraw
from wijkkompas.wijkteam.actions.writing import (
    correct_note,
    finish_action,
    finish_goal,
    note_contact,
    set_action,
    set_goal,
    write_note,
)

__all__ = [
    "Refusal",
    "Withdrawn",
    "add_person",
    "assign_coordinator",
    "break_glass",
    "correct_note",
    "finish_action",
    "finish_goal",
    "move_case",
    "note_contact",
    "open_case",
    "postpone_telling",
    "review_glass",
    "seal_case",
    "set_action",
    "set_goal",
    "share",
    "take_part",
    "tell_resident",
    "withdraw",
    "write_note",
]
