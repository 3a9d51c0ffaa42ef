"""Two records that may be one, and what came of them (wegwijzer.merging)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wijkkompas.wegwijzer.values import PairState, RecordKind


class DuplicatePair(models.Model):
    """Two services or two organisations that a person should look at. Once decided it is never asked again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    one_id = models.UUIDField(help_text="the lowest of the two ids")
    other_id = models.UUIDField()
    areas = ArrayField(models.CharField(max_length=20), help_text="all areas of both: who may look")
    score = models.FloatField(help_text="0 to 1, see wegwijzer.duplicates.scoring")
    reasons = ArrayField(models.CharField(max_length=30), default=list)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=PairState, default=PairState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one_id", "other_id"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="duplicate_pair_in_order"),
            models.CheckConstraint(
                condition=Q(state=PairState.OPEN) | Q(decided_at__isnull=False), name="decided_duplicate_pair_has_date"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-score"], name="duplicate_pair_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.one_id} and {self.other_id}: {self.state}"


class Merge(models.Model):
    """Two records were made one. `before`, `after` and `moved` are what undoing needs; they are emptied after 30 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=RecordKind)
    kept_id = models.UUIDField()
    gone_id = models.UUIDField()
    kept_name = models.CharField(max_length=200, help_text="as it was called just before")
    gone_name = models.CharField(max_length=200)
    areas = ArrayField(models.CharField(max_length=20), help_text="all areas of both: who may merge and undo")
    choices = models.JSONField(default=dict, help_text="part of the record: kept, other or both")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict, help_text="what pointed at the one that is gone: table and column to ids")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gone_id"], condition=Q(undone_at__isnull=True), name="record_merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(kept_id=F("gone_id")), name="merge_of_two_records"),
        ]
        indexes: ClassVar = [models.Index(fields=["kept_id", "merged_at"], name="merge_into")]

    def __str__(self) -> str:
        return f"{self.gone_name} became {self.kept_name}"
