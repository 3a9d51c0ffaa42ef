"""Every address of the room, asked for by people who have nothing to do with the case: it answers as if it is not there."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.wijkteam.casework.test_pages import body, heads, share_plan
from tests.wijkteam.conftest import MARKS, browser, full_case
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.models import Membership
from wijkkompas.mensen.policies import ACCOUNTS
from wijkkompas.mensen.values import Role, TeamRole
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.models import (
    Action,
    Case,
    Goal,
    HelpAgreement,
    HouseholdMember,
    Note,
    Notification,
    Participation,
    Representative,
    SecrecyRelease,
)
from wijkkompas.wijkteam.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
WORDS = {
    "form": ["json", "csv", "pdf"],
    "team_case_write": ["verslag", "contact", "doel", "actie", "stand", "langer"],
    "team_notification_note": ["ondersteuning", "plan", "verslag"],
    "team_household_write": ["nieuw", "woont", "ander", "gezag"],
    "team_household_change": ["verhuisd", "veilig", "onveilig", "weg", "voorbij", "gezien"],
    "team_identify_deed": ["adres", "bewijs", "los"],
    "request_id": [str(uuid.uuid4())],
    "what": ["gedaan", "vervallen", "gelukt", "losgelaten"],
}


def rich_case(team, worker, partner, client: Client | None = None) -> dict[str, uuid.UUID]:
    """A case with a row behind each address, by the name in the address."""
    client, case_id = client or browser(worker), full_case(team, worker)
    house = f"/team/zaak/{case_id}/huishouden"
    with acting_as(account_actor(worker.pk)):
        person = Participation.objects.get(case_id=case_id).person_id
    child = actions.add_person(
        actor=account_actor(worker.pk),
        case_id=case_id,
        name="kindmerk",
        role="member",
        born_on=clock.today() - timedelta(days=3000),
    )
    share = share_plan(worker, partner, case_id)
    delen = f"/team/zaak/{case_id}/delen/{share}"
    sent = [
        (f"{house}/woont", {"woont-person_id": person}),
        (f"{house}/gezag", {"gezag-person_id": child, "gezag-by_id": person, "gezag-kind": "parent"}),
        (f"/team/zaak/{case_id}/melding", {"law": "wmo", "about_id": person}),
        (
            f"{delen}/spreken",
            {"zwijg-address": partner.email, "zwijg-given_by_id": person, "zwijg-given_how": "phone"},
        ),
        (f"/team/zaak/{case_id}/hulp", {"hulp-person_id": person}),
        (f"/team/zaak/{case_id}/meldcode/stap", {"text": "geweldmerk"}),
    ]
    for address, fields in sent:
        answer = client.post(address, fields)
        assert answer.status_code == 302, (address, answer.content.decode()[:3000])
    with acting_as(account_actor(worker.pk)):
        return {
            "case_id": case_id,
            "note_id": Note.objects.get(case_id=case_id, partition="journal").id,
            "goal": Goal.objects.get(case_id=case_id).id,
            "action": Action.objects.get(case_id=case_id).id,
            "share_id": share,
            "release_id": SecrecyRelease.objects.get(share_id=share).id,
            "agreement_id": HelpAgreement.objects.get(case_id=case_id).id,
            "notification_id": Notification.objects.get(case_id=case_id).id,
            "member": HouseholdMember.objects.get(person_id=person).id,
            "representative": Representative.objects.get(person_id=child).id,
            "person": person,
            "track": Note.objects.get(case_id=case_id, partition="meldcode").id,
        }


def addresses(rows: dict[str, uuid.UUID], *, every: bool = True) -> list[str]:
    """Each address of a case, with these rows in it; without `every` one of each kind."""
    made = []
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        if "case_id" not in names or pattern.name.startswith("my_"):  # the own file: tests/wijkteam/myfile
            continue
        options: list[dict[str, object]] = [{}]
        for name in names:
            if name == "row_id":
                choices = [rows[key] for key in ("goal", "action", "member", "representative", "person")]
            elif name == "note_id":
                choices = [rows["note_id"], rows["track"]]
            elif name == "deed":
                choices = WORDS[pattern.name]
            else:
                choices = WORDS.get(name) or [rows[name]]
            options = [{**given, name: choice} for given in options for choice in choices[: None if every else 1]]
        made += [reverse(pattern.name, kwargs=given) for given in options]
    return made


def told(client: Client, address: str, method: str, rows: dict[str, uuid.UUID]) -> tuple:
    answer = client.generic(method, address, HTTP_HOST="testserver")
    text = body(answer)
    for identity in rows.values():
        text = text.replace(str(identity).encode(), b"ID")
    head = heads(answer)
    where = head.pop("Location", "")
    for identity in rows.values():
        where = where.replace(str(identity), "ID")
    head.pop("Content-Length", None)
    return answer.status_code, text, head, where


def people(team, worker, partner) -> dict[str, Client]:
    """Who have nothing to do with the case, or no more."""
    gone = factories.worker(team)
    with acting_as(system_actor(ACCOUNTS)):
        Membership.objects.filter(account=gone).update(valid_until=clock.now() - timedelta(minutes=1))
    volunteer = factories.account(Role.VOLUNTEER)
    factories.join(volunteer, team, role=TeamRole.VOLUNTEER)
    guest = factories.account(Role.WORKER)
    factories.join(guest, team, role=TeamRole.GUEST)
    return {
        "stranger": browser(factories.worker(factories.team(), role=TeamRole.LEAD)),
        "gone": browser(gone),
        "volunteer": browser(volunteer),
        "guest": browser(guest),
        "municipality": browser(factories.account(Role.MUNICIPALITY, area_id="GM0622")),
        "manager": browser(factories.account(Role.FUNCTIONAL_MANAGER)),
        "resident": browser(factories.account(Role.RESIDENT)),
        "nobody": Client(REMOTE_ADDR="127.0.0.1"),
    }


def test_a_foreign_case_answers_on_every_address_as_a_missing_one(team, worker, partner):
    rows = rich_case(team, worker, partner)
    missing = {name: uuid.uuid4() for name in rows}
    faults = []
    for who, client in people(team, worker, partner).items():
        every = who == "stranger"
        for there, nowhere in zip(addresses(rows, every=every), addresses(missing, every=every), strict=True):
            for method in ("GET", "POST", "HEAD", "OPTIONS") if "." in there else ("GET", "POST"):
                first, second = told(client, there, method, rows), told(client, nowhere, method, missing)
                if first != second or first[0] < 300:
                    faults.append((who, method, there, first[0], second[0]))
    assert faults == []


def test_a_row_of_another_case_answers_in_the_own_case_as_a_missing_one(team, worker, partner, client):
    own = full_case(team, worker)
    stranger_team = factories.team()
    for keeper_team, keeper in ((stranger_team, factories.worker(stranger_team)), (team, worker)):
        rows = rich_case(keeper_team, keeper, partner, client if keeper == worker else None)
        mixed = rows | {"case_id": own}
        missing = {name: uuid.uuid4() for name in rows} | {"case_id": own}
        faults = []
        for there, nowhere in zip(addresses(mixed), addresses(missing), strict=True):
            if there == nowhere:
                continue
            for method in ("GET", "POST"):
                client.get("/team/zaken")  # shows what was said before, so that it does not come between
                first, second = told(client, there, method, mixed), told(client, nowhere, method, missing)
                if first != second:
                    faults.append((method, there, first[0], second[0], first[3], second[3]))
        assert faults == []
        with acting_as(account_actor(keeper.pk)):
            assert SecrecyRelease.objects.get(id=rows["release_id"]).withdrawn_at is None
            assert HelpAgreement.objects.get(id=rows["agreement_id"]).withdrawn_at is None
            assert Action.objects.get(id=rows["action"]).state == "open"
            assert Representative.objects.get(id=rows["representative"]).until is None


def test_a_receiver_of_the_plan_writes_on_no_address(team, worker, partner):
    rows = rich_case(team, worker, partner)
    client = browser(partner)
    assert client.get(f"/team/zaak/{rows['case_id']}").status_code == 200
    allowed = {f"/team/zaak/{rows['case_id']}/namen"}
    wrote = [
        (address, answer.status_code)
        for address in addresses(rows)
        if address not in allowed and (answer := client.post(address)).status_code not in {404, 405}
    ]
    assert wrote == []
    read = [
        address
        for address in addresses(rows)
        if "." not in address and client.get(address).status_code not in {404, 405}
    ]
    assert read == [f"/team/zaak/{rows['case_id']}"]


def test_somebody_with_a_file_opens_it_on_no_address_for_people_at_work(team, worker, partner):
    rows = rich_case(team, worker, partner)
    resident = factories.account(Role.RESIDENT)
    with acting_as(account_actor(worker.pk)):
        case = Case.objects.get(id=rows["case_id"])
    factories.person(case, by=worker, account=resident)
    client, missing = browser(resident), {name: uuid.uuid4() for name in rows}
    for there, nowhere in zip(addresses(rows), addresses(missing), strict=True):
        for method in ("GET", "POST"):
            assert told(client, there, method, rows) == told(client, nowhere, method, missing), there


@pytest.mark.parametrize("form", ["json", "csv", "pdf"])
def test_a_file_of_a_case_is_kept_nowhere_and_holds_nothing_that_is_apart(client, case_id, form):
    answer = client.get(f"/team/zaak/{case_id}.{form}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    if form != "pdf":
        text = answer.content.decode()
        for apart in ("name", "address", "third-party", "safe", "work-note"):
            assert MARKS[apart] not in text
