"""A source on the web: only public https addresses, within limits of size and time.

The name is resolved once, every address of it is checked, and the connection goes to a checked address: a name that
points elsewhere a moment later (DNS rebinding) gains nothing. Redirects are followed by hand and checked the same way.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from wijkkompas.wegwijzer.exchange.opening import MOST_BYTES, Files, json_of, open_bytes, text_of
from wijkkompas.wegwijzer.exchange.public_address import is_public
from wijkkompas.wegwijzer.exchange.records import Unreadable

MOST_REDIRECTS = 3
MOST_PAGES = 2_000
SECONDS_EACH = 60.0  # one answer
SECONDS_IN_ALL = 900.0  # a whole feed
SECONDS_SILENT = 15.0  # between two pieces
PER_PAGE = 100
PIECE = 65_536
AGENT = "Wijkkompas import-directory"

Resolver = Callable[[str, int], list[str]]
Connector = Callable[[str, int, str, float], socket.socket]


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(f"the name {host} is not known", code="unreachable", field="place") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, host: str, seconds: float) -> socket.socket:
    """A connection to a checked address that proves to be `host`."""
    plain = socket.create_connection((address, port), timeout=seconds)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


@dataclass
class Fetched:
    """The files of an address."""

    files: Files
    place: str
    notes: list[str] = field(default_factory=list)


@dataclass
class Answer:
    """One answer of a server."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass
class Web:
    """The way to the web, with what is left of size and time. Tests give another `resolver` and `connector`."""

    resolver: Resolver = resolve
    connector: Connector = connect
    bytes_left: int = MOST_BYTES
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS_IN_ALL)

    def get(self, url: str) -> Answer:
        """The answer at an address, after at most three redirects. Unreadable when it is not allowed or does not work."""
        for _step in range(MOST_REDIRECTS + 1):
            answer = self._once(url)
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            target = answer.headers.get("location", "")
            if not target:
                break
            url = urljoin(url, target)
        raise Unreadable(f"{shown(url)} sends on more than {MOST_REDIRECTS} times", code="unreachable", field="place")

    def _once(self, url: str) -> Answer:
        host, port, path = parts_of(url)
        addresses = self.resolver(host, port)
        if not addresses or not all(is_public(address) for address in addresses):
            raise Unreadable(
                f"{host} is not on the public internet: an import reads public addresses only",
                code="not-public",
                field="place",
            )
        seconds = min(SECONDS_EACH, self.until - time.monotonic())
        if seconds <= 0:
            raise _slow(host)
        try:
            connection = self._connect(addresses, port, host)
            with _deadline(connection, seconds) as late:
                try:
                    answer = self._ask(connection, host, port, path, url)
                except (OSError, http.client.HTTPException, ValueError) as error:
                    if late.is_set():
                        raise _slow(host) from error
                    raise
                if late.is_set():
                    raise _slow(host)
                return answer
        except TimeoutError as error:
            raise _slow(host) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreadable(
                f"{host} cannot be read: {error or type(error).__name__}", code="unreachable", field="place"
            ) from error

    def _connect(self, addresses: list[str], port: int, host: str) -> socket.socket:
        for number, address in enumerate(addresses[:4], 1):
            try:
                return self.connector(address, port, host, SECONDS_SILENT)
            except ssl.SSLError:
                raise
            except OSError:
                if number == min(len(addresses), 4):
                    raise
        raise OSError("no address")

    def _ask(self, connection: socket.socket, host: str, port: int, path: str, url: str) -> Answer:
        asking = http.client.HTTPConnection(host, port)
        asking.sock = connection
        asking.request(
            "GET",
            path,
            headers={
                "Host": host if port == 443 else f"{host}:{port}",
                "Accept": "application/json, application/x-ndjson, text/csv, application/zip, */*;q=0.1",
                "Accept-Encoding": "identity",
                "User-Agent": AGENT,
                "Connection": "close",
            },
        )
        answer = asking.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        body = self._body(answer, headers.get("content-encoding", "").lower().strip(), host)
        self.bytes_left -= len(body)
        return Answer(answer.status, headers, body, url)

    def _body(self, answer: http.client.HTTPResponse, coding: str, host: str) -> bytes:
        """The contents, unpacked, never more than what is left."""
        if coding not in {"", "identity", "gzip", "deflate"}:
            raise Unreadable(f"{host} packs its answer in a way that we do not read ({coding})", code="unreachable")
        unpack = zlib.decompressobj(47) if coding in {"gzip", "deflate"} else None
        kept = bytearray()
        taken = 0
        while piece := answer.read(PIECE):
            taken += len(piece)
            if unpack is not None:
                try:
                    piece = unpack.decompress(piece, self.bytes_left - len(kept) + 1)
                except zlib.error as error:
                    raise Unreadable(f"the answer of {host} cannot be unpacked", code="unreachable") from error
            kept += piece
            if len(kept) > self.bytes_left or taken > MOST_BYTES:
                raise Unreadable(
                    f"{host} gives more than {MOST_BYTES // 2**20} MB: ask for less", code="too-large", field="place"
                )
        if answer.length:  # the connection ended before all that was promised came: half a directory is none
            raise http.client.IncompleteRead(bytes(kept), answer.length)
        return bytes(kept)


