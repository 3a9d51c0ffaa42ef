"""The three ways in which the law rounds, once for numbers and once for columns: the same steps in the same order.

A hair (a ten-millionth of the last digit) is added before rounding: 1345.45 * 130% is 1749.085 to us, and a bit less to a computer.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

HAIR = 1e-7


def down(x: float) -> float:
    """Whole euros, downwards: what a month is paid (Dienst Toeslagen)."""
    return x if math.isinf(x) else float(math.floor(x + HAIR))


def nearest(x: float) -> float:
    """Whole euros, half up: the year amount of an allowance."""
    return x if math.isinf(x) else float(math.floor(x + 0.5 + HAIR))


def cents(x: float) -> float:
    """Whole cents, half up: norms and limits."""
    return x if math.isinf(x) else math.floor(x * 100 + 0.5 + HAIR) / 100


def down_all(x: Any) -> Any:
    """`down` for a column."""
    return np.floor(x + HAIR)


def nearest_all(x: Any) -> Any:
    """`nearest` for a column."""
    return np.floor(x + 0.5 + HAIR)


def cents_all(x: Any) -> Any:
    """`cents` for a column."""
    return np.floor(x * 100 + 0.5 + HAIR) / 100
