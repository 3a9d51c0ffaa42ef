"""Becoming editor: an address is proved, the organisation or the municipality says yes, nobody learns who else edits."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests import factories
from tests.wegwijzer.editing import world
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, system_actor, visitor_actor
from wijkkompas.mensen.models import Account
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.toestemming.models import Term
from wijkkompas.toezeggingen.models import Promise
from wijkkompas.wegwijzer.actions import Refusal
from wijkkompas.wegwijzer.editing import claims
from wijkkompas.wegwijzer.models import EditorClaim

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]


def address() -> str:
    return f"{uuid.uuid4().hex[:12]}@example.org"


def resident(**more) -> Account:
    return factories.account(Role.RESIDENT, **more)


def ask(account: Account, organization) -> claims.Asked:
    return claims.ask(actor=account_actor(account.pk), organization_id=organization.pk, told="Ik doe de inloop.")


def claim_of(account: Account) -> EditorClaim:
    with acting_as(system_actor("editing")):
        return EditorClaim.objects.filter(account=account).latest("made_at")


def standing(account: Account) -> tuple[str, object]:
    with acting_as(system_actor("editing")):
        return Account.objects.values_list("role", "organization_id").get(pk=account.pk)


def token_in(mail: dict) -> str:
    return re.search(r"bevestig\?l=(\S+)", mail["body"])[1]


def promise_of(claim: EditorClaim) -> Promise:
    with acting_as(system_actor("editing")):
        return Promise.objects.get(object_id=claim.pk)


def text(response) -> str:
    return unescape(response.content.decode())


def test_the_organisation_says_yes_by_the_link_in_its_mail():
    of, person = records.organization(email=address()), resident()
    assert ask(person, of).mailed
    token = token_in(records.mails(of.email)[-1])
    assert claims.asked_by(token).account_id == person.pk
    assert standing(person) == ("resident", None)  # looking changes nothing
    claims.answer_link(token=token, yes=True)
    assert standing(person) == ("organisation-editor", of.pk)
    assert promise_of(claim_of(person)).kept_at is not None
    assert of.name in records.mails(person.email)[-1]["body"]
    claims.answer_link(token=token, yes=False)  # a second answer does nothing
    assert standing(person) == ("organisation-editor", of.pk)


def test_the_organisation_says_no():
    of, person = records.organization(email=address()), resident()
    ask(person, of)
    claims.answer_link(token=token_in(records.mails(of.email)[-1]), yes=False)
    assert standing(person) == ("resident", None)
    assert claim_of(person).state == "refused"


def test_a_made_up_or_expired_link_is_nothing():
    of, person = records.organization(email=address()), resident()
    ask(person, of)
    token = token_in(records.mails(of.email)[-1])
    with acting_as(system_actor("editing")):
        EditorClaim.objects.update(link_until=clock.now() - timedelta(seconds=1))
    for wrong in (token, "onzin", ""):
        with pytest.raises(NotYours):
            claims.asked_by(wrong)
        with pytest.raises(NotYours):
            claims.answer_link(token=wrong, yes=True)
    assert Client().get(f"/organisatie/bevestig?l={token}").status_code == 404


def test_the_municipality_decides_by_hand_when_there_is_no_address():
    of, person = records.organization(), resident()
    assert not ask(person, of).mailed
    claim = claim_of(person)
    claims.decide(actor=world.municipality(), claim_id=claim.pk, grant=True)
    assert standing(person) == ("organisation-editor", of.pk)
    with pytest.raises(Refusal, match="net over beslist"):
        claims.decide(actor=world.municipality(), claim_id=claim.pk, grant=False, reason="Toch niet.")


def test_refused_with_a_reason_that_is_mailed():
    of, person = records.organization(), resident()
    ask(person, of)
    with pytest.raises(Refusal, match="Schrijf waarom"):
        claims.decide(actor=world.municipality(), claim_id=claim_of(person).pk, grant=False)
    claims.decide(actor=world.municipality(), claim_id=claim_of(person).pk, grant=False, reason="Wij kennen u niet.")
    assert "Wij kennen u niet." in records.mails(person.email)[-1]["body"]
    assert standing(person) == ("resident", None)


def test_who_has_other_work_or_another_organisation_or_a_request_is_told_so():
    of, other = records.organization(), records.organization()
    for person, said in (
        (factories.worker(factories.team("GM0622")), "ander werk"),
        (factories.account(Role.MUNICIPALITY, area_id="GM0622"), "ander werk"),
        (records.editor(of), "bent al redacteur"),
        (records.editor(other), "andere organisatie"),
    ):
        with pytest.raises(Refusal, match=said):
            ask(person, of)
    person = resident()
    ask(person, of)
    with pytest.raises(Refusal, match="al een aanvraag"):
        ask(person, other)


def test_an_account_that_got_other_work_meanwhile_does_not_lose_it():
    of, person = records.organization(), resident()
    ask(person, of)
    with acting_as(system_actor("accounts")):
        Account.objects.filter(pk=person.pk).update(role=Role.WORKER)
    with pytest.raises(Refusal, match="ander werk"):
        claims.decide(actor=world.municipality(), claim_id=claim_of(person).pk, grant=True)
    assert claim_of(person).state == "waiting"


def test_an_organisation_is_mailed_three_times_a_day_at_most():
    of = records.organization(email=address())
    assert [ask(resident(), of).mailed for _turn in range(5)] == [True, True, True, False, False]


EXPECTED = {
    "who asked": {"see"},
    "municipality of that place": {"see", "decide"},
    "municipality of another place": set(),
    "editor of that organisation": set(),
    "editor of another organisation": set(),
    "worker": set(),
    "resident": set(),
    "visitor": set(),
    "follower": set(),
    "system post": set(),
}


@pytest.mark.parametrize("relation", EXPECTED)
def test_who_may_see_and_decide(relation):
    of, person = records.organization(), resident()
    ask(person, of)
    claim = claim_of(person)
    actor = {
        "who asked": lambda: account_actor(person.pk),
        "municipality of that place": world.municipality,
        "municipality of another place": lambda: world.municipality("GM0546"),
        "editor of that organisation": lambda: account_actor(records.editor(of).pk),
        "editor of another organisation": lambda: account_actor(records.editor(records.organization()).pk),
        "worker": lambda: account_actor(factories.worker(factories.team_of("GM0622")).pk),
        "resident": lambda: account_actor(resident().pk),
        "visitor": visitor_actor,
        "follower": lambda: follower_actor("0" * 64),
        "system post": lambda: system_actor("post"),
    }[relation]()
    managed = set()
    with acting_as(actor):
        if EditorClaim.objects.filter(pk=claim.pk).exists():
            managed.add("see")
        if EditorClaim.objects.filter(pk=claim.pk).update(reason="x"):
            managed.add("decide")
    assert managed == EXPECTED[relation]


def test_national_organisations_are_for_the_functional_manager():
    of, person = records.organization(area="NL"), resident()
    ask(person, of)
    with pytest.raises(NotYours):
        claims.decide(actor=world.municipality(), claim_id=claim_of(person).pk, grant=True)
    claims.decide(actor=world.manager(), claim_id=claim_of(person).pk, grant=True)


# Pages


def test_somebody_without_an_account_proves_the_address_first():
    of, email = records.organization(email=address()), address()
    client = Client(REMOTE_ADDR="127.0.0.1")
    assert of.name in text(client.get("/organisatie/aanmelden", {"naam": of.name}))
    here = f"/organisatie/aanmelden?organisatie={of.pk}"
    wrong = client.post(here, {"name": "", "email": "x", "told": ""})
    assert wrong.status_code == 422
    client.post(here, {"name": "Noor", "email": email, "told": "Ik doe de inloop."})
    assert email not in str(client.session["claim"])  # sealed
    code = re.search(r"\d{6}", records.mails(email)[-1]["body"])[0]
    bad = f"{(int(code) + 1) % 1_000_000:06d}"
    assert client.post("/organisatie/aanmelden/code", {"code": bad}).status_code == 422
    assert records.mails(of.email) == []
    answer = client.post("/organisatie/aanmelden/code", {"code": f"{code[:3]} {code[3:]}"}, follow=True)
    assert "Uw aanvraag is binnen" in text(answer)
    link = token_in(records.mails(of.email)[-1])
    organisation = Client(REMOTE_ADDR="127.0.0.1")
    page = organisation.get(f"/organisatie/bevestig?l={link}")
    assert "Noor" in text(page)
    assert page["Referrer-Policy"] == "no-referrer"
    organisation.post("/organisatie/bevestig", {"l": link, "answer": "yes"})
    with acting_as(system_actor("editing")):
        assert Account.objects.get(email=email).organization_id == of.pk


def test_another_language_keeps_the_link_and_no_other_page_hears_it(client):
    of = records.organization(email=address())
    ask(resident(), of)
    token = token_in(records.mails(of.email)[-1])
    page = client.get(f"/organisatie/bevestig?l={token}")
    assert '<meta name="referrer" content="no-referrer">' in text(page)  # a meta element overrules the header
    assert f'href="/ar/organisatie/bevestig?l={token}"' in text(page)
    assert f'href="/organisatie/bevestig?l={token}"' in text(client.get(f"/ar/organisatie/bevestig?l={token}"))
    links = [one for one in re.findall(r'href="([^"]*)"', text(page)) if token in one]
    assert {one.split("?")[0].rsplit("/", 1)[-1] for one in links} == {"bevestig"}


def test_a_link_that_is_over_says_how_long_it_worked_and_repeats_no_key(client):
    gone = client.get("/organisatie/bevestig?l=onzin%22%3E")
    assert (gone.status_code, gone["Cache-Control"]) == (404, "private, no-store")
    assert "Een link werkt twee weken." in text(gone)
    assert ("onzin" in text(gone), 'content="no-referrer"' in text(gone)) == (False, True)


def test_a_request_that_goes_while_the_organisation_answers_is_a_link_that_is_over(client, monkeypatch):
    of, person = records.organization(email=address()), resident()
    ask(person, of)
    found = claims.asked_by(token_in(records.mails(of.email)[-1]))
    claims.forget_old(clock.now() + timedelta(days=91))  # kept 90 days (personal.py, claim-waiting)
    monkeypatch.setattr(claims, "asked_by", lambda token: found)  # it was still there a moment ago
    answer = client.post("/organisatie/bevestig", {"l": "x", "answer": "yes"})
    assert (answer.status_code, standing(person)) == (404, ("resident", None))


def test_a_code_is_tried_five_times():
    of, email = records.organization(), address()
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.post(f"/organisatie/aanmelden?organisatie={of.pk}", {"name": "N", "email": email, "told": "Iets."})
    code = re.search(r"\d{6}", records.mails(email)[-1]["body"])[0]
    bad = f"{(int(code) + 1) % 1_000_000:06d}"
    for _turn in range(5):
        client.post("/organisatie/aanmelden/code", {"code": bad})
    answer = client.post("/organisatie/aanmelden/code", {"code": code}, follow=True)
    assert "werkt niet meer" in text(answer)


def test_the_same_words_whether_or_not_there_is_an_account_until_the_address_is_proved():
    of, known = records.organization(), factories.worker(factories.team("GM0622"))
    pages = []
    for email in (known.email, address()):
        client = Client(REMOTE_ADDR="127.0.0.1")
        here = f"/organisatie/aanmelden?organisatie={of.pk}"
        answer = client.post(here, {"name": "N", "email": email, "told": "Iets."}, follow=True)
        pages.append(re.sub(r'value="\w{64}"', "", text(answer)).replace(email, ""))
    assert pages[0] == pages[1]


def test_the_queue_of_the_municipality_and_foreign_ones_alike():
    of, person = records.organization(), resident(name="Noor de Vries")
    ask(person, of)
    claim = claim_of(person)
    keeper = factories.log_in(Client(), factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    assert "Noor de Vries" in text(keeper.get("/beheer/aanvragen"))
    stranger = factories.log_in(Client(), factories.account(Role.MUNICIPALITY, area_id="GM0546"))
    assert "Noor de Vries" not in text(stranger.get("/beheer/aanvragen"))
    for client in (stranger, factories.log_in(Client(), records.editor(of)), factories.log_in(Client(), person)):
        for identity in (claim.pk, uuid.uuid4()):
            assert client.get(f"/beheer/aanvragen/{identity}").status_code == 404
            assert client.post(f"/beheer/aanvragen/{identity}", {"deed": "grant"}).status_code == 404
    assert keeper.post(f"/beheer/aanvragen/{claim.pk}", {"deed": "refuse", "reason": " "}).status_code == 422
    assert "Toegestaan." in text(keeper.post(f"/beheer/aanvragen/{claim.pk}", {"deed": "grant"}, follow=True))


def test_old_requests_are_forgotten():
    of, person = records.organization(), resident()
    ask(person, of)
    assert claims.forget_old(clock.now()) == 0
    assert claims.forget_old(clock.now() + timedelta(days=89)) == 0
    assert claims.forget_old(clock.now() + timedelta(days=91)) == 1


def test_a_decided_request_is_forgotten_after_the_term_that_the_functional_manager_set():
    of, person = records.organization(), resident()
    ask(person, of)
    decider = account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)
    claims.decide(actor=decider, claim_id=claim_of(person).pk, grant=False, reason="Wij kennen u niet.")
    assert claims.forget_old(clock.now() + timedelta(days=91)) == 0
    with acting_as(account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk)):
        Term.objects.filter(code="claim-decided").update(days=60)
    assert claims.forget_old(clock.now() + timedelta(days=59)) == 0
    assert claims.forget_old(clock.now() + timedelta(days=61)) == 1
