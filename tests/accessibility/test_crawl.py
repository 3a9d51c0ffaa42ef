"""Every link leads somewhere, in all six languages, and every page is whole.

Breadth first from the six first pages; within a distance in an order that is the same every run. At small size the first
`SMALL` pages; `make prove` walks all of them.
"""

from __future__ import annotations

import http.client
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.browser import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SMALL, SEED, AT_ONCE = 600, 20191205, 4
STARTS = ("/", "/en/", "/tr/", "/pl/", "/ar/", "/uk/")
FORGOTTEN = re.compile(r"\{\{|\{%|%\(\w+\)s|\{\w+\}|VARIABLE_MISSING")
OWN_ADDRESS = re.compile(r"^(?!mailto:|tel:|https?:|data:|#)")


class Reader(HTMLParser):
    """What we look at on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings, self.ids = 0, Counter[str]()
        self.links: list[str] = []
        self.html: dict[str, str | None] = {}
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links, headings, names."""
        values = dict(attrs)
        if tag == "html":
            self.html = values
        if tag == "h1":
            self.headings += 1
        if values.get("id"):
            self.ids[str(values["id"])] += 1
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag in {"script", "style"}:
            self._silent += 1
        self.text += [value for value in values.values() if value and tag != "a"]

    def handle_endtag(self, tag: str) -> None:
        """Scripts are over."""
        if tag in {"script", "style"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        """What people read."""
        if not self._silent:
            self.text.append(data)


@dataclass
class Crawl:
    """Which pages were seen, and what was wrong."""

    live: Live
    most: int | None
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    read: int = 0
    _own: threading.local = field(default_factory=threading.local)

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, kind and text of a page, redirects within the site followed (with the cookies they set)."""
        cookies: dict[str, str] = {}
        for _ in range(6):
            connection = getattr(self._own, "connection", None)
            if connection is None:
                connection = self._own.connection = http.client.HTTPConnection("localhost", self.live.port, timeout=30)
            sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} if cookies else {}
            connection.request("GET", path, headers=sent)
            answer = connection.getresponse()
            body = answer.read()
            for header in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = header.split(";", 1)[0].partition("=")
                cookies[name] = value
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer.status, answer.headers.get_content_type(), body.decode(errors="replace")
            there = urlsplit(urljoin(path, answer.headers["Location"]))
            if there.netloc:  # the way out leads to somebody else
                return 200, "", ""
            path = there.path + (f"?{there.query}" if there.query else "")
        return 310, "", ""

    def visit(self, path: str) -> list[str]:
        """Look at one page; its links within the site."""
        status, kind, text = self.get(path)
        if status != 200:
            self.wrong.append(f"{status}: {path}")
            return []
        if kind != "text/html":
            return []
        page = Reader()
        page.feed(text)
        self.wrong += [f"{path}: {fault}" for fault in faults(page)]
        inside = (urldefrag(urljoin(path, link)).url for link in page.links if OWN_ADDRESS.match(link) and link)
        return [link for link in inside if not link.startswith("//")]

    def walk(self) -> None:
        """Breadth first; a distance at a time."""
        order = random.Random(SEED)
        level = list(STARTS)
        self.seen |= set(level)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while level and (self.most is None or self.read < self.most):
                if self.most is not None:
                    level = level[: self.most - self.read]
                self.read += len(level)
                following: list[str] = []
                for links in pool.map(self.visit, level):
                    for link in links:
                        if link not in self.seen:
                            self.seen.add(link)
                            following.append(link)
                order.shuffle(following)
                level = following


def faults(page: Reader) -> Iterator[str]:
    """What is wrong with one page."""
    if page.headings != 1:
        yield f"{page.headings} h1"
    if page.html.get("lang") not in {"nl", "en", "tr", "pl", "ar", "uk"}:
        yield f"lang={page.html.get('lang')}"
    if page.html.get("dir") != ("rtl" if page.html.get("lang") == "ar" else "ltr"):
        yield f"dir={page.html.get('dir')} with lang={page.html.get('lang')}"
    if found := FORGOTTEN.search(" ".join(page.text)):
        yield f"not filled in: {found.group()}"
    if twice := [name for name, times in page.ids.items() if times > 1]:
        yield f"the same id twice: {twice}"
    for link in page.links:
        if link in {"", "#"} or (link.startswith("#") and link[1:] not in page.ids):
            yield f"a link to nowhere: {link!r}"


def _check(live: Live, most: int | None, at_least: int) -> None:
    crawl = Crawl(live, most)
    crawl.walk()
    assert not crawl.wrong, f"{len(crawl.wrong)} of {crawl.read} pages:\n" + "\n".join(sorted(crawl.wrong)[:60])
    assert crawl.read >= at_least


def test_every_link_at_small_size(live: Live) -> None:
    _check(live, SMALL, SMALL)


@pytest.mark.prove
def test_every_link(live: Live) -> None:
    _check(live, None, 1000)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<html lang=nl dir=ltr><h1>a</h1><h1>b</h1>", "2 h1"),
        ("<html lang=nl dir=ltr><h1>{{ a }}</h1>", "not filled in"),
        ("<html lang=nl dir=ltr><h1 title='%(team)s'>a</h1>", "not filled in"),
        ("<html lang=ar dir=ltr><h1>a</h1>", "dir=ltr"),
        ("<html dir=ltr><h1>a</h1>", "lang=None"),
        ("<html lang=nl dir=ltr><h1 id=a>a</h1><p id=a>", "the same id twice"),
        ("<html lang=nl dir=ltr><h1>a</h1><a href='#'>b</a>", "nowhere"),
        ("<html lang=nl dir=ltr><h1>a</h1><a href='#q'>b</a>", "nowhere"),
    ],
)
def test_the_crawl_sees_what_is_wrong(page: str, fault: str) -> None:
    reader = Reader()
    reader.feed(page)
    assert [one for one in faults(reader) if fault in one]
