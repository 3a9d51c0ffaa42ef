"""Handbooks: who keeps one true and until when, and every version that ever was."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wijkkompas.kern import clock
from wijkkompas.wegwijzer.guides.values import HandbookText
from wijkkompas.wegwijzer.values import Audience


class Handbook(models.Model):
    """A step plan (Socius 2019: divorce, housing). Its text stands in its newest version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.BOTH)
    needs = ArrayField(models.CharField(max_length=40), default=list, help_text="needs that link here, main one first")
    owner = models.ForeignKey(
        "mensen.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="who keeps it true"
    )
    review_on = models.DateField(help_text="the day on which somebody has looked again")
    review = models.UUIDField(null=True, blank=True, help_text="object of the review promise in the ledger")
    version = models.PositiveIntegerField(default=0, help_text="number of the newest version")

    class Meta:
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def write(self, text: HandbookText, **who: Any) -> None:
        """Keep this text as the version whose number stands in `version`; `who`: who made it, or which file shipped it."""
        HandbookVersion(
            handbook=self,
            number=self.version,
            title=text.title,
            lead=text.lead,
            steps=[step.as_record() for step in text.steps],
            sources=list(text.sources),
            made_at=clock.now(),
            **who,
        ).save(force_insert=True)


class HandbookVersion(models.Model):
    """A text as it was, from its moment until the next version; never changed, never removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handbook = models.ForeignKey(Handbook, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    lead = models.CharField(max_length=400, blank=True)
    steps = models.JSONField(help_text="list of guides.values.Step")
    sources = models.JSONField(default=list)
    changed = models.CharField(max_length=200, blank=True, help_text="what changed, in the words of who changed it")
    made_at = models.DateTimeField()
    # The database itself empties this when the account goes: policies hide these rows from who removes accounts.
    made_by = models.ForeignKey(
        "mensen.Account", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    shipped = models.CharField(max_length=64, blank=True, help_text="hash of the shipped file; empty: written here")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handbook", "number"], name="handbook_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handbook_id} {self.number}"
