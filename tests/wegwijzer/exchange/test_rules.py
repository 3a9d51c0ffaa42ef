"""The pure parts: values, comparing, refuges, hours, and each shape. No database."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkkompas.wegwijzer.exchange import refuges, shapes, values
from wijkkompas.wegwijzer.exchange.assembling import assemble
from wijkkompas.wegwijzer.exchange.readers import upl, wide
from wijkkompas.wegwijzer.exchange.reconciling import Verdict, reconcile
from wijkkompas.wegwijzer.exchange.records import Unreadable, made_id, own_uuid
from wijkkompas.wegwijzer.exchange.things import Places

PLACES = Places(
    {"NL": ("NL",), "GM0622": ("GM0622", "NL")},
    {"vlaardingen": "GM0622"},
    frozenset({"understand-letter"}),
    {"geld-en-schulden": "geld-en-schulden", "geld en schulden": "geld-en-schulden"},
)


def read(text: str | bytes, *, mapping=None, municipality: str | None = None, name: str = "lijst.csv"):
    content = text.encode() if isinstance(text, str) else text
    reading = shapes.reading_of({name: content}, mapping=mapping)
    return assemble(reading, source="bron", places=PLACES, municipality=municipality)


def only(made, kind: str):
    [item] = [item for item in made.items if item.kind == kind]
    return item


# Comparing ----------------------------------------------------------------------------------------------------------

SOME = {"name": "a", "url": ""}


@pytest.mark.parametrize(
    ("incoming", "stored", "last", "verdict", "write", "different"),
    [
        (SOME, None, None, Verdict.ADD, SOME, []),
        (SOME, SOME, SOME, Verdict.UNCHANGED, {}, []),
        ({"name": "b", "url": ""}, SOME, SOME, Verdict.CHANGE, {"name": "b"}, []),
        (SOME, {"name": "c", "url": ""}, SOME, Verdict.LOCAL_WINS, {}, ["name"]),
        ({"name": "b", "url": ""}, {"name": "c", "url": ""}, SOME, Verdict.LOCAL_WINS, {}, ["name"]),
        ({"name": "b", "url": ""}, {"name": "b", "url": ""}, SOME, Verdict.UNCHANGED, {}, []),
        ({"name": "b", "url": "x"}, {"name": "c", "url": ""}, SOME, Verdict.CHANGE, {"url": "x"}, ["name"]),
        ({"name": "b"}, SOME, None, Verdict.LOCAL_WINS, {}, ["name"]),
    ],
)
def test_a_field_that_somebody_here_corrected_stays(incoming, stored, last, verdict, write, different):
    outcome = reconcile(incoming, stored, last)
    assert (outcome.verdict, outcome.write) == (verdict, write)
    assert [d.field for d in outcome.differences] == different


def test_an_address_that_must_not_be_known_goes_also_when_somebody_here_wrote_it():
    outcome = reconcile(
        {"addresses": []}, {"addresses": [{"id": "1", "city": "x"}]}, {"addresses": []}, forced={"addresses"}
    )
    assert outcome.write == {"addresses": []}


fields = st.dictionaries(st.sampled_from(["name", "url", "phones"]), st.sampled_from(["", "a", "b"]), min_size=1)


@given(fields, fields, fields)
def test_what_is_written_is_what_the_source_says_and_the_second_time_nothing_is_written(incoming, stored, last):
    outcome = reconcile(incoming, stored, last)
    assert outcome.write.items() <= incoming.items()
    after = {**stored, **outcome.write}
    assert reconcile(incoming, after, {**last, **incoming}).write == {}


@given(fields, fields, fields)
def test_a_field_that_differs_from_what_was_imported_is_never_written_over(incoming, stored, last):
    corrected = {name for name, value in stored.items() if name in last and value != last[name]}
    assert not corrected & reconcile(incoming, stored, last).write.keys()


def test_rows_are_compared_without_their_order_and_their_id():
    ours = {"phones": [{"id": "1", "number": "1"}, {"id": "2", "number": "2"}]}
    theirs = {"phones": [{"id": "8", "number": "2"}, {"id": "9", "number": "1"}]}
    assert reconcile(theirs, ours, ours).verdict is Verdict.UNCHANGED


# Ids ----------------------------------------------------------------------------------------------------------------


def test_the_same_thing_always_gets_the_same_id_and_another_source_another():
    assert made_id("a", "service", "1") == made_id("a", "service", "1")
    assert len({made_id(s, t, i) for s in "ab" for t in ("service", "phone") for i in "12"}) == 8


@pytest.mark.parametrize(
    "text", ["1", "", "7c92d010-1b0a-11e9-b56e-0800200c9a", "{1899600a-649c-11e6-8b77-86f30ca893d3}", "x" * 36]
)
def test_what_is_no_uuid_is_not_taken_for_one(text):
    assert own_uuid(text) is None


# Values -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (values.clock, "9am", "09:00"),
        (values.clock, "4:00 PM", "16:00"),
        (values.clock, "3pm", "15:00"),
        (values.clock, "12am", "00:00"),
        (values.clock, "9.30 uur", "09:30"),
        (values.clock, "10:00:00", "10:00"),
        (values.clock, "24:00", "23:59"),
        (values.day, "2026-11-24", "2026-11-24"),
        (values.day, "24-11-2026", "2026-11-24"),
        (values.day, "12/24/2015", "2015-12-24"),
        (values.day, "2023-03-15T10:30:45.123Z", "2023-03-15"),
        (values.days, "TH,FR", ["TH", "FR"]),
        (values.days, "Maandag", ["MO"]),
        (values.days, "1", ["MO"]),
        (values.money, "2,50", "2.50"),
        (values.money, "€ 1.250,00", "1250.00"),
        (values.money, "35", "35.00"),
        (values.language, "Engels", ("en", "")),
        (values.language, "Chinese (Mandarin)", ("zh", "")),
        (values.language, "urd", ("ur", "")),
        (values.language, "Klingon taal", ("und", "Klingon taal")),
        (values.phone, '"+44 1234 234567"', "+44 1234 234567"),
        (values.whole_number, "12", 12),
    ],
)
def test_values_are_read_however_they_were_written(form, text, value):
    assert form(text) == value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (values.clock, "25:00"),
        (values.clock, "13pm"),
        (values.clock, "hh:mm:ss"),
        (values.day, "January 01, 0001"),
        (values.day, "morgen"),
        (values.days, "1MO"),
        (values.days, "feestdagen"),
        (values.money, "gratis"),
        (values.money, "NaN"),
        (values.whole_number, "1.5"),
        (values.whole_number, "-1"),
        (values.link, "javascript:alert(1)"),
        (values.link, "http://[::1"),
        (values.email, "email-example_com"),
        (values.phone, "bel ons"),
    ],
)
def test_what_a_value_cannot_be_is_refused(form, text):
    with pytest.raises((ValueError, OverflowError)):
        form(text)


@given(st.text())
def test_no_text_makes_a_value_break_otherwise_than_by_saying_so(text):
    for form in (values.clock, values.day, values.days, values.money, values.link, values.email, values.phone):
        try:
            form(text)
        except ValueError:
            continue
    values.language(text)
    assert len(values.cut(text, 20)) <= 20
    values.text(text).encode()


def test_the_first_sentence_is_the_summary():
    assert values.summary("Hulp bij post. En meer.") == "Hulp bij post."
    assert len(values.summary("woord " * 100)) <= 200


def test_columns_are_as_long_as_the_import_thinks():
    from wijkkompas.wegwijzer.exchange.identities import MODELS
    from wijkkompas.wegwijzer.exchange.storing import CHILDREN
    from wijkkompas.wegwijzer.exchange.things import LENGTHS

    models = {**MODELS, **{c.model._meta.db_table.removeprefix("wegwijzer_"): c.model for c in CHILDREN.values()}}
    for kind, lengths in LENGTHS.items():
        model = models.get(kind) or models[kind.replace("_", "")]
        for name, length in lengths.items():
            assert model._meta.get_field(name).max_length == length, f"{kind}.{name}"


# Refuges ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Blijf-van-mijn-lijfhuis",
        "Blijf van mijn lijf",
        "Vrouwenopvang Rijnmond",
        "Het Oranje Huis",
        "Noodopvang voor vrouwen met kinderen",
        "Opvang slachtoffers huiselijk geweld",
        "Women's Refuge",
        "Women’s Shelter",
        "Safe house for young people",
        "Safe Housing",
        "Domestic violence shelter",
    ],
)
def test_a_name_that_says_refuge_is_known(name):
    assert refuges.is_refuge([name])


@pytest.mark.parametrize(
    "name", ["Kinderopvang Kiekeboe", "Vluchtelingenwerk", "Refugee council", "Crisisopvang Leger des Heils"]
)
def test_other_names_are_left_alone(name):
    assert not refuges.is_refuge([name])


def test_what_gives_a_place_away_is_taken_out_however_it_is_spaced():
    kept = refuges.without("Kom naar proefstraat  1 (3131AA).", ["Proefstraat 1", "3131 AA"])
    assert "roefstraat" not in kept
    assert "3131" not in kept


# Shapes -------------------------------------------------------------------------------------------------------------

EXCEL = (
    "Nummer{s}Naam{s}Organisatie{s}Omschrijving{s}Telefoon{s}Adres{s}Postcode{s}Plaats{s}Thema{s}Talen{s}Maandag{s}Dinsdag\r\n"
    "1{s}Café Één{s}Stichting Proef{s}Koffie.{s}010 1234567{s}Straat 1{s}3131 AA{s}Vlaardingen{s}Geld en schulden{s}Nederlands{s}"
    "9.00-12.00{s}9.00-12.00\r\n"
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_spreadsheet_is_read_in_every_dress(separator, encoding):
    made = read(EXCEL.format(s=separator).encode(encoding))
    service = only(made, "service").fields
    assert (service["name"], service["theme"]) == ("Café Één", "geld-en-schulden")
    assert [(h["byday"], h["opens_at"], h["closes_at"]) for h in service["schedules"]] == [
        (["MO", "TU"], "09:00", "12:00")
    ]
    assert [language["code"] for language in service["languages"]] == ["nl"]
    assert only(made, "location").defaults == {"area": "GM0622"}
    assert made.problems == []


def test_excel_may_say_itself_what_separates():
    assert only(read("sep=;\r\n" + EXCEL.format(s=";")), "service").fields["name"] == "Café Één"


def test_a_row_with_too_many_cells_is_refused_and_the_rest_comes_in():
    made = read(EXCEL.format(s=";") + "2;Los" + ";x" * 20 + "\r\n")
    assert [(p.line, p.whole) for p in made.problems] == [(3, True)]
    assert len([item for item in made.items if item.kind == "service"]) == 1


def test_hours_that_are_no_hours_are_refused_with_their_line():
    made = read(EXCEL.format(s=";").replace("9.00-12.00;9.00-12.00", "op afspraak;12.00-9.00"))
    assert {(p.line, p.field) for p in made.problems} == {(2, "opens_at"), (2, "closes_at")}


MAPPING = """
service: {name: Titel, description: Tekst}
organization: {name: Door}
fixed:
  service: {theme: geld-en-schulden}
