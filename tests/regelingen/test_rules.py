"""What adds up for a household: nothing twice, nothing that is only perhaps, nothing that it has already."""

from __future__ import annotations

import math

import pytest

from wijkkompas.regelingen import api, rules
from wijkkompas.regelingen.engine.trace import Result
from wijkkompas.regelingen.rules import Found, judged, total

SCHEMES = api.book().schemes


def found(key: str, amount: tuple[float, float], sureness: rules.Sureness = "sure") -> Found:
    scheme = SCHEMES[key]
    return Found(scheme, sureness, amount, Result(key, "yes", amount, scheme.per, (), ()))


def said(key: str, outcome: str, amount=(0.0, 0.0), missing: tuple[str, ...] = ()) -> Result:
    return Result(key, outcome, amount, SCHEMES[key].per, (), (), missing)


def test_certain_schemes_add_up_per_year_from_their_lowest_to_their_highest():
    sums = total([found("huurtoeslag", (300, 350)), found("zorgtoeslag", (129, 129))])
    assert (sums.low, sums.high) == (12 * 429, 12 * 479)


def test_a_likely_scheme_counts_from_nothing():
    sums = total([found("zorgtoeslag", (129, 129), "likely")])
    assert (sums.low, sums.high) == (0, 12 * 129)


@pytest.mark.parametrize("sureness", ["perhaps", "no"])
def test_perhaps_and_no_count_for_nothing(sureness):
    assert total([found("zorgtoeslag", (0, 129), sureness)]).counted == ()


def test_what_somebody_has_already_counts_for_nothing():
    sums = total([found("zorgtoeslag", (129, 129)), found("huurtoeslag", (300, 300))], already={"zorgtoeslag"})
    assert [one.scheme.key for one in sums.counted] == ["huurtoeslag"]


def test_of_two_schemes_that_pay_for_the_same_only_the_largest_counts():
    sums = total([found("bijstand", (900, 1000)), found("aio", (200, 300)), found("noodfonds", (10, 10))])
    assert [one.scheme.key for one in sums.counted] == ["bijstand", "noodfonds"]


def test_what_you_may_keep_is_no_gain():
    assert total([found("vrijwilligersvergoeding", (100, 100))]) == rules.Total(0, 0, (), ())


def test_an_amount_that_nobody_knows_stands_beside_the_total():
    sums = total([found("kwijtschelding", (0, math.inf)), found("zorgtoeslag", (129, 129))])
    assert ([one.scheme.key for one in sums.on_top], sums.high) == (["kwijtschelding"], 12 * 129)


def test_likely_says_on_what_it_leans():
    open_ = said("zorgtoeslag", "perhaps", (0, 129), ("woont_in_nederland", "zorgverzekerd"))
    yes = said("zorgtoeslag", "yes", (129, 129))
    assert judged(SCHEMES["zorgtoeslag"], open_, yes, yes).leaning_on == ("woont_in_nederland", "zorgverzekerd")
    still_open = said("zorgtoeslag", "perhaps", (0, 129))
    only_trusting = judged(SCHEMES["zorgtoeslag"], still_open, yes, still_open)
    assert (only_trusting.sureness, only_trusting.leaning_on) == ("likely", ("unconfirmed",))


def test_a_certain_no_is_never_made_likely():
    yes = said("zorgtoeslag", "yes", (129, 129))
    assert judged(SCHEMES["zorgtoeslag"], said("zorgtoeslag", "no"), yes, yes).sureness == "no"


def test_likely_keeps_the_range_of_two_sources_where_no_amount_is_open():
    usual, trusting = said("kinderbijslag", "yes", (2800, 2900)), said("kinderbijslag", "yes", (2831, 2831))
    assert judged(SCHEMES["kinderbijslag"], said("kinderbijslag", "perhaps"), trusting, usual).amount == (2800, 2900)


def test_a_service_in_kind_adds_no_euros():
    assert total([found("klussendienst", (0, 0))]).counted == ()
