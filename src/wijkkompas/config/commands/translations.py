"""`translations export`, `import` and `check`: texts to and from other tools."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import REFUSED, Failure


def _language(code: str) -> str:
    from wijkkompas.talen.values import OTHERS

    if code not in OTHERS:
        raise Failure(f"unknown language: use one of {', '.join(OTHERS)}", code="unknown-language", field="lang")
    return code


def export(arguments: argparse.Namespace) -> Any:
    """Write every public text with its translation, as XLIFF or PO, to a file or standard output."""
    from wijkkompas.talen.exchange import po, xliff
    from wijkkompas.talen.exchange.lines import lines_of

    language = _language(arguments.lang)
    if arguments.json and not arguments.out:
        raise Failure("with --json the texts go to a file: add --out FILE", code="wrong-arguments", field="out")
    lines = lines_of(language)
    content = (xliff if arguments.format == "xliff" else po).write(lines, language)
    if not arguments.out:
        sys.stdout.buffer.write(content)
        return None
    try:
        Path(arguments.out).write_bytes(content)
    except OSError as error:
        raise Failure(
            f"{arguments.out} cannot be written: {error.strerror}", code="unreadable-path", field="out"
        ) from error
    if arguments.json:
        return {"file": arguments.out, "language": language, "format": arguments.format, "texts": len(lines)}
    return f"{arguments.out}: {len(lines)} texts"


def take_in(arguments: argparse.Namespace) -> Any:
    """Take a file of translations in; 1 when nothing in it could be taken in."""
    from wijkkompas.kern import clock
    from wijkkompas.talen.exchange import importing
    from wijkkompas.talen.exchange.lines import Unreadable

    try:
        with Path(arguments.file).open("rb") as file:
            content = file.read(importing.LARGEST + 1)
        language, entries = importing.parse(content)
    except OSError as error:
        raise Failure(
            f"{arguments.file} cannot be read: {error.strerror}", code="unreadable-path", field="file"
        ) from error
    except Unreadable as error:
        raise Failure(str(error), code="unreadable-file", status=REFUSED, field="file") from error
    report = importing.take(language, entries, at=clock.now(), dry_run=arguments.dry_run)
    counts = report.counts
    nothing = counts["refused"] == len(report.lines) and bool(report.lines)
    return (report.as_json() if arguments.json else report.as_text()), REFUSED if nothing else 0


def check(arguments: argparse.Namespace) -> Any:
    """Look at a file of machine translations before it is shipped: {"slug", "field", "text"} a line. 1 when a line is wrong."""
    from wijkkompas.wegwijzer import api as wegwijzer

    try:
        found = wegwijzer.check_translations(Path(arguments.file), _language(arguments.lang))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Failure(f"{arguments.file} cannot be read: {reason}", code="unreadable-path", field="file") from error
    wrong = sum("fault" in line for line in found)
    if arguments.json:
        return {"faults": wrong, "lines": found}, REFUSED if wrong else 0
    said = [f"line {one['line']}: {one['key']}: {one.get('fault') or '; '.join(one['remarks'])}" for one in found]
    return "\n".join([*said, f"{wrong} wrong, {len(found) - wrong} to look at again"]), REFUSED if wrong else 0
