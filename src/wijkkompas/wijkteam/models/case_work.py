"""The first talk, and what follows when it is a notification under the law."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wijkkompas.wijkteam.values import Law, SupportAnswer


class Intake(models.Model):
    """A case began with this talk. The id comes from the form, so that sending it twice makes one case. Never changed."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.OneToOneField("wijkteam.Case", on_delete=models.PROTECT, related_name="intake")
    by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    signal_id = models.UUIDField(null=True, blank=True, help_text="of the signal that it came from, when there is one")

    def __str__(self) -> str:
        return f"intake of {self.case_id}"


class Notification(models.Model):
    """Somebody notified the municipality (melding, aanmelding): the law says what must happen, and by when.

    Its days are worked out from `received_on` by the dated terms (intake.terms), never kept: a term that was wrong is
    then right everywhere at once. Each thing that was done is noted once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("wijkteam.Case", on_delete=models.PROTECT, related_name="notifications")
    about = models.ForeignKey("wijkteam.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    law = models.CharField(max_length=10, choices=Law)
    urgent = models.BooleanField(default=False, help_text="eviction or no energy threatens: a shorter term")
    received_on = models.DateField()
    made_by = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    support_answer = models.CharField(max_length=10, choices=SupportAnswer, blank=True, help_text="of the client")
    carer_answer = models.CharField(max_length=10, choices=SupportAnswer, blank=True, help_text="of who cares for them")
    support_offered_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True, help_text="the letter of confirmation was made")
    own_plan_on = models.DateField(null=True, blank=True, help_text="the personal plan came in")
    reported_on = models.DateField(null=True, blank=True, help_text="the resident got the report")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "law", "received_on", "about"], name="notified_once_a_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(support_offered_on__isnull=False) | Q(support_answer="", carer_answer=""),
                name="support_answer_has_an_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law} of {self.case_id}"
