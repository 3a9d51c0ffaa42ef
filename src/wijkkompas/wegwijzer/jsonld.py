"""A service as schema.org says it, for search engines and assistants: data in the page, not a script.

Pure: reads only what the page fetched. Vocabulary: research note hsds.md 5.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from wijkkompas.wegwijzer.feeds.secrecy import hides_places

GOVERNMENT = {"municipality", "public-body"}
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
# Nothing in a text can end the element or start another (also not in a browser that is not strict).
_HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def service(row: Any, *, site: str) -> dict[str, Any]:
    """The service, its organisation, where, when and how. Places where somebody may be hiding are left out."""
    government = row.organization.legal_status in GOVERNMENT
    address = f"{site}/hulp/{row.slug}"
    hidden = hides_places(line.need_id for line in row.service_needs.all())
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService" if government else "Service",
            "@id": address,
            "url": address,
            "name": row.name,
            "description": row.description,
            "provider": _filled(
                {
                    "@type": "GovernmentOrganization" if government else "Organization",
                    "name": row.organization.name,
                    "url": row.organization.website,
                }
            ),
            "areaServed": [{"@type": "AdministrativeArea", "name": area.name} for area in row.areas.all()],
            "audience": [{"@type": "Audience", "audienceType": group} for group in row.target_groups],
            "availableChannel": _channels(row, [] if hidden else [at.location for at in row.at_locations.all()]),
            "hoursAvailable": list(_hours(row.schedules.all())),
            "offers": [
                {"@type": "Offer", "price": str(cost.amount), "priceCurrency": cost.currency, "name": cost.option}
                for cost in row.cost_options.all()
                if cost.amount is not None
            ],
        }
    )


def element(thing: dict[str, Any]) -> SafeString:
    """The element for the head of a page. A data block: the policy `script-src 'self'` has nothing to run or refuse."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (every < and > is escaped)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _channels(row: Any, places: Iterable[Any]) -> list[dict[str, Any]]:
    languages = [spoken.code for spoken in row.languages.all()]
    phones = [{"@type": "ContactPoint", "telephone": phone.number} for phone in row.phones.all()]
    common = {"@type": "ServiceChannel", "availableLanguage": languages}
    channels = [_filled({**common, "serviceLocation": _place(place)}) for place in places]
    if phones or row.url:
        channels.append(_filled({**common, "serviceUrl": row.url, "servicePhone": phones}))
    return channels


def _place(place: Any) -> dict[str, Any]:
    point = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _filled(
        {
            "@type": "Place",
            "name": place.name,
            "address": [
                {
                    "@type": "PostalAddress",
                    "streetAddress": line.address_1,
                    "postalCode": line.postal_code,
                    "addressLocality": line.city,
                    "addressRegion": line.state_province,
                    "addressCountry": line.country,
                }
                for line in place.addresses.all()
            ],
            "geo": point if place.latitude is not None else None,
        }
    )


def _hours(schedules: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for schedule in schedules:
        days = [f"https://schema.org/{DAYS[day]}" for day in schedule.byday]
        yield _opening(schedule.opens_at, schedule.closes_at, schedule.valid_from, schedule.valid_to, dayOfWeek=days)
        for other in schedule.exceptions.all():
            closed = not (other.opens_at and other.closes_at)  # schema.org: closed is from 00:00 to 00:00
            midnight = time()
            yield _opening(
                midnight if closed else other.opens_at, midnight if closed else other.closes_at, other.day, other.day
            )


def _opening(opens: time, closes: time, first: date | None, last: date | None, **more: Any) -> dict[str, Any]:
    return _filled(
        {
            "@type": "OpeningHoursSpecification",
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
            "validFrom": first.isoformat() if first else None,
            "validThrough": last.isoformat() if last else None,
            **more,
        }
    )
