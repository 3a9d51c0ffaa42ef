"""What people at work tell each other: notes of a team, how busy a service is, who knows what."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

# Policies hide these rows from who removes a service, a team or an account, so Django cannot clean up: the constraints
# that the migration makes in the database do (on delete cascade, or set null).
_BY_DATABASE: dict[str, Any] = {"on_delete": models.DO_NOTHING, "db_constraint": False, "related_name": "+"}


class InternalNote(models.Model):
    """A note about a service, for the team or the organisation that wrote it and for nobody else. Ends after a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("wegwijzer.Service", **_BY_DATABASE)
    team = models.ForeignKey("mensen.Team", null=True, **_BY_DATABASE)
    organization = models.ForeignKey("mensen.Organization", null=True, **_BY_DATABASE)
    text = models.CharField(max_length=600)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("mensen.Account", null=True, **_BY_DATABASE)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(team__isnull=True, organization__isnull=False)
                | Q(team__isnull=False, organization__isnull=True),
                name="note_has_one_writer",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["service"], name="note_of_service")]

    def __str__(self) -> str:
        return str(self.id)


class CapacityHint(models.Model):
    """What somebody heard on a day about room at a service; the newest counts, none is changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("wegwijzer.Service", **_BY_DATABASE)
    organization = models.ForeignKey("mensen.Organization", **_BY_DATABASE)
    free_places = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    said_on = models.DateField(help_text="the day on which the service said so")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("mensen.Account", null=True, **_BY_DATABASE)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(free_places__isnull=False) | Q(waiting_weeks__isnull=False), name="hint_says_something"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["service", "-said_on", "-noted_at"], name="hint_of_service")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.said_on}"


class WorkCard(models.Model):
    """Who knows what ("visitekaartjes bij elkaar leggen", Vlaardingen 2020), told by that person alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField("mensen.Account", **_BY_DATABASE)
    team = models.ForeignKey("mensen.Team", **_BY_DATABASE)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120)
    needs = ArrayField(models.CharField(max_length=40), default=list)
    themes = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=5), default=list)
    reach = models.CharField(max_length=200, help_text="how to reach somebody at work")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return str(self.id)
