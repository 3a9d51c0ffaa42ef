"""The finder of duplicates: one form for what is written in many, calm scores with reasons, work that grows slowly."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from bench import duplicates as bench

from wijkkompas.wegwijzer.duplicates.candidates import candidates
from wijkkompas.wegwijzer.duplicates.features import page, phone, site, spot, words
from wijkkompas.wegwijzer.duplicates.values import ENGLISH, Entry, Reason

HERE = {"areas": frozenset({"GM0622"}), "around": frozenset({"GM0622", "RG-MVS", "NL"})}
ELSEWHERE = {"areas": frozenset({"GM0546"}), "around": frozenset({"GM0546", "NL"})}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("010 123 45 67", "+31101234567"),
        ("(010) 1234567", "+31101234567"),
        ("+31 (0)10 1234567", "+31101234567"),
        ("0031 10 1234567", "+31101234567"),
        ("0101234567 tst. 12", "+31101234567"),
        ("0800-1234", "+318001234"),
        ("112", "+31112"),
        ("+1 650 123 4567", "+16501234567"),
        ("bel ons", ""),
        ("", ""),
    ],
)
def test_a_number_has_one_form(written, number):
    assert phone(written) == number


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (("Plein 1", "3131 AA"), "3131AA 1"),
        (("plein 1 bis", "3131aa"), "3131AA 1"),
        (("1e Dwarsstraat 12", "3131 AA"), "3131AA 12"),
        (("Proefstr. 2", ""), "proefstraat2"),
        (("Proefstraat 2", ""), "proefstraat2"),
        (("Plein", "3131 AA"), ""),
        (("", ""), ""),
    ],
)
def test_an_address_has_one_form(address, place):
    assert spot(*address) == place


def test_links_have_one_form_and_a_first_page_is_no_page():
    assert site("http://www.example.org/") == site("https://example.org") == site("example.org") == "example.org"
    assert page("https://www.example.org/Spreekuur/") == "example.org/spreekuur"
    assert page("https://example.org/") == ""
    assert site("http://[kapot") == page("http://[kapot") == site("geen") == ""


def test_words_without_legal_form_and_accents():
    assert words("Stichting Het Taalcafé van Zuid") == {"taalcafe", "zuid"}
    assert words("مساعدة") == {"مساعدة"}


def test_pairs_come_with_reasons_and_the_surest_first():
    known = [
        Entry("k1", "Taalcafé Zuid", "Stichting Taal", ("010 1234567",), (("Plein 1", "3131AA"),), **HERE),
        Entry("k2", "Taalcafé Noord", "Stichting Taal", **HERE),
        Entry("k3", "Fietsles", **HERE),
    ]
    new = Entry("n", "Taalcafe  zuid", "stichting taal", ("+31 10 1234567",), (("plein 1", "3131 AA"),), **HERE)
    found = candidates([*known, new], about=["n"])
    assert (found[0].one, found[0].other, found[0].score) == ("k1", "n", 1.0)
    assert found[0].reasons == (
        Reason.SAME_NAME,
        Reason.SAME_ORGANIZATION,
        Reason.SAME_PHONE,
        Reason.SAME_ADDRESS,
    )
    assert all("k3" not in (pair.one, pair.other) for pair in found)
    assert ENGLISH.keys() == set(Reason)


def test_the_same_help_in_two_towns_is_not_one():
    one = Entry("a", "Thuisadministratie", "Humanitas", **HERE)
    other = Entry("b", "Thuisadministratie", "Humanitas", **ELSEWHERE)
    assert candidates([one, other]) == []


def test_two_levels_of_a_course_are_not_one():
    one = Entry("a", "Nederlandse les A1", "Taalhuis", ("010 1234567",), **HERE)
    other = Entry("b", "Nederlandse les A2", "Taalhuis", ("010 1234567",), **HERE)
    found = candidates([one, other])
    assert not found or Reason.OTHER_NUMBER in found[0].reasons
    same = candidates([one, Entry("c", "Nederlandse les niveau A1", "Taalhuis", **HERE)])
    assert [pair.score > 0.4 for pair in same] == [True]


def test_a_number_that_many_share_says_little():
    two = [Entry(f"e{n}", name, phones=("010 1234567",)) for n, name in enumerate(["Fietsles", "Kookclub"])]
    names = ["Yoga", "Zwemmen", "Lezen", "Koor", "Schaken", "Tuinieren", "Schilderen", "Breien"]
    more = [Entry(f"m{n}", name, phones=("010 1234567",)) for n, name in enumerate(names)]
    one = candidates(two, enough=0.01)[0].score
    assert candidates([*two, *more], enough=0.01)[0].score < one / 2


def test_a_text_that_means_the_same_adds_a_reason():
    chance = np.random.default_rng(1)
    vectors = {f"e{n}": chance.standard_normal(8).astype(np.float32) for n in range(40)}
    vectors["a"] = vectors["b"] = np.ones(8, np.float32) * 3
    entries = [Entry(f"e{n}", f"naam{n:02d}xx") for n in range(40)]
    entries += [Entry("a", "Maaltijden"), Entry("b", "Samen eten")]
    found = candidates(entries, vectors=vectors, enough=0.1)
    assert ("a", "b", (Reason.SAME_MEANING,)) in [(pair.one, pair.other, pair.reasons) for pair in found]


def test_ten_thousand_services_of_one_name_do_not_give_fifty_million_pairs():
    assert candidates([Entry(f"n{n}", "Koffieochtend", phones=("0000",)) for n in range(10_000)]) == []


def test_odd_entries_break_nothing():
    odd = [Entry("a", ""), Entry("b", "!!!"), Entry("c", "de het"), Entry("a", "dubbel id"), Entry("d", "x" * 200)]
    assert candidates(odd) == []
    assert candidates([], about=[]) == candidates(odd, about=["weg"]) == []


def test_what_another_list_calls_it_is_found():
    worlds = dict(bench.worlds())
    by_hand = bench.measure(worlds["example, other names by hand"])[0]
    varied = bench.measure(worlds["example, varied"])[0]
    assert (by_hand.precision >= 0.9, by_hand.recall >= 0.7) == (True, True), by_hand
    assert (varied.precision >= 0.9, varied.recall >= 0.93) == (True, True), varied


@pytest.mark.skipif(not bench.REAL.is_dir(), reason=f"not here: {bench.REAL}")
def test_what_another_list_calls_a_sample_of_open_referral_is_found():
    real = bench.measure(dict(bench.worlds())[bench.SAMPLES])[0]
    assert (real.precision >= 0.85, real.recall >= 0.97) == (True, True), real


def test_few_of_all_pairs_are_compared():
    from wijkkompas.wegwijzer.duplicates.blocking import blocks, neighbours
    from wijkkompas.wegwijzer.duplicates.features import look

    looks = [look(entry) for entry in bench.many(2_000)]
    compared = sum(1 for _pair in neighbours(blocks(looks, None), None))
    assert compared < 0.05 * 2_000 * 1_999 / 2


def test_it_knows_no_django():
    code = "import sys\nimport wijkkompas.wegwijzer.duplicates.candidates\nsys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
