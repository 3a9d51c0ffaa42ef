"""The language of the rules: what can be said, what cannot, and how a mistake is told."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.regelingen.engine import interval
from wijkkompas.regelingen.engine.checking import kind_of
from wijkkompas.regelingen.engine.grammar import parse
from wijkkompas.regelingen.engine.tree import Problem


def worth(text: str, **names: tuple[float, float]) -> tuple[float, float]:
    return interval.always(interval.build(parse(text), {}, {}))(dict(names))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 2 - 3", 5),
        ("-2 * -3", 6),
        ("120% * 1345.45", 1614.54),
        ("als(2 > 1, 5, 6)", 5),
        ("min(3, 2, 4) + max(1, 2)", 4),
        ("omlaag(12.99)", 12),
        ("afgerond(23.5)", 24),
        ("cent(130% * 1345.45)", 1749.09),
        ("3 = 3 en niet 2 = 3 of nee", 1),
        ("niet ja of ja", 1),
        ("1 # what follows is for people", 1),
    ],
)
def test_a_sum_gives_what_a_person_would_get(text, value):
    assert worth(text) == pytest.approx((value, value))


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("leeftijd >= ", (1, 13), "het einde"),
        ("leeftijd >=\n  18 jaar", (2, 6), "jaar"),
        ("1 + * 2", (1, 5), "*"),
        ("als(ja, 1)", (1, 1), "neemt 3 delen"),
        ("pow(2, 3)", (1, 1), "geen functie"),
        ("a < b < c", (1, 7), "zet `en`"),
        ("(1 + 2", (1, 7), "hier hoort `)`"),
        ("a.b", (1, 2), "."),
        ("__import__", (1, 1), "_"),
        ('"tekst"', (1, 1), '"'),
        ("a ! b", (1, 3), "!"),
        ("1 250", (1, 3), "getallen naast elkaar"),
        ("Leeftijd > 3", (1, 1), "kleine letters"),
        ("", (1, 1), "het einde"),
    ],
)
def test_a_mistake_says_what_and_where(text, place, says):
    with pytest.raises(Problem) as told:
        parse(text)
    assert told.value.place == place
    assert says in str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100 + "1" + ")" * 100,
        "+".join(["1"] * 600),
        "9" * 3_000,
        "-" * 200 + "1",
        "niet " * 500 + "ja",
        "als(" * 50,
    ],
)
def test_what_is_too_long_or_too_deep_is_refused_and_not_tried(text):
    with pytest.raises(Problem):
        parse(text)


@given(st.text(max_size=200))
def test_no_text_whatever_gives_anything_but_a_tree_or_a_problem(text):
    with contextlib.suppress(Problem):
        assert parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("leeftijdd > 3", "bedoelt u leeftijd?"),
        ("leeftijd en ja", "ja of nee"),
        ("partner + 1", "een getal"),
        ("als(leeftijd, 1, 2)", "ja of nee"),
        ("als(partner, 1, ja)", "een getal"),
        ("partner = ja", "een getal"),
    ],
)
def test_yes_and_numbers_are_kept_apart_before_a_rule_is_used(text, says):
    with pytest.raises(Problem) as told:
        kind_of(parse(text), {"leeftijd": "number", "partner": "truth"})
    assert says in str(told.value)
    assert told.value.place


def test_unknown_spreads_only_as_far_as_it_matters():
    unknown = interval.PERHAPS
    assert worth("p en nee", p=unknown) == interval.NO
    assert worth("p of ja", p=unknown) == interval.YES
    assert worth("als(p, 3, 5)", p=unknown) == (3, 5)
    assert worth("x * 0", x=interval.ANYTHING) == (0, 0)
    assert worth("x > 10", x=(11, 20)) == interval.YES


def test_dividing_by_what_may_be_nothing_gives_anything():
    assert worth("1 / x", x=(0, 2)) == (-math.inf, math.inf)


_numbers = st.floats(-1e4, 1e4).map(lambda x: round(x, 2))


@given(_numbers, _numbers, _numbers, _numbers, st.sampled_from(["+", "-", "*", "/", "<", "<=", ">", ">=", "=", "<>"]))
def test_an_interval_holds_every_point_that_can_come_out(a, b, x, y, operation):
    first, second = (min(a, x), max(a, x)), (min(b, y), max(b, y))
    outer = worth(f"p {operation} q", p=first, q=second)
    inner = worth(f"p {operation} q", p=(a, a), q=(b, b))
    assert outer[0] <= inner[0] or b == 0
    assert inner[1] <= outer[1] or b == 0
