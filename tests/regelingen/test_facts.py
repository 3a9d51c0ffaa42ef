"""The amounts behind a scheme, as a resident reads them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from wijkkompas.regelingen import api, facts, words

DAY = dt.date(2026, 3, 1)
PARAMETERS = sorted(api.book().parameters.values(), key=lambda one: one.name)


def said(name: str, day: dt.date = DAY, areas: tuple[str, ...] = ()) -> str:
    return facts.fact(api.edition(day, areas), name).value.replace("\xa0", " ")


@pytest.mark.parametrize("about", PARAMETERS, ids=lambda about: about.name)
def test_every_number_has_a_unit(about):
    assert (about.unit is None) == (about.kind == "truth")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kot_boven_grens", "33,3% tot 96%"),
        ("ht_afbouw_ep", "27%"),
        ("zt_afbouw", "13,73%"),
        ("zt_pct_alleen", "1,912%"),
        ("zt_premie", "€ 2.119"),
        ("ht_max_huur", "€ 932,93"),
        ("aow_leeftijd", "67 jaar"),
    ],
)
def test_an_amount_is_written_with_its_unit(name, value):
    assert said(name) == value


def test_what_a_municipality_decides_is_written_with_its_unit():
    assert said("iit_pct", areas=("GM0484",)) == "110%"
    assert said("iit_maanden", areas=("GM0484",)) == "36 maanden"


def test_an_age_that_is_no_whole_year_is_told_to_the_month():
    assert said("aow_leeftijd", dt.date(2022, 2, 1)) == "66 jaar en 4 maanden tot 66 jaar en 7 maanden"


def test_a_factor_keeps_its_decimals():
    assert said("ht_a_ep", dt.date(2024, 5, 1)) == "0,00000041337"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (110.00000000000001, "110"), (1234.5, "1.234,5"), (100, "100")]
)
def test_a_number_has_no_more_decimals_than_it_needs(value, text):
    assert words.decimal(value, places=3) == text


def test_decimals_follow_the_language():
    with override("en"):
        assert words.decimal(13.73, places=3) == "13.73"
