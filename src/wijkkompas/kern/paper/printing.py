"""The press: typst in a process of its own, with a time limit, so that no paper holds up a page or grows its memory.

Texts go in as JSON data and are never typst code. `press` takes several drafts of one paper, the fullest first, and
prints the first that fits on the pages there are. `python -m wijkkompas.kern.paper.printing` is the process.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]  # templates lie in rooms: kern/paper/letter.typ, wegwijzer/paper/guide.typ
FONTS = ROOT / "kern" / "paper" / "fonts"
SECONDS = 20  # a booklet of 300 services takes less than two on a slow machine
AT_ONCE = 2  # papers at the same time in one web process
WAIT = 10  # seconds for a free place
MEMORY = 3 * 1024**3  # bytes of address space; typst itself uses about 150 MB


class Busy(RuntimeError):
    """Too many papers at the same time, or one took too long; try again later."""


class DoesNotFit(ValueError):
    """Even the shortest draft needs more pages than there are."""


@dataclass(frozen=True)
class Printed:
    """A paper: its PDF, which draft it was (0 is the fullest), how many pages."""

    pdf: bytes
    draft: int
    pages: int


_places = threading.BoundedSemaphore(AT_ONCE)


def press(template: str, drafts: Sequence[dict[str, Any]], *, day: date, most_pages: int | None = None) -> Printed:
    """Print the first draft that fits in `most_pages`.

    The same drafts of the same day give the same bytes. Raises `DoesNotFit`, `Busy`, or RuntimeError for a template
    that is broken.
    """
    job = {
        "template": template,
        "drafts": list(drafts),
        "most_pages": most_pages,
        "made": int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()),
    }
    if not _places.acquire(timeout=WAIT):
        raise Busy("too many papers at once")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "wijkkompas.kern.paper.printing"],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise Busy(f"{template} took longer than {SECONDS} seconds") from error
    finally:
        _places.release()
    if done.returncode:
        raise RuntimeError(f"{template}: {done.stderr.decode(errors='replace')[-2000:]}")
    answer = json.loads(done.stdout)
    if answer is None:
        raise DoesNotFit(template)
    return Printed(base64.b64decode(answer["pdf"]), answer["draft"], answer["pages"])


def _environment() -> dict[str, str]:
    """What the process needs, and none of our secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT.parent), "RAYON_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def typeset(job: dict[str, Any]) -> dict[str, Any] | None:
    """The work itself, in this process; None when no draft fits."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    drafts = [
        typst.Compiler(
            str(ROOT / job["template"]),
            root=str(ROOT),
            font_paths=fonts,
            sys_inputs={"paper": json.dumps(draft, ensure_ascii=False)},
        )
        for draft in job["drafts"]
    ]

    def pages(at: int) -> int:
        return int(json.loads(drafts[at].query("<pages>", field="value", one=True)))

    chosen = _first(len(drafts), lambda at: job["most_pages"] is None or pages(at) <= job["most_pages"])
    if chosen is None:
        return None
    pdf = drafts[chosen].compile(format="pdf", pdf_standards=["ua-1"], timestamp=job["made"])
    assert isinstance(pdf, bytes), "a PDF is one file, however many pages"
    return {"draft": chosen, "pages": pages(chosen), "pdf": base64.b64encode(pdf).decode()}


def _first(count: int, fits: Callable[[int], bool]) -> int | None:
    """The first that fits, when each is shorter than the one before it; by halves."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if fits(middle):
            high = middle
        else:
            low = middle + 1
    return low if low < count else None


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit of who started us remains
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(typeset(json.load(sys.stdin)), sys.stdout)
