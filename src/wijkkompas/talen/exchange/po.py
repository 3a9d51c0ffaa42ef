"""PO as Weblate and Poedit know it: `msgctxt` is the key, `fuzzy` says that nobody has checked it for this Dutch text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polib

from wijkkompas import __version__
from wijkkompas.talen.exchange.lines import Entry, Line, Unreadable
from wijkkompas.talen.values import CHECKED_BY_A_PERSON, SOURCE

_VERSION = re.compile(r"^version: (\d{1,9})$", re.MULTILINE)


def write(lines: Sequence[Line], language: str) -> bytes:
    """The file. What was translated of an earlier Dutch text carries that as the previous msgid."""
    file = polib.POFile()
    file.metadata = {
        "Project-Id-Version": f"Wijkkompas {__version__}",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": SOURCE,
    }
    for line in lines:
        fuzzy = bool(line.text) and (line.doubted or line.state not in CHECKED_BY_A_PERSON)
        said = "doubted" if line.doubted else line.state
        file.append(
            polib.POEntry(
                msgctxt=str(line.key),
                msgid=line.dutch,
                msgstr=line.text,
                comment=f"version: {line.version}\nstate: {said}\n{line.title}",
                flags=["fuzzy"] if fuzzy else [],
                previous_msgid=line.earlier_dutch or None,
            )
        )
    return f"{file}\n".encode()


def read(content: bytes) -> tuple[str, list[Entry]]:
    """The language and the texts of a file; raises `Unreadable`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("this file is not UTF-8: save it as UTF-8") from error
    if "\0" in text or "msgid" not in text:
        raise Unreadable("this is neither XLIFF nor PO")
    try:
        file = polib.pofile(f"{text}\n")
    except (OSError, ValueError, IndexError) as error:
        raise Unreadable(f"this PO file cannot be read: {error}") from error
    language = (file.metadata.get("Language") or "").replace("_", "-").split("-")[0].strip().lower()
    if not language:
        raise Unreadable('the header names no language: add a line "Language: tr\\n"')
    return language, [
        Entry(
            line=entry.linenum or 0,
            key=entry.msgctxt or "",
            dutch=entry.msgid,
            text=entry.msgstr,
            done=not entry.fuzzy,
            version=int(found.group(1)) if (found := _VERSION.search(entry.comment or "")) else None,
        )
        for entry in file
        if not entry.obsolete
    ]
