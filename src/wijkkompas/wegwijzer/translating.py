"""Which texts of this room residents read in other languages, how urgent each is, and what a page shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wijkkompas.talen import api as talen
from wijkkompas.talen.api import Key, Shown, Source, Urgency
from wijkkompas.wegwijzer.models import CrisisLine, Need, Service
from wijkkompas.wegwijzer.rules import urgency_of_text

SERVICE, NEED, CRISIS_LINE = "service", "need", "crisis-line"
SERVICE_FIELDS = {
    "name": _("naam"),
    "summary": _("wat zij voor u doen, in één zin"),
    "in_brief": _("in het kort"),
    "description": _("uitleg"),
    "eligibility_description": _("voor wie het is"),
    "application_process": _("hoe u zich aanmeldt"),
    "fees_description": _("wat het kost"),
    "alert": _("let op"),
}
MOST_GOALS = 40  # more than any record has
GOAL_FIELDS = {f"goal-{n}": format_lazy(_("doel {number}"), number=n) for n in range(1, MOST_GOALS + 1)}
CARD_FIELDS = ("name", "summary")


def register() -> None:
    """Tell talen which texts there are. A field that no page shows is not offered: that would be work for nothing."""
    talen.register(talen.Kind(SERVICE, _("hulp en activiteiten"), SERVICE_FIELDS | GOAL_FIELDS, _services))
    talen.register(talen.Kind(NEED, _("vragen van bewoners"), {"description": _("uitleg")}, _needs))
    talen.register(talen.Kind(CRISIS_LINE, _("nummers bij gevaar"), {"name": _("zin bij het nummer")}, _crisis_lines))


def _services(slugs: Iterable[str] | None) -> Iterable[Source]:
    rows = Service.objects.public().prefetch_related("service_needs__need", "goals")
    for service in rows if slugs is None else rows.filter(slug__in=list(slugs)):
        needs = [row.need for row in sorted(service.service_needs.all(), key=lambda row: row.position)]
        urgency = urgency_of_text(
            [need.urgency for need in needs], needs[0].domain_id if needs else "", service.ways_in, service.theme
        )
        for field, dutch in _texts_of(service).items():
            yield Source(
                Key(SERVICE, service.slug, field),
                dutch,
                service.name,
                Urgency(urgency),
                f"/hulp/{service.slug}",
            )


def _texts_of(service: Service) -> dict[str, str]:
    """Its Dutch texts by field; goals by place, in the order in which they were written down."""
    goals = sorted(service.goals.all(), key=lambda goal: goal.pk)[:MOST_GOALS]
    texts: dict[str, str] = {field: getattr(service, field) for field in SERVICE_FIELDS}
    return texts | {f"goal-{n}": goal.text for n, goal in enumerate(goals, 1)}


def _needs(codes: Iterable[str] | None) -> Iterable[Source]:
    rows = Need.objects.all()
    for need in rows if codes is None else rows.filter(code__in=list(codes)):
        urgency = Urgency(urgency_of_text([need.urgency], need.domain_id, [], ""))
        key = Key(NEED, need.code, "description")
        yield Source(key, need.description, need.label("nl"), urgency, f"/vraag/{need.code}")


def _crisis_lines(codes: Iterable[str] | None) -> Iterable[Source]:
    rows = CrisisLine.objects.all()
    for line in rows if codes is None else rows.filter(code__in=list(codes)):
        yield Source(Key(CRISIS_LINE, line.code, "name"), line.names["nl"], line.number, Urgency.DANGER, "/gevaar")


# What a page shows --------------------------------------------------------------------------------------------------


def of_services(
    services: Iterable[Service], language: str, fields: Sequence[str] = CARD_FIELDS
) -> dict[str, dict[str, Shown]]:
    """The texts of these services in a language, by slug and field. One query, whatever the number of services."""
    known = list(services)
    sources = {Key(SERVICE, s.slug, field): getattr(s, field) for s in known for field in fields}
    said: dict[str, dict[str, Shown]] = {service.slug: {} for service in known}
    for key, shown in talen.in_language(language, sources).items():
        said[key.object_id][key.field] = shown
    return said


def of_service(service: Service, language: str) -> dict[str, Shown]:
    """Everything that the page of a service says in a language, by field; its goals are `goal-1` and on. One query."""
    sources = {Key(SERVICE, service.slug, field): dutch for field, dutch in _texts_of(service).items()}
    return {key.field: shown for key, shown in talen.in_language(language, sources).items()}


def goals_in(said: Mapping[str, Shown]) -> list[Shown]:
    """The goals among these texts, in their order."""
    return [said[field] for field in GOAL_FIELDS if field in said]


def of_need(need: Need, language: str) -> Shown:
    """What a need is about, in a language."""
    key = Key(NEED, need.code, "description")
    return talen.in_language(language, {key: need.description})[key]


def of_crisis_lines(lines: Sequence[CrisisLine], language: str) -> dict[str, Shown]:
    """The sentence at each number. Never Dutch alone: without a checked one the shipped sentence of that language."""
    keys = {line.code: Key(CRISIS_LINE, line.code, "name") for line in lines}
    known = talen.in_language(language, {keys[line.code]: line.names["nl"] for line in lines})
    said = {}
    for line in lines:
        shown, shipped = known[keys[line.code]], line.names.get(language)
        if not shown.translated and shipped:
            shown = Shown(shipped, language, None if language == talen.SOURCE else talen.State.MACHINE, shown.dutch)
        said[line.code] = shown
    return said


def unchecked(shown: Iterable[Shown]) -> bool:
    """A computer made one of these and nobody looked."""
    return any(one.unchecked for one in shown)


def unchecked_cards(cards: Iterable[Any]) -> bool:
    """One of these cards holds such a text: the page says so once, above them."""
    return any(unchecked(card.said.values()) for card in cards)


def notices(said: Mapping[str, Shown]) -> dict[str, Any]:
    """What a page must say about its translations, once, above the text."""
    filled = [one for one in said.values() if one.dutch]
    return {
        "machine": unchecked(filled),
        "stale": any(one.state == talen.State.STALE for one in filled),
        "missing": any(not one.translated and one.state is None for one in filled),
        "any": any(one.translated for one in filled),
    }
