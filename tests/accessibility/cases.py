"""Pages of a case for the accessibility tests. The case is made by its own pages, once for each server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page

from tests.browser import press

_BUTTON = "a button; answers with a redirect"
NO_PAGE = {
    "my_files": "the same page as my_page",
    "team_case_names": "a button; the same page with names",
    "team_case_file": "a file",
    "team_case_write": _BUTTON,
    "team_case_finish": _BUTTON,
    "team_intake_keep": "for the script of the page",
    "team_intake_forget": _BUTTON,
    "team_notification_letter": "a PDF",
    "team_notification_note": _BUTTON,
    "team_share_stop": _BUTTON,
    "team_release": _BUTTON,
    "team_release_over": _BUTTON,
    "team_agree": _BUTTON,
    "team_agreement_over": _BUTTON,
    "team_meldcode_write": _BUTTON,
    "team_meldcode_invite": _BUTTON,
    "team_household_write": _BUTTON,
    "team_household_change": _BUTTON,
    "team_pulse_deed": _BUTTON,
    "my_code": _BUTTON,
    "my_file": "needs somebody who was seen at the desk; tests/wijkteam/myfile",
    "my_file_download": "a file",
    "my_file_proof": "a file",
    "my_file_ask": "needs somebody who was seen at the desk; tests/wijkteam/myfile",
    "my_share": "needs somebody who was seen at the desk; tests/wijkteam/myfile",
    "my_share_stop": _BUTTON,
    "team_identify_deed": _BUTTON,
    "team_file_answer": _BUTTON,
    "team_glass_reviews": "for a lead; tests/wijkteam/glass",
    "team_glass_review": "for a lead; tests/wijkteam/glass",
    "destruction_keep_off": _BUTTON,
    "destruction_yes": _BUTTON,
    "destruction_declaration": "a file",
}
_made: dict[str, str] = {}


def _case(page: Page, host: str) -> str:
    """The address of a case with a notification, a goal, a note and somebody in it; without the language."""
    if host not in _made:
        soon = (date.today() + timedelta(days=2)).isoformat()
        page.goto("/team/zaak/nieuw")
        page.fill("[name=question]", "Ik durf mijn post niet te openen")
        page.fill("[name=summary]", "hulp bij post")
        page.fill("[name=name]", "Voorbeeld Bewoner")
        page.select_option("[name=channel]", "phone")
        page.check("[name=law][value=wmo]")
        page.fill("[name=first_step]", "samen de post openen")
        page.fill("[name=first_due]", soon)
        press(page, "form.editing button[type=submit]:not([name])")
        address = page.evaluate("location.pathname")
        page.fill("[name=verslag-text]", "Wij praatten een half uur.")
        press(page, "form[action$='schrijf/verslag'] button[type=submit]")
        _made[host] = address
    return _made[host]


def _at(tail: str = "", *, wrong: str = "") -> Callable[[Page, str, Any], object]:
    """A page of the case with everything that is folded open; `wrong`: the action of a form that is sent empty."""

    def come(page: Page, at: str, world: Any) -> None:
        page.goto("/team/zaken")
        case = _case(page, page.evaluate("location.host"))
        page.goto(f"{at}{case}{tail}")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        if wrong:
            press(page, f"form[action$='{wrong}'] button[type=submit] >> nth=-1")

    return come


def _first_link(tail: str, link: str) -> Callable[[Page, str, Any], object]:
    def come(page: Page, at: str, world: Any) -> None:
        _at(tail)(page, at, world)
        press(page, f"main a[href*='{link}'] >> nth=0")

    return come


def _preview(page: Page, at: str, world: Any) -> None:
    _at("/delen")(page, at, world)
    page.select_option("[name=to_team_id]", index=1)
    press(page, "button[value=bekijk]")


def _share(page: Page, at: str, world: Any) -> None:
    _preview(page, at, world)
    press(page, "button[value=deel]")


def _meldcode(page: Page, at: str, world: Any) -> None:
    _at("/meldcode")(page, at, world)
    if not page.locator("[name=step]").count():
        page.fill("[name=text]", "Wij horen ruzie.")
        press(page, "form[action$='meldcode/stap'] button[type=submit]")


def _pulse(page: Page, at: str, world: Any) -> None:
    """The list of calls, with one for later: a case of its own is closed first."""
    page.goto("/team/zaak/nieuw")
    host = "closed " + page.evaluate("location.host")
    if host not in _made:
        page.fill("[name=question]", "Ik zoek een taalles")
        page.fill("[name=summary]", "zoekt een taalles")
        page.fill("[name=first_step]", "samen kiezen")
        page.fill("[name=first_due]", date.today().isoformat())
        press(page, "form.editing button[type=submit]:not([name])")
        _made[host] = page.evaluate("location.pathname")
        for step in ("closing:plan-done", "closed:plan-done"):
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            page.select_option("[name=stand-step]", step)
            press(page, "form[action$='schrijf/stand'] button[type=submit]")
    page.goto(f"{at}/team/pols")


def _pulse_call(page: Page, at: str, world: Any) -> None:
    _pulse(page, at, world)
    press(page, "main a[href*='/team/pols/'] >> nth=0")


# The name of the look, its route, and how to come there; all as a worker.
LOOKS: dict[str, tuple[str, Callable[[Page, str, Any], object]]] = {
    "cases": ("team_cases", lambda page, at, world: page.goto(f"{at}/team/zaken")),
    "first talk": ("team_intake", lambda page, at, world: page.goto(f"{at}/team/zaak/nieuw")),
    "case": ("team_case", _at()),
    "case, nothing written": ("team_case", _at(wrong="schrijf/verslag")),
    "case, correct": ("team_case_correct", _first_link("", "/herstel/")),
    "notify": ("team_notify", _at("/melding")),
    "notification": ("team_notification", _first_link("", "/melding/")),
    "sharing": ("team_sharing", _at("/delen")),
    "sharing, preview": ("team_sharing", _preview),
    "one share": ("team_share", _share),
    "meldcode": ("team_meldcode", _meldcode),
    "household": ("team_household", _at("/huishouden")),
    "pulse calls": ("team_pulse", _pulse),
    "pulse call": ("team_pulse_call", _pulse_call),
    "my page": ("my_page", lambda page, at, world: page.goto(f"{at}/mijn")),
    "desk": ("team_identify", _at("/identificeer")),
    "questions about the file": ("team_file_requests", _at("/bewoner-vraagt")),
    "break the glass": ("team_glass", lambda page, at, world: page.goto(f"{at}/team/noodtoegang")),
}


def prepare_lists(live: Any, email: str) -> None:
    """Three closed cases on two lists of the municipality of this account: one waits, one was carried out."""
    live.rows(
        """with place as (select m.code from mensen_account a join mensen_area p on p.code = a.area_id
          join mensen_area m on m.code = any(p.path) and m.kind = 'municipality' where a.email = %s),
        team as (select ta.team_id from mensen_team_areas ta join place on place.code = ta.area_id limit 1),
        cases as (insert into wijkteam_case
          (id, number, team_id, legal_domain, state, sealed, language, needs, opened_at, closed_at, ends_on,
           longer_because, sealed_text)
          select gen_random_uuid(), '', team.team_id, 'welfare', 'closed', false, 'nl', '{}', now() - interval '4 years',
            now() - case n when 1 then 1000 else 750 end * interval '1 day', current_date - case n when 1 then 64 else 50 end,
            case n when 1 then 'court' else '' end, ''::bytea
          from team, generate_series(1, 3) n returning id, ends_on, longer_because),
        lists as (insert into toestemming_destructionlist
          (id, municipality_id, month, kind, rule, made_at, destroyed_at, destroyed)
          select gen_random_uuid(), place.code, day, 'case_summary', 'case-welfare', now(), gone,
            case when gone is null then null else 7 end
          from place, (values ('2026-11-01'::date, null::timestamptz), ('2026-10-01', now())) as l (day, gone)
          returning id, destroyed_at),
        items as (insert into toestemming_destructionitem (list_id, object_id, due_on, kept_because)
          select lists.id, cases.id, cases.ends_on, case when cases.longer_because = '' then '' else 'er loopt een bezwaar' end
          from lists, cases where lists.destroyed_at is null returning 1)
        select count(*) from items""",
        email,
    )


def _list(*, wrong: str = "") -> Callable[[Page, str, Any], object]:
    """The list of cases that waits."""

    def come(page: Page, at: str, world: Any) -> None:
        page.goto(f"{at}/beheer/vernietigen")
        press(page, "main .choices a >> nth=0")
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        if wrong:
            press(page, f"form[action$='{wrong}'] button[type=submit]")

    return come


OF_MUNICIPALITY: dict[str, tuple[str, Callable[[Page, str, Any], object]]] = {
    "cases to destroy": ("destruction_lists", lambda page, at, world: page.goto(f"{at}/beheer/vernietigen")),
    "one list to destroy": ("destruction_list", _list()),
    "one list, no reason": ("destruction_list", _list(wrong="/houd")),
    "one list, not looked": ("destruction_list", _list(wrong="/ja")),
}
