"""Socius 2019: a handbook for housing and a step plan for divorce, "useful and efficient". Vlaardingen 2020: cards together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Live, Phone, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_resident_finds_the_step_plan_from_a_need_and_ticks_it(phone: Page, js: bool) -> None:
    phone.goto("/vraag/problem-debts?area=GM0622")
    phone.get_by_role("link", name="Stappenplan: Uit de schulden").click()
    expect(phone.locator("h1")).to_have_text("Uit de schulden")
    box = phone.locator("ol.steps input").first
    box.check()
    phone.reload()
    expect(box).not_to_be_checked()
    assert no_sideways(phone)
    if js:
        phone.get_by_label("Onthoud mijn vinkjes op dit apparaat").check()
        box.check()
        phone.reload()
        expect(box).to_be_checked()
        phone.get_by_role("button", name="Wis mijn vinkjes").click()
        expect(box).not_to_be_checked()
        assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('wijkSteps'))") == []


def test_a_step_plan_about_divorce_can_be_left_and_remembers_nothing(open_phone: Phone) -> None:
    phone = open_phone(js=True)
    phone.goto("/stappenplan/scheiden")
    expect(phone.locator("[data-exit]")).to_be_visible()
    phone.locator("ol.steps input").first.check()
    expect(phone.locator("#keep")).to_have_count(0)
    assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('wijkSteps'))") == []
    assert "Uit elkaar" not in phone.title()


def test_somebody_asks_for_a_woningscan_by_appointment(phone: Page) -> None:
    phone.goto("/thema/huis-aanpassen?area=GM0546")
    phone.get_by_role("button", name="Bel mij terug").click()
    phone.goto("/bel-mij/vraag")
    expect(phone.locator("textarea")).to_have_value("Ik wil graag een afspraak voor een woningscan.")


def test_a_team_keeps_a_handbook_and_tells_colleagues_what_it_knows(
    open_phone: Phone, live: Live, log_in: Callable[[Page, str], None]
) -> None:
    worker = open_phone(js=False)
    log_in(worker, "wijkteam.beverwijk@example.org")
    worker.goto("/team")
    worker.get_by_role("link", name="Handboeken").click()
    worker.locator("ul.list .what a", has_text="Een woning zoeken").click()
    worker.get_by_role("button", name="Word eigenaar").click()
    worker.get_by_role("link", name="Kijk na of verander").click()
    worker.get_by_label("Wat is er anders?").fill("Nagekeken, alles klopt nog.")
    press(worker, "main form button[type=submit]")
    expect(worker.locator(".error-summary")).to_contain_text("Kies een dag.")
    worker.get_by_label("Wanneer kijkt uw team opnieuw?").fill("2027-09-01")
    press(worker, "main form button[type=submit]")
    expect(worker.locator("p[role=status]")).to_contain_text("Bewaard.")
    expect(worker.locator("main")).to_contain_text("Nagekeken, alles klopt nog.")
    states = "select kept_at is not null from toezeggingen_promise where kind = 'record-check' and room = 'wegwijzer'"
    assert sorted(live.rows(f"{states} and area_id = 'GM0375' and team_id is not null")) == [(False,), (True,)]

    worker.goto("/team/wie-weet-wat/mijn")
    worker.get_by_label("Wat is uw functie?").fill("opbouwwerker")
    worker.get_by_label("Wonen", exact=True).check()
    worker.get_by_label("Hoe bereiken collega's u op het werk?").fill("Balie, maandag en dinsdag")
    worker.get_by_label("Dit zijn gegevens van mijn werk.").check()
    press(worker, "main form button[type=submit]")
    expect(worker.locator(".cards")).to_contain_text("opbouwwerker")

    worker.goto("/team/hulp/nl-wijkteam/notitie")
    worker.get_by_label("Uw notitie").fill("Bel op dinsdag.")
    press(worker, "main form button[type=submit]")
    expect(worker.locator(".work-panel")).to_contain_text("Bel op dinsdag.")
    assert no_sideways(worker)

    stranger = open_phone(js=False)
    log_in(stranger, "wijkteam.leiden@example.org")
    stranger.goto("/hulp/nl-wijkteam")
    expect(stranger.locator(".work-panel")).not_to_contain_text("Bel op dinsdag.")
    stranger.goto("/team/wie-weet-wat")
    expect(stranger.locator("main")).not_to_contain_text("opbouwwerker")
    visitor = open_phone(js=False)
    visitor.goto("/hulp/nl-wijkteam")
    expect(visitor.locator(".work-panel")).to_have_count(0)
