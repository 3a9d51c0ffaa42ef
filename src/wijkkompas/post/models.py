"""One table: the outbox. Address and text are sealed; the row itself tells nothing about a person."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from wijkkompas.post.values import Channel, State


class Message(models.Model):
    """Something to send. It is written in the transaction of the deed, so it goes out if and only if the deed stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    team = models.ForeignKey("mensen.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    about_kind = models.CharField(max_length=40, blank=True, help_text="the room's word for what it is about")
    about_id = models.UUIDField(null=True, blank=True)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
