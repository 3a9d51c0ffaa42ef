"""Somebody sees that a page is wrong and says so, without an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Live, Phone, no_sideways, press

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
    phone.get_by_role("link", name="Terug", exact=True).click()
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


def test_the_municipality_answers_and_closes_it(
    open_phone: Phone, live: Live, log_in: Callable[[Page, str], None]
) -> None:
    text = "Het adres van het haakcafé is veranderd."
    resident = open_phone(js=False)
    resident.goto("/hulp/haakcafe/klopt-niet")
    resident.fill("textarea[name=text]", text)
    resident.fill("input[name=contact]", "melder@example.org")
    resident.get_by_role("button", name="Zeg het ons").click()
    expect(resident.locator(".lead")).to_contain_text("uiterlijk")
    resident.reload()
    identity = live.rows("select id from wegwijzer_correction order by received_at desc limit 1")[0][0]

    keeper = open_phone(js=False)
    log_in(keeper, "gemeente@example.org")
    keeper.get_by_role("link", name="Gemelde fouten").click()
    expect(keeper.locator("main")).not_to_contain_text(text)
    press(keeper, f"ul.list span.what a[href='/beheer/meldingen/{identity}']")
    expect(keeper.locator("main")).to_contain_text(text)
    expect(keeper.locator("main")).not_to_contain_text("melder@example.org")
    assert no_sideways(keeper)
    keeper.get_by_role("button", name="Sluit de melding").click()
    expect(keeper.locator(".error-summary")).to_contain_text("Kies wat u met de melding deed.")
    keeper.get_by_label("Wij hebben het aangepast").check()
    keeper.fill("textarea[name=answer]", "Dank u. Het nieuwe adres staat erbij.")
    keeper.get_by_role("button", name="Sluit de melding").click()
    expect(keeper.locator("p[role=status]")).to_contain_text("Afgehandeld.")
    expect(keeper.locator("ul.list a")).to_have_count(
        live.rows("select count(*) from wegwijzer_correction where handled_at is null and municipality_id = 'GM0622'")[
            0
        ][0]
        * 2
    )
    kept = live.rows("select kept_at is not null from toezeggingen_promise where object_id = %s", identity)
    assert kept == [(True,)]
