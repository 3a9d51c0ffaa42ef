"""Two lists tell about the same help: the municipality makes them one, changes its mind, and reads what the lists said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Live, Phone, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAIR = "ul.list span.what a:has-text('Het Proefcafé Vlaardingen')"


def test_the_municipality_merges_undoes_and_says_that_it_is_not_the_same(
    open_phone: Phone, live: Live, log_in: Callable[[Page, str], None]
) -> None:
    live.take_in_twice("Proefcafé")
    keeper = open_phone(js=False)
    log_in(keeper, "gemeente@example.org")
    keeper.goto("/beheer")
    keeper.get_by_role("link", name="Misschien dubbel").click()
    press(keeper, PAIR)
    expect(keeper.locator("h1")).to_have_text("Is dit hetzelfde?")
    assert no_sideways(keeper)
    keeper.get_by_label("Het Proefcafé Vlaardingen").first.check()
    kept = keeper.locator("input[name=kept]").get_attribute("value")
    keeper.get_by_role("button", name="Dit is hetzelfde: voeg samen").click()
    expect(keeper.locator("p[role=status]")).to_contain_text("Samengevoegd.")
    assert live.rows("select name from wegwijzer_service where id = %s", kept) == [("Het Proefcafé Vlaardingen",)]

    gone = live.rows("select slug from wegwijzer_service where merged_into_id = %s", kept)[0][0]
    resident = open_phone(js=False)
    resident.goto(f"/hulp/{gone}")
    expect(resident.locator("h1")).to_have_text("Het Proefcafé Vlaardingen")
    assert gone not in resident.url

    keeper.get_by_role("button", name="Maak ongedaan").first.click()
    expect(keeper.locator("p[role=status]")).to_contain_text("Alles is weer als eerst.")
    assert live.rows("select count(*) from wegwijzer_service where merged_into_id = %s", kept) == [(0,)]
    press(keeper, PAIR)
    keeper.get_by_role("button", name="Dit is niet hetzelfde").click()
    expect(keeper.locator("p[role=status]")).to_contain_text("Wij vragen dit niet meer.")
    expect(keeper.locator(PAIR)).to_have_count(0)

    keeper.goto("/beheer/import")
    keeper.locator("h2:has-text('Proefcafé een') + .table-wrap a").last.click()
    expect(keeper.locator("h1")).to_have_text("Proefcafé een")
    expect(keeper.locator("main")).to_contain_text("is no web address")
    expect(keeper.locator("main")).not_to_contain_text(str(live.home))
    expect(keeper.get_by_role("button", name="Neem over")).to_have_count(0)
    assert no_sideways(keeper)
