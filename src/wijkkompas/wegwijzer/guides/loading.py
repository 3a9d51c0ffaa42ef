"""Takes in the handbooks that the product brings along. What people here changed stays theirs."""

from __future__ import annotations

from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.wegwijzer.guides.shipped import shipped_handbooks
from wijkkompas.wegwijzer.guides.values import ShippedHandbook
from wijkkompas.wegwijzer.models import Handbook
from wijkkompas.wegwijzer.policies import HANDBOOKS


def load_handbooks() -> int:
    """Load data/handbooks; returns how many versions are new. Idempotent."""
    with acting_as(system_actor(HANDBOOKS)):
        return sum(_take_in(shipped) for shipped in shipped_handbooks())


def _take_in(shipped: ShippedHandbook) -> bool:
    handbook = Handbook.objects.select_for_update().filter(slug=shipped.slug).first()
    if handbook is None:
        handbook = Handbook(slug=shipped.slug, review_on=shipped.review_on)
    newest = handbook.versions.first() if handbook.version else None
    if newest is not None and newest.shipped in {"", shipped.digest}:
        return False
    handbook.audience, handbook.needs = shipped.audience, list(shipped.needs)
    handbook.version += 1
    if handbook.owner_id is None:  # an owner has promised a date of its own
        handbook.review_on = shipped.review_on
    handbook.save()
    handbook.write(shipped, shipped=shipped.digest)
    return True
