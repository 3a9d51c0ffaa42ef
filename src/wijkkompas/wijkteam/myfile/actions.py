"""Deeds at the desk and in the own file. Each its own transaction."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as
from wijkkompas.mensen import api as mensen
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wijkteam.actions.ground import Refusal, held_case, one_of, takes_part, words
from wijkkompas.wijkteam.models import FileRequest, IdentityCheck, Participation, Person
from wijkkompas.wijkteam.myfile import queries
from wijkkompas.wijkteam.myfile.rules import ANSWER_WORKING_DAYS, CODE_LASTS, clean_code, hash_code, new_code
from wijkkompas.wijkteam.values import FILE_REQUEST, PERSON, Ask, AskOutcome, CaseRole, DocumentSeen

ANSWER = toezeggingen.PromiseKind.ANSWER_FILE_REQUEST
ROOM = "wijkteam"
FILE_ROLES = (CaseRole.SUBJECT, CaseRole.MEMBER)


def _person(case_id: UUID, person_id: UUID) -> Person:
    """Somebody of a case of the own team, held. Raises `NotYours`; who has no file of their own here is refused."""
    case = held_case(case_id)
    takes_part(case, person_id)
    if not Participation.objects.filter(case=case, person_id=person_id, until=None, role__in=FILE_ROLES).exists():
        raise Refusal(_("Een mantelzorger heeft hier geen eigen dossier."))
    found = Person.objects.select_for_update(of=("self",)).filter(id=person_id).first()
    if found is None:
        raise toestemming.NotYours(PERSON)
    return found


def note_address(*, actor: Actor, case_id: UUID, person_id: UUID, email: str) -> None:
    """With which e-mail address somebody logs in. It opens promises and days only, until the desk saw who it is."""
    with acting_as(actor):
        _person(case_id, person_id)
    account_id = mensen.account_of_address(email=email, name=_("Bewoner"))
    if account_id == int(actor.id):
        raise Refusal(_("Dit is uw eigen e-mailadres. Vul dat van de bewoner in."))
    with acting_as(actor):
        found = _person(case_id, person_id)
        if found.identified_at is not None:
            raise Refusal(_("Deze bewoner leest al mee. Maak dat eerst los."))
        found.account_id = account_id
        found.save(update_fields=["account"])


def see_identity(*, actor: Actor, case_id: UUID, person_id: UUID, document: str) -> str:
    """A colleague saw who somebody is; returns the code that the resident types on the own phone, once."""
    one_of(document, DocumentSeen.values)
    code, now = new_code(), clock.now()
    with acting_as(actor):
        found = _person(case_id, person_id)
        IdentityCheck(
            person=found,
            document=document,
            code_hash=hash_code(settings.CODE_PEPPER, clean_code(code)),
            made_by_id=int(actor.id),
            made_at=now,
            expires_at=now + CODE_LASTS,
        ).save(force_insert=True)
    return code


def unlink(*, actor: Actor, case_id: UUID, person_id: UUID) -> None:
    """This account does not read the file any more, from now on (a lost phone, a mistake). Twice is once."""
    with acting_as(actor):
        found = _person(case_id, person_id)
        found.account_id, found.identified_at, found.identified_how = None, None, ""
        found.save(update_fields=["account", "identified_at", "identified_how"])


def claim(*, actor: Actor, code: str) -> bool:
    """The resident typed the code of the desk: from now on this account reads the own file. False for any other code."""
    digits = clean_code(code)
    if not digits:
        return False
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("select app.claim_person(%s)", [hash_code(settings.CODE_PEPPER, digits)])
        return cursor.fetchone()[0]


def ask(*, actor: Actor, case_id: UUID, kind: str, text: str, about: tuple[str, UUID] | None = None) -> UUID:
    """Say that something is wrong, object, or ask to erase. The team promises an answer."""
    one_of(kind, Ask.values)
    kept, identity, now = words(text, most=5_000), uuid.uuid4(), clock.now()
    with acting_as(actor):
        case, persons = queries.found(case_id)
        mine = Participation.objects.filter(case=case, person_id__in=persons, until=None).order_by("since", "id")
        person_id = mine.values_list("person_id", flat=True).first()
        if person_id is None:
            raise toestemming.NotYours("case")
        FileRequest(
            id=identity,
            case=case,
            person_id=person_id,
            kind=kind,
            about_kind=about[0] if about else "",
            about_row=about[1] if about else None,
            sealed=toestemming.seal(FILE_REQUEST, identity, text=kept),
            made_at=now,
        ).save(force_insert=True)
        toezeggingen.promise(
            kind=ANSWER,
            area_code=case.team.areas.order_by("code").values_list("code", flat=True).first() or mensen.COUNTRY,
            organisation_id=case.team.organization_id,
            team_id=case.team_id,
            room=ROOM,
            object_id=identity,
            made_at=now,
            due=toezeggingen.due_moment(now, working_days=ANSWER_WORKING_DAYS),
        )
    return identity


def answer(*, actor: Actor, case_id: UUID, request_id: UUID, outcome: str, text: str) -> None:
    """The team answers; the resident reads it in the own file. Once."""
    one_of(outcome, AskOutcome.values)
    kept, now = words(text, most=5_000), clock.now()
    with acting_as(actor):
        held_case(case_id)
        row = FileRequest.objects.select_for_update(of=("self",)).filter(id=request_id, case_id=case_id).first()
        if row is None:
            raise toestemming.NotYours(FILE_REQUEST)
        if row.answered_at is not None:
            raise Refusal(_("Hier is al op geantwoord."))
        row.sealed_answer = toestemming.seal_more(FILE_REQUEST, row.id, purpose="write", text=kept)
        row.answered_at, row.answered_by_id, row.outcome = now, int(actor.id), outcome
        row.save(update_fields=["sealed_answer", "answered_at", "answered_by", "outcome"])
        toezeggingen.keep(kind=ANSWER, object_id=row.id, at=now)
