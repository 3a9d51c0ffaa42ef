"""Words of the lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkkompas.wegwijzer.upkeep.rules import Standing


class Pile(models.TextChoices):
    """Where a record lies for who keeps it, the most urgent first; the value stands in the address."""

    LATE = "te-laat", _("te laat")
    SOON = "binnenkort", _("binnenkort")
    WAITING = "concept", _("nog niet in de gids")
    FINE = "op-orde", _("op orde")
    SHUT = "dicht", _("dicht of gestopt")


PILE_OF = {Standing.LATE: Pile.LATE, Standing.SOON: Pile.SOON, Standing.FINE: Pile.FINE}


class Deed(models.TextChoices):
    """What somebody may do with a record besides checking it."""

    PUBLISH = "publish", _("Zet het in de gids")
    PAUSE = "pause", _("Het is een tijd dicht")
    CLOSE = "close", _("Het is gestopt")
    REOPEN = "reopen", _("Het is niet gestopt: zet het terug")
