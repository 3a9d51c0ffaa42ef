"""Two people at once: one of them is told, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.races import at_once
from tests.wegwijzer.merging.conftest import a_pair, a_service
from tests.wegwijzer.upkeep.records import checks
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.api import NotYours
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.merging import deeds
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.upkeep import actions as upkeep

pytestmark = [pytest.mark.usefixtures("committed")]

REFUSED = (Refusal, NotYours)


def refusals(*jobs: Callable[[], Any]) -> int:
    """How many of these, run together, were told no."""
    return sum(isinstance(came, REFUSED) for came in at_once(*jobs, refused=REFUSED))


def a_municipality() -> Any:
    return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)


def test_two_people_who_merge_one_pair_both_ways_merge_it_once():
    one, other = a_service("Proef race een"), a_service("Proef race twee")
    pair, first, second = a_pair(one, other), a_municipality(), a_municipality()
    refused = refusals(
        lambda: deeds.merge(actor=first, pair_id=pair.id, kept_id=one.pk, choices={}),
        lambda: deeds.merge(actor=second, pair_id=pair.id, kept_id=other.pk, choices={}),
    )
    assert refused == 1
    assert Service.objects.public().filter(pk__in=[one.pk, other.pk]).count() == 1


def test_a_ring_of_three_pairs_leaves_no_record_that_leads_nowhere():
    rows = [a_service(f"Proef ring {n}") for n in range(3)]
    pairs = [a_pair(rows[n], rows[(n + 1) % 3]) for n in range(3)]
    people = [a_municipality() for _ in range(3)]
    refusals(
        *(
            lambda n=n: deeds.merge(actor=people[n], pair_id=pairs[n].id, kept_id=rows[n].pk, choices={})
            for n in range(3)
        )
    )
    ids = [row.pk for row in rows]
    left = Service.objects.filter(pk__in=ids, merged_into__isnull=True)
    assert left.count() >= 1
    leads = Service.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("merged_into_id", flat=True)
    assert set(leads) <= set(left.values_list("pk", flat=True))


def test_two_people_who_undo_one_merge_undo_it_once():
    one, other = a_service("Proef terug een"), a_service("Proef terug twee")
    pair, actor = a_pair(one, other), a_municipality()
    made = deeds.merge(actor=actor, pair_id=pair.id, kept_id=one.pk, choices={"name": "other"})
    refused = refusals(*(lambda: deeds.undo(actor=actor, merge_id=made) for _ in range(2)))
    assert refused == 1
    assert Service.objects.public().filter(pk__in=[one.pk, other.pk]).count() == 2


def test_somebody_who_checks_a_record_while_it_is_merged_leaves_no_check_that_nobody_sees():
    one, other = a_service("Proef nakijken een"), a_service("Proef nakijken twee")
    upkeep.plan_checks(clock.now())
    pair, actor, keeper = a_pair(one, other), a_municipality(), a_municipality()
    refused = refusals(
        lambda: deeds.merge(actor=actor, pair_id=pair.id, kept_id=one.pk, choices={}),
        lambda: upkeep.mark_checked(actor=keeper, service_id=other.pk),
    )
    assert refused <= 1
    assert [check.service_id for check in checks(one) + checks(other) if check.done_at is None] == [one.pk]
