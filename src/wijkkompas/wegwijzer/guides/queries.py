"""Reads of handbooks and theme pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from wijkkompas.kern.access import acting_as, current_actor, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.talen.api import SOURCE, Shown
from wijkkompas.wegwijzer.guides.rules import is_stale
from wijkkompas.wegwijzer.guides.values import Step, step_of
from wijkkompas.wegwijzer.models import Handbook, HandbookVersion, Need
from wijkkompas.wegwijzer.values import Audience


@dataclass(frozen=True)
class OpenStep:
    """A step with the need that it points to, if that need is still there; `what` and `why` in the language of the page."""

    step: Step
    need: Need | None
    what: Shown
    why: Shown


@dataclass(frozen=True)
class OpenHandbook:
    """One version of a handbook, whole."""

    handbook: Handbook
    version: HandbookVersion
    steps: list[OpenStep]
    stale: bool


@contextmanager
def as_visitor() -> Iterator[None]:
    """Read as somebody without an account, so that a public page is the same for everybody who looks."""
    with acting_as(visitor_actor()):
        yield


@contextmanager
def _as_who_looks() -> Iterator[None]:
    if current_actor() is None:
        with as_visitor():
            yield
    else:
        yield


def open_steps(steps: list[Step] | tuple[Step, ...]) -> list[OpenStep]:
    """Steps with their needs, in one query."""
    needs = {need.code: need for need in Need.objects.filter(code__in={step.need for step in steps if step.need})}
    return [OpenStep(step, needs.get(step.need), _dutch(step.what), _dutch(step.why)) for step in steps]


def _dutch(text: str) -> Shown:
    return Shown(text, SOURCE, None, text)


def handbook(slug: str, today: date, *, number: int | None = None) -> OpenHandbook | None:
    """A handbook as it is now, or as it was in version `number`; None when who looks may not see it. Three queries."""
    found = Handbook.objects.filter(slug=slug, version__gt=0).select_related("owner").first()
    if found is None:
        return None
    version = found.versions.filter(number=number or found.version).first()
    if version is None:
        return None
    steps = open_steps([step_of(record) for record in version.steps])
    return OpenHandbook(found, version, steps, is_stale(found.review_on, today))


def public_handbook(slug: str, today: date) -> OpenHandbook | None:
    """A step plan for residents, read as a visitor."""
    with as_visitor():
        return handbook(slug, today)


@dataclass(frozen=True)
class HandbookLink:
    """A handbook in a list."""

    slug: str
    title: str


def public_handbooks(*, need: str = "", slugs: tuple[str, ...] = ()) -> list[HandbookLink]:
    """Step plans for residents that belong to a need, or with these names; two queries with their context."""
    rows = HandbookVersion.objects.filter(number=F("handbook__version")).exclude(
        handbook__audience=Audience.PROFESSIONALS
    )
    rows = rows.filter(handbook__needs__contains=[need]) if need else rows.filter(handbook__slug__in=slugs)
    with _as_who_looks():
        return [
            HandbookLink(slug, title) for slug, title in rows.order_by("title").values_list("handbook__slug", "title")
        ]


@dataclass(frozen=True)
class HandbookRow:
    """A handbook in the list of people at work."""

    handbook: Handbook
    title: str
    stale: bool
    mine: bool


def handbooks(today: date, team_ids: list[int]) -> list[HandbookRow]:
    """Every handbook that who asks may see, first due first. One query."""
    rows = (
        HandbookVersion.objects.filter(number=F("handbook__version"))
        .select_related("handbook", "handbook__owner")
        .order_by("handbook__review_on", "title")
    )
    return [
        HandbookRow(row.handbook, row.title, is_stale(row.handbook.review_on, today), row.handbook.owner_id in team_ids)
        for row in rows
    ]


@dataclass(frozen=True)
class PastVersion:
    """One line of the history."""

    version: HandbookVersion
    by: str


def history(found: Handbook) -> list[PastVersion]:
    """Every version, newest first, with who made it where that is a colleague. Two queries."""
    versions = list(found.versions.defer("steps", "sources"))
    names = mensen.names_of(version.made_by_id for version in versions)
    return [PastVersion(version, names.get(version.made_by_id or 0, "")) for version in versions]
