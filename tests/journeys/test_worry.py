"""A neighbour worries and does not say so to the person: the team picks it up, and the neighbour hears that and no more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PLACES, Live, Phone, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LogIn = Callable[[Page, str], None]
NEXT = "main form:not(.stop) button[type=submit]"


@pytest.mark.parametrize("js", [False, True], ids=["without-js", "with-js"])
def test_from_worry_to_picked_up(open_phone: Phone, live: Live, log_in: LogIn, js: bool) -> None:
    place = "Uitgeest" if js else "Vlaardingen"  # a code of the second factor works once: another worker each time
    worry = f"De gordijnen zijn al een week dicht {'met' if js else 'zonder'}"
    neighbour = open_phone(js=js)
    neighbour.goto("/signaal")
    expect(neighbour.get_by_text("Weet deze persoon dat u dit doorgeeft?")).to_be_visible()
    neighbour.locator("input[name=knows][value=no]").check()
    press(neighbour, NEXT)
    neighbour.fill("textarea[name=text]", worry)
    press(neighbour, NEXT)
    neighbour.select_option("select[name=area]", PLACES[place])
    neighbour.fill("input[name=address]", f"Voorbeeldlaan {1 if js else 2}")
    press(neighbour, NEXT)
    neighbour.locator("input[name=source][value=web]").check()
    neighbour.fill("input[name=name]", "Buur Voorbeeld")
    press(neighbour, NEXT)
    expect(neighbour.locator("main")).to_contain_text("Wij zeggen niet wie het doorgaf")
    press(neighbour, NEXT)
    expect(neighbour.locator("h1")).to_have_text("Het is binnen")
    code = neighbour.locator(".code").inner_text().strip()
    assert no_sideways(neighbour)

    worker = open_phone(js=js, width=1280)
    log_in(worker, f"wijkteam.{place.lower()}@example.org")
    worker.click("a[href='/team/signalen']")
    expect(worker.locator("main")).not_to_contain_text(worry)
    identity = live.rows("select id from wijkteam_signal order by received_at desc limit 1")[0][0]
    worker.click(f"ul.list a[href='/team/signalen/{identity}']")
    expect(worker.locator("main")).to_contain_text(worry)
    expect(worker.locator("main")).not_to_contain_text("Buur Voorbeeld")
    worker.get_by_role("button", name="Pak op", exact=True).click()
    expect(worker.locator("main")).to_contain_text("De melder leest nu: opgepakt")

    neighbour.goto("/volg")
    neighbour.fill("input[name=code]", code)
    press(neighbour, NEXT)
    expect(neighbour.locator("h1")).to_have_text("Opgepakt")
    expect(neighbour.locator("main")).not_to_contain_text(worry)
