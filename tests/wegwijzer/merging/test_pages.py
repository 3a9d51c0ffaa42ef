"""The pages of the queue and of imports: what they show, to whom, in how many queries."""

from __future__ import annotations

import re
import uuid
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wegwijzer.exchange.conftest import SERVICE, page, service, take_in  # noqa: F401
from tests.wegwijzer.merging.conftest import a_pair, a_service, an_organization
from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.exchange import settling
from wijkkompas.wegwijzer.models import (
    Attribute,
    Contact,
    CostOption,
    DuplicatePair,
    Goal,
    ImportedRecord,
    ImportRun,
    Language,
    Location,
    Phone,
    RequiredDocument,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
    Taxonomy,
    TaxonomyTerm,
)
from wijkkompas.wegwijzer.policies import IMPORTER
from wijkkompas.wegwijzer.values import PairState

pytestmark = [pytest.mark.django_db]
NOBODYS = uuid.UUID(int=7)  # fixed: every worker must collect the same tests


def enter(client: Client, role: str, area: str | None = "GM0622") -> Client:
    account = factories.account(role, area_id=area, is_staff=role == Role.FUNCTIONAL_MANAGER)
    return factories.log_in(client, account)


@pytest.fixture
def keeper(client: Client) -> Client:
    return enter(client, Role.MUNICIPALITY)


@pytest.fixture
def manager() -> Client:
    return enter(Client(), Role.FUNCTIONAL_MANAGER, None)


def test_the_queue_tells_why_and_compares(keeper: Client):
    one, other = a_service("Taalcafé Proef"), a_service("Proeftaalcafé")
    pair = a_pair(one, other)
    text = keeper.get("/beheer/dubbel").content.decode()
    assert "dezelfde naam, hetzelfde telefoonnummer" in text
    assert f"/beheer/dubbel/{pair.id}" in text
    shown = keeper.get(f"/beheer/dubbel/{pair.id}").content.decode()
    assert "Taalcafé Proef" in shown
    assert "Proeftaalcafé" in shown
    assert 'name="part-name"' in shown
    assert 'name="part-languages"' not in shown  # both say the same


def test_merging_and_undoing_on_the_page(keeper: Client):
    one, other = a_service("Taalcafé Proef"), a_service("Proeftaalcafé")
    pair = a_pair(one, other)
    shown = keeper.get(f"/beheer/dubbel/{pair.id}?kept={one.pk}").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    posted = {"deed": "same", "kept": str(one.pk), "seen": seen[1], "part-name": "other"}
    answer = keeper.post(f"/beheer/dubbel/{pair.id}", posted, follow=True)
    assert "Samengevoegd." in answer.content.decode()
    assert Service.objects.get(pk=one.pk).name == "Proeftaalcafé"
    undo = re.search(r'action="(/beheer/dubbel/samengevoegd/[^"]+)"', answer.content.decode())
    assert "Alles is weer als eerst" in keeper.post(undo[1], follow=True).content.decode()
    assert Service.objects.get(pk=one.pk).name == "Taalcafé Proef"
    assert "al ongedaan gemaakt" in keeper.post(undo[1], follow=True).content.decode()


def test_not_the_same_leaves_the_queue(keeper: Client):
    pair = a_pair(an_organization("Proef A"), an_organization("Proef B"), kind="organization")
    answer = keeper.post(f"/beheer/dubbel/{pair.id}", {"deed": "apart"}, follow=True)
    assert "Wij vragen dit niet meer" in answer.content.decode()
    assert f"/beheer/dubbel/{pair.id}" not in answer.content.decode()
    answer = keeper.post(f"/beheer/dubbel/{pair.id}", {"deed": "apart"})
    assert (answer.status_code, "net over besloten" in answer.content.decode()) == (422, True)


def test_a_wrong_form_says_what_to_do_and_keeps_the_page(keeper: Client):
    one, other = a_service(), a_service()
    pair = a_pair(one, other)
    for posted, said in (
        ({}, "Kies een van de twee knoppen"),
        ({"deed": "same"}, "Kies een van de twee knoppen"),
        ({"deed": "same", "kept": str(one.pk)}, "net veranderd"),
        ({"deed": "same", "kept": str(one.pk), "seen": "x"}, "net veranderd"),
    ):
        answer = keeper.post(f"/beheer/dubbel/{pair.id}", posted)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_missing_and_foreign_look_alike(keeper: Client):
    foreign = a_pair(a_service(area="GM0546"), a_service(area="GM0546"), areas=["GM0546"])
    mine = a_pair(a_service(), a_service())

    def told(identity: uuid.UUID, *, post: bool) -> tuple[int, str]:
        path = f"/beheer/dubbel/{identity}"
        answer = keeper.post(path, {"deed": "apart"}) if post else keeper.get(path)
        page = re.sub(r'nonce="[^"]+"|value="[\w-]{60,}"', "", answer.content.decode())
        return answer.status_code, page.replace(str(identity), "")

    for post in (False, True):
        missing = told(uuid.uuid4(), post=post)
        assert missing[0] == 404
        assert told(foreign.id, post=post) == missing
    assert keeper.get(f"/beheer/dubbel/{mine.id}?kept={uuid.uuid4()}").status_code == 404
    assert keeper.get(f"/beheer/dubbel/{mine.id}?kept=geen").status_code == 404
    assert keeper.post(f"/beheer/dubbel/samengevoegd/{uuid.uuid4()}/terug").status_code == 404
    with acting_as(system_actor("duplicates")):
        assert DuplicatePair.objects.get(pk=foreign.pk).state == PairState.OPEN


