"""Codes of the desk, and who looked in one line a day."""

from __future__ import annotations

from datetime import UTC, datetime

from wijkkompas.wijkteam.myfile.rules import by_day, clean_code, hash_code, new_code


def test_a_code_is_eight_digits_however_it_is_typed():
    code = new_code()
    assert len(clean_code(code)) == 8
    assert clean_code("1234-5678") == clean_code("١٢٣٤ ٥٦٧٨") == "12345678"
    assert clean_code("1234") == clean_code("") == ""


def test_a_code_is_kept_under_the_key_only():
    assert hash_code(b"a", "12345678") != hash_code(b"b", "12345678")


def test_a_day_an_organisation_and_a_purpose_are_one_line():
    at = datetime(2026, 11, 25, 9, tzinfo=UTC)
    lines = [(at, "Huis", "help", "plan"), (at, "Huis", "help", "case"), (at, "Huis", "list", "case")]
    merged = by_day(lines, lambda moment: moment.date())
    assert [(line.purpose, line.kinds) for line in merged] == [("help", ["case", "plan"]), ("list", ["case"])]
