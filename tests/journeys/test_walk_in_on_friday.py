"""Somebody in Uitgeest wants to know where to go on Friday morning, and who sits there this week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PLACES, Live, no_sideways

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MONTHS = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]  # how their names begin
ODD = "maatschappelijk werker en sociaal raadslid van Socius"
EVEN = "maatschappelijk werker van Socius en medewerker van Sociaal.nl"


def _friday() -> date:
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    return today + timedelta(days=(4 - today.weekday()) % 7)


def _at_the_desk(day: date) -> tuple[str, str]:
    return (ODD, EVEN) if day.isocalendar().week % 2 else (EVEN, ODD)


def test_friday_shows_the_hour_the_place_and_who(phone: Page) -> None:
    day = _friday()
    here, other = _at_the_desk(day)
    phone.goto("/nu-open")
    phone.select_option("form.area-bar select[name=area]", PLACES["Uitgeest"])
    phone.click("form.area-bar button[type=submit]")

    heading = phone.locator("h2", has_text=f"vrijdag {day.day} {MONTHS[day.month - 1]}")
    expect(heading).to_have_count(1)
    desk = phone.locator("h2:has-text('vrijdag') + ul.week > li", has_text="Inloopspreekuur Geldzaken")
    expect(desk).to_have_count(1)
    expect(desk.locator("time")).to_have_text("9.00–10.30")
    expect(desk).to_contain_text("Gemeentehuis")
    expect(desk).to_contain_text("Uitgeest")
    expect(desk).to_contain_text(here)
    expect(desk).not_to_contain_text(other)
    assert no_sideways(phone)


def test_the_page_of_the_hour_says_this_week_and_next_week(phone: Page) -> None:
    phone.goto(f"/nu-open?area={PLACES['Uitgeest']}")
    phone.locator("ul.week a", has_text="Inloopspreekuur Geldzaken").click()
    expect(phone.locator("h1")).to_have_text("Inloopspreekuur Geldzaken")
    week = phone.locator("section[aria-labelledby=hours] li")
    expect(week).to_have_count(1)
    expect(week.locator("time")).to_have_text("9.00–10.30")
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    this_week, next_week = _at_the_desk(today)
    expect(week.locator(".hint", has_text="Deze week:")).to_contain_text(this_week)
    expect(week.locator(".hint", has_text="Volgende week:")).to_contain_text(next_week)
    expect(phone.locator("main")).to_contain_text("u kunt zo binnenlopen")
    expect(phone.locator(".bag")).to_contain_text("Neem alle brieven mee, ook dicht.")


def test_it_is_free_and_open_for_everybody(phone: Page, live: Live) -> None:
    phone.goto("/hulp/geldzaken")
    expect(phone.locator(".facts").first).to_contain_text("gratis")
    assert phone.url == f"{live.url}/hulp/geldzaken"
