"""`check-health` and what /readyz says."""

from __future__ import annotations

import argparse
from typing import Any


def check(_arguments: argparse.Namespace) -> Any:
    """Everything that must be there; exit 1 when something is not."""
    from wijkkompas.config.readiness import readiness

    report = readiness(thorough=True)
    return (report, 0 if report["ready"] else 1)
