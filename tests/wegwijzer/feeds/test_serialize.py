"""From rows to objects, without a database: what is written, what is left out, what each profile knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from uuid import UUID, uuid5

import pytest

from wijkkompas.wegwijzer.feeds import serialize
from wijkkompas.wegwijzer.feeds.fields import HSDS, KINDS, ORUK
from wijkkompas.wegwijzer.feeds.secrecy import hides_places

SITE = "https://wijk.example.org"
BASE = UUID("00000000-0000-4000-8000-000000000000")


def uid(name: str) -> UUID:
    return uuid5(BASE, name)


class Many(list):
    """What a related manager gives after a prefetch."""

    def all(self):
        return self


def row(name: str, /, **values):
    return SimpleNamespace(id=uid(name), **values)


def organization(**more):
    empty = dict.fromkeys(("alternate_name", "email", "website", "logo", "uri", "description"), "")
    return row(
        "organization",
        **empty
        | {"name": "Stichting", "legal_status": "unknown", "parent_organization_id": None, "locations": Many()}
        | more,
    )


def schedule(**more):
    fields = {
        "service_id": uid("service"),
        "at_location_id": None,
        "valid_from": None,
        "valid_to": None,
        "byday": ["MO", "FR"],
        "opens_at": time(9),
        "closes_at": time(12, 30),
        "description": "",
        "notes": "",
        "exceptions": Many(),
        "rota_lines": Many(),
    }
    return row("schedule", **fields | more)


def service(**more):
    texts = (
        "alternate_name",
        "url",
        "email",
        "interpretation_services",
        "application_process",
        "fees_description",
        "eligibility_description",
        "alert",
        "assurer_email",
        "source_document",
        "source_passage",
    )
    lists = (
        "phones",
        "contacts",
        "schedules",
        "areas",
        "languages",
        "cost_options",
        "required_documents",
        "attributes",
        "at_locations",
    )
    fields = {
        "organization": organization(),
        "organization_id": uid("organization"),
        "name": "Spreekuur",
        "description": "Wij helpen u.",
        "status": "active",
        "minimum_age": None,
        "maximum_age": None,
        "assured_date": None,
        "last_modified": datetime(2026, 11, 24, 9, tzinfo=UTC),
        "is_example": False,
        "source_year": None,
        "source_read": None,
    }
    return row("service", **dict.fromkeys(texts, "") | {name: Many() for name in lists} | fields | more)


def full(profile=HSDS, **more):
    return serialize.service(service(**more), profile, site=SITE, full=True)


def test_an_empty_service_has_only_what_is_there():
    assert serialize.service(service(), HSDS, site=SITE, full=True) == {
        "id": str(uid("service")),
        "organization_id": str(uid("organization")),
        "name": "Spreekuur",
        "description": "Wij helpen u.",
        "status": "active",
        "last_modified": "2026-11-24T09:00:00+00:00",
        "organization": {"id": str(uid("organization")), "name": "Stichting", "description": "Stichting"},
    }


def test_zero_is_not_empty():
    cost = row("cost", option="gratis", amount=0, currency="EUR", amount_description="")
    made = full(minimum_age=0, cost_options=Many([cost]))
    assert made["minimum_age"] == 0
    assert (made["cost_options"][0]["amount"], made["cost_options"][0]["currency"]) == (0.0, "EUR")


def test_a_check_that_was_never_made_is_not_made_up():
    assert "assured_date" not in full()
    assert full(assured_date=date(2026, 11, 1))["assured_date"] == "2026-11-01"


def test_who_keeps_the_record_and_names_of_contact_persons_are_not_told():
    person = row("contact", name="Voornaam Achternaam", title="Balie", department="", email="balie@example.org")
    for profile in (HSDS, ORUK):
        text = repr(full(profile, assurer_email="bewaker@example.org", contacts=Many([person])))
        assert "Balie" in text
        assert "Achternaam" not in text
        assert "bewaker" not in text


@pytest.mark.parametrize(
    ("more", "alert"),
    [
        ({}, None),
        ({"alert": "Verhuisd"}, "Verhuisd"),
        ({"is_example": True}, "Dit is voorbeeldinformatie."),
        (
            {
                "is_example": True,
                "alert": "Verhuisd",
                "source_document": "stuk",
                "source_passage": "x",
                "source_year": 2019,
            },
            "Verhuisd Dit is voorbeeldinformatie. Bron: stuk (2019).",
        ),
    ],
)
def test_an_example_says_that_it_is_one(more, alert):
    assert full(**more).get("alert") == alert


def test_hours_are_local_and_what_differs_stands_in_the_notes():
    differs = [
        row("b", day=date(2026, 12, 31), opens_at=time(9), closes_at=time(11), reason=""),
        row("a", day=date(2026, 12, 25), opens_at=None, closes_at=None, reason="Kerst"),
    ]
    made = serialize.schedule(
        schedule(
            notes="Bel aan",
            valid_from=date(2026, 1, 1),
            exceptions=Many(differs),
            rota_lines=Many([row("r", weeks="odd", who="Maatschappelijk werk")]),
        ),
        HSDS,
    )
    assert made == {
        "id": str(uid("schedule")),
        "service_id": str(uid("service")),
        "valid_from": "2026-01-01",
        "freq": "WEEKLY",
        "byday": "MO,FR",
        "opens_at": "09:00",
        "closes_at": "12:30",
        "notes": "Bel aan; Oneven weken: Maatschappelijk werk; 2026-12-25 gesloten (Kerst); 2026-12-31 09:00-11:00",
    }


def test_open_referral_uk_gets_phones_in_a_contact_and_fees_under_its_own_name():
    phones = Many([row("phone", number="0800 0000", description="")])
    hsds, oruk = (full(p, phones=phones, fees_description="gratis") for p in (HSDS, ORUK))
    assert hsds["phones"] == [{"id": str(uid("phone")), "number": "0800 0000", "service_id": str(uid("service"))}]
    assert ("contacts" in hsds, hsds["fees_description"], "fees" in hsds) == (False, "gratis", False)
    assert [c["phones"] for c in oruk["contacts"]] == [hsds["phones"]]
    assert ("phones" in oruk, oruk["fees"], "fees_description" in oruk) == (False, "gratis", False)


@pytest.mark.parametrize("missing", ["address_1", "city", "state_province", "postal_code"])
def test_half_an_address_is_left_out(missing):
    parts = {
        "address_1": "Straat 1",
        "city": "Leiden",
        "state_province": "Zuid-Holland",
        "postal_code": "2311 AB",
        "country": "NL",
        "address_type": "physical",
        "location_id": uid("place"),
    }

    def place(**address):
        return row(
            "place",
            **dict.fromkeys(("name", "description", "transportation"), ""),
            location_type="physical",
            organization_id=None,
            latitude=None,
            longitude=None,
            addresses=Many([row("address", **address)]),
            accessibilities=Many(),
        )

    assert serialize.location(place(**parts), HSDS)["addresses"][0]["state_province"] == "Zuid-Holland"
    assert "addresses" not in serialize.location(place(**parts | {missing: ""}), HSDS)


def test_an_address_on_the_web_is_a_uri():
    assert serialize.link('https://example.org/a|b c?d=ü&e=%20"') == "https://example.org/a%7Cb%20c?d=%C3%BC&e=%20%22"


def test_a_parent_that_is_not_published_is_not_named():
    parent = organization(parent_organization_id=uid("parent"))
    assert serialize.organization(parent, HSDS, site=SITE)["parent_organization_id"] == str(uid("parent"))
    parent.parent_shown = False
    assert "parent_organization_id" not in serialize.organization(parent, HSDS, site=SITE)


def test_an_area_tells_its_code_and_where_to_read_more():
    (area,) = full(areas=Many([SimpleNamespace(code="GM0622", name="Vlaardingen")]))["service_areas"]
    assert area.pop("id")
    assert area == {
        "service_id": str(uid("service")),
        "name": "Vlaardingen",
        "extent": "GM0622",
        "extent_type": "text",
        "uri": f"{SITE}/wijk/GM0622",
    }


def test_a_field_that_is_in_no_table_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        serialize.make("phone", HSDS, id=uid("x"), nummer="1")


def test_a_profile_leaves_out_only_what_exists():
    for kind, names in ORUK.without.items():
        assert names <= KINDS[kind].optional.keys()


@pytest.mark.parametrize(
    ("needs", "hidden"),
    [
        ([], False),
        (["understand-letter"], False),
        (["understand-letter", "domestic-violence"], True),
        (["coercion-exploitation"], True),
    ],
)
def test_places_are_hidden_when_somebody_may_be_fleeing(needs, hidden):
    assert hides_places(needs) is hidden
