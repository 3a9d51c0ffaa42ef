"""Django's EMAIL_BACKEND: every mail, also of packages, goes through the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from wijkkompas.post.actions import queue_email


class OutboxBackend(BaseEmailBackend):
    """Queues; the job `empty_outbox` sends with the backend named in POST_BACKEND."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message once per recipient, so that nobody sees another's address."""
        count = 0
        for message in email_messages:
            html = next((a[0] for a in getattr(message, "alternatives", []) if a[1] == "text/html"), "")
            for recipient in message.recipients():
                queue_email(
                    to=recipient,
                    subject=str(message.subject),
                    body=str(message.body),
                    html=str(html),
                    sender=message.from_email,
                )
                count += 1
        return count
