"""What was imported when from where: the run, and what each source said last of each of its records."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ImportRun(models.Model):
    """One import. It goes on from `cursor` when it was broken off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=60)
    place = models.CharField(max_length=300, help_text="file or address, without passwords")
    shape = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the contents and the options")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    areas = ArrayField(
        models.CharField(max_length=20), default=list, help_text="municipalities (or wider areas) of its services"
    )
    cursor = models.PositiveIntegerField(default=0, help_text="how many records are done")
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "finished_at"], name="import_run_open")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d}"


class ImportedRecord(models.Model):
    """What a source said last of one of its records, and which thing here it became."""

    source = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=200)
    object_id = models.UUIDField()
    fields = models.JSONField(help_text="as imported last: what a later import is compared with")
    kept = models.JSONField(default=dict, help_text="field: digest of what the source says and we decided not to take")
    held = models.BooleanField(default=False, help_text="waits for a person before residents may find it")
    last_run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="records")
    read_on = models.DateField(help_text="when the source last said so")
    vanished_on = models.DateField(null=True, blank=True, help_text="when the source stopped telling about it")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "source_id"], name="imported_record_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"], name="imported_record_object")]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.source_id}"
