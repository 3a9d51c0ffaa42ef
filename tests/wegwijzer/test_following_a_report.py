"""Who reported a mistake without an e-mail address reads the answer with a volgcode, and nothing more."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, follower_actor, visitor_actor
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming.actions import NotYours
from wijkkompas.wegwijzer import actions, queries
from wijkkompas.wegwijzer.models import ContactRequest, Correction, Service
from wijkkompas.wegwijzer.rules import clean_code, hash_code, new_code

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
SLUG = "haakcafe"


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.fixture
def municipality():
    return account_actor(factories.account(Role.MUNICIPALITY, area_id="GM0622").pk)


def report(code: str = "", *, contact: str = "") -> tuple[uuid.UUID, str, str]:
    """Its id, its code and the marker that a follower may not read."""
    marker, code = f"merkteken-{uuid.uuid4().hex}", code or new_code()
    service = Service.objects.filter(areas__code="GM0622").order_by("name").first()
    identity = actions.report_mistake(
        actor=visitor_actor(), service_id=service.id, text=marker, contact=contact, code=code
    )
    return identity, code, marker


def follower(code: str):
    return follower_actor(hash_code(settings.CODE_PEPPER, clean_code(code)))


def test_a_report_without_an_address_gives_a_code_that_stands_in_no_address(client):
    done = client.post(f"/hulp/{SLUG}/klopt-niet", {"text": "De tijden kloppen niet.", "contact": ""}, follow=True)
    code = CODE.search(done.content.decode())[0]
    assert all(code not in where for where, _status in done.redirect_chain)
    assert "no-store" in done["Cache-Control"]
    assert "Uw melding is bij ons" in client.post("/volg", {"code": code.lower()}).content.decode()
    assert CODE.search(Client().get(done.redirect_chain[0][0]).content.decode()) is None


def test_a_report_with_an_address_needs_no_code(client):
    told = {"text": "De tijden kloppen niet.", "contact": "melder@example.org"}
    done = client.post(f"/hulp/{SLUG}/klopt-niet", told, follow=True)
    assert CODE.search(done.content.decode()) is None


def test_a_changed_cookie_shows_no_code(client):
    client.cookies["wk_code"] = "onzin"
    assert client.get(f"/hulp/{SLUG}/klopt-niet/dank").status_code == 200


def test_the_answer_is_read_with_the_code_and_the_own_words_are_not(client, municipality):
    identity, code, marker = report()
    actions.handle_correction(
        actor=municipality, correction_id=identity, outcome="changed", answer="Dank u. Aangepast."
    )
    page = client.post("/volg", {"code": code}).content.decode()
    assert "Dank u. Aangepast." in page
    assert "Wij hebben het aangepast" in page
    assert marker not in page
    assert re.search(r"[1-9] keer keek iemand in uw melding", page)


def test_what_came_of_it_is_said_without_an_answer_too(client, municipality):
    identity, code, _marker = report()
    actions.handle_correction(actor=municipality, correction_id=identity, outcome="right")
    assert "Het klopte al" in client.post("/volg", {"code": code}).content.decode()


def test_a_code_opens_its_own_report_and_nothing_else(municipality):
    mine, code, _marker = report()
    theirs, _code, _marker = report()
    asked = factories.ask()
    with acting_as(follower(code)):
        assert list(Correction.objects.values_list("id", flat=True)) == [mine]
        assert not ContactRequest.objects.exists()
        assert Correction.objects.filter(id=mine).update(outcome="right", handled_at=clock.now()) == 0
        assert Correction.objects.filter(id=mine).delete()[0] == 0
    with acting_as(follower(asked.code)):
        assert not Correction.objects.exists()
    with acting_as(follower(code)), pytest.raises(NotYours):
        queries.open_correction(theirs)


def test_a_report_without_a_code_is_open_to_no_follower():
    service = Service.objects.filter(areas__code="GM0622").first()
    actions.report_mistake(actor=visitor_actor(), service_id=service.id, text="x", contact="melder@example.org")
    for code_hash in ("0" * 64, "f" * 64):
        with acting_as(follower_actor(code_hash)):
            assert not Correction.objects.exists()
    assert queries.follow_report("") is None
    assert queries.follow_report(new_code()) is None


def test_only_the_hash_of_a_code_is_kept(municipality):
    identity, code, _marker = report()
    with acting_as(municipality):
        kept = Correction.objects.get(id=identity).code_hash
    assert kept == hash_code(settings.CODE_PEPPER, clean_code(code))
    with pytest.raises(actions.Refusal):
        report("geen code")


def test_the_code_dies_ninety_days_after_the_answer(municipality):
    identity, code, _marker = report()
    _waiting, still, _marker = report()
    actions.handle_correction(actor=municipality, correction_id=identity, outcome="changed", answer="Dank u.")
    with acting_as(municipality):
        row = Correction.objects.get(id=identity)
        assert timedelta(days=90) - timedelta(minutes=1) < row.expires_at - row.handled_at <= timedelta(days=90)
        Correction.objects.filter(id=identity).update(expires_at=clock.now() - timedelta(seconds=1))
    assert queries.follow_report(code) is None
    assert actions.forget_what_is_over()["corrections"] == 1
    with acting_as(municipality):
        assert not Correction.objects.filter(id=identity).exists()
    assert queries.follow_report(still) is not None


def test_who_handles_it_reads_that_the_reporter_has_a_code(client):
    identity, code, _marker = report()
    factories.log_in(client, factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    page = client.get(f"/beheer/meldingen/{identity}").content.decode()
    assert "leest uw antwoord met een code" in page
    assert 'name="answer"' in page
    assert code not in page
