"""The example neighbourhoods: true to their sources, complete, and nobody's private data."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from wijkkompas.mensen.loading import area_rows
from wijkkompas.wegwijzer import loading
from wijkkompas.wegwijzer.values import ServiceKind, Theme, Way

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
RECORDS = list(loading.example_records())
NEEDS = {row["code"] for row in yaml.safe_load((loading.DATA / "needs.yaml").read_text(encoding="utf8"))["needs"]}
AREAS = {row["code"] for row in area_rows()}
FROM_SOURCES = [r for r in RECORDS if r["source"]["document"] != "general-knowledge"]
GENERAL = [r for r in RECORDS if r["source"]["document"] == "general-knowledge"]


def test_there_are_at_least_150_records_from_the_sources_and_80_of_every_municipality():
    assert len(FROM_SOURCES) >= 150
    assert len({r["source"]["document"] for r in FROM_SOURCES}) == 5
    assert len(GENERAL) >= 80


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source documents are not beside this checkout")
def test_every_passage_stands_in_its_source():
    texts = {p.stem: " ".join(p.read_text(encoding="utf8").split()) for p in SOURCES.glob("*.txt")}
    missing = [
        r["slug"]
        for r in FROM_SOURCES
        if " ".join(r["source"]["passage"].split()) not in texts[r["source"]["document"]]
    ]
    assert missing == []
    assert all(r["source"]["passage"] for r in FROM_SOURCES)


@pytest.mark.parametrize("field", ["slug", "description", "summary"])
def test_no_two_records_share_a(field):
    again = [text for text, count in Counter(r[field].strip() for r in RECORDS).items() if count > 1]
    assert again == []


def test_records_use_the_words_of_the_house():
    for record in RECORDS:
        assert 1 <= len(set(record["needs"])) <= 4, record["slug"]
        assert set(record["needs"]) <= NEEDS, record["slug"]
        assert record["area"] in AREAS, record["slug"]
        assert record["theme"] in Theme.values, record["slug"]
        assert record["kind"] in ServiceKind.values, record["slug"]
        assert set(record.get("access", [])) <= set(Way.values), record["slug"]


def test_every_need_has_help_in_the_whole_country():
    first = {r["needs"][0] for r in GENERAL}
    assert first >= NEEDS
    count = Counter(need for r in GENERAL for need in r["needs"])
    assert {need for need in NEEDS if count[need] < 2} == set()


def test_no_record_holds_a_mobile_number_or_an_address_of_a_person():
    for record in RECORDS:
        text = str(record)
        assert not re.search(r"\b06[ -–]", text), record["slug"]
        assert not re.search(r"@(gmail|hotmail|outlook|live)\.", text), record["slug"]


def test_local_records_have_no_phone_number_that_the_source_does_not_give():
    national = {str(r["phone"]) for r in GENERAL if r.get("phone")} | {"112", "0800-2000", "0800-0113"}
    assert [r["slug"] for r in FROM_SOURCES if r.get("phone") and str(r["phone"]) not in national] == []


def test_hours_stand_only_where_a_source_gives_them():
    assert {r["slug"] for r in RECORDS if r.get("schedule")} <= {
        "geldzaken",
        "cwo-woensdag",
        *(r["slug"] for r in FROM_SOURCES if re.search(r"\d{1,2}[.:]\d{2}", r["source"]["passage"])),
    }


def test_short_texts_are_short():
    for record in RECORDS:
        assert len(record["summary"].split()) <= 16, record["slug"]
        for sentence in re.split(r"(?<=[.?!])\s+", record["description"].strip()):
            assert len(sentence.split()) <= 20, (record["slug"], sentence)


def test_phrasings_are_at_least_twice_the_first_set_and_all_known():
    lines = [row for _name, row in loading.phrasing_lines()]
    assert len(lines) >= 2 * 6150
    assert {row["need"] for row in lines} == NEEDS
    per_language = Counter(row["lang"] for row in lines)
    assert min(per_language.values()) >= 1500
    same = [key for key, n in Counter((r["need"], r["lang"], r["text"].casefold()) for r in lines).items() if n > 1]
    assert same == []


def test_areas_form_a_tree_with_own_areas_that_have_no_outline():
    rows = {row["code"]: row for row in area_rows()}
    assert sum(row["kind"] == "municipality" for row in rows.values()) == 10
    for row in rows.values():
        assert row["path"][0] == row["code"]
        assert row["path"][-1] == "NL"
        assert row["parent_id"] is None or row["parent_id"] in rows
    assert rows["MUWI1"]["outline"] is None
    assert rows["GM1980"]["outline"] is None
    assert rows["WK062205"]["inhabitants"] > 0
