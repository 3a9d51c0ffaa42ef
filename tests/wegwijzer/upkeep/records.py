"""Records to keep up, with what the ledger and the history say of them."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen.models import Area, Organization
from wijkkompas.mensen.values import Role
from wijkkompas.post.api import list_outbox
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer.models import RecordCheck, Service, ServiceNeed, StatusChange
from wijkkompas.wegwijzer.policies import UPKEEP
from wijkkompas.wegwijzer.upkeep import actions, asking


def organization(area: str = "GM0622", **more: Any) -> Organization:
    return Organization.objects.create(name=f"Organisatie {uuid.uuid4().hex[:8]}", area_id=area, **more)


def record(
    of: Organization | None = None, *, area: str = "GM0622", need: str = "understand-letter", **more: Any
) -> Service:
    """A service in the guide that was checked today; nothing surprising is filled in."""
    name = more.pop("name", f"Hulp {uuid.uuid4().hex[:8]}")
    defaults = {
        "slug": uuid.uuid4().hex,
        "description": "Wij helpen u.",
        "summary": "Wij helpen u met formulieren.",
        "theme": "geld-en-schulden",
        "assured_date": clock.today(),
    }
    made = Service.objects.create(name=name, organization=of or organization(area), **defaults | more)
    made.areas.set(Area.objects.filter(code=area))
    ServiceNeed.objects.create(service=made, need_id=need, position=1)
    return made


def long_ago(days: int = 300) -> date:
    return clock.today() - timedelta(days=days)


def editor(of: Organization, **more: Any) -> Any:
    return factories.account(Role.ORGANISATION_EDITOR, organization_id=of.id, **more)


def checks(service: Service) -> list[RecordCheck]:
    with acting_as(system_actor(UPKEEP)):
        return list(RecordCheck.objects.filter(service=service).order_by("made_at", "done_at"))


def promises(service: Service) -> list[Promise]:
    with acting_as(system_actor(UPKEEP)):
        return list(
            Promise.objects.filter(object_id__in=[check.id for check in checks(service)]).order_by("made_at", "due")
        )


def history(service: Service) -> list[tuple[str, str, str, str]]:
    """(was, became, via, why), oldest first."""
    with acting_as(system_actor(UPKEEP)):
        rows = StatusChange.objects.filter(service=service).order_by("id")
        return list(rows.values_list("was", "became", "via", "why"))


def mails(address: str) -> list[dict[str, Any]]:
    """What went to an address, oldest first."""
    return [mail for mail in list_outbox() if mail["to"] == address]


def token_in(mail: dict[str, Any]) -> str:
    """The key of the link in a mail."""
    return re.search(r"/klopt-nog\?l=(\S+)", mail["body"])[1]


def asked(*services: Service) -> str:
    """Ask the organisation of these records about them; gives the key of the link in the mail."""
    actions.plan_checks(clock.now())
    asking.ask_organizations(clock.now())
    return token_in(mails(services[0].organization.email)[-1])
