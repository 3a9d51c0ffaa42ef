"""Propose what is past its last day, and keep one case longer for a reason."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.utils import Error
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, system_actor
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wijkteam import queries
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of
from wijkkompas.wijkteam.destroying.rules import may_keep_until
from wijkkompas.wijkteam.models import Case
from wijkkompas.wijkteam.policies import KEEPER
from wijkkompas.wijkteam.rules import ends_on
from wijkkompas.wijkteam.values import CASE, CaseState, LongerReason

log = logging.getLogger(__name__)
CONFIRMED = "42501"


def propose(month: date) -> int:
    """The job: cases past their last day go on the list of their municipality and law; returns how many. May run twice.

    A case that waits on an earlier list is not listed again; one that was kept off is, a month later. A list that
    somebody confirmed takes no more: what came due since goes on the next.
    """
    with acting_as(system_actor(KEEPER)), connection.cursor() as cursor:
        cursor.execute("select municipality, domain, id, last_day from app.cases_to_destroy()")
        rows = cursor.fetchall()
    due: dict[tuple[str, str], list[tuple[UUID, date]]] = defaultdict(list)
    for municipality, domain, case_id, last_day in rows:
        if municipality is None:
            log.error("case %s is past its last day, and its team is in no municipality: give it an area", case_id)
            continue
        due[municipality, domain].append((case_id, last_day))
    listed = 0
    for (municipality, domain), records in sorted(due.items()):
        try:
            toestemming.propose_destruction(
                municipality=municipality, month=month, kind=CASE, rule=f"case-{domain}", records=records
            )
        except Error as error:
            if getattr(error.__cause__, "sqlstate", "") != CONFIRMED:
                raise
            log.info("the list of %s for %s is closed: %s cases wait for the next", municipality, domain, len(records))
        else:
            listed += len(records)
    return listed


def keep_longer(*, actor: Actor, case_id: UUID, until: date, reason: str) -> None:
    """A closed case may be read longer than the term of its law, for a reason that the signed log keeps.

    For the coordinator and the leads. Raises `NotYours`, or `Refusal` in words.
    """
    one_of(reason, LongerReason.values)
    with acting_as(actor):
        case = held_case(case_id)
        if case.coordinator_id != int(actor.id) and case.team_id not in queries.my_leads():
            raise Refusal(_("Alleen de coördinator of de teamleider kan dit."))
        if case.state != CaseState.CLOSED or case.closed_at is None:
            raise Refusal(_("Dit kan pas als het dossier is afgerond."))
        usual = ends_on(
            case.closed_at.astimezone(clock.AMSTERDAM).date(), toestemming.term(f"case-{case.legal_domain}")
        )
        if not may_keep_until(until, usual=usual):
            raise Refusal(_("Kies een dag na de gewone termijn, en ten hoogste vijf jaar later."))
        Case.objects.filter(id=case.id).update(ends_on=until, longer_because=reason)
