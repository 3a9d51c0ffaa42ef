"""Leiden 3.1: a directory that is kept up. Somebody asks to be editor, changes a page, has it approved, and undoes it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser import Live, Phone, as_it_was, half_minute, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LIBRARY = "Bibliotheek"


def six_digits(secret: str) -> str:
    """What an authenticator app shows for this secret (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, half_minute()))


@pytest.fixture
def library(live: Live) -> Iterator[str]:
    """The address of the library; what is changed here is put back afterwards."""
    address = f"{uuid.uuid4().hex[:10]}@example.org"
    with as_it_was(live, LIBRARY):
        live.rows("update mensen_organization set email = %s where name = %s and area_id = 'GM0622'", address, LIBRARY)
        yield address


def test_from_asking_to_undoing(
    open_phone: Phone, live: Live, js: bool, log_in: Callable[[Page, str], None], library: str
) -> None:
    email = f"{uuid.uuid4().hex[:10]}@example.org"
    editor = open_phone(js=js)
    editor.goto("/account/login/")
    editor.get_by_role("link", name="Ik wil de pagina's van mijn organisatie bijhouden").click()
    editor.fill("input[name=naam]", LIBRARY)
    press(editor, "form.find button")
    press(editor, f"ul.choices a:has-text('{LIBRARY}')")
    editor.fill("input[name=name]", "Noor")
    editor.fill("input[name=email]", email)
    editor.fill("textarea[name=told]", "Ik houd de inloop bij.")
    assert no_sideways(editor)
    press(editor, "main form button[type=submit]")
    editor.fill("input[name=code]", re.search(r"\d{6}", live.mail_to(email))[0])
    press(editor, "main form button[type=submit]")
    expect(editor.locator("h1")).to_have_text("Uw aanvraag is binnen")

    colleague = open_phone(js=js)
    colleague.goto("/organisatie/bevestig?l=" + live.mail_to(library).split("bevestig?l=")[1].split()[0])
    expect(colleague.locator("main")).to_contain_text("Ik houd de inloop bij.")
    colleague.get_by_role("button", name="Ja, dit mag").click()
    expect(colleague.locator("h1")).to_have_text("Klaar. Dank u wel")

    live.forget_limits()
    editor.goto("/account/login/code/")
    editor.fill("main input[name=email]", email)
    press(editor, "main button[type=submit]")
    code = re.search(r"(?m)^\s*([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", live.mail_to(email))
    editor.fill("input[name=code]", code[1])
    press(editor, "main button[type=submit]")
    editor.fill("input[name=code]", six_digits(editor.locator("p.code bdi").inner_text().strip()))
    press(editor, "main form button[type=submit]")

    editor.goto("/organisatie")
    expect(editor.locator("h1")).to_have_text("Onze gegevens")
    press(editor, "ul.list .what a >> nth=0")
    slug = str(editor.get_by_role("link", name="Bekijk de pagina").get_attribute("href"))
    before = live.rows("select description from wegwijzer_service where slug = %s", slug.rsplit("/", 1)[-1])[0][0]
    press(editor, "ul.choices a:has-text('Verander de gegevens')")
    assert no_sideways(editor)
    editor.fill("textarea[name=description]", "Kom langs. Wij lezen uw brief met u.")
    press(editor, "button[value=save]")
    expect(editor.locator("p[role=status]")).to_contain_text("De gemeente kijkt het na.")
    resident = open_phone(js=js)
    resident.goto(slug)
    expect(resident.locator("article")).not_to_contain_text("Kom langs.")

    keeper = open_phone(js=js)
    log_in(keeper, "gemeente@example.org")
    keeper.get_by_role("link", name="Wijzigingen van organisaties").click()
    press(keeper, "ul.list .what a >> nth=0")
    expect(keeper.locator("main")).to_contain_text("Waarschijnlijk B1")
    assert no_sideways(keeper)
    press(keeper, "button[value=approve]")
    expect(keeper.locator("p[role=status]")).to_contain_text("Goedgekeurd.")
    resident.reload()
    expect(resident.locator("article")).to_contain_text("Kom langs.")

    press(editor, "ul.choices a:has-text('Verander de gegevens')")
    editor.fill("textarea[name=description]", "Kom langs op dinsdag.")
    press(editor, "button[value=look]")
    expect(editor.locator("#panel-description")).to_contain_text("Waarschijnlijk B1")
    press(editor, "button[value=save]")
    expect(editor.locator("p[role=status]")).to_contain_text("Bewoners zien het nu.")
    resident.reload()
    expect(resident.locator("article")).to_contain_text("Kom langs op dinsdag.")

    for turn in range(2):  # the second change, then the first: above it stands the undoing, with a button of its own
        with editor.expect_navigation():
            editor.get_by_role("button", name="Maak ongedaan").nth(turn).click()
        expect(editor.locator("p[role=status]")).to_contain_text("Teruggezet.")
    resident.reload()
    expect(resident.locator("article")).to_contain_text(before.split(".")[0])


def test_the_panel_follows_while_somebody_types(
    open_phone: Phone, live: Live, log_in: Callable[[Page, str], None], library: str
) -> None:
    editor = open_phone(js=True)
    log_in(editor, "organisatie@example.org")
    press(editor, "ul.list .what a >> nth=0")
    press(editor, "ul.choices a:has-text('Verander de gegevens')")
    editor.locator("textarea[name=description]").fill(
        "Naar aanleiding van het vigerende beleid dient de aanvrager zorg te dragen voor overlegging van bescheiden."
    )
    expect(editor.locator("#panel-description")).to_contain_text("Nog geen B1")
    editor.reload()
    expect(editor.locator("main")).to_contain_text("Dit schreef u eerder.")  # typed, not saved, not lost
