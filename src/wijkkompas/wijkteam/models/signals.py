"""A signal: a worry that somebody tells the team. Texts are sealed; who told it lies under a key of its own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wijkkompas.wijkteam.signals.values import About, GuestKind, Permission, ReporterTold, SignalState, Source


class Signal(models.Model):
    """Somebody worries. `sealed`: the worry and about whom or where; `sealed_reporter`: who told us.

    `dedupe` holds keyed hashes of phone number and of address with name (rules.marks); a place has none. `code_hash` is
    that of the code by which who told us hears that it was picked up. `ends_on` is the last day on which anybody reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("mensen.Team", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=15, choices=Source)
    permission = models.CharField(max_length=10, choices=Permission)
    about = models.CharField(max_length=10, choices=About, default=About.PERSON)
    state = models.CharField(max_length=15, choices=SignalState, default=SignalState.RECEIVED)
    received_at = models.DateTimeField()
    urgent = models.BooleanField(default=False, help_text="the crisis detector read danger in the text")
    needs = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="codes of needs.yaml")
    language = models.CharField(max_length=5, default="nl")
    sealed = models.BinaryField()
    sealed_reporter = models.BinaryField()
    dedupe = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    case = models.ForeignKey("wijkteam.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact_request = models.UUIDField(null=True, blank=True, unique=True, help_text="id of the call-back request")
    belongs_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined")
    entered_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_by = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    told_guests_at = models.DateTimeField(
        null=True, blank=True, help_text="when the resident was told who may sit at the dagstart"
    )
    objected_to = ArrayField(
        models.CharField(max_length=10, choices=GuestKind),
        default=list,
        blank=True,
        help_text="guests who do not see it",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "state", "received_at"], name="signals_of_team")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="signal_code_once"),
            models.CheckConstraint(
                condition=~Q(about=About.PLACE) | Q(dedupe=[], case__isnull=True), name="place_is_nobody"
            ),
            models.CheckConstraint(
                condition=~Q(state=SignalState.JOINED) | Q(belongs_to__isnull=False), name="joined_says_to_which"
            ),
            models.CheckConstraint(condition=~Q(belongs_to=F("id")), name="no_signal_belongs_to_itself"),
            models.CheckConstraint(
                condition=~Q(state=SignalState.CASE_OPENED) | Q(case__isnull=False), name="opened_case_is_named"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ends_on__isnull=True)
                | Q(closed_at__isnull=False, ends_on__isnull=False),
                name="closed_signal_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"signal {self.state}"


class SignalStep(models.Model):
    """A signal went on. Added, never changed; `told` at closing only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=15, choices=SignalState)
    to_state = models.CharField(max_length=15, choices=SignalState)
    at = models.DateTimeField()
    by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    told = models.CharField(max_length=10, choices=ReporterTold, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} to {self.to_state}"
