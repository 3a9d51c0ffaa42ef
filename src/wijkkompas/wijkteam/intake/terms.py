"""The terms of the law as they are kept in terms.yaml, and the working days of the Netherlands."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import yaml

from wijkkompas.kern.clock import AMSTERDAM
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam.intake.rules import LegalDay, Term, legal_days, read_terms
from wijkkompas.wijkteam.models import Notification

FILE = Path(__file__).with_name("terms.yaml")


@cache
def terms() -> tuple[Term, ...]:
    """All lines of the file; read once a process."""
    return read_terms(yaml.safe_load(FILE.read_text(encoding="utf8")))


def add_working_days(day: date, count: int) -> date:
    """`count` Dutch working days after a day."""
    return toezeggingen.due_moment(datetime.combine(day, time(9), AMSTERDAM), working_days=count).date()


def days_of(notification: Notification) -> list[LegalDay]:
    """What the law asks after a notification, and by when."""
    return legal_days(
        terms(),
        law=notification.law,
        urgent=notification.urgent,
        received=notification.received_on,
        add_working_days=add_working_days,
    )
