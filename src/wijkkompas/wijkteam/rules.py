"""Pure decisions: the states of a case, what a share opens, how long a case is kept, what an age means."""

from __future__ import annotations

from datetime import timedelta

LONGEST_SHARE = timedelta(days=366)
LONGEST_GLASS = timedelta(minutes=60)

# What a scope of a share opens; `fields` opens the parts that were chosen. Apart notes, Meldcode and work notes never.
PARTS_OF: dict[str, tuple[str, ...]] = {
    "summary": ("identity", "summary"),
    "plan": ("identity", "summary", "goals", "actions"),
    "full": ("identity", "summary", "goals", "actions", "contacts", "journal"),
}
