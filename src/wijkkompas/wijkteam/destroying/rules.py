"""Pure: how much longer than the law says a case may stay."""

from __future__ import annotations

from datetime import date, timedelta

LONGEST_MORE = timedelta(days=1826)  # [check] our own choice: five years, then decide again


def may_keep_until(until: date, *, usual: date) -> bool:
    """Later than the term of the law, and not without end. Shorter is a matter of terms, not of one case."""
    return usual < until <= usual + LONGEST_MORE
