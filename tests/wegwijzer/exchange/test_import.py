"""Taking a source in: what comes in, what stays, what is told."""

from __future__ import annotations

from datetime import date

import pytest

from tests.wegwijzer.exchange.conftest import PLACE, SERVICE, SETS, TODAY, page, service
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen.models import Organization
from wijkkompas.wegwijzer.models import ImportedRecord, ImportRun, Location, Phone, Schedule, Service
from wijkkompas.wegwijzer.policies import IMPORTER

pytestmark = pytest.mark.django_db


def counted(report):
    return report.counts["added"], report.counts["changed"], report.counts["unchanged"]


def test_a_service_comes_in_whole_and_waits_for_a_person(take_in):
    report = take_in({"services.json": page(service())})
    made = Service.objects.get(id=SERVICE)
    assert (counted(report), report.refused, report.held) == ((3, 0, 0), [], 1)
    assert (made.name, made.status, made.assured_date, made.summary) == (
        "Proefspreekuur",
        "inactive",
        None,
        "Hulp bij brieven.",
    )
    assert (made.source_document, made.source_read) == ("bron", TODAY)
    assert [area.code for area in made.areas.all()] == ["GM0622"]
    assert made.organization.area_id == "GM0622"
    assert [phone.number for phone in made.phones.all()] == ["0612345678"]
    assert Location.objects.get(id=PLACE).addresses.get().postal_code == "3131 AA"


def test_rota_and_days_that_differ_are_read_back_from_the_notes_of_our_own_feed(take_in):
    take_in({"services.json": page(service())})
    hours = Schedule.objects.get(service_id=SERVICE)
    assert (str(hours), hours.notes, str(hours.at_location.location_id)) == ("MO,WE 09:00-12:00", "bel eerst", PLACE)
    assert [(line.weeks, line.who) for line in hours.rota_lines.all()] == [("odd", "Maatschappelijk werk")]
    assert [(day.day, day.opens_at, day.reason) for day in hours.exceptions.all()] == [
        (date(2026, 12, 25), None, "Kerst")
    ]


def test_importing_again_changes_nothing(take_in):
    take_in({"services.json": page(service())})
    before = Service.objects.get(id=SERVICE).last_modified
    report = take_in({"services.json": page(service())})
    assert (counted(report), report.differences, report.vanished) == ((0, 0, 3), [], [])
    assert Service.objects.get(id=SERVICE).last_modified == before


def test_publish_makes_it_findable_at_once_and_takes_the_date_of_checking(take_in):
    take_in({"services.json": page(service())}, publish=True)
    made = Service.objects.get(id=SERVICE)
    assert (made.status, made.assured_date) == ("active", date(2026, 10, 1))


def test_publish_later_publishes_what_waited(take_in):
    take_in({"services.json": page(service())})
    report = take_in({"services.json": page(service())}, publish=True)
    assert (counted(report), report.held) == ((0, 1, 2), 0)
    assert Service.objects.get(id=SERVICE).status == "active"


def test_what_a_person_published_stays_published_and_closes_when_the_source_closes_it(take_in):
    take_in({"services.json": page(service())})
    Service.objects.filter(id=SERVICE).update(status="active")
    assert counted(take_in({"services.json": page(service())})) == (0, 0, 3)
    assert Service.objects.get(id=SERVICE).status == "active"
    take_in({"services.json": page(service(status="defunct"))})
    assert Service.objects.get(id=SERVICE).status == "defunct"


def test_what_the_source_changed_is_taken_over(take_in):
    take_in({"services.json": page(service())})
    changed = service(
        name="Nieuw spreekuur", phones=[{"id": "1b3f0c56-6a4c-4f25-9a43-00000000000a", "number": "0800 1"}]
    )
    changed["phones"][0]["number"] = "0800-1234"
    report = take_in({"services.json": page(changed)})
    made = Service.objects.get(id=SERVICE)
    assert (counted(report), made.name) == ((0, 1, 2), "Nieuw spreekuur")
    assert [phone.number for phone in made.phones.all()] == ["0800-1234"]
    assert Schedule.objects.filter(service_id=SERVICE).count() == 1


