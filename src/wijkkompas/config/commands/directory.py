"""`import-directory` and `export-directory`: the directory from and to other systems."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import REFUSED, WRONG_ARGUMENTS, Failure

# What is wrong with the question, not with the contents: exit 2 (contracts.md).
_WRONG = frozenset(
    [
        "unreadable-path",
        "bad-source",
        "unknown-area",
        "bad-mapping",
        "unknown-shape",
        "bad-address",
        "not-public",
        "unreachable",
    ]
)
_BAR = 30


def import_directory(arguments: argparse.Namespace) -> Any:
    """Take a file, folder, zip or public address in; the report, and 1 when nothing in it could be taken in."""
    from wijkkompas.kern import clock
    from wijkkompas.wegwijzer.exchange import importing
    from wijkkompas.wegwijzer.exchange.records import Unreadable

    try:
        files, place, notes = _contents(arguments.place)
        order = importing.Order(
            source=importing.check_source(arguments.source),
            place=place,
            municipality=importing.check_municipality(arguments.municipality),
            shape=arguments.shape,
            mapping=_mapping(arguments.mapping),
            publish=arguments.publish,
            dry_run=arguments.dry_run,
            notes=tuple(notes),
        )
        report = importing.import_directory(files, order, today=clock.today(), progress=_progress())
    except Unreadable as error:
        status = WRONG_ARGUMENTS if error.code in _WRONG else REFUSED
        raise Failure(str(error), code=error.code, status=status, field=error.field) from error
    except importing.Busy as error:
        raise Failure(str(error), code="busy", status=REFUSED, field="source") from error
    taken = sum(report.counts.values())
    nothing = bool(report.refused) and not taken
    status = REFUSED if nothing or (arguments.strict and report.refused) else 0
    return (report.as_json() if arguments.json else report.as_text()), status


def _contents(place: str) -> tuple[Any, str, list[str]]:
    from wijkkompas.wegwijzer.exchange import fetching, opening

    if "://" in place:
        fetched = fetching.fetch(place)
        return fetched.files, fetched.place, fetched.notes
    path = Path(place)
    return opening.open_place(path), str(path), []


def _mapping(name: str | None) -> tuple[str, str | None] | None:
    from wijkkompas.wegwijzer.exchange import opening
    from wijkkompas.wegwijzer.exchange.readers.wide import LONGEST_MAPPING, SHIPPED

    if name is None or name in SHIPPED:
        return (name, None) if name else None
    path = Path(name)
    if not path.is_file():
        raise Failure(
            f"there is no file {name}; shipped mappings: {', '.join(SHIPPED)}", code="unreadable-path", field="mapping"
        )
    return name, opening.text_of(name, path.read_bytes()[: 2 * LONGEST_MAPPING])


def _progress() -> Any:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        filled = _BAR * done // total if total else _BAR
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done} of {total}{end}")
        sys.stderr.flush()

    return show


def export_directory(arguments: argparse.Namespace) -> Any:
    """Write what residents may find into a new or empty folder."""
    from django.conf import settings

    from wijkkompas.wegwijzer.exchange import exporting

    try:
        counts = exporting.export_directory(Path(arguments.folder), arguments.format, site=settings.BASE_URL)
    except exporting.NotEmpty as error:
        raise Failure(str(error), code="not-empty", status=REFUSED, field="folder") from error
    except OSError as error:
        raise Failure(
            f"{arguments.folder} cannot be written: {error.strerror}", code="unreadable-path", field="folder"
        ) from error
    if arguments.json:
        return {"folder": arguments.folder, "format": arguments.format, "files": counts}
    return "\n".join([f"{arguments.folder}:", *(f"  {name}: {count}" for name, count in counts.items())])
