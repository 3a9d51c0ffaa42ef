"""Out, into an empty installation, and out again; and an import that is killed half-way. In databases of their own."""

from __future__ import annotations

import filecmp
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from tests.conftest import HOME, _copy_template, _server
from tests.wegwijzer.exchange.conftest import page, service

RICH = {
    "alternate_name": "Het spreekuur",
    "email": "spreekuur@example.org",
    "fees_description": "Een kleine bijdrage",
    "minimum_age": 18,
    "maximum_age": 67,
    "alert": 'Let op: "vol", kom later',
    "cost_options": [
        {"id": "1b3f0c56-6a4c-4f25-9a43-0000000000b1", "option": "per keer", "amount": 2.5, "currency": "EUR"},
        {"id": "1b3f0c56-6a4c-4f25-9a43-0000000000b2", "option": "met stadspas", "amount": 0},
    ],
    "required_documents": [{"id": "1b3f0c56-6a4c-4f25-9a43-0000000000b3", "document": "Een brief;\nof meer"}],
    "contacts": [{"id": "1b3f0c56-6a4c-4f25-9a43-0000000000b4", "title": "Balie", "email": "balie@example.org"}],
    "service_areas": [{"id": "1b3f0c56-6a4c-4f25-9a43-0000000000b5", "name": "Vlaardingen"}],
}
EMPTIED = "wegwijzer_service, wegwijzer_location, wegwijzer_taxonomy, mensen_organization"


class Elsewhere:
    """Another installation: a database of its own, spoken to by the command line."""

    def __init__(self, *, empty: bool) -> None:
        self.name = f"wijk_exchange_{uuid.uuid4().hex[:8]}"
        _copy_template(self.name)
        if empty:
            self.sql(f"truncate {EMPTIED} cascade")

    def sql(self, statement: str) -> list[tuple]:
        import psycopg

        with psycopg.connect(_server().dsn("wk_owner", self.name), autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def start(self, *arguments: object) -> subprocess.Popen:
        environment = os.environ | {"WIJKKOMPAS_TEST_DATABASE": self.name, "WIJKKOMPAS_HOME": str(HOME)}
        command = [sys.executable, "-m", "wijkkompas.config.cli", *map(str, arguments)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments: object) -> dict:
        process = self.start(*arguments, "--json")
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, out[-2000:] + err[-3000:]
        return json.loads(out)

    def close(self) -> None:
        import psycopg

        with psycopg.connect(_server().dsn(), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{self.name}" with (force)')


@pytest.fixture
def elsewhere(django_db_setup):
    """Makes installations and removes them."""
    made: list[Elsewhere] = []

    def make(*, empty: bool = True) -> Elsewhere:
        made.append(Elsewhere(empty=empty))
        return made[-1]

    yield make
    for one in made:
        one.close()


def same(one: Path, other: Path) -> None:
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    _equal, different, broken = filecmp.cmpfiles(one, other, names, shallow=False)
    assert (different, broken) == ([], [])


@pytest.mark.parametrize("form", ["hsds-json", "hsds-csv"])
def test_what_goes_out_comes_in_and_goes_out_the_same_byte_for_byte(elsewhere, tmp_path, form):
    ours, theirs = elsewhere(empty=False), elsewhere()
    rich = tmp_path / "rich.json"
    rich.write_text(json.dumps(page(service(**RICH))), encoding="utf8")
    assert ours.run("import-directory", rich, "--source", "rijk", "--publish")["refused"] == []
    counts = ours.run("export-directory", tmp_path / "one", "--format", form)["files"]
    assert sum(counts.values()) > 500
    report = theirs.run("import-directory", tmp_path / "one", "--source", "Wijkkompas elders", "--publish")
    assert report["refused"] == []
    assert theirs.run("export-directory", tmp_path / "two", "--format", form)["files"] == counts
    same(tmp_path / "one", tmp_path / "two")
    again = theirs.run("import-directory", tmp_path / "one", "--source", "Wijkkompas elders", "--publish")
    assert (again["added"], again["changed"], again["vanished"], again["differences"]) == (0, 0, [], [])


def many(count: int) -> str:
    """A table with many services."""
    head = "Nummer;Naam;Organisatie;Omschrijving;Telefoon;Locatie;Adres;Postcode;Plaats;Maandag\r\n"
    rows = (
        f"{n};Dienst {n};Stichting {n % 40};Hulp nummer {n}.;010 {n:07};Huis {n % 200};Straat {n % 200};3131 AA;Vlaardingen;"
        "09:00-12:00, 13:00-17:00\r\n"
        for n in range(count)
    )
    return head + "".join(rows)


def test_an_import_that_is_killed_goes_on_and_ends_the_same(elsewhere, tmp_path):
    file = tmp_path / "diensten.csv"
    file.write_text(many(500), encoding="utf8")
    killed, whole = elsewhere(), elsewhere()
    order = ("import-directory", file, "--source", "welzijn", "--publish")
    process = killed.start(*order)
    end = time.monotonic() + 120
    while time.monotonic() < end and not killed.sql("select 1 from wegwijzer_importrun where cursor > 250"):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    [(cursor,)] = killed.sql("select cursor from wegwijzer_importrun where finished_at is null")
    assert 250 < cursor < 740
    went_on, at_once = killed.run(*order), whole.run(*order)
    assert went_on["resumed_at"] == cursor
    assert at_once["added"] == 740
    for word in ("added", "changed", "unchanged", "refused", "vanished"):
        assert went_on[word] == at_once[word], word
    for one, folder in ((killed, "killed"), (whole, "whole")):
        one.run("export-directory", tmp_path / folder, "--format", "hsds-csv")
    same(tmp_path / "killed", tmp_path / "whole")
    again = killed.run(*order)
    assert (again["added"], again["changed"], again["unchanged"], again["resumed_at"]) == (0, 0, 740, 0)
