"""Translations, what was done with them, and who speaks what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wijkkompas.talen.rules import state_now
from wijkkompas.talen.values import STORED, Key, State


class Speaker(models.Model):
    """Somebody may translate into this language; counts only while the account is that of an ambassador."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "language"], name="speaker_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.language}"


class Translation(models.Model):
    """One text in one other language. Residents read it, so it holds no names and no notes."""

    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    text = models.TextField(blank=True, help_text="empty: nobody wrote it yet, but somebody left a doubt")
    state = models.CharField(max_length=10, choices=[(s, s) for s in STORED], default=State.MACHINE)
    source_hash = models.CharField(max_length=64, help_text="hash of the Dutch that it was made of")
    source_text = models.TextField(help_text="the Dutch that it was made of, to show what changed")
    stale_since = models.DateTimeField(null=True, blank=True, help_text="when the job saw that the Dutch changed")
    doubted = models.BooleanField(default=False, help_text="somebody was not sure; the note is in the history")
    # Ids of accounts, no foreign keys: when an account goes the number stays, and says nothing.
    checked_by = models.BigIntegerField(null=True, blank=True)
    approved_by = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts up with every change, against losing work")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "kind", "object_id", "field"], name="translation_once"),
            models.CheckConstraint(condition=Q(state__in=STORED), name="translation_state_is_known"),
            models.CheckConstraint(
                condition=Q(text__gt="") | Q(state=State.MACHINE), name="only_a_text_can_be_checked"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("approved_by")), name="approved_by_somebody_else_than_checked"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(approved_by__isnull=False), name="approved_has_a_second_reader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"

    @property
    def key(self) -> Key:
        """Which text."""
        return Key(self.kind, self.object_id, self.field)

    def state_beside(self, dutch: str) -> str:
        """How far it is, now that the Dutch is this."""
        return state_now(stored=self.state, text=self.text, translated_from=self.source_hash, dutch=dutch)


class Step(models.Model):
    """What somebody did with a translation: the text before and after, and a note of who doubted. Only for translators."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="steps")
    language = models.CharField(max_length=5, help_text="as the translation: for the policy")
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True, blank=True, help_text="id of the account; empty: a command or a job")
    deed = models.CharField(max_length=20)
    before = models.TextField(blank=True)
    text = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["translation", "-at"], name="step_of_translation")]

    def __str__(self) -> str:
        return f"{self.deed} {self.at:%Y-%m-%d}"