def test_a_local_correction_wins_and_the_difference_is_shown(take_in):
    take_in({"services.json": page(service())})
    Service.objects.filter(id=SERVICE).update(name="Beter verwoord")
    Phone.objects.filter(service_id=SERVICE).update(number="010 1234567")
    report = take_in({"services.json": page(service(name="Anders", url="https://example.org/nieuw"))})
    made = Service.objects.get(id=SERVICE)
    assert (made.name, made.url) == ("Beter verwoord", "https://example.org/nieuw")
    assert made.phones.get().number == "010 1234567"
    assert {(d.field, str(d.ours), str(d.theirs)) for d in report.differences if d.field == "name"} == {
        ("name", "Beter verwoord", "Anders")
    }
    assert {d.field for d in report.differences} == {"name", "phones"}


def test_what_the_source_no_longer_tells_is_marked_and_stays(take_in):
    other = service(
        id="1b3f0c56-6a4c-4f25-9a43-0000000000f1", name="Tweede", service_at_locations=[], schedules=[], phones=[]
    )
    take_in({"services.json": page(service(), other)})
    report = take_in({"services.json": page(service())})
    assert report.vanished == [{"id": other["id"], "kind": "service", "source_id": other["id"], "name": "Tweede"}]
    assert Service.objects.filter(id=other["id"]).exists()
    assert take_in({"services.json": page(service())}).vanished == []
    with acting_as(system_actor(IMPORTER)):
        assert ImportedRecord.objects.get(source_id=other["id"]).vanished_on == TODAY
    take_in({"services.json": page(service(), other)})
    with acting_as(system_actor(IMPORTER)):
        assert ImportedRecord.objects.get(source_id=other["id"]).vanished_on is None


def test_a_source_gone_empty_deletes_nothing_and_says_so(take_in):
    take_in({"services.json": page(service())})
    report = take_in({"services.json": page()})
    assert len(report.vanished) == 3
    assert Service.objects.filter(id=SERVICE).exists()
    assert any("Nothing was removed" in note for note in report.notes)


def test_a_list_with_plain_fields_only_leaves_places_and_phones_as_they_are(take_in):
    take_in({"services.json": page(service())})
    plain = {name: value for name, value in service().items() if not isinstance(value, list)}
    report = take_in({"services.json": page(plain)})
    assert (counted(report), report.vanished) == ((0, 0, 2), [])
    assert Service.objects.get(id=SERVICE).phones.count() == 1


def test_a_dry_run_says_the_same_and_writes_nothing(take_in):
    report = take_in({"services.json": page(service())}, dry_run=True)
    assert counted(report) == (3, 0, 0)
    assert not Service.objects.filter(id=SERVICE).exists()
    with acting_as(system_actor(IMPORTER)):
        assert not ImportRun.objects.exists()


def test_a_broken_record_does_not_stop_the_rest_and_says_which_line(take_in):
    broken = service(id="1b3f0c56-6a4c-4f25-9a43-0000000000f2", name="")
    report = take_in({"services.json": page(broken, service(email="geen adres"))})
    assert {(p.line, p.field, p.whole) for p in report.refused} == {(1, "name", True), (2, "email", False)}
    assert Service.objects.get(id=SERVICE).email == ""


def test_what_the_database_refuses_does_not_stop_the_rest(take_in, monkeypatch):
    from wijkkompas.wegwijzer.exchange import things

    monkeypatch.setitem(things.LENGTHS, "service", {})
    bad = service(id="1b3f0c56-6a4c-4f25-9a43-0000000000f3", name="n" * 300, phones=[], schedules=[])
    report = take_in({"services.json": page(bad, service())})
    assert [(p.line, p.field) for p in report.refused] == [(1, "")]
    assert Service.objects.filter(id=SERVICE).exists()
    assert not Service.objects.filter(id=bad["id"]).exists()


def test_the_id_of_another_source_is_not_taken(take_in):
    take_in({"services.json": page(service())}, source="eerste")
    report = take_in({"services.json": page(service(name="Ander spreekuur"))}, source="tweede")
    assert report.counts["added"] == 2  # service and place; the organisation with this name is the same one
    assert Service.objects.get(id=SERVICE).name == "Proefspreekuur"
    assert Service.objects.filter(name="Ander spreekuur").exclude(id=SERVICE).count() == 1
    assert Organization.objects.filter(name="Stichting Proef").count() == 1


