"""The plan of a household: goals, and what people do for them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wijkkompas.wijkteam.values import ActionState, GoalState, OwnerKind


class Goal(models.Model):
    """What somebody wants to reach; without `about` it is the household's. Text under the key `case_plan`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="goals")
    about = models.ForeignKey("wijkteam.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(default=False, help_text="the resident said yes to it")
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.OPEN)
    position = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"goal of {self.case_id}"


class Action(models.Model):
    """Who does what, by when. Text under a key of its own: a volunteer opens this one and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="actions")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    about = models.ForeignKey("wijkteam.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=15, choices=OwnerKind)
    owner = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    agreed = models.BooleanField(default=False, help_text="the resident said yes to it")
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner"], condition=Q(state=ActionState.OPEN), name="open_actions_of_owner")
        ]

    def __str__(self) -> str:
        return f"action of {self.case_id}"
