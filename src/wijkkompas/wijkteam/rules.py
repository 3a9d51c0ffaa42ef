"""Pure decisions: the states of a case, what a share opens, how long a case is kept, what an age means."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_SHARE = timedelta(days=366)  # [check] our own choice: a year, then ask again
USUAL_SHARE_DAYS = 92  # three months (research note casework.md 4.4)
LONGEST_GLASS = timedelta(minutes=60)  # research note casework.md 4.3
LONGEST_POSTPONEMENT = timedelta(days=42)  # [check] our own choice; may be decided again
LEAST_WORDS = 10  # signs of a reason in words: "moest even" says nothing to who looks at it afterwards

# The life of a case: from, to, who asks for the edge, and the reasons that fit (values.StepReason).
_ENDINGS = frozenset({"plan-done", "resident-stopped", "not-reached", "moved", "passed-on"})
CASE_EDGES: dict[str, dict[str, tuple[str, frozenset[str]]]] = {
    "draft": {"open": ("mission.md E3: somebody takes it, with a first step", frozenset({"started"}))},
    "open": {
        "paused": (
            "mission.md E8: a clock stands still only for a reason that the resident is told",
            frozenset({"resident-away", "resident-asked", "waiting-for-others"}),
        ),
        "closing": ("casework.md 4.3: the plan is looked at with the resident before it ends", _ENDINGS),
    },
    "paused": {"open": ("mission.md E8", frozenset({"went-on"}))},
    "closing": {"closed": ("casework.md 4.3", _ENDINGS)},
    "closed": {
        "open": ("mission.md E6: not well reopens", frozenset({"not-well", "mistake"})),
        "destroyed": ("AVG article 5(1)(e): not longer than needed; by the job only", frozenset({"term-over"})),
    },
    "destroyed": {},
}
OVER = frozenset({"closed", "destroyed"})  # nothing is written any more
LONGEST_PAUSE = timedelta(days=92)  # [check] our own choice

# What a scope of a share opens; `fields` opens the parts that were chosen. Apart notes, Meldcode and work notes never.
PARTS_OF: dict[str, tuple[str, ...]] = {
    "summary": ("identity", "summary"),
    "plan": ("identity", "summary", "goals", "actions"),
    "full": ("identity", "summary", "goals", "actions", "contacts", "journal"),
}


@dataclass(frozen=True)
class Age:
    """From which age somebody decides: alone from `alone`, together with a parent from `together`."""

    together: int
    alone: int
    since: date
    source: str


# Dated, so that a change of the law is a new line and old decisions can be explained.
AGES_HELP = (
    Age(
        12, 16, date(2015, 1, 1), "[nakijken] Jeugdwet 7.3.4 and 7.3.5; of adults' welfare work the same is our choice"
    ),
)
AGES_DATA = (Age(16, 16, date(2018, 5, 25), "[nakijken] UAVG article 5: below 16 the parent or guardian decides"),)


@dataclass(frozen=True)
class Decision:
    """May it, and when not the code of the reason (actions say it in words)."""

    allowed: bool
    problem: str = ""


def may_move(state: str, to: str, *, reason: str, until: date | None, today: date) -> Decision:
    """May a case go from one state to the other, for this reason? A pause has an end that is not far away."""
    edge = CASE_EDGES.get(state, {}).get(to)
    if edge is None or to == "destroyed":
        return Decision(False, "no-edge")
    if reason not in edge[1]:
        return Decision(False, "reason")
    if to == "paused" and (until is None or not today < until <= today + LONGEST_PAUSE):
        return Decision(False, "until")
    return Decision(True)


def parts_of(scope: str, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """What a share of this scope opens, in the order of `full`; without one when nothing known was chosen."""
    if scope != "fields":
        return PARTS_OF[scope]
    return tuple(part for part in PARTS_OF["full"] if part in set(chosen))


def share_problem(
    *, basis: str, article: str, given: bool, parts: Sequence[str], valid_from: datetime, valid_until: datetime
) -> str:
    """The code of what is wrong with a share, or empty. Consent needs who gave it; a task needs its article."""
    if not parts:
        return "parts"
    if basis == "consent" and not given:
        return "giver"
    if basis == "task" and not article.strip():
        return "article"
    if not valid_from < valid_until <= valid_from + LONGEST_SHARE:
        return "until"
    return ""


def ends_on(closed: date, term: timedelta) -> date:
    """The last day on which a case may be read; `term` is that of its legal domain (see personal.py)."""
    return closed + term


def age_on(born: date, day: date) -> int:
    """Whole years. Who was born on 29 February has a birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def who_decides(ages: Sequence[Age], *, born: date | None, day: date) -> str:
    """`self`, `together` (with a parent or guardian) or `parent`, by the rule that held on that day.

    Without a birth date somebody decides alone: we do not take a grown-up for a child.
    """
    if born is None:
        return "self"
    rule = max((age for age in ages if age.since <= day), key=lambda age: age.since)
    years = age_on(born, day)
    if years >= rule.alone:
        return "self"
    return "together" if years >= rule.together else "parent"


def name_index(key: bytes, name: str, born: date | None) -> str:
    """Keyed hash of a name and birth date, to find somebody who was written down before; empty without a birth date.

    Capitals, accents and signs do not count: "Ömer de Vries" and "omer de-vries" are found as one.
    """
    if born is None:
        return ""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign for sign in letters if sign.isalnum())
    return hmac.new(key, f"person|{kept}|{born.isoformat()}".encode(), hashlib.sha256).hexdigest() if kept else ""
