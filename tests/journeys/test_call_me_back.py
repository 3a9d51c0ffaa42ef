"""Call me back: asked, promised, answered by a worker, read with the code. Nothing that was typed is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import NUMBER, PLACES, Live, Phone, ask, fill_in_call_back, go_back, no_sideways, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$")
LogIn = Callable[[Page, str], None]


def _go_on(page: Page) -> None:
    press(page, "main form:not(.stop) button[type=submit]")


def _choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}][value={value}]").check()


def _fill_in(page: Page, question: str, *, area: str, word: str = "") -> None:
    fill_in_call_back(page, question, area=area, word=word)
    expect(page.locator("h1")).to_have_text("Klopt dit?")


def _send(page: Page) -> str:
    """Press the last button; the follow code."""
    _go_on(page)
    expect(page.locator("h1")).to_have_text("Wij bellen u")
    code = page.locator(".code").inner_text().strip()
    assert CODE.match(code), code
    return code


def _follow(page: Page, code: str, word: str = "") -> None:
    page.goto("/volg")
    page.fill("input[name=code]", code)
    page.fill("input[name=second_word]", word)
    _go_on(page)


def _requests(live: Live) -> int:
    return int(live.rows("select count(*) from wegwijzer_contactrequest")[0][0])


@pytest.mark.parametrize("js", [False, True], ids=["without-js", "with-js"])
def test_from_question_to_answer(open_phone: Phone, live: Live, log_in: LogIn, js: bool) -> None:
    place = "Leiden" if js else "Vlaardingen"  # a code of the second factor works once: another worker each time
    question = f"Mijn moeder vergeet steeds meer {'met' if js else 'zonder'}"
    resident = open_phone(js=js)
    _fill_in(resident, question, area=PLACES[place], word="Tulpenbol")
    expect(resident.locator("main")).to_contain_text("uiterlijk")
    before = _requests(live)
    code = _send(resident)
    assert _requests(live) == before + 1
    expect(resident.locator(".lead")).to_contain_text(re.compile(rf"Wijkteam {place}.*Uiterlijk \w+ \d+ \w+ om"))
    assert no_sideways(resident)

    # Promised: the code says who and by when, and does not say what was asked.
    _follow(resident, code.lower().replace("-", " "))
    expect(resident.locator("h1")).to_have_text("Uw vraag is bij ons")
    expect(resident.locator(".lead")).to_contain_text("uiterlijk")
    expect(resident.locator("main")).not_to_contain_text("moeder")

    # Answered: a worker with a second factor finds it on the morning list.
    worker = open_phone(js=js, width=1280)
    log_in(worker, f"wijkteam.{place.lower()}@example.org")
    expect(worker).to_have_url(f"{live.url}/team")
    expect(worker.locator("main")).not_to_contain_text("moeder")
    identity = live.rows("select id from wegwijzer_contactrequest order by received_at desc limit 1")[0][0]
    worker.click(f"ul.list a[href='/team/vraag/{identity}']")
    expect(worker.locator("h1")).to_have_text(question)
    expect(worker.locator("dl.summary a[href^='tel:']")).to_have_text(NUMBER)
    expect(worker.locator("dl.summary")).to_contain_text("hang op en zeg niets")
    expect(worker.locator("dl.summary")).to_contain_text("nee, niet inspreken")
    worker.get_by_role("button", name="Pak op", exact=True).click()
    expect(worker.locator("p[role=status]")).to_have_text(re.compile("U heeft deze vraag opgepakt"))
    worker.get_by_role("button", name="Geef antwoord").click()
    expect(worker.locator(".error-summary")).to_contain_text("Schrijf wat u heeft afgesproken")
    worker.fill("textarea[name=text]", "Ik kom woensdag om tien uur bij u langs.")
    worker.get_by_role("button", name="Geef antwoord").click()
    expect(worker.locator("p[role=status]")).to_contain_text("Beantwoord.")
    expect(worker.locator(f"a[href='/team/vraag/{identity}']")).to_have_count(0)

    # Read: with the code only the answer; with the second word also the own question.
    _follow(resident, code)
    expect(resident.locator("h1")).to_have_text("Er is antwoord")
    expect(resident.locator("section.answer")).to_contain_text("Ik kom woensdag om tien uur bij u langs.")
    expect(resident.locator("main")).not_to_contain_text("moeder")
    expect(resident.locator("main")).to_contain_text("keer keek iemand van het team in uw vraag")
    _follow(resident, code, "verkeerd")
    expect(resident.locator("main")).not_to_contain_text("moeder")
    _follow(resident, code, " tulpenbol ")
    expect(resident.locator("section[aria-labelledby=own]")).to_contain_text(question)
    assert code not in resident.url


def test_back_and_change_lose_nothing(phone: Page) -> None:
    _fill_in(phone, "Ik zoek iemand om mee te praten", area=PLACES["Maassluis"], word="fiets")
    phone.locator("dl.summary a[href='/bel-mij/nummer']").first.click()
    expect(phone.locator("input[name=contact]")).to_have_value(NUMBER)
    phone.fill("input[name=contact]", "010 123 45 67")
    _go_on(phone)
    expect(phone.locator("h1")).to_have_text("Klopt dit?")
    summary = phone.locator("dl.summary")
    for kept in ("Ik zoek iemand om mee te praten", "Maassluis", "010 123 45 67", "Testnaam", "Ochtend", "Gekozen"):
        expect(summary).to_contain_text(kept)

    # The link "Terug", step by step to the first question.
    for name, value in (
        ("second_word", "fiets"),
        ("text_first", "no"),
        ("daypart", "morning"),
        ("contact", "010 123 45 67"),
    ):
        press(phone, "a.back")
        chosen = name in {"daypart", "text_first"}
        wanted = f"input[name={name}]:checked" if chosen else f"input[name={name}]"
        expect(phone.locator(wanted)).to_have_value(value)
    press(phone, "a.back")
    expect(phone.locator("input[name=channel]:checked")).to_have_value("phone")

    # The button of the browser.
    go_back(phone)
    expect(phone.locator("input[name=contact]")).to_have_value("010 123 45 67")
    phone.goto("/bel-mij/controleren")
    expect(summary).to_contain_text("010 123 45 67")


def test_a_change_of_channel_asks_what_is_then_missing(phone: Page) -> None:
    _fill_in(phone, "Graag een bericht", area=PLACES["Maassluis"])
    phone.click("dl.summary a[href='/bel-mij/hoe']")
    _choose(phone, "channel", "email")
    _go_on(phone)
    if phone.url.endswith("/nummer"):
        phone.fill("input[name=contact]", "iemand@example.org")
        _go_on(phone)
    expect(phone.locator("dl.summary")).to_contain_text("iemand@example.org")
    expect(phone.locator("dl.summary")).not_to_contain_text(NUMBER)


def test_a_question_that_was_asked_comes_along(phone: Page) -> None:
    ask(phone, "kan iemand mij helpen met formulieren", area=PLACES["Maassluis"])
    press(phone, "section.person button")
    expect(phone).to_have_url(re.compile(r"/bel-mij/hoe(\?begin)?$"))
    _choose(phone, "channel", "code")
    _go_on(phone)
    _go_on(phone)  # no name
    _go_on(phone)  # no second word
    expect(phone.locator("dl.summary")).to_contain_text("kan iemand mij helpen met formulieren")
    expect(phone.locator("dl.summary")).to_contain_text("Maassluis")


def test_every_error_says_what_to_do(phone: Page) -> None:
    phone.goto("/bel-mij")
    wanted = [
        ("textarea[name=question]", "", "Schrijf kort waar het over gaat"),
        ("select[name=area]", None, "Kies de plaats waar u woont."),
        ("input[name=channel]", None, "Kies hoe wij u antwoord geven."),
        ("input[name=contact]", "bel maar", "Vul alleen cijfers in, bijvoorbeeld 06 1234 5678."),
    ]
    good = {
        "textarea[name=question]": lambda: phone.fill("textarea[name=question]", "Hulp bij de administratie"),
        "select[name=area]": lambda: phone.select_option("select[name=area]", PLACES["Maassluis"]),
        "input[name=channel]": lambda: _choose(phone, "channel", "phone"),
        "input[name=contact]": lambda: phone.fill("input[name=contact]", NUMBER),
    }
    for field, bad, says in wanted:
        if bad:
            phone.fill(field, bad)
        _go_on(phone)
        summary = phone.locator(".error-summary")
        expect(summary).to_contain_text(says)
        target = summary.locator("a").first.get_attribute("href")
        assert target
        assert target.startswith("#")
        expect(phone.locator(target)).to_have_count(1)
        expect(phone.locator(".field.invalid")).to_have_count(1)
        if bad:
            expect(phone.locator(field)).to_have_value(bad)
        assert no_sideways(phone)
        good[field]()
        _go_on(phone)
    _go_on(phone)  # the questions about safety: nothing is chosen for somebody
    expect(phone.locator(".error-summary")).to_be_visible()
    assert phone.locator(".error-summary li").count() >= 1


def test_the_error_gets_the_focus(open_phone: Phone) -> None:
    page = open_phone(js=True)
    page.goto("/bel-mij")
    _go_on(page)
    expect(page.locator(".error-summary")).to_be_focused()


def test_a_double_tap_is_one_request(phone: Page, live: Live) -> None:
    _fill_in(phone, "Twee keer getikt", area=PLACES["Maassluis"])
    before = _requests(live)
    phone.locator("main form:not(.stop) button[type=submit]").dblclick(delay=10)
    expect(phone.locator("h1")).to_have_text("Wij bellen u")
    code = phone.locator(".code").inner_text().strip()
    assert _requests(live) == before + 1
    _follow(phone, code)
    expect(phone.locator("h1")).to_have_text("Uw vraag is bij ons")


def test_the_same_form_in_two_tabs_is_one_request(open_phone: Phone, live: Live) -> None:
    page = open_phone(js=False)
    _fill_in(page, "In twee vensters", area=PLACES["Maassluis"])
    second = page.context.new_page()
    second.goto("/bel-mij/controleren")
    before = _requests(live)
    draft = [one for one in page.context.cookies() if one["name"] == "wk_draft"]
    first_code = _send(page)
    page.context.add_cookies(draft)  # type: ignore[arg-type]
    assert _send(second) == first_code
    assert _requests(live) == before + 1


def test_stop_and_wipe(phone: Page) -> None:
    _fill_in(phone, "Toch maar niet", area=PLACES["Maassluis"])
    phone.get_by_role("button", name="Stop en wis alles").click()
    expect(phone.locator("h1")).to_have_text("Waar kunnen we u mee helpen?")
    assert not [one for one in phone.context.cookies() if one["name"] == "wk_draft"]
    phone.goto("/bel-mij/controleren")
    expect(phone.locator("textarea[name=question]")).to_have_value("")


def test_a_wrong_code_says_what_to_do(phone: Page) -> None:
    _follow(phone, "BCDF-2345-GHJK")
    expect(phone.locator(".error-summary")).to_contain_text("Deze code kennen wij niet.")
    expect(phone.locator("input[name=code]")).to_have_value("BCDF-2345-GHJK")
