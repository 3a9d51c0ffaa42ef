"""Pure decisions about signals: the states, which two look alike, what who reported hears."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

TRIES_BEFORE_CLOSING = 3  # mission.md E5: not reached after three tries, counted apart
LOOKS_ALIKE_WITHIN = timedelta(days=60)  # [check] our own choice: two worries about one household in one season


@dataclass(frozen=True)
class Edge:
    """One step of a signal: who takes it, and who asks for it."""

    who: str
    source: str


_TEAM = "worker or lead of the team"
_CASEWORK = "casework.md 4.3: received, triaged, contacting, reached or not, and what came of it"
_OUTCOME = Edge(_TEAM, "casework.md 4.3: reached gives a case, advice, or help that somebody does not want")
_CLOSE = Edge(_TEAM, "casework.md 4.3: closed when who reported was told, and of nothing else than that")

# The life of a signal. Whoever is not in the team takes none of these steps: the database does not show them the row.
EDGES: dict[str, dict[str, Edge]] = {
    "received": {
        "triaged": Edge(_TEAM, "mission.md E1 and E3: somebody of the team looks, at the dagstart or before it"),
        "joined": Edge(_TEAM, "issue 4 part 3: the same worry twice is one, when a person says so"),
    },
    "triaged": {
        "contacting": Edge(_TEAM, _CASEWORK),
        "passed-on": Edge(_TEAM, "casework.md 4.3: with consent or another basis"),
        "not-for-us": Edge(_TEAM, "casework.md 4.3: and it is told"),
        "joined": Edge(_TEAM, "issue 4 part 3"),
    },
    "contacting": {"reached": Edge(_TEAM, _CASEWORK), "not-reached": Edge(_TEAM, _CASEWORK)},
    "not-reached": {
        "not-reached": Edge(_TEAM, "mission.md E5: tried again"),
        "reached": Edge(_TEAM, _CASEWORK),
        "passed-on": Edge(_TEAM, "casework.md 4.3"),
        "closed": Edge(_TEAM, "mission.md E5: after three tries, counted apart"),
    },
    "reached": {
        "case-opened": _OUTCOME,
        "advice-given": _OUTCOME,
        "refused-help": _OUTCOME,
        "passed-on": Edge(_TEAM, "casework.md 4.3"),
    },
    "case-opened": {"closed": _CLOSE},
    "advice-given": {"closed": _CLOSE},
    "refused-help": {"closed": _CLOSE},
    "passed-on": {"closed": _CLOSE},
    "not-for-us": {"closed": _CLOSE},
    "joined": {
        "triaged": Edge(_TEAM, "issue 4 part 3: nothing merges by itself, so a mistake is undone by hand too"),
        "closed": Edge("the one it belongs to", "it is closed together with that one, and kept as long"),
    },
    "closed": {},
}
OVER = frozenset({"closed", "joined"})  # nobody waits for the team here
CONTACTED = frozenset({"reached"})  # our promise of a first contact is kept
NO_LONGER_OWED = frozenset({"joined", "passed-on", "not-for-us", "closed"})  # if it was not kept before
NO_CASE_OF_A_PLACE = frozenset({"case-opened", "refused-help"})  # a place is nobody


def problem(state: str, to: str, *, tries: int, about: str) -> str:
    """The code of what is wrong with this step, or empty."""
    if to not in EDGES.get(state, {}) or (about == "place" and to in NO_CASE_OF_A_PLACE):
        return "no-edge"
    if (state, to) == ("not-reached", "closed") and tries < TRIES_BEFORE_CLOSING:
        return "tries"
    return ""


def next_steps(state: str, *, tries: int, about: str) -> list[str]:
    """Where a signal may go from here, in the order of the table."""
    steps = [to for to in EDGES.get(state, {}) if not problem(state, to, tries=tries, about=about)]
    return [to for to in steps if (state, to) != ("joined", "closed")]  # nobody closes that by hand


_FROM_ABROAD = re.compile(r"^(?:0031|31(?=\d{9}$))0?")


def plain_number(phone: str) -> str:
    """A phone number as we compare it: digits, as one dials it here. Empty when there are too few for a number."""
    digits = re.sub(r"\D", "", phone)
    digits = _FROM_ABROAD.sub("0", digits)
    return digits if len(digits) >= 8 else ""


def plain_words(text: str) -> str:
    """Words as we compare them: without capitals, accents, spaces and signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in letters if sign.isalnum())


def marks(key: bytes, *, name: str, address: str, phone: str) -> list[str]:
    """Keyed hashes by which the same worry is found again: of the phone number, and of address with name.

    Neither alone says who it is: without the key nobody can try numbers against them.
    """
    said = []
    if number := plain_number(phone):
        said.append(f"phone|{number}")
    if plain_words(name) and plain_words(address):
        said.append(f"home|{plain_words(address)}|{plain_words(name)}")
    return [hmac.new(key, f"signal|{one}".encode(), hashlib.sha256).hexdigest() for one in said]


def alike(ours: Collection[str], theirs: Collection[str], *, apart: timedelta) -> bool:
    """Do two signals look like one? `apart`: the time between them."""
    return abs(apart) <= LOOKS_ALIKE_WITHIN and bool(set(ours) & set(theirs))


def heard(state: str) -> str:
    """All that who reported ever hears: it came in, or it was picked up. Never what came of it."""
    return "in" if state == "received" else "picked-up"
