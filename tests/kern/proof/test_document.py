"""The file of a log is true or false with a reason: every changed bit makes it false, nothing makes it raise."""

from __future__ import annotations

import json
import os
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkkompas.kern.proof import document, signing, tree

KEY = signing.private_key(b"k" * 32, "test")
ABOUT = {"kind": "contact_request", "object": "6f1c2c55-0000-4000-8000-000000000001"}


def made(count: int = 3, *, key=KEY, about=ABOUT, size: int = 20) -> bytes:
    """A file of `count` lines in a log of `size`, each third place ours."""
    lines = [
        {
            "position": number * 3,
            "salt": os.urandom(16).hex(),
            "content": json.dumps({**ABOUT, "who": "Stichting Één", "number": number}, ensure_ascii=False),
            "proof": [],
        }
        for number in range(count)
    ]
    leaves = [tree.leaf_hash(str(number).encode()) for number in range(size)]
    for line in lines:
        leaves[line["position"]] = document.leaf_of(line)
    nodes = tree.grown(leaves)
    for line in lines:
        line["proof"] = [step.hex() for step in tree.path_of(line["position"], size, nodes)]
    head = document.signed_head(
        key, log="open", size=size, root=tree.root_of(size, nodes), at="2026-11-24T10:00:00+00:00"
    )
    return document.write(key, about=about, made_at="2026-11-24T11:00:00+00:00", head=head, lines=lines, waiting=1)


def forged(**changes) -> bytes:
    """A file that somebody with a key of their own wrote, with something else in it."""
    bare = {name: value for name, value in json.loads(made()).items() if name != "signature"} | changes
    return signing.canonical(bare | {"signature": signing.sign(KEY, bare)})


@pytest.mark.parametrize("count", [0, 1, 6])
def test_what_we_write_is_true(count):
    verdict = document.verify(made(count))
    assert (verdict.verified, verdict.lines) == (True, count)
    assert verdict.key == signing.public_hex(KEY)


FILE = made(2)


@settings(max_examples=400)
@given(st.integers(0, len(FILE) * 8 - 1))
def test_every_changed_bit_makes_it_false(bit):
    changed = bytearray(FILE)
    changed[bit // 8] ^= 1 << bit % 8
    verdict = document.verify(bytes(changed))
    assert not verdict.verified
    assert verdict.reason


@pytest.mark.prove
def test_each_single_bit_of_a_file_counts():
    for bit in range(len(FILE) * 8):
        changed = bytearray(FILE)
        changed[bit // 8] ^= 1 << bit % 8
        assert not document.verify(bytes(changed)).verified, bit


def test_the_key_that_the_reader_brings_decides():
    assert document.verify(made(), key=signing.public_hex(KEY).upper() + "\n").verified
    other = signing.public_hex(signing.private_key(b"o" * 32, "test"))
    assert "another key" in document.verify(made(), key=other).reason


def test_a_line_that_is_left_out_a_line_of_another_tree_and_a_line_about_another_are_false():
    whole, other = json.loads(made()), json.loads(made())
    assert document.verify(forged(lines=other["lines"])).reason == "line 1 does not stand in the signed log"
    assert document.verify(signing.canonical(whole | {"lines": whole["lines"][1:]})).reason.startswith("the signature")
    somebody = ABOUT | {"object": "somebody-else"}
    assert document.verify(made(about=somebody)).reason == "line 1 is about something else than the file says"


def test_lines_twice_or_out_of_order_are_false():
    lines = json.loads(FILE)["lines"]
    for wrong in (lines[::-1], [lines[0], lines[0]]):
        assert document.verify(forged(lines=wrong, head=json.loads(FILE)["head"])).reason == "line 2 is not in order"


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"format":' * 50_000,
        b"9" * 10_000,
        b"null",
        b'{"format":"wijkkompas-log-1"}',
        b'{"format":"wijkkompas-log-1","x":"\\ud800"}',
        b'{"format":"wijkkompas-log-1","lines":NaN}',
        FILE + b"\n",
        FILE.replace(b'"waiting":1', b'"waiting":1.0'),
        FILE.replace(b'"waiting":1', b'"waiting":true'),
        FILE.replace(b'"waiting":1', b'"waiting":' + b"1" * 60),
        b" " * (document.LARGEST_FILE + 1),
    ],
    ids=count(),  # a file has a salt of its own at each run
)
def test_a_hostile_file_gets_a_reason(hostile):
    verdict = document.verify(hostile)
    assert not verdict.verified
    assert verdict.reason


@pytest.mark.parametrize(
    "changes",
    [
        {"about": None},
        {"head": []},
        {"lines": {}},
        {"lines": [None]},
        {"lines": [{"position": 0, "salt": "", "content": "", "proof": []}]},
        {"lines": [{"position": 1 << 70, "salt": "0" * 32, "content": "{}", "proof": []}]},
        {"lines": [{"position": 0, "salt": "0" * 32, "content": "[" * 100_000, "proof": []}]},
        {"lines": [{"position": 0, "salt": "0" * 32, "content": "{}", "proof": ["0" * 64] * 64}]},
        {"extra": 1},
        {"waiting": -1},
    ],
)
def test_a_file_of_another_shape_gets_a_reason_also_with_a_good_signature(changes):
    verdict = document.verify(forged(**changes))
    assert not verdict.verified
    assert verdict.reason


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: json.dumps({"format": text}).encode()))
def test_whatever_comes_in_nothing_raises(content):
    assert not document.verify(content).verified
