"""What organisations change in their own records, who may do that for them, and for what they ask volunteers."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wijkkompas.wegwijzer.values import ChangeKind, ChangeState, ClaimState


class RecordChangeQuerySet(models.QuerySet["RecordChange"]):
    """Reads that sound like questions."""

    def waiting(self) -> RecordChangeQuerySet:
        """Nobody decided yet, first come first."""
        return self.filter(state=ChangeState.WAITING).order_by("made_at")


class RecordChange(models.Model):
    """One change of a record: what it said before and after, part by part (wegwijzer.editing.record).

    The policies of this table decide what an editor may do at once; the record is only written after this row was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("wegwijzer.Service", on_delete=models.CASCADE, related_name="changes")
    organization = models.ForeignKey("mensen.Organization", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    state = models.CharField(max_length=10, choices=ChangeState)
    before = models.JSONField(default=dict, help_text="part of the record to what it said")
    after = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    public_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "mensen.Account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="who approved it or sent it back; empty: it was public at once",
    )
    reason = models.CharField(max_length=500, blank=True, help_text="why it was sent back")
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RecordChangeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["service", "made_at"], name="changes_of_record")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(state=ChangeState.WAITING), name="one_waiting_change"
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.PUBLIC) | Q(public_at__isnull=False), name="public_change_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.SENT_BACK) | Q(decided_at__isnull=False) & ~Q(reason=""),
                name="change_sent_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.service_id}, {self.state}"


class EditorClaim(models.Model):
    """Somebody asks to be editor of an organisation. Granted by a link in a mail to its own address, or by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("mensen.Account", on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey("mensen.Organization", on_delete=models.CASCADE, related_name="+")
    municipality = models.ForeignKey(
        "mensen.Area",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who decides; empty: the functional manager",
    )
    name = models.CharField(max_length=120, help_text="of who asks, as the organisation and the municipality see it")
    email = models.EmailField(help_text="of who asks")
    told = models.CharField(max_length=300, help_text="what they do there")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.WAITING)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "mensen.Account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="empty: by the link in the mail",
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state=ClaimState.WAITING), name="one_waiting_claim"
            ),
            models.CheckConstraint(
                condition=Q(token_hash="", link_until__isnull=True) | Q(link_until__isnull=False),
                name="link_of_a_claim_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"claim on {self.organization_id}, {self.state}"


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    """Reads that sound like questions."""

    def open_on(self, today: date) -> VacancyQuerySet:
        """What residents see."""
        return self.filter(until__gte=today).order_by("until", "title")


class Vacancy(models.Model):
    """An organisation asks for volunteers. Gone for residents after its last day; its editor still sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("mensen.Organization", on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(
        "wegwijzer.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="vacancies"
    )
    title = models.CharField(max_length=120)
    what = models.TextField(max_length=600)
    when = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, help_text="number or address of the organisation, of no private person")
    until = models.DateField(help_text="last day for residents")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = VacancyQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="vacancy_until")]

    def __str__(self) -> str:
        return self.title
