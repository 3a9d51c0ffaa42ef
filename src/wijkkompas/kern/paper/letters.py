"""A letter on A4 that a window envelope fits; tagged PDF (PDF/UA-1), so that a screen reader reads it."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import typst

HERE = files("wijkkompas.kern") / "paper"
RIGHT_TO_LEFT = {"ar"}


def letter_pdf(*, to: str, subject: str, body: str, language: str, day: date) -> bytes:
    """Typeset a letter. Texts go in as data, never as typst code, so nobody can write commands in a letter."""
    months = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ]
    data = {
        "to": to.splitlines(),
        "subject": subject,
        "language": language,
        "paragraphs": [p for p in (part.strip() for part in body.split("\n\n")) if p],
        "day": f"{day.day} {months[day.month - 1]} {day.year}",
        "rtl": language in RIGHT_TO_LEFT,
    }
    fonts = Path(str(HERE / "fonts"))
    return typst.compile(
        str(HERE / "letter.typ"),
        sys_inputs={"letter": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(fonts)] if fonts.is_dir() else [],
        pdf_standards=["ua-1"],
    )
