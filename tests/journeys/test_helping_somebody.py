"""An ambassador sits beside somebody who speaks Arabic: both languages in sight, and afterwards nothing is left."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from tests.browser import PLACES, Phone, go_back, no_sideways, press, shown_services

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTION = "تصلني رسائل كثيرة ولا أفهمها وأحتاج إلى مساعدة"


def _ask_together(page: Page) -> None:
    page.goto("/ik-help")
    page.select_option("select[name=other]", "ar")
    press(page, "form.area-bar button[type=submit]")
    page.fill("textarea[name=q]", QUESTION)
    page.locator("input[name=spoken][value=ar]").check()
    page.select_option("form.ask select[name=area]", PLACES["Vlaardingen"])
    press(page, "form.ask button[type=submit]")


def test_arabic_stands_beside_dutch(phone: Page) -> None:
    phone.goto("/")
    phone.click("section.more a[href='/ik-help']")
    phone.select_option("select[name=other]", "ar")
    press(phone, "form.area-bar button[type=submit]")
    with translation.override("ar"):
        asked, found = gettext("Waar kunnen we u mee helpen?"), gettext("Hier kunt u terecht")
    assert asked != "Waar kunnen we u mee helpen?", "the page is not in Arabic yet"
    expect(phone.locator("form.ask label[for=hq]")).to_have_text("Waar kunnen we u mee helpen?")
    theirs = phone.locator(".side-by-side [lang=ar]").first
    expect(theirs).to_have_text(asked)
    expect(theirs).to_have_attribute("dir", "rtl")

    _ask_together(phone)
    pairs = phone.locator(".side-by-side.large")
    expect(pairs.locator("h2", has_text="Hier kunt u terecht")).to_be_visible()
    expect(pairs.locator("[lang=ar]", has_text=found).first).to_be_visible()
    assert shown_services(phone)
    size = phone.locator(".side-by-side.large p[lang=ar]:not(.nl-heading)").first.evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize)"
    )
    assert size >= 18
    assert no_sideways(phone)


def test_wipe_everything(phone: Page) -> None:
    _ask_together(phone)
    assert [one for one in phone.context.cookies() if one["name"] == "wk_area"]
    phone.get_by_role("button", name="Wis alles").click()
    expect(phone).to_have_url(re.compile(r"/ik-help$"))
    expect(phone.locator("textarea[name=q]")).to_have_value("")
    expect(phone.locator("main")).not_to_contain_text(QUESTION)
    expect(phone.locator("form.ask select[name=area]")).to_have_value("")
    assert phone.context.cookies() == []


def test_back_does_not_bring_it_back(phone: Page) -> None:
    _ask_together(phone)
    phone.get_by_role("button", name="Wis alles").click()
    expect(phone.locator("textarea[name=q]")).to_have_value("")
    go_back(phone)
    assert QUESTION not in phone.content()


def test_no_address_holds_what_was_said(phone: Page) -> None:
    _ask_together(phone)
    assert phone.url.endswith("/ik-help?other=ar") or phone.url.endswith("/ik-help")
    expect(phone.locator("a[data-exit]")).to_be_visible()


def test_an_ambassador_logs_in_and_lands_here(open_phone: Phone, log_in: Callable[[Page, str], None], js: bool) -> None:
    page = open_phone(js=js)
    log_in(page, "ambassadeur@example.org")
    expect(page.locator("h1")).to_have_text("Ik help nu iemand")
    open_phone.watch.may_answer.add(403)
    page.goto("/team")  # not theirs
    expect(page.locator("h1")).to_have_text("U zit nog niet in een team")
