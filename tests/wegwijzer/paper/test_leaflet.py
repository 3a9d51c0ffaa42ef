"""One A4, in six languages, that says what went in and that a screen reader can read."""

from __future__ import annotations

import io
import re
from datetime import date, time

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pypdf import PdfReader

from tests.kern.paper.reading import lines, text
from tests.talen import people
from wijkkompas.kern.paper import DoesNotFit, writable
from wijkkompas.talen import actions
from wijkkompas.talen.api import CODES, Key
from wijkkompas.talen.models import Translation
from wijkkompas.talen.rules import source_hash
from wijkkompas.wegwijzer.models import CrisisLine, Schedule, ScheduleException, Service
from wijkkompas.wegwijzer.models.directory import Address, Location, ServiceAtLocation
from wijkkompas.wegwijzer.paper import gathering, leaflet, words
from wijkkompas.wegwijzer.paper.rules import MOST
from wijkkompas.wegwijzer.paper.values import Entry, Number, Piece

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)  # a Tuesday
SLUGS = ["geldzaken", "haakcafe", "nl-veilig-thuis"]
MARKUP = "#set text(1pt) *vet* _schuin_ `code` $x$ <label> @ref \\ // niets [a] {b} ~ = kop"


def services(*slugs: str) -> list[Service]:
    found = {row.slug: row for row in gathering.with_paper_facts(Service.objects.filter(slug__in=slugs))}
    return [found[slug] for slug in slugs]


def printed(language: str = "nl", **more):
    rows = gathering.entries(services(*SLUGS), language, DAY)
    return leaflet.print_leaflet(rows, gathering.numbers(language), language=language, day=DAY, **more)


def entry(**more) -> Entry:
    return Entry(**{"slug": "x", "name": Piece("Naam", "nl"), "address": "https://example.org/hulp/x"} | more)


@pytest.mark.parametrize("language", CODES)
def test_what_went_in_comes_out(language: str) -> None:
    """Each text letter for letter; Arabic word for word, because a line of it may hold numbers and Dutch."""
    rows = gathering.entries(services(*SLUGS), language, DAY)
    numbers = gathering.numbers(language)
    said = text(leaflet.print_leaflet(rows, numbers, language=language, day=DAY, made_by="Buurthuis Ünal").pdf)
    pieces = [
        piece
        for row in rows
        for fact in ("summary", "where", "when", "phone", "ways", "bring")
        for line in getattr(row, fact)
        for piece in line
    ]
    pieces += [row.name for row in rows] + [one.words for one in numbers]
    pieces += [Piece(one.digits, "nl") for one in numbers] + [Piece("Buurthuis Ünal", "nl")]
    with override(language):
        pieces.append(Piece(writable(str(leaflet.labels()["when"])), language))
    assert len(pieces) > 20
    for piece in pieces:
        if re.search("[\u0600-\u06ff]", piece.text):
            missing = [word for word in re.findall("[\u0600-\u06ff]+", piece.text) if word not in said]
            assert not missing, piece
        else:
            assert piece.text.replace("\u200b", "") in said, piece


def test_a_whole_line_of_arabic_is_in_the_right_order() -> None:
    said = lines(
        leaflet.print_leaflet(
            [entry(summary=((Piece("مرحبا بكم في بيت الحي", "ar"),),))], [], language="ar", day=DAY
        ).pdf
    )
    assert "مرحبا بكم في بيت الحي" in said


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("large", [False, True])
def test_it_is_one_sheet(language: str, large: bool) -> None:
    made = printed(language, large=large)
    reader = PdfReader(io.BytesIO(made.pdf))
    assert len(reader.pages) == made.pages <= (2 if large else 1)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_twenty_services_fit_on_one_side_with_name_place_and_number() -> None:
    rows = [
        entry(
            name=Piece(f"Spreekuur nummer {at}", "nl"),
            summary=((Piece("Een zin over wat zij doen voor mensen in de wijk.", "nl"),),),
            where=((Piece("Buurthuis Voorbeeld", "nl"), Piece("Voorbeeldstraat 12, Voorbeeldstad", "nl")),),
            when=((Piece("maandag tot en met vrijdag, 9.00 tot 12.00 uur", "nl"),),),
            phone=((Piece(f"0800-{at:04}", "nl"),),),
        )
        for at in range(MOST)
    ]
    made = leaflet.print_leaflet(rows, gathering.numbers("nl"), language="nl", day=DAY)
    said = text(made.pdf)
    assert made.pages == 1
    for row in rows:
        assert row.name.text in said
        assert row.phone[0][0].text in said


def test_more_than_fits_is_refused_and_not_squeezed() -> None:
    long = ((Piece("woord " * 30, "nl"),),) * 2
    rows = [entry(name=Piece("Lange naam " * 15, "nl"), where=long, when=long, phone=long) for _at in range(60)]
    with pytest.raises(DoesNotFit):
        leaflet.print_leaflet(rows, gathering.numbers("nl"), language="nl", day=DAY)


