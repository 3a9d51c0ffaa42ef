"""`wijkkompas audit verify` says true or false with a reason, by the exit codes of the contract, without a database."""

from __future__ import annotations

import io
import json

import pytest

from tests import factories
from tests.kern.proof.test_document import KEY, made
from wijkkompas.config.cli import main
from wijkkompas.kern.proof import signing


def run(capsys, *arguments: str) -> tuple[int, dict]:
    status = main(["audit", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_true_file_is_true_and_a_changed_one_false(tmp_path, capsys):
    file = tmp_path / "log.json"
    file.write_bytes(made())
    status, said = run(capsys, "verify", str(file), "--key", signing.public_hex(KEY))
    assert (status, said["verified"], said["lines"]) == (0, True, 3)
    file.write_bytes(made().replace(b"answer", b"follow").replace(b"waiting", b"waitinG"))
    status, said = run(capsys, "verify", str(file))
    assert (status, said["verified"]) == (1, False)
    assert said["reason"]


def test_in_words_it_says_which_key_to_compare(tmp_path, capsys):
    (tmp_path / "log.json").write_bytes(made())
    assert main(["audit", "verify", str(tmp_path / "log.json")]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("true: all 3 lines")
    assert signing.public_hex(KEY) in shown


@pytest.mark.parametrize("path", ["does-not-exist.json", ".", "/dev/zero", "name\0with-zero"])
def test_what_is_no_file_is_a_wrong_argument(path, capsys):
    status, said = run(capsys, "verify", path)
    assert (status, said["error"]["code"], said["error"]["field"]) == (2, "unreadable-path", "file")


def test_a_key_that_is_no_key_is_a_wrong_argument(tmp_path, capsys):
    (tmp_path / "log.json").write_bytes(made())
    status, said = run(capsys, "verify", str(tmp_path / "log.json"), "--key", "abc")
    assert (status, said["error"]["field"]) == (2, "key")


@pytest.mark.django_db
def test_the_desk_exports_with_the_code_on_standard_input(tmp_path, capsys, monkeypatch):
    asked = factories.ask()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{asked.code}\n"))
    status, said = run(capsys, "export", "--out", str(tmp_path / "log.json"))
    assert status == 0, said
    assert run(capsys, "verify", str(tmp_path / "log.json"))[1]["verified"]
    assert asked.marker not in (tmp_path / "log.json").read_text()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{asked.code}\n"))
    assert run(capsys, "export", "--out", str(tmp_path / "log.json"))[1]["error"]["code"] == "exists"
    monkeypatch.setattr("sys.stdin", io.StringIO("2222-2222-2222\n"))
    assert run(capsys, "export", "--out", str(tmp_path / "other.json"))[0] == 1
    assert not (tmp_path / "other.json").exists()


@pytest.mark.django_db
def test_the_check_says_that_nothing_was_changed(capsys):
    factories.ask()
    assert run(capsys, "check") == (0, {"changed": False, "faults": []})
    assert run(capsys, "heads")[1]["heads"][0]["log"] == "open"
