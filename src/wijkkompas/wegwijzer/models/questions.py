"""What residents leave behind. All of it is sealed; rows show only what the work needs (team, date, state)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wijkkompas.wegwijzer.values import CorrectionOutcome, RequestState


class ContactRequest(models.Model):
    """Somebody asked to be called (or written to). The question, name and number are in `sealed`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("mensen.Team", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.RECEIVED)
    urgent = models.BooleanField(default=False, help_text="the crisis detector read danger in the text")
    received_at = models.DateTimeField()
    sealed = models.BinaryField()
    code_hash = models.CharField(max_length=64, unique=True)
    second_word_hash = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    entered_how = models.CharField(max_length=20, blank=True, help_text="phone, desk, paper: when a helper entered it")
    taken_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    sealed_answer = models.BinaryField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="the code and the text die then")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "state", "received_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=RequestState.ANSWERED) | Q(answered_at__isnull=False, expires_at__isnull=False),
                name="answered_request_has_answer_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"question {self.state}"


class ContactAttempt(models.Model):
    """Somebody tried to reach the resident."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="attempts")
    team = models.ForeignKey("mensen.Team", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    reached = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {'reached' if self.reached else 'not reached'}"


class UnansweredQuestion(models.Model):
    """A question for which nothing was found, kept 90 days for editors of that municipality. Never when in danger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("mensen.Area", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    needs = ArrayField(models.CharField(max_length=40), default=list)
    asked_on = models.DateField()
    expires_on = models.DateField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"unanswered in {self.area_id}"


class Correction(models.Model):
    """Somebody says that a record is wrong. The text (and an address, if given) is sealed.

    Handled by who keeps the record: the municipality, the organisation, or the team that answers questions there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("wegwijzer.Service", on_delete=models.CASCADE, related_name="corrections")
    municipality = models.ForeignKey("mensen.Area", null=True, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey("mensen.Organization", null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey("mensen.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=20, choices=CorrectionOutcome, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")  # of who gave no e-mail address
    expires_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField()
    sealed_answer = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_hash"], condition=Q(code_hash__gt=""), name="code_of_one_correction"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, outcome="") | Q(handled_at__isnull=False) & ~Q(outcome=""),
                name="handled_correction_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"correction for {self.service_id}"
