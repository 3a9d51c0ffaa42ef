"""Rules as data: what a municipality may write, and how a mistake in a file is told."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from wijkkompas.regelingen.engine.book import outcome
from wijkkompas.regelingen.engine.reading import HEADINGS, read
from wijkkompas.regelingen.engine.tree import Problem

JANUARY = dt.date(2026, 1, 1)
ATTRIBUTES = {
    "attributes": {"leeftijd": {"low": 0, "high": 120}, "lid": {"kind": "truth"}},
    "questions": {"leeftijd": {"text": "Hoe oud bent u?"}, "lid": {"text": "Bent u lid?"}},
}
PARAMETERS = {
    "labels": {
        "grens": {"label": "Grens", "unit": "years"}, "bedrag": {"label": "Bedrag", "unit": "euro"},
        "oordeel": {"label": "Oordeel", "kind": "truth", "judgement": "per persoon"},
    },
    "periods": [
        {"from": JANUARY, "until": dt.date(2026, 7, 1), "source": "besluit", "values": {"grens": 18, "bedrag": 100}},
        {"from": dt.date(2026, 7, 1), "source": "besluit", "values": {"grens": 21, "bedrag": [90, 110]}},
        {"from": JANUARY, "areas": ["GM0556"], "source": "verordening", "values": {"bedrag": 250}},
        {"from": dt.date(2026, 7, 1), "areas": ["GM0556"], "source": "verordening", "confirmed": False, "values": {"bedrag": 300}},
    ],
}  # fmt: skip
SCHEME = {
    "scheme": "buurtpas",
    "name": "Buurtpas",
    "source": "verordening",
    "per": "year",
    "needs": ["sport-culture-costs"],
    "rules": [
        {
            "from": JANUARY,
            "helpers": {"dubbel": "2 * bedrag"},
            "conditions": [{"id": "oud", "rule": "leeftijd >= grens", "source": "art. 1"},
                {"id": "lid", "rule": "lid", "source": "art. 2"}],
            "amount": "als(leeftijd >= 67, dubbel, bedrag)",
        }
    ],
    "text": dict.fromkeys(HEADINGS, "Een zin."),
}  # fmt: skip


def book(scheme=SCHEME, parameters=PARAMETERS, derived=None):
    return read(ATTRIBUTES, [("bedragen.yaml", parameters)], derived or {}, [("buurtpas.yaml", scheme)])


def decide(day: dt.date, areas=(), *, trust=False, **answers):
    rules = book().at(day, areas, trust=trust)
    env = rules.env({name: (float(value), float(value)) for name, value in answers.items()})
    (ready,) = rules.ready
    settled = ready.decide(env)
    return outcome(settled), ready.money(env, settled)


def test_an_amount_holds_from_its_day_until_its_end_in_its_area():
    assert decide(dt.date(2026, 6, 30), leeftijd=18, lid=1) == ("yes", (100, 100))
    assert decide(dt.date(2026, 7, 1), leeftijd=18, lid=1) == ("no", (0, 0))
    assert decide(dt.date(2026, 7, 1), leeftijd=70, lid=1) == ("yes", (180, 220))
    assert decide(dt.date(2026, 3, 1), ("WK055601", "GM0556", "RG-MVS"), leeftijd=70, lid=1) == ("yes", (500, 500))
    assert decide(dt.date(2025, 12, 31), leeftijd=70, lid=1)[0] == "perhaps"


def test_an_unconfirmed_amount_of_the_area_does_not_fall_back_on_that_of_the_country():
    rules = book().at(dt.date(2026, 8, 1), ("GM0556",))
    assert rules.parameters["bedrag"].why == "nog niet bevestigd"
    assert decide(dt.date(2026, 8, 1), ("GM0556",), trust=True, leeftijd=30, lid=1) == ("yes", (300, 300))


def test_what_a_person_judges_is_never_known_beforehand():
    known = book().at(JANUARY, trust=True).parameters["oordeel"]
    assert (known.value, known.why) == ((0, 1), "per persoon")


def _broken(path: list, value, source):
    data = copy.deepcopy(source)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["rules", 0, "conditions", 0, "rule"], "leeftijd >= grenss", "bedoelt u grens? (regel 1, kolom 13)"),
        (["rules", 0, "conditions", 0, "rule"], "leeftijd", "voorwaarde oud: hier hoort ja of nee"),
        (["rules", 0, "conditions", 0, "rule"], "leeftijd >= (grens", "hier hoort `)`"),
        (["rules", 0, "amount"], "lid", "hier hoort een getal"),
        (["rules", 0, "amount"], "__import__('os')", "dit teken hoort hier niet"),
        (["rules", 0, "amount"], "leeftijd.real", "dit teken hoort hier niet: ."),
        (["rules", 0, "from"], "gisteren", "schrijf een datum"),
        (["rules", 0, "helpers"], {"Dubbel": "1"}, "deze naam kan niet"),
        (["per"], "week", "per is month of year"),
        (["route"], "taxi", "route is een van"),
        (["text"], {}, "ontbreekt `what`"),
        (["kleur"], "rood", "dit kennen wij niet: kleur"),
    ],
)
def test_a_mistake_in_a_scheme_names_file_place_and_what_to_do(path, value, says):
    with pytest.raises(Problem) as told:
        book(_broken(path, value, SCHEME))
    assert "buurtpas" in str(told.value)
    assert says in str(told.value)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["periods", 0, "values", "grens"], "achttien", "geen getal"),
        (["periods", 0, "values", "grens"], [3, 1], "laagste hoger dan het hoogste"),
        (["periods", 0, "values", "grens"], True, "de andere keer een getal"),
        (["periods", 0, "values", "grenss"], 3, "staat niet onder `labels`"),
        (["periods", 0, "until"], JANUARY, "`until` ligt niet na `from`"),
        (["labels", "grens"], "Grens", "grens: een getal heeft een `unit`, een van: euro, share"),
        (["labels", "bedrag", "unit"], "gulden", "bedrag: een getal heeft een `unit`"),
        (["labels", "oordeel", "unit"], "euro", "oordeel: ja of nee heeft geen `unit`"),
    ],
)
def test_a_mistake_in_an_amount_names_file_day_and_name(path, value, says):
    with pytest.raises(Problem) as told:
        book(parameters=_broken(path, value, PARAMETERS))
    assert "bedragen.yaml" in str(told.value)
    assert says in str(told.value)


def test_names_with_a_rule_use_only_what_stands_before_them_so_they_never_go_round():
    with pytest.raises(Problem):
        book(derived={"a": {"rule": "b + 1"}, "b": {"rule": "a + 1"}})
    with pytest.raises(Problem):
        book(derived={"leeftijd": {"rule": "1"}})
