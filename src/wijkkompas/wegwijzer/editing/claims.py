"""How somebody becomes editor of an organisation: they ask, the organisation or the municipality says yes or no.

The link that is mailed to the organisation's own address holds 192 random bits; only its keyed hash is kept. Looking
changes nothing (mail scanners look), a button does, once. Nobody is told who else edits.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wijkkompas.kern import clock
from wijkkompas.kern.access import Actor, acting_as, follower_actor, system_actor
from wijkkompas.mensen import api as mensen
from wijkkompas.post import api as post
from wijkkompas.toestemming import api as toestemming
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing.rules import ANSWER_WORKING_DAYS
from wijkkompas.wegwijzer.models import EditorClaim
from wijkkompas.wegwijzer.policies import EDITING, KEEPER
from wijkkompas.wegwijzer.rules import hash_code, new_token
from wijkkompas.wegwijzer.values import ClaimState

KIND = "claim"  # for NotYours: missing and foreign alike
PROMISE = toezeggingen.PromiseKind.ANSWER_CLAIM
LINK_LIVES = timedelta(days=14)
MOST_MAILS_A_DAY = 3  # to one organisation; after that the municipality decides by hand
CODE_DIGITS = 6
LONGEST_REASON = 500


@dataclass(frozen=True)
class Asked:
    """What happens now: by when there is an answer, and whether the organisation was mailed too."""

    due: datetime
    mailed: bool


# Asking ---------------------------------------------------------------------------------------------------------------


def new_code() -> str:
    """Six digits that prove an e-mail address."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def hash_of_code(email: str, code: str) -> str:
    """Under which a code is kept."""
    return hash_code(settings.CODE_PEPPER, f"claim-code|{email.lower()}|{code}")


def mail_code(*, email: str, code: str) -> None:
    """Send the code; the same mail whether or not there is an account."""
    post.queue_email(
        to=email,
        subject="Uw code voor Wijkkompas",
        body=f"Uw code is {code}.\nVul die in op de pagina waar u was. De code werkt een half uur.\n\n"
        "Vroeg u dit niet? Doe dan niets.\n",
    )


def ask(*, actor: Actor, organization_id: UUID, told: str) -> Asked:
    """Somebody with an account asks to be editor. Raises `NotYours` for no organisation, `Refusal` with what to do."""
    with acting_as(actor):
        account = mensen.Account.objects.get(pk=int(actor.id))
        organization = _organization(organization_id)
        _may_ask(account, organization)
        now = clock.now()
        token = new_token() if organization.email and _few_mails(organization_id, now) else ""
        claim = EditorClaim(
            account=account,
            organization=organization,
            municipality_id=organization.area.municipality_code,
            name=account.name,
            email=account.email,
            told=told.strip(),
            made_at=now,
            token_hash=_hash(token) if token else "",
            link_until=now + LINK_LIVES if token else None,
        )
        try:
            with transaction.atomic():  # two taps at once: the first one stands
                claim.save(force_insert=True)
        except IntegrityError as error:
            raise Refusal(_asked_before()) from error
        due = toezeggingen.due_moment(now, working_days=ANSWER_WORKING_DAYS)
        toezeggingen.promise(
            kind=PROMISE,
            area_code=organization.area.municipality_code or mensen.COUNTRY,
            organisation_id=organization.pk,
            team_id=None,
            room="wegwijzer",
            object_id=claim.pk,
            made_at=now,
            due=due,
        )
        if token:
            post.queue_email(to=organization.email, subject=_SUBJECT, body=_body(claim, token))
        return Asked(due, bool(token))


def _organization(organization_id: UUID) -> mensen.Organization:
    rows = mensen.Organization.objects.select_related("area").filter(merged_into__isnull=True)
    found = rows.filter(id=organization_id).first()
    if found is None:
        raise toestemming.NotYours(KIND)
    return found


def _may_ask(account: mensen.Account, organization: mensen.Organization) -> None:
    if account.role not in {mensen.Role.RESIDENT, mensen.Role.ORGANISATION_EDITOR} or account.is_staff:
        raise Refusal(_("Met dit account doet u hier ander werk. Gebruik een ander e-mailadres."))
    if account.role == mensen.Role.ORGANISATION_EDITOR and account.organization_id == organization.pk:
        raise Refusal(_("U bent al redacteur van deze organisatie. Log in."))
    if account.organization_id not in {None, organization.pk}:
        raise Refusal(_("Dit account werkt voor een andere organisatie. Gebruik een ander e-mailadres."))
    if EditorClaim.objects.filter(account=account, state=ClaimState.WAITING).exists():
        raise Refusal(_asked_before())


def _asked_before() -> str:
    return _("U heeft al een aanvraag. U krijgt antwoord in een mail.")


def _few_mails(organization_id: UUID, now: datetime) -> bool:
    with acting_as(system_actor(EDITING)):
        since = EditorClaim.objects.filter(organization_id=organization_id, made_at__gt=now - timedelta(days=1))
        return since.exclude(token_hash="").count() < MOST_MAILS_A_DAY


_SUBJECT = "Mag deze persoon uw pagina's in Wijkkompas bijhouden?"


def _body(claim: EditorClaim, token: str) -> str:
    return (
        f"{claim.name} ({claim.email}) wil de pagina's van {claim.organization.name} bijhouden.\n"
        f"Dit schreef deze persoon erbij: {claim.told}\n\n"
        f"Kent u deze persoon? Geef dan antwoord:\n{settings.BASE_URL}/organisatie/bevestig?l={token}\n\n"
        "De link werkt twee weken. Geef hem niet aan anderen. Doet u niets? Dan beslist de gemeente.\n"
    )


