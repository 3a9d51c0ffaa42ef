"""`import-directory` and `export-directory` as they are spoken to from outside (contracts.md)."""

from __future__ import annotations

import json

import pytest

from tests.wegwijzer.exchange.conftest import SERVICE, page, service
from wijkkompas.config import cli
from wijkkompas.wegwijzer.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database(monkeypatch):
    """Commands run against this worker's test database."""
    monkeypatch.setattr(cli, "_setup", lambda: None)


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    status = cli.main([str(argument) for argument in arguments])
    out = capsys.readouterr()
    return status, out.out, out.err


@pytest.fixture
def feed(tmp_path):
    def write(*items):
        file = tmp_path / "services.json"
        file.write_text(json.dumps(page(*items)), encoding="utf8")
        return file

    return write


def test_an_import_prints_exactly_one_document_of_the_contract(capsys, feed):
    status, out, err = run(capsys, "import-directory", feed(service()), "--source", "bron", "--json")
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert [report[word] for word in ("added", "changed", "unchanged", "refused", "vanished")] == [3, 0, 0, [], []]
    assert (report["shape"], report["waiting_for_a_person"]) == ("hsds3-json", 1)


def test_what_was_refused_is_listed_and_exit_is_still_zero_unless_asked(capsys, feed):
    file = feed(service(url="example_counselling"))
    status, out, _err = run(capsys, "import-directory", file, "--source", "bron", "--json")
    [refused] = json.loads(out)["refused"]
    assert (status, refused["line"], refused["field"], refused["whole"]) == (0, 1, "url", False)
    assert run(capsys, "import-directory", file, "--source", "bron", "--strict")[0] == 1


def test_an_import_of_which_nothing_came_in_is_exit_one(capsys, feed):
    lonely = {"id": SERVICE, "name": "Los", "status": "active"}
    assert run(capsys, "import-directory", feed(lonely), "--source", "bron")[0] == 1


def test_lines_for_people_say_what_to_do_next(capsys, feed):
    _status, out, _err = run(capsys, "import-directory", feed(service(email="x")), "--source", "bron", "--dry-run")
    assert "nothing was written" in out
    assert "3 added, 0 changed, 0 unchanged, 1 refused, 0 vanished" in out
    assert "line 1 of services.json email" in out
    assert "wait for a person" in out
    assert not Service.objects.filter(id=SERVICE).exists()


@pytest.mark.parametrize(
    ("more", "code", "field", "expected"),
    [
        (["--municipality", "GM9999"], "unknown-area", "municipality", 2),
        (["--source", ""], "bad-source", "source", 2),
        (["--source", "x" * 61], "bad-source", "source", 2),
        (["--mapping", "/niets.yaml"], "unreadable-path", "mapping", 2),
        (["--shape", "wide"], "unknown-shape", "shape", 2),
        (["--shape", "anders"], "wrong-arguments", None, 2),
    ],
)
def test_wrong_arguments_say_what_is_wrong(capsys, feed, more, code, field, expected):
    status, out, _err = run(capsys, "import-directory", feed(service()), "--source", "bron", *more, "--json")
    error = json.loads(out)["error"]
    assert (status, error["code"], error["field"]) == (expected, code, field)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("/niets/hier", "unreadable-path"),
        ("http://voorbeeld.example/", "bad-address"),
        ("https://127.0.0.1/geheim", "not-public"),
        ("https://[::1]/geheim", "not-public"),
        ("https://0x7f000001/geheim", "not-public"),
        ("file:///etc/passwd", "bad-address"),
    ],
)
def test_a_place_that_cannot_be_read_is_exit_two(capsys, place, code):
    status, out, _err = run(capsys, "import-directory", place, "--source", "bron", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (2, code)


def test_two_imports_of_one_source_at_once_are_not_possible(capsys, feed, as_app):
    as_app.execute("select pg_advisory_lock(hashtextextended('import|bron', 0))")
    status, out, _err = run(capsys, "import-directory", feed(service()), "--source", "bron", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "busy")


def test_an_export_writes_tables_with_their_description(capsys, tmp_path):
    folder = tmp_path / "uit"
    status, out, _err = run(capsys, "export-directory", folder, "--format", "hsds-csv", "--json")
    counts = json.loads(out)["files"]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf8"))
    assert (status, counts["services.csv"]) == (0, Service.objects.public().count())
    assert {resource["path"] for resource in package["resources"]} == set(counts)
    for resource in package["resources"]:
        header = (folder / resource["path"]).read_text(encoding="utf8").split("\n")[0].strip().split(",")
        assert header == [column["name"] for column in resource["schema"]["fields"]]


def test_an_export_does_not_write_over_what_is_there(capsys, tmp_path):
    (tmp_path / "iets.txt").write_text("van mij")
    status, out, _err = run(capsys, "export-directory", tmp_path, "--format", "hsds-json", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "not-empty")
    assert [path.name for path in tmp_path.iterdir()] == ["iets.txt"]


def test_an_export_holds_nothing_that_residents_may_not_find(capsys, tmp_path, feed):
    assert run(capsys, "import-directory", feed(service(name="Wacht nog even")), "--source", "bron")[0] == 0
    run(capsys, "export-directory", tmp_path / "uit", "--format", "hsds-json")
    assert all("Wacht nog even" not in path.read_text(encoding="utf8") for path in (tmp_path / "uit").iterdir())


def test_runs_and_imported_records_are_for_the_import_and_the_manager_only(capsys, feed):
    from tests import factories
    from wijkkompas.kern.access import account_actor, acting_as, visitor_actor
    from wijkkompas.mensen.values import Role
    from wijkkompas.wegwijzer.models import ImportedRecord, ImportRun

    run(capsys, "import-directory", feed(service()), "--source", "bron")
    manager, worker = factories.account(Role.FUNCTIONAL_MANAGER), factories.worker(factories.team_of("GM0622"))
    for actor, seen in (
        (account_actor(manager.id), (1, 3)),
        (account_actor(worker.id), (0, 0)),
        (visitor_actor(), (0, 0)),
    ):
        with acting_as(actor):
            assert (ImportRun.objects.count(), ImportedRecord.objects.count()) == seen
            assert ImportRun.objects.update(cursor=0) == 0
