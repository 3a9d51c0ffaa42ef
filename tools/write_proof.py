"""Writes docs/reference/proof.md: the figures of the full checks, with commit, date and conditions.

Run by `make prove`, after the tests passed.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CHECKS = [
    ("Start: `wijkkompas run` until it is ready", ["bench/starting.py"]),
    ("Search: 200 shipped vectors encoded again", ["tools/make_vectors.py", "--check", "200"]),
    ("Search: development questions (needs mode)", ["tools/search_eval.py"]),
    ("Search: every sixth phrasing held out", ["tools/search_eval.py", "--hold-out", "6"]),
    ("Search: without the model (words only)", ["tools/search_eval.py", "--words-only"]),
    ("Crisis detector: on lines that no training saw", ["tools/search_eval.py", "--crisis"]),
    ("Feeds: growth with size", ["bench/feeds.py"]),
    ("Search: time, memory and growth beside PostgreSQL full text", ["bench/search.py"]),
]


def _output(command: list[str]) -> str:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run([PYTHON, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout.strip()


def main() -> None:
    """Run every check and write the page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    load = os.getloadavg()[0]
    lines = [
        "# Proof",
        "",
        "Figures of `make prove`. Ratios count, absolute times depend on the machine.",
        "",
        f"- commit: {commit or 'unknown'}",
        f"- date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},"
        f" load when this page was begun {load:.1f}",
        "",
    ]
    for title, command in CHECKS:
        lines += [f"## {title}", "", f"`python {' '.join(command)}`", "", "```", _output(command), "```", ""]
    (ROOT / "docs" / "reference" / "proof.md").write_text("\n".join(lines), encoding="utf8")


if __name__ == "__main__":
    main()
