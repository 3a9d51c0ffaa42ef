"""The first talk with somebody (E2), and what the law asks after a notification (E16)."""
