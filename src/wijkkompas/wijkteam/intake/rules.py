"""Pure decisions of the first talk: terms of the law, parts of life only with a reason, how somebody is reached safely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

OUR_WORKING_DAYS = {"confirm": 2, "report": 20}  # [check] our own choice, beside the law and inside it
LEAST_REASON = 3  # signs of a reason in somebody's own words


@dataclass(frozen=True)
class Term:
    """A term of the law, from the day `since` on."""

    law: str
    what: str
    since: date
    article: str
    days: int = 0
    working_days: int = 0
    urgent: bool = False
    starts: str = "received"
    check: bool = True


@dataclass(frozen=True)
class LegalDay:
    """The last day on which something may be done under the law."""

    what: str
    due: date
    article: str
    check: bool


def read_terms(rows: Iterable[Mapping[str, Any]]) -> tuple[Term, ...]:
    """The lines of terms.yaml. Raises ValueError for a line that gives no days."""
    terms = tuple(Term(**row) for row in rows)
    for term in terms:
        if bool(term.days) == bool(term.working_days):
            raise ValueError(f"{term.law} {term.what}: give days or working_days")
    return terms


def legal_days(
    terms: Sequence[Term], *, law: str, urgent: bool, received: date, add_working_days: Callable[[date, int], date]
) -> list[LegalDay]:
    """Every day that the law sets for a notification, the first one first. Nothing pauses these.

    Of each thing the newest line counts that held when it was received; an urgent line goes before the usual one.
    """
    held: dict[str, Term] = {}
    for term in sorted((t for t in terms if t.law == law and t.since <= received), key=lambda t: (t.urgent, t.since)):
        if urgent or not term.urgent:
            held[term.what] = term
    days = [
        LegalDay(
            term.what,
            add_working_days(received, term.working_days)
            if term.working_days
            else received + timedelta(days=term.days),
            term.article,
            term.check,
        )
        for term in held.values()
    ]
    return sorted(days, key=lambda day: (day.due, day.what))


@dataclass(frozen=True)
class Talked:
    """What was said about one part of life, and why it is written down."""

    domain: str
    reason: str
    own_reason: str
    text: str

    @property
    def empty(self) -> bool:
        """Nothing was written: a reason alone keeps nothing."""
        return not self.text.strip()

    @property
    def without_reason(self) -> bool:
        """Something was written, and nobody said why (mission.md E2)."""
        return not self.empty and not self.reason and len(self.own_reason.strip()) < LEAST_REASON


def may_notify(received: date, today: date) -> bool:
    """A notification is of today or before, and not of years ago: that is a mistake in the year."""
    return today - timedelta(days=366) <= received <= today
