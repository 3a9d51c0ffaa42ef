"""A letter on A4 that a window envelope fits; tagged PDF (PDF/UA-1), so that a screen reader reads it."""

from __future__ import annotations

from datetime import date

from wijkkompas.kern.paper.printing import press
from wijkkompas.kern.paper.signs import writable

# fmt: off
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni",
          "juli", "augustus", "september", "oktober", "november", "december")  # a letter is in Dutch
# fmt: on


def letter_pdf(*, to: str, subject: str, body: str, language: str, day: date) -> bytes:
    """Typeset a letter. Texts go in as data, never as typst code, so nobody can write commands in a letter."""
    data = {
        "title": writable(subject) or "Brief",
        "language": language,
        "to": [writable(line) for line in to.splitlines()],
        "day": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        "paragraphs": [
            [writable(line) for line in part.splitlines()] for part in body.split("\n\n") if writable(part).strip()
        ],
    }
    return press("kern/paper/letter.typ", [data], day=day).pdf
