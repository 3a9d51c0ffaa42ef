"""What opening one sealed record costs: the committed line and the key, beside a plain read of the row.

    OMP_NUM_THREADS=1 python bench/opening.py [--times 200]

One worker, one question, a database of its own. Medians of interleaved runs; read the ratios, not the milliseconds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
HOME = Path(tempfile.mkdtemp(prefix="wijk-bench-"))
os.environ.update(
    WIJKKOMPAS_HOME=str(HOME),
    WIJKKOMPAS_TEST_DATABASE="wijk_bench",
    DJANGO_SETTINGS_MODULE="wijkkompas.config.settings",
)
os.environ.pop("DATABASE_URL", None)
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def timed(ways: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Median of each way in microseconds; the ways take turns, so that a busy moment hits all of them."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            found[name].append((time.perf_counter() - start) * 1e6)
    return {name: statistics.median(values) for name, values in found.items()}


def measure(times: int) -> dict[str, float]:
    """The ways of reading, and the growth of the log."""
    from tests import factories

    from wijkkompas.kern.access import account_actor, acting_as
    from wijkkompas.toestemming import audit
    from wijkkompas.toestemming.actions import open_record
    from wijkkompas.wegwijzer.models import ContactRequest
    from wijkkompas.wegwijzer.values import CONTACT_REQUEST

    team = factories.team(answers=True)
    worker = account_actor(factories.worker(team, organization=team.organization).pk)
    asked = factories.ask()

    def row() -> object:
        with acting_as(worker):
            return ContactRequest.objects.get(id=asked.id).state

    def opened() -> object:
        with acting_as(worker):
            request = ContactRequest.objects.get(id=asked.id)
            return open_record(CONTACT_REQUEST, asked.id, purpose="answer").read(request.sealed)

    def own() -> object:
        from wijkkompas.toestemming.actions import seal

        with acting_as(worker):
            identity = uuid.uuid4()
            return seal("contact_request", identity, question="x")

    figures = timed({"row without its text": row, "row, line and text": opened, "seal a new record": own}, times)
    start = time.perf_counter()
    size = audit.grow()
    figures["place and sign a leaf"] = (time.perf_counter() - start) * 1e6 / size
    start = time.perf_counter()
    audit.look_for_changes()
    figures["check a leaf"] = (time.perf_counter() - start) * 1e6 / size
    return figures


def main() -> None:
    """Start a database, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    import django

    from wijkkompas.config.launcher import Server, prepare_roles

    server = Server(HOME)
    server.start()
    try:
        for _line in prepare_roles(server.dsn(), "wijk_bench"):
            pass
        django.setup()
        from django.db import connections

        from wijkkompas.config.commands.database import run_migrations
        from wijkkompas.mensen.loading import load_areas

        run_migrations(quiet=True)
        load_areas()
        figures = measure(times)
        base = figures["row without its text"]
        for name, value in figures.items():
            print(f"{name:24} {value:9.0f} us  x{value / base:.2f}")
        connections.close_all()
    finally:
        server.stop()
        shutil.rmtree(HOME, ignore_errors=True)
        shutil.rmtree(server.data, ignore_errors=True)


if __name__ == "__main__":
    main()
