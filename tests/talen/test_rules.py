"""What must survive a translation, which step may follow which, what changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.talen import rules
from wijkkompas.talen.values import CHECKED_BY_A_PERSON, Deed, Key, State

STATES = (State.MISSING, State.MACHINE, State.CHECKED, State.APPROVED, State.STALE)
DEEDS = (Deed.WRITTEN, Deed.CONFIRMED, Deed.APPROVED, Deed.WENT_STALE)


@pytest.mark.parametrize(
    ("words", "written", "minutes"), [(1, True, 2), (30, True, 2), (31, True, 3), (1, False, 2), (25, False, 4)]
)
def test_a_text_takes_about_so_many_minutes(words, written, minutes):
    assert rules.minutes_for("woord " * words, written=written) == minutes


def test_only_edges_of_the_table_are_allowed():
    table = {(before, deed): after for before, deed, after, why in rules.EDGES if why}
    assert {(s, d): rules.after(s, d) for s in STATES for d in DEEDS if rules.after(s, d)} == table
    assert len(table) == len(rules.EDGES)


def test_a_text_becomes_approved_only_from_checked():
    into = {before for before, _deed, after, _why in rules.EDGES if after == State.APPROVED and before != after}
    assert into == {State.CHECKED}


def test_a_person_stands_behind_every_state_that_a_person_reaches():
    reached = {after for _before, deed, after, _why in rules.EDGES if deed != Deed.WENT_STALE}
    assert reached == CHECKED_BY_A_PERSON


def test_every_state_but_missing_can_go_stale():
    stale = {before for before, deed, after, _why in rules.EDGES if deed == Deed.WENT_STALE and after == State.STALE}
    assert stale == {State.MACHINE, State.CHECKED, State.APPROVED}


@pytest.mark.parametrize(
    ("stored", "text", "same", "state"),
    [
        (None, "", True, State.MISSING),
        (State.MACHINE, "", True, State.MISSING),
        (State.MACHINE, "x", True, State.MACHINE),
        (State.CHECKED, "x", True, State.CHECKED),
        (State.APPROVED, "x", False, State.STALE),
    ],
)
def test_a_translation_of_another_dutch_text_is_stale(stored, text, same, state):
    made_of = rules.source_hash("Bel ons" if same else "Bel ons niet")
    assert rules.state_now(stored=stored, text=text, translated_from=made_of, dutch="Bel ons") == state


def test_line_ends_and_space_around_it_do_not_make_a_text_stale():
    assert rules.source_hash("Bel ons.\r\nNu.\n ") == rules.source_hash("Bel ons.\nNu.")


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text):
    assert rules.tidy(rules.tidy(text)) == rules.tidy(text)


def test_signs_that_turn_a_phone_number_round_are_taken_out():
    assert rules.tidy("Bel \u202e0002-0080\u202c nu") == "Bel 0002-0080 nu"
    assert rules.tidy("اتصل بـ \u200e112\u200f") == "اتصل بـ \u200e112\u200f"


DUTCH = (
    "Bel 0800-2000 of 06 12345678, vrijdag 9.30 tot 11.00 uur. Het kost € 25. "
    "Mail info@example.org of kijk op www.example.org/hulp. Kom naar Dorpsstraat 12, 1234 AB. Hallo %(name)s."
)


def codes(text: str, dutch: str = DUTCH) -> set[tuple[str, str]]:
    return {(found.code, found.what) for found in rules.warnings(dutch, text)}


def test_a_translation_that_keeps_everything_gives_no_warning():
    turkish = (
        "0800 2000 veya 0612345678'i arayın, cuma 9:30 ile 11:00 arası. Ücreti 25 €. info@example.org adresine yazın "
        "ya da www.example.org/hulp sayfasına bakın. Dorpsstraat 12, 1234 AB adresine gelin. Merhaba %(name)s."
    )
    assert codes(turkish) == set()


def test_arabic_digits_count_as_digits():
    assert codes("اتصل بـ ٠٨٠٠-٢٠٠٠ يوم الجمعة", "Bel 0800-2000 op vrijdag") == set()


@pytest.mark.parametrize(
    ("gone", "warning"),
    [
        ("0800-2000", ("missing-phone", "0800-2000")),
        ("06 12345678", ("missing-phone", "06 12345678")),
        ("25", ("missing-number", "25")),
        ("11.00", ("missing-number", "11.00")),
        ("info@example.org", ("missing-address", "info@example.org")),
        ("www.example.org/hulp", ("missing-address", "www.example.org/hulp")),
        ("Dorpsstraat 12", ("missing-address", "Dorpsstraat 12")),
        ("1234 AB", ("missing-address", "1234 AB")),
        ("%(name)s", ("missing-placeholder", "%(name)s")),
    ],
)
def test_what_is_left_out_is_named(gone, warning):
    assert warning in codes(DUTCH.replace(gone, "…"))


def test_a_wrong_digit_in_a_phone_number_is_seen_twice():
    assert codes("Call 0800-2001", "Bel 0800-2000") == {("missing-phone", "0800-2000"), ("strange-number", "0800-2001")}


def test_a_number_in_words_may_become_digits_but_a_long_number_comes_from_somewhere():
    assert codes("It takes 2 hours", "Het duurt twee uur") == set()
    assert codes("Call 1234567", "Bel ons") == {("strange-number", "1234567")}


def test_a_long_text_that_is_still_dutch_is_not_translated():
    assert codes("Wij helpen u met uw post en geld", "Wij helpen u met uw post en geld") == {("not-translated", "")}
    assert codes("Veilig Thuis", "Veilig Thuis") == set()


@given(st.text())
def test_no_text_at_all_breaks_the_check(text):
    rules.warnings(DUTCH, text)
    rules.warnings(text, DUTCH)


@given(st.text(), st.text())
def test_the_difference_holds_both_texts_whole(old, new):
    pieces = rules.difference(old, new)
    assert "".join(p.text for p in pieces if p.what != "gone") == new
    assert "".join(p.text for p in pieces if p.what != "new") == old


def test_the_difference_names_the_words_that_changed():
    pieces = [(p.what, p.text.strip()) for p in rules.difference("Kom op vrijdag langs", "Kom op maandag langs")]
    assert pieces == [("same", "Kom op"), ("gone", "vrijdag"), ("new", "maandag"), ("same", "langs")]


def test_glossary_words_are_found_once_and_the_longest_first():
    terms = {"wijkteam": {"tr": "mahalle ekibi"}, "team": {"tr": "ekip"}, "schuld": {"tr": "borç"}, "huur": {}}
    found = rules.terms_in("Het wijkteam helpt bij schulden en huur.", terms, "tr")
    assert found == [("wijkteam", "mahalle ekibi"), ("schuld", "borç")]


@given(st.builds(Key, *[st.from_regex(r"[a-z0-9_-]{1,10}", fullmatch=True)] * 3))
def test_a_key_reads_back_as_it_was_written(key):
    assert Key.read(str(key)) == key


@pytest.mark.parametrize("written", ["", "a", "a.b", "a.b.c.d", "..", "a..c"])
def test_what_is_no_key_is_none(written):
    assert Key.read(written) is None
