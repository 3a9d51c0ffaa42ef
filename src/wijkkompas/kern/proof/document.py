"""The file of one record's log: what was done with it, each line with its proof. Written once, checked by anybody.

The file has one written form, so that every changed bit shows: another byte is another file. What comes in may be
hostile: it is read with limits, and whatever is wrong with it becomes a reason, never an error of ours.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from wijkkompas.kern.proof import signing, tree

FORMAT = "wijkkompas-log-1"
LARGEST_FILE = 20_000_000  # bytes: some 15,000 lines
_HEX = {n: re.compile(f"[0-9a-f]{{{n}}}") for n in (32, 64, 128)}
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_HEAD = {"log", "size", "root", "at", "key", "signature"}
_LINE = {"position", "salt", "content", "proof"}
_TOP = {"format", "about", "made_at", "head", "lines", "waiting", "key", "signature"}


@dataclass(frozen=True)
class Verdict:
    """Is the file true, and why (not); `key` is what to compare with the key that the municipality publishes."""

    verified: bool
    reason: str
    lines: int = 0
    head: dict[str, Any] | None = None
    key: str = ""


class _Wrong(Exception):
    """What is wrong with the file, in words for who checks it."""


def leaf_of(line: dict[str, Any]) -> bytes:
    """The leaf hash of a line: its salt and its content."""
    return tree.leaf_hash(bytes.fromhex(line["salt"]) + line["content"].encode())


def signed_head(key: signing.PrivateKey, *, log: str, size: int, root: bytes, at: str) -> dict[str, Any]:
    """A head with its signature. `at` is the moment in ISO 8601."""
    head = {"log": log, "size": size, "root": root.hex(), "at": at, "key": signing.public_hex(key)}
    return head | {"signature": signing.sign(key, head)}


def head_is_signed(head: dict[str, Any]) -> bool:
    """Does the head carry the signature of the key that it names?"""
    bare = {name: value for name, value in head.items() if name != "signature"}
    return signing.signed_by(head["key"], head["signature"], bare)


def write(
    key: signing.PrivateKey,
    *,
    about: dict[str, str],
    made_at: str,
    head: dict[str, Any],
    lines: list[Any],
    waiting: int,
) -> bytes:
    """The file. `waiting` is how many lines are newer than the head: they can be proved after the next one."""
    document = {
        "format": FORMAT,
        "about": about,
        "made_at": made_at,
        "head": head,
        "lines": lines,
        "waiting": waiting,
        "key": signing.public_hex(key),
    }
    return signing.canonical(document | {"signature": signing.sign(key, document)})


def verify(content: bytes, *, key: str | None = None) -> Verdict:
    """Check a file; `key` is the published key in hexadecimal, when the reader has it from elsewhere. Never raises."""
    try:
        document = _read(content)
        _check_shape(document)
        if key is not None and document["key"] != key.strip().lower():
            raise _Wrong("the file is signed with another key than the one you gave")
        _check_signatures(document)
        _check_lines(document)
    except _Wrong as wrong:
        return Verdict(False, str(wrong))
    count = len(document["lines"])
    return Verdict(True, f"all {count} lines stand in the signed log", count, document["head"], document["key"])


def _read(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_FILE:
        raise _Wrong(f"the file is larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        document = json.loads(content.decode())
        same = signing.canonical(document) == content
    except (ValueError, RecursionError, MemoryError):
        raise _Wrong("the file is not JSON that we wrote: it is damaged, or another kind of file") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _Wrong(f"the file is not a log of the form {FORMAT}")
    if not same:
        raise _Wrong("the file was written again by another program, or changed")
    return document


def _is_hex(value: Any, length: int) -> bool:
    return isinstance(value, str) and _HEX[length].fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1 << tree.DEEPEST


def _check_shape(document: dict[str, Any]) -> None:
    about, head, lines = document.get("about"), document.get("head"), document.get("lines")
    good = (
        set(document) == _TOP
        and isinstance(about, dict)
        and set(about) == {"kind", "object"}
        and all(isinstance(value, str) for value in [*about.values(), document["made_at"]])
        and isinstance(head, dict)
        and set(head) == _HEAD
        and isinstance(head["log"], str)
        and _WORD.fullmatch(head["log"]) is not None
        and isinstance(head["at"], str)
        and _is_count(head["size"])
        and _is_count(document["waiting"])
        and _is_hex(head["root"], 64)
        and all(_is_hex(part["key"], 64) and _is_hex(part["signature"], 128) for part in (head, document))
        and isinstance(lines, list)
        and all(_line_has_shape(line) for line in lines)
    )
    if not good:
        raise _Wrong("the file lacks something, or holds something that does not belong in it")


def _line_has_shape(line: Any) -> bool:
    return (
        isinstance(line, dict)
        and set(line) == _LINE
        and _is_count(line["position"])
        and _is_hex(line["salt"], 32)
        and isinstance(line["content"], str)
        and isinstance(line["proof"], list)
        and len(line["proof"]) <= tree.DEEPEST
        and all(_is_hex(step, 64) for step in line["proof"])
    )


def _check_signatures(document: dict[str, Any]) -> None:
    if not head_is_signed(document["head"]):
        raise _Wrong("the signature under the head of the log is false")
    bare = {name: value for name, value in document.items() if name != "signature"}
    if not signing.signed_by(document["key"], document["signature"], bare):
        raise _Wrong("the signature under the file is false: something in it was changed")


def _check_lines(document: dict[str, Any]) -> None:
    head, before = document["head"], -1
    for number, line in enumerate(document["lines"], 1):
        if line["position"] <= before:
            raise _Wrong(f"line {number} is not in order")
        before = line["position"]
        try:
            told = json.loads(line["content"])
        except (ValueError, RecursionError):
            raise _Wrong(f"line {number} cannot be read") from None
        if not isinstance(told, dict) or {name: told.get(name) for name in ("kind", "object")} != document["about"]:
            raise _Wrong(f"line {number} is about something else than the file says")
        proof = [bytes.fromhex(step) for step in line["proof"]]
        root = tree.root_by(leaf_of(line), line["position"], head["size"], proof)
        if root is None or root.hex() != head["root"]:
            raise _Wrong(f"line {number} does not stand in the signed log")
