"""`wijkkompas plain`: the contract, from outside, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

LAW = "Het verzoek wordt afgewezen indien de verzoeker niet tijdig de benodigde stukken heeft verstrekt."
BOX = "Wij helpen u. Bel ons."


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "wijkkompas.config.cli", "plain", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "PYTHONIOENCODING": "utf-8"},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_score_prints_one_json_document_in_the_form_of_the_contract(tmp_path):
    (tmp_path / "brief.txt").write_text(f"{LAW}\n{BOX}\n", encoding="utf8")
    status, out, err = run("score", str(tmp_path / "brief.txt"), "--json")
    answer = json.loads(out)
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert sorted(answer) == ["level", "score", "sentences", "words"]
    assert [sentence["text"] for sentence in answer["sentences"]] == [LAW, "Wij helpen u.", "Bel ons."]
    assert answer["sentences"][0]["score"] > answer["score"] > answer["sentences"][1]["score"]
    assert {"word": "indien", "proposal": "als"} in answer["words"]


def test_score_reads_standard_input_and_prints_for_people_without_colour():
    status, out, _err = run("score", "-", stdin=f"{LAW}\n{BOX}".encode())
    assert status == 0
    assert out.startswith("Waarschijnlijk ")
    assert "indien → als" in out
    assert "\x1b[" not in out


def test_an_empty_text_is_no_error():
    assert run("score", "-")[:2] == (0, "Hier staat geen tekst.\n")
    assert json.loads(run("score", "-", "--json")[1])["sentences"] == []


def test_compare_takes_files_texts_and_standard_input(tmp_path):
    (tmp_path / "hard.txt").write_text(LAW, encoding="utf8")
    assert json.loads(run("compare", str(tmp_path / "hard.txt"), BOX, "--json")[1]) == {"easier": "B"}
    assert json.loads(run("compare", "-", LAW * 40, "--json", stdin=BOX.encode())[1]) == {"easier": "A"}
    assert run("compare", BOX, LAW)[1].startswith("Tekst A is makkelijker")


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "field"),
    [
        (["score", "/geen/bestand.txt"], b"", "unreadable-path", "file"),
        (["score", "/"], b"", "unreadable-path", "file"),
        (["score", "-"], b"\xff\xfe\x00\x80", "not-text", "file"),
        (["compare", "-", "-"], b"", "wrong-arguments", "b"),
        (["score"], b"", "wrong-arguments", None),
        ([], b"", "wrong-arguments", None),
    ],
)
def test_what_cannot_be_read_is_told_plainly_with_exit_two(arguments, stdin, code, field):
    status, out, _err = run(*arguments, "--json", stdin=stdin)
    error = json.loads(out)["error"]
    assert (status, error["code"], error["field"]) == (2, code, field)
    assert error["message"]


def test_help_shows_examples_and_says_that_a_text_may_be_given():
    status, out, _err = run("compare", "--help")
    assert status == 0
    assert "Example" in out
    assert "the text itself" in out


def test_the_scorer_loads_no_django():
    code = "import sys, wijkkompas.config.commands.plain; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
