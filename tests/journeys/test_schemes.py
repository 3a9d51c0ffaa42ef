"""A mother in Vlaardingen with little income finds what she can get, takes it along on paper, and asks to be called.

And somebody who would rather say nothing still ends with a person.
"""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import MESSAGE, NUMBER, PLACES, SAFE, Live, no_sideways, pdf_of, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

GO_ON = "main form.one button.nl-button--primary"
TICKS = {
    "samen": ["niets"],
    "situatie": ["lokale_belasting"],
    "wonen": ["huurt_zelfstandig"],
    "basis": ["woont_in_nederland", "zorgverzekerd"],
    "werk": ["werkt_of_studeert"],
}
ROWS = {"leeftijd": "27 tot en met 65", "netto_maand": "€ 1.250 tot", "toetsingsinkomen": "€ 15.000 tot",
        "vermogen": "Minder dan", "kale_huur": "€ 600 tot", "maanden_laag_inkomen": "36 maanden tot"}  # fmt: skip


def begin(page: Page, place: str) -> None:
    page.goto("/")
    press(page, "a[href='/regelingen']")
    press(page, "main .acts a.nl-button--primary")
    page.select_option("select[name=area]", place)
    press(page, GO_ON)


def answer(page: Page) -> str:
    """Answer the question on the page as the mother would; gives its name."""
    name = page.url.split("?")[0].rsplit("/", 1)[-1]
    if "precies" in page.url or name not in {*TICKS, *ROWS, "kinderen"}:
        press(page, "button[value=weet-niet]")
        return name
    if name == "kinderen":
        page.fill("input[name=answer]", "7 en 14")
    for value in TICKS.get(name, ()):
        page.check(f"input[value={value}]")
    if name in ROWS:
        page.click(f"label.radio:has-text('{ROWS[name]}')")
    press(page, GO_ON)
    return name


def test_a_mother_finds_what_she_can_get_and_is_called(phone: Page, live: Live) -> None:
    begin(phone, PLACES["Vlaardingen"])
    first = answer(phone)
    assert first == "kinderen"
    phone.click("main a.back")
    assert phone.locator("input[name=answer]").input_value() == "7, 14"
    press(phone, GO_ON)
    asked = [first]
    while "/vraag/" in phone.url:
        assert no_sideways(phone)
        asked.append(answer(phone))
    assert len(asked) == 8
    press(phone, "form[action$=verder] button")
    while "/vraag/" in phone.url:
        asked.append(answer(phone))
    assert len(asked) < 16

    expect(phone.locator(".sum")).to_have_text(re.compile(r"€\s[\d.]+ tot €\s[\d.]+"))
    for name in ("Huurtoeslag", "Zorgtoeslag", "Kindgebonden budget", "Kinderbijslag"):
        expect(phone.locator(f"[aria-labelledby=group-sure] h3:has-text('{name}')")).to_be_visible()
    assert no_sideways(phone)
    assert "14 jaar" not in _paper(phone)

    press(phone, "aside .person a")
    phone.check("input[name=regeling][value=huurtoeslag]")
    press(phone, "main form button[type=submit]")
    phone.check("input[name=channel][value=phone]")
    press(phone, "main form:not(.stop) button[type=submit]")
    phone.fill("input[name=contact]", NUMBER)
    press(phone, "main form:not(.stop) button[type=submit]")
    for questions in (SAFE, MESSAGE, {}):
        for field, value in questions.items():
            phone.check(f"input[name={field}][value={value}]")
        press(phone, "main form:not(.stop) button[type=submit]")
    told = phone.locator(".summary dd").first.inner_text()
    assert "Huurtoeslag" in told
    assert "14" not in told  # no answer was ticked
    press(phone, "main form:not(.stop) button[type=submit]")
    expect(phone.locator(".code")).to_be_visible()


def _paper(page: Page) -> str:
    """What the sheet to take along says."""
    pdf = pdf_of(page, "/uitkomst/blad", "form[action$='/uitkomst/blad'] button")
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    assert "Zorgtoeslag" in text
    return text


def test_saying_nothing_all_the_way_ends_with_a_person(phone: Page) -> None:
    begin(phone, "NL")
    asked = 0
    while "/vraag/" in phone.url:
        asked += 1
        assert asked <= 8
        press(phone, "button[value=zeg-niet]")
    expect(phone.locator("aside .person a")).to_be_visible()
    expect(phone.locator("[aria-labelledby=group-perhaps]")).to_be_visible()
    press(phone, "main form.stop button")
    assert phone.url.endswith("/regelingen")
    phone.goto("/regelingen/uitkomst")
    assert phone.url.endswith("/regelingen")
