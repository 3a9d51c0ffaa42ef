"""A backup restores into an empty cluster, keys come apart, and what was erased stays erased."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import COMMAND

pytestmark = pytest.mark.xdist_group("resilience")


def run(home: Path, *arguments: str, code: str | None = None) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if k not in {"WIJKKOMPAS_TEST_DATABASE", "DATABASE_URL"}}
    environment |= {"WIJKKOMPAS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wijkkompas.config.settings"}
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"] if code else [COMMAND, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    from wijkkompas.config.launcher import Server

    base = tmp_path_factory.mktemp("backup")
    for folder in (base, base.parent, base.parent.parent):
        folder.chmod(0o755)
    made = run(base / "one", "example", "world", "--json")
    assert made.returncode == 0, made.stderr
    yield base, json.loads(made.stdout)
    for name in ("one", "two"):
        Server(base / name).stop()


FOLLOW = "from wijkkompas.wegwijzer import queries; print([queries.follow(c) is not None for c in {codes}])"
OPEN = """
from wijkkompas.kern.access import acting_as, account_actor, system_actor
from wijkkompas.mensen.models import Account
from wijkkompas.wegwijzer import queries
with acting_as(system_actor("accounts")):
    worker = Account.objects.get(email="wijkteam.vlaardingen@example.org")
with acting_as(account_actor(worker.pk)):
    print(queries.open_request("{id}").payload["question"])
"""
ERASE = """
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.toestemming import api
with acting_as(system_actor("retention")):
    api.erase("contact_request", "{id}", rule="test")
"""

LEDGER = """
from django.db import connections
with connections["owner"].cursor() as cursor:
    cursor.execute(
        "select (select count(*) from toestemming_erasedkey where object_id = '{id}'),"
        " (select count(*) from toestemming_auditleaf where object_id = '{id}' and source = 'wegwijzer_contactrequest')"
    )
    print(cursor.fetchone())
"""


def test_a_backup_restores_with_its_texts_and_erased_texts_stay_closed(world):
    base, planted = world
    here = {row["area"]: row for row in planted["requests"]}
    kept, erased = here["GM0622"], here["GM0546"]
    made = run(base / "one", "backup", str(base / "copy"), "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["keys"] >= 10
    assert kept["markers"]["question"] not in (base / "copy" / "database.dump").read_bytes().decode("latin1")
    # erased after the backup was made: the ledger outside the database remembers
    run(base / "one", code=ERASE.format(id=erased["request"]))
    ledger = run(base / "one", "backup", str(base / "later"), "--json")
    assert ledger.returncode == 0
    (base / "two").mkdir()
    (base / "two" / "erased.jsonl").write_bytes((base / "one" / "erased.jsonl").read_bytes())
    restored = run(base / "two", "restore", str(base / "copy"), "--json")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert json.loads(restored.stdout)["erased_again"] == 1
    opened = run(base / "two", code=OPEN.format(id=kept["request"]))
    assert kept["markers"]["question"] in opened.stdout, opened.stderr
    health = run(base / "two", "check-health", "--json")
    assert json.loads(health.stdout)["unprotected"] == []
    checked = run(base / "two", "audit", "check", "--json")
    assert json.loads(checked.stdout) == {"changed": False, "faults": []}, checked.stderr
    ledger = run(base / "two", code=LEDGER.format(id=erased["request"]))
    assert ledger.stdout.strip() == "(1, 0)", ledger.stderr


def test_a_second_restore_a_broken_and_a_half_backup_are_refused(world, tmp_path):
    base, _planted = world
    copy = tmp_path / "copy"
    assert run(base / "one", "backup", str(copy)).returncode == 0
    run(base / "two", "restore", str(copy))  # whichever test runs first: now it holds data
    assert "not empty" in run(base / "two", "restore", str(copy)).stderr
    (copy / "keys.jsonl").write_text("")
    assert "not the file" in run(base / "two", "restore", str(copy)).stderr
    (copy / "manifest.json").unlink()
    assert "no complete backup" in run(base / "two", "restore", str(copy)).stderr
    assert "not empty" in run(base / "one", "backup", str(copy)).stderr