def test_what_may_be_a_duplicate_is_told_with_reasons(take_in):
    take_in({"services.json": page(service())}, source="eerste")
    report = take_in({"services.json": page(service())}, source="tweede")
    assert [(d["kind"], d["known"], d["score"]) for d in report.duplicates] == [("service", SERVICE, 1.0)]
    assert set(report.duplicates[0]["reasons"]) >= {"the same name", "the same address", "the same telephone number"}


def test_a_record_that_is_already_ours_is_not_overwritten(take_in):
    mine = Service.objects.first()
    report = take_in({"services.json": page(service(id=str(mine.id), name="Van een ander"))})
    mine.refresh_from_db()
    assert mine.name != "Van een ander"
    assert any(d.id == str(mine.id) and d.field == "name" for d in report.differences)


def test_a_refuge_keeps_no_address_also_when_it_had_one_here(take_in):
    take_in({"services.json": page(service())})
    hidden = service(name="Vrouwenopvang Proef", description="Kom naar Proefstraat 1, 3131AA.")
    report = take_in({"services.json": page(hidden)})
    place = Location.objects.get(id=PLACE)
    assert not place.addresses.exists()
    made = Service.objects.get(id=SERVICE)
    assert not made.at_locations.exists()
    assert "Proefstraat" not in made.description + made.summary
    assert "3131" not in made.description
    assert any("refuge" in note for note in report.notes)
    with acting_as(system_actor(IMPORTER)):
        assert all("Proefstraat" not in str(row.fields) for row in ImportedRecord.objects.all())


def test_names_of_people_and_of_who_keeps_a_record_do_not_come_in(take_in):
    contacts = [
        {
            "id": "1b3f0c56-6a4c-4f25-9a43-0000000000c1",
            "name": "Merk Teken",
            "title": "Balie",
            "email": "merk@example.org",
        },
        {"id": "1b3f0c56-6a4c-4f25-9a43-0000000000c2", "title": "Aanmelden", "email": "aanmelden@example.org"},
    ]
    told = service(
        contacts=contacts, assurer_email="houder@example.org", metadata=[{"id": "x", "updated_by": "Merk Teken"}]
    )
    take_in({"services.json": page(told)}, publish=True)
    made = Service.objects.get(id=SERVICE)
    assert [(c.name, c.title, c.email) for c in made.contacts.order_by("title")] == [
        ("", "Aanmelden", "aanmelden@example.org"),
        ("", "Balie", ""),
    ]
    assert made.assurer_email == ""
    with acting_as(system_actor(IMPORTER)):
        kept = str(list(ImportedRecord.objects.values_list("fields", flat=True)))
    assert "Merk" not in kept
    assert "houder@" not in kept


def test_the_feed_that_claims_31_items_but_holds_128_is_told_about(take_in, real):
    report = take_in(real / "oruk-3.0-mock-json" / "V3.0-UK-Test" / "service_list.json")
    assert "service_list.json says that it holds 31 items, but it holds 128" in report.notes
    assert len([p for p in report.refused if "stands already" in p.reason]) == 127


@pytest.mark.parametrize("name", SETS)
def test_every_real_data_set_comes_in_and_again_changes_nothing(take_in, real, name):
    first = take_in(real / name, publish=True)
    assert first.counts["added"] > 0
    again = take_in(real / name, publish=True)
    assert (again.counts["added"], again.counts["changed"], again.vanished, again.differences) == (0, 0, [], [])
    assert again.refused == first.refused


def test_the_number_of_queries_does_not_grow_with_the_source(take_in, django_assert_max_num_queries):
    many = [
        service(
            id=f"1b3f0c56-6a4c-4f25-9a43-0000000001{n:02}",
            name=f"Dienst {n}",
            phones=[{"id": f"1b3f0c56-6a4c-4f25-9a43-0000000002{n:02}", "number": f"0612345{n:03}"}],
            schedules=[],
            languages=[],
            service_at_locations=[],
        )
        for n in range(48)
    ]
    with django_assert_max_num_queries(130):
        assert take_in({"services.json": page(*many)}).counts["added"] == 49
