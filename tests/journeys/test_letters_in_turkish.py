"""A mother in Vlaardingen gets letters that she dares not open. She asks in Turkish."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from tests.browser import PLACES, Live, Phone, ask, no_sideways, press, shown_services

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTION = "Eve sürekli mektuplar geliyor, anlamıyorum ve açmaya korkuyorum"
LETTERS = ["understand-letter", "problem-debts", "bill-arrears", "forms-help", "fill-form", "money-overview"]


def _helps_with_letters(live: Live) -> set[str]:
    return {
        slug
        for (slug,) in live.rows(
            "select s.slug from wegwijzer_service s join wegwijzer_serviceneed n on n.service_id = s.id"
            " where n.need_id = any(%s)",
            LETTERS,
        )
    }


def _in(live: Live, code: str) -> set[str]:
    """Services of this municipality: its own, of its wijken, and of own areas within it (MUWI1)."""
    return {
        slug
        for (slug,) in live.rows(
            "select s.slug from wegwijzer_service s join wegwijzer_service_areas a on a.service_id = s.id"
            " join mensen_area area on area.code = a.area_id where area.path @> array[%s]::varchar[]",
            code,
        )
    }


def test_she_finds_help_with_letters_and_reads_what_to_bring(phone: Page, live: Live) -> None:
    phone.goto("/tr/")
    expect(phone.locator("html")).to_have_attribute("lang", "tr")
    with translation.override("tr"):
        heading, bring = gettext("Waar kunnen we u mee helpen?"), gettext("Neem alle brieven mee, ook dicht.")
        found, near = gettext("Hier kunt u terecht"), gettext("Kies uw plaats")
    assert heading != "Waar kunnen we u mee helpen?", "the page is not in Turkish yet"
    expect(phone.locator("h1")).to_have_text(heading)
    expect(phone.locator("form.ask select[name=area] option").first).to_have_text(near)

    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")

    expect(phone).to_have_url(re.compile(rf"^{live.url}/tr/zoek\?v=[\w-]{{8}}$"))
    expect(phone.locator("h1")).to_have_text(found)
    expect(phone.locator(".you-wrote strong")).to_have_text(QUESTION)
    first = shown_services(phone, 5)
    assert len(first) == 5
    assert set(first) & _helps_with_letters(live), f"no help with letters among {first}"
    expect(phone.locator(".bag")).to_contain_text(bring)
    assert no_sideways(phone)

    slug = next(one for one in first if one in _helps_with_letters(live))
    phone.locator(f"ul.cards .nl-heading a[href$='/hulp/{slug}']").click()
    expect(phone.locator("article .brief p[lang=tr]")).to_be_visible()  # in her own language
    expect(phone.locator("article [data-read][lang=nl]")).to_be_visible()  # nobody translated this part yet
    expect(phone.locator("html")).to_have_attribute("lang", "tr")
    expect(phone.locator(".bag")).to_contain_text(bring)


def test_there_is_help_near_home(phone: Page, live: Live) -> None:
    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")
    shown = shown_services(phone, 10)
    near = set(shown) & _in(live, PLACES["Vlaardingen"]) & _helps_with_letters(live)
    assert near, f"no help with letters in Vlaardingen among {shown}"


def test_her_place_is_remembered_and_her_question_is_not(phone: Page) -> None:
    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")
    phone.goto("/tr/")
    expect(phone.locator("form.ask select[name=area]")).to_have_value(PLACES["Vlaardingen"])
    expect(phone.locator("form.ask textarea")).to_have_value("")
    names = {cookie["name"] for cookie in phone.context.cookies()}
    assert names <= {"wk_area", "wk_asked"}, names  # the last questions, encrypted, a quarter of an hour


def test_back_from_a_page_of_help_shows_the_answers_again(phone: Page) -> None:
    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")
    shown = shown_services(phone, 5)
    press(phone, "ul.cards .nl-heading a")
    phone.go_back()
    expect(phone.locator(".you-wrote strong")).to_have_text(QUESTION)
    assert shown_services(phone, 5) == shown
    phone.reload()
    assert shown_services(phone, 5) == shown


def test_two_tabs_keep_their_own_questions(phone: Page) -> None:
    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")
    second = phone.context.new_page()
    ask(second, "Almanca değil Hollandaca öğrenmek istiyorum", area=PLACES["Vlaardingen"], start="/tr/")
    phone.reload()
    expect(phone.locator(".you-wrote strong")).to_have_text(QUESTION)
    second.reload()
    expect(second.locator(".you-wrote strong")).to_contain_text("Hollandaca")


def test_another_browser_cannot_read_the_question_at_that_address(phone: Page, open_phone: Phone, js: bool) -> None:
    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")
    other = open_phone(js=js)
    other.goto(phone.url)
    expect(other.locator("main")).not_to_contain_text("mektup")
    expect(other.locator("form.ask textarea")).to_have_value("")


def test_she_opens_the_first_ten_minutes(phone: Page) -> None:
    ask(phone, QUESTION, area=PLACES["Vlaardingen"], start="/tr/")
    steps = phone.locator(".bag details")
    expect(steps.locator("li").first).to_be_hidden()
    steps.locator("summary").click()
    expect(steps.locator("li").first).to_be_visible()