def _hash(token: str) -> str:
    return hash_code(settings.CODE_PEPPER, f"claim|{token}")


# Answering ------------------------------------------------------------------------------------------------------------


def asked_by(token: str) -> EditorClaim:
    """What a link in a mail is about. Raises `NotYours` when it is unknown or has expired."""
    with acting_as(follower_actor(_hash(token))):
        found = EditorClaim.objects.exclude(token_hash="").select_related("organization").first()
    if found is None:
        raise toestemming.NotYours(KIND)
    return found


def answer_link(*, token: str, yes: bool) -> None:
    """The organisation says yes or no; a second answer does nothing. Raises `NotYours`, `Refusal`."""
    found = asked_by(token)
    with acting_as(system_actor(EDITING)):
        claim = EditorClaim.objects.select_for_update(of=("self",)).filter(pk=found.pk).first()
        if claim is None:
            raise toestemming.NotYours(KIND)
        if claim.state == ClaimState.WAITING:
            _decide(claim, yes, by_id=None, reason="" if yes else _("De organisatie kent u niet."))


def decide(*, actor: Actor, claim_id: UUID, grant: bool, reason: str = "") -> None:
    """The municipality (for a national organisation the functional manager) decides. Raises `NotYours`, `Refusal`."""
    reason = reason.strip()
    if not grant and not reason:
        raise Refusal(_("Schrijf waarom niet. Dat leest wie het vroeg."))
    if len(reason) > LONGEST_REASON:
        raise Refusal(_("Schrijf de reden korter: hooguit 500 letters."))
    with acting_as(actor):
        # Locking is for who may change: the own claim can be seen, not decided.
        claim = EditorClaim.objects.select_for_update(of=("self",)).filter(pk=claim_id).first()
        if claim is None or claim.account_id == int(actor.id):
            raise toestemming.NotYours(KIND)
        if claim.state != ClaimState.WAITING:
            raise Refusal(_("Hier is net over beslist. Kijk in de lijst wat er nog wacht."))
        _decide(claim, grant, by_id=int(actor.id), reason=reason)


def _decide(claim: EditorClaim, grant: bool, *, by_id: int | None, reason: str) -> None:
    """Note it on a locked claim; the promise is kept, who asked hears it by mail."""
    now = clock.now()
    claim.state = ClaimState.GRANTED if grant else ClaimState.REFUSED
    claim.decided_at, claim.decided_by_id, claim.reason = now, by_id, reason
    claim.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    if grant and not mensen.make_editor(account_id=claim.account_id, organization_id=claim.organization_id):
        raise Refusal(_("Dit account doet nu ander werk. Weiger de aanvraag en schrijf waarom."))
    with acting_as(system_actor(EDITING)):
        toezeggingen.keep(kind=PROMISE, object_id=claim.pk, at=now)
    name = mensen.Organization.objects.values_list("name", flat=True).get(pk=claim.organization_id)
    if grant:
        post.queue_email(
            to=claim.email,
            subject="U mag uw pagina's in Wijkkompas bijhouden",
            body=f"U bent nu redacteur van {name}.\nLog in met een code in uw mail:\n"
            f"{settings.BASE_URL}/account/login/code/\n\n"
            "De eerste keer kiest u een tweede slot op uw telefoon. Uw eerste wijziging kijkt de gemeente na.\n",
        )
    else:
        post.queue_email(
            to=claim.email,
            subject="Antwoord op uw aanvraag",
            body=f"U vroeg om de pagina's van {name} bij te houden. Dat kan nu niet.\n\n{reason}\n",
        )


# Reading ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A request in the queue, with by when an answer was promised."""

    claim: EditorClaim
    due: datetime | None
    late: bool


def queue(actor: Actor, moment: datetime) -> list[Waiting]:
    """What who acts decides on, first promised first. Two queries."""
    rows = list(_for_decider(actor).select_related("organization").order_by("made_at"))
    promises = toezeggingen.of_objects(PROMISE, [row.pk for row in rows])
    return [
        Waiting(row, promise.due if promise else None, bool(promise and promise.due < moment))
        for row in rows
        for promise in [promises.get(row.pk)]
    ]


def opened(actor: Actor, claim_id: UUID) -> EditorClaim:
    """One request for who decides; raises `NotYours` for missing, foreign and decided alike."""
    found = _for_decider(actor).select_related("organization__area").filter(pk=claim_id).first()
    if found is None:
        raise toestemming.NotYours(KIND)
    return found


def _for_decider(actor: Actor) -> QuerySet[EditorClaim]:
    return EditorClaim.objects.filter(state=ClaimState.WAITING).exclude(account_id=int(actor.id))


def organizations_named(words: str, most: int = 20) -> list[mensen.Organization]:
    """Organisations of which the name holds these words; names are public."""
    rows = mensen.Organization.objects.filter(merged_into__isnull=True).select_related("area")
    for word in words.replace("\0", "").split()[:6]:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("name")[:most])


def forget_old(now: datetime) -> int:
    """The retention job: requests whose term after the answer, or without one, is over go; returns how many."""
    with acting_as(system_actor(KEEPER)):
        decided = EditorClaim.objects.filter(decided_at__lt=now - toestemming.term("claim-decided"))
        forgotten = EditorClaim.objects.filter(
            state=ClaimState.WAITING, made_at__lt=now - toestemming.term("claim-waiting")
        )
        return decided.delete()[0] + forgotten.delete()[0]
