"""People, who lives with whom, and who stands for whom."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wijkkompas.wijkteam.values import Authority, Identified


class Person(models.Model):
    """Somebody who is helped, or who belongs to it. Name and ways to reach them are sealed (kind `person`).

    An account opens the own file only after somebody checked who it is: `identified_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        "mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="logs in as"
    )
    identified_at = models.DateTimeField(null=True, blank=True)
    identified_how = models.CharField(max_length=10, choices=Identified, blank=True)
    born_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=5, default="nl")
    sealed = models.BinaryField()
    name_index = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="keyed hash of name and birth date"
    )
    made_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(identified_at__isnull=True, identified_how="")
                | Q(identified_at__isnull=False, account__isnull=False) & ~Q(identified_how=""),
                name="identified_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.id}"


class Household(models.Model):
    """People who live together. No name, no address: those are of the persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"household {self.id}"


class HouseholdMember(models.Model):
    """Somebody lives there, from when until when (`until` is the first day that they no longer do)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lives_in")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    safe_to_contact = models.BooleanField(default=True, help_text="others in the house may know that we call")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "person"], condition=Q(until__isnull=True), name="lives_there_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Representative(models.Model):
    """Somebody stands for somebody else. Counts only when a colleague checked it (`verified_at`), until `until`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represented_by", help_text="for whom")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents", help_text="who stands for them")
    kind = models.CharField(max_length=20, choices=Authority)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        "mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_how = models.CharField(max_length=40, blank=True, help_text="code: which paper was shown")
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | ~Q(verified_how=""), name="verified_says_how"
            ),
            models.CheckConstraint(condition=~Q(person=models.F("by")), name="nobody_represents_the_self"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"
