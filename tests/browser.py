"""A real server and a real browser for the journeys: nothing is faked, and every page is watched.

`live` starts `wijkkompas run` in a home of its own, once. `open_phone` gives pages on a phone of 360 px; `phone` is one
such page, `js` says whether it runs JavaScript. A page that logs an error, breaks the content policy, misses a file or
asks another host for anything fails its test.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from django.utils.text import slugify
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response, Route
from playwright.sync_api import Error as PlaywrightError
from tools.screenshots import ARGUMENTS as CHROMIUM_ARGUMENTS

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 240
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    *CHROMIUM_ARGUMENTS,
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
PASSWORD = "voorbeeld-wijkkompas-2026"
NUMBER = "06 1234 5678"
SAFE = {"daypart": "morning", "who_may_answer": "only-me"}
MESSAGE = {"may_leave_message": "no", "text_first": "no"}
NOT_KEPT, NO_NAME = "net::ERR_CACHE_MISS", "net::ERR_NAME_NOT_RESOLVED"
PLACES = {"Vlaardingen": "GM0622", "Maassluis": "GM0556", "Leiden": "GM0546", "Uitgeest": "GM0450"}


def half_minute() -> int:
    """The number of this half minute, for six digits that depend on it (RFC 6238); waits where it is nearly over."""
    left = 30 - time.time() % 30
    if left < 6:
        time.sleep(left + 0.1)
    return int(time.time()) // 30


@dataclass
class Live:
    """The running server: where it is, what its database holds, and its commands."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(repr=False)
    _used: dict[str, int] = field(default_factory=dict, repr=False)  # in which half minute an account got its digits

    @property
    def url(self) -> str:
        """Its first page, without the last slash."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """What it said."""
        return self.home / "server.log"

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read or change what is stored, as the superuser of this database: outside every policy."""
        import psycopg

        from wijkkompas.config.launcher import Server

        with psycopg.connect(Server(self.home).dsn(database="wijkkompas"), autocommit=True) as connection:
            done = connection.execute(query, values)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def run(self, *words: str) -> str:
        """One command of this installation."""
        return subprocess.run(
            [str(_command()), *words], env=self.environment, capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.strip()

    def mail_to(self, address: str, *, seconds: float = 0) -> str:
        """The last mail to an address; waits at most so long. It is sealed, so a command reads it, where the outbox changed."""
        read, until = None, time.monotonic() + seconds
        while True:
            held = self.rows("select count(*), max(created_at) from post_message")
            if held != read:
                mails = json.loads(self.run("post", "list", "--json"))
                if to := [str(mail["body"]) for mail in mails if mail["to"] == address]:
                    return to[-1]
                read = held
            if time.monotonic() >= until:
                raise TimeoutError(f"nothing was mailed to {address}")
            time.sleep(0.3)

    def second_factor(self, email: str) -> str:
        """The six digits for an example account. They work once: whoever logs in again too soon waits for the next."""
        while self._used.get(email) == (window := half_minute()):
            time.sleep(1)
        self._used[email] = window
        return self.run("example", "code")

    def take_in_twice(self, name: str) -> None:
        """One list under two names: what it tells then stands here twice, and something is refused.

        Number, website and text come from the name, so that what two tests take in is no pair.
        """
        phone, site = f"010 1{crc32(name.encode()) % 10**6:06d}", f"https://{slugify(name)}.example.org"
        head = "Naam;Organisatie;Omschrijving;Telefoon;Website;Thema"
        row = f"{{}} Vlaardingen;Stichting {name};In {name} bent u welkom.;{phone};{site};"
        wrong = f"Naailes {name};Stichting {name};Leer naaien in {name}.;;geen adres;"
        for number, lines in (("een", [head, row.format(name), wrong]), ("twee", [head, row.format(f"Het {name}")])):
            file = self.home / f"{name} {number}.csv"
            file.write_text("\n".join(lines), encoding="utf8")
            source = ("--source", f"{name} {number}", "--municipality", "GM0622")
            self.run("import-directory", str(file), *source, "--publish", "--json")

    def forget_limits(self) -> None:
        """All tests come from one address; each starts with nothing counted."""
        self.rows("delete from mensen_attempt")

    def stop(self) -> None:
        """As Ctrl-C would; what is left is killed."""
        self.process.terminate()
        try:
            self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
        from wijkkompas.config.launcher import Server

        server = Server(self.home)
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


def _command() -> Path:
    return Path(sys.executable).parent / "wijkkompas"


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start_live() -> Live:
    """Start the server and wait until it is ready; raises with its own words when it does not start."""
    home, port = Path(tempfile.mkdtemp(prefix="wijk-live-")), _free_port()
    strange = ("WIJKKOMPAS_", "DATABASE_", "DJANGO_", "WIJK_", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    environment |= {"WIJKKOMPAS_HOME": str(home), "PORT": str(port), "OMP_NUM_THREADS": "1"}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(_command()), "run"], env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT
        )
    live = Live(home, port, process, environment)
    until = time.monotonic() + START_SECONDS
    while not _ready(live.url):
        if process.poll() is not None or time.monotonic() > until:
            said = live.log.read_text(errors="replace")[-4000:]
            live.stop()
            raise RuntimeError(f"the server did not become ready:\n{said}")
        time.sleep(0.2)
    return live


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The server, once a run."""
    running = start_live()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, live: Live) -> Iterator[Browser]:
    """The browser, once a run; it goes before the server does, so that no open connection keeps that up."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@dataclass
