"""Terms of the law and parts of life, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wijkkompas.wijkteam.intake.rules import Talked, Term, legal_days, may_notify, read_terms
from wijkkompas.wijkteam.intake.terms import terms

DAY = date(2026, 11, 25)


def days(law: str, *, urgent: bool = False, rows=None, received: date = DAY) -> dict[str, date]:
    found = legal_days(
        rows or terms(),
        law=law,
        urgent=urgent,
        received=received,
        add_working_days=lambda day, count: day + timedelta(days=count),
    )
    return {day.what: day.due for day in found}


def test_the_shipped_terms_are_read_and_each_names_its_article():
    assert terms()
    assert all(term.article and term.check for term in terms())


def test_a_wmo_notification_gives_a_week_for_the_own_plan_and_six_for_the_report():
    assert days("wmo") == {"own-plan": date(2026, 12, 2), "report": date(2027, 1, 6)}


def test_a_threat_shortens_the_first_talk_about_debts():
    assert days("wgs")["first-talk"] == date(2026, 12, 23)
    assert days("wgs", urgent=True)["first-talk"] == date(2026, 11, 28)


def test_a_change_of_the_law_holds_from_its_day_on():
    rows = [
        Term("wmo", "report", date(2015, 1, 1), "oud", days=42),
        Term("wmo", "report", date(2027, 1, 1), "nieuw", days=28),
    ]
    assert days("wmo", rows=rows) == {"report": DAY + timedelta(days=42)}
    later = date(2027, 1, 1)
    assert days("wmo", rows=rows, received=later) == {"report": later + timedelta(days=28)}


def test_a_line_without_days_is_refused():
    with pytest.raises(ValueError, match="give days"):
        read_terms([{"law": "wmo", "what": "report", "since": DAY, "article": "x"}])


@pytest.mark.parametrize(
    ("reason", "own", "text", "missing"),
    [
        ("", "", "", False),
        ("needed", "", "", False),
        ("", "", "huur te laat", True),
        ("", "x", "huur te laat", True),
        ("needed", "", "huur te laat", False),
        ("", "hij vroeg het zelf", "huur te laat", False),
    ],
)
def test_a_part_of_life_is_written_down_for_a_reason_or_not_at_all(reason, own, text, missing):
    assert Talked("money", reason, own, text).without_reason is missing


def test_a_notification_is_of_today_or_the_last_year():
    assert [may_notify(DAY + timedelta(days=number), DAY) for number in (-400, -366, 0, 1)] == [
        False,
        True,
        True,
        False,
    ]
