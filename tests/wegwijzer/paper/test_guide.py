"""The wijkgids: everything of an area, in order, in six languages."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.kern.paper.reading import lines, text
from wijkkompas.kern.paper import qr_svg, writable
from wijkkompas.mensen import api as mensen
from wijkkompas.talen.api import CODES
from wijkkompas.wegwijzer import queries
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper import guide, views

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


def booklet(code: str = "GM0450", language: str = "nl"):
    return guide.print_guide(mensen.area(code), language=language, day=DAY)


def test_everything_of_the_area_is_in_it_once_with_its_page_in_the_index() -> None:
    pdf = booklet().pdf
    reader = PdfReader(io.BytesIO(pdf))
    pages = [text_of_page(pdf, at) for at in range(len(reader.pages))]
    names = [writable(row.name) for row in queries.services_in_area(mensen.area("GM0450"))]
    assert len(names) > 5
    index = next(at for at in reversed(range(len(pages))) if "Namen op alfabet" in pages[at])
    for name in names:
        assert any(name in page for page in pages[2:index]), name
        assert name in " ".join(pages[index:]), name


def text_of_page(pdf: bytes, at: int) -> str:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(pdf)).pages[at])
    out = io.BytesIO()
    writer.write(out)
    return text(out.getvalue())


@pytest.mark.parametrize("language", CODES)
def test_it_is_an_accessible_booklet_of_a5_in_each_language(language: str) -> None:
    reader = PdfReader(io.BytesIO(booklet(language=language).pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert "Uitgeest" in str(reader.metadata.title)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [420, 595]
    assert len(reader.outline) >= 3  # headings are bookmarks


@pytest.mark.parametrize(("language", "path"), [("nl", "/wijk/GM0450"), ("ar", "/ar/wijk/GM0450")])
def test_the_code_on_it_leads_to_the_area_in_the_language_of_the_booklet(language: str, path: str) -> None:
    made = guide.contents(mensen.area("GM0450"), language, DAY)
    assert made["site"]["qr"] == qr_svg(settings.BASE_URL + path)


def test_the_contents_lead_to_the_page_of_each_theme() -> None:
    pdf = booklet().pdf
    said = lines(pdf)
    start = said.index("Inhoud")
    entries = [match.groups() for line in said[start : start + 20] if (match := re.fullmatch(r"(\D+?)(\d+)", line))]
    assert len(entries) >= 4
    for name, page in entries:
        assert name.strip() in text_of_page(pdf, int(page) - 1)


def test_the_week_tells_when_somebody_is_there() -> None:
    week = guide.contents(mensen.area("GM0450"), "nl", DAY)["week"]
    (friday,) = [day for day in week if day["day"] == "Vrijdag"]
    desk = next(one for one in friday["desks"] if one["slug"] == "geldzaken")
    assert (desk["times"], desk["where"]) == ("9.00–10.30", ["Gemeentehuis"])


def test_the_map_says_in_words_what_it_is_and_lists_its_dots() -> None:
    drawn = guide.contents(mensen.area("GM0307"), "nl", DAY)["map"]
    assert drawn["alt"].startswith("Kaart van Amersfoort")
    assert len(drawn["dots"]) == drawn["svg"].count("<circle")
    assert guide.contents(mensen.area("GM1980"), "nl", DAY)["map"] is None  # no outlines known: no map


def test_names_of_places_cannot_write_in_the_map() -> None:
    mensen.Area.objects.filter(code="WK062202").update(name="<text>#x & 'y'")
    drawn = guide.contents(mensen.area("GM0622"), "nl", DAY)["map"]
    assert "&lt;text&gt;#x &amp; &#x27;y&#x27;" in drawn["svg"]


def test_the_whole_country_and_an_empty_area_have_no_guide() -> None:
    for code in ("NL",):
        with pytest.raises(guide.NoGuide):
            booklet(code)
    Service.objects.update(status="inactive")
    with pytest.raises(guide.NoGuide):
        booklet("GM0450")


def test_the_same_contents_are_printed_once_and_changed_contents_again(monkeypatch) -> None:
    guide._kept.clear()
    made = []

    def press(*args, **more):
        made.append(args)
        return real(*args, **more)

    real = guide.press
    monkeypatch.setattr(guide, "press", press)
    first, second = booklet(), booklet()
    assert first is second
    Service.objects.filter(slug="geldzaken").update(name="Een heel andere naam")
    assert "Een heel andere naam" in text(booklet().pdf)
    assert len(made) == 2


def test_only_the_last_booklets_are_kept(monkeypatch) -> None:
    monkeypatch.setattr(guide, "KEPT", 1)
    guide._kept.clear()
    booklet("GM0450")
    last = booklet("GM0450", "en")
    assert list(guide._kept.values()) == [last]


@pytest.mark.parametrize("code", ["GM0450", "GM0307", "GM0622"])
def test_the_number_of_queries_does_not_grow(code: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        guide.contents(mensen.area(code), "nl", DAY)
    assert len(seen) <= 24  # less where no service has hours or places


# The page


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)


def test_the_page_of_an_area_leads_to_its_guide(client):
    assert b"/wijk/GM0450/gids" in client.get("/wijk/GM0450").content
    page = client.get("/wijk/GM0450/gids")
    assert page.status_code == 200
    assert not page.cookies
    answer = client.post("/wijk/GM0450/gids", {"language": "uk"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="wijkgids-uitgeest-uk.pdf"'


def test_reading_the_page_prints_nothing(client, monkeypatch):
    monkeypatch.setattr(guide, "print_guide", lambda *_a, **_m: pytest.fail("printed"))
    assert client.get("/wijk/GM0450/gids?language=ar").status_code == 200
    assert client.head("/wijk/GM0450/gids").status_code == 200


@pytest.mark.parametrize("code", ["NL", "XX", "GM9999"])
def test_no_such_area_is_404(client, code):
    assert client.get(f"/wijk/{code}/gids").status_code == 404
    assert client.post(f"/wijk/{code}/gids", {"language": "nl"}).status_code == 404


def test_a_language_that_is_not_there_comes_back_with_what_to_do(client):
    answer = client.post("/wijk/GM0450/gids", {"language": "xx"})
    assert answer.status_code == 422
    assert "Kies een taal" in answer.content.decode()


def test_a_busy_press_and_too_many_guides_say_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(mensen, "PRINT_LIMIT", mensen.Limit("guide-test", most=1, seconds=3600))

    def refuse(*_args, **_more):
        raise views.Busy

    monkeypatch.setattr(guide, "print_guide", refuse)
    answer = client.post("/wijk/GM0450/gids", {"language": "nl"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert client.post("/wijk/GM0450/gids", {"language": "nl"}).status_code == 429
