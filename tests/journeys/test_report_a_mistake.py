"""Somebody sees that a page is wrong and says so, without an account."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Live, no_sideways

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _reports(live: Live) -> list[tuple[object, ...]]:
    return live.rows(
        "select s.slug, c.municipality_id, c.sealed from wegwijzer_correction c"
        " join wegwijzer_service s on s.id = c.service_id order by c.received_at"
    )


def test_it_reaches_the_municipality(phone: Page, live: Live) -> None:
    before = len(_reports(live))
    phone.goto("/hulp/geldzaken")
    phone.get_by_role("link", name="Klopt dit niet? Zeg het ons").click()
    expect(phone.locator("h1")).to_have_text("Klopt dit niet?")
    phone.fill("textarea[name=text]", "Het spreekuur begint nu om half tien.")
    phone.get_by_role("button", name="Zeg het ons").click()
    expect(phone.locator("h1")).to_have_text("Dank u wel")
    slug, municipality, sealed = _reports(live)[-1]
    assert len(_reports(live)) == before + 1
    assert (slug, municipality) == ("geldzaken", "GM0450")
    assert b"half tien" not in bytes(sealed)  # type: ignore[call-overload]
    assert no_sideways(phone)
    phone.locator("main a.btn").click()
    expect(phone.locator("h1")).to_have_text("Inloopspreekuur Geldzaken")


def test_an_empty_report_says_what_to_write(phone: Page, live: Live) -> None:
    before = len(_reports(live))
    phone.goto("/hulp/geldzaken/klopt-niet")
    phone.fill("textarea[name=text]", "   ")
    phone.get_by_role("button", name="Zeg het ons").click()
    expect(phone.locator(".error-summary")).to_contain_text("Schrijf wat er niet klopt.")
    assert len(_reports(live)) == before


def test_a_wrong_address_keeps_the_text(phone: Page) -> None:
    phone.goto("/hulp/geldzaken/klopt-niet")
    phone.fill("textarea[name=text]", "Het adres is veranderd.")
    phone.fill("input[name=contact]", "geen adres")
    phone.get_by_role("button", name="Zeg het ons").click()
    expect(phone.locator(".error-summary")).to_contain_text("Dit e-mailadres klopt niet.")
    expect(phone.locator("textarea[name=text]")).to_have_value("Het adres is veranderd.")
