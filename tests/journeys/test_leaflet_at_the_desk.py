"""A desk finds three places for somebody who reads Arabic, and sends them home with one sheet of paper."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import PLACES, ask, no_sideways, pdf_of, press
from tests.kern.paper.reading import text

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADD = "form.add button"
LISTED = "a[href='/print']:has-text('Staat op mijn lijst')"


def test_from_answers_to_one_sheet_in_arabic(phone: Page) -> None:
    ask(phone, "ik krijg steeds brieven en ik durf ze niet open te maken", area=PLACES["Uitgeest"])
    address = phone.url
    assert "?v=" in address
    names = []
    for _time in range(3):
        card = phone.locator(f"li.card:has({ADD})").first
        names.append(card.locator("h2, h3").inner_text())
        card.locator(ADD).click()
        phone.wait_for_load_state()
        assert phone.url.split("#")[0] == address  # back at the answers, nothing asked again
    expect(phone.locator(f"main {LISTED}")).to_have_count(3)
    assert no_sideways(phone)

    phone.locator(f"main {LISTED}").first.click()
    rows = phone.locator("main ol.cards > li h2")
    assert rows.all_inner_texts() == names
    phone.locator("button[name=lager]").first.click()
    phone.wait_for_load_state()
    assert phone.locator("main ol.cards > li h2").all_inner_texts() == [names[1], names[0], names[2]]

    phone.check("input[name=language][value=ar]")
    phone.fill("input[name=made_by]", "Bibliotheek Uitgeest")
    pdf = pdf_of(phone, "/print/blad", "form[action='/print/blad'] button:not([formaction])")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    said = text(pdf)
    assert said.index(names[1]) < said.index(names[0])
    for expected in (names[2], "Bibliotheek Uitgeest", "هنا تجدون المساعدة", "0800-2000"):
        assert expected in said

    press(phone, "button[name=alles]")
    expect(phone.locator("main")).to_contain_text("Uw lijst is nog leeg")
    phone.goto(address)
    expect(phone.locator(f"main {LISTED}")).to_have_count(0)


def test_a_list_with_danger_leaves_with_the_quick_exit(phone: Page) -> None:
    phone.goto("/hulp/nl-veilig-thuis")
    press(phone, ADD)
    phone.goto("/print")
    expect(phone.locator(".exit-bar")).to_be_visible()
    phone.context.request.get("/weg", max_redirects=0)
    phone.goto("/print")
    expect(phone.locator("main")).to_contain_text("Uw lijst is nog leeg")


def test_the_wijkgids_of_a_place(phone: Page) -> None:
    phone.goto(f"/wijk/{PLACES['Uitgeest']}")
    phone.click("a:has-text('Maak een wijkgids')")
    phone.check("input[name=language][value=pl]")
    pdf = pdf_of(phone, "/gids", "main form button[type=submit]")
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 4
    assert "Inloopspreekuur Geldzaken" in text(pdf)
