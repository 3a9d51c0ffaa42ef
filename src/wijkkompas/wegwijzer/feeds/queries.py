"""Which rows a feed gives: only what residents may find, and no place where somebody may be hiding.

A page costs a fixed number of queries, whatever its size and whatever the size of the directory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, cos, radians
from typing import Any, cast
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, FloatField, OuterRef, Prefetch, Q, QuerySet

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.feeds.parameters import MOST_MINIMAL, USUAL, BadParameter, of_list
from wijkkompas.wegwijzer.feeds.secrecy import FLEEING
from wijkkompas.wegwijzer.models import (
    Attribute,
    Location,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceNeed,
    Taxonomy,
    TaxonomyTerm,
)

METRES_PER_DEGREE = 111_195.0
BATCH = 100

Values = Mapping[str, Any]


def _safe() -> Q:
    """For places: no service of somebody who flees is there."""
    fleeing = ServiceNeed.objects.filter(service__at_locations__location=OuterRef("pk"), need_id__in=FLEEING)
    return ~Q(Exists(fleeing))


def locations() -> QuerySet[Location]:
    """Places where something public is, and nobody may be hiding."""
    public = ServiceAtLocation.objects.filter(location=OuterRef("pk"), service__in=Service.objects.public())
    return Location.objects.filter(Exists(public), _safe())


def at_locations() -> QuerySet[ServiceAtLocation]:
    """Public services at places that may be known."""
    return ServiceAtLocation.objects.filter(
        service__in=Service.objects.public(), location__in=Location.objects.filter(_safe())
    )


def organizations() -> QuerySet[mensen.Organization]:
    """Organisations with public services, and those that stand directly above one."""
    own = Service.objects.public().filter(organization=OuterRef("pk"))
    below = Service.objects.public().filter(organization__parent_organization=OuterRef("pk"))
    above = Service.objects.public().filter(organization=OuterRef("parent_organization"))
    beside = Service.objects.public().filter(organization__parent_organization=OuterRef("parent_organization"))
    shown = ExpressionWrapper(Q(Exists(above)) | Q(Exists(beside)), output_field=BooleanField())
    return mensen.Organization.objects.filter(Q(Exists(own)) | Q(Exists(below))).annotate(parent_shown=shown)


def everything(collection: str) -> QuerySet[Any]:
    """All rows of a collection that may be published."""
    return cast(
        "QuerySet[Any]",
        {
            "services": Service.objects.public(),
            "organizations": organizations(),
            "service_at_locations": at_locations(),
            "taxonomies": Taxonomy.objects.all(),
            "taxonomy_terms": TaxonomyTerm.objects.all(),
        }[collection],
    )


def matching(collection: str, values: Values) -> QuerySet[Any]:
    """The rows that every given filter keeps. BadParameter for a postcode that we cannot place."""
    rows = everything(collection)
    hours = Q()
    for parameter in of_list(collection):
        if parameter.name not in values:
            continue
        if parameter.hours is not None:
            hours &= parameter.hours(values[parameter.name])
        elif collection in parameter.filters:
            rows = rows.filter(parameter.filters[collection](values[parameter.name]))
    if hours:
        rows = rows.filter(_open(collection, hours))
    if "postcode" in values:
        rows = _around(rows, values["postcode"], values.get("proximity"))
    return rows


def _open(collection: str, hours: Q) -> Q:
    """Some weekly hours of the service (at that place, or wherever it is) are so."""
    if collection == "services":
        return Q(Exists(Schedule.objects.filter(hours, service=OuterRef("pk"))))
    here = Q(at_location=OuterRef("pk")) | Q(at_location__isnull=True, service=OuterRef("service_id"))
    return Q(Exists(Schedule.objects.filter(hours, here)))


def _around(rows: QuerySet[Any], postcode: str, proximity: int | None) -> QuerySet[Any]:
    """What is for the area of a postcode, within so many metres. We know a postcode by the addresses in it."""
    known = list(
        locations()
        .filter(addresses__postal_code__startswith=postcode)
        .values_list("area__path", "latitude", "longitude")
        .distinct()
    )
    if not known:
        raise BadParameter("postcode", f"in deze gids staat geen adres met {postcode}. Zoek zonder postcode.")
    codes = {code for path, _latitude, _longitude in known for code in path}
    rows = rows.filter(Exists(Service.areas.through.objects.filter(service=OuterRef("service"), area_id__in=codes)))
    if proximity is None:
        return rows
    points = [(latitude, longitude) for _path, latitude, longitude in known if latitude is not None]
    if not points:
        raise BadParameter("proximity", f"van {postcode} weten wij niet waar het ligt. Zoek zonder afstand.")
    latitude, longitude = (sum(numbers) / len(points) for numbers in zip(*points, strict=True))
    north = (F("location__latitude") - latitude) * METRES_PER_DEGREE
    east = (F("location__longitude") - longitude) * METRES_PER_DEGREE * cos(radians(latitude))
    squared = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    return rows.annotate(squared_distance=squared).filter(squared_distance__lte=float(proximity) ** 2)


# Fetching what a serializer reads -----------------------------------------------------------------------------------


def _hours(lookup: str) -> Prefetch:
    return Prefetch(lookup, Schedule.objects.prefetch_related("exceptions", "rota_lines").order_by("opens_at", "pk"))


def _places(lookup: str) -> Prefetch:
    return Prefetch(lookup, locations().prefetch_related("addresses", "accessibilities").order_by("pk"))


def _under_service(prefix: str = "") -> list[Any]:
    return [
        _hours(f"{prefix}schedules"),
        *(
            f"{prefix}{name}"
            for name in ("phones", "contacts", "areas", "languages", "cost_options", "required_documents")
        ),
        Prefetch(f"{prefix}attributes", Attribute.objects.select_related("term__taxonomy").order_by("pk")),
    ]


def _at_locations(prefix: str = "") -> Prefetch:
    rows = at_locations().select_related("location").order_by("pk")
    return Prefetch(
        f"{prefix}at_locations",
        rows.prefetch_related(_hours("schedules"), "location__addresses", "location__accessibilities"),
    )


def with_all(collection: str, rows: QuerySet[Any], *, full: bool, services: bool) -> QuerySet[Any]:
    """Rows with everything that their serializer reads."""
    if collection == "services":
        rows = rows.select_related("organization")
        return rows.prefetch_related(*_under_service(), _at_locations()) if full else rows
    if collection == "service_at_locations":
        rows = rows.select_related("service__organization", "location")
        if full:
            rows = rows.prefetch_related(
                *_under_service("service__"), _hours("schedules"), "location__addresses", "location__accessibilities"
            )
        return rows
    if collection == "organizations":
        if full or services:
            rows = rows.prefetch_related(_places("locations"))
        if services:
            public = Service.objects.public().order_by("pk").prefetch_related(*_under_service(), _at_locations())
            rows = rows.prefetch_related(Prefetch("services", public))
        return rows
    return rows.select_related("taxonomy") if collection == "taxonomy_terms" else rows


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    rows: list[Any]
    number: int
    total: int
    pages: int


def page(collection: str, values: Values) -> Page:
    """A page in the order of the ids, which never changes; empty beyond the end."""
    rows = matching(collection, values)
    minimal = values.get("minimal", False)
    size = values.get("per_page") or (MOST_MINIMAL if minimal else USUAL)
    number, total = values.get("page", 1), rows.count()
    pages = ceil(total / size)
    if number > pages:
        return Page([], number, total, pages)
    start = (number - 1) * size
    if minimal:
        found = list(rows.order_by("pk").values("id", "last_modified")[start : start + size])
        return Page(found, number, total, pages)
    # First only the ids: skipping many pages then reads an index, not rows with all that hangs under them.
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[start : start + size])
    return Page(_fetch(collection, ids, values), number, total, pages)


def _fetch(collection: str, ids: list[UUID], values: Values) -> list[Any]:
    full, services = values.get("full", False), values.get("full_service", False)
    rows = with_all(collection, everything(collection), full=full, services=services)
    return list(rows.filter(pk__in=ids).order_by("pk"))


def stream(collection: str, values: Values) -> Iterator[Any]:
    """Every row, a batch at a time: memory stays flat. BadParameter at once, before anything was sent."""
    return _batches(collection, matching(collection, values).order_by("pk"), values)


def _batches(collection: str, rows: QuerySet[Any], values: Values) -> Iterator[Any]:
    """Server-side cursors are off in this house, so each batch starts where the last ended."""
    last: UUID | None = None
    while True:
        rest = rows if last is None else rows.filter(pk__gt=last)
        if values.get("minimal", False):
            batch = list(rest.values("id", "last_modified")[: MOST_MINIMAL // 10])
            ids = [row["id"] for row in batch]
        else:
            ids = list(rest.values_list("pk", flat=True)[:BATCH])
            batch = _fetch(collection, ids, values) if ids else []
        yield from batch
        if not ids:
            return
        last = ids[-1]


def single(collection: str, identity: UUID, values: Values) -> Any | None:
    """One published thing with everything, or None."""
    services = values.get("full_service", False)
    return with_all(collection, everything(collection), full=True, services=services).filter(pk=identity).first()
