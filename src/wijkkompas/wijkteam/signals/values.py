"""Words of signals: where they come from, how far they are, kinds of sealed texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# Each with a key of its own, under the id of the signal: who reads the worry does not open who told it.
SIGNAL = "signal"  # the worry, and about whom or which place
REPORTER = "signal_reporter"  # who told us, and how to reach them


class Source(models.TextChoices):
    """From where, or from whom, a signal came."""

    WEB = "web", _("website")
    PHONE = "phone", _("telefoon")
    WALK_IN = "walk-in", _("inloop")
    ORGANISATION = "organisation", _("organisatie")
    SCHOOL = "school", _("school")
    GP = "gp", _("huisarts")
    AMBASSADOR = "ambassador", _("buurtambassadeur")


class Permission(models.TextChoices):
    """Whether the person knows that this was told to us, and is fine with it."""

    YES = "yes", _("weet het en vindt het goed")
    NO = "no", _("weet het niet")
    UNKNOWN = "unknown", _("onbekend")


class About(models.TextChoices):
    """A person, or a place and then no person."""

    PERSON = "person", _("iemand")
    PLACE = "place", _("een plek")


class SignalState(models.TextChoices):
    """How far a signal is; the edges are in signals.rules.EDGES."""

    RECEIVED = "received", _("nieuw")
    TRIAGED = "triaged", _("bekeken")
    CONTACTING = "contacting", _("wij nemen contact op")
    REACHED = "reached", _("bereikt")
    NOT_REACHED = "not-reached", _("niet bereikt")
    CASE_OPENED = "case-opened", _("dossier geopend")
    ADVICE_GIVEN = "advice-given", _("advies gegeven")
    REFUSED_HELP = "refused-help", _("wil geen hulp")
    PASSED_ON = "passed-on", _("doorgegeven")
    NOT_FOR_US = "not-for-us", _("niet voor ons")
    JOINED = "joined", _("hoort bij een ander signaal")
    CLOSED = "closed", _("afgesloten")


class ReporterTold(models.TextChoices):
    """At closing: does who told us know that it was picked up? A closed list; what was done is told to nobody."""

    TOLD = "told", _("gezegd: opgepakt")
    BY_CODE = "by-code", _("leest het zelf, met de code")
    NOT_TOLD = "not-told", _("niet verteld")


class GuestKind(models.TextChoices):
    """Who may sit at the dagstart beside the team. Somebody may object to each of these."""

    PARTNER = "partner", _("hulporganisatie")
    POLICE = "police", _("politie")
    BENEFITS = "benefits", _("uitkering")
    SCHOOL = "school", _("school")
    GP = "gp", _("huisarts")
    HOUSING = "housing", _("verhuurder")
