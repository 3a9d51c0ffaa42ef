"""The first talk, and notifications under the law."""
