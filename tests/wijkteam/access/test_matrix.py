"""Who sees, opens and writes what of a case, in every world, beside an oracle that was written from the design."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from tests.wijkteam.access import oracle, trying
from tests.wijkteam.access.worlds import Matrix

pytestmark = [pytest.mark.pg15, pytest.mark.xdist_group("worlds")]


def told(wrong: list[str]) -> str:
    """The differences, most frequent first, with one world each."""
    kinds = Counter(line.partition(" World")[0] for line in wrong)
    first = {kind: next(line for line in wrong if line.partition(" World")[0] == kind) for kind, _ in kinds.items()}
    return f"{len(wrong)} differences:\n" + "\n".join(f"{n:6} × {first[kind]}" for kind, n in kinds.most_common(40))


def test_each_row_is_seen_by_who_the_design_says_and_by_nobody_else(sampled: Matrix):
    wrong = trying.rows(sampled)
    assert not wrong, told(wrong)


def test_the_sample_holds_every_pair_of_choices(sampled: Matrix):
    worlds = [its.world for its in sampled.placed]
    names = list(oracle.DIMENSIONS)
    for one, two in itertools.combinations(names, 2):
        there = {(getattr(world, one), getattr(world, two)) for world in worlds}
        assert len(there) == len(oracle.DIMENSIONS[one]) * len(oracle.DIMENSIONS[two]), (one, two)
    print(f"{len(worlds)} worlds, {len(sampled.users)} people")


def test_each_key_opens_for_who_the_design_says_and_a_refused_one_leaves_no_line(sampled: Matrix):
    wrong = trying.keys(sampled, most=8)
    assert not wrong, told(wrong)


def test_each_write_succeeds_for_who_the_design_says_and_is_refused_to_everybody_else(sampled: Matrix):
    wrong = trying.writes(sampled, most=8)
    assert not wrong, told(wrong)


@pytest.mark.prove
def test_every_world_of_the_full_product_shows_the_rows_that_the_design_says(everything: Matrix):
    print(f"{len(everything.placed)} worlds, {len(everything.users)} people")
    wrong = trying.rows(everything)
    assert not wrong, told(wrong)
