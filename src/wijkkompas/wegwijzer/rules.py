"""Pure decisions: the states of a question, the volgcode, which rota line is for today, is somebody there now."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

# The life of a call-back request. Each edge names who asks for it.
ALLOWED: dict[str, dict[str, str]] = {
    "received": {
        "taken": "Leiden 3.5 (2014): somebody answers within a reasonable term, so somebody takes it on",
        "answered": "Vlaardingen (2020): help that can be given at once needs no further step",
        "not-reached": "Socius (2019), Heemskerk: people are called; not reached counts",
    },
    "taken": {
        "received": "Socius (2019): the team lays a question back when a colleague knows more",
        "answered": "Leiden 3.5 (2014)",
        "not-reached": "Socius (2019), Heemskerk",
    },
    "not-reached": {
        "taken": "mission.md E5: tried again",
        "not-reached": "mission.md E5: three tries",
        "answered": "Leiden 3.5 (2014)",
        "closed": "mission.md E5: could not be reached after three tries, counted apart",
    },
    "answered": {"closed": "design.md: the code dies 90 days after the answer"},
    "closed": {},
}
TRIES_BEFORE_CLOSING = 3
CORRECTION_WORKING_DAYS = 5  # [check] our own choice: no source names a term for a reported mistake

_ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"  # 27 signs; no vowels (no words), nothing that looks like another sign
CODE_LENGTH = 12  # 27 ** 12 > 2 ** 57


@dataclass(frozen=True)
class Decision:
    """May it, and the reason in words that a person may read."""

    allowed: bool
    reason: str


def may_move(state: str, to: str, *, tries: int = 0) -> Decision:
    """May a request go from one state to the other?"""
    if to not in ALLOWED.get(state, {}):
        return Decision(False, f"Van '{state}' naar '{to}' kan niet.")
    if to == "closed" and state == "not-reached" and tries < TRIES_BEFORE_CLOSING:
        return Decision(False, f"Probeer het eerst {TRIES_BEFORE_CLOSING} keer. Het was nu {tries} keer.")
    return Decision(True, ALLOWED[state][to])


def new_code() -> str:
    """A volgcode of 57 bits, in three groups: easy to read aloud."""
    raw = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(raw[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def clean_code(typed: str) -> str | None:
    """The code as we keep it, from what somebody typed (spaces, small letters, no dashes); None when it is no code."""
    kept = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(kept) != CODE_LENGTH or any(sign not in _ALPHABET for sign in kept):
        return None
    return kept


def new_token() -> str:
    """The key of a link in a mail: 192 bits, for one mail."""
    return secrets.token_urlsafe(24)


def hash_code(key: bytes, code: str) -> str:
    """The keyed hash under which a volgcode (or second word, or the key in a mail) is kept; they are kept nowhere."""
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()


def clean_second_word(typed: str) -> str:
    """A second word is compared without capitals and spaces at the ends."""
    return " ".join(typed.casefold().split())[:60]


@dataclass(frozen=True)
class Hours:
    """One line of opening hours: days as iCalendar codes (MO..SU), local times, a period of validity."""

    days: tuple[str, ...]
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class OtherDay:
    """A day that differs: closed, or other hours."""

    day: date
    opens: time | None
    closes: time | None


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def hours_on(day: date, hours: Iterable[Hours], exceptions: Iterable[OtherDay] = ()) -> list[tuple[time, time]]:
    """The hours of one day, exceptions taken into account, in order. Empty: closed or unknown."""
    special = [e for e in exceptions if e.day == day]
    if special:
        return sorted((e.opens, e.closes) for e in special if e.opens and e.closes)
    return sorted(
        (line.opens, line.closes)
        for line in hours
        if DAYS[day.weekday()] in line.days
        and (line.valid_from is None or line.valid_from <= day)
        and (line.valid_to is None or day <= line.valid_to)
    )


@dataclass(frozen=True)
class Presence:
    """Is somebody there: `open_now` True, False or None (unknown), until when, or when next."""

    open_now: bool | None
    until: time | None = None
    next_day: date | None = None
    next_opens: time | None = None
    next_closes: time | None = None


def presence(moment: datetime, hours: Sequence[Hours], exceptions: Sequence[OtherDay] = ()) -> Presence:
    """Is somebody there at `moment` (local time), and if not, when next within four weeks. No hours: unknown."""
    if not hours and not exceptions:
        return Presence(None)
    clock, today = moment.time(), moment.date()
    for opens, closes in hours_on(today, hours, exceptions):
        if opens <= clock < closes:
            return Presence(True, until=closes)
    for ahead in range(28):
        day = today + timedelta(days=ahead)
        for opens, closes in hours_on(day, hours, exceptions):
            if ahead > 0 or opens > clock:
                return Presence(False, next_day=day, next_opens=opens, next_closes=closes)
    return Presence(False)


def rota_for(day: date, lines: Iterable[tuple[str, str]]) -> list[str]:
    """Who sits at the desk on this day: `lines` are (every|odd|even, who); weeks by the ISO calendar."""
    week = "odd" if day.isocalendar().week % 2 else "even"
    return [who for weeks, who in lines if weeks in {"every", week}]


SENSITIVE_DOMAINS = frozenset({"safety", "mind", "relationship"})
MUCH_ASKED_THEMES = frozenset({"geld-en-schulden", "wonen", "werk-en-meedoen", "gezondheid-en-zorg"})


def urgency_of_text(urgencies: Sequence[str], domain: str, ways_in: Sequence[str], theme: str) -> int:
    """How urgent the translation of a text is, 0 first: danger, sensitive, walk-in, what most people ask, the rest.

    `urgencies` and `domain` are of the needs it is for (most specific first), `ways_in` and `theme` of the service.
    What is read most is not counted: nothing is kept of who reads what. Socius 2019, Uitgeest: most questions were about
    money, papers and debts, then about housing; work and health are where those lead.
    """
    if "crisis" in urgencies:
        return 0
    if domain in SENSITIVE_DOMAINS:
        return 1
    if "walk-in" in ways_in:
        return 2
    return 3 if theme in MUCH_ASKED_THEMES else 4


def digest(told: Any) -> str:
    """A short sign of plain JSON, the same for the same words: to see that nothing changed since somebody looked.

    `ImportedRecord.kept` stores it: another form would ask again what was decided.
    """
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]
