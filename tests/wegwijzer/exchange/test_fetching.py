"""Reading from the web: only the public internet, only https, within limits."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wegwijzer.exchange.conftest import page, service
from wijkkompas.wegwijzer.exchange import fetching
from wijkkompas.wegwijzer.exchange.public_address import is_public
from wijkkompas.wegwijzer.exchange.records import Unreadable

PUBLIC = "93.184.215.14"
Handler = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def server():
    """A server on this machine that plays the public one; `answers` by path, `asked` remembers."""

    class Play(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            running.asked.append(self.path)
            answer = running.answers.get(urlsplit(self.path).path)
            if answer is None:
                give(self, b"niets", status=404)
            elif callable(answer):
                answer(self)
            else:
                give(self, answer)

        def log_message(self, *_arguments):
            """Quiet."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Play)
    running.daemon_threads = True
    running.answers, running.asked = {}, []
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def give(request: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Content-Length": str(len(body)), **told}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def sends_to(url: str) -> Handler:
    return lambda request: give(request, b"", status=302, Location=url)


def web(server, *, names: dict[str, list[str]] | None = None, **more) -> tuple[fetching.Web, list[str]]:
    connected: list[str] = []

    def connect(address: str, port: int, host: str, seconds: float) -> socket.socket:
        connected.append(address)
        return socket.create_connection(("127.0.0.1", server.server_port), timeout=seconds)

    def resolve(host: str, _port: int) -> list[str]:
        return (names or {}).get(host, [PUBLIC])

    return fetching.Web(resolver=resolve, connector=connect, **more), connected


def refused(call: Callable[[], object]) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        call()
    return found.value


def test_a_file_is_read_from_the_address_that_was_checked(server):
    server.answers["/lijst.csv"] = b"Naam;Organisatie\r\n"
    way, connected = web(server)
    fetched = fetching.fetch("https://voorbeeld.example/lijst.csv?sleutel=geheim", way)
    assert fetched.files == {"lijst.csv": b"Naam;Organisatie\r\n"}
    assert fetched.place == "https://voorbeeld.example/lijst.csv"
    assert connected == [PUBLIC]


@pytest.mark.parametrize(
    "url",
    [
        "http://voorbeeld.example/",
        "ftp://voorbeeld.example/",
        "file:///etc/passwd",
        "https:///pad",
        "https://naam:woord@voorbeeld.example/",
        "https://voorbeeld.example:99999/",
        "https://[::1/",
        "https://voorbeeld.example/a b",
        "https://voorbeeld.example/a\r\nHost: x",
    ],
)
def test_an_address_that_is_no_plain_public_https_is_refused(server, url):
    way, connected = web(server)
    assert refused(lambda: fetching.fetch(url, way)).code in {"bad-address", "unreachable"}
    assert connected == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:0a00:0001::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "niets",
    ],
)
def test_an_address_of_the_own_network_is_refused(server, address):
    assert not is_public(address)
    way, connected = web(server, names={"voorbeeld.example": [PUBLIC, address]})
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "not-public"
    assert connected == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_an_address_of_the_public_internet_is_allowed(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_clothes_is_as_public_as_itself(address):
    bare = is_public(str(address))
    assert bare == (address.is_global and not address.is_multicast and not address.is_reserved)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | int(address))
    nat = ipaddress.IPv6Address((0x64FF9B << 96) | int(address))
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (int(address) << 80))
    for dressed in (mapped, nat, sixtofour):
        assert is_public(str(dressed)) <= bare, dressed


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_public_that_python_calls_private(address):
    if is_public(str(address)) and address.ipv4_mapped is None:
        assert address.is_global
        assert not any([address.is_private, address.is_multicast, address.is_link_local, address.is_site_local])


