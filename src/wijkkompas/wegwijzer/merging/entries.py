"""What stands in the directory, as the finder of duplicates wants it. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer import finding
from wijkkompas.wegwijzer.duplicates.values import Entry
from wijkkompas.wegwijzer.models import Address, Phone, Service
from wijkkompas.wegwijzer.values import RecordKind, ServiceStatus

MOST_ENCODED = 60  # new texts for which the meaning is worked out at once; the others wait for the index


def _services(near: Collection[str] | None) -> QuerySet[Service]:
    """What is or may come into the directory; `near`: only for these areas."""
    rows = Service.objects.filter(merged_into__isnull=True).exclude(status=ServiceStatus.CLOSED)
    return rows if near is None else rows.filter(areas__code__in=list(near)).distinct()


def _paths() -> dict[str, frozenset[str]]:
    return {code: frozenset(path) for code, path in mensen.Area.objects.values_list("code", "path")}


def services(near: Collection[str] | None = None) -> list[Entry]:
    """Services with what tells who they are."""
    wanted = _services(near)
    paths = _paths()
    phones: dict[Any, list[str]] = defaultdict(list)
    for service, number in Phone.objects.filter(service__in=wanted).values_list("service_id", "number"):
        phones[service].append(number)
    spots: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    at = Address.objects.filter(location__services_here__service__in=wanted)
    for service, *spot in at.values_list("location__services_here__service_id", "address_1", "postal_code"):
        spots[service].append((spot[0], spot[1]))
    areas: dict[Any, set[str]] = defaultdict(set)
    through = Service.areas.through.objects.filter(service__in=wanted)
    for service, code in through.values_list("service_id", "area_id"):
        areas[service].add(code)
    return [
        Entry(
            id=str(identity),
            name=name,
            organization=holder,
            phones=tuple(phones[identity]),
            addresses=tuple(spots[identity]),
            websites=(url,) if url else (),
            emails=(email,) if email else (),
            areas=frozenset(areas[identity]),
            around=frozenset().union(*(paths[code] for code in areas[identity])),
        )
        for identity, name, holder, url, email in wanted.values_list("id", "name", "organization__name", "url", "email")
    ]


def organizations(near: Collection[str] | None = None) -> list[Entry]:
    """Organisations with the telephone numbers of their services and the addresses of their places."""
    rows = mensen.Organization.objects.filter(merged_into__isnull=True)
    if near is not None:
        rows = rows.filter(Q(area_id__in=list(near)) | Q(services__areas__code__in=list(near))).distinct()
    paths = _paths()
    phones: dict[Any, set[str]] = defaultdict(set)
    numbers = Phone.objects.filter(service__organization__in=rows, service__merged_into__isnull=True)
    for holder, number in numbers.values_list("service__organization_id", "number"):
        phones[holder].add(number)
    spots: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    at = Address.objects.filter(location__organization__in=rows)
    for holder, *spot in at.values_list("location__organization_id", "address_1", "postal_code"):
        spots[holder].append((spot[0], spot[1]))
    return [
        Entry(
            id=str(identity),
            name=name,
            phones=tuple(sorted(phones[identity])),
            addresses=tuple(spots[identity]),
            websites=(website,) if website else (),
            emails=(email,) if email else (),
            areas=frozenset({area}),
            around=paths[area],
        )
        for identity, name, website, email, area in rows.values_list("id", "name", "website", "email", "area_id")
    ]


def of_kind(kind: str, near: Collection[str] | None = None) -> list[Entry]:
    """Everything of a kind."""
    return services(near) if kind == RecordKind.SERVICE else organizations(near)


def meanings(about: Collection[str]) -> dict[str, Any]:
    """Vectors of services by id: those of the search index, and of some of `about` that are not in it yet.

    Empty when the model or the index is not there: the finder then goes by names and numbers only.
    """
    model = finding.encoder()
    if model is None:
        return {}
    known = finding.vectors_of_services()
    if not known:
        return {}
    missing = [one for one in about if one not in known][:MOST_ENCODED]
    texts = {
        str(identity): f"{summary} {description}"
        for identity, summary, description in Service.objects.filter(id__in=missing).values_list(
            "id", "summary", "description"
        )
    }
    if texts:
        rows = np.asarray(model.query(list(texts.values())), dtype=np.float32)
        known |= dict(zip(texts, rows, strict=True))
    return known
