"""Several people at once, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def at_once(*deeds: Callable[[], Any], refused: tuple[type[Exception], ...] = ()) -> list[Any]:
    """What each deed came to, in their order: what it gave, or the exception when that is one of `refused`.

    They start together. Any other exception is raised here, when all are done.
    """
    start = threading.Barrier(len(deeds), timeout=60)

    def run(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        except refused as told:
            return told
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as together:
        return [one.result() for one in [together.submit(run, deed) for deed in deeds]]
