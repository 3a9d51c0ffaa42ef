"""The files that came from elsewhere are the ones the manifest names, and the pages stay light. No Node needed."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from tools import copy_assets

HOUSE = Path(__file__).resolve().parents[2]
STATIC = copy_assets.STATIC
VENDOR = copy_assets.VENDOR
SOURCE = HOUSE / "src" / "wijkkompas"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())["files"]
LOCK = json.loads((HOUSE / "package-lock.json").read_text())["packages"]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
SPRITE = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_each_vendored_file_is_what_the_manifest_and_the_lock_say(entry: dict[str, str]) -> None:
    path = VENDOR / entry["file"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
    locked = LOCK[f"node_modules/{entry['package']}"]
    assert locked["version"] == entry["version"]
    assert locked["license"] == entry["licence"]


def test_no_file_lies_outside_the_manifest() -> None:
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} - {"manifest.json"}
    assert found == {entry["file"] for entry in MANIFEST if not entry["file"].startswith("..")}


def test_each_package_has_its_licence_beside_it() -> None:
    texts = {entry["package"] for entry in MANIFEST if entry["file"].startswith("licences/")}
    assert texts == {entry["package"] for entry in MANIFEST}


def test_package_json_and_lock_agree_and_name_no_registry() -> None:
    wanted = json.loads((HOUSE / "package.json").read_text())["dependencies"]
    assert wanted == LOCK[""]["dependencies"]
    assert all("resolved" not in package for package in LOCK.values())


def test_the_style_sheet_is_joined_from_its_sources() -> None:
    assert (STATIC / "site.css").read_text() == copy_assets.merge()


def test_every_address_in_the_style_sheet_exists() -> None:
    addresses = re.findall(r'url\("([^")]+)"\)', (STATIC / "site.css").read_text())
    assert addresses
    for address in addresses:
        assert (STATIC / address).is_file(), address
    assert "sourceMappingURL" not in (STATIC / "site.css").read_text()


def test_our_theme_uses_logical_properties_only() -> None:
    side = r"(left|right|top|bottom)"
    physical = re.compile(
        rf"(?<![-\w])(margin|padding|border)-{side}\b|(?<![-\w]){side}\s*:|text-align:\s*(left|right)|(?<![-\w])float\s*:"
    )
    for path in (STATIC / "theme").glob("*.css"):
        text = re.sub(r"@supports not.*", "", path.read_text())
        assert not physical.search(text), path.name


def test_every_life_domain_has_a_pictogram() -> None:
    shared = SOURCE / "wegwijzer" / "data" / "needs.yaml"
    if not shared.exists():
        pytest.skip("the needs are not there yet")
    domains = yaml.safe_load(shared.read_text())["domains"]
    assert {domain["code"] for domain in domains} <= SPRITE


def test_every_pictogram_in_a_template_exists_and_the_sprite_is_sound() -> None:
    for path in TEMPLATES:
        for name in re.findall(r"\{% icon [\"']([^\"']+)[\"'] %\}", path.read_text()):
            assert name in SPRITE, f"{path.name}: {name}"
    tree = ElementTree.parse(STATIC / "icons.svg")
    for symbol in tree.getroot():
        assert symbol.get("viewBox"), symbol.get("id")
        assert len(symbol), symbol.get("id")


def test_no_template_carries_inline_style_or_script() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"", text), path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path


def test_a_first_visit_stays_light() -> None:
    """At most 150 KB with the fonts of a Latin page; another script adds at most 80 KB."""
    text = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("site.css", "site.js", "icons.svg"))
    size = {path.name: path.stat().st_size for path in (VENDOR / "fonts").glob("*.woff2")}
    latin = size["atkinson-latin.woff2"] + size["atkinson-latin-ext.woff2"] + size["noto-digits.woff2"]
    assert text + latin + 25_000 <= 150_000  # 25 KB for the page itself
    assert size["noto-arabic.woff2"] <= 80_000
    assert size["noto-cyrillic.woff2"] <= 80_000
    assert (STATIC / "site.js").stat().st_size <= 6_144


def _light(colour: str) -> float:
    colour = colour.lstrip("#")
    if len(colour) == 3:
        colour = "".join(sign * 2 for sign in colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast_of_the_theme(dark: bool) -> None:
    """Text reaches 7:1 on every ground it stands on, edges of controls 3:1."""
    text = (STATIC / "theme" / "tokens.css").read_text()
    light_part, dark_part = text.split("@media (prefers-color-scheme: dark)")
    colour = dict(re.findall(r"--wijk-([\w-]+): (#[0-9a-f]{3,6});", light_part))
    if dark:
        colour |= dict(re.findall(r"--wijk-([\w-]+): (#[0-9a-f]{3,6});", dark_part))
    for ground in ("paper", "card", "tint", "sun-tint", "danger-tint"):
        for ink in ("ink", "ink-soft", "action", "danger", "open"):
            assert _contrast(colour[ink], colour[ground]) >= 7, f"{ink} on {ground}"
        assert _contrast(colour["edge"], colour[ground]) >= 3, f"edge on {ground}"
    assert _contrast(colour["on-action"], colour["action"]) >= 7
    assert _contrast(colour["on-danger"], colour["danger"]) >= 7


def test_ring_and_icon() -> None:
    from wijkkompas.kern.templatetags.wijk import icon, ring

    assert 'class="ring late"' in ring(0.2, "late")
    assert 'class="ring late"' in ring(0.2, True)
    assert 'class="ring"' in ring(None, "calm")
    assert "bang" in ring(1, "kept")
    assert 'stroke-dasharray="106.8 106.8"' in ring(7)
    assert "#phone" in icon("phone")
    assert "#compass" in icon('"><script>')
