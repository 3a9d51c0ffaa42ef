"""Tables that the application role cannot read: keys come out and lines go in through functions only."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

SHORTEST_TERM = 365  # days: longer than a request with its code can live (180 open and 90 answered)
LONGEST_TERM = 36525


class SealKey(models.Model):
    """The key of one sealed record, wrapped by a master key. Removing the row erases the text for good."""

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    master = models.CharField(max_length=20, help_text="name of the master key that wraps it")
    wrapped = models.BinaryField()
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "object_id"], name="sealkey_once")]

    def __str__(self) -> str:
        return f"key of {self.kind}"


class AccessLine(models.Model):
    """Somebody opened a sealed record: when, who, which, what for. Written by `app.open_sealed`, by nothing else."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    account = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    purpose = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "at"]),
            models.Index(fields=["at"], name="toestemming_at_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} opened at {self.at}"


class ErasedKey(models.Model):
    """The erasure ledger: which keys were destroyed, so that a restored backup destroys them again."""

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    at = models.DateTimeField()
    rule = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.kind} erased by {self.rule}"


class Term(models.Model):
    """How long something is kept, with the reason: a functional manager sets it. `access-line` is the only one yet."""

    code = models.SlugField(primary_key=True, max_length=40)
    days = models.PositiveIntegerField(
        validators=[MinValueValidator(SHORTEST_TERM), MaxValueValidator(LONGEST_TERM)],
        help_text="days; at least 365, so that a line lives longer than the code that reads it",
    )
    source = models.TextField(help_text="why this term: law, decision, who checked it and when")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gte=SHORTEST_TERM), name="term_outlives_a_code")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.days} days"
