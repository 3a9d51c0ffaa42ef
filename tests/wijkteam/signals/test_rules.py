"""Decisions about signals."""

from datetime import timedelta

from wijkkompas.wijkteam.signals.rules import EDGES, alike, heard, marks, next_steps, plain_number, problem
from wijkkompas.wijkteam.signals.values import SignalState

KEY = b"key"


def test_every_state_is_in_the_table_and_every_edge_says_who_and_why():
    assert set(EDGES) == set(SignalState.values)
    for edges in EDGES.values():
        for to, edge in edges.items():
            assert to in EDGES
            assert edge.who
            assert edge.source


def test_every_state_can_come_to_an_end():
    for state in EDGES:
        reached, waiting = {state}, [state]
        while waiting:
            new = set(EDGES[waiting.pop()]) - reached
            reached |= new
            waiting += new
        assert "closed" in reached


def test_not_reached_closes_after_three_tries_and_never_before():
    assert problem("not-reached", "closed", tries=2, about="person") == "tries"
    assert problem("not-reached", "closed", tries=3, about="person") == ""


def test_of_a_place_no_case_is_opened():
    assert "case-opened" in next_steps("reached", tries=0, about="person")
    assert "case-opened" not in next_steps("reached", tries=0, about="place")


def test_a_number_is_the_same_however_it_is_written():
    for written in ("06 1234 5678", "+31 6 12345678", "0031612345678", "06-12345678"):
        assert plain_number(written) == "0612345678"
    assert plain_number("12") == ""


def test_two_signals_look_alike_by_number_or_by_name_and_address_and_not_by_one_of_these():
    one = marks(KEY, name="Müller", address="Dorpsstraat 1", phone="06 1234 5678")
    day = timedelta(days=1)
    assert alike(one, marks(KEY, name="", address="", phone="+31612345678"), apart=day)
    assert alike(one, marks(KEY, name="muller", address="dorpsstraat 1 ", phone=""), apart=-day)
    assert not alike(one, marks(KEY, name="Müller", address="Dorpsstraat 2", phone=""), apart=day)
    assert not alike(one, one, apart=timedelta(days=61))
    assert marks(KEY, name="Müller", address="", phone="") == []


def test_whoever_reported_never_hears_what_came_of_it():
    assert {heard(state) for state in EDGES} == {"in", "picked-up"}
