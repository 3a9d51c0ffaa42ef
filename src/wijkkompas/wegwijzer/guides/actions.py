"""Start a handbook, take one on, write a new version, say that it is still right."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.mensen import api as mensen
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer.guides.rules import first_review, review_problem, slug_of, someone_was_first
from wijkkompas.wegwijzer.guides.values import MOST_STEPS, Step
from wijkkompas.wegwijzer.models import Handbook, HandbookVersion

_PROMISE = toezeggingen.PromiseKind.RECORD_CHECK


class Refusal(Exception):
    """What cannot be done now, in words for who asked."""


class NoHandbook(LookupError):
    """There is none, or who acts may not write it; both look alike."""


@dataclass(frozen=True)
class Text:
    """What somebody wrote on the page."""

    title: str
    lead: str
    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    changed: str
    review_on: date


@dataclass(frozen=True)
class Place:
    """Where a new handbook stands: who reads it, and the needs that lead to it, the main one first."""

    audience: str
    needs: tuple[str, ...]


def start(*, actor: Actor, place: Place, text: Text, team_id: int | None, manages: bool = False) -> str:
    """A new handbook with its first version, at once and whole; returns its slug.

    The team owes the review. A functional manager may start one without a team: it waits for an owner. Raises `NoHandbook`
    for somebody who may not, `Refusal` with what to do.
    """
    _may_be_saved(text)
    slug = slug_of(text.title)
    if not slug:
        raise Refusal(_("Schrijf een andere titel, met gewone letters."))
    with acting_as(actor):
        teams = mensen.Team.objects.select_related("organization").prefetch_related("areas")
        team = teams.filter(id=team_id).first() if team_id is not None else None
        if team is None and not (manages and team_id is None):
            raise NoHandbook(team_id)
        if HandbookVersion.objects.filter(number=F("handbook__version"), title__iexact=text.title).exists():
            raise Refusal(_("Er is al een handboek met deze titel. Schrijf een andere titel."))
        handbook = Handbook(
            slug=slug, audience=place.audience, needs=list(place.needs), owner=team, review_on=text.review_on
        )
        try:
            with transaction.atomic():  # two taps at once, or a title that is taken: the first one stands
                handbook.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_("Er is al een handboek met deze titel. Schrijf een andere titel.")) from error
        _add_version(handbook, text, actor)
        if team is not None:
            _promise_review(handbook, team)
    return slug


def take_over(*, actor: Actor, handbook_id: UUID, team_id: int) -> None:
    """A team becomes the owner of a handbook without one; from now on it owes the review."""
    today = clock.today()
    with acting_as(actor):
        handbook = _locked(handbook_id)
        team = mensen.Team.objects.filter(id=team_id).select_related("organization").prefetch_related("areas").first()
        if team is None:
            raise NoHandbook(handbook_id)
        if handbook.owner_id is not None:
            raise Refusal(_("Dit handboek heeft al een eigenaar."))
        handbook.owner = team
        handbook.review_on = first_review(handbook.review_on, today)
        _promise_review(handbook, team)


def give_back(*, actor: Actor, handbook_id: UUID, team_ids: list[int]) -> None:
    """The owner lets go; the handbook stays readable and waits for a new owner."""
    with acting_as(actor):
        handbook = _locked(handbook_id)
        if handbook.owner_id not in team_ids:
            raise NoHandbook(handbook_id)
        if handbook.review is not None:
            toezeggingen.drop(kind=_PROMISE, object_id=handbook.review, at=clock.now())
        handbook.owner, handbook.review = None, None
        handbook.save(update_fields=["owner", "review"])


def write(
    *, actor: Actor, handbook_id: UUID, based_on: int, text: Text, team_ids: list[int], manages: bool = False
) -> int:
    """Save a new version; returns its number. `based_on` is the version that was read.

    The owner keeps its promise with this and makes the next one. A functional manager writes without touching what the
    owner promised.
    """
    _may_be_saved(text)
    with acting_as(actor):
        handbook = _locked(handbook_id)
        owner = handbook.owner
        mine = owner is not None and owner.id in team_ids
        if not mine and not manages:
            raise NoHandbook(handbook_id)
        if someone_was_first(based_on, handbook.version):
            raise Refusal(_("Iemand anders heeft net iets veranderd. Open een nieuw blad en neem uw tekst over."))
        if mine or owner is None:
            handbook.review_on = text.review_on
        _add_version(handbook, text, actor)
        if owner is not None and mine:
            if handbook.review is not None:
                toezeggingen.keep(kind=_PROMISE, object_id=handbook.review, at=clock.now())
            _promise_review(handbook, owner)
        return handbook.version


def _may_be_saved(text: Text) -> None:
    """`Refusal` for a text without a step or with a day of review that cannot be."""
    problem = review_problem(text.review_on, clock.today())
    if problem == "past":
        raise Refusal(_("Kies een datum na vandaag."))
    if problem == "too-late":
        raise Refusal(_("Kies een datum binnen een jaar. Regels veranderen vaak."))
    if not text.steps:
        raise Refusal(_("Schrijf minstens één stap."))
    if len(text.steps) > MOST_STEPS:
        raise Refusal(_("Een stappenplan heeft hooguit 40 stappen. Maak er twee van."))


def _add_version(handbook: Handbook, text: Text, actor: Actor) -> None:
    """The next version of a handbook that nobody else is writing."""
    handbook.version += 1
    handbook.save(update_fields=["version", "review_on"])
    handbook.write(text, changed=text.changed, made_by_id=int(actor.id))


def _locked(handbook_id: UUID) -> Handbook:
    found = Handbook.objects.select_for_update(of=("self",)).select_related("owner").filter(id=handbook_id).first()
    if found is None:
        raise NoHandbook(handbook_id)
    return found


def _promise_review(handbook: Handbook, team: mensen.Team) -> None:
    """A new line in the ledger: this team looks again before the end of that day."""
    handbook.review = uuid.uuid4()
    handbook.save(update_fields=["owner", "review", "review_on"])
    areas = sorted(area.code for area in team.areas.all())
    toezeggingen.promise(
        kind=_PROMISE,
        area_code=areas[0] if areas else mensen.COUNTRY,
        organisation_id=team.organization_id,
        team_id=team.id,
        room="wegwijzer",
        object_id=handbook.review,
        made_at=clock.now(),
        due=datetime.combine(handbook.review_on, time(17), clock.AMSTERDAM),
    )
