"""What other parts hang on a record: checks and their promises, history, notes, hints, successors, translations, lists."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from django.utils.formats import date_format

from tests import factories
from tests.talen import people
from tests.wegwijzer.editing import world
from tests.wegwijzer.merging.conftest import a_pair, a_service, an_organization
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.models import Organization
from wijkkompas.mensen.values import Role
from wijkkompas.talen import actions as talen
from wijkkompas.talen import registry
from wijkkompas.talen.values import State
from wijkkompas.toestemming.api import NotYours
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer import loading
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.colleagues import actions as colleagues
from wijkkompas.wegwijzer.editing import actions as editing
from wijkkompas.wegwijzer.editing import queries as editing_queries
from wijkkompas.wegwijzer.merging import deeds, parts, reading
from wijkkompas.wegwijzer.models import CapacityHint, InternalNote, RecordCheck, Service
from wijkkompas.wegwijzer.policies import MERGER, UPKEEP
from wijkkompas.wegwijzer.upkeep import actions as upkeep
from wijkkompas.wegwijzer.upkeep import asking, queries
from wijkkompas.wegwijzer.values import LinkAnswer, ServiceStatus

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def merged(actor: Any, one: Any, other: Any, *, kind: str = "service", **choices: str) -> Any:
    """`other` goes up in `one`; gives the merge."""
    return deeds.merge(actor=actor, pair_id=a_pair(one, other, kind=kind).id, kept_id=one.pk, choices=choices)


@pytest.fixture
def holder() -> Organization:
    return records.organization(email="balie@example.org")


@pytest.fixture
def two(holder: Organization) -> tuple[Service, Service]:
    """The same help, told twice by one organisation; both must be checked."""
    old = records.long_ago()
    one, other = (a_service(name, holder=holder, assured_date=old) for name in ("Taalcafé", "Taalcafé Zuid"))
    upkeep.plan_checks(clock.now())
    return one, other


def hanging(*services: Service) -> list[Any]:
    """Everything beside the record itself, exactly."""
    found: list[Any] = []
    ids = [service.pk for service in services]
    with acting_as(system_actor(UPKEEP)):
        checks = list(RecordCheck.objects.filter(service_id__in=ids).order_by("pk"))
        found += [*checks, *Promise.objects.filter(object_id__in=[check.id for check in checks]).order_by("pk")]
    with acting_as(system_actor(MERGER)):
        for table in (InternalNote, CapacityHint):
            found += table.objects.filter(service_id__in=ids).order_by("pk")
    found += Service.objects.filter(successor_id__in=ids).order_by("pk")
    return json.loads(serializers.serialize("json", found))


# Checks and their promises --------------------------------------------------------------------------------------------


def test_the_check_of_the_record_that_goes_is_taken_back_with_its_promise_and_undoing_gives_both_back(
    two, municipality
):
    one, other = two
    with acting_as(system_actor(UPKEEP)):
        RecordCheck.objects.filter(service=other).update(answer=LinkAnswer.WRONG)
    before = hanging(one, other)
    made = merged(municipality, one, other)
    [check], [promise] = records.checks(other), records.promises(other)
    assert (check.done_at is not None, check.answer, promise.dropped_at is not None) == (True, "stopped", True)
    assert [row.done_at for row in records.checks(one)] == [None]
    deeds.undo(actor=municipality, merge_id=made)
    assert hanging(one, other) == before


def test_a_record_that_had_stopped_owes_nothing_after_undoing(two, municipality):
    one, other = two
    upkeep.close(actor=municipality, service_id=other.pk, why="Geen geld.")
    before = hanging(one, other)
    deeds.undo(actor=municipality, merge_id=merged(municipality, one, other))
    assert hanging(one, other) == before
    assert Service.objects.get(pk=other.pk).status == ServiceStatus.CLOSED


def test_nobody_is_asked_about_the_record_that_went(two, municipality, holder):
    one, other = two
    merged(municipality, one, other)
    Service.objects.filter(pk=other.pk).update(status=ServiceStatus.PUBLISHED)  # as a data page once could
    now = clock.now()
    upkeep.plan_checks(now)
    assert [row for row in records.checks(other) if row.done_at is None] == []
    asking.ask_organizations(now)
    [mail] = records.mails(holder.email)
    assert re.findall(r"^- (.*)$", mail["body"], re.MULTILINE) == ["Taalcafé"]


def test_a_link_that_was_mailed_before_asks_only_about_the_record_that_stayed(two, municipality, client: Client):
    one, other = two
    token = records.asked(one)
    assert {row.service.pk for row in asking.asked_by(token)} == {one.pk, other.pk}
    made = merged(municipality, one, other)
    assert [row.service.pk for row in asking.asked_by(token)] == [one.pk]
    assert asking.answer_link(token=token, answer="stopped", service_id=other.pk) == 0
    assert asking.answer_link(token=token, answer="right") == 1
    assert Service.objects.get(pk=other.pk).assured_date == other.assured_date
    assert client.get(f"/klopt-nog?l={token}").status_code == 200
    deeds.undo(actor=municipality, merge_id=made)
    assert asking.answer_link(token=token, answer="right") == 1
    assert Service.objects.get(pk=other.pk).assured_date == clock.today()


@pytest.mark.parametrize("deed", [upkeep.mark_checked, upkeep.publish, upkeep.reopen])
def test_a_record_that_went_is_kept_by_nobody(two, municipality, deed):
    one, other = two
    merged(municipality, one, other)
    with pytest.raises(NotYours):
        deed(actor=municipality, service_id=other.pk, **({"why": "Fout."} if deed is upkeep.reopen else {}))
    with acting_as(municipality):
        with pytest.raises(NotYours):
            queries.kept(other.pk, clock.today())
        listed = {row.service.pk for group in queries.worklist(clock.today()).groups for row in group.rows}
    assert (one.pk in listed, other.pk in listed) == (True, False)


def test_the_list_of_an_organisation_shows_what_stayed(two, municipality, holder):
    one, other = two
    merged(municipality, one, other)
    with acting_as(account_actor(records.editor(holder).pk)):
        listed = [row.service.pk for group in queries.worklist(clock.today()).groups for row in group.rows]
    assert listed == [one.pk]


# History --------------------------------------------------------------------------------------------------------------


def test_history_says_that_two_were_one_for_a_while(two, municipality):
    one, other = two
    deeds.undo(actor=municipality, merge_id=merged(municipality, one, other))
    assert records.history(one) == []
    assert records.history(other) == [
        ("active", "defunct", "account", "Stond er dubbel: hoort nu bij “Taalcafé”."),
        ("defunct", "active", "account", "Samenvoegen is ongedaan gemaakt."),
    ]


# Where it stands in its life ------------------------------------------------------------------------------------------

TOMORROW = {"visible_from": clock.today() + timedelta(days=1)}
OVER = {"visible_until": clock.today() - timedelta(days=1)}


@pytest.mark.parametrize(
    ("kept", "other", "choice"),
    [
        ({}, {}, "kept"),
        ({"status": "inactive"}, {}, "other"),
        ({"status": "checked"}, {"status": "temporarily closed"}, "other"),
        ({"status": "temporarily closed"}, {}, "kept"),
        ({"status": "defunct"}, {}, "other"),
        ({"status": "inactive"}, {"status": "defunct"}, "other"),
        ({}, {"status": "inactive"}, "kept"),
        (TOMORROW, {}, "other"),
        (OVER, {}, "other"),
        ({}, OVER, "kept"),
    ],
)
def test_what_residents_find_stays_findable_when_nobody_chooses(kept, other, choice, municipality):
    one, gone = a_service(**kept), a_service(**other)
    [part] = [part for part in parts.SERVICE_PARTS if part.name == "status"]
    assert parts.best(part, parts.side("service", one), parts.side("service", gone)) == choice
    merged(municipality, one, gone)
    stayed = Service.objects.get(pk=one.pk)
    assert parts.reach(stayed) == max(parts.reach(one), parts.reach(gone))


def test_what_residents_know_never_becomes_a_draft_again(municipality):
    draft, known = a_service(status="inactive"), a_service()
    pair = a_pair(draft, known)
    with pytest.raises(Refusal, match="Bewoners kennen dit al"):
        deeds.merge(actor=municipality, pair_id=pair.id, kept_id=draft.pk, choices={"status": "kept"})
    assert Service.objects.get(pk=known.pk).merged_into_id is None
    assert records.history(known) == []


# Successors -----------------------------------------------------------------------------------------------------------


def test_what_stopped_points_on_to_the_record_that_stayed(two, municipality, client: Client):
    one, other = two
    before_them = a_service("Praatgroep", status="defunct", successor=other)
    before = hanging(one, other)
    made = merged(municipality, one, other)
    assert Service.objects.get(pk=before_them.pk).successor_id == one.pk
    assert f"/hulp/{one.slug}" in client.get(f"/hulp/{before_them.slug}").content.decode()
    deeds.undo(actor=municipality, merge_id=made)
    assert hanging(one, other) == before


@pytest.mark.parametrize("choice", ["kept", "other"])
def test_a_record_is_never_its_own_successor(municipality, choice):
    other = a_service()
    one = a_service(status="defunct", successor=other)
    Service.objects.filter(pk=other.pk).update(successor=one)
    made = merged(municipality, one, other, status=choice)
    assert Service.objects.get(pk=one.pk).successor_id is None
    deeds.undo(actor=municipality, merge_id=made)
    links = dict(Service.objects.filter(pk__in=[one.pk, other.pk]).values_list("pk", "successor_id"))
    assert links == {one.pk: other.pk, other.pk: one.pk}


# Notes and hints ------------------------------------------------------------------------------------------------------


def test_notes_and_hints_go_along_and_stay_with_who_wrote_them(two, municipality):
    one, other = two
    team = factories.team("GM0622")
    worker = account_actor(factories.worker(team).pk)
    colleagues.add_note(actor=worker, service=other, text="Vraag naar de balie", team_id=team.id)
    colleagues.say_room(actor=worker, service=other, free_places=3, waiting_weeks=None, said_on=clock.today())
    before = hanging(one, other)
    made = merged(municipality, one, other)
    with acting_as(worker):
        assert [row.text for row in InternalNote.objects.filter(service=one)] == ["Vraag naar de balie"]
        assert [row.free_places for row in CapacityHint.objects.filter(service=one)] == [3]
    with acting_as(municipality):
        assert not InternalNote.objects.filter(service=one).exists()
    deeds.undo(actor=municipality, merge_id=made)
    assert hanging(one, other) == before


def test_notes_of_an_organisation_go_along_with_the_people_who_wrote_them(municipality):
    kept, gone = an_organization(), an_organization()
    service = a_service(holder=gone)
    editor = account_actor(factories.account(Role.ORGANISATION_EDITOR, organization_id=gone.pk).pk)
    colleagues.add_note(actor=editor, service=service, text="Bel eerst", organization_id=gone.pk)
    colleagues.say_room(actor=editor, service=service, free_places=None, waiting_weeks=2, said_on=clock.today())
    before = hanging(service)
    made = merged(municipality, kept, gone, kind="organization")
    with acting_as(editor):
        assert InternalNote.objects.get(service=service).organization_id == kept.pk
        assert CapacityHint.objects.get(service=service).organization_id == kept.pk
    deeds.undo(actor=municipality, merge_id=made)
    assert hanging(service) == before


def test_the_merging_actor_may_move_a_note_but_not_write_or_remove_one(two):
    one, _other = two
    team = factories.team("GM0622")
    colleagues.add_note(actor=account_actor(factories.worker(team).pk), service=one, text="Blijft", team_id=team.id)
    with acting_as(system_actor(UPKEEP)):
        assert InternalNote.objects.filter(service=one).update(service=one) == 0
    with acting_as(system_actor(MERGER)):
        assert InternalNote.objects.filter(service=one).delete()[0] == 0
        assert InternalNote.objects.filter(service=one).count() == 1


def test_what_somebody_was_writing_about_the_record_that_went_is_kept_with_the_other(two, municipality, client: Client):
    one, other = two
    team = factories.team("GM0622")
    worker = factories.worker(team)
    merged(municipality, one, other)
    at_work = Client()
    factories.log_in(at_work, worker)
    posted = at_work.post(f"/team/hulp/{other.slug}/notitie", {"text": "Net geschreven"})
    assert posted.status_code == 302, posted.content.decode()
    with acting_as(account_actor(worker.pk)):
        assert InternalNote.objects.get(text="Net geschreven").service_id == one.pk
    answer = client.post(f"/hulp/{other.slug}/klopt-niet", {"text": "De deur is dicht", "contact": "", "website": ""})
    assert (answer.status_code, one.slug in answer["Location"]) == (302, True)
    with acting_as(municipality):
        assert one.corrections.count() == 1


# Changes that wait ----------------------------------------------------------------------------------------------------


def test_a_record_with_a_change_that_waits_goes_up_in_another_only_after_somebody_decided(municipality, holder):
    one, other = (world.a_record(of=holder, name=name) for name in ("Taalcafé", "Taalcafé Zuid"))
    world.save(world.editor(other), other, summary="Anders.")
    [change] = world.changes(other)
    pair = a_pair(one, other)
    with pytest.raises(Refusal, match=r"Er wacht nog een wijziging\. Beslis daar eerst over\."):
        deeds.merge(actor=municipality, pair_id=pair.id, kept_id=one.pk, choices={})
    assert Service.objects.get(pk=other.pk).merged_into_id is None
    editing.send_back(actor=municipality, change_id=change.pk, reason="Dit staat er al.")
    deeds.merge(actor=municipality, pair_id=pair.id, kept_id=one.pk, choices={})
    assert Service.objects.get(pk=other.pk).merged_into_id == one.pk


def test_a_change_that_waits_for_the_record_that_stays_is_decided_after_the_merge(municipality, holder):
    one, other = (world.a_record(of=holder, name=name) for name in ("Taalcafé", "Taalcafé Zuid"))
    world.save(world.editor(one), one, summary="Anders.")
    merged(municipality, one, other)
    world.approve(municipality, one)
    assert world.now(one)["summary"] == "Anders."


def test_nobody_opens_the_record_that_went_to_change_it(two, municipality):
    one, other = two
    merged(municipality, one, other)
    with acting_as(municipality):
        assert editing_queries.opened(one.pk).service == one
        with pytest.raises(NotYours):
            editing_queries.opened(other.pk)


# Translations ---------------------------------------------------------------------------------------------------------


def test_translations_stay_with_their_own_page_and_hold_again_after_undoing(municipality):
    one, other = people.service("Wij openen uw post."), people.service("Wij lezen uw post.")
    mine, theirs = people.key_of(one), people.key_of(other)
    people.machine(mine, "Postanızı açarız.", dutch=one.summary)
    people.machine(theirs, "Postanızı okuruz.", dutch=other.summary)
    made = merged(municipality, one, other, summary="other")
    talen.mark_stale()
    offered = {source.key for source in registry.all_sources()}
    assert (mine in offered, theirs in offered) == (True, False)
    assert people.row(mine).stale_since is not None
    assert (people.row(theirs).text, people.row(theirs).stale_since) == ("Postanızı okuruz.", None)
    deeds.undo(actor=municipality, merge_id=made)
    talen.mark_stale()
    assert [(people.row(key).state, people.row(key).stale_since) for key in (mine, theirs)] == [
        (State.MACHINE, None)
    ] * 2


# Lists and choices ----------------------------------------------------------------------------------------------------


def test_data_pages_offer_only_what_stands_here(municipality):
    holder, twin = an_organization("Proef Blijft"), an_organization("Proef Gaat")
    one, other = a_service("Proefhulp blijft", holder=holder), a_service("Proefhulp gaat", holder=holder)
    merged(municipality, one, other)
    merged(municipality, holder, twin, kind="organization")
    manager = Client()
    boss = factories.account(Role.FUNCTIONAL_MANAGER, is_superuser=True, is_staff=True)
    factories.log_in(manager, boss)
    base = "/beheer/gegevens"
    picker = f"{base}/autocomplete/?app_label=wegwijzer&model_name=service&field_name=organization&term=Proef"
    third = a_service("Proefhulp derde", holder=holder)
    pages = (
        f"{base}/wegwijzer/service/?q=Proefhulp",
        f"{base}/mensen/organization/?q=Proef",
        picker,
        f"{base}/wegwijzer/service/{third.pk}/change/",
        f"{base}/mensen/team/add/",
        f"{base}/mensen/account/{boss.pk}/change/",
    )
    for path in pages:
        shown = manager.get(path).content.decode()
        assert ("Proefhulp gaat" in shown, "Proef Gaat" in shown) == (False, False), path
        assert ("blijft" in shown.casefold()) or path.endswith(f"{boss.pk}/change/"), path
    assert manager.get(f"{base}/wegwijzer/service/{other.pk}/change/").status_code == 302


def test_a_record_is_closed_and_not_deleted_and_its_hours_are_at_its_own_places():
    service, other = a_service("Proefhulp een"), a_service("Proefhulp twee")
    manager = Client()
    factories.log_in(manager, factories.account(Role.FUNCTIONAL_MANAGER, is_superuser=True, is_staff=True))
    page = f"/beheer/gegevens/wegwijzer/service/{service.pk}"
    assert manager.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    shown = manager.get(f"{page}/change/").content.decode()
    mine, theirs = service.at_locations.get(), other.at_locations.get()
    assert (f'value="{mine.pk}"' in shown, f'value="{theirs.pk}"' in shown) == (True, False)
    assert manager.get("/beheer/gegevens/wegwijzer/service/add/").status_code == 200


def test_loading_the_example_again_leaves_what_was_merged_as_it_is(municipality):
    one, other = Service.objects.filter(areas="GM0622", is_example=True).order_by("name")[:2]
    deeds.merge(
        actor=account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk),
        pair_id=a_pair(one, other, areas=["GM0622"]).id,
        kept_id=one.pk,
        choices={},
    )
    loading.load_directory()
    again = Service.objects.get(pk=other.pk)
    assert (again.merged_into_id, again.status) == (one.pk, ServiceStatus.CLOSED)
    assert Service.objects.public().filter(pk=one.pk).exists()


def test_every_column_of_a_record_is_a_part_or_stays_on_purpose():
    stays = {
        "service": {
            *("id", "slug", "last_modified", "merged_into_id", "owner_id", "is_example"),
            *("source_document", "source_passage", "source_year", "source_read"),
        },
        "organization": {"id", "created_at", "last_modified", "merged_into_id", "is_example"},
    }
    for kind, model in parts.MODELS.items():
        columns = {field.attname for field in model._meta.concrete_fields}
        chosen = {column for part in parts.parts_of(kind) for column in part.columns}
        assert columns - chosen == stays[kind]


def test_the_state_of_a_record_is_told_with_its_period_and_where_people_go():
    after = a_service("Praatgroep Nieuw")
    until = clock.today()
    shown = a_service(status="defunct", visible_from=until, visible_until=until, successor=after)
    [part] = [part for part in parts.SERVICE_PARTS if part.name == "status"]
    day = date_format(until, "j F Y")
    assert reading.shown(part, parts.side("service", shown)) == [
        "gestopt",
        f"te zien vanaf {day}",
        f"te zien tot en met {day}",
        "daarna: Praatgroep Nieuw",
    ]
    assert reading.shown(part, parts.side("service", after)) == ["in de gids"]
    assert reading.page_of(after) == f"/hulp/{after.slug}"
    assert reading.page_of(a_service(status="inactive")) is None
