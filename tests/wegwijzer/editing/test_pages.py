"""The pages of who changes records, and of who decides: nothing lost, nothing more changed than the form shows."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wegwijzer.editing import world
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.editing import actions, plainly
from wijkkompas.wegwijzer.models import Service

pytestmark = pytest.mark.django_db
HARD = (
    "Naar aanleiding van de implementatie van het vigerende beleidskader dient de aanvrager ten behoeve van de"
    " beoordeling van de subsidiabiliteit zorg te dragen voor overlegging van relevante bescheiden."
)


def editor_of(service: Service) -> Client:
    return factories.log_in(Client(), records.editor(service.organization))


def trusted_of(service: Service) -> Client:
    person = records.editor(service.organization)
    world.save(account_actor(person.pk), service, alert="Een eerste keer")
    world.approve(world.municipality(), service)
    return factories.log_in(Client(), person)


def municipality(area: str = "GM0622") -> Client:
    return factories.log_in(Client(), factories.account(Role.MUNICIPALITY, area_id=area))


def text(response) -> str:
    return unescape(response.content.decode())


def fields(response) -> dict:
    """What a browser would send from this page, unchanged."""
    form = response.context["form"]
    told = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False):
            told[bound.html_name] = value
    return told | {"base": response.context["base"]}


def wijzig(service: Service) -> str:
    return f"/organisatie/hulp/{service.pk}/wijzig"


def test_the_form_sent_as_it_was_changes_nothing():
    service = world.a_record()
    before, client = world.now(service), municipality()
    answer = client.post(wijzig(service), fields(client.get(wijzig(service))), follow=True)
    assert "Er is niets veranderd." in text(answer)
    assert world.now(service) == before
    assert world.changes(service) == []


def test_first_change_then_approved_then_at_once_then_undone():
    service = world.a_record()
    editor, keeper = editor_of(service), municipality()
    told = fields(editor.get(wijzig(service))) | {"summary": "Wij lezen uw post."}
    assert "De gemeente kijkt het na." in text(editor.post(wijzig(service), told, follow=True))
    assert "Wij lezen uw post." in editor.get(wijzig(service)).content.decode()  # what waits stands in the form
    queue = keeper.get("/beheer/wijzigingen")
    assert service.name in text(queue)
    (change,) = world.changes(service)
    page = keeper.get(f"/beheer/wijzigingen/{change.pk}")
    assert "Wij helpen u met formulieren." in text(page)
    assert "Wij lezen uw post." in text(page)
    seen = page.context["found"].seen
    assert "Goedgekeurd." in text(
        keeper.post(f"/beheer/wijzigingen/{change.pk}", {"deed": "approve", "seen": seen}, follow=True)
    )
    told = fields(editor.get(wijzig(service))) | {"description": "Kom langs met uw post."}
    assert "Bewoners zien het nu." in text(editor.post(wijzig(service), told, follow=True))
    assert "Kom langs met uw post." in text(Client().get(f"/hulp/{service.slug}"))
    last = world.changes(service)[-1]
    answer = editor.post(f"/organisatie/wijziging/{last.pk}/ongedaan", {"service": service.pk}, follow=True)
    assert "Teruggezet." in text(answer)
    assert world.now(service)["description"] == "Wij helpen u."


def test_all_mistakes_at_once_and_nothing_lost():
    service = world.a_record()
    client = municipality()
    told = fields(client.get(wijzig(service))) | {
        "summary": "",
        "description": "Dit heb ik geschreven.",
        "phones": "geen nummer",
        "postal_code": "1234",
        "minimum_age": "60",
        "maximum_age": "6",
        "url": "geen adres",
        "email": "niet",
        "need_1": "",
    }
    answer = client.post(wijzig(service), told)
    assert answer.status_code == 422
    for said in (
        "Schrijf in één zin",
        "geen telefoonnummer",
        "1234 AB",
        "Draai ze om",
        "hele adres",
        "Kijk of er een @ in staat",
        "Kies waar het bij helpt",
    ):
        assert said in text(answer), said
    assert "Dit heb ik geschreven." in text(answer)
    assert "Dit schreef u eerder." in text(client.get(wijzig(service)))
    assert "Dit heb ik geschreven." in text(client.get(wijzig(service)))
    assert "Dit heb ik geschreven." not in text(client.get(f"{wijzig(service)}?opnieuw=1"))
    assert world.now(service)["description"] == "Wij helpen u."


def test_what_was_sent_after_the_log_in_was_over_waits_in_the_form():
    service = world.a_record()
    person = factories.account(Role.MUNICIPALITY, area_id="GM0622")
    factories.second_factor(person)
    client = Client(REMOTE_ADDR="127.0.0.1")
    answer = client.post(wijzig(service), {"summary": "Bijna kwijt.", "name": "x"})
    assert answer.status_code == 302
    assert "/account/login/" in answer["location"]
    session = client.session
    assert session["editing_drafts"][wijzig(service)]["summary"] == ["Bijna kwijt."]
    client.force_login(person, backend=factories.BACKEND)
    assert "Bijna kwijt." in text(client.get(wijzig(service)))


def test_hidden_fields_change_nothing_more():
    service, other = world.a_record(), world.a_record()
    client = municipality()
    told = fields(client.get(wijzig(service))) | {
        "summary": "Anders.",
        "status": "defunct",
        "organization": str(other.organization_id),
        "organization_id": str(other.organization_id),
        "owner": "1",
        "source_document": "gehackt",
        "slug": "gehackt",
        "merged_into": str(other.pk),
        "theme": "wonen",
        "phones-0-id": str(other.phones.first().pk),
        "is_example": "on",
    }
    client.post(wijzig(service), told)
    after = Service.objects.get(pk=service.pk)
    kept = ("status", "organization_id", "owner_id", "source_document", "slug", "merged_into_id", "theme", "is_example")
    assert {name: getattr(after, name) for name in kept} == {name: getattr(service, name) for name in kept}
    assert after.summary == "Anders."
    assert other.phones.count() == 1


def test_two_people_at_once_are_shown_side_by_side_and_what_was_not_touched_is_kept():
    service = world.a_record()
    one, other = municipality(), municipality()
    mine = fields(one.get(wijzig(service))) | {"summary": "Van mij."}
    theirs = fields(other.get(wijzig(service))) | {"summary": "Van de ander.", "alert": "Ook van de ander."}
    other.post(wijzig(service), theirs)
    answer = one.post(wijzig(service), mine)
    assert answer.status_code == 422
    assert "Iemand anders bewaarde intussen" in text(answer)
    assert "Van mij." in text(answer)
    assert "Van de ander." in text(answer)
    again = mine | {"base": answer.context["base"], "keep-summary": "mine"}
    one.post(wijzig(service), again)
    assert (world.now(service)["summary"], world.now(service)["alert"]) == ("Van mij.", "Ook van de ander.")


def test_choosing_what_the_other_wrote_keeps_it():
    service = world.a_record()
    one = municipality()
    mine = fields(one.get(wijzig(service))) | {"summary": "Van mij.", "fees_description": "Met een pas."}
    world.save(world.municipality(), service, summary="Van de ander.")
    answer = one.post(wijzig(service), mine)
    one.post(wijzig(service), mine | {"base": answer.context["base"], "keep-summary": "theirs"})
    assert (world.now(service)["summary"], world.now(service)["fees_description"]) == ("Van de ander.", "Met een pas.")


# How hard it reads


def test_looking_at_the_text_saves_nothing_and_says_how_hard_it_is():
    service = world.a_record()
    client = municipality()
    told = fields(client.get(wijzig(service))) | {"description": HARD, "deed": "look"}
    answer = client.post(wijzig(service), told)
    assert answer.status_code == 200
    assert "Nog geen B1" in text(answer)
    assert "moeilijke zin" in text(answer)
    assert world.now(service)["description"] == "Wij helpen u."


def test_a_hard_text_is_saved_all_the_same_and_seen_in_the_queue():
    service = world.a_record()
    client = municipality()
    told = fields(client.get(wijzig(service))) | {"description": HARD}
    assert "Bewoners zien het nu." in text(client.post(wijzig(service), told, follow=True))
    assert "tekst nog geen B1" in text(client.get(f"/beheer/bijhouden?organisatie={service.organization_id}"))


def test_the_panel_alone_while_somebody_types():
    service = world.a_record()
    client = municipality()
    headers = {"HX-Request": "true", "HX-Target": "panel-description"}
    answer = client.post(wijzig(service), {"description": HARD}, headers=headers)
    assert "<html" not in text(answer)
    assert "Nog geen B1" in text(answer)
    wrong = client.post(wijzig(service), {"description": HARD}, headers=headers | {"HX-Target": "panel-owner"})
    assert wrong.status_code == 404


def panel_of(client: Client, where: str, **told: str):
    headers = {"HX-Request": "true", "HX-Target": "panel-description"}
    return client.post(where, {"description": HARD, **told}, headers=headers)


def test_a_pause_in_typing_reads_nothing_of_the_record_and_makes_no_form():
    service = world.a_record()
    new = f"/organisatie/hulp/nieuw?organisatie={service.organization_id}"
    client = municipality()
    for where in (wijzig(service), new):
        panel_of(client, where)
        with CaptureQueriesContext(connection) as seen:
            assert panel_of(client, where).status_code == 200
        asked = " ".join(query["sql"] for query in seen)
        for table in ("wegwijzer_need", "wegwijzer_phone", "wegwijzer_schedule", "wegwijzer_recordchange"):
            assert table not in asked, (where, table)


def test_a_panel_is_only_for_who_may_change_the_page_and_keeps_nothing_of_others():
    service, gone = world.a_record(), world.a_record()
    gone.merged_into = service
    gone.save(update_fields=["merged_into"])
    stranger, manager = municipality("GM0546"), factories.log_in(Client(), factories.account(Role.FUNCTIONAL_MANAGER))
    new = f"/organisatie/hulp/nieuw?organisatie={service.organization_id}"
    missing = f"/organisatie/hulp/{uuid.uuid4()}/wijzig"
    for client, wheres in ((stranger, (wijzig(service), missing, new)), (manager, (wijzig(gone), missing))):
        for where in wheres:
            assert panel_of(client, where).status_code == 404
        assert "editing_drafts" not in client.session


@pytest.mark.parametrize(
    ("field", "words", "easy", "said"),
    [
        ("description", "Wij helpen u met uw post. Kom op vrijdag langs.", True, "waarschijnlijk B1"),
        ("in_brief", "Wij helpen u met uw post. Kom op vrijdag langs.", True, "waarschijnlijk A2"),
        ("description", HARD, False, "nog geen B1"),
        ("in_brief", HARD, False, "nog geen A2"),
    ],
)
def test_what_the_panel_says(field, words, easy, said):
    panel = plainly.panel(field, words)
    assert (panel.easy, str(panel.level)) == (easy, said)


def test_a_panel_has_at_most_five_sentences_and_proposals():
    panel = plainly.panel("description", f"{HARD} " * 9)
    assert len(panel.sentences) == 5
    assert panel.words
    assert plainly.panel("description", "Kort.") is None
    assert plainly.panel("owner", HARD) is None


# Hours


def tijden(service: Service) -> str:
    return f"/organisatie/hulp/{service.pk}/tijden"


def hours_fields(response) -> dict:
    form, told = response.context["form"], {"base": response.context["base"]}
    for formset in (form.rows, form.days):
        for bound in formset.management_form:
            told[bound.html_name] = bound.value()
        for one in formset:
            for bound in one:
                if bound.value() not in (None, "", False, []):
                    told[bound.html_name] = bound.value()
    return told


def test_hours_sent_as_they_were_change_nothing():
    service = world.a_record()
    before, client = world.now(service), municipality()
    client.post(tijden(service), hours_fields(client.get(tijden(service))))
    assert world.now(service) == before


def test_hours_with_a_rota_closed_days_and_a_holiday():
    service = world.a_record()
    client = municipality()
    page = client.get(tijden(service))
    holiday = page.context["holidays"][0][0]
    told = hours_fields(page) | {
        "rows-1-days": ["FR", "MO"],
        "rows-1-opens": "13:00",
        "rows-1-closes": "15:30",
        "rows-1-who_odd": "Maatschappelijk werk",
        "rows-1-who_even": "Sociaal raadslieden",
        "rows-1-first": "2026-06-01",
        "days-0-first": "2027-12-25",
        "days-0-last": "2027-12-26",
        "days-0-reason": "kerst",
        "holidays": [holiday],
    }
    look = client.post(tijden(service), told | {"deed": "look"})
    assert look.status_code == 200
    assert "maandag en vrijdag" in text(look)
    assert world.now(service)["hours"]["days"] == []
    client.post(tijden(service), told)
    hours = world.now(service)["hours"]
    added = hours["rows"][1]
    assert (added["days"], added["opens"], added["first"]) == (["MO", "FR"], "13:00:00", "2026-06-01")
    assert added["rota"] == [["odd", "Maatschappelijk werk"], ["even", "Sociaal raadslieden"]]
    assert [day["day"] for day in hours["days"]] == sorted([holiday, "2027-12-25", "2027-12-26"])


def test_a_resident_sees_the_days_that_it_is_shut():

    service = world.a_record()
    first = clock.today() + timedelta(days=3)
    hours = world.now(service)["hours"]
    day = {"day": first.isoformat(), "opens": None, "closes": None, "reason": "verbouwing"}
    world.save(world.municipality(), service, hours={"rows": hours["rows"], "days": [day]})
    assert f"Gesloten op {first.day} " in text(Client().get(f"/hulp/{service.slug}"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rows-1-days": ["FR"], "rows-1-opens": "15:00", "rows-1-closes": "13:00"}, "Draai de tijden om"),
        ({"rows-1-days": ["MO"], "rows-1-opens": "11:00", "rows-1-closes": "13:00"}, "vallen samen met tijden 1"),
        ({"rows-1-opens": "11:00", "rows-1-closes": "13:00"}, "ten minste één dag"),
        ({"days-0-first": "2027-12-26", "days-0-last": "2027-12-25"}, "voor de eerste dag"),
        ({"days-0-last": "2027-12-25"}, "Kies de eerste dag"),
        ({"days-0-first": "2027-01-01", "days-0-last": "2027-12-25"}, "langer dan twee maanden"),
        ({"days-0-first": "2027-01-01", "days-1-first": "2027-01-01"}, "staat er twee keer"),
        ({"days-0-first": "2027-01-01", "days-0-opens": "10:00"}, "Vul beide tijden in"),
        ({"rows-0-opens": "kwart voor"}, "09:30"),
        ({"rows-TOTAL_FORMS": "zeven"}, "management"),
    ],
)
def test_what_cannot_be_is_explained_and_nothing_changes(wrong, said):
    service = world.a_record()
    before, client = world.now(service), municipality()
    answer = client.post(tijden(service), hours_fields(client.get(tijden(service))) | wrong)
    assert answer.status_code == 422
    if said != "management":
        assert said in text(answer)
    assert world.now(service) == before


def test_a_line_of_hours_of_another_record_is_not_taken_over():
    service, other = world.a_record(), world.a_record()
    theirs = world.now(other)["hours"]["rows"][0]["id"]
    client = municipality()
    client.post(tijden(service), hours_fields(client.get(tijden(service))) | {"rows-0-key": theirs})
    assert world.now(other)["hours"]["rows"][0]["id"] == theirs
    assert world.now(service)["hours"]["rows"][0]["id"] != theirs


# A new one


def test_a_new_one_asks_about_what_is_alike_and_waits():
    service = world.a_record(name="Formulierenhulp in de Haven")
    client = editor_of(service)
    page = client.get("/organisatie/hulp/nieuw")
    told = {k: v for k, v in page.context["form"].initial.items() if v not in (None, "")} | {
        "kind": "service",
        "theme": "wonen",
        "name": "Formulierenhulp in de Haven",
        "summary": "Wij helpen.",
        "description": "Wij helpen u.",
        "need_1": "understand-letter",
        "areas": ["GM0622"],
    }
    answer = client.post("/organisatie/hulp/nieuw", told)
    assert answer.status_code == 422
    assert "Staat dit er al?" in text(answer)
    answer = client.post("/organisatie/hulp/nieuw", told | {"is_other": "on"}, follow=True)
    assert "Vul nu de tijden in." in text(answer)
    made = Service.objects.filter(organization=service.organization).exclude(pk=service.pk).get()
    assert made.status == "inactive"
    assert Client().get(f"/hulp/{made.slug}").status_code == 404
    assert made.name in text(municipality().get("/beheer/wijzigingen"))


def test_a_name_that_somebody_else_took_at_the_same_moment_is_said_and_nothing_is_lost(monkeypatch):
    service = world.a_record()
    client = editor_of(service)
    page = client.get("/organisatie/hulp/nieuw")
    told = {k: v for k, v in page.context["form"].initial.items() if v not in (None, "")} | {
        "kind": "service",
        "theme": "wonen",
        "name": "Koffie met de buren",
        "summary": "Kom langs.",
        "description": "Kom langs voor koffie.",
        "need_1": "understand-letter",
        "areas": ["GM0622"],
    }
    monkeypatch.setattr(actions, "_free_slug", lambda name: service.slug)  # it was free a moment ago
    answer = client.post("/organisatie/hulp/nieuw", told)
    assert answer.status_code == 422
    assert "Er kwam net hulp bij met deze naam." in text(answer)
    assert "Kom langs voor koffie." in text(answer)
    monkeypatch.undo()
    assert "Vul nu de tijden in." in text(client.post("/organisatie/hulp/nieuw", told, follow=True))


# Who may


def test_foreign_and_missing_are_the_same_404_on_every_page():
    service = world.a_record()
    world.save(world.editor(service), service, summary="Geheim voorstel.")
    change = world.changes(service)[0].pk
    strangers = [
        trusted_of(world.a_record()),
        municipality("GM0546"),
        factories.log_in(Client(), factories.worker(factories.team_of("GM0622"))),
        factories.log_in(Client(), factories.account(Role.RESIDENT)),
    ]
    for client in strangers:
        for real, made_up in (
            (wijzig(service), f"/organisatie/hulp/{uuid.uuid4()}/wijzig"),
            (tijden(service), f"/organisatie/hulp/{uuid.uuid4()}/tijden"),
            (f"/beheer/wijzigingen/{change}", f"/beheer/wijzigingen/{uuid.uuid4()}"),
        ):
            for answers in ([client.get(real), client.get(made_up)], [client.post(real), client.post(made_up)]):
                assert {answer.status_code for answer in answers} == {404}
                assert "Geheim voorstel" not in text(answers[0])
        for identity in (change, uuid.uuid4()):
            assert client.post(f"/organisatie/wijziging/{identity}/ongedaan").status_code == 404
        assert service.name not in text(client.get("/beheer/wijzigingen"))


def test_an_editor_does_not_decide():
    service = world.a_record()
    client = editor_of(service)
    client.post(wijzig(service), fields(client.get(wijzig(service))) | {"summary": "Anders."})
    change = world.changes(service)[0].pk
    assert client.get(f"/beheer/wijzigingen/{change}").status_code == 404
    assert client.post(f"/beheer/wijzigingen/{change}", {"deed": "approve", "seen": "x"}).status_code == 404
    assert client.get("/beheer/wijzigingen").status_code == 403


def test_an_editor_does_not_learn_who_else_edits():
    service = world.a_record()
    world.save(world.editor(service, name="Geheime Collega"), service, summary="Anders.")
    assert "Geheime Collega" not in text(editor_of(service).get(f"/beheer/bijhouden/{service.pk}"))


def test_the_queue_costs_the_same_for_one_and_for_many():
    client = municipality()

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/beheer/wijzigingen")
        return len(seen)

    for _turn in range(2):
        service = world.a_record()
        world.save(world.editor(service), service, summary="Anders.")
    cost()
    few = cost()
    for _turn in range(4):
        service = world.a_record()
        world.save(world.editor(service), service, summary="Anders.")
    assert cost() == few


def test_the_form_costs_the_same_for_little_and_for_much():
    service, client = world.a_record(), municipality()

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(wijzig(service))
        return len(seen)

    cost()
    few = cost()
    hours = world.now(service)["hours"]
    row = hours["rows"][0]
    rows = [row, *(row | {"id": str(uuid.uuid4()), "days": [day]} for day in ("TU", "FR", "SA"))]
    phones = [{"id": str(uuid.uuid4()), "number": f"010 123456{n}", "description": ""} for n in range(5)]
    world.save(world.municipality(), service, hours={"rows": rows, "days": []}, phones=phones)
    assert cost() == few


def test_the_panel_explains_words_of_dutch_help():
    panel = plainly.panel(
        "description", "Het taalmaatje komt bij u thuis. Mensen met bijzondere bijstand betalen niets."
    )
    assert [term.word for term in panel.terms] == ["taalmaatje", "bijzondere bijstand"]
    page = text(panel_of(municipality(), wijzig(world.a_record()), description="Een taalmaatje komt bij u thuis."))
    assert "1 woord dat niet iedereen kent" in page
    assert "iemand die met u Nederlands oefent" in page


def test_a_word_with_a_simpler_one_is_not_explained_as_well():
    panel = plainly.panel("description", "U krijgt daarna een beschikking van de gemeente.")
    assert "beschikking" in [word.word for word in panel.words]
    assert panel.terms == ()
