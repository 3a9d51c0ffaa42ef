"""Reads about people and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.http import HttpRequest

from wijkkompas.kern import clock
from wijkkompas.mensen.models import Account, Area, Membership, Team
from wijkkompas.mensen.values import AreaKind, TeamRole

COUNTRY = "NL"
DEFAULT_WORKING_DAYS = 2


class UnknownArea(LookupError):
    """No area has this code."""


@dataclass(frozen=True)
class AnsweringTeam:
    """Who answers questions from an area, and within how many working days."""

    team_id: int
    name: str
    organisation_id: object
    working_days: int


def area(code: str) -> Area:
    """The area with this code; raises `UnknownArea`."""
    try:
        return Area.objects.get(code=code.replace("\0", "").strip().upper()[:20])
    except Area.DoesNotExist as error:
        raise UnknownArea(code) from error


def country() -> Area:
    """The whole country: what is everywhere or needs no place."""
    return Area.objects.get(code=COUNTRY)


def areas_to_choose() -> list[tuple[Area, list[Area]]]:
    """Municipalities by name, each with its wijken and own areas: for a choice list. Two queries."""
    below: dict[str, list[Area]] = {}
    for row in Area.objects.filter(kind__in=[AreaKind.DISTRICT, AreaKind.OWN]).order_by("name").defer("outline"):
        if row.municipality_code:
            below.setdefault(row.municipality_code, []).append(row)
    return [(m, below.get(m.code, [])) for m in Area.objects.municipalities().defer("outline")]


def children_of(code: str) -> list[Area]:
    """The wijken and own areas of a municipality, with their outlines, by name."""
    return list(
        Area.objects.within(code).filter(kind__in=[AreaKind.DISTRICT, AreaKind.OWN]).exclude(code=code).order_by("name")
    )


def answering_team(place: str | Area) -> AnsweringTeam | None:
    """The team that answers questions from this area: that of the smallest area that has one. Three queries, with a code four."""
    place = place if isinstance(place, Area) else area(place)
    teams = Team.objects.filter(answers_questions=True, areas__code__in=place.path).distinct()
    by_area: dict[str, Team] = {}
    for team in teams.prefetch_related("areas"):
        for covered in team.areas.all():
            by_area.setdefault(covered.code, team)
    chosen = next((by_area[c] for c in place.path if c in by_area), None)
    if chosen is None:
        return None
    terms = dict(Area.objects.filter(code__in=place.path).values_list("code", "answer_within_working_days"))
    days = next((terms[c] for c in place.path if terms.get(c) is not None), None)
    return AnsweringTeam(
        chosen.id, chosen.name, chosen.organization_id, days if days is not None else DEFAULT_WORKING_DAYS
    )


def account_of(request: HttpRequest) -> Account:
    """Who is logged in; for views that ask to log in first."""
    account = request.user
    if not isinstance(account, Account):
        raise PermissionError("nobody is logged in")
    return account


def teams_of(account: Account, *, at: datetime | None = None) -> list[Team]:
    """The teams in which somebody works now."""
    moment = at or clock.now()
    valid = Q(valid_until__isnull=True) | Q(valid_until__gt=moment)
    ids = Membership.objects.filter(valid, account=account, role__in=[TeamRole.WORKER, TeamRole.LEAD])
    return list(Team.objects.filter(id__in=ids.values("team_id")).select_related("organization").order_by("name"))


def addresses_of_team(team_id: int) -> list[str]:
    """E-mail addresses of the people who work in a team now; for jobs only, anybody else gets none."""
    with connection.cursor() as cursor:
        cursor.execute("select * from app.addresses_of_team(%s)", [team_id])
        return [row[0] for row in cursor.fetchall()]


def addresses_of_keepers(area_code: str) -> list[str]:
    """E-mail addresses of the municipality that an area lies in, else of the functional managers; for jobs only."""
    with connection.cursor() as cursor:
        cursor.execute("select * from app.addresses_of_keepers(%s)", [area_code])
        return [row[0] for row in cursor.fetchall()]


def names_of(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of who acts and of people who are or were in the same teams, by id; others are left out. One query."""
    wanted = sorted({identity for identity in account_ids if identity is not None})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, name from app.names_of(%s)", [wanted])
        return dict(cursor.fetchall())
