"""All that other rooms use of post."""

from wijkkompas.post.actions import (
    letter_was_posted,
    letters_to_print,
    list_outbox,
    queue_email,
    queue_letter,
    read_message,
)

__all__ = ["letter_was_posted", "letters_to_print", "list_outbox", "queue_email", "queue_letter", "read_message"]
