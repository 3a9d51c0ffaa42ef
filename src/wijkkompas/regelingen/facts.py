"""The amounts behind a scheme, each with its first day and its source; what is not filled in says so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from wijkkompas.regelingen import words
from wijkkompas.regelingen.engine.book import Edition, Known, Parameter, Scheme
from wijkkompas.regelingen.engine.interval import NO, YES
from wijkkompas.regelingen.engine.tree import Node, names

SHARES = ("_pct", "_pct_alleen", "_pct_partner", "_afbouw", "_afbouw_ep", "_afbouw_mp")
PLAIN = ("ht_a_", "ht_b_", "aow_leeftijd")


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
    rules = scheme.rules(edition.day)
    if rules is None:
        return []
    used = set(_parameters(edition, [*(condition.node for condition in rules.conditions), rules.amount]))
    return [fact(edition, name) for name in edition.book.parameters if name in used]


def _parameters(edition: Edition, nodes: list[Node], seen: set[str] | None = None) -> Iterator[str]:
    seen = set() if seen is None else seen
    for name in {name for node in nodes for name in names(node)} - seen:
        seen.add(name)
        if name in edition.book.parameters:
            yield name
        elif name in edition.book.derived:
            yield from _parameters(edition, [edition.book.derived[name]], seen)


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
    """€ 1.250, 110%, 36 maanden, ja."""
    low, high = known.value
    if about.kind == "truth":
        return _("ja") if known.value == YES else _("nee") if known.value == NO else _("weten wij niet")
    if about.name.endswith(SHARES):
        said = [number_format(round(end * 100, 3), use_l10n=True) + "%" for end in (low, high)]
    elif about.name.endswith("_maanden"):
        said = [_("%(number)s maanden") % {"number": int(end)} for end in (low, high)]
    elif about.name.startswith(PLAIN):
        said = [number_format(round(end, 9), use_l10n=True) for end in (low, high)]
    else:
        said = [words.euros(end) for end in (low, high)]
    return said[0] if low == high else _("%(low)s tot %(high)s") % {"low": said[0], "high": said[1]}
