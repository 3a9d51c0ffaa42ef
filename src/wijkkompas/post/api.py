"""All that other rooms use of post."""

from wijkkompas.post.actions import (
    forget_about,
    letter_was_posted,
    letters_to_print,
    list_outbox,
    queue_email,
    queue_letter,
    read_message,
)

__all__ = [
    "forget_about",
    "letter_was_posted",
    "letters_to_print",
    "list_outbox",
    "queue_email",
    "queue_letter",
    "read_message",
]
