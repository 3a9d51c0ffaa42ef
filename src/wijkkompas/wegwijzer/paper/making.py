"""A leaflet by the names of services, for the command line: the same as the pages make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wijkkompas.kern.paper import Printed
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper import gathering, leaflet
from wijkkompas.wegwijzer.paper.rules import MOST


def leaflet_of(slugs: Sequence[str], *, language: str, large: bool, day: date) -> Printed:
    """A leaflet with these services, in this order; the same one twice stands there once.

    LookupError with the name of one that is not there (or is stopped), ValueError for too many, DoesNotFit, Busy.
    """
    wanted = list(dict.fromkeys(slug.replace("\0", " ") for slug in slugs))
    if len(wanted) > MOST:
        raise ValueError(f"at most {MOST} services fit on a leaflet: make a guide instead")
    found = {row.slug: row for row in gathering.with_paper_facts(Service.objects.public().filter(slug__in=wanted))}
    for slug in wanted:
        if slug not in found:
            raise LookupError(slug)
    return leaflet.print_leaflet(
        gathering.entries([found[slug] for slug in wanted], language, day),
        gathering.numbers(language),
        language=language,
        day=day,
        large=large,
    )
