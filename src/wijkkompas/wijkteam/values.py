"""Words of the neighbourhood team: kinds of sealed texts, parts of a case, choices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# Kinds of sealed texts (see toestemming). Each has a key of its own; a right opens only the keys that it needs.
PERSON = "person"  # name, address, phone, e-mail
CASE = "case_summary"  # question in own words, one-line summary
CASE_PLAN = "case_plan"  # goals
CASE_ACTION = "case_action"  # one action: the key is of the action, so that a volunteer opens nothing else
CASE_CONTACTS = "case_contacts"  # attempts to reach somebody, and what was said
CASE_JOURNAL = "case_journal"
CASE_APART = "case_apart"  # about others, and how to reach somebody safely: never travels
CASE_MELDCODE = "case_meldcode"  # the key is of the track
WORK_NOTE = "work_note"  # the key is of the note
BREAK_GLASS = "break_glass"  # why somebody broke the glass, in words
FILE_REQUEST = "file_request"  # what a resident asks about the own file, and our answer

KINDS_OF_A_CASE = (CASE, CASE_PLAN, CASE_CONTACTS, CASE_JOURNAL, CASE_APART)  # made when the case opens
OPEN_KINDS = (CASE, CASE_PLAN, CASE_CONTACTS, CASE_JOURNAL)  # whose lines the resident sees


class LegalDomain(models.TextChoices):
    """The law that a case is kept under: it says how long."""

    WELFARE = "welfare", _("welzijn")
    WMO = "wmo", _("Wmo")
    YOUTH = "jeugd", _("Jeugdwet")
    INCOME = "pw", _("Participatiewet")
    DEBTS = "wgs", _("schuldhulp")


class CaseState(models.TextChoices):
    """How far a case is; the edges are in rules.CASE_EDGES."""

    DRAFT = "draft", _("in voorbereiding")
    OPEN = "open", _("open")
    PAUSED = "paused", _("gepauzeerd")
    CLOSING = "closing", _("afronden")
    CLOSED = "closed", _("afgerond")
    DESTROYED = "destroyed", _("vernietigd")


class StepReason(models.TextChoices):
    """Why a case went on, from a closed list: no text about people in the open."""

    STARTED = "started", _("wij beginnen")
    RESIDENT_AWAY = "resident-away", _("u bent er even niet")
    RESIDENT_ASKED = "resident-asked", _("u vroeg om te wachten")
    WAITING_FOR_OTHERS = "waiting-for-others", _("wij wachten op een ander")
    WENT_ON = "went-on", _("wij gaan verder")
    PLAN_DONE = "plan-done", _("het plan is klaar")
    RESIDENT_STOPPED = "resident-stopped", _("u wilde stoppen")
    NOT_REACHED = "not-reached", _("wij bereikten u niet")
    MOVED = "moved", _("u bent verhuisd")
    PASSED_ON = "passed-on", _("een ander helpt u verder")
    NOT_WELL = "not-well", _("het gaat nog niet goed")
    MISTAKE = "mistake", _("een vergissing")
    TERM_OVER = "term-over", _("de termijn is voorbij")


class LongerReason(models.TextChoices):
    """Why a case is kept longer than the term of its law; a closed list."""

    OBJECTION = "objection", _("er loopt een bezwaar of klacht")
    COURT = "court", _("er loopt een zaak bij de rechter")
    ASKED = "asked", _("de bewoner vroeg dit")
    CARE = "care", _("dit is nodig voor goede hulp")


class CaseRole(models.TextChoices):
    """As what somebody takes part in a case."""

    SUBJECT = "subject", _("om wie het gaat")
    MEMBER = "member", _("hoort bij het huishouden")
    INFORMAL_CARER = "informal-carer", _("mantelzorger")


class Identified(models.TextChoices):
    """How we know that an account is this person's."""

    NOT_YET = "", _("nog niet")
    DESK = "desk", _("aan de balie")
    OIDC = "oidc", _("met een inlogmiddel")


class Authority(models.TextChoices):
    """In what capacity somebody stands for another."""

    PARENT = "parent", _("ouder met gezag")
    GUARDIAN = "guardian", _("voogd")
    MENTOR = "mentor", _("mentor")
    PROXY = "proxy", _("gemachtigde")
    ADMINISTRATOR = "administrator", _("bewindvoerder")


class Partition(models.TextChoices):
    """Where a note belongs; each has its own readers."""

    JOURNAL = "journal", _("verslag")
    THIRD_PARTY = "third-party", _("over een ander")
    SAFE = "safe", _("veilig bereiken")
    MELDCODE = "meldcode", _("Meldcode")
    WORK_NOTE = "work-note", _("eigen kladje")


class Channel(models.TextChoices):
    """How we tried to reach somebody."""

    PHONE = "phone", _("telefoon")
    VISIT = "visit", _("aan de deur")
    LETTER = "letter", _("brief")
    MESSAGE = "message", _("bericht")
    DESK = "desk", _("aan de balie")


class GoalState(models.TextChoices):
    """How a goal stands."""

    OPEN = "open", _("hier werken wij aan")
    REACHED = "reached", _("gelukt")
    DROPPED = "dropped", _("gestopt")


class ActionState(models.TextChoices):
    """How an action stands."""

    OPEN = "open", _("nog te doen")
    DONE = "done", _("gedaan")
    DROPPED = "dropped", _("gestopt")


class OwnerKind(models.TextChoices):
    """Who does an action."""

    WORKER = "worker", _("medewerker")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    RESIDENT = "resident", _("bewoner")
    ORGANISATION = "organisation", _("organisatie")


