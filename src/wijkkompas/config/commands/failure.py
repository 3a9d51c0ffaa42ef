"""How a command says that it could not do what was asked."""

from __future__ import annotations

REFUSED, WRONG_ARGUMENTS, NO_DATABASE = 1, 2, 3


class Failure(Exception):
    """Ends a command with an exit code and a message in plain words (contracts.md)."""

    def __init__(self, message: str, *, code: str, status: int = WRONG_ARGUMENTS, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.status, self.field = code, status, field
