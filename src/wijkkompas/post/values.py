"""Words of the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("e-mail")
    LETTER = "letter", _("brief")


class State(models.TextChoices):
    """Where a message is."""

    QUEUED = "queued", _("staat klaar")
    SENT = "sent", _("verstuurd")
    FAILED = "failed", _("niet gelukt")
