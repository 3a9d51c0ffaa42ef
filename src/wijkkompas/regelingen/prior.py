"""Invented households, only to weigh which question is worth most. They decide nothing, and they are no Dutch figures.

The shape is rough on purpose: young and old, alone and together, half of them renting, many with little money, because who asks
usually has little.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

ROWS = 1_000
SEED = 7
Columns = dict[str, Any]


@lru_cache(maxsize=1)
def invented() -> Columns:
    """The households that the next question is weighed with."""
    return sample(ROWS, SEED)


def sample(rows: int, seed: int) -> Columns:
    """So many invented households, a column an attribute."""
    draw = np.random.default_rng(seed)

    def yes(chance: Any) -> Any:
        return (draw.random(rows) < chance).astype(float)

    age = np.clip(draw.normal(48, 18, rows), 18, 95).round()
    partner = yes(np.where(age < 25, 0.2, 0.45))
    parent = (age > 21) & (age < 58) & (draw.random(rows) < 0.45)
    children = {
        name: np.where(parent, draw.binomial(2, chance, rows), 0).astype(float)
        for name, chance in (
            ("kinderen_0_3", 0.2), ("kinderen_4_5", 0.13), ("kinderen_6_11", 0.33), ("kinderen_12_15", 0.25),
            ("kinderen_16_17", 0.12),
        )
    }  # fmt: skip
    others = np.where(draw.random(rows) < 0.14, draw.integers(1, 4, rows), 0).astype(float)
    income = np.clip(draw.lognormal(10.15, 0.5, rows) * np.where(partner > 0, 1.35, 1), 4_000, 150_000).round(0)
    net = np.clip(income * np.clip(0.97 - 0.0000042 * income, 0.55, 0.97) / 12, 200, 8_000).round(2)
    low = net < np.where(partner > 0, 2_200, 1_550)
    volunteer = yes(0.08)
    paid = volunteer * draw.choice([50.0, 120.0, 190.0, 250.0], rows)
    care = ((children["kinderen_0_3"] + children["kinderen_4_5"]) > 0) & (draw.random(rows) < 0.5)
    return {
        "leeftijd": age,
        "partner": partner,
        "leeftijd_partner": np.clip(age + draw.normal(0, 4, rows), 18, 95).round(),
        **children,
        "andere_volwassenen": (others > 0).astype(float),
        "medebewoners": others,
        "kostendelende_medebewoners": np.minimum(others, draw.integers(0, 3, rows)).astype(float),
        "woont_in_nederland": yes(0.98),
        "student": yes(np.where(age < 27, 0.3, 0.01)),
        "in_inrichting": yes(0.01),
        "netto_maand": net,
        "toetsingsinkomen": income,
        "vermogen": np.clip(draw.lognormal(8.2, 1.9, rows), 0, 900_000).round(0),
        "maanden_laag_inkomen": np.where(low, draw.integers(0, 120, rows), draw.integers(0, 12, rows)).astype(float),
        "verwacht_meer_inkomen": yes(0.2),
        "huurt_zelfstandig": yes(0.55),
        "kale_huur": np.clip(draw.normal(660, 150, rows), 200, 2_000).round(2),
        "servicekosten": draw.choice([0.0, 12.0, 24.0, 48.0], rows),
        "aangepaste_woning": yes(0.03),
        "zorgverzekerd": yes(0.985),
        "betaalt_energie": yes(0.95),
        "bijzondere_kosten": yes(0.3),
        "acute_nood": yes(0.07),
        "lokale_belasting": yes(0.85),
        "werkt_of_studeert": yes(np.where(age < 65, 0.6, 0.05)),
        "geregistreerde_opvang": care.astype(float),
        "gastouder": yes(0.15),
        "buitenschools": yes(0.3),
        "opvang_uren": np.where(care, draw.integers(20, 160, rows), 0).astype(float),
        "opvang_uurprijs": draw.normal(9.6, 0.8, rows).round(2),
        "doet_vrijwilligerswerk": volunteer,
        "vrijwilligersvergoeding_maand": paid,
        "vrijwilligersvergoeding_jaar": paid * draw.integers(1, 13, rows),
        "vrijwilligerskosten_maand": volunteer * draw.choice([0.0, 20.0], rows),
        "vrijwilligerskosten_aangetoond": yes(0.7),
        "vrijwilligersvergoeding_uur": draw.choice([2.0, 4.0, 5.0, 6.0], rows),
        "krijgt_bijstand": np.where(low, yes(0.4), 0.0),
    }
