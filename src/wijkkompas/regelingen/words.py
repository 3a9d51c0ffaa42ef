"""Amounts, answers and outcomes in the words of the reader."""

from __future__ import annotations

import math

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkkompas.regelingen.engine.book import Attribute, Book, Question
from wijkkompas.regelingen.engine.interval import NO, YES, Interval
from wijkkompas.regelingen.household import CHILD_BANDS, Household
from wijkkompas.regelingen.rules import Found

AGES = {"leeftijd", "leeftijd_partner"}
NUMBERS = {"maanden_laag_inkomen", "medebewoners", "kostendelende_medebewoners", "opvang_uren", *CHILD_BANDS}


def euros(amount: float) -> str:
    """€ 1.250, with cents only where there are any; never broken over two lines."""
    cents = 0 if amount == int(amount) else 2
    return "€\u00a0" + number_format(amount, decimal_pos=cents, use_l10n=True, force_grouping=True)


def decimal(value: float, *, places: int) -> str:
    """27 and 13,73: no more decimals than there are, at most `places`, with the sign of the language."""
    decimals = f"{value:.{places}f}".rstrip("0").partition(".")[2]
    return number_format(round(value, places), decimal_pos=len(decimals), use_l10n=True, force_grouping=True)


def months(number: int) -> str:
    """36 maanden."""
    return _("%(number)s maanden") % {"number": number}


def years(value: float) -> str:
    """67 jaar, 66 jaar en 7 maanden: to the month."""
    whole_years, over = divmod(round(value * 12), 12)
    said = _("%(age)s jaar") % {"age": whole_years}
    return _("%(years)s en %(months)s") % {"years": said, "months": months(over)} if over else said


def money(amount: Interval) -> str:
    """€ 100 tot € 250; one amount when both ends are the same; no end that nobody knows."""
    low, high = amount
    if math.isinf(high):
        return _("vanaf %(low)s") % {"low": euros(low)} if low > 0 else _("bedrag nog niet bekend")
    if low == high:
        return euros(low)
    if low == 0:
        return _("tot %(high)s") % {"high": euros(high)}
    return _("%(low)s tot %(high)s") % {"low": euros(low), "high": euros(high)}


def whole(amount: Interval) -> Interval:
    """A range in whole euros, not narrower than it is; a single amount to the cent."""
    low, high = amount
    return amount if low == high or math.isinf(high) else (float(math.floor(low)), float(math.ceil(high)))


def per(found: Found) -> str:
    """The amount of a scheme with its period."""
    if found.amount == (0.0, 0.0):
        return _("hulp, geen geld")
    said = money(whole(found.amount))
    if math.isinf(found.amount[1]) and found.amount[0] <= 0:
        return said
    return (_("%(money)s per maand") if found.scheme.per == "month" else _("%(money)s per jaar")) % {"money": said}


def _number(value: float) -> str:
    return number_format(value, decimal_pos=0 if value == int(value) else 2, use_l10n=True)


def unit(name: str, value: float) -> str:
    """A value of an attribute with its unit."""
    if name in AGES:
        return _("%(age)s jaar") % {"age": int(value)}
    if name == "maanden_laag_inkomen":
        return months(int(value))
    return _number(value) if name in NUMBERS else euros(value)


def band(about: Attribute, low: float, high: float) -> str:
    """A box to choose: "18 tot en met 20 jaar", "€ 1.100 tot € 1.250", "€ 3.000 of meer"."""
    first, last = low <= about.low, high >= about.high
    if about.name in AGES:
        if first:
            return _("jonger dan %(age)s jaar") % {"age": int(high)}
        if last:
            return _("%(age)s jaar of ouder") % {"age": int(low)}
        return _("%(low)s tot en met %(high)s jaar") % {"low": int(low), "high": int(high) - 1}
    if first:
        return _("minder dan %(high)s") % {"high": unit(about.name, high)}
    if last:
        return _("%(low)s of meer") % {"low": unit(about.name, low)}
    return _("%(low)s tot %(high)s") % {"low": unit(about.name, low), "high": unit(about.name, high)}


def value(about: Attribute, known: Interval) -> str:
    """What is known about one attribute."""
    if about.kind == "truth":
        return _("ja") if known == YES else _("nee") if known == NO else _("weten wij niet")
    low, high = known
    if low == high:
        return unit(about.name, low)
    if about.name in AGES and int(low) == int(high):
        return unit(about.name, low)
    edges = (about.low if low <= about.low else low, about.high if high >= about.high else math.ceil(high))
    return band(about, *edges)


def answer(question: Question, household: Household, book: Book) -> str:
    """What somebody answered to a question, on one line."""
    if question.name in household.not_said:
        return _("niet gezegd")
    known = household.answers()
    if question.name == "kinderen":
        ages = [child if isinstance(child, int) else None for child in household.children or ()]
        return ", ".join(unit("leeftijd", age) for age in ages if age is not None) or _(
            "geen kinderen onder de 18 jaar"
        )
    abouts = [book.attributes[name] for name in question.attributes if name in known]
    if len(question.attributes) > 1:
        ticked = [_(about.label) for about in abouts if known[about.name] == YES]
        return capfirst("; ".join(ticked) or _("niets hiervan"))
    return capfirst("; ".join(value(about, known[about.name]) for about in abouts))
