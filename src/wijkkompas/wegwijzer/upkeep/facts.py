"""What the rules of upkeep need to know of a record. Reads its needs and hours as they were fetched."""

from __future__ import annotations

from datetime import date

from wijkkompas.wegwijzer.models import CrisisLine, Service
from wijkkompas.wegwijzer.upkeep import rules
from wijkkompas.wegwijzer.values import Urgency, Way


def is_crisis(service: Service) -> bool:
    """Is it most of all for somebody in danger? Such a record is never sunk and never says to call before going."""
    first = min(service.service_needs.all(), key=lambda row: row.position, default=None)
    return first is not None and first.need.urgency == Urgency.CRISIS


def is_walk_in(service: Service) -> bool:
    """May people come at certain hours?"""
    return Way.WALK_IN in service.ways_in or bool(service.schedules.all())


def due_on(service: Service) -> date | None:
    """The last day on which its check may be trusted; None when nobody ever checked it."""
    months = rules.months_between_checks(crisis=is_crisis(service), walk_in=is_walk_in(service))
    return rules.due_on(service.assured_date, months)


def standing(service: Service, today: date) -> rules.Standing:
    """How far it is in its term."""
    return rules.standing(due_on(service), today)


def is_stale(service: Service, today: date) -> bool:
    """Has it outlived its term?"""
    return standing(service, today) is rules.Standing.LATE


def sinks(service: Service, today: date) -> bool:
    """Does it stand lower in the results? Never what is for danger: a number that was not checked is better than none."""
    return is_stale(service, today) and not is_crisis(service)


def visibility(service: Service, today: date) -> rules.Visibility:
    """What residents see of it."""
    return rules.visibility(service.status, service.visible_from, service.visible_until, today)


def number_due_on(line: CrisisLine) -> date | None:
    """The last day on which a crisis number may be trusted; None when nobody ever looked."""
    return rules.due_on(line.assured_date, rules.CRISIS_MONTHS)


def number_standing(line: CrisisLine, today: date) -> rules.Standing:
    """How far a crisis number is in its term."""
    return rules.standing(number_due_on(line), today)


def is_late_number(line: CrisisLine, today: date) -> bool:
    """Has nobody looked in time? For people at work only; residents always see the number as it is."""
    return number_standing(line, today) is rules.Standing.LATE
