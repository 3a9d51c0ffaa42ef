"""Vlaardingen 2020: ambassadors help in their own language. One translates into Turkish and sees it go stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Live, Phone, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SLUG = "haakcafe"
TURKISH = "Birlikte tığ işi yaparız. Kahve içeriz."
NEWER = "Birlikte örgü öreriz. Kahve içeriz."
DUTCH = "Wij haken samen. Er is koffie."
CHANGED = "Wij breien samen. Er is koffie."


@pytest.fixture
def text(live: Live) -> Iterator[str]:
    """The address of a text of which the Dutch is known; afterwards all is as it was."""
    [(before,)] = live.rows("select description from wegwijzer_service where slug = %s", SLUG)
    live.rows("update wegwijzer_service set description = %s where slug = %s", DUTCH, SLUG)
    yield f"/vertalen/tr/service/{SLUG}/description"
    live.rows("update wegwijzer_service set description = %s where slug = %s", before, SLUG)
    live.rows(
        "delete from talen_step s using talen_translation t where t.id = s.translation_id and t.object_id = %s", SLUG
    )
    live.rows("delete from talen_translation where object_id = %s and field = 'description' and language = 'tr'", SLUG)


def _resident(open_phone: Phone, js: bool) -> Page:
    page = open_phone(js=js)
    page.goto(f"/tr/hulp/{SLUG}")
    return page


def test_an_ambassador_translates_and_sees_it_go_stale(
    open_phone: Phone, log_in: Callable[[Page, str], None], live: Live, text: str, js: bool
) -> None:
    ambassador = open_phone(js=js)
    log_in(ambassador, "ambassadeur@example.org")
    press(ambassador, ".worknav a[href='/vertalen']")
    press(ambassador, "main .btn[href='/vertalen/tr']")
    expect(ambassador.locator("main h2").first).to_have_text("Gevaar")
    ambassador.goto(text)
    expect(ambassador.locator("main .card[lang=nl]")).to_have_text(DUTCH)
    ambassador.fill("textarea[name=text]", TURKISH)
    ambassador.get_by_role("button", name="Opslaan").click()
    expect(ambassador.locator("p[role=status]")).to_contain_text("Bewoners zien nu uw tekst.")
    assert no_sideways(ambassador)

    resident = _resident(open_phone, js)
    expect(resident.locator("[data-read]")).to_have_text(TURKISH)
    expect(resident.locator("[data-read]")).to_have_attribute("lang", "tr")
    dutch = resident.locator("article + details.dutch")
    expect(dutch.get_by_text(DUTCH)).to_be_hidden()
    dutch.locator("summary").click()
    expect(dutch.get_by_text(DUTCH)).to_be_visible()

    live.rows("update wegwijzer_service set description = %s where slug = %s", CHANGED, SLUG)
    resident = _resident(open_phone, js)
    expect(resident.locator("[data-read]")).to_have_text(CHANGED)
    expect(resident.locator("[data-read]")).to_have_attribute("lang", "nl")

    ambassador.goto("/vertalen/tr?wat=stale")
    press(ambassador, f"ul.list a[href='{text}']")
    expect(ambassador.locator(".difference del")).to_contain_text("haken")
    expect(ambassador.locator(".difference ins")).to_contain_text("breien")
    expect(ambassador.locator("textarea[name=text]")).to_have_value(TURKISH)
    ambassador.fill("textarea[name=text]", NEWER)
    ambassador.get_by_role("button", name="Opslaan").click()
    expect(ambassador.locator("p[role=status]")).to_contain_text("Bewoners zien nu uw tekst.")
    expect(_resident(open_phone, js).locator("[data-read]")).to_have_text(NEWER)

    other = open_phone(js=js)
    log_in(other, "tweede.lezer@example.org")
    other.goto(text)
    other.get_by_role("button", name="Klopt").click()
    expect(other.locator("p[role=status]")).to_contain_text("Twee mensen lazen deze tekst.")
    assert live.rows("select state from talen_translation where object_id = %s and field = 'description'", SLUG) == [
        ("approved",)
    ]
