"""Time comes in as an argument in rules; edges take it from here."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()


def today() -> date:
    """The present day in the Netherlands."""
    return timezone.now().astimezone(AMSTERDAM).date()
