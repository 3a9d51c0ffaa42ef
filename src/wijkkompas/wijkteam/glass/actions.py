"""Deeds of an emergency, on top of wijkteam.actions.glass: find by person, promise a review, tell the resident."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam import actions as core
from wijkkompas.wijkteam.actions.ground import Refusal, one_of, words
from wijkkompas.wijkteam.models import BreakGlass, Case, GlassTry
from wijkkompas.wijkteam.rules import LEAST_WORDS, name_index
from wijkkompas.wijkteam.values import BREAK_GLASS, GlassReason, PostponeReason, Verdict

REVIEW = toezeggingen.PromiseKind.REVIEW_GLASS
REVIEW_WORKING_DAYS = 1
MESSENGER = "glass"  # the system actor that mails; knows addresses and nothing else


def find_and_break(*, actor: Actor, name: str, born_on: date, reason: str, why: str) -> list[UUID]:
    """Open the running cases of a person of the own municipality for an hour (else the last one); returns their ids.

    Every try stays, found or not. Raises `Refusal` in words.
    """
    one_of(reason, GlassReason.values)
    words(why, least=LEAST_WORDS, most=2_000)
    with acting_as(actor):
        with connection.cursor() as cursor:
            cursor.execute(
                "select number, running from app.cases_of_person(%s)",
                [name_index(settings.CODE_PEPPER, name, born_on)],
            )
            rows = cursor.fetchall()
        GlassTry(account_id=int(actor.id), at=clock.now(), reason=reason, found=bool(rows)).save(force_insert=True)
    numbers = [number for number, running in rows if running] or [number for number, _running in rows[:1]]
    if not numbers:
        raise Refusal(_("Wij vinden niemand met deze naam en geboortedag. Kijk of het klopt."))
    with acting_as(actor):
        return [_break(actor, number, reason, why) for number in numbers]


def _break(actor: Actor, number: str, reason: str, why: str) -> UUID:
    case_id = core.break_glass(actor=actor, number=number, reason=reason, why=why)
    glass = BreakGlass.objects.filter(case_id=case_id, account_id=int(actor.id)).latest("at")
    case = Case.objects.select_related("team").get(id=case_id)
    now = clock.now()
    toezeggingen.promise(
        kind=REVIEW,
        area_code=area_of(case),
        organisation_id=case.team.organization_id,
        team_id=case.team_id,
        room="wijkteam",
        object_id=glass.id,
        made_at=now,
        due=toezeggingen.due_moment(now, working_days=REVIEW_WORKING_DAYS),
    )
    return case_id


def area_of(case: Case) -> str:
    """Where the team of a case works."""
    return case.team.areas.order_by("code").values_list("code", flat=True).first() or mensen.COUNTRY


def review(
    *, actor: Actor, glass_id: UUID, verdict: str, later_because: str = "", later_until: date | None = None
) -> None:
    """A lead of the case's team says whether it was needed, and tells the resident, or why that is later.

    Not needed: an incident for the functional manager and the municipality, by mail, without a word about the resident.
    """
    one_of(verdict, Verdict.values)
    one_of(later_because, ["", *PostponeReason.values])
    with acting_as(actor):
        glass = (
            BreakGlass.objects.select_related("case__team")
            .filter(id=glass_id)
            .exclude(account_id=int(actor.id))
            .first()
        )
        if glass is None:
            raise toestemming.NotYours(BREAK_GLASS)
        core.review_glass(actor=actor, glass_id=glass_id, verdict=verdict)
        if later_because:
            if later_until is None:
                raise Refusal(_("Kies tot wanneer. Dat is ten hoogste zes weken."))
            until = datetime.combine(later_until + timedelta(days=1), time(0), clock.AMSTERDAM)
            core.postpone_telling(actor=actor, glass_id=glass_id, until=until, reason=later_because)
        else:
            core.tell_resident(actor=actor, glass_id=glass_id)
        toezeggingen.keep(kind=REVIEW, object_id=glass_id, at=clock.now())
        case = glass.case
    with acting_as(system_actor(MESSENGER)):
        incident = mensen.addresses_of_keepers(area_of(case)) if verdict == Verdict.NOT_JUSTIFIED else []
        with connection.cursor() as cursor:
            cursor.execute("select * from app.addresses_of_file(%s)", [case.id])
            readers = [] if later_because else [row[0] for row in cursor.fetchall()]
    for address in incident:
        post.queue_email(to=address, subject="Wijkkompas: een incident", body=_incident(case.team.name))
    for address in readers:
        post.queue_email(to=address, subject="Wijkkompas", body=_something(settings.BASE_URL))


def _incident(team: str) -> str:
    return (
        f"{team} keek een noodtoegang na. Het was niet nodig. Dat is een incident.\n"
        "Neem contact op met de teamleider. Kijk samen of u het datalek moet melden.\n"
        "In deze mail staan met opzet geen namen.\n"
    )


def _something(base: str) -> str:
    return f"Er staat iets voor u klaar. Log in om het te lezen: {base}/mijn\n"
