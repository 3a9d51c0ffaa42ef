"""Words of the directory and of a resident's question."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

CONTACT_REQUEST = "contact_request"  # kinds of sealed records (see toestemming)
CORRECTION = "correction"

AREA_COOKIE = "wk_area"  # where somebody looks for help: an area code and nothing else

LETTERS = frozenset(  # needs for which people bring their letters
    {
        "understand-letter",
        "problem-debts",
        "bill-arrears",
        "rent-arrears",
        "fill-form",
        "money-overview",
        "acute-money-shortage",
    }
)


class RecordKind(models.TextChoices):
    """What may stand in the directory twice."""

    SERVICE = "service", _("hulp of activiteit")
    ORGANIZATION = "organization", _("organisatie")


class PairState(models.TextChoices):
    """What a person said of two records."""

    OPEN = "open", _("nog te bekijken")
    SAME = "same", _("hetzelfde")
    DIFFERENT = "different", _("niet hetzelfde")


class Urgency(models.TextChoices):
    """How fast a need asks for an answer (data/needs.yaml)."""

    NORMAL = "normal", _("gewoon")
    SOON = "soon", _("snel")
    CRISIS = "crisis", _("nu")


class ServiceStatus(models.TextChoices):
    """The life of a record. The stored words are those of HSDS service.status, and one of our own: `checked`.

    The standard has no word for a record that was checked and waits: feeds call it inactive (docs/decisions/0014).
    """

    DRAFT = "inactive", _("concept")
    CHECKED = "checked", _("nagekeken, nog niet in de gids")
    PUBLISHED = "active", _("in de gids")
    PAUSED = "temporarily closed", _("tijdelijk dicht")
    CLOSED = "defunct", _("gestopt")


class LinkAnswer(models.TextChoices):
    """What an organisation says of a record by the link in its mail."""

    RIGHT = "right", _("klopt nog")
    WRONG = "wrong", _("klopt niet meer")
    STOPPED = "stopped", _("gestopt")


class ChangeKind(models.TextChoices):
    """What a change of a record is."""

    EDIT = "edit", _("wijziging")
    NEW = "new", _("nieuwe hulp")
    UNDO = "undo", _("ongedaan gemaakt")


class ChangeState(models.TextChoices):
    """How far a change is. Replaced: its editor wrote another one before anybody decided."""

    WAITING = "waiting", _("wacht op de gemeente")
    PUBLIC = "public", _("staat in de gids")
    SENT_BACK = "sent-back", _("teruggestuurd")
    REPLACED = "replaced", _("vervangen")


class ClaimState(models.TextChoices):
    """What became of a request to be editor."""

    WAITING = "waiting", _("wacht op antwoord")
    GRANTED = "granted", _("toegestaan")
    REFUSED = "refused", _("geweigerd")


class ServiceKind(models.TextChoices):
    """What sort of thing a record is, for residents."""

    SERVICE = "service", _("hulp")
    ACTIVITY = "activity", _("activiteit")
    PLACE = "place", _("plek")
    GROUP = "group", _("groep of netwerk")
    FUND = "fund", _("fonds")
    INFORMATION = "information", _("informatie")


class Theme(models.TextChoices):
    """Themes of the sources, in one list."""

    GROWING_UP = "opgroeien-opvoeden", _("Opgroeien en opvoeden")
    TOGETHER = "samenredzaamheid", _("Elkaar helpen")
    LIVEABLE = "sociale-leefbaarheid", _("Samen in de buurt")
    MONEY = "geld-en-schulden", _("Geld en schulden")
    WORK = "werk-en-meedoen", _("Werk en meedoen")
    LANGUAGE = "taal-en-inburgering", _("Taal en inburgering")
    HOUSING = "wonen", _("Wonen")
    LONGER_AT_HOME = "langer-thuis", _("Langer thuis wonen")
    HEALTH = "gezondheid-en-zorg", _("Gezondheid en zorg")
    SAFETY = "veiligheid", _("Veiligheid")
    LAW = "gemeente-en-recht", _("Gemeente en recht")


class Way(models.TextChoices):
    """How to get in."""

    WALK_IN = "walk-in", _("u kunt zo binnenlopen")
    APPOINTMENT = "appointment", _("maak een afspraak")
    PHONE = "phone", _("bel")
    REFERRAL = "referral", _("met een verwijzing")
    VIA_TEAM = "via-team", _("via het wijkteam")
    WEBSITE = "website", _("via de website")
    AT_HOME = "at-home", _("wij komen bij u thuis")
    UNKNOWN = "unknown", _("vraag het na")


class Weeks(models.TextChoices):
    """Which weeks of the ISO calendar a rota line is for."""

    EVERY = "every", _("elke week")
    ODD = "odd", _("oneven weken")
    EVEN = "even", _("even weken")


class Audience(models.TextChoices):
    """Who a handbook is for. Lines for professionals never stand on the page of residents."""

    RESIDENTS = "residents", _("bewoners")
    PROFESSIONALS = "professionals", _("professionals")
    BOTH = "both", _("bewoners en professionals")


class RequestState(models.TextChoices):
    """Where a call-back request is."""

    RECEIVED = "received", _("binnen")
    TAKEN = "taken", _("opgepakt")
    NOT_REACHED = "not-reached", _("niet bereikt")
    ANSWERED = "answered", _("beantwoord")
    CLOSED = "closed", _("gesloten")


class CorrectionOutcome(models.TextChoices):
    """What came of a reported mistake."""

    CHANGED = "changed", _("Wij hebben het aangepast")
    RIGHT = "right", _("Het klopte al")
    STOPPED = "stopped", _("Dit aanbod bestaat niet meer")
    ELSEWHERE = "elsewhere", _("Wij kunnen dit niet aanpassen en hebben het doorgegeven")
    NO_REPORT = "no-report", _("Dit was geen melding (reclame of onleesbaar)")


class ContactChannel(models.TextChoices):
    """How a resident wants to be answered."""

    PHONE = "phone", _("bel mij")
    TEXT = "text", _("stuur mij een bericht op mijn telefoon")
    EMAIL = "email", _("stuur mij een e-mail")
    CODE = "code", _("ik lees het antwoord zelf met de code")


class Daypart(models.TextChoices):
    """When it is safe to call."""

    ANY = "any", _("maakt niet uit")
    MORNING = "morning", _("ochtend: 9 tot 12 uur")
    AFTERNOON = "afternoon", _("middag: 12 tot 17 uur")
    SCHOOL = "school", _("als de kinderen op school zijn: 9 tot 14 uur")
