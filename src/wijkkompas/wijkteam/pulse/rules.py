"""When we call after a case closed, when a try counts, and what the answers mean. Pure."""

from __future__ import annotations

from datetime import date, timedelta

LEAST_WEEKS, USUAL_WEEKS, MOST_WEEKS = 4, 5, 6  # issue 4, part 9: four to six weeks
TRIES = 3  # after the third in vain it counts as "not reached", apart from well and not well

# Why a case closed -> no call: nobody could be reached, or somebody wanted us to stop calling.
NO_CALL_AFTER = frozenset({"not-reached", "resident-stopped"})

# The life of a call: from, to, and why the edge is there (values.PulseState).
EDGES: dict[str, dict[str, str]] = {
    "planned": {
        "well": "mission.md E6: the call was made and it goes well",
        "not-well": "mission.md E6: not well opens the case again, with an owner and a day",
        "not-reached": "issue 4, part 9: three tries in vain, counted apart",
        "not-wanted": "our own choice: nobody has to talk to us",
        "not-needed": "our own choice: the case was opened again before the call",
    },
    "well": {},
    "not-well": {},
    "not-reached": {},
    "not-wanted": {},
    "not-needed": {},
}


def may_go(state: str, to: str) -> bool:
    """Is there such an edge?"""
    return to in EDGES.get(state, {})


def call_on(closed: date, weeks: int = USUAL_WEEKS) -> date:
    """The day to call. Raises ValueError for weeks outside four to six."""
    if not LEAST_WEEKS <= weeks <= MOST_WEEKS:
        raise ValueError(f"between {LEAST_WEEKS} and {MOST_WEEKS} weeks, not {weeks}")
    return closed + timedelta(weeks=weeks)


def is_new_try(last: date | None, today: date) -> bool:
    """One try a day counts: three calls in one hour are no three tries, and a double tap is one."""
    return last is None or last < today


def goes_well(*, now: str, done: str, more: str) -> bool:
    """What the three answers mean: it is well now, what we agreed happened, and nothing else is going on."""
    return now in {"well", "so-so"} and done in {"yes", "partly"} and more == "no"
