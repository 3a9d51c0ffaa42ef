"""Somebody new in Leiden wants to meet people: one question, then the neighbourhood."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PLACES, Live, ask, go_back, no_sideways, shown_services

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUESTION = "ik ben net in Leiden komen wonen en ken hier niemand, ik wil graag mensen leren kennen"
MEETING = ["meet-neighbours", "loneliness", "hobby-together", "shared-meals", "generations-cultures", "visiting-buddy"]


def _meeting_in_leiden(live: Live) -> set[str]:
    return {
        slug
        for (slug,) in live.rows(
            "select s.slug from wegwijzer_service s join wegwijzer_serviceneed n on n.service_id = s.id"
            " join wegwijzer_service_areas a on a.service_id = s.id"
            " where n.need_id = any(%s) and (a.area_id = 'GM0546' or a.area_id like 'WK0546%%')",
            MEETING,
        )
    }


def test_one_question_leads_to_people_nearby(phone: Page, live: Live) -> None:
    ask(phone, QUESTION, area=PLACES["Leiden"])
    expect(phone.locator("h1")).to_have_text("Hier kunt u terecht")
    first = shown_services(phone, 5)
    near = [slug for slug in first if slug in _meeting_in_leiden(live)]
    assert near, f"nowhere to meet people in Leiden among {first}"
    expect(phone.locator("section.crisis")).to_have_count(0)
    assert no_sideways(phone)

    phone.locator(f"ul.cards .nl-heading a[href$='/hulp/{near[0]}']").click()
    expect(phone.locator("main h1")).to_be_visible()
    go_back(phone)
    if not phone.locator("ul.cards > li").count():  # the browser keeps no answer to a POST: the first page asks again
        phone.goto("/")
        expect(phone.locator("form.ask select[name=area]")).to_have_value(PLACES["Leiden"])


def test_every_result_says_why_and_what_to_do(phone: Page) -> None:
    ask(phone, QUESTION, area=PLACES["Leiden"])
    cards = phone.locator("ul.cards > li.card")
    for card in cards.all():
        expect(card.locator(".why")).not_to_be_empty()
        expect(card.locator(".acts a").last).to_contain_text("Lees meer")


def test_the_means_lead_to_a_page_of_that_need(phone: Page) -> None:
    ask(phone, QUESTION, area=PLACES["Leiden"])
    chips = phone.locator("ul.mean[aria-labelledby=means] a.chip")
    assert 1 <= chips.count() <= 3
    name = chips.first.inner_text()
    chips.first.click()
    expect(phone.locator("h1")).to_have_text(name)
    expect(phone.locator("form.area-bar select[name=area]")).to_have_value(PLACES["Leiden"])


def test_the_map_has_the_same_list_beside_it(phone: Page) -> None:
    phone.goto(f"/wijk/{PLACES['Leiden']}")
    expect(phone.locator("figure.map svg[role=group]")).to_be_visible()
    dots = phone.locator("figure.map .dot").count()
    assert dots == phone.locator("figure.map figcaption ol > li").count()
    wijken = phone.locator("ul.mean a.chip")
    assert wijken.count() >= 5
    name = wijken.first.inner_text()
    wijken.first.click()
    expect(phone.locator("h1")).to_have_text(name)
    assert no_sideways(phone)


def test_a_tile_leads_there_without_typing(phone: Page) -> None:
    phone.goto("/")
    phone.click("ul.tiles a[href='/onderwerp/contact']")
    expect(phone.locator("ul.choices")).to_contain_text("Ik voel mij alleen")
    phone.click("ul.choices a[href='/vraag/loneliness']")
    expect(phone.locator("h1")).to_have_text("Ik voel mij alleen")
    assert phone.locator("ul.cards > li").count() >= 1
