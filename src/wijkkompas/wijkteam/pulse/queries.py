"""Reads of the calls, within an `acting_as`: the database leaves out what is not of the own team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam.models import Case, PulseCall
from wijkkompas.wijkteam.pulse.values import PulseState
from wijkkompas.wijkteam.values import CASE, CASE_PLAN

MOST = 50


@dataclass(frozen=True)
class Line:
    """A call in the list: the case in one line, no name."""

    call: PulseCall
    summary: str
    late: bool
    mine: bool


def to_call(me: int, today: date) -> list[Line]:
    """The calls whose day has come, the own first, then the longest waiting; at most 50. A constant number of queries."""
    rows = list(
        PulseCall.objects.filter(state=PulseState.PLANNED, call_on__lte=today)
        .select_related("case", "closed_by")
        .order_by("call_on", "id")[:MOST]
    )
    opened = toestemming.open_records(CASE, [row.case_id for row in rows], purpose="list")
    lines = []
    for row in rows:
        key = opened.get(row.case_id)
        summary = key.read(row.case.sealed_text)[0].get("summary", "") if key else ""
        lines.append(Line(row, summary, row.call_on < today, row.closed_by_id == me))
    return sorted(lines, key=lambda line: not line.mine)


def later(today: date) -> list[PulseCall]:
    """The next calls that are planned; nothing is opened for these."""
    planned = PulseCall.objects.filter(state=PulseState.PLANNED, call_on__gt=today)
    return list(planned.select_related("case").order_by("call_on", "id")[:MOST])


def waiting(today: date) -> int:
    """How many calls are to be made today."""
    return PulseCall.objects.filter(state=PulseState.PLANNED, call_on__lte=today).count()


@dataclass(frozen=True)
class OneCall:
    """A call with what was agreed in its case."""

    call: PulseCall
    case: Case
    summary: str
    goals: list[str]


def one_call(call_id: UUID) -> OneCall:
    """A call with the goals of its case. Raises `NotYours`."""
    call = PulseCall.objects.select_related("case__team", "closed_by").filter(id=call_id).first()
    if call is None:
        raise toestemming.NotYours("pulse")
    case = call.case
    told = toestemming.open_record(CASE, case.id, purpose="help").read(case.sealed_text)[0]
    goals = list(case.goals.all())
    texts = (
        toestemming.open_record(CASE_PLAN, case.id, purpose="help").read(*(row.sealed for row in goals))
        if goals
        else []
    )
    return OneCall(call, case, told.get("summary", ""), [text.get("text", "") for text in texts])
