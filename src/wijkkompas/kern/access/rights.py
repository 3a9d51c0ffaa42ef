"""Rights as SQL over the columns of one table; combine with `|` and `&`.

Write every right so that PostgreSQL works it out once per query: `col = any((select f())::int[])`. A function per
row measured 268 times slower on 100,000 cases (research note casework.md 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Right:
    """A boolean SQL expression over the columns of the protected table."""

    sql: str

    def __or__(self, other: Right) -> Right:
        return Right(f"({self.sql} or {other.sql})")

    def __and__(self, other: Right) -> Right:
        return Right(f"({self.sql} and {other.sql})")


def sql(expression: str) -> Right:
    """A right written out; for what the words below cannot say."""
    return Right(f"({expression})")


def nobody() -> Right:
    """No row, for nobody; still raises when there is no context."""
    return Right("((select app.actor_kind()) is null)")


def anyone() -> Right:
    """Anyone with a valid context, a visitor too."""
    return Right("((select app.actor_kind()) is not null)")


def actor_is(kind: str, name: str | None = None) -> Right:
    """The actor is of this kind (and, for `system`, has this name)."""
    right = f"(select app.actor_kind()) = '{kind}'"
    if name is not None:
        right += f" and (select app.actor_text()) = '{name}'"
    return Right(f"({right})")


def column_in(column: str, function: str, kind: str = "int") -> Right:
    """The column is in the list that a function of schema `app` gives for this actor (worked out once per query)."""
    return Right(f"({column} = any((select app.{function}())::{kind}[]))")
