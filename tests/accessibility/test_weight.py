"""The first visit stays light: an old phone, little credit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import Phone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("path", "most"), [("/", 150_000), ("/ar/", 230_000), ("/uk/", 230_000), ("/tr/", 150_000), ("/pl/", 150_000)]
)
def test_first_visit(open_phone: Phone, path: str, most: int) -> None:
    page = open_phone()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def named(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["response"]["url"]

    def sized(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.responseReceived", named)
    session.on("Network.loadingFinished", sized)
    page.goto(path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    listed = sorted(((size, names.get(key, "")) for key, size in sizes.items()), reverse=True)
    assert len(listed) >= 4, listed
    assert sum(sizes.values()) <= most, "\n".join(f"{size:9.0f} {name}" for size, name in listed)
