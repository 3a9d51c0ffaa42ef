"""Copies what the pages need out of node_modules, makes the small font subsets, the sprite and the one style sheet.

Run by `make assets`, after `npm ci --ignore-scripts`. The results are committed, so nobody needs Node to run Wijkkompas.
`python tools/copy_assets.py --css` only joins the style sheet again, after a change in static/wijk/theme; it needs no Node.
The subsets need fonttools and brotli (build time only).
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
NODE = HOUSE / "node_modules"
STATIC = HOUSE / "src" / "wijkkompas" / "kern" / "static" / "wijk"
VENDOR = STATIC / "vendor"

# One style sheet, one request: the components of NL Design System first, then what our theme says about them.
NLDS = {
    f"css/nl-{name}.css": (f"@nl-design-system-candidate/{name}-css", f"dist/{name}.css")
    for name in ("button", "data-badge", "heading", "link", "number-badge", "paragraph", "skip-link")
}
UTRECHT = {
    f"css/utrecht-{name}.css": (f"@utrecht/{name}-css", "dist/index.css")
    for name in ("form-field-description", "form-field-error-message", "form-label", "select", "textarea", "textbox")
}
CSS = NLDS | UTRECHT
THEME = (
    "fonts.css",
    "tokens.css",
    "nlds.css",
    "base.css",
    "components.css",
    "work.css",
    "paper.css",
    "modes.css",
    "print.css",
)

ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
NOTO = "@fontsource-variable/noto-sans"
NOTO_ARABIC = "@fontsource-variable/noto-sans-arabic"
DIGITS = "0030-0039"
ARABIC = (  # Arabic, and the letters of Persian and Urdu
    "060C,061B,061F,0620-0652,0654-0655,0660-066D,0670-0671,0679,067E,0686,0688,0691,0698,06A9,06AF,06BA,06BE,"
    "06C0-06C3,06CC,06D2-06D5,06F0-06F9,200C-200F"
)
# target: package, file in it, the signs to keep, the weights to keep; no signs means: a plain copy
FONTS: dict[str, tuple[str, str, str, tuple[int, int] | None]] = {
    "fonts/atkinson-latin.woff2": (ATKINSON, "files/atkinson-hyperlegible-next-latin-wght-normal.woff2", "", None),
    "fonts/atkinson-latin-ext.woff2": (
        ATKINSON,
        "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        "",
        None,
    ),
    "fonts/noto-digits.woff2": (NOTO, "files/noto-sans-latin-wght-normal.woff2", DIGITS, (400, 750)),
    "fonts/noto-cyrillic.woff2": (NOTO, "files/noto-sans-cyrillic-wght-normal.woff2", "", None),
    "fonts/noto-arabic.woff2": (
        NOTO_ARABIC,
        "files/noto-sans-arabic-arabic-wght-normal.woff2",
        ARABIC,
        (400, 750),
    ),
}
LICENCES = {
    "@nl-design-system-candidate": ("EUPL-1.2", "LICENSE.md"),
    "@utrecht": ("EUPL-1.2", "LICENSE.md"),
    "@fontsource-variable": ("OFL-1.1", "LICENSE"),
    "healthicons-react": ("MIT", "LICENSE"),
}

# The pictograms of life domains: from Health Icons where they have one that says it, else our own in the same line.
PICTOGRAMS = {
    "work": "ConstructionWorker",
    "housing": "HomeAlt",
    "energy": "Electricity",
    "health": "HeartCardiogram",
    "mind": "MentalHealth",
    "contact": "GroupDiscussionMeeting",
    "caring": "PalliativeCare",
    "family": "ChildProgram",
    "safety": "Stop",
    "neighbourhood": "Village",
    "paperwork": "IDocumentsAccepted",
    "school": "RegisterBook",
    "meaningful-day": "ForestPersons",
    "goods-food": "HotMeal",
    "support": "WalkSupported",
    "rights": "Justice",
}


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package_version(package: str) -> str:
    """The version that is installed."""
    return str(json.loads((NODE / package / "package.json").read_text())["version"])


def licence_of(package: str) -> tuple[str, str]:
    """The licence and the name of its text in the package."""
    return LICENCES.get(package) or LICENCES[package.split("/")[0]]


def copy_styles() -> None:
    """The components we use, without their source map (the storage would look for it)."""
    for target, (package, source) in CSS.items():
        text = (NODE / package / source).read_text()
        text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text).strip() + "\n"
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / target).write_text(text)


def copy_fonts() -> None:
    """Fonts as published, or a subset with the signs and weights that we need."""
    for target, (package, source, signs, weights) in FONTS.items():
        out = VENDOR / target
        out.parent.mkdir(parents=True, exist_ok=True)
        if signs:
            subset_font(NODE / package / source, out, signs, weights)
        else:
            shutil.copyfile(NODE / package / source, out)


def subset_font(source: Path, target: Path, signs: str, weights: tuple[int, int] | None) -> None:
    """Keeps some signs and a range of weights; the shaping rules of those signs stay."""
    try:
        from fontTools import subset
        from fontTools.ttLib import TTFont
        from fontTools.varLib import instancer
    except ImportError:
        raise SystemExit("The font subsets need fonttools and brotli: .venv/bin/pip install fonttools brotli") from None

    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["tnum", "lnum"] if signs == DIGITS else ["*"]
    options.hinting = False
    maker = subset.Subsetter(options)
    maker.populate(unicodes=unicodes(signs))
    maker.subset(font)
    if weights:
        font = instancer.instantiateVariableFont(font, {"wght": weights})
    font.flavor = "woff2"
    font.save(target)


def unicodes(signs: str) -> list[int]:
    """Signs such as 0030-0039,060C as numbers."""
    found: list[int] = []
    for part in signs.split(","):
        first, _, last = part.partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def health_icon(name: str) -> str:
    """The shapes of one pictogram, with rounded numbers."""
    text = (NODE / "healthicons-react" / "dist" / "esm" / "outline" / f"{name}.mjs").read_text()
    shapes = []
    for tag, attributes in re.findall(r'createElement\("(path|circle|rect|ellipse)",\{(.*?)\}\)', text):
        pairs = dict(re.findall(r'(\w+):"([^"]*)"', attributes))
        words = {"fillRule": "fill-rule", "clipRule": ""}
        kept = {words.get(key, key): rounded(value) if key == "d" else value for key, value in pairs.items()}
        shapes.append(f"<{tag} " + " ".join(f'{key}="{value}"' for key, value in kept.items() if key) + "/>")
    return "".join(shapes)


def rounded(path: str) -> str:
    """A path with two decimals at most: at 48 units that is not visible."""
    return re.sub(r"\d*\.\d{3,}", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), path)


def make_sprite() -> None:
    """Our own drawings (theme/icons.svg) plus the pictograms, in one file."""
    own = (STATIC / "theme" / "icons.svg").read_text()
    symbols = [
        f'<symbol id="{code}" viewBox="0 0 48 48" fill="currentColor">{health_icon(name)}</symbol>'
        for code, name in PICTOGRAMS.items()
    ]
    own = re.sub(r"<!--.*?-->", "", own, flags=re.S)
    own = re.sub(r">\s+<", "><", own).strip().removesuffix("</svg>")
    note = "<!-- In part Health Icons (CC0), through healthicons-react (MIT); the others drawn for Wijkkompas (EUPL-1.2). -->"
    (STATIC / "icons.svg").write_text(note + "\n" + own + "\n" + "\n".join(symbols) + "\n</svg>\n")


def merge() -> str:
    """The style sheet of the pages, from the sources in vendor/css and theme."""
    parts = [squeeze((VENDOR / name).read_text()) for name in CSS]
    parts += [squeeze((STATIC / "theme" / name).read_text().replace('url("../', 'url("')) for name in THEME]
    note = "/* Made by tools/copy_assets.py from vendor/css (NL Design System, EUPL-1.2) and theme (EUPL-1.2) */\n"
    return note + "\n".join(parts) + "\n"


def squeeze(text: str) -> str:
    """Without comments and empty space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};])\s*", r"\1", text)
    return text.replace(";}", "}").strip()


