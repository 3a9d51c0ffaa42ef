"""`audit export`, `verify`, `heads` and `check`."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import REFUSED, Failure

_KEY = re.compile(r"\s*[0-9a-fA-F]{64}\s*")


def export(arguments: argparse.Namespace) -> Any:
    """The log of one question into a new file. The code is read from standard input: arguments stand in process lists."""
    from wijkkompas.wegwijzer import api as wegwijzer

    out = Path(arguments.out)
    if out.exists():
        raise Failure(f"{out} exists already; give a new name", code="exists", status=REFUSED, field="out")
    code = sys.stdin.readline(100).strip()
    if not code:
        raise Failure("type the volgcode on standard input", code="no-code", field="code")
    content = wegwijzer.log_file(code)
    if content is None:
        raise Failure("this code leads to no question (any longer)", code="not-found", status=REFUSED, field="code")
    try:
        with out.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise Failure(f"{out} cannot be written: {error.strerror}", code="unreadable-path", field="out") from error
    return {"file": str(out), "bytes": len(content)} if arguments.json else f"{out}: {len(content)} bytes"


def verify(arguments: argparse.Namespace) -> Any:
    """True or false with the reason; 1 when false, 2 when there is no such file."""
    from wijkkompas.kern.proof import document

    if arguments.key and not _KEY.fullmatch(arguments.key):
        raise Failure("a key is 64 hexadecimal signs", code="bad-key", field="key")
    path = Path(arguments.file)
    try:
        if not path.is_file():
            raise Failure(f"{path} is not a file", code="unreadable-path", field="file")
        with path.open("rb") as file:
            content = file.read(document.LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise Failure(f"{path} cannot be read", code="unreadable-path", field="file") from error
    verdict = document.verify(content, key=arguments.key)
    status = 0 if verdict.verified else 1
    if arguments.json:
        return asdict(verdict), status
    told = f"{'true' if verdict.verified else 'false'}: {verdict.reason}"
    if verdict.verified and not arguments.key:
        told += f"\nSigned with key {verdict.key}. Compare it with the one on the municipality's site."
    return told, status


def heads(_arguments: argparse.Namespace) -> Any:
    """Sign what is new, then print."""
    from wijkkompas.toestemming import audit

    audit.grow_all()
    return {"heads": audit.heads()}


def check(_arguments: argparse.Namespace) -> Any:
    """The nightly check, now; 1 when something was changed."""
    from wijkkompas.toestemming import audit

    audit.grow_all()
    found = audit.look_for_changes()
    return {"changed": bool(found), "faults": [asdict(fault) for fault in found]}, int(bool(found))
