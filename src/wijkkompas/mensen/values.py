"""Words of this room: who somebody is, what kind of area something is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account is for (mission.md, "Who uses it")."""

    RESIDENT = "resident", _("bewoner")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    AMBASSADOR = "ambassador", _("buurtambassadeur")
    WORKER = "worker", _("medewerker wijkteam")
    ORGANISATION_EDITOR = "organisation-editor", _("redacteur van een organisatie")
    MUNICIPALITY = "municipality", _("gemeente")
    FUNCTIONAL_MANAGER = "functional-manager", _("functioneel beheerder")


DECIDES = frozenset({Role.MUNICIPALITY, Role.FUNCTIONAL_MANAGER})  # on what the public reads; the first in its own area
NEEDS_SECOND_FACTOR = frozenset({Role.WORKER, Role.ORGANISATION_EDITOR, Role.MUNICIPALITY, Role.FUNCTIONAL_MANAGER})


class TeamRole(models.TextChoices):
    """What somebody does within one team."""

    WORKER = "worker", _("medewerker")
    LEAD = "lead", _("teamleider")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    GUEST = "guest", _("gast")


class AreaKind(models.TextChoices):
    """From large to small; `own` is an area that people made themselves (MUWI1), never a level of figures."""

    COUNTRY = "country", _("land")
    REGION = "region", _("regio")
    MUNICIPALITY = "municipality", _("gemeente")
    DISTRICT = "district", _("wijk")
    OWN = "own", _("eigen gebied")


class LegalStatus(models.TextChoices):
    """HSDS organization.legal_status, the Dutch forms."""

    MUNICIPALITY = "municipality", _("gemeente")
    FOUNDATION = "foundation", _("stichting")
    ASSOCIATION = "association", _("vereniging")
    COMPANY = "company", _("bedrijf")
    PUBLIC_BODY = "public-body", _("overheidsinstelling")
    GROUP = "group", _("groep bewoners")
    UNKNOWN = "unknown", _("onbekend")
