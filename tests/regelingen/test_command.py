"""`wijkkompas regelingen`: the shapes of the contract, and errors that help. No database."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest

from wijkkompas.config import cli
from wijkkompas.regelingen import vectors

HOUSEHOLD = {"leeftijd": 35, "partner": False, "kinderen": [8, 13], "netto_maand": 1400}


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = cli.main(["regelingen", *arguments])
    out = capsys.readouterr()
    return status, out.out, out.err


@pytest.fixture
def household(tmp_path):
    path = tmp_path / "huishouden.json"
    path.write_text(json.dumps(HOUSEHOLD), encoding="utf8")
    return str(path)


def test_check_gives_every_scheme_with_its_trace(capsys, household):
    status, out, err = run(capsys, "check", household, "--date", "2026-03-01", "--area", "GM0556", "--json")
    assert (status, out.count("\n"), err) == (0, 1, "")
    found = {row["scheme"]: row for row in json.loads(out)}
    assert set(found["schoolspullenpas"]) == {"scheme", "outcome", "amount", "per", "missing", "trace"}
    assert {tuple(line) for row in found.values() for line in row["trace"]} == {
        ("condition", "outcome", "value", "source")
    }
    assert {row["outcome"] for row in found.values()} <= {"yes", "no", "perhaps"}
    assert found["aio"]["outcome"] == "no"
    assert found["schoolspullenpas"]["amount"] == [0.0, None]


def test_a_wijk_and_an_own_area_have_the_schemes_of_their_municipality(capsys, household):
    keys = []
    for area in ("GM0622", "WK062205", "MUWI1"):
        _, out, _ = run(capsys, "check", household, "--date", "2026-03-01", "--area", area, "--json")
        keys.append([row["scheme"] for row in json.loads(out)])
    assert keys[0] == keys[1] == keys[2]
    assert "schoolspullenpas" in keys[0]


def test_next_gives_one_question_and_two_counts(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b'{"kinderen": []}')))
    status, out, _ = run(capsys, "next", "-", "--date", "2026-03-01", "--json")
    answer = json.loads(out)
    assert status == 0
    assert set(answer) == {"ask", "settled", "open"}
    assert answer["ask"] in ("situatie", "leeftijd", "samen")
    assert answer["settled"] >= 2


def test_vectors_says_per_row_whether_it_passed_and_exits_with_one_when_one_did_not(capsys, tmp_path):
    row = {
        "id": "a",
        "scheme": "bijstandsnorm",
        "date": "2025-01-01",
        "input": {"huishouden": "gehuwd_aow"},
        "tolerance": 0.01,
    }
    rows = [
        {**row, "expected": {"norm_incl_vt": 2053.48}},
        {**row, "id": "b", "scheme": "onbekend", "expected": {"x": 1}},
    ]
    path = tmp_path / "rijen.json"
    path.write_text(json.dumps(rows), encoding="utf8")
    status, out, _ = run(capsys, "vectors", str(path), "--json")
    good, bad = json.loads(out)
    assert status == 1
    assert good == {"id": "a", "got": {"norm_incl_vt": 2053.48, "norm_excl_vt": 1950.81}, "passed": True}
    assert bad["passed"] is False
    assert "kennen wij niet" in bad["reason"]
    path.write_text(json.dumps(rows[:1]), encoding="utf8")
    assert run(capsys, "vectors", str(path), "--json")[0] == 0


@pytest.mark.parametrize("children", [10**12, [3] * 10**6], ids=["number", "list"])
def test_a_table_with_more_children_than_a_family_has_is_refused_without_reserving_room_for_them(children):
    row = {"id": "a", "scheme": "kinderbijslag", "date": "2025-01-01", "expected": {"per_jaar": 1}}
    (answer,) = vectors.run([{**row, "input": {"kinderen": children}}])
    assert not answer["passed"]
    assert "hoogstens 20" in answer["reason"]


def test_population_writes_one_row_a_household_that_says_what_each_gets_alone(capsys, tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "uit.csv"
    source.write_text(
        "id,leeftijd,partner,toetsingsinkomen,vermogen,zorgverzekerd,woont_in_nederland\n"
        "a,30,nee,28000,0,ja,ja\nb,30,nee,28000,,ja,ja\nc,30,nee,90000,0,1,1\n",
        encoding="utf8",
    )
    status, out, _ = run(capsys, "population", str(source), "--out", str(target), "--date", "2025-06-01", "--json")
    assert status == 0
    assert json.loads(out)["rows"] == 3
    assert json.loads(out)["schemes"]["zorgtoeslag"] == {"yes": 1, "no": 1, "perhaps": 1}
    lines = [line.split(",") for line in target.read_text(encoding="utf8").splitlines()]
    at = lines[0].index("zorgtoeslag")
    assert [line[0] for line in lines] == ["id", "a", "b", "c"]
    assert [line[at : at + 3] for line in lines[1:]] == [
        ["yes", "131.00", "131.00"],
        ["perhaps", "0.00", "131.00"],
        ["no", "0.00", "0.00"],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "leeg"),
        ("leeftijd,onzin\n30,1\n", "onzin"),
        ("leeftijd,leeftijd\n30,1\n", "twee keer"),
        ("leeftijd,partner\n30\n", "regel 2"),
        ("leeftijd,partner\n30,ja\n-4,ja\n", "regel 3, leeftijd"),
        ("partner\n2\n", "regel 2, partner"),
        ("leeftijd\n" + "3" * 200_000, "regel 2: dit is geen regel van een CSV"),
    ],
)
def test_a_table_with_a_mistake_says_where_and_writes_nothing(capsys, tmp_path, text, says):
    source, target = tmp_path / "in.csv", tmp_path / "uit.csv"
    source.write_text(text, encoding="utf8")
    target.write_text("oud", encoding="utf8")
    status, out, _ = run(capsys, "population", str(source), "--out", str(target), "--json")
    assert status == 2
    assert says in json.loads(out)["error"]["message"]
    assert target.read_text(encoding="utf8") == "oud"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "uit.csv"]


@pytest.mark.parametrize(
    ("arguments", "code", "field"),
    [
        (["check", "{file}", "--area", "GM9999"], "unknown-area", "area"),
        (["check", "{file}", "--area", "WK9"], "unknown-area", "area"),
        (["check", "{file}", "--date", "morgen"], "bad-request", "date"),
        (["check", "{folder}"], "unreadable-path", "file"),
        (["check", "{folder}/weg.json"], "unreadable-path", "file"),
        (["check", "{bad}"], "not-json", "file"),
        (["check", "{digits}"], "not-json", "file"),
        (["vectors", "{digits}"], "not-json", "file"),
        (["check", "{wrong}"], "bad-request", "kale_huur"),
        (["next", "{list}"], "bad-request", None),
        (["vectors", "{file}"], "bad-request", "file"),
        (["population", "{folder}/weg.csv", "--out", "{folder}/uit.csv"], "unreadable-path", "file"),
        (["check"], "wrong-arguments", None),
    ],
)
def test_what_goes_wrong_is_one_error_with_its_field_and_exit_two(capsys, tmp_path, household, arguments, code, field):
    files = {"file": household, "folder": str(tmp_path)}
    digits = f'[{{"id": {"9" * 5000}}}]'
    for name, text in (("bad", "{"), ("digits", digits), ("wrong", '{"kale_huur": -1}'), ("list", "[]")):
        files[name] = str(tmp_path / name)
        (tmp_path / name).write_text(text, encoding="utf8")
    status, out, _ = run(capsys, *(argument.format(**files) for argument in arguments), "--json")
    error = json.loads(out)["error"]
    assert (status, error["code"], error["field"]) == (2, code, field)
    assert error["message"]


def test_people_can_read_what_the_command_prints(capsys, household):
    _, out, _ = run(capsys, "check", household, "--date", "2026-03-01", "--area", "GM0556")
    assert "Schoolspullenpas: misschien" in out
    _, out, _ = run(capsys, "next", household, "--date", "2026-03-01")
    assert "?" in out
    _, out, _ = run(capsys, "list", "--area", "GM0556", "--date", "2026-03-01")
    assert "Zorgtoeslag: getoetst" in out
    assert "Gemeentepolis (collectieve zorgverzekering): nog geen drie voorbeelden met een bron" in out
