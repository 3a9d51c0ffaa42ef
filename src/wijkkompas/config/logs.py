"""Structured logs without personal data: what happened and where in the code, never what somebody wrote.

An exception is logged as its type and the places in the code. Its message is left out: database errors quote values.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter


class WithoutPersonalData(logging.Filter):
    """Strips addresses, query strings and request objects from records of packages."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without what could name a person."""
        if hasattr(record, "request"):
            del record.request
        if record.args:
            record.args = _clean_args(record.args)
        return True


def _clean_args(args: Any) -> Any:
    if isinstance(args, tuple):
        return tuple(_clean(value) for value in args)
    return args


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.split("?", 1)[0][:200]
    return value


class PrivateJsonFormatter(JsonFormatter):
    """One JSON object a line: time, level, logger, message, and for errors the type and the code places."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", json_ensure_ascii=False)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (name of the standard library)
        """The type and the places, not the message."""
        kind, _error, tb = ei
        places = [f"{f.filename.rsplit('/src/', 1)[-1]}:{f.lineno} {f.name}" for f in traceback.extract_tb(tb)]
        return f"{kind.__name__} at " + " < ".join(reversed(places[-8:]))
