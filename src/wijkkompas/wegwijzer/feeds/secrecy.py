"""Where somebody may be hiding is not told to machines."""

from __future__ import annotations

from collections.abc import Iterable

# Needs of somebody who flees. A place where one of these is served may be a refuge; hiding an office too much does no harm.
FLEEING = frozenset({"domestic-violence", "coercion-exploitation"})


def hides_places(needs: Iterable[str]) -> bool:
    """Are the places of a service with these needs kept out of feeds? (ORUK: no secret addresses of refuges.)"""
    return not FLEEING.isdisjoint(needs)
