"""axe on every page, in Dutch and Arabic, on a small phone, by day and by night; room for fingers; nothing sideways.

Every route of the URL conf is looked at, or is in `NO_PAGE` with the reason why it has no page of its own.
All rules of axe run, best practices too, and `target-size`, which axe leaves out by default.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.accessibility import cases
from tests.browser import (
    PLACES,
    Live,
    Phone,
    Watch,
    as_it_was,
    ask_by_mail,
    enter,
    fill_in_call_back,
    no_sideways,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ALL_RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
WORKER = "wijkteam.maassluis@example.org"
MANAGER = "gemeente@example.org"
AMBASSADOR = "ambassadeur@example.org"
EDITOR = "organisatie@example.org"
KEEPER = "beheer@example.org"
LIBRARY = "Bibliotheek"
AREA = PLACES["Maassluis"]

NO_PAGE = {
    **cases.NO_PAGE,
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "robots": "for machines",
    "openapi-json": "for programs",
    "api-root": "for programs",
    **{f"{feed}-{part}": "for programs" for feed in ("hsds", "oruk") for part in ("root", "openapi", "list", "detail")},
    "log_heads": "for programs",
    "follow_log": "a file",
    "choose_area": "answers with a redirect",
    "upkeep_check": "a button; answers with a redirect",
    "upkeep_number_check": "a button; answers with a redirect",
    "undo_change": "a button; answers with a redirect",
    "vacancy_remove": "a button; answers with a redirect",
    "leave": "answers with a redirect to a page of somebody else",
    "call_start": "answers with a redirect to the first step",
    "call_stop": "a button; answers with a redirect",
    "helping_forget": "a button; answers with a redirect",
    "print_add": "a button; answers with a redirect",
    "print_change": "a button; answers with a redirect",
    "print_pdf": "a PDF",
    "regelingen_pdf": "a PDF",
    "regelingen_go_on": "a button; answers with a redirect",
    "regelingen_forget": "a button; answers with a redirect",
    "regelingen_have": "a button; answers with a redirect",
    "start": "answers with a redirect",
    "duplicate_undo": "a button; answers with a redirect",
    "import_settle": "a button; answers with a redirect",
    "team_deed": "a button; answers with a redirect",
    "team_letter_pdf": "a PDF",
    "handbook_take_over": "a button; answers with a redirect",
    "handbook_give_back": "a button; answers with a redirect",
    "remove_note": "a button; answers with a redirect",
    "remove_card": "a button; answers with a redirect",
    "team_letter_posted": "a button; answers with a redirect",
    "signal_stop": "a button; answers with a redirect",
    "team_signal_deed": "a button; answers with a redirect",
    "team_signal_join": "a button; answers with a redirect",
    "team_signal_close": "a button; a mistake shows the page of the signal",
    "team_signal_case": "a button; a mistake shows the page of the signal",
    "account_confirm_email": "nobody signs up; no such link is sent",
    "account_set_password": "redirects: every account has a password",
    "account_reset_password_from_key": "needs a link from an e-mail; the same form as changing a password",
    "account_confirm_login_code": "needs a code from an e-mail; the same form as the second step",
    "account_reauthenticate": "redirects to the second step",
    "mfa_deactivate_totp": "asks to log in again first",
    "mfa_activate_totp": "redirects: the example workers have a second factor",
    "mfa_view_recovery_codes": "asks to log in again first",
    "mfa_generate_recovery_codes": "asks to log in again first",
    "mfa_download_recovery_codes": "a text file",
}


@dataclass(frozen=True)
class Look:
    """One page in one state: the route it shows, and how to come there (`at` is the prefix of the language)."""

    route: str
    come: Callable[[Page, str, World], object]
    who: str = ""


@dataclass
class World:
    """What there is to look at: a request and its code; browsers that are logged in."""

    code: str
    request: str
    link: str
    states: dict[str, Any]
    library: str = ""
    library_mail: str = ""
    record: str = ""
    mail_to: Callable[[str], str] = str
    vacancies: list[str] = field(default_factory=list)


def _goto(path: str) -> Callable[[Page, str, World], object]:
    return lambda page, at, world: page.goto(at + path)


def _ask(question: str) -> Callable[[Page, str, World], object]:
    def come(page: Page, at: str, world: World) -> None:
        page.goto(f"{at}/")
        page.fill("form.ask textarea", question)
        page.select_option("form.ask select[name=area]", AREA)
        press(page, "form.ask button[type=submit]")

    return come


def _worry(*steps: str) -> Callable[[Page, str, World], object]:
    """Fill in a worry up to the last of these steps."""

    def come(page: Page, at: str, world: World) -> None:
        page.goto(f"{at}/signaal")
        page.locator("input[name=knows][value=no]").check()
        for step in steps:
            press(page, "main form:not(.stop) button[type=submit]")
            if step == "zorg":
                page.fill("textarea[name=text]", "De gordijnen zijn al een week dicht")
            elif step == "waar" and step != steps[-1]:
                page.select_option("select[name=area]", AREA)
                page.fill("input[name=address]", "Voorbeeldlaan 1")
            elif step == "u" and step != steps[-1]:
                page.locator("input[name=source][value=web]").check()

    return come


def _signal(part: str = "") -> Callable[[Page, str, World], object]:
    """A worker writes one down, and opens it."""

    def come(page: Page, at: str, world: World) -> None:
        page.goto(f"{at}/team/signalen/nieuw")
        page.fill("textarea[name=text]", "De gordijnen zijn al een week dicht")
        page.select_option("select[name=area]", AREA)
        page.fill("input[name=address]", "Voorbeeldlaan 1")
        press(page, "main form button[type=submit]")
        page.goto(f"{at}/team/signalen")
        page.goto(str(page.locator("ul.list .what a").first.get_attribute("href")) + part)

    return come


def _call_step(step: str, *, wrong: bool = False) -> Callable[[Page, str, World], object]:
    def come(page: Page, at: str, world: World) -> None:
        page.goto(f"{at}/bel-mij")
        page.goto(f"{at}/bel-mij/{step}")
        if wrong:
            press(page, "main form:not(.stop) button[type=submit]")

    return come


def _call_check(page: Page, at: str, world: World) -> None:
    fill_in_call_back(page, "Mijn zoon wil niet meer naar school", area=AREA, at=at)


def _call_done(page: Page, at: str, world: World) -> None:
    _call_check(page, at, world)
    press(page, "main form:not(.stop) button[type=submit]")


def _follow(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/volg")
    page.fill("input[name=code]", world.code)
    press(page, "main form button[type=submit]")


def _follow_wrong(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/volg")
    press(page, "main form button[type=submit]")


def _helping(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/ik-help?other={'uk' if at else 'ar'}")
    page.fill("textarea[name=q]", "Ik begrijp deze brief van de gemeente niet")
    page.locator("input[name=spoken]").last.check()
    press(page, "form.ask button[type=submit]")


def _mistake(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/hulp/geldzaken/klopt-niet")
    page.fill("textarea[name=text]", "Dit adres is veranderd")
    press(page, "main form button[type=submit]")


def _correction(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/beheer/meldingen")
    press(page, "ul.list a")


def _own_handbook(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/team/handboek/schulden")
    if page.locator("form[action$=neem-over]").count():
        press(page, "form[action$=neem-over] button")
    page.goto(f"{at}/team/handboek/schulden/bewerk")
    page.evaluate("document.querySelector('details.step-form').open = true")


def _new_handbook(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/team/handboek/nieuw")
    press(page, "main form button[type=submit]")  # everything is missing: it says what
    page.evaluate("document.querySelector('details.step-form').open = true")


def _translate(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/vertalen/ar/service/geldzaken/description")
    page.fill("textarea[name=text]", "اتصل بنا")
    press(page, "button[value=save]")  # the hours are gone: it warns


def _link_wrong(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/klopt-nog?l={world.link}")
    page.locator("main details > summary").first.click()
    press(page, "main details form >> nth=0 >> button")


def _upkeep_record(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/beheer/bijhouden?toon=dicht")
    press(page, "ul.list .what a")
    page.locator("main details summary").first.click()


def _first(path: str) -> Callable[[Page, str, World], object]:
    """The first thing of a list."""

    def come(page: Page, at: str, world: World) -> None:
        page.goto(at + path)
        press(page, f"main ul.list a[href*='{path}/'], main table a")

    return come


def _ask_to_edit(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/organisatie/aanmelden?organisatie={world.library}")
    press(page, "main form button[type=submit]")


def _claim_code(page: Page, at: str, world: World) -> None:
    page.goto(f"{at}/organisatie/aanmelden?organisatie={world.library}")
    page.fill("input[name=name]", "Noor")
    page.fill("input[name=email]", f"{uuid.uuid4().hex[:10]}@example.org")
    page.fill("textarea[name=told]", "Ik houd de inloop bij.")
    press(page, "main form button[type=submit]")


def _claim_done(page: Page, at: str, world: World) -> None:
    _claim_code(page, at, world)
    address = page.locator(".lead bdi").inner_text()
    page.fill("input[name=code]", world.mail_to(address).split("code is ")[1][:6])
    press(page, "main form button[type=submit]")


def _claim_link(page: Page, at: str, world: World) -> None:
    _claim_done(page, at, world)
    page.goto(f"{at}/organisatie/bevestig?l=" + world.mail_to(world.library_mail).split("bevestig?l=")[1].split()[0])


def _own_record(part: str, *, empty: str = "") -> Callable[[Page, str, World], object]:
    """A record of the library, and a form sent with nothing in a field."""

    def come(page: Page, at: str, world: World) -> None:
        page.goto(f"{at}/organisatie/hulp/{world.record}/{part}?opnieuw=1")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        if empty:
            page.fill(f"[name={empty}]", "")
            press(page, "button[value=save]")

    return come


def _of_library(path: str) -> Callable[[Page, str, World], object]:
    return lambda page, at, world: page.goto(f"{at}{path}?organisatie={world.library}")


def _vacancy(page: Page, at: str, world: World) -> None:
    if not world.vacancies:
        page.goto(f"{at}/organisatie/vrijwilligers/nieuw?organisatie={world.library}")
        for name in ("title", "what", "when", "contact"):
            page.fill(f"[name={name}]", "Koffie schenken op dinsdag")
        page.fill("input[name=until]", (date.today() + timedelta(days=30)).isoformat())
        press(page, "main form button[type=submit]")
        world.vacancies.append(
            str(page.locator("main ul.cards a").first.get_attribute("href")).split("/")[-1].split("?")[0]
        )
    page.goto(f"{at}/organisatie/vrijwilligers/{world.vacancies[0]}?organisatie={world.library}")


def _second_step(page: Page, at: str, world: World) -> None:
    enter(page, "wijkteam.leiden@example.org", at=at)


def _question(path: str = "") -> Callable[[Page, str, World], object]:
    return lambda page, at, world: page.goto(f"{at}/team/vraag/{world.request}{path}")


def _list(path: str = "") -> Callable[[Page, str, World], object]:
    def come(page: Page, at: str, world: World) -> None:
        for slug in ("geldzaken", "nl-veilig-thuis"):
            page.goto(f"{at}/hulp/{slug}")
            press(page, "form.add button")
        page.goto(f"{at}/print")
        if path:
            press(page, f"button[formaction='{at}{path}']")

    return come


def _schemes(path: str, *, wrong: bool = False) -> Callable[[Page, str, World], object]:
    """A page of the check for schemes, with two answers given."""

    def come(page: Page, at: str, world: World) -> None:
        page.goto(f"{at}/regelingen/vraag/plaats")
        page.select_option("select[name=area]", AREA)
        press(page, "main form.one button[type=submit] >> nth=0")
        page.goto(f"{at}/regelingen/vraag/kinderen")
        page.fill("input[name=answer]", "7, 14")
        press(page, "main form.one button[type=submit] >> nth=0")
        page.goto(f"{at}/regelingen/{path}")
        if wrong:
            press(page, "main form.one button[type=submit] >> nth=0")
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")

    return come


LOOKS = {
    **{name: Look(route, come, WORKER) for name, (route, come) in cases.LOOKS.items()},
    **{name: Look(route, come, MANAGER) for name, (route, come) in cases.OF_MUNICIPALITY.items()},
    "home": Look("home", _goto("/")),
    "home of a place": Look("home", _goto(f"/?area={PLACES['Uitgeest']}")),
    "results with letters": Look("search", _ask("ik krijg steeds brieven en ik durf ze niet open te maken")),
    "results with danger": Look("search", _ask("mijn man slaat mij")),
    "results, nothing found": Look("search", _ask("qwzx vbnk plof")),
    "results, nothing asked": Look("search", _goto("/zoek?q=")),
    "topic": Look("domain", _goto("/onderwerp/money")),
    "need": Look("need", _goto(f"/vraag/problem-debts?area={AREA}")),
    "need with danger": Look("need", _goto("/vraag/domestic-violence")),
    "service with rota": Look("service", _goto("/hulp/geldzaken")),
    "service by phone, danger": Look("service", _goto("/hulp/nl-veilig-thuis")),
    "step plan": Look("handbook", _goto("/stappenplan/schulden")),
    "step plan, sensitive": Look("handbook", _goto("/stappenplan/scheiden")),
    "theme": Look("theme", _goto(f"/thema/huis-aanpassen?area={AREA}")),
    "mistake": Look("report_mistake", _goto("/hulp/geldzaken/klopt-niet")),
    "mistake, thanks": Look("mistake_reported", _mistake),
    "municipality with map": Look("area", _goto(f"/wijk/{PLACES['Vlaardingen']}")),
    "wijk": Look("area", _goto("/wijk/WK062202")),
    "open now": Look("open_now", _goto(f"/nu-open?area={PLACES['Uitgeest']}")),
    "danger": Look("crisis", _goto("/gevaar")),
    "call: question": Look("call_step", _call_step("vraag", wrong=True)),
    "call: place": Look("call_step", _call_step("plaats")),
    "call: how": Look("call_step", _call_step("hoe", wrong=True)),
    "call: number": Look("call_step", _call_step("nummer", wrong=True)),
    "call: safe": Look("call_step", _call_step("veilig", wrong=True)),
    "call: message": Look("call_step", _call_step("bericht", wrong=True)),
    "call: word": Look("call_step", _call_step("woord")),
    "call: check": Look("call_check", _call_check),
    "call: done": Look("call_check", _call_done),
    "follow": Look("follow", _follow),
    "follow, wrong": Look("follow", _follow_wrong),
    "helping": Look("helping", _helping),
    "list to print": Look("print", _list()),
    "list to print, empty": Look("print", _goto("/print")),
    "leaflet on the screen": Look("print_screen", _list("/print/bekijk")),
    "guide of an area": Look("guide", _goto(f"/wijk/{PLACES['Vlaardingen']}/gids")),
    "schemes": Look("regelingen", _goto("/regelingen")),
    "schemes: place": Look("regelingen_question", _goto("/regelingen/vraag/plaats")),
    "schemes: boxes": Look("regelingen_question", _schemes("vraag/netto_maand", wrong=True)),
    "schemes: exactly": Look("regelingen_question", _schemes("vraag/netto_maand?precies", wrong=True)),
    "schemes: ticks": Look("regelingen_question", _schemes("vraag/situatie", wrong=True)),
    "schemes: children": Look("regelingen_question", _schemes("vraag/kinderen")),
    "schemes: result": Look("regelingen_result", _schemes("uitkomst")),
    "schemes: help": Look("regelingen_help", _schemes("hulp")),
    "schemes: later": Look("regelingen_what_if", _schemes("wat-als")),
    "schemes: later, a child": Look("regelingen_what_if", _schemes("wat-als?wat=kind")),
    "scheme": Look("regelingen_scheme", _goto("/regelingen/huurtoeslag")),
    "about": Look("about", _goto("/over")),
    "privacy": Look("privacy", _goto("/privacy")),
    "accessibility": Look("accessibility", _goto("/toegankelijkheid")),
    "components": Look("style", _goto("/beheer/stijl")),
    "not there": Look("", _goto("/bestaat-niet")),
    "log in": Look("account_login", _goto("/account/login/")),
    "log in by code": Look("account_request_login_code", _goto("/account/login/code/")),
    "second step": Look("mfa_authenticate", _second_step),
    "sign up": Look("account_signup", _goto("/account/signup/")),
    "account not active": Look("account_inactive", _goto("/account/inactive/")),
    "e-mail sent": Look("account_email_verification_sent", _goto("/account/confirm-email/")),
    "forgot": Look("account_reset_password", _goto("/account/password/reset/")),
    "forgot, sent": Look("account_reset_password_done", _goto("/account/password/reset/done/")),
    "forgot, done": Look("account_reset_password_from_key_done", _goto("/account/password/reset/key/done/")),
    "worry: does the person know": Look("signal", _goto("/signaal")),
    "worry: about whom": Look("signal_step", _worry("zorg", "waar")),
    "worry: who are you": Look("signal_step", _worry("zorg", "waar", "u")),
    "worry: check": Look("signal_check", _worry("zorg", "waar", "u", "")),
    "signals": Look("team_signals", _goto("/team/signalen"), WORKER),
    "signals, write one down": Look("enter_signal", _goto("/team/signalen/nieuw"), WORKER),
    "signals, one": Look("team_signal", _signal(), WORKER),
    "signals, who told it": Look("team_signal_reporter", _signal("/melder"), WORKER),
    "team": Look("team", _goto("/team"), WORKER),
    "team, late": Look("team_overdue", _goto("/team/te-laat"), WORKER),
    "team, one question": Look("team_question", _question(), WORKER),
    "team, letter": Look("team_letter", _question("/brief"), WORKER),
    "log out": Look("account_logout", _goto("/account/logout/"), WORKER),
    "my e-mail": Look("account_email", _goto("/account/email/"), WORKER),
    "my password": Look("account_change_password", _goto("/account/password/change/"), WORKER),
    "my second factor": Look("mfa_index", _goto("/account/2fa/"), WORKER),
    "once more": Look("mfa_reauthenticate", _goto("/account/2fa/reauthenticate/"), WORKER),
    "service, for a worker": Look("service", _goto("/hulp/geldzaken"), WORKER),
    "need, for a worker": Look("need", _goto(f"/vraag/problem-debts?area={AREA}"), WORKER),
    "how busy": Look("service_room", _goto("/team/hulp/geldzaken/druk"), WORKER),
    "note": Look("service_note", _goto("/team/hulp/geldzaken/notitie"), WORKER),
    "handbooks": Look("handbooks", _goto("/team/handboek"), WORKER),
    "handbook": Look("work_handbook", _goto("/team/handboek/scheiden"), WORKER),
    "handbook, a version": Look("work_handbook_version", _goto("/team/handboek/scheiden/versie/1"), WORKER),
    "handbook, write": Look("handbook_write", _own_handbook, WORKER),
    "handbook, new": Look("handbook_start", _new_handbook, WORKER),
    "who knows what": Look("who_knows_what", _goto("/team/wie-weet-wat"), WORKER),
    "my card": Look("my_card", _goto("/team/wie-weet-wat/mijn"), WORKER),
    "translate": Look("translate", _goto("/vertalen"), AMBASSADOR),
    "translate, what waits": Look("translate_language", _goto("/vertalen/tr"), AMBASSADOR),
    "translate, one text": Look("translate_text", _translate, AMBASSADOR),
    "manage": Look("manage", _goto("/beheer"), MANAGER),
    "register of personal data": Look("personal_data", _goto("/beheer/gegevensbescherming"), MANAGER),
    "reported mistakes": Look("corrections", _goto("/beheer/meldingen"), MANAGER),
    "one reported mistake": Look("correction", _correction, MANAGER),
    "link in the mail": Look("still_right", lambda page, at, world: page.goto(f"{at}/klopt-nog?l={world.link}")),
    "link in the mail, wrong": Look("still_right", _link_wrong),
    "link in the mail, gone": Look("still_right", _goto("/klopt-nog?l=onzin")),
    "service that stopped": Look("service", _goto("/hulp/lift-je-leven")),
    "own records": Look("own_records", _goto("/organisatie"), EDITOR),
    "upkeep": Look("upkeep", _goto("/beheer/bijhouden"), MANAGER),
    "upkeep, one record": Look("upkeep_record", _upkeep_record, MANAGER),
    "duplicates": Look("duplicates", _goto("/beheer/dubbel"), MANAGER),
    "one duplicate": Look("duplicate", _first("/beheer/dubbel"), MANAGER),
    "imports": Look("imports", _goto("/beheer/import"), MANAGER),
    "one import": Look("import_run", _first("/beheer/import"), MANAGER),
    "upkeep, numbers": Look("upkeep", _goto("/beheer/bijhouden"), KEEPER),
    "upkeep, one number": Look("upkeep_number", _goto("/beheer/bijhouden/nummer/safe-at-home"), KEEPER),
    "ask to be editor, find": Look("claim", _goto("/organisatie/aanmelden?naam=bibliotheek")),
    "ask to be editor, wrong": Look("claim", _ask_to_edit),
    "ask to be editor, code": Look("claim_code", _claim_code),
    "ask to be editor, done": Look("claim_done", _claim_done),
    "ask to be editor, link": Look("claim_confirm", _claim_link),
    "ask to be editor, link gone": Look("claim_confirm", _goto("/organisatie/bevestig?l=onzin")),
    "change a record": Look("edit_record", _own_record("wijzig"), EDITOR),
    "change a record, wrong": Look("edit_record", _own_record("wijzig", empty="description"), EDITOR),
    "change hours": Look("edit_hours", _own_record("tijden"), EDITOR),
    "add a record": Look("add_record", _goto("/organisatie/hulp/nieuw"), EDITOR),
    "volunteers": Look("vacancies", _of_library("/organisatie/vrijwilligers"), MANAGER),
    "ask volunteers": Look("add_vacancy", _of_library("/organisatie/vrijwilligers/nieuw"), MANAGER),
    "change what is asked": Look("vacancy", _vacancy, MANAGER),
    "changes": Look("changes", _goto("/beheer/wijzigingen"), MANAGER),
    "one change": Look("change", _first("/beheer/wijzigingen"), MANAGER),
    "requests": Look("claims", _goto("/beheer/aanvragen"), MANAGER),
    "one request": Look("claim_decide", _first("/beheer/aanvragen"), MANAGER),
    "how often somebody looked": Look("openings", _goto("/beheer/ingezien"), KEEPER),
    "unanswered": Look("unanswered", _goto("/beheer/onbeantwoord"), MANAGER),
}


@pytest.fixture(scope="module")
def eyes(chromium: Browser, live: Live) -> Iterator[Phone]:
    """One set of browsers for all looks."""
    phone = Phone(chromium, live, Watch(urlsplit(live.url).netloc))
    phone.watch.may_answer |= {403, 404}
    live.forget_limits()
    yield phone
    for context in phone.contexts:
        context.close()


@pytest.fixture(scope="module")
def world(eyes: Phone, live: Live) -> Iterator[World]:
    """What there is to look at; afterwards the library is as it was."""
    with as_it_was(live, LIBRARY):
        yield _prepare(eyes, live)


def _prepare(eyes: Phone, live: Live) -> World:
    """Somebody asked to be called, somebody reported a mistake, and three people at work are logged in."""
    page = eyes(js=False)
    fill_in_call_back(page, "Ik wil graag weten wie mij helpt met formulieren", area=AREA)
    press(page, "main form:not(.stop) button[type=submit]")
    code = page.locator(".code").inner_text().strip()
    identity = live.rows("select id from wegwijzer_contactrequest order by received_at desc limit 1")[0][0]
    live.rows(  # late, so that the list of what is late has a row
        "update toezeggingen_promise set made_at = made_at - interval '9 days', due = due - interval '9 days'"
        " where object_id = %s",
        identity,
    )
    page.goto("/hulp/haakcafe/klopt-niet")
    page.fill("textarea[name=text]", "Dit adres is veranderd")
    page.fill("input[name=contact]", "melder@example.org")
    press(page, "main form button[type=submit]")
    link = ask_by_mail(live, LIBRARY)
    live.rows("update wegwijzer_service set status = 'defunct' where slug = 'lift-je-leven'")
    live.take_in_twice("Buurtatelier")
    cases.prepare_lists(live, MANAGER)
    states = {}
    for email in (WORKER, MANAGER, AMBASSADOR, KEEPER, EDITOR):
        page = eyes(js=False)
        enter(page, email, code=live.second_factor(email))
        states[email] = page.context.storage_state()
    library, mail, record = live.rows(
        "select o.id, o.email, s.id from mensen_organization o join wegwijzer_service s on s.organization_id = o.id"
        " where o.name = %s and o.area_id = 'GM0622' order by s.name limit 1",
        LIBRARY,
    )[0]
    page.goto(f"/organisatie/hulp/{record}/wijzig")  # the editor, who was the last to log in: something waits now
    page.fill("textarea[name=description]", "Kom langs. Wij lezen uw brief met u.")
    press(page, "button[value=save]")

    return World(code, str(identity), link, states, str(library), mail, str(record), live.mail_to)


@pytest.fixture(scope="module")
def windows(eyes: Phone, world: World) -> Callable[[str], Page]:
    """One window for everybody who looks."""
    known: dict[str, Page] = {}

    def window(who: str) -> Page:
        if who not in known:
            known[who] = eyes(js=True, state=world.states.get(who), reduced_motion="reduce")
        return known[who]

    return window


def _violations(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in one["nodes"][:4])
        for one in found["violations"]
    ]


SMALL_BUTTONS = """() => [...document.querySelectorAll('button, a.btn, summary, .tool, input[type=submit]')]
  .filter(one => one.checkVisibility())
  .map(one => [one.outerHTML.slice(0, 140), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("name", LOOKS)
def test_everybody_can_use(
    name: str, language: str, windows: Callable[[str], Page], world: World, eyes: Phone, live: Live
) -> None:
    look = LOOKS[name]
    live.forget_limits()
    eyes.watch.wrong.clear()
    page = windows(look.who)
    if not look.who:
        page.context.clear_cookies()
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="light")
    look.come(page, "" if language == "nl" else "/ar", world)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")

    wrong = []
    page.evaluate(AXE_SCRIPT)
    wrong += _violations(page, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    wrong += [f"at night: {one}" for one in _violations(page, COLOURS)]
    wrong += [f"too small: {one}" for one in page.evaluate(SMALL_BUTTONS)]
    page.set_viewport_size({"width": 320, "height": 640})
    if not no_sideways(page):
        wrong.append(f"sideways at 320 px: {_sticks_out(page)}")
    wrong += eyes.watch.wrong
    assert not wrong, "\n".join(wrong)


def _sticks_out(page: Page) -> list[str]:
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('main *, header *, footer *')]
              .filter(one => { const box = one.getBoundingClientRect();
                return box.width && (box.right > innerWidth + 1 || box.left < -1); })
              .slice(-4).map(one => one.outerHTML.slice(0, 140))"""
        )
    )


def _routes(resolver: URLResolver | Any = None) -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or ""
        elif getattr(pattern, "app_name", "") != "admin":  # Django's own pages, for one functional manager
            yield from _routes(pattern)


def test_no_route_is_forgotten() -> None:
    known = {look.route for look in LOOKS.values()} | set(NO_PAGE)
    assert sorted(set(_routes()) - known) == []
    assert sorted(known - set(_routes()) - {""}) == []
