"""The vocabulary of needs (hulpvragen) and how people say them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wijkkompas.wegwijzer.values import Urgency


class Domain(models.Model):
    """A domain of life: a tile on the first page."""

    code = models.SlugField(primary_key=True, max_length=40)
    labels = models.JSONField(help_text="language code -> name")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return str(self.labels.get("nl", self.code))

    def label(self, language: str) -> str:
        """The name in a language, Dutch when there is none."""
        return str(self.labels.get(language) or self.labels["nl"])


class Need(models.Model):
    """What somebody needs. Codes are stable: added, never renamed or reused (design.md, contracts)."""

    code = models.SlugField(primary_key=True, max_length=40)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="needs")
    labels = models.JSONField(help_text="language code -> name")
    description = models.TextField(help_text="Dutch B1")
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return str(self.labels.get("nl", self.code))

    def label(self, language: str) -> str:
        """The name in a language, Dutch when there is none."""
        return str(self.labels.get(language) or self.labels["nl"])


class Phrasing(models.Model):
    """How somebody says a need. Editable: each doubling of these improves the search more than any engine."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="phrasings")
    lang = models.CharField(max_length=5)
    text = models.CharField(max_length=400)
    origin = models.CharField(max_length=40, help_text="file or editor it came from")
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["need", "lang", "text"], name="phrasing_once")]

    def __str__(self) -> str:
        return self.text


class CrisisLine(models.Model):
    """A number to call when there is danger: only real, national ones, each with the needs that it is for.

    The functional manager keeps it true: looked at every month, never hidden or moved down when that is late.
    """

    code = models.SlugField(primary_key=True, max_length=40)
    names = models.JSONField(help_text="language code -> fixed sentence; Dutch always beside it")
    number = models.CharField(max_length=30)
    website = models.URLField(blank=True)
    needs = models.ManyToManyField(Need, related_name="crisis_lines")
    hours = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField()
    assured_date = models.DateField(
        null=True, blank=True, help_text="when somebody last looked; at first the day on which it was written"
    )
    shipped = models.CharField(
        max_length=64, blank=True, db_default="", help_text="hash of number, website and hours as last brought along"
    )

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.number


class SearchIndex(models.Model):
    """The built search index, as bytes: every process loads the newest one."""

    built_at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64, unique=True, help_text="hash of everything it was built from")
    services = models.PositiveIntegerField()
    seconds = models.FloatField()
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.services} services, {self.built_at:%Y-%m-%d %H:%M}"
