"""Every query parameter: how it is described, how its text is checked, which rows it keeps. One table.

Filters are cumulative (HSDS: AND). A bad, repeated or unknown parameter is refused, so that a slip of the pen
(`organisation_id`) never looks like an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wijkkompas.kern import clock
from wijkkompas.wegwijzer.feeds.fields import Schema
from wijkkompas.wegwijzer.models import Attribute, Service

USUAL, MOST, MOST_MINIMAL = 50, 500, 10_000
LAST_PAGE = 1_000_000
LONGEST_SEARCH, MOST_WORDS = 200, 10
OLDEST_PERSON = 150
FARTHEST = 200_000  # metres: the Netherlands is about 300 km long
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?:([Zz])|([+ -])(\d\d:\d\d))")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,2})?")
_POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})?")


class BadParameter(ValueError):
    """A parameter that cannot be used; the message says what to do."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.field = name


# Checks: from text to a value. ValueError with what to do. -----------------------------------------------------------


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A whole number from least to most."""

    def check(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"gebruik een heel getal van {least} tot en met {most}.")
        return int(text)

    return check


def age(text: str) -> float:
    """Years."""
    if not _NUMBER.fullmatch(text) or float(text) > OLDEST_PERSON:
        raise ValueError(f"gebruik een leeftijd in jaren, van 0 tot en met {OLDEST_PERSON}.")
    return float(text)


def truth(text: str) -> bool:
    """true or false."""
    if text not in {"true", "false"}:
        raise ValueError("gebruik true of false.")
    return text == "true"


def identity(text: str) -> UUID:
    """A UUID."""
    if not _UUID.fullmatch(text):
        raise ValueError("gebruik een UUID, zoals 123e4567-e89b-42d3-a456-426614174000.")
    return UUID(text)


def moment(text: str) -> datetime:
    """A moment with its time zone, or a day (from its first minute in the Netherlands)."""
    problem = "gebruik een dag (2026-11-24) of een tijdstip met tijdzone (2026-11-24T09:00:00Z)."
    try:
        if _DATE.fullmatch(text):
            found = datetime.combine(date.fromisoformat(text), time.min, clock.AMSTERDAM)
        elif parts := _MOMENT.fullmatch(text):
            # A + in an address means a space; who forgot to write %2B is understood.
            zone = "+00:00" if parts[2] else f"{parts[3].replace(' ', '+')}{parts[4]}"
            found = datetime.fromisoformat(f"{parts[1]}{zone}")
        else:
            raise ValueError(problem)
    except ValueError as error:
        raise ValueError(problem) from error
    if not 1900 <= found.year <= 9000:
        raise ValueError("gebruik een jaar van 1900 tot en met 9000.")
    return found


def words(text: str) -> tuple[str, ...]:
    """The words to look for; none keeps everything."""
    if len(text) > LONGEST_SEARCH:
        raise ValueError(f"gebruik hooguit {LONGEST_SEARCH} tekens.")
    if "\x00" in text:
        raise ValueError("gebruik alleen leesbare tekens.")
    found = tuple(text.split())
    if len(found) > MOST_WORDS:
        raise ValueError(f"gebruik hooguit {MOST_WORDS} woorden.")
    return found


def local_time(text: str) -> time:
    """A time of the day."""
    if not _CLOCK.fullmatch(text):
        raise ValueError("gebruik een tijd zoals 09:00.")
    return time.fromisoformat(text)


def one_of(*allowed: str) -> Callable[[str], str]:
    """One of some words."""

    def check(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"kies uit {', '.join(allowed)}.")
        return text

    return check


def postcode(text: str) -> str:
    """The four digits of a Dutch postcode."""
    found = _POSTCODE.fullmatch(text.strip())
    if found is None:
        raise ValueError("gebruik een Nederlandse postcode, zoals 3131 of 3131 AB.")
    return found[1]


# Filters: which rows a value keeps. ----------------------------------------------------------------------------------

Filter = Callable[[Any], Q]


def _search(*columns: str) -> Filter:
    """Every word occurs in one of the columns."""

    def keep(found: Iterable[str]) -> Q:
        kept = Q()
        for word in found:
            anywhere = Q()
            for column in columns:
                anywhere |= Q(**{f"{column}__icontains": word})
            kept &= anywhere
        return kept

    return keep


def _equals(column: str) -> Filter:
    return lambda value: Q(**{column: value})


def _tagged(column: str, service: str) -> Filter:
    """A term is on the service that `service` (a column here) names."""
    return lambda value: Q(Exists(Attribute.objects.filter(**{column: value, "service": OuterRef(service)})))


def _organization_tagged(column: str) -> Filter:
    """A term is on a published service of the organisation."""
    return lambda value: Q(
        Exists(Service.objects.public().filter(**{f"attributes__{column}": value, "organization": OuterRef("pk")}))
    )


@dataclass(frozen=True)
class Parameter:
    """A query parameter. `filters` by collection; `hours` on the weekly hours; neither: it steers the answer."""

    name: str
    description: str
    schema: Schema
    check: Callable[[str], Any]
    collections: frozenset[str] = frozenset()
    filters: Mapping[str, Filter] = field(default_factory=dict)
    hours: Filter | None = None
    on_detail: bool = False

    def takes(self, collection: str) -> bool:
        """May it be used with this collection?"""
        return collection in self.collections or collection in self.filters


EVERYWHERE = frozenset({"services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"})
WITH_HOURS = frozenset({"services", "service_at_locations"})
_AGE: Schema = {"type": "number", "minimum": 0, "maximum": OLDEST_PERSON}
_TIME: Schema = {"type": "string", "pattern": f"^{_CLOCK.pattern}$"}
_UUID_TEXT: Schema = {"type": "string", "format": "uuid"}

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "search",
        f"Zoekt op woorden: elk woord moet in de tekst staan. Hooguit {LONGEST_SEARCH} tekens en {MOST_WORDS} woorden.",
        {"type": "string", "maxLength": LONGEST_SEARCH},
        words,
        filters={
            "services": _search("name", "alternate_name", "description", "organization__name"),
            "organizations": _search("name", "alternate_name", "description"),
            "service_at_locations": _search("service__name", "service__description", "location__name", "description"),
            "taxonomies": _search("name", "description"),
            "taxonomy_terms": _search("name", "description", "code"),
        },
    ),
    Parameter(
        "taxonomy_term_id",
        "Alleen wat deze term draagt.",
        _UUID_TEXT,
        identity,
        filters={
            "services": _tagged("term_id", "pk"),
            "service_at_locations": _tagged("term_id", "service_id"),
            "organizations": _organization_tagged("term_id"),
        },
    ),
    Parameter(
        "taxonomy_id",
        "Alleen wat een term uit deze lijst draagt; bij termen: alleen de termen van deze lijst.",
        _UUID_TEXT,
        identity,
        filters={
            "services": _tagged("term__taxonomy_id", "pk"),
            "service_at_locations": _tagged("term__taxonomy_id", "service_id"),
            "organizations": _organization_tagged("term__taxonomy_id"),
            "taxonomy_terms": _equals("taxonomy_id"),
        },
    ),
    Parameter(
        "organization_id",
        "Alleen het aanbod van deze organisatie.",
        _UUID_TEXT,
        identity,
        filters={
            "services": _equals("organization_id"),
            "service_at_locations": _equals("service__organization_id"),
        },
    ),
    Parameter(
        "modified_after",
        "Alleen wat op of na dit tijdstip is gewijzigd (een dag, of een tijdstip met tijdzone).",
        {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]},
        moment,
        filters={
            "services": _equals("last_modified__gte"),
            "service_at_locations": _equals("service__last_modified__gte"),
        },
    ),
    Parameter(
        "minimum_age",
        "Alleen aanbod met een minimumleeftijd van ten minste dit aantal jaren.",
        _AGE,
        age,
        filters={
            "services": _equals("minimum_age__gte"),
            "service_at_locations": _equals("service__minimum_age__gte"),
        },
    ),
    Parameter(
        "maximum_age",
        "Alleen aanbod met een maximumleeftijd van ten hoogste dit aantal jaren.",
        _AGE,
        age,
        filters={
            "services": _equals("maximum_age__lte"),
            "service_at_locations": _equals("service__maximum_age__lte"),
        },
    ),
    Parameter(
        "day",
        "Alleen wat op deze dag open is. Dag, begin en einde gelden samen voor dezelfde openingstijd.",
        {"type": "string", "enum": list(DAYS)},
        one_of(*DAYS),
        WITH_HOURS,
        hours=lambda value: Q(byday__contains=[value]),
    ),
    Parameter(
        "start_time",
        "Alleen wat op dit uur of later begint (Nederlandse tijd).",
        _TIME,
        local_time,
        WITH_HOURS,
        hours=_equals("opens_at__gte"),
    ),
    Parameter(
        "end_time",
        "Alleen wat op dit uur of eerder eindigt (Nederlandse tijd).",
        _TIME,
        local_time,
        WITH_HOURS,
        hours=_equals("closes_at__lte"),
    ),
    Parameter(
        "postcode",
        "Alleen aanbod voor het gebied van deze postcode (vier cijfers, of zes tekens waarvan de cijfers tellen).",
        {"type": "string", "pattern": f"^{_POSTCODE.pattern}$"},
        postcode,
        frozenset({"service_at_locations"}),
    ),
    Parameter(
        "proximity",
        "Samen met postcode: hooguit zoveel meter van het midden ervan.",
        {"type": "integer", "minimum": 0, "maximum": FARTHEST},
        whole_number(0, FARTHEST),
        frozenset({"service_at_locations"}),
    ),
    Parameter(
        "top_only",
        "Bij true: alleen termen zonder bovenliggende term.",
        {"type": "boolean"},
        truth,
        filters={"taxonomy_terms": lambda value: Q(parent__isnull=True) if value else Q()},
    ),
    Parameter(
        "parent_id",
        "Alleen de termen direct onder deze term.",
        _UUID_TEXT,
        identity,
        filters={"taxonomy_terms": _equals("parent_id")},
    ),
    Parameter(
        "page",
        "Nummer van de bladzijde, vanaf 1. Voorbij het einde is de bladzijde leeg.",
        {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
        whole_number(1, LAST_PAGE),
        EVERYWHERE,
    ),
    Parameter(
        "per_page",
        f"Aantal per bladzijde, hooguit {MOST}; met minimal=true hooguit {MOST_MINIMAL}, en dat is dan ook gewoon.",
        {"type": "integer", "minimum": 1, "maximum": MOST_MINIMAL, "default": USUAL},
        whole_number(1, MOST_MINIMAL),
        EVERYWHERE,
    ),
    Parameter(
        "format",
        "json (gewoon), of ndjson: alles achter elkaar, een voorwerp per regel, zonder bladzijden.",
        {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
        one_of("json", "ndjson"),
        EVERYWHERE,
    ),
    Parameter(
        "minimal",
        "Bij true: alleen id en last_modified.",
        {"type": "boolean", "default": False},
        truth,
        frozenset({"services"}),
    ),
    Parameter(
        "full",
        "Bij true: met alles wat eronder hangt.",
        {"type": "boolean", "default": False},
        truth,
        frozenset({"services", "organizations", "service_at_locations"}),
    ),
    Parameter(
        "full_service",
        "Bij true: met het volledige aanbod van de organisatie.",
        {"type": "boolean", "default": False},
        truth,
        frozenset({"organizations"}),
        on_detail=True,
    ),
)


def of_list(collection: str) -> tuple[Parameter, ...]:
    """The parameters of a list."""
    return tuple(p for p in PARAMETERS if p.takes(collection))


def of_detail(collection: str) -> tuple[Parameter, ...]:
    """The parameters of one thing."""
    return tuple(p for p in PARAMETERS if p.on_detail and p.takes(collection))


def read(allowed: tuple[Parameter, ...], given: Mapping[str, list[str]]) -> dict[str, Any]:
    """The values that somebody gave, checked. BadParameter for the first that cannot be used."""
    known = {parameter.name: parameter for parameter in allowed}
    values: dict[str, Any] = {}
    for name, texts in given.items():
        if name not in known:
            choice = f"Kies uit {', '.join(known)}." if known else "Hier is geen parameter mogelijk."
            raise BadParameter(name[:40], f"deze parameter is hier onbekend. {choice}")
        if len(texts) != 1:
            raise BadParameter(name, "geef deze parameter een keer.")
        try:
            values[name] = known[name].check(texts[0])
        except ValueError as error:
            raise BadParameter(name, str(error)) from error
    return _together(values)


def _together(values: dict[str, Any]) -> dict[str, Any]:
    """What parameters ask of each other."""
    if "proximity" in values and "postcode" not in values:
        raise BadParameter("proximity", "geef ook een postcode: de afstand wordt vanaf het midden daarvan gemeten.")
    if values.get("minimal") and values.get("full"):
        raise BadParameter("minimal", "kies minimal of full, niet allebei.")
    most = MOST_MINIMAL if values.get("minimal") else MOST
    if values.get("per_page", 1) > most:
        raise BadParameter("per_page", f"gebruik een heel getal van 1 tot en met {most}.")
    return values
