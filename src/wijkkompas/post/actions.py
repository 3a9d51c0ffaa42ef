"""Put post in the outbox and send what is there."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from procrastinate.contrib.django import app as jobs

from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.post.models import Message
from wijkkompas.post.policies import POSTMAN
from wijkkompas.post.values import Channel, State
from wijkkompas.toestemming import api as toestemming

KIND = "message"
MOST_TRIES = 8


def queue_email(*, to: str, subject: str, body: str, html: str = "", sender: str = "") -> UUID:
    """Put an e-mail in the outbox, in the running transaction, and wake the postman."""
    identity = uuid.uuid4()
    with acting_as(system_actor(POSTMAN)):
        sealed = toestemming.seal(KIND, identity, to=to, subject=subject, body=body, html=html, sender=sender)
        Message.objects.create(id=identity, channel=Channel.EMAIL, sealed=sealed, created_at=clock.now())
        jobs.configure_task("wijkkompas.post.tasks.empty_outbox").defer()
    return identity


def queue_letter(*, team_id: int, about_kind: str, about_id: UUID, to: str, subject: str, body: str) -> UUID:
    """Put a letter in the outbox of a team; the team prints it and says when it was posted."""
    identity = uuid.uuid4()
    sealed = toestemming.seal(KIND, identity, to=to, subject=subject, body=body)
    Message.objects.create(
        id=identity,
        channel=Channel.LETTER,
        team_id=team_id,
        about_kind=about_kind,
        about_id=about_id,
        sealed=sealed,
        created_at=clock.now(),
    )
    return identity


def read_message(message_id: UUID, *, purpose: str = "print") -> dict[str, str]:
    """The address and text of a message, for who may open it."""
    message = Message.objects.get(id=message_id)
    return toestemming.unseal(KIND, message.id, message.sealed, purpose=purpose)[0]


def send_queued() -> int:
    """Send what is queued, one transaction a message; a failure is tried again later. Returns how many were sent.

    At-least-once: a kill between sending and noting it sends a message twice, never not at all.
    """
    sent = 0
    with acting_as(system_actor(POSTMAN)):
        waiting = list(
            Message.objects.filter(channel=Channel.EMAIL, state=State.QUEUED, tries__lt=MOST_TRIES)
            .order_by("created_at")
            .values_list("id", flat=True)[:200]
        )
    for identity in waiting:
        sent += _send_one(identity)
    return sent


def _send_one(identity: UUID) -> bool:
    with acting_as(system_actor(POSTMAN)), transaction.atomic():
        message = Message.objects.select_for_update(skip_locked=True).filter(id=identity, state=State.QUEUED).first()
        if message is None:
            return False
        content = toestemming.unseal(KIND, message.id, message.sealed, purpose="send")[0]
        mail = EmailMultiAlternatives(
            content["subject"], content["body"], content.get("sender") or settings.DEFAULT_FROM_EMAIL, [content["to"]]
        )
        if content.get("html"):
            mail.attach_alternative(content["html"], "text/html")
        message.tries += 1
        try:
            get_connection(settings.POST_BACKEND).send_messages([mail])
        except OSError:
            message.state = State.FAILED if message.tries >= MOST_TRIES else State.QUEUED
            message.save(update_fields=["tries", "state"])
            return False
        message.state, message.sent_at = State.SENT, clock.now()
        message.save(update_fields=["tries", "state", "sent_at"])
        return True


def forget_sent() -> int:
    """Destroy post of long ago, whether it went out or not: what was not sent in a month helps nobody."""
    with acting_as(system_actor(POSTMAN)):
        old = list(
            Message.objects.filter(created_at__lt=clock.now() - toestemming.term("post")).values_list("id", flat=True)
        )
        for identity in old:
            toestemming.erase(KIND, identity, rule="post-30-days")
        Message.objects.filter(id__in=old).delete()
    return len(old)


def forget_about(kind: str, object_ids: list[UUID]) -> None:
    """Destroy all post about records that are destroyed."""
    with acting_as(system_actor(POSTMAN)):
        gone = list(Message.objects.filter(about_kind=kind, about_id__in=object_ids).values_list("id", flat=True))
        for identity in gone:
            toestemming.erase(KIND, identity, rule="with-its-record")
        Message.objects.filter(id__in=gone).delete()


def list_outbox() -> list[dict[str, object]]:
    """What the outbox sent and holds, for `wijkkompas post list`. Runs as the postman and leaves access lines."""
    with acting_as(system_actor(POSTMAN)):
        return [
            {
                "id": str(message.id),
                "channel": message.channel,
                "state": message.state,
                "created_at": message.created_at.isoformat(),
                "sent_at": message.sent_at.isoformat() if message.sent_at else None,
                **{
                    k: v
                    for k, v in toestemming.unseal(KIND, message.id, message.sealed, purpose="list")[0].items()
                    if k in {"to", "subject", "body"}
                },
            }
            for message in Message.objects.order_by("created_at")
        ]


def letters_to_print(team_ids: list[int]) -> list[Message]:
    """Letters of these teams that nobody posted yet."""
    return list(
        Message.objects.filter(channel=Channel.LETTER, state=State.QUEUED, team_id__in=team_ids)
        .order_by("created_at")
        .defer("sealed")
    )


def letter_was_posted(message_id: UUID) -> None:
    """Note that a letter left. Raises `Message.DoesNotExist` for who may not see it."""
    message = Message.objects.get(id=message_id, channel=Channel.LETTER)
    message.state, message.sent_at = State.SENT, clock.now()
    message.save(update_fields=["state", "sent_at"])
