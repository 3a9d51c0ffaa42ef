"""Violence at home: numbers first, away in one tap, and nothing left behind that somebody else could read."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PLACES, Phone, ask, go_back, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTION = "mijn man slaat mij en ik durf niet naar huis"
WORDS = ("slaat", "durf", "man")
AWAY = "www.knmi.nl"


def _history(page: Page) -> dict[str, Any]:
    session = page.context.new_cdp_session(page)
    return dict(session.send("Page.getNavigationHistory"))


def _traces(page: Page) -> str:
    """Everything that the browser shows in its list of pages."""
    return " ".join(f"{entry['url']} {entry['title']}" for entry in _history(page)["entries"]).lower()


def _asked(page: Page) -> None:
    ask(page, QUESTION, area=PLACES["Vlaardingen"])


def test_the_numbers_come_first(phone: Page) -> None:
    _asked(phone)
    first = phone.locator("main > *:not(p.note)").first
    expect(first).to_have_class("crisis")
    expect(first.locator("a[href='tel:112']")).to_be_visible()
    expect(first.locator("a[href='tel:08002000']")).to_have_text("0800-2000")
    top = first.locator("a[href='tel:112']").bounding_box()
    assert top is not None
    assert top["y"] + top["height"] <= 740, "112 is not on the first screen"
    assert no_sideways(phone)


def test_the_question_is_nowhere_to_be_seen_later(phone: Page) -> None:
    _asked(phone)
    assert phone.url.split("?")[0].endswith("/zoek")
    for word in WORDS:
        assert word not in phone.title().lower()
        assert word not in _traces(phone)
    assert not [cookie for cookie in phone.context.cookies() if "slaat" in cookie["value"]]
    assert "v=" not in phone.url, "a question about danger is kept nowhere, also not in this browser"
    press(phone, "section.person button")  # the question goes along to the call-back form, still in no address
    assert phone.url.split("?")[0].endswith("/bel-mij/hoe")
    assert not any(word in _traces(phone) for word in WORDS)


def test_one_tap_leaves(phone: Page, open_phone: Phone, js: bool) -> None:
    open_phone.watch.let_go_to(AWAY)
    _asked(phone)
    away = phone.locator("a[data-exit]")
    expect(away).to_be_in_viewport()
    expect(away).to_have_attribute("rel", "noreferrer noopener nofollow")
    away.click()
    open_phone.watch.left_for(phone, AWAY)
    assert not any(word in _traces(phone) for word in WORDS)
    assert phone.context.cookies() == [], "the browser still knows the place"
    if js:
        urls = [entry["url"] for entry in _history(phone)["entries"]]
        assert AWAY in urls[-1]
        assert not [url for url in urls if "/zoek" in url], "Back would return to the answers"
        go_back(phone)
        assert "slaat" not in phone.content().lower()
        assert phone.locator("section.crisis").count() == 0
        assert phone.locator("textarea[name=q]").input_value() == "", "the browser typed the question again"


def test_the_exit_stays_in_sight_further_down(phone: Page) -> None:
    _asked(phone)
    phone.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(phone.locator("a[data-exit]")).to_be_in_viewport()


def test_three_times_shift_leaves(open_phone: Phone) -> None:
    page = open_phone(js=True)
    open_phone.watch.let_go_to(AWAY)
    _asked(page)
    for _ in range(3):
        page.keyboard.press("Shift")
    open_phone.watch.left_for(page, AWAY)
    assert not any("/zoek" in entry["url"] for entry in _history(page)["entries"])


def test_shift_while_typing_a_capital_does_not_leave(open_phone: Phone) -> None:
    page = open_phone(js=True)
    _asked(page)
    page.locator("form.ask textarea").click()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    page.wait_for_timeout(300)
    assert page.url.split("?")[0].endswith("/zoek")
    assert open_phone.watch.outside == []


def test_every_step_of_the_call_back_form_has_the_exit_and_the_numbers(phone: Page) -> None:
    _asked(phone)
    press(phone, "section.person button")
    expect(phone.locator("a[data-exit]")).to_be_visible()
    expect(phone.locator("section.crisis a[href='tel:112']")).to_be_visible()


def test_the_page_for_danger_needs_no_words(phone: Page) -> None:
    phone.goto("/")
    phone.click("section.more a[href='/gevaar']")
    for number in ("112", "08002000", "08000113"):
        expect(phone.locator(f"section.crisis a[href='tel:{number}']")).to_be_visible()
    expect(phone.locator("a[data-exit]")).to_be_visible()


def test_an_ordinary_question_shows_no_crisis(phone: Page) -> None:
    ask(phone, "waar kan ik een kopje koffie drinken met anderen", area=PLACES["Vlaardingen"])
    expect(phone.locator("section.crisis")).to_have_count(0)
