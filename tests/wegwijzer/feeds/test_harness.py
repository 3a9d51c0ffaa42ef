"""The conformance harness of ../shared/check, which nobody here wrote: on the example set-up and on a full feed.

The harness runs beside the test, which itself answers on a port, in its own transaction. `make prove` also asks an
installation that was started as `wijkkompas run` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tests import live as installation
from tests.wegwijzer.feeds import seeds

HARNESS = Path(__file__).resolve().parents[4] / "shared" / "check" / "hsds_check.py"

pytestmark = [
    pytest.mark.xdist_group("feeds"),
    pytest.mark.skipif(not HARNESS.is_file(), reason="the harness (../shared/check/hsds_check.py) is not there"),
]


@cache
def _python() -> str | None:
    """A Python that has what the harness asks; it is not part of this environment."""
    for candidate in (sys.executable, shutil.which("python3", path=_path_outside()), "/usr/bin/python3"):
        if (
            candidate
            and not subprocess.run(
                [candidate, "-c", "import requests, jsonschema"], capture_output=True, check=False
            ).returncode
        ):
            return candidate
    return None


def _path_outside() -> str:
    inside = str(Path(sys.executable).parent)
    return os.pathsep.join(p for p in os.environ.get("PATH", "").split(os.pathsep) if p != inside)


def harness(base: str, profile: str, *more: str, out) -> subprocess.Popen:
    python = _python()
    if python is None:
        pytest.skip("no Python with requests and jsonschema, which the harness needs")
    asked = [python, HARNESS, base, "--profile", profile, "--all", "--adr", *more]
    return subprocess.Popen(asked, stdout=out, stderr=subprocess.STDOUT)


def judge(process: subprocess.Popen, said: str) -> None:
    assert process.returncode == 0, said
    passed, failed = (int(word) for word in said.splitlines()[-1].split() if word.isdigit())
    assert (failed, passed > 200) == (0, True), said


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def one_connection():
    """Requests leave the connection of this test open, as they do in Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def check_here(tmp_path, mount: str, profile: str, *more: str) -> None:
    """This test is the server: what it made and did not commit is in the feed."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        server.timeout = 0.05
        with (tmp_path / "said").open("w") as out:
            process = harness(f"http://127.0.0.1:{server.server_port}/{mount}/v3", profile, *more, out=out)
            while process.poll() is None:
                server.handle_request()
    judge(process, (tmp_path / "said").read_text())


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    running = installation.start(tmp_path_factory.mktemp("feeds") / "home")
    yield running
    running.stop()


PROFILES = pytest.mark.parametrize(
    ("mount", "profile"), [("hsds", "hsds-3.1"), ("hsds", "hsds-3.0"), ("oruk", "oruk-3.0")]
)


@pytest.mark.prove
@PROFILES
def test_an_installation_conforms(live, tmp_path, mount, profile):
    with (tmp_path / "said").open("w") as out:
        process = harness(f"{live.url}/{mount}/v3", profile, out=out)
        process.wait(timeout=300)
    judge(process, (tmp_path / "said").read_text())


@PROFILES
@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
def test_the_example_neighbourhoods_conform(tmp_path, mount, profile):
    check_here(tmp_path, mount, profile)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("mount", "profile"), [("hsds", "hsds-3.1"), ("oruk", "oruk-3.0")])
def test_a_feed_with_all_facts_has_nothing_to_warn_of(tmp_path, mount, profile):
    seeds.only_these()
    holder = seeds.organization()
    for place in (0, 1, 2):
        seeds.service(of=holder if place else None, place=place)
    check_here(tmp_path, mount, profile, "--strict")
