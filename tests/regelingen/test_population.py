"""A table of households: every row comes out as that household alone, whatever is left open."""

from __future__ import annotations

import csv
import datetime as dt
import math
import random

import pytest

from tests.regelingen.households import EDGES
from wijkkompas.regelingen import api, population

PLACE = ("GM0622", "RG-MVS")
OPEN = ("", "weet ik niet")


def cell(name: str, chance: random.Random) -> str:
    """What may stand in a table: a value at an edge of the rules, or nothing."""
    if chance.random() < 0.25:
        return chance.choice(OPEN)
    if api.book().attributes[name].kind == "truth":
        return chance.choice(["ja", "nee", "1", "0"])
    return str(chance.choice(EDGES.get(name, [0, 1, 2, 3])))


def alone(row: dict[str, str], day: dt.date) -> dict[str, tuple[str, str, str]]:
    """What `check` says of the household of one row, as the table writes it."""
    said = {name: text for name, text in row.items() if text != ""}
    household = api.read_household(said, today=day)
    return {
        one.scheme: (
            one.outcome,
            f"{one.amount[0]:.2f}",
            "" if math.isinf(one.amount[1]) else f"{one.amount[1]:.2f}",
        )
        for one in api.check(household, PLACE)
    }


def together(tmp_path, rows: list[dict[str, str]], day: dt.date) -> list[dict[str, tuple[str, str, str]]]:
    source, target = tmp_path / "in.csv", tmp_path / "uit.csv"
    with source.open("w", encoding="utf8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    population.run(source, target, day, PLACE)
    with target.open(encoding="utf8", newline="") as file:
        found = list(csv.DictReader(file))
    keys = [name for name in found[0] if f"{name}_low" in found[0]]
    return [{key: (row[key], row[f"{key}_low"], row[f"{key}_high"]) for key in keys} for row in found]


@pytest.mark.parametrize("day", [dt.date(2022, 4, 15), dt.date(2025, 6, 1), dt.date(2026, 3, 1)], ids=str)
def test_every_row_of_a_table_comes_out_as_that_household_alone(tmp_path, day):
    chance = random.Random(20261125)
    rows = [{name: cell(name, chance) for name in api.book().attributes} for _ in range(150)]
    for row, found in zip(rows, together(tmp_path, rows, day), strict=True):
        assert found == alone(row, day), row


@pytest.mark.parametrize("others", ["", "weet ik niet", "nee", "ja"])
@pytest.mark.parametrize("counted", ["", "0", "2"])
def test_who_counts_other_adults_need_not_say_that_they_are_there(tmp_path, others, counted):
    day = dt.date(2025, 6, 1)
    known = {
        "leeftijd": "40",
        "partner": "nee",
        "netto_maand": "900",
        "vermogen": "0",
        "kostendelende_medebewoners": "2",
    }
    row = {**known, "andere_volwassenen": others, "medebewoners": counted}
    assert together(tmp_path, [row], day) == [alone(row, day)]
