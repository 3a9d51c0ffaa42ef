"""The curve as numbers for an SVG: places on the paper, in its own units. The template draws; the table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wijkkompas.regelingen import words
from wijkkompas.regelingen.whatif import STEP, Point

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 96, 44, 20, 72
EVERY = 1_000
"""Euros between two lines of the grid."""

IN_TABLE = 5
"""Every so many steps a row in the table, and each step where it drops."""


def curve(points: Sequence[Point]) -> dict[str, Any]:
    """Line, band, grid, drops and rows."""
    most_x = points[-1].earned
    most_y = max(EVERY, -(-max(point.high for point in points) // EVERY) * EVERY)
    apart = EVERY if most_y <= 6 * EVERY else 2 * EVERY

    def x(earned: float) -> float:
        return round(LEFT + earned / most_x * (WIDTH - LEFT - RIGHT), 1)

    def y(amount: float) -> float:
        return round(HEIGHT - BOTTOM - amount / most_y * (HEIGHT - TOP - BOTTOM), 1)

    def path(places: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in places)

    upper = [(point.earned, point.high) for point in points]
    lower = [(point.earned, point.low) for point in points]
    drops = [point for point in points if point.less]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "bottom": HEIGHT - BOTTOM,
        "top": TOP,
        "line": path([(point.earned, (point.low + point.high) / 2) for point in points]),
        "band": path([*upper, *reversed(lower)]),
        "bare": path([(0, 0), (most_x, most_x)]),
        "across": [(f"{y(amount):.1f}", words.euros(amount)) for amount in range(0, int(most_y) + 1, apart)],
        "down": [(f"{x(earned):.1f}", words.euros(earned)) for earned in range(0, int(most_x) + 1, EVERY)],
        "drops": [
            {"x": f"{x(point.earned):.1f}", "y": f"{y((point.low + point.high) / 2):.1f}", "number": number}
            for number, point in enumerate(drops, 1)
        ],
        "told": [
            {
                "from": words.euros(point.earned - STEP),
                "to": words.euros(point.earned),
                "less": words.euros(round(point.less)),
            }
            for point in drops
        ],
        "rows": [
            {
                "earned": words.euros(point.earned),
                "have": words.money((float(round(point.low)), float(round(point.high)))),
                "less": words.euros(round(point.less)) if point.less else "",
            }
            for at, point in enumerate(points)
            if at % IN_TABLE == 0 or point.less or (at + 1 < len(points) and points[at + 1].less)
        ],
    }
