"""Leiden 3.1: a directory that is kept up. An organisation keeps its hours true by the link in a mail, without an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Live, Phone, ask_by_mail, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LIBRARY = "Bibliotheek"


@pytest.fixture
def services(live: Live) -> list[str]:
    """The slugs of the library, all in the guide, by name; afterwards as before."""
    where = "where organization_id in (select id from mensen_organization where name = %s and area_id = 'GM0622')"
    live.rows(f"update wegwijzer_service set status = 'active' {where}", LIBRARY)
    rows = live.rows(f"select slug from wegwijzer_service {where} order by name", LIBRARY)
    yield [slug for (slug,) in rows]
    live.rows(f"update wegwijzer_service set status = 'active', assured_date = current_date {where}", LIBRARY)


def test_an_organisation_answers_from_its_mail(phone: Page, live: Live, services: list[str]) -> None:
    stale = "Dit is lang niet nagekeken."
    token = ask_by_mail(live, LIBRARY)
    phone.goto(f"/hulp/{services[0]}")
    expect(phone.locator("main")).to_contain_text(stale)

    phone.goto(f"/klopt-nog?l={token}")
    expect(phone.locator("h1")).to_have_text("Klopt dit nog?")
    expect(phone.locator("li.card")).to_have_count(len(services))
    assert no_sideways(phone)
    press(phone, "li.card >> nth=0 >> button.nl-button--primary")
    expect(phone.locator("li.card").nth(0)).to_contain_text("Nagekeken.")

    second = phone.locator("li.card").nth(1)
    second.locator("summary").first.click()
    second.locator("textarea").fill("Wij zijn nu op dinsdag open.")
    with phone.expect_navigation():
        second.get_by_role("button", name="Geef het door").click()
    expect(phone.locator("li.card").nth(1)).to_contain_text("De gemeente past het aan.")

    third = phone.locator("li.card").nth(2)
    third.locator("summary").first.click()
    third.locator("summary").nth(1).click()
    with phone.expect_navigation():
        third.get_by_role("button", name="Ja, haal het uit de gids").click()
    expect(phone.locator("li.card").nth(2)).to_contain_text("Gestopt.")

    press(phone, "li.card >> nth=3 >> button.nl-button--primary")
    expect(phone.locator("h1")).to_have_text("Klaar. Dank u wel")
    expect(phone.locator("main button")).to_have_count(0)

    phone.goto(f"/hulp/{services[0]}")
    phone.reload()  # a public page may be kept for a minute
    expect(phone.locator("main")).not_to_contain_text(stale)
    phone.goto(f"/hulp/{services[2]}")
    expect(phone.locator("main")).to_contain_text("Dit is gestopt.")
    expect(phone.locator("main ul.mean a")).not_to_have_count(0)


def test_everything_at_once_and_the_link_is_spent(phone: Page, live: Live, services: list[str]) -> None:
    token = ask_by_mail(live, LIBRARY)
    phone.goto(f"/klopt-nog?l={token}")
    phone.get_by_role("button", name=f"Alles klopt nog ({len(services)})").click()
    expect(phone.locator("h1")).to_have_text("Klaar. Dank u wel")
    phone.reload()
    expect(phone.locator("main button")).to_have_count(0)


def test_the_municipality_sees_what_is_late_and_what_the_organisation_said(
    open_phone: Phone, live: Live, log_in: Callable[[Page, str], None], services: list[str]
) -> None:
    token = ask_by_mail(live, LIBRARY)
    organisation = open_phone(js=False)
    organisation.goto(f"/klopt-nog?l={token}")
    first = organisation.locator("li.card").nth(0)
    first.locator("summary").first.click()
    first.locator("textarea").fill("De zaal is verhuisd.")
    first.get_by_role("button", name="Geef het door").click()

    keeper = open_phone(js=False)
    log_in(keeper, "gemeente@example.org")
    press(keeper, "ul.choices a[href$='/beheer/bijhouden']")
    press(keeper, "nav ul.mean a:has-text('Te laat')")
    expect(keeper.locator("ul.list", has_text="de organisatie zegt: klopt niet meer")).to_have_count(1)
    assert no_sideways(keeper)
    report = live.rows("select id from wegwijzer_correction order by received_at desc limit 1")[0][0]
    keeper.goto("/beheer/meldingen")
    press(keeper, f"ul.list .what a[href='/beheer/meldingen/{report}']")
    expect(keeper.locator("main")).to_contain_text("De organisatie zelf zegt: De zaal is verhuisd.")


def test_an_editor_checks_the_own_records_with_one_button(
    open_phone: Phone, live: Live, log_in: Callable[[Page, str], None], services: list[str]
) -> None:
    ask_by_mail(live, LIBRARY)
    editor = open_phone(js=False)
    log_in(editor, "organisatie@example.org")
    expect(editor.locator("h1")).to_have_text("Onze gegevens")
    late = editor.locator("ul.list .when.late")
    expect(late).to_have_count(len(services))
    press(editor, "ul.list >> nth=0 >> form button")
    expect(late).to_have_count(len(services) - 1)
    expect(editor.locator("p[role=status]")).to_contain_text("Nagekeken.")
    assert no_sideways(editor)