@contextmanager
def _deadline(connection: socket.socket, seconds: float) -> Iterator[threading.Event]:
    """Closes the connection after so many seconds, also when the server keeps sending a letter now and then."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        connection.close()


def _slow(host: str) -> Unreadable:
    return Unreadable(f"{host} takes too long: try again later, or download it and give the file", code="unreachable")


def parts_of(url: str) -> tuple[str, int, str]:
    """Host, port and path of a public https address. Unreadable says what is wrong with it."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port or 443
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise Unreadable("this is no web address", code="bad-address", field="place") from error
    if parts.scheme != "https":
        raise Unreadable("only addresses that begin with https:// are read", code="bad-address", field="place")
    if not host or parts.username is not None or parts.password is not None:
        raise Unreadable("give an address without a name or password in it", code="bad-address", field="place")
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    if not path.isascii() or any(ord(character) <= 32 for character in path):
        raise Unreadable("write signs in the address as %XX", code="bad-address", field="place")
    return host, port, path


def shown(url: str) -> str:
    """The address without what may be a secret: it is kept with the run."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def fetch(url: str, web: Web | None = None) -> Fetched:
    """What stands at an address: a file, or a whole feed with all its pages."""
    web = web or Web()
    answer = web.get(url)
    _must_be_ok(answer)
    name = urlsplit(answer.url).path.rstrip("/").rsplit("/", 1)[-1] or "source"
    value = _page(answer)
    if value is None:
        return Fetched(open_bytes(name, answer.body), shown(url))
    if isinstance(value.get("contents"), list):
        fetched = Fetched({}, shown(url))
        collection = urlsplit(answer.url).path.rstrip("/").rsplit("/", 1)[-1]
        _pages(web, answer.url, answer, collection, fetched)
        return fetched
    if "version" in value and "id" not in value:
        return _feed(web, answer.url, shown(url))
    return Fetched({f"{name.removesuffix('.json')}.json": answer.body}, shown(url))


def _must_be_ok(answer: Answer) -> None:
    if answer.status != 200:
        raise Unreadable(
            f"{shown(answer.url)} answers with {answer.status}: is it the right address?",
            code="unreachable",
            field="place",
        )


def _page(answer: Answer) -> Any:
    """The JSON object in an answer, or None."""
    if not answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        value = json_of("the answer", text_of("the answer", answer.body))
    except Unreadable as error:
        if error.code == "too-deep":
            raise
        return None  # a line an object (ndjson), or no JSON after all
    return value if isinstance(value, dict) else None


def _with(url: str, **more: Any) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {name: str(value) for name, value in more.items()}
    return urlunsplit(parts._replace(query=urlencode(query)))


def _feed(web: Web, root: str, place: str) -> Fetched:
    """Everything that a feed tells: services with all that hangs under them, lists of terms where it has them."""
    fetched = Fetched({}, place)
    base = root.split("?")[0].rstrip("/")
    for collection in ("taxonomies", "taxonomy_terms", "organizations", "services"):
        url = _with(f"{base}/{collection}", page=1, per_page=PER_PAGE, full="true")
        answer = web.get(url)
        if answer.status == 400:  # a feed that does not know one of these parameters
            url = _with(f"{base}/{collection}", page=1)
            answer = web.get(url)
        if answer.status != 200 and collection != "services":
            continue
        _must_be_ok(answer)
        items = _pages(web, url, answer, collection, fetched)
        if collection == "services":
            _details(web, base, items, fetched)
    return fetched


def _pages(web: Web, url: str, first: Answer, collection: str, fetched: Fetched) -> list[Any]:
    """Every page of a list from this one on. Stops where the feed says that it ends, or gives the same page again."""
    items: list[Any] = []
    page, value, before = 1, _page(first), b""
    while True:
        contents = value.get("contents") if isinstance(value, dict) else None
        if not isinstance(contents, list):
            raise Unreadable(
                f"page {page} of {collection} is no page of a directory", code="unreachable", field="place"
            )
        items += contents
        fetched.files = {**fetched.files, f"{collection}-{page}.json": json.dumps(value["contents"]).encode()}
        last = value.get("last_page") is True or not contents or page >= int_of(value.get("total_pages"), 1)
        if last or page >= MOST_PAGES:
            break
        page += 1
        answer = web.get(_with(url, page=page))
        _must_be_ok(answer)
        if answer.body == before or answer.body == first.body:
            fetched.notes.append(f"{collection} gives the same page again: the rest was not read")
            break
        before, value = answer.body, _page(answer)
    claimed = value.get("total_items") if isinstance(value, dict) else None
    if isinstance(claimed, int) and claimed != len(items):
        fetched.notes.append(f"{collection} says that it holds {claimed} items, but it gives {len(items)}")
    return items


def int_of(value: Any, otherwise: int) -> int:
    """A whole number, or something else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _details(web: Web, base: str, items: list[Any], fetched: Fetched) -> None:
    """Where the list tells only the plain fields, each service by itself."""
    lists = ("phones", "schedules", "languages", "service_at_locations", "service_areas", "attributes", "contacts")
    if not items or any(isinstance(item, dict) and any(name in item for name in lists) for item in items):
        return
    details: list[Any] = []
    for item in items[:MOST_PAGES]:
        identity = item.get("id") if isinstance(item, dict) else None
        if isinstance(identity, str) and identity.replace("-", "").isalnum():
            answer = web.get(f"{base}/services/{identity}")
            value = _page(answer) if answer.status == 200 else None
            if value is not None and "id" in value:
                details.append(value)
    if details:
        fetched.files = {**fetched.files, "services-details.json": json.dumps(details).encode()}
