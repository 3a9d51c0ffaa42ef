"""Organisations with an editor and a record, and what happened to the record."""

from __future__ import annotations

from datetime import time
from typing import Any

from tests import factories
from tests.wegwijzer.upkeep import records
from wijkkompas.kern.access import Actor, account_actor, acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer.editing import actions, record
from wijkkompas.wegwijzer.models import Phone, RecordChange, Schedule, Service
from wijkkompas.wegwijzer.policies import EDITING


def municipality(area: str = "GM0622") -> Actor:
    return account_actor(factories.account(Role.MUNICIPALITY, area_id=area).pk)


def manager() -> Actor:
    return account_actor(factories.account(Role.FUNCTIONAL_MANAGER, is_superuser=True, is_staff=True).pk)


def editor(service: Service, **more: Any) -> Actor:
    return account_actor(records.editor(service.organization, **more).pk)


def a_record(**more: Any) -> Service:
    """With a telephone and hours, so that there are rows to put back."""
    made = records.record(**more)
    Phone.objects.create(service=made, number="010 1234567")
    Schedule.objects.create(service=made, byday=["MO", "WE"], opens_at=time(9), closes_at=time(12))
    return made


def now(service: Service) -> dict[str, Any]:
    return record.values_of(Service.objects.get(pk=service.pk))


def save(actor: Actor, service: Service, **wanted: Any) -> actions.Saved:
    """Save these parts, as somebody who opened the form just now."""
    base = {part: now(service)[part] for part in wanted}
    return actions.save(actor=actor, service_id=service.pk, wanted=wanted, base=base)


def changes(service: Service) -> list[RecordChange]:
    with acting_as(system_actor(EDITING)):
        return list(RecordChange.objects.filter(service=service).order_by("made_at"))


def approve(actor: Actor, service: Service) -> None:
    """Approve what waits, as somebody who looked just now."""
    change = next(one for one in changes(service) if one.state == "waiting")
    actions.approve(actor=actor, change_id=change.pk, seen=actions.fingerprint(change, now(service)))


def trusted_editor(service: Service, **more: Any) -> Actor:
    """An editor of whom a change was approved."""
    actor = editor(service, **more)
    save(actor, service, alert="Een eerste keer")
    approve(municipality(service.areas.first().code), service)
    return actor


def promises(service: Service) -> list[Promise]:
    ids = [change.pk for change in changes(service)]
    with acting_as(system_actor(EDITING)):
        return list(Promise.objects.filter(object_id__in=ids).order_by("made_at"))
