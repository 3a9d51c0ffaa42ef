"""The ledger. No personal text: only kind, place, who owes it and when."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wijkkompas.toezeggingen.rules import Reading, read_clock
from wijkkompas.toezeggingen.values import PauseReason, PromiseKind


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Reads that sound like questions; the database already left out what this actor may not see."""

    def open(self) -> PromiseQuerySet:
        """Neither kept nor dropped."""
        return self.filter(kept_at__isnull=True, dropped_at__isnull=True)

    def overdue(self, now: datetime) -> PromiseQuerySet:
        """Open and past its date, oldest first."""
        return self.open().filter(due__lt=now, paused_because="").order_by("due")

    def due_before(self, moment: datetime) -> PromiseQuerySet:
        """Open and due before a moment, first due first."""
        return self.open().filter(due__lt=moment, paused_because="").order_by("due")


class Promise(models.Model):
    """Who promised what by when, and was it kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, choices=PromiseKind)
    area = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "mensen.Organization",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: owed by who runs this installation, for what belongs to no organisation",
    )
    team = models.ForeignKey("mensen.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    room = models.CharField(max_length=30)
    object_id = models.UUIDField()
    made_at = models.DateTimeField()
    due = models.DateTimeField()
    paused_because = models.CharField(max_length=30, choices=PauseReason, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="no longer owed (withdrawn, not reached)")
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(due__gte=F("made_at")), name="promise_due_after_made"),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(dropped_at__isnull=True), name="promise_kept_or_dropped"
            ),
            models.UniqueConstraint(fields=["kind", "object_id"], name="promise_once_per_object"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(kind=PromiseKind.RECORD_CHECK, team__isnull=True),
                name="promise_has_organisation",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["team", "kept_at", "due"])]

    def __str__(self) -> str:
        return f"{self.kind} due {self.due:%Y-%m-%d %H:%M}"

    def reading(self, now: datetime) -> Reading:
        """What its clock says."""
        return read_clock(made=self.made_at, due=self.due, kept=self.kept_at, paused=bool(self.paused_because), now=now)
