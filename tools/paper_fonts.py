"""The fonts of paper (kern/paper/fonts): `make assets` makes them from the packages of package.json.

typst reads no woff2, takes one font per family and weight, and stops at a sign that no font has. So each file here is
one script in one weight with a family name of our own (the OFL asks another name for what is changed), and fonts.json
says which signs they have together: kern/paper/signs.py reads that.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

from tools import copy_assets as assets

FONTS = assets.HOUSE / "src" / "wijkkompas" / "kern" / "paper" / "fonts"
# Not Noto Sans Arabic, as on screen: it draws letters and dots apart, and then the text in a PDF reads as rubbish
VAZIRMATN = "@fontsource-variable/vazirmatn"
# Accents apart from their letter. With them typst would draw the ń that is in the next font as n and ´ of this one, and
# the text in the PDF would say ńń. kern/paper/signs.py joins letter and accent first.
MARKS = range(0x300, 0x370)
WEIGHTS = {"regular": 400, "bold": 700}
# family: package, file in it, the signs to keep (empty: all)
FAMILIES: dict[str, tuple[str, str, str]] = {
    "Wijk Digits": (assets.NOTO, "files/noto-sans-latin-wght-normal.woff2", assets.DIGITS),
    "Wijk Latin": (assets.ATKINSON, "files/atkinson-hyperlegible-next-latin-wght-normal.woff2", ""),
    "Wijk Latin Ext": (assets.ATKINSON, "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2", ""),
    "Wijk Cyrillic": (assets.NOTO, "files/noto-sans-cyrillic-wght-normal.woff2", ""),
    "Wijk Arabic": (VAZIRMATN, "files/vazirmatn-arabic-wght-normal.woff2", assets.ARABIC),
}


def make_font(source: Path, target: Path, family: str, signs: str, weight: int) -> set[int]:
    """One weight of one script as a plain TrueType font; gives the signs in it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["*"]
    options.hinting = False
    options.name_IDs = ["*"]
    maker = subset.Subsetter(options)
    wanted = assets.unicodes(signs) if signs else [sign for sign in font.getBestCmap() if sign not in MARKS]
    maker.populate(unicodes=wanted)
    maker.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    font["OS/2"].usWeightClass = weight
    style = "Bold" if weight >= 600 else "Regular"
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = 1 if style == "Bold" else 0
    postscript = f"{family}-{style}".replace(" ", "")
    keep = {name.nameID: name.toUnicode() for name in font["name"].names if name.nameID in {0, 13, 14}}
    font["name"].names = []
    words = keep | {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript}
    for number, text in sorted(words.items()):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = None
    font.save(target)
    return set(font.getBestCmap())


def ranges(signs: set[int]) -> list[list[int]]:
    """Numbers as pairs of first and last."""
    rows = [list(group) for _key, group in groupby(enumerate(sorted(signs)), key=lambda pair: pair[1] - pair[0])]
    return [[row[0][1], row[-1][1]] for row in rows]


def main() -> None:
    """All fonts, their licences and fonts.json."""
    FONTS.mkdir(parents=True, exist_ok=True)
    rows, signs = [], set()
    for family, (package, source, wanted) in FAMILIES.items():
        for style, weight in WEIGHTS.items():
            target = FONTS / f"{family.lower().replace(' ', '-')}-{style}.ttf"
            signs |= make_font(assets.NODE / package / source, target, family, wanted, weight)
            rows.append(
                _row(target, package, f"weight {weight}, family {family}" + (f", U+{wanted}" if wanted else ""))
            )
    for package in sorted({row["package"] for row in rows}):
        target = FONTS / (package.replace("@", "").replace("/", "-") + ".txt")
        target.write_text((assets.NODE / package / assets.licence_of(package)[1]).read_text().strip() + "\n")
        rows.append(_row(target, package, ""))
    text = json.dumps({"files": rows, "families": list(FAMILIES), "signs": ranges(signs)}, separators=(",", ":"))
    (FONTS / "fonts.json").write_text(text.replace('{"file"', '\n{"file"').replace(',"signs"', ',\n"signs"') + "\n")


def _row(target: Path, package: str, changed: str) -> dict[str, str]:
    return {
        "file": target.name,
        "package": package,
        "version": assets.package_version(package),
        "licence": assets.licence_of(package)[0],
        "sha256": assets.digest(target),
        "changed": changed,
    }


if __name__ == "__main__":
    main()
