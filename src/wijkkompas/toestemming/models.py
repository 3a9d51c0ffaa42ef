"""Tables that the application role cannot read: keys come out and lines go in through functions only."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class SealKey(models.Model):
    """The key of one sealed record, wrapped by a master key. Removing the row erases the text for good.

    The database adds a column `xact` that Django does not know: the transaction that made the key (migration 0004).
    """

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    master = models.CharField(max_length=20, help_text="name of the master key that wraps it")
    wrapped = models.BinaryField()
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "object_id"], name="sealkey_once")]

    def __str__(self) -> str:
        return f"key of {self.kind}"


class AccessLine(models.Model):
    """Somebody opened a sealed record: when, who, which, what for. Written by `app.note_opening`, or by
    `app.open_sealed` for a record that the same transaction made; by nothing else. Has a column `xact` as `SealKey` has.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    account = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    purpose = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "at"]),
            models.Index(fields=["at"], name="toestemming_at_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} opened at {self.at}"


class ErasedKey(models.Model):
    """The erasure ledger: which keys were destroyed, so that a restored backup destroys them again."""

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    at = models.DateTimeField()
    rule = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.kind} erased by {self.rule}"


class Term(models.Model):
    """How long something is kept, with the reason: a functional manager sets it, within what the room allows.

    Rooms declare terms in their `personal.py`; a new one gets its row after migrate. Each change is in the signed log.
    """

    code = models.SlugField(primary_key=True, max_length=40)
    days = models.PositiveIntegerField(help_text="days, from the shortest to the longest that this term may be")
    source = models.TextField(help_text="why this term: law, decision, who checked it and when")
    since = models.DateTimeField(auto_now=True, help_text="from when this term holds")
    least = models.PositiveIntegerField()
    most = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days__gte=F("least"), days__lte=F("most"), least__gte=1), name="term_within_its_bounds"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.days} days"


class AuditLeaf(models.Model):
    """One change of one row, written by the trigger `audit` of that table; position: its place in the tree of its log.

    Only the hash stays for ever. What it tells (`content`) goes with the record, or after the term of access lines.
    """

    log = models.CharField(max_length=40)
    position = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    source = models.CharField(max_length=63)
    row_key = models.CharField(max_length=40, null=True)  # noqa: DJ001 (gone is not the same as empty)
    kind = models.CharField(max_length=40, null=True)  # noqa: DJ001
    object_id = models.UUIDField(null=True)
    account_id = models.BigIntegerField(null=True)
    mask = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    content = models.TextField(null=True)  # noqa: DJ001
    leaf = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log", "position"], name="leaf_has_a_place_of_its_own")
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"], name="leaf_about"),
            models.Index(fields=["source", "row_key"], name="leaf_of_row"),
            models.Index(fields=["log", "id"], name="leaf_waits", condition=Q(position__isnull=True)),
            models.Index(fields=["at"], name="leaf_at"),
        ]

    def __str__(self) -> str:
        return f"leaf {self.position} of {self.log}"


class AuditNode(models.Model):
    """A complete node of the tree of a log (see kern.proof.tree): a hash and nothing else."""

    log = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "level", "index"], name="node_once")]

    def __str__(self) -> str:
        return f"node {self.level}/{self.index} of {self.log}"


class AuditHead(models.Model):
    """The signed root of a log at one moment; what we publish, so that the past cannot be written again."""

    log = models.CharField(max_length=40)
    size = models.BigIntegerField()
    root = models.BinaryField()
    at = models.DateTimeField(help_text="whole seconds: the signature covers its written form")
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "size"], name="head_once")]

    def __str__(self) -> str:
        return f"head {self.size} of {self.log}"


class AuditCheck(models.Model):
    """What the nightly check of the logs found: how many faults, and the first of them in words. No personal data."""

    at = models.DateTimeField()
    faults = models.PositiveIntegerField()
    first = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.faults} faults"


class DestructionList(models.Model):
    """What a municipality destroys in one month by one rule, after two of its people said yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey("mensen.Area", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    kind = models.CharField(max_length=40)
    rule = models.CharField(max_length=60, help_text="code of the term, as the ledger of erasures keeps it")
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    destroyed = models.PositiveIntegerField(null=True, help_text="how many keys")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "month", "kind", "rule"], name="one_list_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.rule}, {self.month:%Y-%m}"


class DestructionItem(models.Model):
    """One record on a list. Somebody of the municipality may keep it off, with a reason, until the first yes."""

    list = models.ForeignKey(DestructionList, on_delete=models.CASCADE, related_name="items")
    object_id = models.UUIDField()
    due_on = models.DateField()
    kept_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "object_id"], name="listed_once")]

    def __str__(self) -> str:
        return f"due on {self.due_on}"


class DestructionConfirmation(models.Model):
    """Somebody of the municipality looked at the list and says yes. The second one must be somebody else."""

    list = models.ForeignKey(DestructionList, on_delete=models.CASCADE, related_name="confirmations")
    account = models.ForeignKey("mensen.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "account"], name="one_yes_each")]

    def __str__(self) -> str:
        return f"confirmed at {self.at}"