"""


def test_an_own_mapping_says_which_column_is_what():
    made = read("Titel|Tekst|Door\r\nA|B|C\r\n".replace("|", ";"), mapping=("eigen.yaml", MAPPING))
    service = only(made, "service").fields
    assert (service["name"], service["description"], service["theme"]) == ("A", "B", "geld-en-schulden")


@pytest.mark.parametrize(
    ("mapping", "word"),
    [
        ("service: {name: Titel, kleur: X}", "kleur"),
        ("service: {name: Titel}\nfantasie: 1", "fantasie"),
        ("service: {description: Tekst}", "name"),
        ("service: [", "YAML"),
        ("- a", "name"),
        ("service: {name: Naam}", "Naam"),
        ("service: {name: Titel}\nterms: 3", "terms"),
    ],
)
def test_a_wrong_mapping_says_which_word_is_wrong(mapping, word):
    with pytest.raises(Unreadable) as found:
        read("Titel;Tekst;Door\r\nA;B;C\r\n", mapping=("eigen.yaml", mapping))
    assert found.value.field == "mapping"
    assert word in str(found.value)


def test_the_shipped_mappings_are_right():
    assert [wide.shipped(name).name for name in wide.SHIPPED] == list(wide.SHIPPED)


UPL = (
    "URI,UniformeProductnaam,Burger,Gemeente,SDG,Grondslaglabel\r\n"
    "http://standaarden.example.org/terms/AangifteVertrekBuitenland,aangifte vertrek buitenland,X,X,D1,Artikel 2.43\r\n"
    "http://standaarden.example.org/terms/AangifteVertrekBuitenland,aangifte vertrek buitenland,X,X,D1,Artikel 2.44\r\n"
    "http://standaarden.example.org/terms/Bijstand,bijstand,X,X,,\r\n"
)


def test_the_product_list_becomes_one_taxonomy_with_a_term_for_each_uri():
    made = read(UPL)
    terms = {item.fields["code"]: item.fields for item in made.items if item.kind == "taxonomy_term"}
    assert only(made, "taxonomy").fields["name"] == "UPL"
    assert set(terms) == {"AangifteVertrekBuitenland", "Bijstand"}
    assert terms["AangifteVertrekBuitenland"]["description"] == (
        "Voor: burger, gemeente. Grondslag: Artikel 2.43; Artikel 2.44."
    )


def test_long_product_codes_stay_apart():
    one, other = (upl.code_of("http://x/" + "a" * 80 + end) for end in "bc")
    assert len(one) == len(other) == 60
    assert one != other


def test_terms_that_stand_above_themselves_do_not_hang_the_import():
    text = "id,name,parent_id,taxonomy\r\n1,a,2,lijst\r\n2,b,3,lijst\r\n3,c,1,lijst\r\n4,d,4,lijst\r\n5,e,9,lijst\r\n"
    made = read(text, name="taxonomy_terms.csv")
    assert len([item for item in made.items if item.kind == "taxonomy_term"]) == 5
    assert any("above itself" in problem.reason for problem in made.problems)


def test_the_pure_parts_know_no_django():
    parts = "assembling fetching gathering opening reconciling report shapes"
    code = "import sys\n" + "".join(f"import wijkkompas.wegwijzer.exchange.{part}\n" for part in parts.split())
    done = subprocess.run([sys.executable, "-c", code + "sys.exit('django' in sys.modules)"], check=False)
    assert done.returncode == 0