def write_manifest() -> None:
    """Which file came from where: the test compares it with the files and the lock."""
    rows = []
    for target, (package, _source) in CSS.items():
        rows.append(row(target, package, changed="without source map"))
    for target, (package, _source, signs, weights) in FONTS.items():
        changed = f"subset U+{signs}, weights {weights}" if signs else ""
        rows.append(row(target, package, changed=changed))
    rows.append(row("../icons.svg", "healthicons-react", changed="16 pictograms, rounded, joined with our own"))
    for package in sorted({entry["package"] for entry in rows}):
        licence, name = licence_of(package)
        target = "licences/" + package.replace("@", "").replace("/", "-") + ".txt"
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / target).write_text((NODE / package / name).read_text().strip() + "\n")
        rows.append(row(target, package, changed=""))
    rows.sort(key=lambda entry: entry["file"])
    (VENDOR / "manifest.json").write_text(json.dumps({"files": rows}, indent=1) + "\n")


def row(target: str, package: str, changed: str) -> dict[str, str]:
    """One line of the manifest."""
    return {
        "file": target,
        "package": package,
        "version": package_version(package),
        "licence": licence_of(package)[0],
        "sha256": digest(VENDOR / target),
        "changed": changed,
    }


def main() -> None:
    """Everything, or with --css only the style sheet."""
    if "--css" not in sys.argv:
        copy_styles()
        copy_fonts()
        make_sprite()
        write_manifest()
    (STATIC / "site.css").write_text(merge())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.parent != STATIC / "vendor" / "licences":
            print(f"{path.stat().st_size:>8}", path.relative_to(STATIC))


if __name__ == "__main__":
    main()
