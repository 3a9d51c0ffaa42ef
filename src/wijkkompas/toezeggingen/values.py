"""Words of the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PromiseKind(models.TextChoices):
    """What was promised."""

    ANSWER_QUESTION = "answer-question", _("antwoord op een vraag")
    ANSWER_CORRECTION = "answer-correction", _("antwoord op een gemelde fout")
    RECORD_CHECK = "record-check", _("gegevens nakijken")
    ANSWER_CHANGE = "answer-change", _("antwoord op een wijziging")
    ANSWER_CLAIM = "answer-claim", _("antwoord op een aanvraag")
    FIRST_CONTACT = "first-contact", _("eerste contact na een signaal")
    CONFIRM_NOTIFICATION = "confirm-notification", _("een melding bevestigen")
    NOTIFICATION_REPORT = "notification-report", _("verslag na een melding")
    PULSE_CALL = "pulse-call", _("bellen hoe het nu gaat")
    ANSWER_FILE_REQUEST = "answer-file-request", _("antwoord over uw dossier")
    REVIEW_GLASS = "review-glass", _("nakijken van een noodtoegang")


class PauseReason(models.TextChoices):
    """Why our own clock stands still; a closed list, each told to the resident. Never pauses a legal term."""

    RESIDENT_AWAY = "resident-away", _("u bent er even niet")
    RESIDENT_ASKED = "resident-asked", _("u vroeg om later te bellen")
