"""Which services stand first, and that the first five together cover the doubt."""

from __future__ import annotations

import numpy as np

from wijkkompas.wegwijzer.search import ranking
from wijkkompas.wegwijzer.search.values import Place


def choose(carries, chances, worth=None, limit=5, taken=()):
    carries = np.asarray(carries, dtype=np.float32)
    worth = np.zeros(len(carries), np.float32) if worth is None else np.asarray(worth, dtype=np.float32)
    picks = ranking.choose(np.arange(len(carries)), carries, np.asarray(chances, dtype=np.float32), worth, limit, taken)
    return [pick.row for pick in picks]


def test_the_first_service_is_the_best_one_for_the_most_probable_need():
    assert choose([[0.5, 1, 1], [1, 0, 0]], [0.4, 0.3, 0.3])[0] == 1


def test_when_the_needs_are_in_doubt_the_first_services_cover_more_than_one():
    rows = [[1, 0], [1, 0], [1, 0], [0, 1]]
    assert 3 in choose(rows, [0.5, 0.45])[:2]


def test_when_one_need_is_certain_its_services_come_before_those_of_an_improbable_need():
    rows = [[1, 0], [1, 0], [0, 1]]
    assert choose(rows, [0.999, 0.00001])[:2] == [0, 1]


def test_among_equals_the_better_service_comes_first():
    assert choose([[1], [1], [1]], [1.0], worth=[0.1, 0.9, 0.5]) == [1, 2, 0]


def test_a_service_that_was_named_is_not_picked_twice():
    assert choose([[1], [1]], [1.0], taken={0}) == [1]


def test_services_of_no_probable_need_are_left_out():
    assert choose([[0, 0], [1, 0]], [0.6, 0.4]) == [1]


def test_nearer_coverage_counts_for_more_and_elsewhere_for_nothing():
    rows_of = {"WK1": np.asarray([0]), "GM1": np.asarray([1]), "NL": np.asarray([2]), "GM2": np.asarray([3])}
    cover = ranking.coverage(("WK1", "GM1", "NL"), rows_of, np.asarray([False, False, True, False]))
    assert cover[0] > cover[1] > cover[2] > cover[3] == 0


def test_the_distance_is_to_the_nearest_point():
    points = np.asarray([[51.92, 4.34], [51.95, 4.34]], dtype=np.float32)
    found = ranking.distances(Place(("NL",), (51.91, 4.34)), points, np.asarray([0, 0]), np.asarray([0]))
    assert 1_050 < found[0] < 1_170
    assert ranking.distances(Place(("NL",)), points, np.asarray([0, 0]), np.asarray([0])) == {}