@pytest.mark.parametrize("role", [Role.WORKER, Role.ORGANISATION_EDITOR, Role.AMBASSADOR, Role.RESIDENT])
@pytest.mark.parametrize(
    "path",
    [
        "/beheer",
        "/beheer/aanvragen",
        "/beheer/bijhouden",
        "/beheer/dubbel",
        "/beheer/import",
        f"/beheer/import/{NOBODYS}",
        "/beheer/wijzigingen",
    ],
)
def test_only_who_keeps_the_directory_comes_in(role, path):
    assert enter(Client(), role).get(path).status_code == 403


def test_without_log_in_there_is_nothing(client: Client):
    assert client.get("/beheer/dubbel").status_code == 302
    assert client.post(f"/beheer/import/{uuid.uuid4()}/verschil/0", {"deed": "take"}).status_code == 302


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as context:
        assert client.get(path).status_code == 200
    return len(context)


def test_the_number_of_queries_does_not_grow(keeper: Client, take_in: Any):  # noqa: F811
    a_pair(a_service(), a_service())
    take_in({"services.json": page(service())})
    keeper.get("/beheer/dubbel")
    before = queries(keeper, "/beheer/dubbel"), queries(keeper, "/beheer/import")
    for number in range(6):
        a_pair(a_service(), a_service())
        take_in({"services.json": page(service(name=f"Proef {number}"))}, source=f"bron {number}")
    assert (queries(keeper, "/beheer/dubbel"), queries(keeper, "/beheer/import")) == before


def with_many_rows(service: Service) -> Service:
    """Every table under it holds more rows than `a_service` gives it."""
    terms = Taxonomy.objects.create(name=f"Proef {service.pk}", description="Proef")
    service.areas.add("GM0556", "NL")
    for number, need in enumerate(("sport-culture-costs", "understand-letter"), 2):
        ServiceNeed.objects.create(service=service, need_id=need, position=number)
    for number in range(3):
        Phone.objects.create(service=service, number=f"010 765432{number}")
        Contact.objects.create(service=service, title=f"Balie {number}")
        Language.objects.create(service=service, code=f"x{number}")
        CostOption.objects.create(service=service, option=f"Les {number}")
        RequiredDocument.objects.create(service=service, document=f"Papier {number}")
        Goal.objects.create(service=service, text=f"Doel {number}")
        term = TaxonomyTerm.objects.create(taxonomy=terms, code=f"t{number}", name=f"Term {number}")
        Attribute.objects.create(service=service, term=term)
        place = Location.objects.create(organization=service.organization, name=f"Plek {number}", area_id="GM0622")
        at = ServiceAtLocation.objects.create(service=service, location=place)
        hours = Schedule.objects.create(
            service=service, at_location=at, byday=["TU"], opens_at=time(9), closes_at=time(10)
        )
        ScheduleException.objects.create(schedule=hours, day=date(2026, 12, 24))
        RotaLine.objects.create(schedule=hours, weeks="even", who="Maatschappelijk werk")
    return service


def test_comparing_two_services_takes_the_same_number_of_queries_whatever_stands_under_them(keeper: Client):
    few = a_pair(a_service("Taalcafé Proef"), a_service("Proeftaalcafé"))
    one, other = (with_many_rows(a_service(name)) for name in ("Taalcafé Twee", "Tweetaalcafé"))
    Service.objects.filter(pk=one.pk).update(status="defunct", successor=a_service("Taalcafé Drie"))
    many = a_pair(one, other, areas=["GM0556", "GM0622", "NL"])
    keeper.get("/beheer/dubbel")
    taken = [queries(keeper, f"/beheer/dubbel/{pair.id}?kept={pair.one_id}") for pair in (few, many)]
    assert taken[0] == taken[1]
    assert taken[0] <= 50  # one a table and a record: 13 tables of a service, twice; the rest is the page and who looks
    shown = keeper.get(f"/beheer/dubbel/{many.id}").content.decode()
    assert {"Plek 2", "Term 2", "Nederland"} <= set(re.findall(r"Plek 2|Term 2|Nederland", shown))


