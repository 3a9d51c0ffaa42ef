"""A real server for tests: `wijkkompas run` in a home of its own, on a free port, until stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

COMMAND = str(Path(sys.executable).parent / "wijkkompas")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Live:
    """A running installation."""

    home: Path
    port: int
    process: subprocess.Popen

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """For commands beside it."""
        kept = {k: v for k, v in os.environ.items() if k not in {"WIJKKOMPAS_TEST_DATABASE", "DATABASE_URL"}}
        return kept | {"WIJKKOMPAS_HOME": str(self.home), "PORT": str(self.port), "OMP_NUM_THREADS": "1"}

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a command of this installation."""
        return subprocess.run([COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=False)

    def pid(self, name: str) -> int:
        """Process id of web, worker or postgres."""
        return int((self.home / "run" / f"{name}.pid").read_text())

    def wait_ready(self, seconds: float = 120) -> None:
        """Until /readyz says yes."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server stopped: {(self.home / 'server.log').read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.2)
        raise TimeoutError((self.home / "server.log").read_text()[-2000:])

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()


def start(home: Path) -> Live:
    """Start an installation and wait until it is ready."""
    home.mkdir(parents=True, exist_ok=True)
    for folder in (home, home.parent, home.parent.parent):
        folder.chmod(0o755)
    live = Live(home, free_port(), None)  # type: ignore[arg-type]
    log = (home / "server.log").open("ab")
    live.process = subprocess.Popen([COMMAND, "run"], env=live.environment, stdout=log, stderr=log)
    live.wait_ready()
    return live
