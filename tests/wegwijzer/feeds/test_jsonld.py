"""What a service page tells machines."""

from __future__ import annotations

import json
import re
from datetime import time

import pytest
from django.test import Client

from tests.wegwijzer.feeds import seeds
from wijkkompas.wegwijzer import jsonld
from wijkkompas.wegwijzer.models import Service

pytestmark = pytest.mark.django_db
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def told(service, prefix=""):
    response = Client(REMOTE_ADDR="127.0.0.1").get(f"{prefix}/hulp/{service.slug}")
    assert response.status_code == 200
    found = ELEMENT.findall(response.content.decode())
    return [json.loads(text) for text in found], response


def test_a_service_says_who_gives_it_where_when_and_how(settings):
    service = seeds.service(target_groups=["ouderen"])
    (thing,), response = told(service)
    (exception,) = service.schedules.get().exceptions.all()
    place = service.at_locations.get().location
    assert thing == {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": f"{settings.BASE_URL}/hulp/{service.slug}",
        "url": f"{settings.BASE_URL}/hulp/{service.slug}",
        "name": service.name,
        "description": "Iemand helpt u met formulieren.",
        "provider": {"@type": "Organization", "name": service.organization.name, "url": "https://example.org/"},
        "areaServed": [{"@type": "AdministrativeArea", "name": "Vlaardingen"}],
        "audience": [{"@type": "Audience", "audienceType": "ouderen"}],
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "availableLanguage": ["nl"],
                "serviceLocation": {
                    "@type": "Place",
                    "name": place.name,
                    "address": [
                        {
                            "@type": "PostalAddress",
                            "streetAddress": "Voorbeeldstraat 1",
                            "postalCode": "3131 AB",
                            "addressLocality": "Vlaardingen",
                            "addressRegion": "Zuid-Holland",
                            "addressCountry": "NL",
                        }
                    ],
                    "geo": {"@type": "GeoCoordinates", "latitude": 51.9175, "longitude": 4.3494},
                },
            },
            {
                "@type": "ServiceChannel",
                "availableLanguage": ["nl"],
                "serviceUrl": "https://example.org/spreekuur",
                "servicePhone": [{"@type": "ContactPoint", "telephone": "0800 0000"}],
            },
        ],
        "hoursAvailable": [
            {
                "@type": "OpeningHoursSpecification",
                "opens": "09:00",
                "closes": "12:30",
                "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Friday"],
            },
            {
                "@type": "OpeningHoursSpecification",
                "opens": "00:00",
                "closes": "00:00",
                "validFrom": exception.day.isoformat(),
                "validThrough": exception.day.isoformat(),
            },
        ],
        "offers": [{"@type": "Offer", "price": "0.00", "priceCurrency": "EUR", "name": "gratis"}],
    }
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "bewaker@" not in response.content.decode()


def test_a_municipality_gives_a_government_service():
    service = seeds.service(of=seeds.organization(legal_status="municipality"))
    (thing,), _response = told(service, "/en")
    assert (thing["@type"], thing["provider"]["@type"]) == ("GovernmentService", "GovernmentOrganization")


def test_other_hours_on_a_day_are_told():
    service = seeds.service()
    exception = service.schedules.get().exceptions.get()
    exception.opens_at, exception.closes_at = time(10), time(11)
    exception.save()
    (thing,), _response = told(service)
    assert (thing["hoursAvailable"][1]["opens"], thing["hoursAvailable"][1]["closes"]) == ("10:00", "11:00")


def test_what_is_closed_tells_nothing():
    service = seeds.service(status="temporarily closed")
    assert told(service)[0] == []


def test_a_place_where_somebody_may_be_hiding_is_not_told():
    (thing,), _response = told(seeds.service(needs=("understand-letter", "domestic-violence")))
    assert [list(channel) for channel in thing["availableChannel"]] == [
        ["@type", "availableLanguage", "serviceUrl", "servicePhone"]
    ]


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "&lt;", "\u2028", '"\\'])
def test_no_text_gets_out_of_the_element(text):
    element = jsonld.element({"name": text})
    inside = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside) == {"name": text}


def test_every_example_page_tells_its_service_in_one_piece():
    for service in Service.objects.public()[:40]:
        (thing,), _response = told(service)
        assert thing["name"] == service.name
