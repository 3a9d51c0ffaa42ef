"""Killing the web process, the worker or PostgreSQL with -9 at any moment loses no accepted call-back request."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import threading
import time

import pytest
import requests

from tests import live as installation

CODE = re.compile(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}")

pytestmark = pytest.mark.xdist_group("resilience")


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    running = installation.start(tmp_path_factory.mktemp("kill") / "home")
    yield running
    running.stop()


def ask_once(url: str, number: int) -> str | None:
    """Fill in the whole form; the code when it was accepted, None when the server broke off somewhere."""
    session = requests.Session()
    try:

        def post(path, **data):
            token = session.cookies.get("csrftoken", "")
            page = session.get(f"{url}{path}", timeout=10)
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            return session.post(
                f"{url}{path}", data=data | {"csrfmiddlewaretoken": found.group(1) if found else token}, timeout=10
            )

        session.post(f"{url}/bel-mij", data={"q": f"vraag nummer {number}", "area": "GM0622"}, timeout=10)
        post("/bel-mij/hoe", channel="phone")
        post("/bel-mij/nummer", contact="0612345678", name="")
        post("/bel-mij/veilig", daypart="any", who_may_answer="only-me")
        post("/bel-mij/bericht", may_leave_message="no", text_first="no")
        post("/bel-mij/woord", second_word="")
        done = post("/bel-mij/controleren")
        found = CODE.search(done.text)
        return found.group(0) if done.status_code == 200 and found else None
    except requests.RequestException:
        return None


def is_known(live, code: str) -> bool:
    """Does the code still lead to its request? Asked of the database by the command's own process."""
    script = (
        "import django; django.setup(); from wijkkompas.wegwijzer import queries; import sys;"
        "print(all(queries.follow(c) is not None for c in sys.argv[1:]))"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", script, *code.split()],
        capture_output=True,
        text=True,
        check=False,
        env=live.environment | {"DJANGO_SETTINGS_MODULE": "wijkkompas.config.settings"},
    )
    return done.stdout.strip() == "True"


def kill(live, name: str) -> None:
    with contextlib.suppress(ProcessLookupError, FileNotFoundError, ValueError):
        os.kill(live.pid(name), signal.SIGKILL)


def test_no_accepted_request_is_lost_when_processes_are_killed_again_and_again(live):
    accepted: list[str] = []
    stop = threading.Event()

    def keep_asking(seed):
        number = seed * 1000
        while not stop.is_set():
            number += 1
            if code := ask_once(live.url, number):
                accepted.append(code)

    askers = [threading.Thread(target=keep_asking, args=[seed]) for seed in range(3)]
    [asker.start() for asker in askers]
    chance = random.Random(20261124)
    for name in ("web", "postgres", "worker", "postgres", "web"):
        time.sleep(chance.uniform(0.5, 1.5))
        kill(live, name)
        live.wait_ready(60)
    until = time.monotonic() + 60  # on a busy machine a whole form takes its time
    while len(accepted) < 5 and time.monotonic() < until:
        time.sleep(0.5)
    stop.set()
    [asker.join() for asker in askers]
    assert len(accepted) >= 5
    assert is_known(live, " ".join(accepted))


def test_after_a_kill_everything_runs_again_and_is_still_protected(live):
    for name in ("web", "worker", "postgres"):
        kill(live, name)
    live.wait_ready(60)
    report = live.command("check-health", "--json")
    assert '"ready": true' in report.stdout, report.stderr
    assert '"unprotected": []' in report.stdout


def test_post_that_waited_while_the_worker_was_killed_still_goes_out(live):
    kill(live, "worker")
    script = (
        "import django; django.setup(); from wijkkompas.post.api import queue_email;"
        "queue_email(to='a@example.org', subject='wacht', body='x')"
    )
    import subprocess
    import sys

    subprocess.run(
        [sys.executable, "-c", script],
        env=live.environment | {"DJANGO_SETTINGS_MODULE": "wijkkompas.config.settings"},
        check=True,
    )
    for _ in range(60):
        listed = live.command("post", "list", "--json").stdout
        if (
            '"subject": "wacht"' in listed
            and '"state": "sent"' in listed.split('"subject": "wacht"')[0].rsplit("{", 1)[-1]
        ):
            return
        time.sleep(0.5)
    pytest.fail(listed)