# Imports ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(take_in: Any) -> ImportRun:  # noqa: F811
    """A source that says otherwise than somebody here wrote; something refused, something gone."""
    other = service(id="1b3f0c56-6a4c-4f25-9a43-0000000000aa", name="Gaat weg", phones=[], schedules=[])
    take_in({"services.json": page(service(), other)})
    Service.objects.filter(pk=SERVICE).update(email="hier@example.org")
    report = take_in({"services.json": page(service(email="bron@example.org", url="geen link"))})
    with acting_as(system_actor(IMPORTER)):
        return ImportRun.objects.get(pk=report.run)


def test_a_municipality_reads_its_imports_and_decides_nothing(corrected: ImportRun, keeper: Client):
    assert str(corrected.pk) in keeper.get("/beheer/import").content.decode()
    shown = keeper.get(f"/beheer/import/{corrected.pk}").content.decode()
    assert {"hier@example.org", "bron@example.org", "Gaat weg"} <= set(
        re.findall(r"hier@example.org|bron@example.org|Gaat weg", shown)
    )
    assert "is no web address" in shown
    assert "Neem over" not in shown
    answer = keeper.post(f"/beheer/import/{corrected.pk}/verschil/0", {"deed": "take"})
    assert answer.status_code == 404
    assert Service.objects.get(pk=SERVICE).email == "hier@example.org"
    stranger = enter(Client(), Role.MUNICIPALITY, "GM0546")
    assert str(corrected.pk) not in stranger.get("/beheer/import").content.decode()
    assert stranger.get(f"/beheer/import/{corrected.pk}").status_code == 404


def number_of(run: ImportRun, field: str) -> int:
    return [row["field"] for row in run.report["differences"]].index(field)


def test_the_manager_takes_over_and_the_source_is_followed_again(
    corrected: ImportRun,
    manager: Client,
    take_in: Any,  # noqa: F811
):
    path = f"/beheer/import/{corrected.pk}/verschil/{number_of(corrected, 'email')}"
    assert "Overgenomen uit de bron" in manager.post(path, {"deed": "take"}, follow=True).content.decode()
    assert Service.objects.get(pk=SERVICE).email == "bron@example.org"
    assert "iets anders" in manager.post(path, {"deed": "take"}, follow=True).content.decode()
    take_in({"services.json": page(service(email="nieuw@example.org"))})
    assert Service.objects.get(pk=SERVICE).email == "nieuw@example.org"


def test_the_manager_keeps_ours_until_the_source_says_something_else(
    corrected: ImportRun,
    manager: Client,
    take_in: Any,  # noqa: F811
):
    path = f"/beheer/import/{corrected.pk}/verschil/{number_of(corrected, 'email')}"
    answer = manager.post(path, {"deed": "keep"}, follow=True).content.decode()
    assert "U houdt dit zoals het hier staat." in answer
    with acting_as(system_actor(IMPORTER)):  # this very sign is stored in directories: another one would ask again
        assert ImportedRecord.objects.get(object_id=SERVICE).kept == {"email": "e4496013ea653da8195d38b8985963e7"}
    again = take_in({"services.json": page(service(email="bron@example.org"))})
    assert "U houdt dit zoals het hier staat." in manager.get(f"/beheer/import/{again.run}").content.decode()
    other = take_in({"services.json": page(service(email="anders@example.org"))})
    shown = manager.get(f"/beheer/import/{other.run}").content.decode()
    assert ("anders@example.org" in shown, "U houdt dit" in shown) == (True, False)
    assert Service.objects.get(pk=SERVICE).email == "hier@example.org"


def test_more_differences_than_fit_come_forward_when_the_first_are_settled(corrected: ImportRun, manager: Client):
    email = corrected.report["differences"][number_of(corrected, "email")]
    older = email | {"theirs": "eerder@example.org"}
    name = email | {"field": "name", "ours": "Naam van hier", "theirs": "Proefspreekuur"}
    Service.objects.filter(pk=SERVICE).update(name="Naam van hier")
    with acting_as(system_actor(IMPORTER)):
        several = [older] * 100 + [name] * (settling.MOST_SHOWN + 3) + [email]
        ImportRun.objects.filter(pk=corrected.pk).update(report=corrected.report | {"differences": several})
    path, last = f"/beheer/import/{corrected.pk}", len(several) - 1

    def told() -> tuple[list[int], list[str]]:
        shown = manager.get(path).content.decode()
        return [int(number) for number in re.findall(r'/verschil/(\d+)"', shown)], re.findall(r"En nog \d+\.", shown)

    assert told() == ([*range(100, 300)], ["En nog 4."])  # what the source no longer says waits for nobody
    manager.post(f"{path}/verschil/100", {"deed": "keep"})  # all say the same of one name
    assert told() == ([last, *range(100, 299)], ["En nog 4."])
    manager.post(f"{path}/verschil/{last}", {"deed": "take"})
    assert Service.objects.get(pk=SERVICE).email == "bron@example.org"
    assert told() == ([*range(100, 300)], ["En nog 3."])
    manager.post(f"{path}/verschil/100", {"deed": "take"})
    assert told() == ([], [])


