"""Ask organisations by mail whether their records still hold, and take the answer from the link in that mail.

The link holds 192 random bits and nothing else. It works without logging in, for a month, once for each record: opening
it changes nothing (mail scanners open links), a button does. Only its keyed hash is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists
from django.utils import formats

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.actions import Refusal, report_mistake
from wijkkompas.wegwijzer.models import RecordCheck, Service
from wijkkompas.wegwijzer.policies import UPKEEP
from wijkkompas.wegwijzer.rules import hash_code, new_token
from wijkkompas.wegwijzer.upkeep import actions, facts
from wijkkompas.wegwijzer.upkeep.rules import LINK_LIVES, Standing, may_ask
from wijkkompas.wegwijzer.values import LinkAnswer, ServiceStatus

_ASKED = [ServiceStatus.PUBLISHED, ServiceStatus.PAUSED]
_STOPPED_BY_LINK = "De organisatie zei het met de link in de mail."


def _hash(token: str) -> str:
    return hash_code(settings.CODE_PEPPER, f"check|{token}")


def _holder(token: str) -> Actor:
    """Whoever holds the link. The database shows this actor the checks that were asked by it, until it expires."""
    return follower_actor(_hash(token))


# Asking -------------------------------------------------------------------------------------------------------------


def ask_organizations(now: datetime) -> int:
    """The weekly job: one mail an organisation with all its records that are due. Returns how many organisations."""
    today = now.astimezone(clock.AMSTERDAM).date()
    with acting_as(system_actor(UPKEEP)):
        due: dict[UUID, list[UUID]] = {}
        waiting = (
            Service.objects.filter(Exists(RecordCheck.objects.open().of_outer_service()), status__in=_ASKED)
            .filter(merged_into__isnull=True)
            .prefetch_related("schedules", "service_needs__need")
            .order_by("name")
        )
        for service in waiting:
            if facts.standing(service, today) is not Standing.FINE:
                due.setdefault(service.organization_id, []).append(service.id)
    return sum(_ask_one(organization_id, ids, now) for organization_id, ids in due.items())


def _ask_one(organization_id: UUID, service_ids: Sequence[UUID], now: datetime) -> bool:
    """Mail one organisation, in a transaction of its own: the link stands if and only if the mail goes out."""
    with acting_as(system_actor(UPKEEP)):
        checks = list(
            RecordCheck.objects.open()
            .filter(service_id__in=service_ids)
            .select_related("service")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("service__name")
        )
        if not may_ask([check.asked_at for check in checks], now):
            return False
        addresses = addresses_of(organization_id)
        if not addresses:
            return False
        token = new_token()
        RecordCheck.objects.filter(id__in=[check.id for check in checks]).update(
            asked_at=now, token_hash=_hash(token), link_until=now + LINK_LIVES, answer=""
        )
        names = [check.service.name for check in checks if check.service is not None]
        for address in addresses:
            post.queue_email(to=address, subject=_subject(len(names)), body=_body(names, token, now))
        return True


def addresses_of(organization_id: UUID) -> list[str]:
    """Where an organisation reads its mail: its own address, else those of its editors. For jobs only."""
    own = mensen.Organization.objects.filter(id=organization_id).values_list("email", flat=True).first()
    if own:
        return [own]
    with connection.cursor() as cursor:
        cursor.execute("select * from app.addresses_of_organization(%s)", [organization_id])
        return [row[0] for row in cursor.fetchall()]


def _subject(count: int) -> str:
    return "Klopt dit nog? 1 pagina in Wijkkompas" if count == 1 else f"Klopt dit nog? {count} pagina's in Wijkkompas"


def _body(names: Sequence[str], token: str, now: datetime) -> str:
    until = formats.date_format((now + LINK_LIVES).astimezone(clock.AMSTERDAM), "j F Y")
    listed = "\n".join(f"- {name}" for name in names)
    return (
        f"Bewoners vinden uw hulp in Wijkkompas. Wij willen weten of dit nog klopt:\n\n{listed}\n\n"
        f"Kijk het na. U hoeft niet in te loggen. Klopt het nog? Dan is één tik genoeg:\n"
        f"{settings.BASE_URL}/klopt-nog?l={token}\n\n"
        f"De link werkt tot {until}. Geef hem niet aan anderen.\n"
    )


# Answering ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A record that a link asks about, and what was answered."""

    service: Service
    answer: str


def asked_by(token: str) -> list[Asked]:
    """What a link asks, by name; empty when it is unknown or has expired. A fixed number of queries."""
    with acting_as(_holder(token)):
        answers = dict(RecordCheck.objects.exclude(token_hash="").values_list("service_id", "answer"))
    services = Service.objects.with_facts().filter(id__in=answers, merged_into__isnull=True).order_by("name")
    return [Asked(service, answers[service.id]) for service in services]


def answer_link(*, token: str, answer: str, service_id: UUID | None = None, text: str = "") -> int:
    """Take an answer about one record, or about all that are still open (`right` only). Returns how many it was for.

    A second answer about the same record does nothing. Raises `NotYours` for an unknown or expired link and for a record
    that it does not ask about; `Refusal` with what to do.
    """
    if answer not in LinkAnswer.values or (service_id is None and answer != LinkAnswer.RIGHT):
        raise Refusal("Kies of het klopt.")
    if answer == LinkAnswer.WRONG and not text.strip():
        raise Refusal("Schrijf wat er anders is. Bijvoorbeeld: wij zijn nu op dinsdag open.")
    with acting_as(_holder(token)):
        mine = RecordCheck.objects.exclude(token_hash="")
        wanted = sorted(
            (mine if service_id is None else mine.filter(service_id=service_id)).values_list("service_id", "id")
        )
    if not wanted:
        raise toestemming.NotYours(actions.KIND)
    with acting_as(system_actor(UPKEEP)):
        return sum(_take(check_id, identity, _hash(token), answer, text) for identity, check_id in wanted)


def _take(check_id: UUID, service_id: UUID, token_hash: str, answer: str, text: str) -> bool:
    """One answer, with its record locked first: two taps at once are one."""
    service, now = actions.locked(service_id), clock.now()
    check = RecordCheck.objects.open().filter(id=check_id, token_hash=token_hash, answer="").first()
    if check is None:
        return False
    check.answer = answer
    check.save(update_fields=["answer"])
    match answer:
        case LinkAnswer.RIGHT:
            actions.note_checked(service, at=now, by_id=None)
        case LinkAnswer.STOPPED:
            actions.stop(service, _STOPPED_BY_LINK, at=now)
        case _:
            told = f"De organisatie zelf zegt: {text.strip()}"
            report_mistake(actor=visitor_actor(), service_id=service_id, text=told[:1000], contact="")
    return True
