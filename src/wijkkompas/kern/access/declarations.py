"""What each room declares about its tables; `database.apply` makes PostgreSQL equal to it.

A table that is declared nowhere gets no grant at all, so forgetting one is safe (and the guard names it).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from wijkkompas.kern.access.rights import Right

POLICY_FORM = 1  # raise it when `database` writes policies in another way: migrate then writes them again
VERBS = ("select", "insert", "update", "delete")


@dataclass(frozen=True)
class Protected:
    """Row-level security: a verb without a right is not granted."""

    table: str
    rights: dict[str, Right] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What the table's comment must say when the database equals this declaration."""
        text = "|".join(f"{verb}:{self.rights[verb].sql}" for verb in VERBS if verb in self.rights)
        digest = hashlib.sha256(f"{POLICY_FORM}|{text}".encode()).hexdigest()
        return f"access:protected:{digest[:16]}"


@dataclass(frozen=True)
class Open:
    """No rows to hide: these verbs for the app role, with the reason why that is right."""

    table: str
    verbs: tuple[str, ...]
    reason: str

    @property
    def mark(self) -> str:
        """What the table's comment must say."""
        return f"access:open:{','.join(self.verbs)}: {self.reason}"


@dataclass(frozen=True)
class Door:
    """Who may have the key of a sealed record: a function `app.may_open_<kind>(uuid)` made from a right."""

    kind: str
    table: str
    right: Right
    purposes: Mapping[str, object] = field(default_factory=dict)  # code: words, perhaps lazily translated
    log: str = "open"
    follow: Right | None = None


@dataclass(frozen=True)
class Audited:
    """Every change of a row leaves a leaf in a log: a trigger that the application role cannot pass or switch off."""

    table: str
    kind: str
    object: str
    columns: tuple[str, ...]

    @property
    def trigger(self) -> str:
        """The trigger as code; `app.audit_row` is made by toestemming, which keeps the leaves."""
        arguments = ", ".join(f"'{text}'" for text in (self.kind, self.object, ",".join(self.columns)))
        return (
            f"CREATE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.{self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION app.audit_row({arguments})"
        )  # as pg_get_triggerdef writes it, so that the guard can compare


PROTECTED: dict[str, Protected] = {}
OPEN: dict[str, Open] = {}
DOORS: dict[str, Door] = {}
AUDITED: dict[str, Audited] = {}


def all_declared() -> list[Protected | Open]:
    """Every table that a room declared."""
    return [*PROTECTED.values(), *OPEN.values()]


def declare_protected(
    table: str,
    *,
    see: Right | None = None,
    add: Right | None = None,
    change: Right | None = None,
    remove: Right | None = None,
) -> None:
    """Declare who may see, add, change and remove rows of a table. What is left out nobody may."""
    rights = dict(zip(VERBS, (see, add, change, remove), strict=True))
    PROTECTED[table] = Protected(table, {verb: right for verb, right in rights.items() if right is not None})


def declare_open(*tables: str, verbs: str = "select insert update delete", reason: str) -> None:
    """Declare tables without personal data of residents; `reason` is read by the privacy officer."""
    for table in tables:
        OPEN[table] = Open(table, tuple(verbs.split()), reason)


def declare_door(
    kind: str,
    *,
    table: str,
    right: Right,
    purposes: Mapping[str, object],
    log: str = "open",
    follow: Right | None = None,
) -> None:
    """Declare who may open a sealed record of this kind (see toestemming: opening leaves a line), and what for.

    `purposes` is the closed list: a code that the line keeps, and the words that people read. No other is accepted.
    `log` names the audit log of this kind: a log of its own is for what must not show elsewhere, not even by a size.
    `follow` says who may read who opened it, when that is not everybody who may open it.
    """
    DOORS[kind] = Door(kind, table, right, purposes, log, follow)


def declare_audited(table: str, *, columns: str, kind: str = "", object: str = "object_id") -> None:
    """Declare that each change of this table leaves a leaf (see toestemming): which columns it tells of.

    `kind` and the column `object` say which record it is about; without `kind` the row's own column `kind` says it.
    The leaf of a column can be read by who may open the record, so never name a column with a secret or a text.
    """
    AUDITED[table] = Audited(table, kind, object, tuple(columns.split()))
