"""The call some weeks after a case closed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wijkkompas.wijkteam.pulse.values import Happened, HowNow, MoreGoingOn, PulseState


class PulseCall(models.Model):
    """One planned call. What was said is sealed under the key `case_contacts` of the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="pulse_calls")
    state = models.CharField(max_length=12, choices=PulseState, default=PulseState.PLANNED)
    made_at = models.DateTimeField()
    call_on = models.DateField()
    closed_by = models.ForeignKey(
        "mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+", help_text="calls, if at work"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    tried_on = models.DateField(null=True, blank=True)
    now = models.CharField(max_length=10, choices=HowNow, blank=True)
    happened = models.CharField(max_length=10, choices=Happened, blank=True)
    more = models.CharField(max_length=5, choices=MoreGoingOn, blank=True)
    sealed = models.BinaryField(null=True, blank=True, help_text="what was said")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "call_on"], name="pulse_to_call")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=PulseState.PLANNED), name="one_pulse_call_planned"
            ),
            models.CheckConstraint(
                condition=Q(state=PulseState.PLANNED, done_at__isnull=True)
                | ~Q(state=PulseState.PLANNED) & Q(done_at__isnull=False),
                name="pulse_call_is_done_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PulseState.WELL, PulseState.NOT_WELL])
                | ~Q(now="") & ~Q(happened="") & ~Q(more=""),
                name="pulse_call_has_three_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"pulse call {self.state}"
