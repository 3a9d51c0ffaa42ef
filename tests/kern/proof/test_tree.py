"""A proof leads from a leaf to the root, and no other leaf, place, size or proof does."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.kern.proof import tree

sizes = st.integers(1, 200)


def by_the_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1 word for word: split at the largest power of two smaller than n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + by_the_definition(leaves[:split]) + by_the_definition(leaves[split:])).digest()


def leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(str(number).encode()) for number in range(size)]


def test_the_empty_tree_and_one_leaf_are_those_of_the_standard():
    assert tree.root_of(0, {}).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(sizes)
def test_the_root_from_stored_nodes_is_the_root_by_definition(size):
    made = leaves(size)
    assert tree.root_of(size, tree.grown(made)) == by_the_definition(made)


@given(st.data(), sizes, st.integers(0, 60))
def test_every_leaf_has_a_proof_also_in_a_tree_that_grew_on(data, size, more):
    position = data.draw(st.integers(0, size - 1))
    nodes = tree.grown(leaves(size + more))
    only = {place: nodes[place] for place in tree.needed_for(position, size)}
    proof = tree.path_of(position, size, only)
    assert tree.root_by(leaves(size)[position], position, size, proof) == by_the_definition(leaves(size))
    assert len(proof) <= size.bit_length()


@given(st.data(), sizes)
def test_no_other_leaf_place_size_or_proof_leads_to_the_root(data, size):
    position = data.draw(st.integers(0, size - 1))
    made = leaves(size)
    proof, root = tree.path_of(position, size, tree.grown(made)), by_the_definition(made)
    changed = bytearray(b"".join([made[position], *proof]))
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    pieces = [bytes(changed[at : at + 32]) for at in range(0, len(changed), 32)]
    assert tree.root_by(pieces[0], position, size, pieces[1:]) != root
    for other in range(size):
        if other != position:
            assert tree.root_by(made[position], other, size, proof) != root
    assert tree.root_by(made[position], position, size, [*proof, b"\0" * 32]) is None
    assert not proof or tree.root_by(made[position], position, size, proof[:-1]) is None


@pytest.mark.parametrize(("position", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_place_outside_the_tree_has_no_proof(position, size):
    assert tree.root_by(b"\0" * 32, position, size, []) is None
    with pytest.raises(ValueError):
        tree.path_of(position, size, {})
