"""Weekly hours of rows. Hours that come back otherwise than every week are refused: shown as weekly they would be wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wijkkompas.wegwijzer.exchange import values
from wijkkompas.wegwijzer.exchange.gathering import Gathered, Row

LONGEST_HOLIDAY = 62  # days
OTHERWISE = ("bymonthday", "byweekno", "byyearday", "count")
LENGTH = 300
_WEEKS = {"Oneven weken": "odd", "Even weken": "even", "Elke week": "every"}
_DAY = re.compile(r"(\d{4}-\d\d-\d\d) (?:gesloten|(\d\d:\d\d)-(\d\d:\d\d))(?: \((.*)\))?")


def weekly_hours(
    rows: Sequence[tuple[Row, str]],
    holidays: Sequence[Row],
    found: Gathered,
    at_locations: Mapping[Any, Row],
    here: Collection[str],
) -> list[dict[str, Any]]:
    """The hours of one service. `here`: the places where it is."""
    made: dict[str, dict[str, Any]] = {}
    for row, identity in rows:
        hours = _weekly(row, identity, found, at_locations, here)
        if hours is None:
            continue
        same = {k: v for k, v in hours.items() if k not in {"id", "byday"}} if row.get("weekday") else identity
        if str(same) in made:  # a row a day: Monday 9-12, Tuesday 9-12 is one line of hours
            made[str(same)]["byday"] += [d for d in hours["byday"] if d not in made[str(same)]["byday"]]
        else:
            made[str(same)] = hours
    kept = list(made.values())
    for hours in kept:
        hours["byday"] = list(hours["byday"])
    for holiday in holidays:
        _apart(holiday, kept, found, at_locations, here)
    return kept


def _where(row: Row, at_locations: Mapping[Any, Row], here: Collection[str]) -> str | None:
    at = at_locations.get(row.get("service_at_location_id"))
    place = at.get("location_id") if at is not None else row.get("location_id")
    return place if place in here else None


def _value(row: Row, name: str, form: Callable[[str], Any], found: Gathered) -> Any:
    """A value in its form, or None; raises ValueError for what makes the row useless."""
    plain = row.get(name)
    try:
        return form(plain) if plain else None
    except ValueError as error:
        found.refuse(row, name, str(error))
        raise


def _weekly(
    row: Row, identity: str, found: Gathered, at_locations: Mapping[Any, Row], here: Collection[str]
) -> dict[str, Any] | None:
    interval = row.get("interval")
    unlike = next((name for name in OTHERWISE if row.get(name)), "interval" if interval not in {"", "1"} else "")
    if row.get("freq").upper() not in {"", "WEEKLY"}:
        unlike = "freq"
    if unlike:
        found.refuse(
            row, unlike, "these hours do not simply come back every week: put them in words in the description"
        )
        return None
    try:
        byday = _value(row, "weekday" if row.get("weekday") else "byday", values.days, found)
        opens, closes = (_value(row, name, values.clock, found) for name in ("opens_at", "closes_at"))
        starts = _value(row, "valid_from", values.day, found) or _value(row, "dtstart", values.day, found)
        ends = _value(row, "valid_to", values.day, found) or _value(row, "until", values.day, found)
    except ValueError:
        return None
    missing = next((n for n, v in (("byday", byday), ("opens_at", opens), ("closes_at", closes)) if not v), None)
    closes = "23:59" if closes == "00:00" else closes
    if missing:
        found.refuse(row, missing, "hours need a day, a time of opening and a time of closing")
    elif closes <= opens:
        found.refuse(row, "closes_at", f"closes at {closes}, before it opens at {opens}")
    elif starts and ends and ends < starts:
        found.refuse(row, "valid_to", f"ends on {ends}, before it starts on {starts}")
    else:
        notes, rota, others = _notes(row.get("notes"))
        return {
            "id": identity,
            "location": _where(row, at_locations, here),
            "byday": byday,
            "opens_at": opens,
            "closes_at": closes,
            "valid_from": starts,
            "valid_to": ends,
            "description": values.cut(row.get("description"), LENGTH),
            "notes": values.cut(notes, LENGTH),
            "rota": rota,
            "exceptions": others,
        }
    return None


def _notes(text: str) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """Our own feed tells the rota of the desk and the days that differ at the end of the notes: read them back."""
    parts = text.split("; ") if text else []
    others: list[dict[str, Any]] = []
    while parts and (found := _DAY.fullmatch(parts[-1])) and _is_day(found[1]):
        others.insert(
            0, {"day": found[1], "opens_at": found[2], "closes_at": found[3], "reason": (found[4] or "")[:120]}
        )
        parts.pop()
    rota: list[dict[str, Any]] = []
    while parts and parts[-1].partition(": ")[0] in _WEEKS and len(parts[-1]) <= 200:
        weeks, _colon, who = parts.pop().partition(": ")
        rota.insert(0, {"weeks": _WEEKS[weeks], "who": who})
    seen: dict[str, dict[str, Any]] = {other["day"]: other for other in others}
    return "; ".join(parts), rota, list(seen.values())


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _apart(
    row: Row, kept: list[dict[str, Any]], found: Gathered, at_locations: Mapping[Any, Row], here: Collection[str]
) -> None:
    """Days that differ, on the hours that they differ from."""
    try:
        first = _value(row, "start_date", values.day, found)
        last = _value(row, "end_date", values.day, found) or first
        opens, closes = (_value(row, name, values.clock, found) for name in ("opens_at", "closes_at"))
    except ValueError:
        return
    closed = row.get("closed").lower() in {"true", "1", "yes", "ja", "t"}
    place = _where(row, at_locations, here)
    hours = [one for one in kept if place is None or one["location"] in {None, place}]
    reason = ""
    if not first:
        reason = "there is no day"
    elif last < first or (date.fromisoformat(last) - date.fromisoformat(first)).days > LONGEST_HOLIDAY:
        reason = f"from {first} to {last} is no holiday of at most {LONGEST_HOLIDAY} days"
    elif not closed and not (opens and closes and closes > opens):
        reason = "say that it is closed, or when it opens and closes"
    elif not hours:
        reason = "there are no weekly hours that this could differ from"
    if reason:
        found.refuse(row, "start_date", reason)
        return
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        on = [one for one in hours if values.DAYS[day.weekday()] in one["byday"]] or ([] if closed else hours[:1])
        for number, one in enumerate(on):
            told = {"opens_at": opens, "closes_at": closes} if not closed and number == 0 else {}
            if all(other["day"] != day.isoformat() for other in one["exceptions"]):
                one["exceptions"].append(
                    {"day": day.isoformat(), "opens_at": None, "closes_at": None, "reason": ""} | told
                )
        day += timedelta(days=1)
