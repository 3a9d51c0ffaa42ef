"""Pictures of pages at 360 and 1280 px, to be looked at: python tools/screenshots.py URL OUT PATH [PATH ...].

A path may be `post:QUESTION` (asks it on the first page). Options: --no-js, --dark, --area GM0622.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--no-js", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--area", default="GM0622")
    parser.add_argument("--widths", default="360,1280")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for width in map(int, chosen.widths.split(",")):
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                java_script_enabled=not chosen.no_js,
                color_scheme="dark" if chosen.dark else "light",
            )
            context.add_cookies([{"name": "wk_area", "value": chosen.area, "url": chosen.url}])
            page = context.new_page()
            for path in chosen.paths:
                prefix, _, question = path.partition("post:")
                page.goto(chosen.url + (prefix or "/") if question else chosen.url + path)
                if question:
                    page.fill("textarea[name=q]", question)
                    page.click("form.ask button[type=submit]")
                name = re.sub(r"\W+", "-", path).strip("-")[:40] or "home"
                page.screenshot(path=chosen.out / f"{name}-{width}.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
