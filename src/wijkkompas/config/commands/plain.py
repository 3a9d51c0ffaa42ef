"""`plain`: how hard a Dutch text is, and which of two is easier. No database, no Django."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from wijkkompas.config.commands.failure import Failure
from wijkkompas.kern import plain

_MOST_WORDS = 20


def _decoded(content: bytes, field: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(
            "this is not text in UTF-8; save it as plain text and try again", code="not-text", field=field
        ) from error


def _file(path: str, field: str) -> str:
    """The text of a file, or of standard input for -."""
    if path == "-":
        return _decoded(sys.stdin.buffer.read(), field)
    try:
        content = Path(path).read_bytes()
    except IsADirectoryError as error:
        raise Failure(f"{path} is a folder; give a file", code="unreadable-path", field=field) from error
    except (OSError, ValueError) as error:
        raise Failure(
            f"cannot read {path[:200]}; give a file, or - for standard input", code="unreadable-path", field=field
        ) from error
    return _decoded(content, field)


def _file_or_text(given: str, field: str) -> str:
    """The text of a file; the argument itself when there is no such file."""
    try:
        is_file = given == "-" or Path(given).exists()
    except (OSError, ValueError):  # too long for a name, or with a zero byte: a text
        is_file = False
    return _file(given, field) if is_file else given


def score(arguments: argparse.Namespace) -> Any:
    """Score, level, hardest sentences and words that have a simpler one."""
    reading = plain.read(_file(arguments.file, "file"))
    if arguments.json:
        return {
            "score": reading.score,
            "level": reading.level,
            "sentences": [{"text": sentence.text, "score": sentence.score} for sentence in reading.sentences],
            "words": [{"word": found.word, "proposal": found.proposal} for found in reading.words],
        }
    if not reading.sentences:
        return "Hier staat geen tekst."
    lines = [
        f"Waarschijnlijk {reading.level} (score {reading.score:.1f}; hoger is moeilijker).",
        "",
        "Moeilijkste zinnen:",
    ]
    lines += [f"  {sentence.score:6.1f}  {sentence.text}" for sentence in reading.hardest()]
    if reading.words:
        lines += ["", "Kan het eenvoudiger?"]
        lines += [f"  {found.word} → {found.proposal}" for found in reading.words[:_MOST_WORDS]]
        if len(reading.words) > _MOST_WORDS:
            lines.append(f"  en nog {len(reading.words) - _MOST_WORDS} woorden; met --json ziet u alles.")
    return "\n".join(lines)


def compare(arguments: argparse.Namespace) -> Any:
    """Which text is easier: A or B."""
    if arguments.a == arguments.b == "-":
        raise Failure("only one of A and B can be standard input", code="wrong-arguments", field="b")
    a, b = _file_or_text(arguments.a, "a"), _file_or_text(arguments.b, "b")
    easier = plain.easier(a, b)
    if arguments.json:
        return {"easier": easier}
    return f"Tekst {easier} is makkelijker (A {plain.score(a):.1f}, B {plain.score(b):.1f}; hoger is moeilijker)."
