"""The page of proof: every check it names is there, and a check that fails writes no page."""

from __future__ import annotations

import subprocess

import pytest
from bench import starting
from tools import write_proof


def test_every_check_is_a_script_that_exists():
    assert [command[0] for _title, command in write_proof.CHECKS if not (write_proof.ROOT / command[0]).is_file()] == []


def test_starting_and_the_shipped_vectors_are_among_the_checks():
    commands = [" ".join(command) for _title, command in write_proof.CHECKS]
    assert {"bench/starting.py", "tools/make_vectors.py --check 200"} <= set(commands)


def test_a_check_that_fails_stops_everything_and_says_why(monkeypatch):
    def broken(command, **_more):
        return subprocess.CompletedProcess(command, 1, "", "the reason")

    monkeypatch.setattr(write_proof.subprocess, "run", broken)
    with pytest.raises(SystemExit, match="the reason"):
        write_proof._output(["bench/starting.py"])


@pytest.mark.prove
def test_a_second_start_is_quicker_than_the_first_and_nothing_is_left():
    first, second = starting.measure()
    assert second.seconds < first.seconds
    assert second.seconds < 60


def test_a_start_is_said_with_its_conditions():
    said = str(starting.Start("first start, empty folder", 61.25, 2.04))
    assert said == "first start, empty folder: 61.2 s until /readyz answers 200 (load before it 2.0)"
