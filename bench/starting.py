"""How long `wijkkompas run` takes until it is ready: in an empty folder, and again in the same one.

    python bench/starting.py

The packages are in place: downloads are not counted. The first start makes the database, loads the example data and builds the
search index; the second finds all that. From the command until /readyz answers 200; the figures are of this machine and its load.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.live import COMMAND, Live, free_port  # noqa: E402

LONGEST = 900  # seconds; slower than this is broken, not slow


@dataclass(frozen=True)
class Start:
    """One start: seconds until ready, and how busy the machine was before it."""

    name: str
    seconds: float
    load: float

    def __str__(self) -> str:
        return f"{self.name}: {self.seconds:.1f} s until /readyz answers 200 (load before it {self.load:.1f})"


def _start(name: str, home: Path) -> Start:
    load = os.getloadavg()[0]
    live = Live(home, free_port(), None)  # type: ignore[arg-type]
    with (home / "server.log").open("ab") as log:
        began = time.perf_counter()
        live.process = subprocess.Popen([COMMAND, "run"], env=live.environment, stdout=log, stderr=log)
        try:
            live.wait_ready(LONGEST)
            return Start(name, time.perf_counter() - began, load)
        finally:
            live.stop()


def measure() -> list[Start]:
    """A first and a second start in a folder that did not exist; nothing of it is left."""
    # The database account must reach the folder, so all above it up to our own temporary one is open to read.
    own = Path(tempfile.mkdtemp(prefix="wijk-start-"))
    home = own / "home"
    home.mkdir()
    for folder in (own, home):
        folder.chmod(0o755)
    try:
        return [_start(name, home) for name in ("first start, empty folder", "second start, same folder")]
    finally:
        shutil.rmtree(own, ignore_errors=True)


def main() -> None:
    """Print both, with the conditions."""
    starts = measure()
    print(f"conditions: packages in place, no downloads, {os.cpu_count()} cores, example set-up, database of its own")
    print(*starts, sep="\n")


if __name__ == "__main__":
    main()