class Part(models.TextChoices):
    """A part of a case that can be shared; in this order everywhere."""

    IDENTITY = "identity", _("naam en adres")
    SUMMARY = "summary", _("de vraag, kort")
    GOALS = "goals", _("doelen")
    ACTIONS = "actions", _("acties")
    CONTACTS = "contacts", _("contact met u")
    JOURNAL = "journal", _("verslag")


class Scope(models.TextChoices):
    """How much a share opens; rules.PARTS_OF says which parts."""

    SUMMARY = "summary", _("naam, adres en de vraag")
    PLAN = "plan", _("naam, adres, de vraag en het plan")
    FULL = "full", _("alles wat gedeeld mag worden")
    FIELDS = "fields", _("gekozen delen")


class SharePurpose(models.TextChoices):
    """What a share is for; a closed list."""

    REFERRAL = "referral", _("hulp bij een ander")
    TOGETHER = "together", _("samen helpen")
    ADVICE = "advice", _("om advies vragen")
    HANDOVER = "handover", _("overdragen")
    SAFETY = "safety", _("veiligheid")


class Basis(models.TextChoices):
    """Why a share is lawful."""

    TASK = "task", _("een taak uit de wet")
    CONSENT = "consent", _("u zei ja")
    VITAL_INTEREST = "vital-interest", _("iemand is in levensgevaar")
    MELDCODE = "meldcode", _("de Meldcode")


class GivenHow(models.TextChoices):
    """How somebody said yes."""

    IN_PERSON = "in-person", _("in een gesprek")
    PHONE = "phone", _("door de telefoon")
    PAPER = "paper", _("op papier")
    ONLINE = "online", _("op de website")


class ByKind(models.TextChoices):
    """Who withdrew a share."""

    RESIDENT = "resident", _("de bewoner")
    TEAM = "team", _("het team")


class GlassReason(models.TextChoices):
    """Why somebody outside the team opens a case."""

    DANGER = "danger", _("iemand is in gevaar")
    TEAM_AWAY = "team-away", _("het team is er niet en het kan niet wachten")
    CARE_NOW = "care-now", _("iemand heeft nu zorg nodig")


class Verdict(models.TextChoices):
    """What the review of a broken glass found."""

    JUSTIFIED = "justified", _("het was nodig")
    NOT_JUSTIFIED = "not-justified", _("het was niet nodig")


class PostponeReason(models.TextChoices):
    """Why a resident is told later that somebody broke the glass; a closed list.

    A running Meldcode is no reason of its own: colleagues and later the resident read it, and nobody may know of a track.
    """

    DANGER = "danger", _("vertellen brengt iemand in gevaar")


# --- the first talk (intake) ----------------------------------------------------------------------------------------


class Law(models.TextChoices):
    """Under which law somebody notified the municipality."""

    WMO = "wmo", _("Wmo")
    YOUTH = "jeugd", _("Jeugdwet")
    DEBTS = "wgs", _("schuldhulp")


class SupportAnswer(models.TextChoices):
    """What somebody said to independent client support, which costs nothing."""

    YES = "yes", _("ja, graag")
    NO = "no", _("nee, dat hoeft niet")
    LATER = "later", _("denkt erover na")


class LifeDomain(models.TextChoices):
    """A part of life that may be talked about; never a list to go through."""

    MONEY = "money", _("geld en schulden")
    HOUSING = "housing", _("wonen")
    WORK = "work", _("werk en dag")
    HEALTH = "health", _("gezondheid")
    MIND = "mind", _("hoe iemand zich voelt")
    FAMILY = "family", _("kinderen en opvoeden")
    RELATIONS = "relations", _("relatie en thuis")
    CONTACT = "contact", _("mensen om iemand heen")
    CARING = "caring", _("zorgen voor een ander")
    LANGUAGE = "language", _("taal, brieven en computer")


class DomainReason(models.TextChoices):
    """Why a part of life is written down: without a reason it is not asked (Socius: what else plays?)."""

    THEY_BEGAN = "they-began", _("de bewoner begon erover")
    NEEDED = "needed", _("zonder dit kunnen wij niet helpen")
    LAW_ASKS = "law-asks", _("de wet vraagt het bij een melding")
    SAFETY = "safety", _("het gaat om veiligheid")


class VerifiedHow(models.TextChoices):
    """What a colleague saw of somebody's authority; never a number of a paper."""

    REGISTER = "register", _("uittreksel uit het gezagsregister")
    COURT = "court", _("uitspraak van de rechter")
    SIGNED = "signed", _("ondertekende volmacht")
    BIRTH = "birth", _("geboorteakte")


# --- the own file of a resident (myfile) ----------------------------------------------------------------------------


class DocumentSeen(models.TextChoices):
    """What a colleague saw at the desk; never its number."""

    PASSPORT = "passport", _("paspoort")
    ID_CARD = "id-card", _("identiteitskaart")
    LICENCE = "licence", _("rijbewijs")
    RESIDENCE = "residence", _("verblijfsdocument")


class Ask(models.TextChoices):
    """What somebody asks about the own file (AVG articles 16, 17 and 21)."""

    CORRECT = "correct", _("iets klopt niet")
    OBJECT = "object", _("bezwaar tegen wat u met mijn gegevens doet")
    ERASE = "erase", _("wis mijn gegevens")


class AskOutcome(models.TextChoices):
    """What came of it."""

    DONE = "done", _("gedaan")
    PARTLY = "partly", _("voor een deel gedaan")
    REFUSED = "refused", _("niet gedaan")
