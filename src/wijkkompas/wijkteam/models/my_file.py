"""The own file: who was looked at the desk, and what a resident asks about the file."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wijkkompas.wijkteam.values import Ask, AskOutcome, DocumentSeen, GlassReason


class IdentityCheck(models.Model):
    """A colleague saw who somebody is. The code ties the account that types it to this person, once, within 15 minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("wijkteam.Person", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=12, choices=DocumentSeen)
    code_hash = models.CharField(max_length=64, unique=True, help_text="keyed hash")
    made_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="code_expires_after_made")
        ]

    def __str__(self) -> str:
        return f"check of {self.person_id}"


class FileRequest(models.Model):
    """A resident says that something is wrong, objects or asks to erase. Text and answer are sealed (`file_request`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="file_requests")
    person = models.ForeignKey("wijkteam.Person", on_delete=models.PROTECT, related_name="+", help_text="who asks")
    kind = models.CharField(max_length=10, choices=Ask)
    about_kind = models.CharField(max_length=10, blank=True, help_text="of the row that it stands beside")
    about_row = models.UUIDField(null=True, blank=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=AskOutcome, blank=True)
    sealed_answer = models.BinaryField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-made_at"], name="file_requests_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="", sealed_answer__isnull=True)
                | Q(answered_at__isnull=False, sealed_answer__isnull=False) & ~Q(outcome=""),
                name="answer_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"


class GlassTry(models.Model):
    """Somebody at work looked for a person in an emergency; kept whether or not there was a case. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("mensen.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=GlassReason)
    found = models.BooleanField()

    def __str__(self) -> str:
        return f"try of {self.at:%Y-%m-%d %H:%M}"
