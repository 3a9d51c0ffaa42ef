"""The amounts behind a scheme, each with its first day and its source; what is not filled in says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wijkkompas.regelingen import words
from wijkkompas.regelingen.engine.book import Edition, Known, Parameter, Scheme, Unit
from wijkkompas.regelingen.engine.interval import NO, YES


@dataclass(frozen=True)
class Fact:
    """One amount: its name and value in words, why it is not known, since when it holds, and who says so."""

    label: str
    value: str
    why: str
    since: str
    source: str


def facts_of(edition: Edition, scheme: Scheme) -> list[Fact]:
    """Every amount that the rules of today use, in the order of the file."""
    return [fact(edition, name) for name in edition.amounts_of(scheme.rules(edition.day))]


def fact(edition: Edition, name: str) -> Fact:
    """One amount in words."""
    about, known = edition.book.parameters[name], edition.parameters[name]
    entries = [e for e in about.entries if e.source == known.source and e.since <= edition.day] if known.source else []
    since = max((entry.since for entry in entries), default=None)
    unknown = bool(known.why) or math.isinf(known.value[1])
    return Fact(
        label=about.label,
        value="" if unknown else in_words(about, known),
        why=known.why,
        since=date_format(since, "j E Y") if since and since.year > 1990 else "",
        source=known.source,
    )


def in_words(about: Parameter, known: Known) -> str:
    """€ 1.250, 110%, 36 maanden, 66 jaar en 7 maanden, ja."""
    low, high = known.value
    if about.kind == "truth":
        return _("ja") if known.value == YES else _("nee") if known.value == NO else _("weten wij niet")
    say = SAID[about.unit or "factor"]
    return say(low) if low == high else _("%(low)s tot %(high)s") % {"low": say(low), "high": say(high)}


SAID: dict[Unit, Callable[[float], str]] = {
    "euro": words.euros,
    "share": lambda share: words.decimal(share * 100, places=3) + "%",
    "months": lambda months: words.months(int(months)),
    "years": words.years,
    "factor": lambda factor: words.decimal(factor, places=13),
}
