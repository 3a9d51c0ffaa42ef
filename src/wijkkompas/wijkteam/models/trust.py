"""Why somebody outside the team may look: a share, a broken glass. And what residents agreed to, each in its own table.

Sharing (AVG), being released from professional secrecy, and agreeing to be helped are three different yeses.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wijkkompas.wijkteam.rules import LONGEST_GLASS, LONGEST_SHARE, PARTS_OF
from wijkkompas.wijkteam.values import (
    Basis,
    ByKind,
    GivenHow,
    GlassReason,
    Part,
    PostponeReason,
    Scope,
    SharePurpose,
    Verdict,
)


class Share(models.Model):
    """Parts of a case are open to one other team or one person, for one purpose, until a day. Only withdrawing changes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="shares")
    to_team = models.ForeignKey("mensen.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_account = models.ForeignKey("mensen.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope)
    parts = ArrayField(models.CharField(max_length=10, choices=Part))
    purpose = models.CharField(max_length=20, choices=SharePurpose)
    basis = models.CharField(max_length=20, choices=Basis)
    article = models.CharField(max_length=80, blank=True, help_text="of the law, when it is a task")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(help_text="first moment at which it is closed again")
    given_by = models.ForeignKey("wijkteam.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_how = models.CharField(max_length=10, choices=GivenHow, blank=True)
    sealed_witness = models.BinaryField(default=b"", blank=True, help_text="who heard it; key case_apart")
    text_version = models.CharField(max_length=40, blank=True, help_text="which words the resident was shown")
    language = models.CharField(max_length=5, default="nl")
    made_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_kind = models.CharField(max_length=10, choices=ByKind, blank=True)
    withdrawn_how = models.CharField(max_length=10, choices=GivenHow, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_team__isnull=False, to_account__isnull=True)
                | Q(to_team__isnull=True, to_account__isnull=False),
                name="share_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from"), valid_until__lte=F("valid_from") + LONGEST_SHARE),
                name="share_ends_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.CONSENT) | Q(given_by__isnull=False) & ~Q(given_how=""),
                name="consent_was_given_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(basis=Basis.TASK) | ~Q(article=""), name="task_has_an_article"),
            models.CheckConstraint(
                condition=Q(scope=Scope.SUMMARY, parts=list(PARTS_OF["summary"]))
                | Q(scope=Scope.PLAN, parts=list(PARTS_OF["plan"]))
                | Q(scope=Scope.FULL, parts=list(PARTS_OF["full"]))
                | Q(scope=Scope.FIELDS, parts__len__gt=0, parts__contained_by=Part.values),
                name="share_opens_what_its_scope_says",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_kind="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_kind=""),
                name="withdrawal_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} of {self.case_id}"


class SecrecyRelease(models.Model):
    """A resident lets one professional speak about what is under professional secrecy, within a share."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="releases")
    professional = models.ForeignKey("mensen.Account", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey("wijkteam.Person", on_delete=models.PROTECT, related_name="+")
    given_how = models.CharField(max_length=10, choices=GivenHow)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"release within {self.share_id}"


class HelpAgreement(models.Model):
    """Somebody agrees to be helped; of a child the parent or guardian too (`with_representative`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey("wijkteam.Person", on_delete=models.PROTECT, related_name="+", help_text="who is helped")
    agreed_by = models.ForeignKey("wijkteam.Person", on_delete=models.PROTECT, related_name="+")
    with_representative = models.ForeignKey(
        "wijkteam.Representative", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    text_version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"agreement in {self.case_id}"


class BreakGlass(models.Model):
    """Somebody at work opened a case of another team, for at most an hour, with a reason that is looked at afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="glass")
    account = models.ForeignKey("mensen.Account", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=GlassReason)
    sealed = models.BinaryField(help_text="the reason in words; key break_glass")
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=15, choices=Verdict, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="when the resident was told")
    postponed_by = models.ForeignKey(
        "mensen.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    postponed_until = models.DateTimeField(null=True, blank=True)
    postponed_reason = models.CharField(max_length=12, choices=PostponeReason, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("at"), until__lte=F("at") + LONGEST_GLASS), name="glass_is_broken_for_an_hour"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="glass_is_broken_for_a_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, verdict="") | Q(reviewed_at__isnull=False) & ~Q(verdict=""),
                name="review_has_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(postponed_until__isnull=True) | ~Q(postponed_reason=""), name="postponed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(postponed_reason__in=["", "danger"]), name="postponing_tells_of_no_track"
            ),
        ]

    def __str__(self) -> str:
        return f"glass of {self.case_id}"


class MeldcodeTrack(models.Model):
    """The steps of the Meldcode in a case. Only its members know that it is there; who starts it is its first member.

    Two tracks in one case may not know of each other: a refusal would tell.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"track {self.id}"


class MeldcodeMember(models.Model):
    """Somebody who works on a track."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    track = models.ForeignKey(MeldcodeTrack, on_delete=models.PROTECT, related_name="members")
    account = models.ForeignKey("mensen.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["track", "account"], name="on_the_track_once")]

    def __str__(self) -> str:
        return f"member of {self.track_id}"
