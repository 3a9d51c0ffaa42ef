"""What somebody fills in: composition, dates, periods, boxes and silence; and what cannot be."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas.regelingen import api
from wijkkompas.regelingen.household import Problems, months_old, reference_day

DAY = dt.date(2026, 3, 10)


def read(**filled_in):
    return api.read_household(filled_in, today=DAY)


def outcome(key: str, **filled_in) -> tuple[str, tuple[float, float]]:
    (result,) = (result for result in api.check(read(**filled_in)) if result.scheme == key)
    return result.outcome, result.amount


def test_incomes_of_several_periods_become_one_a_month_and_one_a_year():
    household = read(
        inkomens=[
            {"bedrag": 100, "per": "week", "soort": "netto"},
            {"bedrag": 400, "per": "4 weken", "soort": "netto"},
            {"bedrag": 30, "per": "maand", "soort": "netto"},
            {"bedrag": 600, "per": "kwartaal", "soort": "bruto"},
            {"bedrag": 1200, "per": "jaar", "soort": "bruto"},
        ]
    )
    assert household.fixed["netto_maand"] == (896.67, 896.67)
    assert household.fixed["toetsingsinkomen"] == (3600, 3600)


@pytest.mark.parametrize(
    ("born", "day", "months"),
    [
        ("2014-03-10", "2026-03-10", 144),
        ("2014-03-11", "2026-03-10", 143),
        ("2012-02-29", "2026-02-28", 168),
        ("2012-02-29", "2026-02-27", 167),
        ("2026-03-10", "2026-03-10", 0),
    ],
)
def test_an_age_is_counted_in_whole_months(born, day, months):
    assert months_old(dt.date.fromisoformat(born), dt.date.fromisoformat(day)) == months


def test_each_scheme_looks_at_the_household_on_its_own_day():
    days = [reference_day(DAY, which) for which in ("day", "month", "month_before", "quarter")]
    assert days == [DAY, dt.date(2026, 3, 1), dt.date(2026, 2, 28), dt.date(2026, 1, 1)]


def child_benefit(born: str) -> tuple[str, tuple[float, float]]:
    household = api.read_household({"kinderen": [born], "woont_in_nederland": True}, today=dt.date(2025, 3, 10))
    (result,) = (result for result in api.check(household) if result.scheme == "kinderbijslag")
    return result.outcome, result.amount


@pytest.mark.parametrize(
    ("born", "year_amount"),
    [
        ("2019-01-01", 1391.32),  # six on the first day of the quarter
        ("2019-01-02", 1145.80),  # six a day later: the higher amount comes next quarter
        ("2025-01-01", 1145.80),  # born on the first day of the quarter
        ("2013-01-01", 1636.84),
        ("2013-03-05", 1391.32),
        ("2007-01-02", 1636.84),
    ],
)
def test_child_benefit_follows_the_age_on_the_first_day_of_the_quarter(born, year_amount):
    assert child_benefit(born) == ("yes", (year_amount, year_amount))


@pytest.mark.parametrize("born", ["2025-01-02", "2007-01-01"])
def test_child_benefit_starts_the_quarter_after_birth_and_ends_at_eighteen(born):
    assert child_benefit(born)[0] == "no"


def test_two_sources_that_disagree_give_a_certain_right_and_an_amount_from_to():
    assert outcome("kinderbijslag", kinderen=[3], woont_in_nederland=True) == ("yes", (1165.96, 1180.28))


@pytest.mark.parametrize(
    ("born", "month"), [("2014-03-01", 275), ("2014-03-02", 215), ("2010-03-01", 295), ("2008-03-02", 295)]
)
def test_the_child_budget_rises_the_month_after_a_child_turns_twelve_and_sixteen(born, month):
    given = {"partner": True, "vermogen": 0, "toetsingsinkomen": 20_000, "woont_in_nederland": True}
    assert outcome("kindgebonden_budget", kinderen=[born], **given) == ("yes", (month, month))


def test_the_health_care_allowance_starts_the_month_after_the_eighteenth_birthday():
    given = {
        "partner": False,
        "vermogen": 0,
        "toetsingsinkomen": 10_000,
        "woont_in_nederland": True,
        "zorgverzekerd": True,
    }
    assert outcome("zorgtoeslag", geboren="2008-02-28", **given)[0] == "yes"
    assert outcome("zorgtoeslag", geboren="2008-03-01", **given)[0] == "no"


def test_an_age_in_whole_years_never_decides_what_months_decide():
    day = dt.date(2023, 6, 1)
    rules = api.edition(day)
    for said, word in (({"leeftijd": 66}, "perhaps"), ({"leeftijd": 67}, "yes"), ({"leeftijd": 65}, "no")):
        env = rules.env(api.read_household(said, today=day).answers())
        assert rules.steps["aow_zelf"](env) == {"perhaps": (0, 1), "yes": (1, 1), "no": (0, 0)}[word]
    for born, reached in (("1956-08-01", True), ("1956-08-02", False)):
        env = rules.env(api.read_household({"geboren": born}, today=day).answers())
        assert rules.steps["aow_zelf"](env) == (float(reached), float(reached))


def test_silence_stays_open_and_is_not_asked_again():
    for silence in (None, "weet ik niet", "Zeg ik liever niet"):
        household = read(kinderen=silence, vermogen=silence)
        assert {"kinderen", "vermogen"} <= household.not_said
        asked = set()
        given = {"kinderen": silence}
        for _ in range(40):
            advice = api.next_question(read(**given))
            if advice.question is None:
                break
            assert advice.question not in asked
            asked.add(advice.question)
            given[advice.question] = silence
        else:
            pytest.fail("the questions never end")
        assert advice.open


def test_a_box_and_a_list_to_tick():
    household = read(netto_maand=[1000, 1250], situatie=["acute_nood"])
    assert household.fixed["netto_maand"] == (1000, 1250)
    assert household.fixed["acute_nood"] == (1, 1)
    assert household.fixed["bijzondere_kosten"] == (0, 0)


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"kale_huur": -5}, "kale_huur", "tussen 0 en 10000"),
        ({"netto_maand": 1e12}, "netto_maand", "tussen"),
        ({"netto_maand": "veel"}, "netto_maand", "geen getal"),
        ({"netto_maand": float("nan")}, "netto_maand", "geen getal"),
        ({"netto_maand": [5, 1]}, "netto_maand", "hoger"),
        ({"netto_maand": True}, "netto_maand", "geen getal"),
        ({"leeftijdd": 3}, "leeftijdd", "bedoelt u leeftijd?"),
        ({"partner": "misschien"}, "partner", "ja of nee"),
        ({"medebewoners": 1.5}, "medebewoners", "heel getal"),
        ({"kinderen": ["2026-03-11"]}, "kinderen[1]", "toekomst"),
        ({"kinderen": [18]}, "kinderen[1]", "medebewoners"),
        ({"kinderen": 2}, "kinderen", "lijst"),
        ({"kinderen": [1], "kinderen_0_3": 1}, "kinderen", "niet allebei"),
        ({"geboren": "1890-01-01"}, "geboren", "te lang geleden"),
        ({"geboren": "1990-02-30"}, "geboren", "geen datum"),
        ({"geboren": "1990-02-03", "leeftijd": 36}, "geboren", "niet allebei"),
        ({"inkomens": [{"bedrag": 1e12, "per": "week", "soort": "netto"}]}, "inkomens[1].bedrag", "kan niet"),
        ({"inkomens": [{"bedrag": 1, "per": "dag", "soort": "netto"}]}, "inkomens[1].per", "week"),
        (
            {"inkomens": [{"bedrag": 1, "per": "week", "soort": "netto"}], "netto_maand": 3},
            "netto_maand",
            "niet allebei",
        ),
        ({"situatie": ["rijk"]}, "situatie", "kies uit"),
        ({"datum": "morgen"}, "datum", "geen datum"),
        ({"datum": "0001-01-01"}, "datum", "tussen 2000 en 2100"),
        ({"vermogen": 10**400}, "vermogen", "tussen"),
    ],
)
def test_what_cannot_be_is_told_per_field(given, field, says):
    with pytest.raises(Problems) as told:
        read(**given)
    assert [problem.field for problem in told.value.problems] == [field]
    assert says in str(told.value)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(Problems) as told:
        read(kale_huur=-1, vermogen="x", nonsens=1)
    assert [problem.field for problem in told.value.problems] == ["kale_huur", "vermogen", "nonsens"]


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=12)
    | st.just(10**400)
    | st.just("2014-02-30"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["bedrag", "per", "soort", "geboren"]), inner)
    ),
    max_leaves=6,
)
_KEYS = [*api.book().attributes, *api.book().questions, "datum", "geboren", "geboren_partner", "inkomens", "onzin"]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(_KEYS), _json, max_size=5))
def test_whatever_is_filled_in_gives_a_household_or_a_list_of_mistakes(given_in):
    with contextlib.suppress(Problems):
        household = api.read_household(given_in, today=DAY)
        assert household.answers("month_before") is not None


def test_something_that_is_no_household_is_refused():
    with pytest.raises(Problems):
        api.read_household([1, 2], today=DAY)


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("partner", 1.0, True),
        ("partner", 0.5, False),
        ("medebewoners", 2.0, True),
        ("medebewoners", 2.5, False),
        ("kale_huur", 512.34, True),
        ("kale_huur", -0.01, False),
        ("kale_huur", float("nan"), False),
        ("medebewoners", float("inf"), False),
    ],
)
def test_an_attribute_says_what_it_can_be(name, value, taken):
    assert api.book().attributes[name].takes(value) == taken
