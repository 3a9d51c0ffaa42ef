"""A map without third parties: wijken of a municipality as inline SVG, places as dots, and always the list beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wijkkompas.mensen import api as mensen
from wijkkompas.wegwijzer.models import Service

WIDTH = 640.0
MARGIN = 8.0


@dataclass(frozen=True)
class Shape:
    """A wijk on the map."""

    code: str
    name: str
    path: str
    chosen: bool
    count: int
    x: float
    y: float


@dataclass(frozen=True)
class Dot:
    """A place on the map; `exact` is False when only the wijk is known and the dot stands in its middle."""

    number: int
    name: str
    slug: str
    x: float
    y: float
    exact: bool


@dataclass(frozen=True)
class Map:
    """What the template draws."""

    width: int
    height: int
    shapes: list[Shape]
    dots: list[Dot]


class _Projection:
    """Plate carrée, stretched for the latitude: right enough for one municipality."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        self.lon0, self.lon1 = min(p[0] for p in points), max(p[0] for p in points)
        self.lat0, self.lat1 = min(p[1] for p in points), max(p[1] for p in points)
        stretch = math.cos(math.radians((self.lat0 + self.lat1) / 2))
        self.scale = (WIDTH - 2 * MARGIN) / max((self.lon1 - self.lon0) * stretch, 1e-9)
        self.stretch = stretch
        self.height = (self.lat1 - self.lat0) * self.scale + 2 * MARGIN

    def __call__(self, lon: Any, lat: Any) -> tuple[float, float]:
        return (
            round(MARGIN + (lon - self.lon0) * self.stretch * self.scale, 1),
            round(MARGIN + (self.lat1 - lat) * self.scale, 1),
        )


def _rings(outline: Any) -> list[list[list[float]]]:
    polygons = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def area_map(municipality: mensen.Area, chosen: mensen.Area, services: Sequence[Service]) -> Map | None:
    """The map of a municipality; None when we have no outlines (Dijk en Waard), then the list stands alone."""
    districts = [area for area in mensen.children_of(municipality.code) if area.outline]
    if not districts:
        return None
    project = _Projection([(x, y) for area in districts for ring in _rings(area.outline) for x, y in ring])
    counts: dict[str, int] = {}
    for service in services:
        for area in service.areas.all():
            counts[area.code] = counts.get(area.code, 0) + 1
    shapes = []
    for area in districts:
        parts = []
        for ring in _rings(area.outline):
            parts.append("M" + "L".join(f"{x} {y}" for x, y in (project(*point[:2]) for point in ring)) + "Z")
        x, y = project(area.longitude or 0, area.latitude or 0)
        shapes.append(
            Shape(area.code, area.name, "".join(parts), area.code == chosen.code, counts.get(area.code, 0), x, y)
        )
    return Map(int(WIDTH), math.ceil(project.height), shapes, _dots(services, {a.code: a for a in districts}, project))


def _dots(services: Sequence[Service], districts: dict[str, mensen.Area], project: _Projection) -> list[Dot]:
    dots: list[Dot] = []
    seen: set[Any] = set()
    for service in services:
        for at in service.at_locations.all():
            place = at.location
            if place.id in seen:
                continue
            seen.add(place.id)
            exact = place.latitude is not None and place.longitude is not None
            district = districts.get(place.area_id)
            if exact:
                x, y = project(place.longitude, place.latitude)
            elif district is not None:
                x, y = project(district.longitude or 0, district.latitude or 0)
            else:
                continue
            dots.append(Dot(len(dots) + 1, place.name, service.slug, x, y, exact))
    return dots