def test_a_wrong_number_or_deed_changes_nothing(corrected: ImportRun, manager: Client):
    assert manager.post(f"/beheer/import/{corrected.pk}/verschil/99", {"deed": "take"}).status_code == 404
    assert manager.post(f"/beheer/import/{uuid.uuid4()}/verschil/0", {"deed": "take"}).status_code == 404
    path = f"/beheer/import/{corrected.pk}/verschil/{number_of(corrected, 'email')}"
    assert "Kies een van de twee" in manager.post(path, {"deed": "x"}, follow=True).content.decode()
    assert manager.get(path).status_code == 405


def test_the_place_of_a_source_holds_no_secret():
    assert (
        settling.shown_place("https://gebruiker:geheim@example.org/feed?token=geheim#x") == "https://example.org/feed"
    )
    assert settling.shown_place("/srv/lijsten/welzijn.csv") == "welzijn.csv"


# Imports after a merge ----------------------------------------------------------------------------------------------


def test_after_a_merge_both_sources_update_the_kept_record(keeper: Client, take_in: Any):  # noqa: F811
    from wijkkompas.kern.access import account_actor
    from wijkkompas.wegwijzer.merging import deeds

    twin = service(
        id="1b3f0c56-6a4c-4f25-9a43-0000000000bb",
        name="Spreekuur proef",
        email="tweede@example.org",
        service_at_locations=[],
        schedules=[],
        phones=[],
        languages=[],
    )
    take_in({"services.json": page(service())}, source="eerste")
    take_in({"services.json": page(twin)}, source="tweede")
    one, other = Service.objects.get(pk=SERVICE), Service.objects.get(pk=twin["id"])
    actor = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
    with acting_as(system_actor("duplicates")):
        first, second = sorted((one.pk, other.pk))
        DuplicatePair.objects.filter(one_id=first, other_id=second).delete()
    made = deeds.merge(actor=actor, pair_id=a_pair(one, other).id, kept_id=one.pk, choices={"email": "other"})
    with acting_as(system_actor(IMPORTER)):
        told = ImportedRecord.objects.filter(kind="service", object_id=one.pk)
        assert sorted(told.values_list("source", flat=True)) == ["eerste", "tweede"]
    take_in({"services.json": page(service(url="https://example.org/nieuw"))}, source="eerste")
    report = take_in({"services.json": page({**twin, "email": "later@example.org"})}, source="tweede")
    kept = Service.objects.get(pk=one.pk)
    assert (kept.url, kept.email, kept.name) == (
        "https://example.org/nieuw",
        "later@example.org",
        "Proefspreekuur",
    )
    assert "name" in {row.field for row in report.differences}
    assert Service.objects.get(pk=other.pk).email == "tweede@example.org"
    assert deeds.undo(actor=actor, merge_id=made) is False  # the e-mail address changed since: it stays
    take_in({"services.json": page({**twin, "email": "laatst@example.org"})}, source="tweede")
    assert Service.objects.get(pk=other.pk).email == "laatst@example.org"
    with acting_as(system_actor(IMPORTER)):
        assert ImportedRecord.objects.get(source="tweede", kind="service").object_id == other.pk


def test_two_records_of_one_source_that_were_merged_both_go_on_telling(take_in: Any):  # noqa: F811
    from wijkkompas.kern.access import account_actor
    from wijkkompas.wegwijzer.merging import deeds

    twin = service(
        id="1b3f0c56-6a4c-4f25-9a43-0000000000bb", name="Spreekuur proef", email="tweede@example.org", phones=[],
        service_at_locations=[], schedules=[], languages=[],
    )  # fmt: skip
    take_in({"services.json": page(service(), twin)})
    one, other = Service.objects.get(pk=SERVICE), Service.objects.get(pk=twin["id"])
    actor = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
    with acting_as(system_actor("duplicates")):
        DuplicatePair.objects.all().delete()
    deeds.merge(actor=actor, pair_id=a_pair(one, other).id, kept_id=one.pk, choices={"email": "other"})
    for items in ((service(), twin), (twin, service())):
        assert take_in({"services.json": page(*items)}).counts["changed"] == 0
    news = service(name="Proefspreekuur nieuw"), {**twin, "email": "later@example.org"}
    take_in({"services.json": page(*news)})
    kept = Service.objects.get(pk=one.pk)
    assert (kept.name, kept.email) == ("Proefspreekuur nieuw", "later@example.org")
    assert Service.objects.public().filter(pk=other.pk).exists() is False
