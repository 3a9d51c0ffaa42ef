"""Pure decisions of the own file: codes of the desk, who looked in one line a day, by when we answer."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

CODE_DIGITS = 8  # a hundred million, for a quarter of an hour, with a limit on tries
CODE_LASTS = timedelta(minutes=15)
ANSWER_WORKING_DAYS = 10  # our own choice; AVG article 12(3) asks a month


def new_code() -> str:
    """Digits, in two groups of four, to read aloud."""
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    return f"{digits[:4]} {digits[4:]}"


def clean_code(typed: str) -> str:
    """The digits of what was typed, also in Arabic numerals; empty when it is no code."""
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    return digits if len(digits) == CODE_DIGITS else ""


def hash_code(key: bytes, digits: str) -> str:
    """Keyed hash of a code of the desk; another word in front than that of a volgcode, so that one is never the other."""
    return hmac.new(key, f"desk|{digits}".encode(), hashlib.sha256).hexdigest()


@dataclass
class LookedDay:
    """An organisation opened parts of a file on a day, for one purpose."""

    day: date
    who: str
    purpose: str
    kinds: list[str] = field(default_factory=list)


def by_day(lines: Iterable[tuple[datetime, str, str, str]], local: Callable[[datetime], date]) -> list[LookedDay]:
    """Lines (moment, who, purpose, kind), newest first, merged: a day, an organisation and a purpose are one line."""
    found: dict[tuple[date, str, str], LookedDay] = {}
    for at, who, purpose, kind in lines:
        day = local(at)
        line = found.setdefault((day, who, purpose), LookedDay(day, who, purpose))
        if kind not in line.kinds:
            line.kinds.append(kind)
    for line in found.values():
        line.kinds.sort()
    return list(found.values())
