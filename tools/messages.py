"""Interface texts: collect them from code and templates (needs GNU gettext), compile the .mo files (needs nothing).

`python tools/messages.py` collects and compiles; `--compile` only compiles; `--check` fails on a gap or a stale .mo.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "wijkkompas"
LOCALE = PACKAGE / "talen" / "locale"
LANGUAGES = ("en", "tr", "pl", "ar", "uk")


def collect() -> None:
    """Bring the .po files up to date; old translations stay."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkkompas.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    LOCALE.mkdir(parents=True, exist_ok=True)
    os.chdir(PACKAGE)
    call_command(
        "makemessages",
        locale=list(LANGUAGES),
        no_obsolete=True,
        no_location=True,
        verbosity=0,
        extensions=["html", "py"],
    )


def compile_all() -> None:
    """Write the .mo files, which are committed so that running needs no tool."""
    for language in LANGUAGES:
        po = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
        po.save_as_mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))


def gaps() -> list[str]:
    """Texts without translation, marked doubtful, or with other placeholders than the Dutch."""
    import re

    found = []
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        po = polib.pofile(str(folder / "django.po"))
        for entry in po:
            texts = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
            wanted = set(re.findall(r"%\(\w+\)[sd]", entry.msgid))
            if entry.fuzzy or not all(texts):
                found.append(f"{language}: {entry.msgid[:60]}")
            elif any(set(re.findall(r"%\(\w+\)[sd]", text)) - wanted for text in texts):
                found.append(f"{language}: other placeholders in {entry.msgid[:60]}")
        mo = polib.mofile(str(folder / "django.mo"))
        if {(e.msgid, e.msgstr) for e in mo} != {(e.msgid, e.msgstr) for e in po.translated_entries()}:
            found.append(f"{language}: django.mo is stale, run tools/messages.py --compile")
    return found


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    if chosen.check:
        found = gaps()
        print("\n".join(found))
        return 1 if found else 0
    if not chosen.compile:
        collect()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
