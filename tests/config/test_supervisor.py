"""What keeps the example set-up running leaves nothing behind when it cannot go on."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.live import COMMAND
from wijkkompas.config.launcher import NoPostgres
from wijkkompas.config.supervisor import Supervisor


class Sleepers(Supervisor):
    """Watches two processes that do nothing."""

    def _command(self, name: str) -> list[str]:
        return ["sleep", "60"]


@pytest.fixture
def home(tmp_path_factory):
    made = Path(tmp_path_factory.mktemp("supervised"))
    for folder in (made, made.parent, made.parent.parent):
        folder.chmod(0o755)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    yield made
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])


def test_when_the_database_cannot_come_back_web_and_worker_stop_too(home, monkeypatch):
    supervisor = Sleepers(home, 0)
    started = supervisor._start

    def start_and_lose_the_database(name: str) -> None:
        started(name)
        if name == "worker":
            os.kill(supervisor.server.pid(), signal.SIGKILL)
            monkeypatch.setenv("WIJK_PG_BIN", "/nowhere")

    monkeypatch.setattr(supervisor, "_start", start_and_lose_the_database)
    with pytest.raises(NoPostgres, match="WIJK_PG_BIN"):
        supervisor.run()
    assert sorted(supervisor.children) == ["web", "worker"]
    assert all(child.poll() is not None for child in supervisor.children.values())
    assert list((home / "run").glob("*.pid")) == []


def test_a_second_start_in_the_same_place_is_refused_before_it_touches_anything(tmp_path):
    (tmp_path / "run").mkdir()
    with (tmp_path / "run" / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        told = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"WIJKKOMPAS_HOME": str(tmp_path)}
        done = subprocess.run([COMMAND, "run"], env=told, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"runs already in {tmp_path}" in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["lock", "run"]
