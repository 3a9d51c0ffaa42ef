"""The schemes themselves: they give what public sources say, and people can read them."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from wijkkompas.kern import plain
from wijkkompas.regelingen import api, vectors
from wijkkompas.regelingen.engine.reading import HEADINGS

ROOT = Path(__file__).resolve().parents[2]
SHARED = [folder / "shared" / "data" / "regelingen" for folder in (ROOT.parent, ROOT.parents[1])]
TABLES = next((folder for folder in SHARED if folder.is_dir()), SHARED[0]) / "vectors_dev.json"
SCHEMES = sorted(api.book().schemes.values(), key=lambda scheme: scheme.key)
CASES = [(scheme, case) for scheme in SCHEMES for case in scheme.cases]
COMPLETE = {
    "aio", "bijstand", "energietoeslag", "huurtoeslag", "inkomenstoeslag", "kinderbijslag", "vrijwilligersvergoeding",
    "zorgtoeslag",
}  # fmt: skip


@pytest.mark.parametrize(("scheme", "case"), CASES, ids=lambda x: getattr(x, "key", ""))
def test_a_case_with_a_public_source_comes_out(scheme, case):
    household = api.read_household(case.household, today=case.day)
    areas = (case.area,) if case.area else scheme.areas[:1]
    (result,) = (result for result in api.check(household, areas) if result.scheme == scheme.key)
    assert result.outcome == case.expected
    if case.amount is not None:
        assert result.amount == (case.amount, case.amount)


def test_a_scheme_counts_only_with_three_cases_and_the_rest_is_listed_as_incomplete():
    assert {scheme.key for scheme in SCHEMES if scheme.complete} == COMPLETE


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.key)
def test_a_scheme_says_everything_in_plain_dutch(scheme):
    assert set(scheme.texts) == set(HEADINGS)
    reading = plain.read(" ".join(scheme.texts.values()))
    assert reading.level in ("A2", "B1"), reading.hardest()
    assert scheme.papers
    assert scheme.source
    for rules in scheme.versions:
        for condition in rules.conditions:
            assert condition.source
            assert condition.text.endswith(".")


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.key)
def test_a_scheme_names_needs_that_exist(scheme):
    text = (ROOT / "src/wijkkompas/wegwijzer/data/needs.yaml").read_text(encoding="utf8")
    codes = set(re.findall(r"code: ([a-z-]+)", text))
    assert scheme.needs
    assert set(scheme.needs) <= codes


def test_every_question_is_plain_and_every_parameter_is_used():
    book = api.book()
    for question in book.questions.values():
        assert plain.read(f"{question.text} {question.explanation}").level in ("A2", "B1"), question.name
    data = ROOT / "src/wijkkompas/regelingen/data"
    rules = "".join(
        path.read_text(encoding="utf8") for path in [data / "derived.yaml", *(data / "schemes").glob("*.yaml")]
    )
    only_for_tables = {"vrijlating_25_max", "vrijlating_12_5_max", "vrijlating_15_max", "vermogensgrens_woning"}
    unused = [name for name in book.parameters if not re.search(rf"\b{name}\b", rules)]
    assert set(unused) == only_for_tables


@pytest.mark.skipif(not TABLES.is_file(), reason="the published tables (../shared/data/regelingen) are not there")
def test_every_row_of_the_published_tables_comes_out():
    answers = vectors.run(json.loads(TABLES.read_text(encoding="utf8")))
    assert [answer for answer in answers if not answer["passed"]] == []
    assert len(answers) == 190


def _row(scheme: str, day: str, given: dict, expected: dict | None = None) -> dict:
    return vectors.run([{"id": "x", "scheme": scheme, "date": day, "input": given, "expected": expected or {"x": 1}}])[
        0
    ]


@pytest.mark.parametrize(
    ("year", "alone", "together"),
    [
        (2022, 31_998, 40_944),
        (2023, 38_520, 48_224),
        (2024, 37_496, 47_368),
        (2025, 39_719, 50_206),
        (2026, 40_857, 51_142),
    ],
)
def test_the_official_income_limits_of_the_health_care_allowance_follow_from_the_rule(year, alone, together):
    for income, partner in ((alone, False), (together, True)):
        for more, right in ((0, True), (1, False)):
            given = {"toetsingsinkomen": income + more, "partner": partner, "vermogen": 0}
            assert _row("zorgtoeslag", f"{year}-06-01", given)["got"]["recht"] is right


@pytest.mark.parametrize(
    ("year", "alone", "together"),
    [(2024, 36_952, 73_904), (2025, 37_395, 74_790), (2026, 38_479, 76_958)],
)
def test_one_euro_of_savings_too_many_ends_the_rent_allowance(year, alone, together):
    base = {"rekeninkomen": 22_000, "kale_huur": 600, "leeftijd": 40}
    for limit, persons in ((alone, 1), (together, 2)):
        for more, right in ((0, True), (1, False)):
            given = {**base, "personen": persons, "vermogen": limit + more}
            assert _row("huurtoeslag", f"{year}-06-01", given)["got"]["recht"] is right


@pytest.mark.parametrize(
    ("scheme", "day", "given", "expected"),
    [
        (
            "huurtoeslag",
            "2025-06-01",
            {"rekeninkomen": 20_000, "personen": 1, "leeftijd": 30, "kale_huur": 900.08},
            {"per_maand": 0},
        ),
        (
            "huurtoeslag",
            "2025-06-01",
            {"rekeninkomen": 20_000, "personen": 1, "leeftijd": 22, "kale_huur": 477.21},
            {"recht": False},
        ),
        (
            "huurtoeslag",
            "2025-06-01",
            {"rekeninkomen": 20_000, "personen": 1, "leeftijd": 23, "kale_huur": 477.21},
            {"recht": True},
        ),
        (
            "huurtoeslag",
            "2026-06-01",
            {"rekeninkomen": 20_000, "personen": 1, "leeftijd": 30, "kale_huur": 2_000},
            {"per_maand": 523},
        ),
        (
            "kindgebonden_budget",
            "2026-02-01",
            {"toetsingsinkomen": 29_736, "partner": False, "leeftijden": [3]},
            {"per_jaar": 5_996},
        ),
        (
            "kindgebonden_budget",
            "2025-02-01",
            {"toetsingsinkomen": 65_000, "partner": True, "leeftijden": [3, 5]},
            {"per_jaar": 3_073},
        ),
        (
            "kindgebonden_budget",
            "2025-02-01",
            {"toetsingsinkomen": 0, "partner": True, "leeftijden": [12, 16]},
            {"per_jaar": 6_661},
        ),
        (
            "kindgebonden_budget",
            "2022-02-01",
            {"toetsingsinkomen": 0, "partner": True, "leeftijden": [1, 2, 3]},
            {"per_jaar": 3_327},
        ),
        (
            "kindgebonden_budget",
            "2025-02-01",
            {"toetsingsinkomen": 0, "partner": True, "leeftijden": [18]},
            {"recht": False},
        ),
        ("kinderbijslag", "2025-03-01", {"leeftijden": [5, 6, 11, 12, 17, 18]}, {"per_kwartaal": 1_800.53}),
        ("kostendelersnorm", "2024-07-01", {"kostendelers": 3}, {"norm_pp": 809.99}),
        (
            "bijstand",
            "2024-07-01",
            {"huishouden": "alleenstaande_21_aow", "netto_arbeid": 1_200, "vrijlating_pct": 25},
            {"per_maand": 377.45},
        ),
        (
            "bijstand",
            "2024-07-01",
            {"huishouden": "alleenstaande_21_aow", "netto_arbeid": 2_000, "vrijlating_pct": 0},
            {"per_maand": 0},
        ),
        ("vermogensgrens", "2024-05-01", {"huishouden": "gehuwd_21_aow"}, {"grens": 15_150}),
        ("inkomensgrens", "2024-01-01", {"huishouden": "alleenstaande_21_aow", "pct": 130}, {"grens_excl_vt": 1585.53}),
        ("inkomensgrens", "2025-07-01", {"huishouden": "alleenstaande_21_aow", "pct": 130}, {"grens_excl_vt": 1690.79}),
        (
            "huurtoeslag",
            "2026-03-01",
            {"rekeninkomen": 31_500, "personen": 2, "kinderen": 1, "kale_huur": 700},
            {"per_maand": 428},
        ),
        ("vrijwilligersvergoeding", "2022-03-01", {"vergoeding_maand": 180}, {"is_vrijwilligersvergoeding": True}),
        (
            "vrijwilligersvergoeding",
            "2025-03-01",
            {"vergoeding_maand": 210, "leeftijd": 40, "regime": "UWV"},
            {"verrekend": 0},
        ),
        (
            "vrijwilligersvergoeding",
            "2025-03-01",
            {"vergoeding_maand": 100, "leeftijd": 26, "regime": "bijstand"},
            {"verrekend": 100},
        ),
    ],
)
def test_the_edges_of_the_law(scheme, day, given, expected):
    answer = _row(scheme, day, given, expected)
    assert answer["passed"], answer


@pytest.mark.parametrize(
    ("scheme", "day", "given", "says"),
    [
        ("onzin", "2025-01-01", {}, "kennen wij niet"),
        ("bijstandsnorm", "2026-09-01", {"huishouden": "gehuwd_aow"}, "niet bekend"),
        ("bijstandsnorm", "2025-01-01", {"huishouden": "kasteel"}, "er zijn:"),
        ("zorgtoeslag", "2030-01-01", {"toetsingsinkomen": 1}, "geen regels"),
        ("zorgtoeslag", "2025-01-01", {"toetsingsinkomen": -1}, "onder nul"),
        ("zorgtoeslag", "2025-01-01", {}, "getal"),
        ("zorgtoeslag", "gisteren", {"toetsingsinkomen": 1}, "isoformat"),
        ("kinderbijslag", "2025-01-01", {"leeftijden": "drie"}, "lijst"),
    ],
)
def test_a_row_that_cannot_be_worked_out_fails_and_says_why(scheme, day, given, says):
    answer = _row(
        scheme, day, given, {"per_maand": 1, "norm_incl_vt": 1} if scheme != "bijstandsnorm" else {"norm_incl_vt": 1}
    )
    assert answer["passed"] is False
    assert says in answer["reason"]


def test_an_expired_or_unconfirmed_amount_gives_perhaps_with_the_reason():
    poor = {
        "leeftijd": 30, "partner": False, "kinderen": [], "medebewoners": 0, "in_inrichting": False, "woont_in_nederland": True,
        "student": False, "netto_maand": 100, "vermogen": 0,
    }  # fmt: skip
    old = {**poor, "leeftijd": 70}
    for household, day, key, says in (
        (poor, dt.date(2026, 11, 24), "bijstand", "verlopen op 01-07-2026"),
        (old, dt.date(2026, 3, 1), "aio", "nog niet bevestigd"),
        (poor, dt.date(2025, 3, 1), "bijstand", "nog niet ingevuld"),
        (poor, dt.date(2020, 3, 1), "bijstand", "geen bedrag bekend"),
    ):
        found = api.check(api.read_household(household, today=day, day=day))
        (result,) = (result for result in found if result.scheme == key)
        assert result.outcome == "perhaps"
        assert any(says in line.value for line in result.trace), result.trace


def test_history_is_told_on_its_own_day_and_no_longer_asked_about():
    assert "energietoeslag" in {ready.scheme.key for ready in api.edition(dt.date(2023, 5, 1)).ready}
    assert "energietoeslag" not in {ready.scheme.key for ready in api.edition(dt.date(2026, 5, 1)).ready}


def test_a_scheme_of_one_municipality_is_not_shown_in_another():
    here = {ready.scheme.key for ready in api.edition(dt.date(2026, 3, 1), ("GM0556", "RG-MVS")).ready}
    there = {ready.scheme.key for ready in api.edition(dt.date(2026, 3, 1), ("GM0546",)).ready}
    assert here - there == {"jeugdfonds", "jongvolwassenfonds", "klussendienst", "schoolspullenpas"}
