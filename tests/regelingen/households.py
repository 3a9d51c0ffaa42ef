"""Households for tests, at the edges where rules change. Nothing here is a person."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from wijkkompas.regelingen import api
from wijkkompas.regelingen.engine.interval import Interval

EDITIONS = [
    (dt.date(2022, 4, 15), ("GM0556", "RG-MVS")),
    (dt.date(2024, 1, 20), ("GM0622", "RG-MVS")),
    (dt.date(2024, 9, 1), ()),
    (dt.date(2025, 3, 1), ("GM0556", "RG-MVS")),
    (dt.date(2026, 3, 1), ("GM0484",)),
    (dt.date(2026, 11, 24), ("GM0556", "RG-MVS")),
]
EDGES = {
    "leeftijd": [17.9, 18, 20.9, 21, 22.5, 23, 26.5, 27, 66.5, 66 + 10 / 12, 67, 70],
    "netto_maand": [0, 345.99, 900, 1069.46, 1401.5, 1541.65, 1681.8, 2002.13, 2402.55, 4000],
    "toetsingsinkomen": [0, 20_000, 22_700, 23_425, 29_736, 31_500, 40_857, 40_858, 51_142, 51_143, 56_412, 56_413, 90_000],
    "vermogen": [0, 1_500, 1_501, 7_575, 7_576, 8_000, 16_000, 38_479, 38_480, 76_958, 146_011, 146_012, 184_633, 300_000],
    "kale_huur": [0, 202, 477.2, 498.2, 682.96, 713.02, 879.66, 879.67, 900.07, 932.93, 1_200],
    "maanden_laag_inkomen": [0, 35, 36, 60],
    "servicekosten": [0, 12, 48, 90],
    "opvang_uren": [0, 60, 230, 500],
    "opvang_uurprijs": [0, 8.49, 9.98, 12],
    "vrijwilligersvergoeding_maand": [0, 95, 170, 190, 210, 211, 220],
    "vrijwilligersvergoeding_jaar": [0, 1_900, 2_100, 2_101, 2_640],
    "vrijwilligerskosten_maand": [0, 50, 208],
    "vrijwilligersvergoeding_uur": [0, 3.3, 5.6, 9],
}  # fmt: skip
EDGES["leeftijd_partner"] = EDGES["leeftijd"]


def value(name: str) -> st.SearchStrategy[float]:
    """A value of an attribute, mostly at an edge."""
    about = api.book().attributes[name]
    if about.kind == "truth":
        return st.sampled_from([0.0, 1.0])
    if name in EDGES:
        return st.sampled_from([float(edge) for edge in EDGES[name]])
    return st.integers(0, 3).map(float)


@st.composite
def complete(draw: st.DrawFn) -> dict[str, float]:
    """A household of which everything is known."""
    return {name: draw(value(name)) for name in api.book().attributes}


@st.composite
def doubt(draw: st.DrawFn, known: dict[str, float]) -> dict[str, Interval]:
    """What we may know of that household: a point, a box around it, or nothing."""
    found: dict[str, Interval] = {}
    for name, point in known.items():
        how = draw(st.sampled_from(["point", "point", "box", "nothing"]))
        other = draw(value(name)) if how == "box" else point
        if how != "nothing":
            found[name] = (min(point, other), max(point, other))
    return found
