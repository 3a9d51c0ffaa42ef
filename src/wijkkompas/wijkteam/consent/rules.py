"""Pure decisions about sharing and agreeing: which article goes with a law, who says yes, which word the resident has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wijkkompas.wijkteam.rules import AGES_DATA, AGES_HELP, LONGEST_SHARE, USUAL_SHARE_DAYS, who_decides

TEXT_VERSION = (
    "2026-11"  # of the words that are read aloud to the resident (templates/wijkteam/consent/parts/text.html)
)

# The bases that a worker chooses here. The Meldcode has its own closed place: a share with it would tell of a track.
BASES = ("task", "consent", "vital-interest")


@dataclass(frozen=True)
class Article:
    """On which article a task leans, for cases that are kept under a law; from a day on."""

    law: str
    since: date
    text: str


# [check] every line: the municipality's lawyer reads them; the worker may write another article.
ARTICLES = (
    Article("welfare", date(2018, 5, 25), "AVG artikel 6 lid 1 onder e [nakijken]"),
    Article("wmo", date(2015, 1, 1), "Wmo 2015 artikel 5.1.1 [nakijken]"),
    Article("jeugd", date(2015, 1, 1), "Jeugdwet artikel 7.4.0 [nakijken]"),
    Article("pw", date(2004, 1, 1), "Participatiewet artikel 64 [nakijken]"),
    Article("wgs", date(2021, 1, 1), "Wgs artikel 8 [nakijken]"),
)


def article_of(law: str, day: date, articles: Sequence[Article] = ARTICLES) -> str:
    """The article that held on that day; empty when there is none."""
    held = [article for article in articles if article.law == law and article.since <= day]
    return max(held, key=lambda article: article.since).text if held else ""


def usual_until(day: date) -> date:
    """The last day of a share when nobody chooses one: three months."""
    return day + timedelta(days=USUAL_SHARE_DAYS)


def until_fits(until: date, day: date) -> bool:
    """A share ends after today and within a year (`rules.LONGEST_SHARE`, with a day for the end of the last one)."""
    return day <= until < day + LONGEST_SHARE


def resident_word(basis: str) -> str:
    """What the resident does to end a share: `withdraw` what they gave, or `object` to what is a task."""
    return "withdraw" if basis == "consent" else "object"


def consent_problem(*, basis: str, free: bool, born: date | None, day: date) -> str:
    """Consent counts only when a no costs nothing, and of a child the parent gives it. The code of what is wrong."""
    if basis != "consent":
        return ""
    if not free:
        return "not-free"
    return "too-young" if who_decides(AGES_DATA, born=born, day=day) != "self" else ""


def agreement_problem(*, born: date | None, day: date, by_self: bool, with_representative: bool) -> str:
    """Who agrees to the help: a grown-up alone, from 12 to 16 together with a parent, a younger child by the parent."""
    match who_decides(AGES_HELP, born=born, day=day):
        case "self":
            return "" if by_self else "self"
        case "together":
            return "" if by_self and with_representative else "together"
        case _:
            return "" if not by_self and with_representative else "parent"
