"""Regelingen for other rooms and for the command line: what can this household get, and what do we ask next?"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from wijkkompas.regelingen import household as households
from wijkkompas.regelingen.engine import asking, interval
from wijkkompas.regelingen.engine.book import Book, Edition, Reference
from wijkkompas.regelingen.engine.trace import Result, explain
from wijkkompas.regelingen.engine.tree import Problem
from wijkkompas.regelingen.household import Household, Problems
from wijkkompas.regelingen.loading import book
from wijkkompas.regelingen.prior import invented

__all__ = [
    "Book",
    "Edition",
    "Household",
    "Problem",
    "Problems",
    "Result",
    "book",
    "check",
    "edition",
    "next_question",
    "read_household",
]


@lru_cache(maxsize=1)
def _ruled() -> frozenset[str]:
    """The areas that have an amount or a scheme of their own."""
    parameters = {area for one in book().parameters.values() for entry in one.entries for area in entry.areas}
    return frozenset(parameters | {area for scheme in book().schemes.values() for area in scheme.areas})


def edition(day: dt.date, areas: Sequence[str] = (), *, trust: bool = False) -> Edition:
    """The rules on a day in an area: its code and those of what it lies in, the smallest first.

    Areas without rules of their own are left out, so that all wijken of a municipality share what was worked out once.
    """
    return _edition(day, tuple(area for area in areas if area in _ruled()), trust)


@lru_cache(maxsize=64)
def _edition(day: dt.date, areas: tuple[str, ...], trust: bool) -> Edition:
    return book().at(day, areas, trust=trust)


def adviser(day: dt.date, areas: Sequence[str] = ()) -> asking.Adviser:
    """Who weighs the questions on a day in an area. Made once, by the first who needs it."""
    known = edition(day, areas)
    with _making:
        return _adviser(known.day, known.areas)


_making = threading.Lock()


@lru_cache(maxsize=32)
def _adviser(day: dt.date, areas: tuple[str, ...]) -> asking.Adviser:
    return asking.Adviser(_edition(day, areas, False), invented())


def read_household(data: Mapping[str, Any], *, today: dt.date, day: dt.date | None = None) -> Household:
    """A household from what somebody filled in. Raises `Problems`, one per field."""
    return households.read(data, book(), day, today=today)


def environments(rules: Edition, household: Household) -> dict[Reference, interval.Env]:
    """The answers for each day that counts for some scheme."""
    references = {scheme.reference for scheme in rules.schemes}
    return {reference: rules.env(household.answers(reference)) for reference in references}


def check(household: Household, areas: Sequence[str] = ()) -> list[Result]:
    """Every scheme of the area on the day of the household."""
    rules = edition(household.day, areas)
    envs = environments(rules, household)
    return [explain(rules, ready, envs[ready.scheme.reference]) for ready in rules.ready]


def next_question(household: Household, areas: Sequence[str] = ()) -> asking.Advice:
    """The question worth most now; none when no answer can settle anything any more."""
    rules = edition(household.day, areas)
    return adviser(household.day, areas).advise(environments(rules, household), household.not_said)
