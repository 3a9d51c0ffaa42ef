"""Sharing over HTTP, and the story of a plan that a partner reads until it is withdrawn."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wijkteam.casework.test_pages import body, marks_in
from tests.wijkteam.conftest import MARKS, browser
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.models import Action, Case, HelpAgreement, Representative, SecrecyRelease, Share

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def told(**more) -> dict[str, object]:
    until = clock.today() + timedelta(days=90)
    fields = {"purpose": "together", "scope": "plan", "basis": "task", "article": "Wmo", "until": until, "deed": "deel"}
    return fields | more


def as_worker(worker):
    return acting_as(account_actor(worker.pk))


def only_share(worker) -> Share:
    with as_worker(worker):
        return Share.objects.get()


def person_of(worker, case_id):
    with as_worker(worker):
        return Case.objects.get(id=case_id).participations.order_by("since").first().person


def test_from_a_first_talk_to_a_plan_that_a_partner_reads_for_three_months(client, team, worker):
    """Socius: short lines, and nobody keeps reading because somebody forgot."""
    other_team = factories.team()
    other = browser(factories.worker(other_team))
    talk = {"id": uuid.uuid4(), "team": team.id, "question": MARKS["question"], "summary": "kort", "language": "nl"}
    page = client.post(
        "/team/zaak/nieuw", talk | {"name": MARKS["name"], "first_step": "bellen", "first_due": clock.today()}
    )
    address = page.url
    client.post(f"{address}/schrijf/doel", {"doel-text": MARKS["goal"], "doel-agreed": "on"})
    client.post(f"{address}/schrijf/verslag", {"verslag-text": MARKS["journal"], "verslag-partition": "journal"})
    missing = other.get(f"/team/zaak/{uuid.uuid4()}")
    assert body(other.get(address)) == body(missing)

    preview = client.post(f"{address}/delen", told(to_team_id=other_team.id, deed="bekijk"))
    assert marks_in(preview) == {"question", "goal", "name"}
    with as_worker(worker):
        assert not Share.objects.exists()
    shared = client.post(f"{address}/delen", told(to_team_id=other_team.id))
    assert marks_in(other.get(address)) == {"question", "goal"}

    client.post(f"{shared.url}/stop", {"wie": "bewoner", "how": "phone"})
    after = other.get(address)
    assert (after.status_code, body(after)) == (404, body(missing))
    row = only_share(worker)
    assert (row.withdrawn_by_kind, row.withdrawn_how) == ("resident", "phone")
    assert "De bewoner wilde dat." in client.get(shared.url).content.decode()


def test_the_preview_is_what_the_partner_reads(client, case_id, worker, partner):
    other = browser(partner)
    for scope in ("summary", "plan", "full"):
        form = told(scope=scope, to_address=partner.email)
        preview = client.post(f"/team/zaak/{case_id}/delen", form | {"deed": "bekijk"})
        shared = client.post(f"/team/zaak/{case_id}/delen", form)
        read = other.post(f"/team/zaak/{case_id}/namen")
        assert marks_in(preview) == marks_in(read), scope
        client.post(f"{shared.url}/stop", {"wie": "team"})


def test_chosen_parts_open_nothing_else(client, case_id, partner):
    address = f"/team/zaak/{case_id}/delen"
    assert client.post(address, told(scope="fields", to_address=partner.email, deed="bekijk")).status_code == 422
    client.post(address, told(scope="fields", parts=["contacts"], to_address=partner.email))
    assert marks_in(browser(partner).get(f"/team/zaak/{case_id}")) == {"contact"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"basis": "task", "article": ""}, "artikel"),
        ({"basis": "consent"}, "Is nee zeggen niet vrij?"),
        ({"basis": "consent", "free": "on"}, "Kies wie ja zei"),
        ({"basis": "meldcode"}, "Kies waarom het mag."),
        ({"until": "2020-01-01"}, "Kies tot wanneer."),
        ({"to_address": "niemand@example.org"}, "Wij vinden niemand"),
        ({"to_address": ""}, "Kies één team of één persoon."),
        ({"scope": "everything"}, "everything"),
    ],
)
def test_a_share_that_may_not_be_is_asked_again_and_not_made(client, case_id, worker, partner, wrong, said):
    response = client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email) | wrong)
    assert response.status_code == 422
    assert said in response.content.decode()
    with as_worker(worker):
        assert not Share.objects.exists()


def test_consent_keeps_who_how_and_which_text(client, case_id, worker, partner):
    person = person_of(worker, case_id)
    yes = {"basis": "consent", "free": "on", "given_by_id": person.id, "given_how": "paper", "witness": "de buurvrouw"}
    shared = client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email) | yes)
    row = only_share(worker)
    assert (row.given_by_id, row.given_how, row.text_version, row.article) == (person.id, "paper", "2026-11", "")
    assert b"buurvrouw" not in bytes(row.sealed_witness)
    page = client.get(shared.url).content.decode()
    assert "De bewoner trekt in" in page
    assert "De bewoner maakt bezwaar" not in page


def test_a_task_is_objected_to(client, case_id, partner):
    shared = client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email))
    assert "De bewoner maakt bezwaar" in client.get(shared.url).content.decode()


def test_a_child_under_sixteen_gives_no_consent_alone(client, case_id, worker, partner):
    child = actions.add_person(
        actor=account_actor(worker.pk),
        case_id=case_id,
        name="Kind",
        role="member",
        born_on=clock.today() - timedelta(days=15 * 365),
    )
    yes = {"basis": "consent", "free": "on", "given_by_id": child, "given_how": "phone"}
    response = client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email) | yes)
    assert "Jonger dan 16 jaar" in response.content.decode()


def test_a_receiver_shares_nothing_onward_and_stops_nothing(client, case_id, worker, partner):
    shared = client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email))
    other = browser(partner)
    third = factories.worker(factories.team())
    for method, address, form in (
        ("get", f"/team/zaak/{case_id}/delen", None),
        ("post", f"/team/zaak/{case_id}/delen", told(to_address=third.email)),
        ("get", shared.url, None),
        ("post", f"{shared.url}/stop", {"wie": "team"}),
        ("post", f"/team/zaak/{case_id}/hulp", {}),
    ):
        assert getattr(other, method)(address, form).status_code == 404
    assert only_share(worker).withdrawn_at is None


def test_a_share_of_another_case_is_not_stopped_through_this_one(client, case_id, team, worker, partner):
    from tests.wijkteam.conftest import full_case

    shared = client.post(f"/team/zaak/{full_case(team, worker)}/delen", told(to_address=partner.email))
    share_id = shared.url.rsplit("/", 1)[1]
    assert client.post(f"/team/zaak/{case_id}/delen/{share_id}/stop", {"wie": "team"}).status_code == 404


def test_secrecy_is_released_for_one_professional_and_bound_again(client, case_id, worker, partner):
    shared = client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email)).url
    yes = {
        "zwijg-address": partner.email,
        "zwijg-given_by_id": person_of(worker, case_id).id,
        "zwijg-given_how": "phone",
    }
    assert client.post(f"{shared}/spreken", yes).status_code == 302
    assert client.post(f"{shared}/spreken", yes).status_code == 422
    with as_worker(worker):
        one = SecrecyRelease.objects.get()
    assert client.post(f"{shared}/spreken/{one.id}/stop").status_code == 302
    with as_worker(worker):
        assert SecrecyRelease.objects.get().withdrawn_at is not None
        assert Share.objects.get().withdrawn_at is None


def test_agreement_with_the_help_is_apart_from_sharing(client, case_id, worker):
    person = person_of(worker, case_id)
    assert client.post(f"/team/zaak/{case_id}/hulp", {"hulp-person_id": person.id}).status_code == 302
    with as_worker(worker):
        row = HelpAgreement.objects.get()
        assert (row.agreed_by_id, row.text_version, Share.objects.exists()) == (person.id, "2026-11", False)
    client.post(f"/team/zaak/{case_id}/hulp/{row.id}/stop")
    with as_worker(worker):
        assert HelpAgreement.objects.get().withdrawn_at is not None


def test_a_child_agrees_with_a_parent_whose_authority_was_checked(client, case_id, worker):
    actor = account_actor(worker.pk)
    parent = person_of(worker, case_id)
    child = actions.add_person(
        actor=actor, case_id=case_id, name="Kind", role="member", born_on=clock.today() - timedelta(days=13 * 366)
    )
    with as_worker(worker):
        stands = Representative(person_id=child, by=parent, kind="parent")
        stands.save(force_insert=True)
    address = f"/team/zaak/{case_id}/hulp"
    both = {"hulp-person_id": child, "hulp-representative_id": stands.id}
    assert client.post(address, {"hulp-person_id": child}).status_code == 422
    assert client.post(address, both).status_code == 422
    with as_worker(worker):
        Representative.objects.filter(id=stands.id).update(
            verified_at=clock.now(), verified_by=worker, verified_how="register"
        )
    assert client.post(address, both).status_code == 302


def test_the_page_asks_as_much_with_one_share_as_with_five(client, case_id, worker):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/team/zaak/{case_id}/delen").status_code == 200
        return len(seen)

    def share() -> None:
        client.post(f"/team/zaak/{case_id}/delen", told(to_team_id=factories.team().id))

    share()
    queries()
    one = queries()
    for _ in range(4):
        share()
    assert queries() == one


def test_a_partner_does_nothing_with_an_action_it_reads(client, case_id, worker, partner):
    client.post(f"/team/zaak/{case_id}/delen", told(to_address=partner.email))
    with as_worker(worker):
        action = Action.objects.get()
    assert browser(partner).post(f"/team/zaak/{case_id}/klaar/gedaan/{action.id}").status_code == 404
