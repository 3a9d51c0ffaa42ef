"""Bytes in, safely: a file, a folder or a zip becomes named texts within limits. No path of the data is ever followed.

The limits are far above any real directory (the largest known sample is 0.1 MB) and far below what hurts the machine.
"""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from wijkkompas.wegwijzer.exchange.records import Unreadable

MOST_BYTES = 50 * 2**20
MOST_FILES = 500
MOST_COLUMNS = 1_000
MOST_ROWS = 200_000
READABLE = (".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl")
SEPARATORS = ",;\t"

Files = Mapping[str, bytes]


def open_place(path: Path) -> Files:
    """The readable files at a path by name. Unreadable when it is not there, too large, or not to be trusted."""
    try:
        if path.is_dir():
            return _folder(path)
        if path.stat().st_size > MOST_BYTES:
            raise _too_large()
        return open_bytes(path.name, path.read_bytes())
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}", code="unreadable-path", field="place") from error


def open_bytes(name: str, content: bytes) -> Files:
    """A zip unpacked in memory, or the one file."""
    if content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zip(content)
    if len(content) > MOST_BYTES:
        raise _too_large()
    return {name: content}


def _too_large() -> Unreadable:
    return Unreadable(
        f"this is larger than {MOST_BYTES // 2**20} MB, also when unpacked: split it, or export less", code="too-large"
    )


def _folder(path: Path) -> Files:
    found: dict[str, bytes] = {}
    total, root = 0, path.resolve()
    for item in sorted(path.rglob("*")):
        if item.suffix.lower() not in READABLE or not item.resolve().is_relative_to(root) or not item.is_file():
            continue
        total += item.stat().st_size
        if total > MOST_BYTES:
            raise _too_large()
        found[item.relative_to(path).as_posix()] = item.read_bytes()
        if len(found) > MOST_FILES:
            raise Unreadable(f"there are more than {MOST_FILES} files in this folder", code="too-many-files")
    return found


def check_inside(name: str) -> str:
    """The name of a file inside a package; Unreadable when it points outside it."""
    plain = name.replace("\\", "/")
    path = PurePosixPath(plain)
    if not plain or path.is_absolute() or ".." in path.parts or ":" in plain or "\0" in plain:
        raise Unreadable(f"the package names a file outside itself: {name[:80]!r}", code="path-outside")
    return path.as_posix()


def _zip(content: bytes) -> Files:
    found: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_FILES:
                raise Unreadable(f"there are more than {MOST_FILES} files in this package", code="too-many-files")
            for entry in entries:
                name = check_inside(entry.filename)
                if stat.S_ISLNK(entry.external_attr >> 16):
                    raise Unreadable(f"the package holds a link instead of a file: {name}", code="path-outside")
                if entry.is_dir() or PurePosixPath(name).suffix.lower() not in READABLE:
                    continue
                with package.open(entry) as stream:  # the size that it names may be a lie: count what comes out
                    found[name] = stream.read(MOST_BYTES - total + 1)
                total += len(found[name])
                if total > MOST_BYTES:
                    raise _too_large()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"this zip cannot be unpacked: {error}", code="bad-zip") from error
    return found


def text_of(name: str, content: bytes) -> str:
    """As text: UTF-8 (with or without mark), else what Excel in the Netherlands writes (Windows-1252)."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{name} is no text that we can read: save it as CSV UTF-8", code="bad-encoding")


def json_of(name: str, text: str) -> Any:
    """The value of a JSON text. Unreadable when it is broken or nested without end."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise Unreadable(f"{name} is nested too deep to be a directory", code="too-deep") from error
    except ValueError as error:
        raise Unreadable(f"{name} is not valid JSON: {error}", code="bad-json") from error


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def header_of(text: str) -> tuple[list[str], str]:
    """The column names of a CSV, and what separates them (comma, semicolon or tab). Reads only its beginning."""
    first = text[: text.find("\n")] if "\n" in text else text
    separator = max(SEPARATORS, key=first.count)
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        separator = first[4]
    if first.count(separator) >= MOST_COLUMNS:
        raise Unreadable(f"the table has more than {MOST_COLUMNS:,} columns", code="too-wide")
    header = next((cells for _line, cells in _cells("the table", text, separator)), [])
    return [" ".join(cell.split()) for cell in header], separator


def _cells(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The filled rows with the line where each begins."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    at = 0
    try:
        for cells in lines:
            start, at = at + 1, lines.line_num
            if any(cell.strip() for cell in cells) and not (start == 1 and cells[0].lower().startswith("sep=")):
                yield start, cells
    except csv.Error as error:  # a cell of more than 131,072 characters, a quote that is never closed
        raise Unreadable(f"{name}, line {lines.line_num}: {error}", code="bad-csv") from error


def rows_of(name: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV with the line where each begins. Cells without a column come under the empty name."""
    header, separator = header_of(text)
    twice = next((column for column in header if column and header.count(column) > 1), None)
    if twice is not None:
        raise Unreadable(f"{name} has two columns with the name {twice!r}", code="bad-csv")
    for number, (line, cells) in enumerate(_cells(name, text, separator)):
        if number == 0:
            continue
        if number > MOST_ROWS:
            raise Unreadable(f"{name} has more than {MOST_ROWS:,} rows: split it", code="too-long")
        row = {column: cell for column, cell in zip(header, cells, strict=False) if column}
        surplus = [cell for cell in cells[len(header) :] if cell.strip()]
        if surplus:
            row[""] = "|".join(surplus)
        yield line, row
