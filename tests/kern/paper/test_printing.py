"""The press: data is never code, nothing that somebody wrote stops a letter, a PDF that a screen reader reads."""

from __future__ import annotations

import base64
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from wijkkompas.kern.paper import DoesNotFit, letter_pdf, press, printing, qr_svg, writable

DAY = date(2026, 11, 24)
MARKUP = '#set text(9pt) *a* _b_ `c` $d$ <e> @f \\g = h - i + j / k ~ #import "x" // z [ ] { } \' "'


def _letter(body: str, *, title: str = "Brief") -> dict[str, object]:
    lines = [writable(body)]
    return {"title": title, "language": "nl", "to": ["X"], "day": "nu", "paragraphs": [lines]}


def _text(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().replace("\u200b", "") for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def test_typst_commands_in_a_letter_are_plain_text() -> None:
    pdf = letter_pdf(to=MARKUP, subject=MARKUP, body=MARKUP, language="nl", day=DAY)
    assert _text(pdf).count(writable(MARKUP)) == 3


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_makes_a_letter(body: str, subject: str) -> None:
    job = {"template": "kern/paper/letter.typ", "most_pages": None, "made": 0}
    draft = _letter(body, title=writable(subject) or "Brief")
    assert printing.typeset(job | {"drafts": [draft]}) is not None


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.characters(min_codepoint=33, max_codepoint=0x17F, categories=["L", "N", "P", "S"]),
        min_size=1,
        max_size=60,
    )
)
def test_latin_text_comes_out_of_the_pdf_as_it_went_in(text: str) -> None:
    job = {"template": "kern/paper/letter.typ", "most_pages": None, "made": 0}
    made = printing.typeset(job | {"drafts": [_letter(text)]})
    assert made is not None
    said = writable(text).replace("\u200b", "").replace(" ", "")
    assert said in _text(base64.b64decode(made["pdf"])).replace(" ", "")


def test_the_fullest_draft_that_fits_is_printed() -> None:
    drafts = [_letter("woord " * count) for count in (4000, 2000, 300, 10)]
    printed = press("kern/paper/letter.typ", drafts, day=DAY, most_pages=1)
    assert (printed.draft, printed.pages) == (2, 1)
    assert len(PdfReader(io.BytesIO(printed.pdf)).pages) == 1


def test_what_never_fits_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        press("kern/paper/letter.typ", [_letter("woord " * 4000)], day=DAY, most_pages=1)


def test_the_same_paper_of_the_same_day_is_the_same_file() -> None:
    first, second = (press("kern/paper/letter.typ", [_letter("Dag")], day=DAY).pdf for _time in range(2))
    assert first == second


def test_a_paper_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0.01)
    with pytest.raises(printing.Busy):
        press("kern/paper/letter.typ", [_letter("Dag")], day=DAY)


def test_too_many_papers_at_once_wait_and_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "WAIT", 0.01)
    for _place in range(printing.AT_ONCE):
        assert printing._places.acquire(blocking=False)
    try:
        with pytest.raises(printing.Busy):
            press("kern/paper/letter.typ", [_letter("Dag")], day=DAY)
    finally:
        for _place in range(printing.AT_ONCE):
            printing._places.release()


def test_the_process_of_the_press_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    assert "geheim" not in str(printing._environment())


def test_a_letter_is_tagged_titled_and_has_its_fonts_inside() -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(to="X", subject="Uw vraag", body="Dag", language="nl", day=DAY)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Uw vraag"
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        (inner,) = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()


def test_a_qr_code_is_an_image_without_script_or_style() -> None:
    drawn = qr_svg("https://example.org/hulp/x?a=1&b=2")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "script" not in drawn
