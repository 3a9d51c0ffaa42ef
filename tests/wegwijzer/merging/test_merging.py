"""Merging two records: nothing is lost, everything goes along, undoing gives back exactly what was."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from tests import factories
from tests.wegwijzer.merging.conftest import a_pair, a_service, an_organization
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor, visitor_actor
from wijkkompas.mensen.models import Account, Organization, Team
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.api import NotYours
from wijkkompas.toezeggingen import api as toezeggingen
from wijkkompas.wegwijzer import actions
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.merging import deeds, links, parts, queue
from wijkkompas.wegwijzer.models import Correction, DuplicatePair, Location, Merge, Phone, Service
from wijkkompas.wegwijzer.policies import FINDER, IMPORTER, KEEPER, MERGER
from wijkkompas.wegwijzer.values import PairState

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def everything(kind: str, *ids: uuid.UUID) -> list[Any]:
    """All rows of records, exactly, but for the moment of change: that moves on so that readers of the feed notice."""
    rows = []
    for identity in ids:
        record = parts.MODELS[kind].objects.get(pk=identity)
        under = [row for part in parts.parts_of(kind) for row in part.rows(identity)]
        rows += json.loads(serializers.serialize("json", [record, *under]))
    for row in rows:
        row["fields"].pop("last_modified", None)
    return rows


def merged(actor: Any, pair: DuplicatePair, kept: Any, **choices: str) -> uuid.UUID:
    return deeds.merge(actor=actor, pair_id=pair.id, kept_id=kept.pk, choices=choices)


@pytest.fixture
def two() -> tuple[Service, Service]:
    """The same help, told twice."""
    one = a_service("Taalcafé Zuid", url="", in_brief="")
    other = a_service("Taalcafe in Zuid", url="https://example.org/taal", in_brief="Praat mee.")
    Phone.objects.filter(service=other).update(number="010 7654321")
    return one, other


# What stays ---------------------------------------------------------------------------------------------------------


def test_what_was_chosen_stays_and_what_was_empty_is_filled_in(two, municipality):
    one, other = two
    merged(municipality, a_pair(one, other), one, name="other", phones="both", times="other")
    kept = Service.objects.get(pk=one.pk)
    assert (kept.name, kept.summary, kept.url, kept.in_brief) == (
        "Taalcafe in Zuid",
        "Taalcafé Zuid helpt u.",
        "https://example.org/taal",
        "Praat mee.",
    )
    assert sorted(kept.phones.values_list("number", flat=True)) == ["010 1234567", "010 7654321"]
    there = kept.at_locations.get()
    assert there.location_id == other.at_locations.get().location_id
    hours = kept.schedules.get()
    assert (hours.at_location_id, hours.rota_lines.count(), hours.exceptions.count()) == (there.pk, 1, 1)
    assert [area.code for area in kept.areas.all()] == ["GM0622"]
    assert [need.need_id for need in kept.service_needs.all()] == ["problem-debts"]


def test_the_other_is_nowhere_public_and_its_page_leads_to_the_kept_one(two, municipality, client: Client):
    one, other = two
    merged(municipality, a_pair(one, other), one)
    assert list(Service.objects.public().filter(pk__in=[one.pk, other.pk])) == [one]
    for path in (f"/hulp/{other.slug}", f"/hulp/{other.slug}/klopt-niet"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, path.replace(other.slug, one.slug))
        assert answer["Cache-Control"] == "public, max-age=60"
    assert client.get(f"/en/hulp/{other.slug}")["Location"] == f"/en/hulp/{one.slug}"
    assert client.get(f"/hulp/{one.slug}").status_code == 200
    for feed in ("hsds", "oruk"):
        assert client.get(f"/{feed}/v3/services/{other.pk}").status_code == 404
        assert client.get(f"/{feed}/v3/services/{one.pk}").status_code == 200


def test_a_reported_mistake_goes_along_with_its_promise(two, municipality):
    one, other = two
    identity = actions.report_mistake(actor=visitor_actor(), service_id=other.pk, text="Dit klopt niet", contact="")
    made = merged(municipality, a_pair(one, other), one)
    with acting_as(municipality):
        assert Correction.objects.get(pk=identity).service_id == one.pk
    actions.handle_correction(actor=municipality, correction_id=identity, outcome="changed")
    deeds.undo(actor=municipality, merge_id=made)
    with acting_as(municipality):
        assert Correction.objects.get(pk=identity).service_id == other.pk
        assert toezeggingen.of_objects("answer-correction", [identity])[identity].kept_at is not None


def test_what_was_merged_into_the_one_that_goes_leads_on(two, municipality, client: Client):
    one, other = two
    third = a_service("Taalcafé")
    merged(municipality, a_pair(one, other), one)
    merged(municipality, a_pair(one, third), third)
    assert client.get(f"/hulp/{other.slug}")["Location"] == f"/hulp/{third.slug}"


def test_the_search_hears_of_it(two, municipality, rebuilds):
    one, other = two
    merged(municipality, a_pair(one, other), one)
    assert rebuilds() == 1


# Undoing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["kept", "other", "both", ""])
def test_undoing_gives_back_exactly_what_was(two, municipality, choice):
    one, other = two
    before = everything("service", one.pk, other.pk)
    choices = {part.name: choice for part in parts.SERVICE_PARTS if choice and (part.both or choice != "both")}
    made = merged(municipality, a_pair(one, other), one, **choices)
    assert (everything("service", one.pk, other.pk) == before) is False
    assert deeds.undo(actor=municipality, merge_id=made) is True
    assert everything("service", one.pk, other.pk) == before


def test_undoing_leaves_what_somebody_changed_since(two, municipality):
    one, other = two
    made = merged(municipality, a_pair(one, other), one, name="other", phones="other")
    Service.objects.filter(pk=one.pk).update(name="Taalcafé nieuw")
    assert deeds.undo(actor=municipality, merge_id=made) is False
    assert Service.objects.get(pk=one.pk).name == "Taalcafé nieuw"
    assert one.phones.get().number == "010 1234567"


def test_merges_are_undone_last_first_and_give_all_back(two, municipality):
    one, other = two
    third = a_service("Taalcafé", url="https://example.org/derde")
    ids = (one.pk, other.pk, third.pk)
    before = everything("service", *ids)
    first = merged(municipality, a_pair(one, other), one, name="other", url="other")
    second = merged(municipality, a_pair(one, third), one, name="other", url="other")
    with pytest.raises(Refusal, match="Maak eerst dat ongedaan"):
        deeds.undo(actor=municipality, merge_id=first)
    deeds.undo(actor=municipality, merge_id=second)
    deeds.undo(actor=municipality, merge_id=first)
    assert everything("service", *ids) == before
    with pytest.raises(Refusal, match="al ongedaan"):
        deeds.undo(actor=municipality, merge_id=first)


def test_after_thirty_days_it_cannot_be_undone_and_the_copies_are_gone(two, municipality, monkeypatch):
    one, other = two
    made = merged(municipality, a_pair(one, other), one)
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Refusal, match="30 dagen"):
        deeds.undo(actor=municipality, merge_id=made)
    assert deeds.forget_what_cannot_be_undone() == 1
    with acting_as(municipality):
        row = Merge.objects.get(pk=made)
        assert (row.before, row.after, row.moved, row.kept_name) == ({}, {}, {}, "Taalcafé Zuid")
    assert Service.objects.get(pk=other.pk).merged_into_id == one.pk


# Organisations ------------------------------------------------------------------------------------------------------


def test_organisations_merge_with_their_services_places_teams_and_members(municipality, client: Client):
    kept, gone = an_organization("Stichting Welzijn Proef"), an_organization("Welzijn Proef")
    service = a_service(holder=gone)
    team = Team.objects.create(name="Proefteam", organization=gone)
    member = factories.account(Role.ORGANISATION_EDITOR, organization_id=gone.pk)
    below = Organization.objects.create(name="Afdeling Proef", area_id="GM0622", parent_organization=gone)
    report = actions.report_mistake(actor=visitor_actor(), service_id=service.pk, text="Fout", contact="")
    before = everything("organization", kept.pk, gone.pk)
    pair = a_pair(kept, gone, kind="organization")
    made = merged(municipality, pair, kept, name="other")
    assert Organization.objects.get(pk=kept.pk).name == "Welzijn Proef"

    def holders() -> set[Any]:
        with acting_as(municipality):
            promise = toezeggingen.of_objects("answer-correction", [report])[report]
            correction = Correction.objects.get(pk=report)
        with acting_as(system_actor(MERGER)):
            of_member = Account.objects.get(pk=member.pk).organization_id
        return {
            Service.objects.get(pk=service.pk).organization_id,
            Location.objects.get(pk=service.at_locations.get().location_id).organization_id,
            Team.objects.get(pk=team.pk).organization_id,
            Organization.objects.get(pk=below.pk).parent_organization_id,
            of_member,
            promise.organisation_id,
            correction.organization_id,
        }

    assert holders() == {kept.pk}
    assert client.get(f"/hsds/v3/organizations/{gone.pk}").status_code == 404
    assert client.get(f"/hsds/v3/organizations/{kept.pk}").status_code == 200
    assert deeds.undo(actor=municipality, merge_id=made) is True
    assert holders() == {gone.pk}
    assert everything("organization", kept.pk, gone.pk) == before


def test_an_organisation_is_never_below_itself(municipality):
    gone = an_organization("Proef boven")
    kept = Organization.objects.create(name="Proef onder", area_id="GM0622", parent_organization=gone)
    made = merged(municipality, a_pair(kept, gone, kind="organization"), kept)
    assert Organization.objects.get(pk=kept.pk).parent_organization_id is None
    deeds.undo(actor=municipality, merge_id=made)
    assert Organization.objects.get(pk=kept.pk).parent_organization_id == gone.pk


def test_a_name_that_was_taken_since_is_said_plainly(municipality):
    kept, gone = an_organization("Proef een"), an_organization("Proef twee")
    made = merged(municipality, a_pair(kept, gone, kind="organization"), kept)
    an_organization("Proef twee")
    with pytest.raises(Refusal, match="andere organisatie met deze naam"):
        deeds.undo(actor=municipality, merge_id=made)
    assert Organization.objects.get(pk=gone.pk).merged_into_id == kept.pk


def test_every_link_to_a_service_or_an_organisation_was_thought_of():
    stays = {
        # Rows of the record itself: chosen part by part, the ones of the other stay with it for undoing.
        *(f"{table._meta.label}.service" for part in parts.SERVICE_PARTS for table in part.tables),
        # What was done with the hidden record: its open check is taken back (test_beside), its history is not rewritten.
        "wegwijzer.RecordCheck.service",
        "wegwijzer.StatusChange.service",
        "wegwijzer.RecordChange.service",
    }
    moves = {
        f"{model._meta.label}.{column.removesuffix('_id')}"
        for table in links.MOVES.values()
        for model, column in table.values()
    }
    moves.add("toezeggingen.Promise.organisation")
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model in (Service, Organization)
        and not field.many_to_many
    }
    assert sorted(found - stays - moves) == [], "say in merging/links.py, or hear RecordsMerged, what happens to these"


# Who may ------------------------------------------------------------------------------------------------------------


def test_who_may_merge_what():
    def tried(role: str, area: str | None, *, of: tuple[str, str]) -> str:
        one, other = a_service(area=of[0]), a_service(area=of[1])
        pair = a_pair(one, other, areas=sorted(set(of)))
        actor = account_actor(factories.account(role, area_id=area).pk)
        try:
            merged(actor, pair, one)
        except NotYours:
            return "not there"
        except Refusal:
            return "refused"
        return "merged"

    here, split = ("GM0622", "GM0622"), ("GM0622", "NL")
    assert {
        "municipality here": tried(Role.MUNICIPALITY, "GM0622", of=here),
        "municipality elsewhere": tried(Role.MUNICIPALITY, "GM0546", of=here),
        "municipality without area": tried(Role.MUNICIPALITY, None, of=here),
        "municipality, one national": tried(Role.MUNICIPALITY, "GM0622", of=split),
        "manager": tried(Role.FUNCTIONAL_MANAGER, None, of=split),
        "editor": tried(Role.ORGANISATION_EDITOR, "GM0622", of=here),
        "worker": tried(Role.WORKER, "GM0622", of=here),
    } == {
        "municipality here": "merged",
        "municipality elsewhere": "not there",
        "municipality without area": "not there",
        "municipality, one national": "refused",
        "manager": "merged",
        "editor": "not there",
        "worker": "not there",
    }


def test_the_areas_count_as_they_are_now_not_as_they_were_found(municipality):
    one, other = a_service(), a_service()
    pair = a_pair(one, other)
    other.areas.add("NL")
    with pytest.raises(Refusal, match="functioneel beheerder"):
        merged(municipality, pair, one)


def test_a_municipality_cannot_undo_what_reaches_beyond_it(municipality, manager):
    one, other = a_service(), a_service(area="NL")
    made = merged(manager, a_pair(one, other, areas=["GM0622", "NL"]), one)
    with pytest.raises(Refusal, match="functioneel beheerder"):
        deeds.undo(actor=municipality, merge_id=made)
    stranger = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0546").pk)
    with pytest.raises(NotYours):
        deeds.undo(actor=stranger, merge_id=made)


@pytest.mark.parametrize("name", ["visitor", FINDER, IMPORTER, KEEPER, MERGER])
def test_the_database_gives_each_only_what_its_work_needs(name, municipality):
    one, other = a_service(), a_service()
    pair = a_pair(one, other)
    merged(municipality, pair, one)
    actor = visitor_actor() if name == "visitor" else system_actor(name)
    with acting_as(actor):
        seen = (DuplicatePair.objects.filter(pk=pair.pk).exists(), Merge.objects.filter(gone_id=other.pk).exists())
    assert seen == {FINDER: (True, False), IMPORTER: (True, False), KEEPER: (False, True)}.get(name, (False, False))


def test_a_forged_record_or_choice_changes_nothing(two, municipality):
    one, other = two
    pair, stranger = a_pair(one, other), a_service()
    before = everything("service", one.pk, other.pk, stranger.pk)
    with pytest.raises(NotYours):
        deeds.merge(actor=municipality, pair_id=pair.id, kept_id=stranger.pk, choices={})
    for choices in ({"name": "beide"}, {"name": "both"}, {"phones": "x"}):
        with pytest.raises(Refusal):
            deeds.merge(actor=municipality, pair_id=pair.id, kept_id=one.pk, choices=choices)
    deeds.merge(
        actor=municipality, pair_id=pair.id, kept_id=one.pk, choices={"slug": "other", "owner": "other", "id": "other"}
    )
    assert Service.objects.get(pk=one.pk).slug == one.slug
    assert everything("service", stranger.pk) == [row for row in before if row in everything("service", stranger.pk)]


def test_who_looked_at_old_data_looks_again(two, municipality):
    one, other = two
    pair, seen = a_pair(one, other), deeds.fingerprint(*(parts.side("service", record) for record in two))
    Phone.objects.create(service=other, number="112")
    with pytest.raises(Refusal, match="net veranderd"):
        deeds.merge(actor=municipality, pair_id=pair.id, kept_id=one.pk, choices={}, seen=seen)


# Not the same -------------------------------------------------------------------------------------------------------


def test_not_the_same_is_never_asked_again_also_not_after_a_merge(two, municipality):
    one, other = two
    deeds.keep_apart(actor=municipality, pair_id=a_pair(one, other).id)
    with acting_as(municipality):
        assert DuplicatePair.objects.get(one_id=min(one.pk, other.pk)).state == PairState.DIFFERENT
    third = a_service("Taalcafé Zuid", holder=one.organization)
    queue.look_again()
    with acting_as(system_actor(FINDER)):
        open_ = DuplicatePair.objects.filter(kind="service", state=PairState.OPEN)
        assert not open_.filter(one_id=min(one.pk, other.pk), other_id=max(one.pk, other.pk)).exists()
        pair = open_.get(one_id=min(one.pk, third.pk), other_id=max(one.pk, third.pk))
    merged(municipality, pair, third)
    queue.look_again()
    with acting_as(system_actor(FINDER)):
        ids = sorted((third.pk, other.pk))
        waiting = DuplicatePair.objects.filter(one_id=ids[0], other_id=ids[1], state=PairState.OPEN)
        assert not waiting.exists()


def test_what_is_no_longer_alike_leaves_the_queue():
    one, other = a_service("Zwemles voor volwassenen"), a_service("Zwemles volwassenen")
    queue.look_again()
    with acting_as(system_actor(FINDER)):
        mine = DuplicatePair.objects.filter(one_id=min(one.pk, other.pk), other_id=max(one.pk, other.pk))
        assert [pair.areas for pair in mine] == [["GM0622"]]
        Service.objects.filter(pk=other.pk).update(name="Breiclub", organization=an_organization(), url="")
        Phone.objects.filter(service=other).delete()
        other.at_locations.all().delete()
    queue.look_again()
    with acting_as(system_actor(FINDER)):
        assert list(mine.values_list("score", "reasons")) == []


def test_who_enters_a_record_hears_what_may_be_the_same():
    one = a_service("Fietsles voor vrouwen")
    found = queue.possible_duplicates(name="fietsles vrouwen", area="GM0622", phone="+31 10 1234567")
    assert [row.pk for row, _pair in found][:1] == [one.pk]
    assert "same-phone" in found[0][1].reasons
    assert one.pk not in [
        row.pk for row, _ in queue.possible_duplicates(name="Fietsles voor vrouwen", area="GM0546", phone="")
    ]
    own = queue.possible_duplicates(name="Fietsles voor vrouwen", area="GM0622", own_id=str(one.pk))
    assert one.pk not in [row.pk for row, _ in own]
    holder = an_organization("Stichting Proefwiel")
    told = queue.possible_duplicates(name="Proefwiel", area="GM0622", kind="organization")
    assert [row for row, _ in told] == [holder]


def test_entering_costs_the_same_number_of_queries_whatever_is_there(django_assert_num_queries):
    a_service("Fietsles voor vrouwen")
    with django_assert_num_queries(8):
        queue.possible_duplicates(name="fietsles vrouwen", area="GM0622")
    for _ in range(5):
        a_service("Fietsles voor vrouwen")
    with django_assert_num_queries(8):
        queue.possible_duplicates(name="fietsles vrouwen", area="GM0622")
