"""The fonts of paper are the ones that fonts.json and the lock name, and they draw the six languages."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import polib
import pytest

from wijkkompas.kern.paper.printing import FONTS
from wijkkompas.kern.paper.signs import has_shape, writable

HOUSE = Path(__file__).resolve().parents[3]
MADE = json.loads((FONTS / "fonts.json").read_text())
LOCK = json.loads((HOUSE / "package-lock.json").read_text())["packages"]


@pytest.mark.parametrize("entry", MADE["files"], ids=lambda entry: entry["file"])
def test_each_font_is_what_the_manifest_and_the_lock_say(entry: dict[str, str]) -> None:
    assert hashlib.sha256((FONTS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    locked = LOCK[f"node_modules/{entry['package']}"]
    assert (locked["version"], locked["license"]) == (entry["version"], entry["licence"])


def test_no_font_lies_outside_the_manifest_and_each_package_has_its_licence() -> None:
    files = {entry["file"] for entry in MADE["files"]}
    assert {path.name for path in FONTS.iterdir()} == files | {"fonts.json"}
    texts = {entry["package"] for entry in MADE["files"] if entry["file"].endswith(".txt")}
    assert texts == {entry["package"] for entry in MADE["files"]}


def test_the_signs_are_those_of_the_fonts() -> None:
    from fontTools.ttLib import TTFont

    for style in ("regular", "bold"):
        drawn = set().union(*(TTFont(path).getBestCmap() for path in FONTS.glob(f"*-{style}.ttf")))
        promised = {sign for first, last in MADE["signs"] for sign in range(first, last + 1)}
        assert promised == drawn


@pytest.mark.parametrize("language", ["en", "tr", "pl", "ar", "uk"])
def test_every_text_of_the_interface_can_be_written(language: str) -> None:
    texts = polib.pofile(str(HOUSE / "src/wijkkompas/talen/locale" / language / "LC_MESSAGES/django.po"))
    for entry in texts:
        for text in (entry.msgid, entry.msgstr):
            signs = [s for s in text if unicodedata.category(s) not in {"Cf", "Cc", "Zs"}]
            missing = {sign for sign in signs if not has_shape(sign)}
            assert not missing, (text, missing)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Koffie ☕ en thee", "Koffie en thee"),
        ("Gülşen, Łukasz, Ґанна, فاطمة", "Gülşen, Łukasz, Ґанна, فاطمة"),
        ("een\x00twee\n\tdrie\u2028vier", "een twee drie vier"),
        ("Nguyễn", "Nguyen"),
        ("ﬁets ½", "fiets ½"),
        ("漢字", "??"),
        ("e\u0301e\u0301n", "één"),
        ("أُعِدَّت شكرًا", "أعدت شكرا"),
        ("", ""),
    ],
)
def test_what_paper_cannot_draw_is_replaced_or_left_out(text: str, written: str) -> None:
    assert writable(text) == written
