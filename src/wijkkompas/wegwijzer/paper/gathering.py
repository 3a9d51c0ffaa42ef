"""From services in the directory to entries on paper. A fixed number of queries, whatever the number of services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from wijkkompas.kern.paper import writable
from wijkkompas.mensen import api as mensen
from wijkkompas.talen.api import Shown
from wijkkompas.wegwijzer import translating
from wijkkompas.wegwijzer.feeds.secrecy import hides_places
from wijkkompas.wegwijzer.models import CrisisLine, Service
from wijkkompas.wegwijzer.models.directory import ServiceQuerySet
from wijkkompas.wegwijzer.paper import words
from wijkkompas.wegwijzer.paper.values import Entry, Line, Number, Piece
from wijkkompas.wegwijzer.rules import SENSITIVE_DOMAINS
from wijkkompas.wegwijzer.values import LETTERS, Way


def dutch(text: str) -> Piece:
    """A name or a text that is in Dutch only."""
    return Piece(writable(text), "nl")


def lines(rows: Sequence[str], language: str) -> tuple[Line, ...]:
    """Each text a line of its own, without the empty ones."""
    return tuple((Piece(kept, language),) for text in rows if (kept := writable(text)))


def with_paper_facts(services: ServiceQuerySet) -> ServiceQuerySet:
    """All that stands on paper, in a fixed number of queries."""
    return services.with_facts().prefetch_related("required_documents", "at_locations__location__addresses")


def entries(services: Sequence[Service], language: str, today: date) -> list[Entry]:
    """What stands on paper of these services, in a language, in the order given."""
    rows = list(services)
    said = translating.of_services(rows, language, ("summary",))
    with override(language):
        return [_entry(row, said[row.slug]["summary"], language, today) for row in rows]


def _entry(service: Service, summary: Shown, language: str, today: date) -> Entry:
    needs = [row.need for row in service.service_needs.all()]
    schedules = list(service.schedules.all())
    return Entry(
        slug=service.slug,
        name=dutch(service.name),
        address=settings.BASE_URL + service.get_absolute_url(),
        organisation=() if service.organization.name == service.name else ((dutch(service.organization.name),),),
        summary=lines([summary.text], summary.language),
        where=_where(service, [need.code for need in needs], language),
        when=lines(words.hours(schedules, today), language),
        rota=tuple(
            (Piece(writable(f"{weeks}:"), language), dutch(who))
            for weeks, who in words.rota(schedules)
            if writable(who)
        ),
        phone=lines([phone.number for phone in service.phones.all()], "nl"),
        cost=_cost(service, language),
        bring=_bring(service, [need.code for need in needs[:2]], language),
        ways=_one_line(lines([str(Way(way).label) for way in service.ways_in if way in Way.values], language)),
        theme=service.theme,
        example=service.is_example,
        machine=summary.unchecked,
        sensitive=any(need.urgency == "crisis" for need in needs)
        or any(need.domain_id in SENSITIVE_DOMAINS for need in needs[:1]),
    )


def _one_line(rows: tuple[Line, ...]) -> tuple[Line, ...]:
    return (tuple(piece for row in rows for piece in row),) if rows else ()


def _where(service: Service, needs: list[str], language: str) -> tuple[Line, ...]:
    """Places with their address; else for which area it is. Paper cannot be called back: no place where people hide."""
    places = [] if hides_places(needs) else [at.location for at in service.at_locations.all()]
    if places:
        return tuple(
            tuple(dutch(text) for text in [place.name, *(str(found) for found in place.addresses.all()[:1])])
            for place in places
        )
    areas = list(service.areas.all())
    if any(area.code == mensen.COUNTRY for area in areas):
        return lines([_("in heel Nederland")], language)
    return (tuple(dutch(area.name) for area in areas[:3]),) if areas else ()


def _cost(service: Service, language: str) -> tuple[Line, ...]:
    found = []
    for cost in service.cost_options.all():
        free = cost.option.strip().casefold() == "gratis"
        found.append((Piece(_("gratis"), language) if free else dutch(cost.option),))
    return tuple(found)


def _bring(service: Service, needs: list[str], language: str) -> tuple[Line, ...]:
    documents = tuple((dutch(row.document),) for row in service.required_documents.all())
    if documents or LETTERS.isdisjoint(needs):
        return documents
    return lines([_("Neem alle brieven mee, ook dicht.")], language)


def numbers(language: str) -> list[Number]:
    """The national numbers for danger, in the language of the reader. Two queries, one for Dutch."""
    rows = list(CrisisLine.objects.order_by("position", "code"))
    said = translating.of_crisis_lines(rows, language)
    return [Number(writable(row.number), Piece(writable(said[row.code].text), said[row.code].language)) for row in rows]