class Watch:
    """What pages of one test did that no page may do."""

    host: str
    wrong: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    may_visit: set[str] = field(default_factory=set)
    may_answer: set[int] = field(default_factory=lambda: {422})  # a form that says what to mend

    def follow(self, context: BrowserContext) -> None:
        """Watch every page and every request of this context."""
        context.on("request", self._asked)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.wrong.append(f"error in a script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def let_go_to(self, host: str) -> None:
        """This test may leave for another host. No name is resolved here, so the browser ends on a page of its own."""
        self.may_visit.add(host)

    def left_for(self, page: Page, host: str) -> None:
        """Wait until the browser went there."""
        try:
            page.wait_for_url("chrome-error://**")
        except PlaywrightError:  # the journey that we wait for fails, as it must: no name is resolved here
            page.wait_for_timeout(500)
        assert [url for url in self.outside if urlsplit(url).hostname == host], self.outside

    def _asked(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme not in {"http", "https"} or there.netloc == self.host:
            return
        self.outside.append(request.url)
        if there.hostname not in self.may_visit:
            self.wrong.append(f"asked another host: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        said = message.text
        if "the server responded with a status of" in said or NOT_KEPT in said or (self.may_visit and NO_NAME in said):
            return  # answers are judged by _answered; go_back knows what a browser does not keep
        if message.type in {"error", "warning"} or "Content Security Policy" in said:
            self.wrong.append(f"console {message.type}: {said}")

    def _failed(self, request: Request) -> None:
        if urlsplit(request.url).netloc == self.host and request.failure not in {"net::ERR_ABORTED", NOT_KEPT}:
            self.wrong.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.may_answer:
            self.wrong.append(f"{response.status}: {response.request.method} {response.url}")


@dataclass
class Phone:
    """Opens contexts in this browser; all of them are watched and closed."""

    browser: Browser
    live: Live
    watch: Watch
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, *, js: bool = True, width: int = 360, state: Any = None, **more: Any) -> Page:
        """A new page with cookies of its own."""
        context = self.browser.new_context(
            base_url=self.live.url,
            viewport={"width": width, "height": 740},
            is_mobile=width < 600,
            has_touch=width < 600,
            java_script_enabled=js,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            storage_state=state,
            **more,
        )
        context.set_default_timeout(15_000)
        self.watch.follow(context)
        self.contexts.append(context)
        return context.new_page()


@pytest.fixture
def open_phone(chromium: Browser, live: Live) -> Iterator[Phone]:
    """Makes pages; afterwards nothing may have gone wrong on any of them."""
    live.forget_limits()
    phone = Phone(chromium, live, Watch(urlsplit(live.url).netloc))
    yield phone
    for context in phone.contexts:
        context.close()
    assert not phone.watch.wrong, "\n".join(phone.watch.wrong)


@pytest.fixture(params=[False, True], ids=["without-js", "with-js"])
def js(request: pytest.FixtureRequest) -> bool:
    """Every journey is walked without and with JavaScript."""
    return bool(request.param)


@pytest.fixture
def phone(open_phone: Phone, js: bool) -> Page:
    """One page on a small phone."""
    return open_phone(js=js)


def enter(page: Page, email: str, *, code: str = "", at: str = "") -> None:
    """Log in as an example account; where the second factor is asked, with this code (or not at all)."""
    page.goto(f"{at}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    press(page, "main button[type=submit]")
    if code and page.locator("input[name=code]").count():
        page.fill("input[name=code]", code)
        press(page, "main button[type=submit]")


@pytest.fixture
def log_in(live: Live) -> Callable[[Page, str], None]:
    """Log in with the second factor of the example accounts."""
    return lambda page, email: enter(page, email, code=live.second_factor(email))


def press(page: Page, button: str) -> None:
    """Press a button or a link and wait for the page that comes."""
    with page.expect_navigation():
        page.click(button)


def ask(page: Page, question: str, *, area: str = "", start: str = "/") -> None:
    """Type a question on the first page, choose a place, send it."""
    page.goto(start)
    page.fill("form.ask textarea[name=q]", question)
    if area:
        page.select_option("form.ask select[name=area]", area)
    press(page, "form.ask button[type=submit]")


def fill_in_call_back(page: Page, question: str, *, area: str, word: str = "", at: str = "") -> None:
    """Every step of "Bel mij terug", to the page that asks whether it is right."""
    go_on = "main form:not(.stop) button[type=submit]"
    page.goto(f"{at}/")
    press(page, f"section.more a[href='{at}/bel-mij']")
    page.fill("textarea[name=question]", question)
    press(page, go_on)
    page.select_option("select[name=area]", area)
    press(page, go_on)
    page.check("input[name=channel][value=phone]")
    press(page, go_on)
    page.fill("input[name=contact]", NUMBER)
    page.fill("input[name=name]", "Testnaam")
    press(page, go_on)
    for questions in (SAFE, MESSAGE):
        for name, value in questions.items():
            page.check(f"input[name={name}][value={value}]")
        press(page, go_on)
    page.fill("input[name=second_word]", word)
    press(page, go_on)


def ask_by_mail(live: Live, organization: str) -> str:
    """Everything of an organisation in Vlaardingen is past its term, and the weekly job mails it; gives the key of the link."""
    address = f"{uuid.uuid4().hex}@example.org"
    of = "(select id from mensen_organization where name = %s and area_id = 'GM0622')"
    live.rows(f"update mensen_organization set email = %s where id = {of}", address, organization)
    live.rows(f"update wegwijzer_service set assured_date = '2020-01-01' where organization_id = {of}", organization)
    live.rows(
        "update wegwijzer_recordcheck set asked_at = null, token_hash = '', link_until = null where done_at is null"
    )
    for task in ("plan_checks", "ask_organizations"):  # one lock: in this order
        live.rows(
            "insert into procrastinate_jobs (queue_name, task_name, lock, args)"
            " values ('upkeep', %s, 'upkeep', '{\"timestamp\": 0}')",
            f"wijkkompas.wegwijzer.tasks.{task}",
        )
    return live.mail_to(address, seconds=60).split("/klopt-nog?l=")[1].split()[0]


@contextmanager
def as_it_was(live: Live, organization: str) -> Iterator[None]:
    """What people change at an organisation in Vlaardingen is put back; before and after, nothing waits to be looked at."""
    ((identity, email),) = live.rows(
        "select id, email from mensen_organization where name = %s and area_id = 'GM0622'", organization
    )
    services = live.rows("select summary, description, id from wegwijzer_service where organization_id = %s", identity)
    _nothing_waits(live)
    try:
        yield
    finally:
        _nothing_waits(live)
        live.rows("delete from wegwijzer_vacancy where organization_id = %s", identity)
        for service in services:
            live.rows("update wegwijzer_service set summary = %s, description = %s where id = %s", *service)
        live.rows("update mensen_organization set email = %s where id = %s", email, identity)


def _nothing_waits(live: Live) -> None:
    """No change of a record and no request to be editor is left."""
    live.rows("delete from toezeggingen_promise where kind in ('answer-change', 'answer-claim')")
    live.rows("delete from wegwijzer_recordchange")
    live.rows("delete from wegwijzer_editorclaim")


def pdf_of(page: Page, address: str, button: str) -> bytes:
    """The PDF that the form of this page brings; read on its way, because no test looks into the viewer of PDFs."""
    got: list[bytes] = []

    def on_its_way(route: Route) -> None:
        answer = route.fetch()
        assert answer.headers["content-type"] == "application/pdf"
        got.append(answer.body())
        route.fulfill(status=204)

    page.route(f"**{address}", on_its_way)
    with page.expect_response(f"**{address}"):
        page.click(button, no_wait_after=True)
    page.unroute(f"**{address}")
    return got[0]


def go_back(page: Page) -> None:
    """The Back button. An answer to a POST is not kept: the browser then asks whether to send it again."""
    try:
        page.go_back()
    except PlaywrightError as error:
        if NOT_KEPT not in str(error):
            raise
        page.wait_for_url("chrome-error://**")


def shown_services(page: Page, most: int = 5) -> list[str]:
    """The slugs of the first results."""
    links = page.locator("ul.cards > li.card .nl-heading a").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    return [link.rstrip("/").rsplit("/", 1)[-1] for link in links[:most]]


def no_sideways(page: Page) -> bool:
    """Nothing sticks out of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"))