def test_typst_commands_in_a_service_are_plain_text() -> None:
    row = entry(
        name=Piece(writable(MARKUP), "nl"),
        summary=((Piece(writable(MARKUP), "nl"),),),
        where=((Piece(writable(MARKUP), "nl"),),),
    )
    made = leaflet.print_leaflet([row], [Number("112", Piece(writable(MARKUP), "nl"))], language="nl", day=DAY)
    assert text(made.pdf).count("#set text(1pt)") == 4


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_it_is_tagged_for_a_screen_reader(language: str) -> None:
    reader = PdfReader(io.BytesIO(printed(language).pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title
    kinds, alternatives, languages = [], [], set()

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            kinds.append(str(node.get("/S", "")))
            if "/Alt" in node:
                alternatives.append(str(node["/Alt"]))
            if "/Lang" in node:
                languages.add(str(node["/Lang"]))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"])
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(SLUGS) + 1
    assert len(alternatives) == len(SLUGS)
    assert all("geldzaken" in a.lower() or "haak" in a.lower() or "thuis" in a.lower() for a in alternatives)
    if language == "ar":
        assert "nl" in languages  # Dutch pieces say that they are Dutch


def test_every_font_is_inside() -> None:
    for page in PdfReader(io.BytesIO(printed("ar").pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()


def test_the_number_of_queries_does_not_grow() -> None:
    counts = []
    for most in (2, 15):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            rows = list(gathering.with_paper_facts(Service.objects.public())[:most])
            gathering.entries(rows, "nl", DAY)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16


def test_hours_are_words_and_closed_days_are_told() -> None:
    (row,) = services("haakcafe")
    schedule = Schedule.objects.create(service=row, byday=["MO", "TU", "WE"], opens_at=time(9), closes_at=time(12, 30))
    Schedule.objects.create(
        service=row, byday=["FR"], opens_at=time(13), closes_at=time(15), valid_to=date(2026, 11, 1)
    )
    ScheduleException.objects.create(schedule=schedule, day=date(2026, 12, 7))
    ScheduleException.objects.create(schedule=schedule, day=date(2027, 3, 1))
    (row,) = services("haakcafe")
    assert words.hours(row.schedules.all(), DAY) == [
        "maandag tot en met woensdag, 9.00 tot 12.30 uur",
        "Dicht op maandag 7 december",
    ]


@pytest.mark.parametrize("language", CODES)
def test_a_code_leads_to_the_page_in_the_language_of_the_paper(language: str) -> None:
    [row] = gathering.entries([Service.objects.get(slug="geldzaken")], language, DAY)
    start = settings.BASE_URL if language == "nl" else f"{settings.BASE_URL}/{language}"
    assert row.address == f"{start}/hulp/geldzaken"


def test_a_place_where_people_hide_is_not_on_paper() -> None:
    (row,) = services("nl-veilig-thuis")
    place = Location.objects.create(name="Het geheime huis", area_id="NL", latitude=52.0, longitude=4.0)
    Address.objects.create(location=place, address_1="Schuilstraat 1", city="X", state_province="X", postal_code="1")
    ServiceAtLocation.objects.create(service=row, location=place)
    (made,) = gathering.entries(services("nl-veilig-thuis"), "nl", DAY)
    assert "geheime" not in str(made)
    assert "Schuilstraat" not in str(made)


def test_a_sentence_at_a_number_that_a_person_translated_stands_on_paper_too() -> None:
    line = CrisisLine.objects.get(code="emergency")
    key, dutch = Key("crisis-line", "emergency", "name"), line.names["nl"]
    first = Translation.objects.get(language="tr", **key._asdict())
    actions.write(
        actor=people.actor("tr"),
        key=key,
        language="tr",
        text="Hemen tehlike mi var? 112",
        version=first.version,
        seen=source_hash(dutch),
    )
    assert Piece("Hemen tehlike mi var? 112", "tr") in [one.words for one in gathering.numbers("tr")]
    CrisisLine.objects.filter(pk="emergency").update(names={"nl": "Gevaar? Bel meteen 112", "tr": line.names["tr"]})
    said = [one.words for one in gathering.numbers("tr")]
    assert Piece(writable(line.names["tr"]), "tr") in said
    assert Piece("Gevaar? Bel meteen 112", "nl") in [one.words for one in gathering.numbers("uk")]


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_numbers_take_one_query_and_one_for_their_translations(language, django_assert_max_num_queries) -> None:
    wanted = CrisisLine.objects.count()
    with django_assert_max_num_queries(2):
        assert len(gathering.numbers(language)) == wanted


def test_colours_on_paper_are_those_of_the_house() -> None:
    from wijkkompas.kern.paper.printing import ROOT

    tokens = (ROOT / "kern/static/wijk/theme/tokens.css").read_text().split("@media")[0]
    house = (ROOT / "kern/paper/house.typ").read_text()
    for colour in re.findall(r"rgb\(\"(#[0-9a-f]{6})\"\)", house):
        assert colour in tokens
