"""Pure decisions of the Meldcode: five steps as a table, and what the last one answers."""

from __future__ import annotations

from collections.abc import Iterable

LAW = "Besluit verplichte meldcode huiselijk geweld en kindermishandeling, artikel 2 [nakijken]"
LAST = 5
# From the furthest step so far to those that may be written next, each with the reason. An earlier step may always be
# written in again: signals go on.
STEPS: dict[int, dict[int, str]] = {
    0: {1: LAW},
    1: {2: LAW},
    2: {3: LAW, 4: "a talk may bring somebody in danger: then it is weighed first, and the note says why"},
    3: {4: LAW},
    4: {5: LAW},
    5: {},
}


def reached(steps: Iterable[int]) -> int:
    """The furthest step in which something was written."""
    return max(steps, default=0)


def may_write(step: int, written: Iterable[int]) -> bool:
    """An earlier step again, or one that follows on the furthest."""
    furthest = reached(written)
    return 1 <= step <= furthest or step in STEPS[furthest]


def open_steps(written: Iterable[int]) -> list[int]:
    """The steps that may be written in now, the next one first."""
    known = set(written)
    steps = [step for step in range(1, LAST + 1) if may_write(step, known)]
    return sorted(steps, key=lambda step: (step <= reached(known), step))


def decision_problem(step: int, necessary: str, possible: str) -> str:
    """The last step answers both questions of the framework: must we report, and can we help ourselves?"""
    if step != LAST:
        return ""
    return "" if necessary in {"yes", "no"} and possible in {"yes", "no"} else "both"
