"""A case, who takes part in it, and what was written down."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wijkkompas.wijkteam.values import CaseRole, CaseState, Channel, LegalDomain, LongerReason, Partition, StepReason


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads that sound like questions; the database already left out what this actor may not see."""

    def running(self) -> CaseQuerySet:
        """Not closed yet."""
        return self.exclude(state__in=[CaseState.CLOSED, CaseState.DESTROYED])

    def newest_first(self) -> CaseQuerySet:
        """As a list shows them."""
        return self.order_by("-opened_at", "id")


class Case(models.Model):
    """One question of one household, kept by one team: its organisation is responsible.

    `number` is given by the database. `ends_on` is the last day on which anybody reads it; then only the job that
    destroys sees the row. It is later than the term of the law only with `longer_because`. `sealed` keeps it from the
    team, except leads and the coordinator.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True, editable=False, default="")
    team = models.ForeignKey("mensen.Team", on_delete=models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(
        "mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    legal_domain = models.CharField(max_length=10, choices=LegalDomain, default=LegalDomain.WELFARE)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.DRAFT)
    sealed = models.BooleanField(default=False, help_text="for the coordinator and leads only")
    language = models.CharField(max_length=5, default="nl")
    needs = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="codes of needs.yaml")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, db_index=True)
    longer_because = models.CharField(max_length=10, choices=LongerReason, blank=True)
    sealed_text = models.BinaryField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "-opened_at", "id"], name="cases_of_team")]

    def __str__(self) -> str:
        return self.number or "new case"


class CaseStep(models.Model):
    """A case went from one state to another. Only added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=10, choices=CaseState, blank=True)
    to_state = models.CharField(max_length=10, choices=CaseState)
    at = models.DateTimeField()
    by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=20, choices=StepReason)
    until = models.DateField(null=True, blank=True, help_text="of a pause")

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"


class Participation(models.Model):
    """Somebody takes part in a case. Who is subject or member sees the own file, while it lasts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey("wijkteam.Person", on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=CaseRole)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], condition=Q(until__isnull=True), name="takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.case_id}"


class Note(models.Model):
    """Something written down. Never changed: a correction is a new note that says what it `corrects`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    partition = models.CharField(max_length=12, choices=Partition)
    track = models.ForeignKey(
        "wijkteam.MeldcodeTrack", null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    about = models.ForeignKey(
        "wijkteam.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: nobody alone",
    )
    author = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "partition", "-at"], name="notes_of_case")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(partition=Partition.MELDCODE, track__isnull=False)
                | ~Q(partition=Partition.MELDCODE) & Q(track__isnull=True),
                name="meldcode_note_has_track",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partition} of {self.case_id}"


class ContactAttempt(models.Model):
    """We tried to reach somebody; what was said is sealed (kind `case_contacts`). Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    about = models.ForeignKey(
        "wijkteam.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="whom we tried"
    )
    author = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel)
    reached = models.BooleanField()
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-at"], name="contacts_of_case")]

    def __str__(self) -> str:
        return f"{self.channel} for {self.case_id}"
