"""What was decided about handbooks. Pure: no Django, no clock, no database."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

REVIEW_WITHIN = timedelta(days=366)  # rules of benefits and housing change at least every year
LONGEST_SLUG = 60
RESERVED = {"nieuw"}  # an address of its own: /team/handboek/nieuw
GRACE = timedelta(days=30)  # who takes over a handbook that is past its date gets a month to look at it


def review_problem(review_on: date, today: date) -> str | None:
    """Why this review date cannot be: `past` or `too-late`; None when it can."""
    if review_on <= today:
        return "past"
    return "too-late" if review_on > today + REVIEW_WITHIN else None


def is_stale(review_on: date, today: date) -> bool:
    """Past its date: readers are told that nobody looked again yet."""
    return review_on < today


def first_review(review_on: date, today: date) -> date:
    """When a team that takes over looks at it: on the date that stands there, or within a month when that is over."""
    return review_on if review_on > today else today + GRACE


def someone_was_first(based_on: int, current: int) -> bool:
    """Two people wrote at once: the second one reads first what the other changed, so that nothing is lost."""
    return based_on != current


def slug_of(title: str) -> str:
    """The last part of the address of a handbook, from its title by whole words; empty when nothing can be made of it."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return "" if slug in RESERVED else slug
