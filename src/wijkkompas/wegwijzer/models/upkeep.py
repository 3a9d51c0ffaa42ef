"""That a record must be looked at again, and what became of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Q

from wijkkompas.wegwijzer.values import LinkAnswer, ServiceStatus


class RecordCheckQuerySet(models.QuerySet["RecordCheck"]):
    """Reads that sound like questions."""

    def open(self) -> RecordCheckQuerySet:
        """Nobody looked yet."""
        return self.filter(done_at__isnull=True)

    def of_outer_service(self) -> RecordCheckQuerySet:
        """Of the service in the query around this one."""
        return self.filter(service=OuterRef("pk"))


class RecordCheck(models.Model):
    """One turn of looking at a service or a crisis number: open until somebody says that it is right.

    Its promise is in the ledger.

    `token_hash` is the keyed hash of the link that was mailed last; the checks that one mail asks for share it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("wegwijzer.Service", null=True, on_delete=models.CASCADE, related_name="checks")
    crisis_line = models.ForeignKey("wegwijzer.CrisisLine", null=True, on_delete=models.PROTECT, related_name="checks")
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the organisation was mailed last")
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(
        max_length=10, choices=LinkAnswer, blank=True, help_text="what the link said; stopped: not owed"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = RecordCheckQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service"], condition=Q(done_at__isnull=True), name="one_open_check"),
            models.UniqueConstraint(
                fields=["crisis_line"], condition=Q(done_at__isnull=True), name="one_open_check_of_number"
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False, crisis_line__isnull=True)
                | Q(service__isnull=True, crisis_line__isnull=False),
                name="check_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(token_hash="", link_until__isnull=True)
                | Q(asked_at__isnull=False, link_until__isnull=False),
                name="link_of_a_check_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"check of {self.service_id or self.crisis_line_id}, {'done' if self.done_at else 'open'}"


class StatusChange(models.Model):
    """A line of history: what a record was and became, when, by whom and why. A trigger writes it, nobody changes it."""

    service = models.ForeignKey("wegwijzer.Service", on_delete=models.CASCADE, related_name="status_changes")
    at = models.DateTimeField()
    was = models.CharField(max_length=20, choices=ServiceStatus)
    became = models.CharField(max_length=20, choices=ServiceStatus)
    by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    via = models.CharField(max_length=40, blank=True, help_text="kind of actor, and the name of a system actor")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.was} -> {self.became}"
