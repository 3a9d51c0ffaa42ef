"""`make run`: brings everything up, keeps it up, and takes it down again.

PostgreSQL, the web process and the job worker are watched; what dies is started again. Ctrl-C stops all.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from wijkkompas.config.launcher import Server

PAUSE = 0.5


class Supervisor:
    """Starts the processes in order (database, web, worker) and stops them in the reverse order."""

    def __init__(self, home: Path, port: int, *, web_processes: int = 1) -> None:
        self.home, self.port, self.web_processes = home, port, web_processes
        self.server = Server(home)
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def _command(self, name: str) -> list[str]:
        bin_folder = Path(sys.executable).parent
        if name == "worker":
            return [str(bin_folder / "wijkkompas"), "worker"]
        return [
            str(bin_folder / "granian"),
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--workers",
            str(self.web_processes),
            "--blocking-threads",
            "4",
            "--no-access-log",
            "--log-level",
            "warning",
            "--respawn-failed-workers",
            "wijkkompas.config.wsgi:application",
        ]

    def _write_pid(self, name: str, pid: int | None) -> None:
        folder = self.home / "run"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.pid"
        if pid is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(f"{pid}\n")

    def _start(self, name: str) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "DJANGO_SETTINGS_MODULE": "wijkkompas.config.settings"}
        self.children[name] = subprocess.Popen(self._command(name), env=environment)  # noqa: S603
        self._write_pid(name, self.children[name].pid)

    def _check_database(self) -> None:
        if not self.server.running():
            self.server.start()
        self._write_pid("postgres", self.server.pid())

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask the loop to end."""
        self.stopping = True

    def run(self) -> None:
        """Until Ctrl-C or SIGTERM, or until something cannot be kept up; then nothing is left running."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        self._check_database()
        try:
            for name in ("web", "worker"):
                self._start(name)
            self._watch()
        finally:
            self._stop_all()

    def _watch(self) -> None:
        quick_deaths = 0
        while not self.stopping:
            time.sleep(PAUSE)
            self._check_database()
            for name, child in list(self.children.items()):
                if child.poll() is not None and not self.stopping:
                    quick_deaths += 1
                    if quick_deaths > 20:
                        sys.stderr.write(f"{name} keeps stopping (exit {child.returncode}); giving up\n")
                        self.stopping = True
                        break
                    time.sleep(min(0.25 * quick_deaths, 3))
                    self._start(name)
                elif child.poll() is None and quick_deaths and time.monotonic() % 30 < PAUSE:
                    quick_deaths -= 1

    def _stop_all(self) -> None:
        for name in ("worker", "web"):
            child = self.children.get(name)
            if child is not None and child.poll() is None:
                child.terminate()
        for name, child in self.children.items():
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
            self._write_pid(name, None)
        try:
            self.server.stop()
        finally:
            self._write_pid("postgres", None)