@given(
    st.sampled_from(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16"]),
    st.integers(0, 2**32),
)
def test_no_address_of_a_private_network_is_public(network, number):
    inside = ipaddress.ip_network(network)
    address = inside[number % inside.num_addresses]
    assert not is_public(str(address))


def test_a_redirect_to_the_own_network_is_refused(server):
    server.answers["/"] = sends_to("https://binnen.example/geheim")
    way, connected = web(server, names={"binnen.example": ["10.0.0.5"]})
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "not-public"
    assert (connected, server.asked) == ([PUBLIC], ["/"])


def test_a_redirect_away_from_https_is_refused(server):
    server.answers["/"] = sends_to("http://voorbeeld.example/plat")
    way, _connected = web(server)
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "bad-address"


def test_three_redirects_are_followed_and_a_fourth_is_not(server):
    server.answers |= {f"/{n}": sends_to(f"/{n + 1}") for n in range(5)}
    server.answers["/3"] = b"Naam\r\nx\r\n"
    way, _connected = web(server)
    assert fetching.fetch("https://voorbeeld.example/0", way).files == {"3": b"Naam\r\nx\r\n"}
    server.answers["/3"] = sends_to("/4")
    way, _connected = web(server)
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/0", way)).code == "unreachable"


def test_a_name_that_later_points_inside_gains_nothing(server):
    """DNS rebinding: the name is asked once, and the connection goes to the answer that was checked."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    server.answers["/"] = b"Naam\r\nx\r\n"
    way, connected = web(server)
    way.resolver = lambda _host, _port: next(answers)
    fetching.fetch("https://voorbeeld.example/", way)
    assert connected == [PUBLIC]
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "not-public"


def test_more_than_the_limit_is_not_read(server):
    server.answers["/"] = b"x" * 5000
    way, _connected = web(server, bytes_left=1000)
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "too-large"


def test_more_than_the_limit_after_unpacking_is_not_read(server):
    body = gzip.compress(b"0" * 3_000_000)
    server.answers["/"] = lambda request: give(request, body, Content_Encoding="gzip")
    way, _connected = web(server, bytes_left=1_000_000)
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "too-large"


def test_a_server_that_drips_is_left(server):
    def drip(request):
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        with contextlib.suppress(OSError):
            for _n in range(100):
                request.wfile.write(b"x")
                request.wfile.flush()
                time.sleep(0.1)

    server.answers["/"] = drip
    way, _connected = web(server, until=time.monotonic() + 0.6)
    started = time.monotonic()
    assert "too long" in str(refused(lambda: fetching.fetch("https://voorbeeld.example/", way)))
    assert time.monotonic() - started < 5


def test_an_answer_that_is_broken_off_is_not_taken_for_the_whole(server):
    server.answers["/"] = lambda request: (
        give(request, b"Naam\r\nx\r\n", Content_Length="500"),
        request.connection.close(),
    )
    way, _connected = web(server)
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "unreachable"


def test_a_server_that_is_not_there_is_told_plainly(server):
    way, _connected = web(server)

    def broken(*_arguments):
        raise ConnectionRefusedError(111, "Connection refused")

    way.connector = broken
    assert refused(lambda: fetching.fetch("https://voorbeeld.example/", way)).code == "unreachable"


def numbered(count: int, *, full: bool = True) -> list[dict]:
    plain = {"id", "name", "status", "organization"}
    made = [service(id=f"1b3f0c56-6a4c-4f25-9a43-0000000003{n:02}", name=f"Dienst {n}") for n in range(count)]
    return made if full else [{k: v for k, v in one.items() if k in plain} for one in made]


def feed(server, things: list[dict], *, total: int | None = None, size: int = 2) -> None:
    """A feed of services in pages of two."""

    def pages(request):
        number = int(parse_qs(urlsplit(request.path).query).get("page", ["1"])[0])
        some = things[(number - 1) * size : number * size]
        last = -(-len(things) // size)
        made = page(
            *some, total_items=total or len(things), total_pages=last, page_number=number, last_page=number >= last
        )
        give(request, json.dumps(made).encode())

    server.answers["/v3"] = json.dumps({"version": "3.1", "openapi_url": "x"}).encode()
    server.answers["/v3/services"] = pages


def test_all_pages_of_a_feed_are_read(server):
    feed(server, numbered(5))
    way, _connected = web(server)
    fetched = fetching.fetch("https://voorbeeld.example/v3", way)
    assert sorted(fetched.files) == ["services-1.json", "services-2.json", "services-3.json"]
    assert fetched.notes == []


def test_a_list_can_be_given_itself(server):
    feed(server, numbered(3))
    way, _connected = web(server)
    assert len(fetching.fetch("https://voorbeeld.example/v3/services", way).files) == 2


def test_a_feed_that_counts_wrong_is_told_about(server):
    feed(server, numbered(5), total=31)
    way, _connected = web(server)
    notes = fetching.fetch("https://voorbeeld.example/v3", way).notes
    assert notes == ["services says that it holds 31 items, but it gives 5"]


def test_a_feed_that_gives_the_same_page_again_ends(server):
    body = json.dumps(page(*numbered(2), total_items=9, total_pages=9)).encode()
    server.answers["/v3/services"] = body
    way, _connected = web(server)
    fetched = fetching.fetch("https://voorbeeld.example/v3/services", way)
    assert any("same page" in note for note in fetched.notes)


@pytest.mark.django_db
def test_a_list_with_plain_fields_only_is_filled_in_by_the_details(server, take_in):
    feed(server, numbered(3, full=False))
    for one in numbered(3):
        server.answers[f"/v3/services/{one['id']}"] = json.dumps(one).encode()
    way, _connected = web(server)
    fetched = fetching.fetch("https://voorbeeld.example/v3", way)
    report = take_in({name: content.decode() for name, content in fetched.files.items()})
    assert (report.counts["added"], report.refused) == (5, [])


@pytest.mark.django_db
def test_a_feed_of_one_object_a_line_is_read(server, take_in):
    body = "\n".join(json.dumps(one) for one in numbered(3)) + "\n{kapot\n"
    server.answers["/v3/services"] = body.encode()
    way, _connected = web(server)
    fetched = fetching.fetch("https://voorbeeld.example/v3/services", way)
    report = take_in({name: content.decode() for name, content in fetched.files.items()})
    assert report.counts["added"] == 5
    assert [(p.line, p.whole) for p in report.refused] == [(4, True)]
