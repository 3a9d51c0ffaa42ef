"""`leaflet` and `guide`: the same papers as the pages make, into a file or to standard output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import NO_DATABASE, REFUSED, Failure
from wijkkompas.kern.paper import Busy, DoesNotFit, Printed


def leaflet(arguments: argparse.Namespace) -> Any:
    """One A4 with these services, in this order."""
    from wijkkompas.kern import clock
    from wijkkompas.wegwijzer import api as wegwijzer

    language = _language(arguments.lang)
    try:
        printed = wegwijzer.leaflet_of(arguments.slugs, language=language, large=arguments.large, day=clock.today())
    except LookupError as error:
        raise Failure(f"no service has the name {error.args[0]!r}", code="unknown-service", field="slugs") from error
    except ValueError as error:
        if isinstance(error, DoesNotFit):
            raise Failure(
                "this does not fit on the paper: give fewer services", code="does-not-fit", status=REFUSED
            ) from error
        raise Failure(str(error), code="too-many", field="slugs") from error
    except Busy as error:
        raise _busy(error) from error
    return _write(printed, arguments, kind="leaflet", language=language)


def guide(arguments: argparse.Namespace) -> Any:
    """The wijkgids of an area."""
    from wijkkompas.kern import clock
    from wijkkompas.mensen import api as mensen
    from wijkkompas.wegwijzer import api as wegwijzer

    language = _language(arguments.lang)
    try:
        area = mensen.area(arguments.area)
        printed = wegwijzer.print_guide(area, language=language, day=clock.today())
    except mensen.UnknownArea as error:
        raise Failure(
            f"no area has the code {arguments.area!r}: use one such as GM0622", code="unknown-area", field="area"
        ) from error
    except wegwijzer.NoGuide as error:
        raise Failure(
            f"of {arguments.area} there is nothing to put in a guide: use a municipality or wijk with services",
            code="no-guide",
            status=REFUSED,
            field="area",
        ) from error
    except Busy as error:
        raise _busy(error) from error
    return _write(printed, arguments, kind="guide", language=language)


def _busy(error: Busy) -> Failure:
    return Failure(f"the press is busy, try again: {error}", code="busy", status=NO_DATABASE)


def _language(wanted: str) -> str:
    from wijkkompas.talen.api import CODES

    if wanted not in CODES:
        raise Failure(f"no such language: use one of {', '.join(CODES)}", code="unknown-language", field="lang")
    return wanted


def _write(printed: Printed, arguments: argparse.Namespace, **about: str) -> Any:
    """To the file, whole or not at all; `-` is standard output, and then the PDF is all that stands there."""
    said = {**about, "file": arguments.out, "pages": printed.pages, "bytes": len(printed.pdf)}
    if about["kind"] == "leaflet":
        said["shortened"] = printed.draft > 0
    if arguments.out == "-":
        if arguments.json:
            raise Failure("--out - and --json both want standard output: give a file", code="two-outputs", field="out")
        sys.stdout.buffer.write(printed.pdf)
        sys.stdout.buffer.flush()
        return None
    target = Path(arguments.out)
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(printed.pdf)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Failure(f"{target} cannot be written: {error.strerror}", code="unreadable-path", field="out") from error
    if arguments.json:
        return said
    return f"{target}: {printed.pages} page{'s' if printed.pages > 1 else ''}"
