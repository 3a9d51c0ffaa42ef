"""Files and letters that tell more, or somebody else, than was meant."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.wijkteam.casework.test_pages import share_plan
from tests.wijkteam.conftest import browser
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.wijkteam import actions
from wijkkompas.wijkteam.casework.files import as_csv
from wijkkompas.wijkteam.casework.queries import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def actor(account):
    return account_actor(account.pk)


def test_who_may_read_the_contacts_learns_from_no_file_what_the_question_is_about(team, worker, partner):
    case_id = actions.open_case(
        actor=actor(worker), team_id=team.id, question="vraagmerk", summary="kort", needs=["needmerk"]
    )
    share_plan(worker, partner, case_id, scope="fields", parts=["contacts"])
    client = browser(partner)
    for address in (f"/team/zaak/{case_id}", f"/team/zaak/{case_id}.json", f"/team/zaak/{case_id}.csv"):
        assert "needmerk" not in client.get(address).content.decode()
    assert json.loads(browser(worker).get(f"/team/zaak/{case_id}.json").content)["case"]["needs"] == ["needmerk"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_text_begins_a_cell_of_its_own_in_a_spreadsheet_with_other_separators(worker, case_id, sign):
    for before in ("belde;", "belde\t", "belde;  "):
        actions.write_note(actor=actor(worker), case_id=case_id, partition="journal", text=f"{before}{sign}1+1")
    with acting_as(actor(worker)):
        text = as_csv(sheet(case_id, everything=True))
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            assert [cell for cell in row if cell.strip().strip('"')[:1] in {"=", "+", "-", "@"}] == []


def test_the_letter_of_somebody_who_left_the_house_is_not_sent_to_who_stayed(client, worker, case_id):
    person = actions.add_person(actor=actor(worker), case_id=case_id, name="Weggegaan", role="member")
    made = client.post(f"/team/zaak/{case_id}/melding", {"law": "wmo", "about_id": person})
    assert made.status_code == 302
    assert client.post(f"/team/zaak/{case_id}/huishouden/weg/{person}").status_code == 302
    answer = client.post(f"{made.url}/brief")
    assert (answer.status_code, answer.headers.get("Content-Type", "")) != (200, "application/pdf")
    assert "Gemaakt op" not in client.get(made.url).content.decode()
