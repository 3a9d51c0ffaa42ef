"""A Merkle tree as RFC 6962 section 2.1: leaf hash 0x00, node hash 0x01, no padding, SHA-256.

A node is named by its level and index: node (0, 5) is the sixth leaf, node (2, 1) covers leaves 4 to 7. Only complete
nodes are stored; the ragged right edge of a tree is worked out from them (`root_of`, `path_of`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

Place = tuple[int, int]  # level, index
EMPTY = hashlib.sha256(b"").digest()
DEEPEST = 63  # levels: more leaves than a bigint counts


def leaf_hash(content: bytes) -> bytes:
    """The hash of what stands in one leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks(size: int) -> list[Place]:
    """The complete nodes that together cover the first `size` leaves, from left to right; at most 63."""
    found, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def root_of(size: int, nodes: Mapping[Place, bytes]) -> bytes:
    """The root of the tree of the first `size` leaves; `nodes` must hold `peaks(size)`."""
    if size == 0:
        return EMPTY
    hashes = [nodes[place] for place in peaks(size)]
    root = hashes.pop()
    while hashes:
        root = node_hash(hashes.pop(), root)
    return root


def _siblings(position: int, size: int) -> Iterator[tuple[int, int]]:
    """The ranges [start, end) whose roots lead from a leaf to the root, from the bottom up (RFC 6962 2.1.1)."""
    start, end, down = 0, size, []
    while end - start > 1:
        middle = start + (1 << ((end - start - 1).bit_length() - 1))
        if position < middle:
            down.append((middle, end))
            end = middle
        else:
            down.append((start, middle))
            start = middle
    return reversed(down)


def _parts(start: int, end: int) -> list[Place]:
    """The stored nodes that make up a range of a tree: it starts where a subtree of its size may start."""
    shifted = []
    for level, index in peaks(end - start):
        shifted.append((level, index + (start >> level)))
    return shifted


def needed_for(position: int, size: int) -> set[Place]:
    """The stored nodes from which `path_of` makes a proof."""
    return {place for start, end in _siblings(position, size) for place in _parts(start, end)}


def path_of(position: int, size: int, nodes: Mapping[Place, bytes]) -> list[bytes]:
    """The inclusion proof of a leaf in the tree of the first `size` leaves: at most 63 hashes of 32 bytes."""
    if not 0 <= position < size:
        raise ValueError("this leaf does not stand in a tree of that size")
    proof = []
    for start, end in _siblings(position, size):
        hashes = [nodes[place] for place in _parts(start, end)]
        root = hashes.pop()
        while hashes:
            root = node_hash(hashes.pop(), root)
        proof.append(root)
    return proof


def root_by(leaf: bytes, position: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that follows from a leaf and its proof; None when the proof has another length (RFC 9162 2.1.3.2)."""
    if not 0 <= position < size:
        return None
    first, last, root, left = position, size - 1, leaf, list(proof)
    while last:
        if first & 1 or first == last:
            if not left:
                return None
            root = node_hash(left.pop(0), root)
            while not first & 1 and first:  # the ragged edge: up to where this node is a right child
                first, last = first >> 1, last >> 1
        else:
            if not left:
                return None
            root = node_hash(root, left.pop(0))
        first, last = first >> 1, last >> 1
    return root if not left else None


def grown(leaves: Iterable[bytes]) -> dict[Place, bytes]:
    """Every complete node of a tree of these leaf hashes. For tests and checks: the database grows its own."""
    nodes: dict[Place, bytes] = {}
    for number, leaf in enumerate(leaves):
        level, index, carried = 0, number, leaf
        nodes[level, index] = carried
        while index & 1:
            carried = node_hash(nodes[level, index - 1], carried)
            level, index = level + 1, index >> 1
            nodes[level, index] = carried
    return nodes
