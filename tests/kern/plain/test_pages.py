"""What residents read on our Dutch pages is plain: a crawl, from the first page along every link.

Counted is each piece of text of four words or more (of less there is nothing to say), once, however often it stands
somewhere; names of help, schemes and sources count too. At small size the first `SMALL` pages in an order that is the
same every run; `make prove` reads all of them (852 pages, 3,100 pieces, .97 under the line on 25 November 2026).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

import pytest
from django.test import Client

from wijkkompas.kern import plain
from wijkkompas.kern.plain import scoring

pytestmark = pytest.mark.django_db

SMALL, SEED = 120, 20191205
FEWEST_WORDS = 4
LEAST = 0.95
ELSEWHERE = re.compile(r"^/(en|tr|pl|ar|uk|static|api|hsds|oruk|beheer|team|account|start|weg)(/|$)|^/(hsds|oruk)")
BLOCKS = frozenset(
    ["p", "li", "dt", "dd", "h1", "h2", "h3", "legend", "label", "summary", "figcaption", "td", "th"]
    + ["div", "section", "details", "button", "title"]
)
NOT_OURS = frozenset({"script", "style", "svg", "select", "textarea"})


class Reader(HTMLParser):
    """The pieces of text inside <main>, and the links of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._piece: list[str] = []
        self._main, self._silent = False, 0

    def _end(self) -> None:
        text = " ".join("".join(self._piece).split())
        if len(text.split()) >= FEWEST_WORDS:
            self.texts.append(text)
        self._piece = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, a link leads on."""
        if tag == "main":
            self._main = True
        if tag in NOT_OURS:
            self._silent += 1
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        if tag in BLOCKS or "hint" in (dict(attrs).get("class") or ""):
            self._end()

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if tag in NOT_OURS:
            self._silent -= 1
        if tag in BLOCKS or tag == "main":
            self._end()
        if tag == "main":
            self._main = False

    def handle_data(self, data: str) -> None:
        """What people read."""
        if self._main and not self._silent:
            self._piece.append(data)


def pages(most: int | None) -> Iterator[tuple[str, Reader]]:
    """Our own Dutch pages, breadth first."""
    order, client = random.Random(SEED), Client()
    level, seen, read = ["/"], {"/"}, 0
    while level:
        following: list[str] = []
        for path in level:
            if read == most:
                return
            response = client.get(path)
            if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
                continue
            read += 1
            reader = Reader()
            reader.feed(response.content.decode())
            yield path, reader
            inside = {urldefrag(link).url for link in reader.links if link.startswith("/")}
            new = sorted(link for link in inside - seen if not ELSEWHERE.match(urlsplit(link).path))
            seen.update(new)
            following += new
        order.shuffle(following)
        level = following


def check(most: int | None, at_least: int) -> None:
    count, where = 0, {}
    for path, reader in pages(most):
        count += 1
        for text in reader.texts:
            where.setdefault(text, path)
    assert count >= at_least
    hard = [f"{path}: {text}" for text, path in where.items() if plain.score(text) > scoring.line("B1")]
    share = 1 - len(hard) / len(where)
    assert share >= LEAST, f"{share:.3f} of {len(where)} texts on {count} pages:\n" + "\n".join(hard[:80])


def test_what_residents_read_is_plain_at_small_size() -> None:
    check(SMALL, SMALL)


@pytest.mark.prove
def test_what_residents_read_is_plain() -> None:
    check(None, 800)


def test_the_crawl_sees_a_hard_text() -> None:
    reader = Reader()
    reader.feed(
        "<title>Niet meegeteld, dit staat niet in main</title><main><p>U dient <b>tijdig</b> een verzoek in te dienen."
        "<p>Bel ons op maandag.<script>let a = 'vier woorden of meer';</script></main>"
    )
    assert reader.texts == ["U dient tijdig een verzoek in te dienen.", "Bel ons op maandag."]
    assert [plain.score(text) > scoring.line("B1") for text in reader.texts] == [True, False]
