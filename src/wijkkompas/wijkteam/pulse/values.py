"""Words of the call after a case closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PulseState(models.TextChoices):
    """How a call stands; the edges are in rules.EDGES."""

    PLANNED = "planned", _("nog te bellen")
    WELL = "well", _("het gaat goed")
    NOT_WELL = "not-well", _("het gaat nog niet goed")
    NOT_REACHED = "not-reached", _("drie keer niet bereikt")
    NOT_WANTED = "not-wanted", _("wil liever geen gesprek")
    NOT_NEEDED = "not-needed", _("het dossier was al weer open")


class HowNow(models.TextChoices):
    """Hoe gaat het nu?"""

    WELL = "well", _("goed")
    SO_SO = "so-so", _("het gaat wel")
    NOT_WELL = "not-well", _("niet goed")


class Happened(models.TextChoices):
    """Is gebeurd wat we afspraken?"""

    YES = "yes", _("ja")
    PARTLY = "partly", _("voor een deel")
    NO = "no", _("nee")


class MoreGoingOn(models.TextChoices):
    """Speelt er nog iets?"""

    NO = "no", _("nee")
    YES = "yes", _("ja")
