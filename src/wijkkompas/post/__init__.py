"""Outgoing post: an outbox in the same transaction as the deed, channels that empty it, letters on paper."""
