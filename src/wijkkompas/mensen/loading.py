"""Loads areas with outlines and CBS figures. Idempotent: run again after the data changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

from wijkkompas.mensen.models import Area
from wijkkompas.mensen.values import AreaKind

DATA = files("wijkkompas.mensen") / "data"


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """Outer rings of a Polygon or MultiPolygon, as lists of [longitude, latitude]."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield polygon[0]


def centre(geometry: dict[str, Any]) -> tuple[float, float]:
    """Centre of gravity of the largest outer ring, as (latitude, longitude); good enough for "roughly here"."""
    best, best_size = (0.0, 0.0), -1.0
    for ring in _rings(geometry):
        size = x = y = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False):
            cross = x0 * y1 - x1 * y0
            size, x, y = size + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if abs(size) > best_size and size:
            best, best_size = (y / (3 * size), x / (3 * size)), abs(size)
    return round(best[0], 5), round(best[1], 5)


def area_rows() -> Iterator[dict[str, Any]]:
    """Every area as a dictionary of fields, parents before children."""
    tree = yaml.safe_load((DATA / "areas.yaml").read_text(encoding="utf8"))
    figures = json.loads((DATA / "geo" / "cbs_kwb2024_selected.json").read_text(encoding="utf8"))

    def row(code: str, name: str, kind: AreaKind, path: list[str], outline: Any = None) -> dict[str, Any]:
        known = figures.get(code, {})
        latitude, longitude = centre(outline) if outline else (None, None)
        return {
            "code": code,
            "name": name,
            "kind": kind,
            "parent_id": path[0] if path else None,
            "path": [code, *path],
            "outline": outline,
            "latitude": latitude,
            "longitude": longitude,
            "inhabitants": known.get("AantalInwoners_5"),
            "homes": known.get("Woningvoorraad_35"),
        }

    top = tree["country"]["code"]
    yield row(top, tree["country"]["name"], AreaKind.COUNTRY, [])
    for region in tree["regions"]:
        yield row(region["code"], region["name"], AreaKind.REGION, [top])
    paths: dict[str, list[str]] = {}
    for place in tree["municipalities"]:
        path = [place["region"], top]
        paths[place["code"]] = [place["code"], *path]
        yield row(place["code"], place["name"], AreaKind.MUNICIPALITY, path)
        file = DATA / "geo" / f"{place['code']}.geojson"
        if file.is_file():
            for feature in json.loads(file.read_text(encoding="utf8"))["features"]:
                code = feature["properties"]["code"]
                paths[code] = [code, *paths[place["code"]]]
                yield row(
                    code, feature["properties"]["naam"], AreaKind.DISTRICT, paths[place["code"]], feature["geometry"]
                )
    for own in tree["own"]:
        yield row(own["code"], own["name"], AreaKind.OWN, paths[own["parent"]])


def load_areas() -> int:
    """Bring the table of areas up to date; returns how many areas there are."""
    count = 0
    for fields in area_rows():
        code = fields.pop("code")
        Area.objects.update_or_create(code=code, defaults=fields)
        count += 1
    return count
