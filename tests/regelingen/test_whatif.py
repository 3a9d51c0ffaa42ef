"""Later: what changes when somebody earns more, is paid for volunteering, has a child of 12, or moves in together."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas.regelingen import api, chart, reckoning, rules, whatif
from wijkkompas.regelingen.whatif import Point

DAY = dt.date(2026, 3, 1)
PLACES = ("GM0622", "RG-MVS")
MOTHER = {
    "leeftijd": 35, "samen": [], "kinderen": [7, 11], "basis": ["woont_in_nederland", "zorgverzekerd"],
    "wonen": ["huurt_zelfstandig"], "werk": ["werkt_of_studeert"], "situatie": [], "vermogen": 500, "kale_huur": 650,
    "netto_maand": 1600, "toetsingsinkomen": 22000, "servicekosten": 0, "aangepaste_woning": "nee",
}  # fmt: skip


def household(**changes):
    return api.read_household({**MOTHER, **changes}, today=DAY)


def amounts(home) -> dict[str, tuple[str, tuple[float, float]]]:
    overview = reckoning.overview_of(home, (), PLACES, DAY)
    return {one.scheme.key: (one.sureness, one.amount) for one in overview.found}


def test_earning_more_with_a_known_gross_gives_one_amount():
    now, later = household(), whatif.more_work(household(), net=900, gross=1600)
    assert later.fixed["toetsingsinkomen"] == (41_200, 41_200)
    assert amounts(now)["zorgtoeslag"][0] == "sure"
    assert amounts(later)["zorgtoeslag"] == ("no", (0.0, 0.0))


def test_without_a_gross_amount_the_answer_is_a_range_that_holds_every_known_one():
    vague = amounts(whatif.more_work(household(), net=400))["huurtoeslag"][1]
    for gross in (400, 550, 800):
        exact = amounts(whatif.more_work(household(), net=400, gross=gross))["huurtoeslag"][1]
        assert vague[0] <= exact[0] <= exact[1] <= vague[1]


def test_the_oldest_child_under_12_turns_12():
    assert whatif.child_turns_12(household()).children == (7, 12)
    later = amounts(whatif.child_turns_12(household()))["kindgebonden_budget"][1]
    assert later[0] > amounts(household())["kindgebonden_budget"][1][0]


@pytest.mark.parametrize("children", [[], [12, 17], "weet ik niet"])
def test_without_a_child_under_12_there_is_nothing_to_work_out(children):
    assert whatif.child_turns_12(household(kinderen=children)) is None


def test_moving_in_together_ends_the_part_for_single_parents():
    later = amounts(whatif.together(household(), net=0, gross=0))["kindgebonden_budget"][1]
    assert later[1] < amounts(household())["kindgebonden_budget"][1][0]


def test_a_volunteer_keeps_a_compensation_within_the_limits_and_not_above():
    assert amounts(whatif.volunteering(household(), month=100))["vrijwilligersvergoeding"] == ("sure", (100, 100))
    assert amounts(whatif.volunteering(household(), month=400))["vrijwilligersvergoeding"][0] == "no"


def test_income_that_was_not_told_stays_unknown_and_cannot_pass_its_limit():
    later = whatif.more_work(api.read_household({}, today=DAY), net=500)
    assert later.fixed["netto_maand"] == (500, api.book().attributes["netto_maand"].high)


def test_the_curve_marks_where_earning_more_leaves_less():
    points = whatif.curve(household(), PLACES, DAY)
    assert [point.earned for point in points[:3]] == [0, 100, 200]
    assert all(point.low <= point.high for point in points)
    assert all(point.high >= point.earned for point in points)
    for before, after in zip(points, points[1:], strict=False):
        fell = (before.low + before.high - after.low - after.high) / 2
        assert (after.less > 0) == (fell >= whatif.DROP)


def test_the_drawing_numbers_each_drop_and_the_table_has_a_row_for_it():
    drawn = chart.curve(
        [Point(0, 1000, 1000), Point(100, 1050, 1050), Point(200, 900, 900, 150), Point(300, 1000, 1000)]
    )
    assert [drop["number"] for drop in drawn["drops"]] == [1]
    assert [row["less"].replace("\xa0", " ") for row in drawn["rows"]] == ["", "", "€ 150"]


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "leeftijd": st.sampled_from([17, 20, 24, 40, 66, 70]),
            "samen": st.sampled_from([[], ["partner"], ["andere_volwassenen"]]),
            "kinderen": st.lists(st.integers(0, 17), max_size=3),
            "netto_maand": st.sampled_from([[0, 300], 1200, 1800, [2000, 2400], 4000]),
            "toetsingsinkomen": st.sampled_from([0, [15000, 20000], 29000, 60000]),
            "vermogen": st.sampled_from([0, [5000, 8000], 200000]),
            "wonen": st.sampled_from([[], ["huurt_zelfstandig"], ["in_inrichting"]]),
        }
    )
)
def test_the_total_holds_no_rivals_and_nothing_that_is_only_perhaps(answers):
    overview = reckoning.overview_of(api.read_household(answers, today=DAY), (), PLACES, DAY)
    keys = {one.scheme.key for one in overview.total.counted}
    assert all(len(keys & same) <= 1 for same in rules.ONE_OF)
    assert all(one.sureness in ("sure", "likely") for one in overview.total.counted)
    assert 0 <= overview.total.low <= overview.total.high
