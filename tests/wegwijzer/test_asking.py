"""The answer to a question moves on to an address of its own, that says nothing and opens only in that visitor."""

from __future__ import annotations

import base64
import time

import pytest
from django.test import Client

from wijkkompas.kern.access import acting_as, system_actor
from wijkkompas.wegwijzer import drafts
from wijkkompas.wegwijzer.models import UnansweredQuestion

pytestmark = pytest.mark.django_db

LETTERS = "ik krijg steeds brieven en ik durf ze niet open te maken"
DANGER = "mijn man slaat mij"
BROWSER = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def visitor() -> Client:
    """A browser that keeps cookies."""
    return Client(REMOTE_ADDR="127.0.0.1", headers=BROWSER)


def ask(client: Client, question: str, area: str = "GM0622", **more: str):
    return client.post("/zoek", {"q": question, "area": area} | more, follow=True)


def test_the_first_question_of_a_browser_ends_on_an_address_that_can_be_reloaded(visitor):
    page = ask(visitor, LETTERS)
    assert [status for _url, status in page.redirect_chain] == [307, 303]
    assert LETTERS in page.content.decode()
    address = page.redirect_chain[-1][0]
    assert "brieven" not in address
    for _ in range(2):
        again = visitor.get(address)
        assert again.status_code == 200
        assert LETTERS in again.content.decode()
        assert again["Cache-Control"] == "private, no-store"


def test_the_next_question_takes_one_step(visitor):
    ask(visitor, LETTERS)
    assert [status for _url, status in ask(visitor, "taalles").redirect_chain] == [303]


def test_two_tabs_each_keep_their_question_and_place(visitor):
    first = ask(visitor, LETTERS, "GM0622").redirect_chain[-1][0]
    second = ask(visitor, "taalles nederlands", "GM0546").redirect_chain[-1][0]
    page = visitor.get(first)
    assert LETTERS in page.content.decode()
    assert page.context["area"].code == "GM0622"
    assert visitor.get(second).context["area"].code == "GM0546"


def test_of_many_questions_the_last_four_are_kept(visitor):
    addresses = [ask(visitor, f"taalles nederlands {n}").redirect_chain[-1][0] for n in range(6)]
    shown = [f"nederlands {n}" in visitor.get(address).content.decode() for n, address in enumerate(addresses)]
    assert shown == [False, False, True, True, True, True]


def test_an_address_opens_nothing_in_another_browser_nor_after_a_quarter_of_an_hour(visitor, monkeypatch):
    address = ask(visitor, LETTERS).redirect_chain[-1][0]
    other = Client(REMOTE_ADDR="127.0.0.1", headers=BROWSER).get(address)
    assert other.status_code == 200
    assert "brieven" not in other.content.decode().split("<form")[0]
    assert "Stel uw vraag opnieuw" in other.content.decode()
    later = time.time() + drafts.ASKED_LIVES + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert "Stel uw vraag opnieuw" in visitor.get(address).content.decode()


def test_a_browser_without_cookies_gets_its_answer_on_the_post():
    visitor = Client(REMOTE_ADDR="127.0.0.1", headers=BROWSER)
    first = visitor.post("/zoek", {"q": LETTERS, "area": "GM0622"})
    assert first.status_code == 307
    visitor.cookies.clear()
    page = visitor.post(first["Location"], {"q": LETTERS, "area": "GM0622"})
    assert page.status_code == 200
    assert LETTERS in page.content.decode()


def test_a_program_without_cookies_gets_its_answer_on_the_post():
    page = Client(REMOTE_ADDR="127.0.0.1").post("/zoek", {"q": LETTERS, "area": "GM0622"})
    assert page.status_code == 200
    assert LETTERS in page.content.decode()


def test_a_question_about_danger_is_answered_at_once_and_kept_nowhere(visitor):
    ask(visitor, LETTERS)
    kept = visitor.cookies[drafts.ASKED_COOKIE].value
    page = ask(visitor, DANGER)
    assert page.redirect_chain == []
    assert "112" in page.content.decode()
    assert visitor.cookies[drafts.ASKED_COOKIE].value == kept


def test_what_is_kept_cannot_be_read_or_changed(visitor):
    ask(visitor, "merkteken zonnebloem taalles")
    value = visitor.cookies[drafts.ASKED_COOKIE].value
    assert visitor.cookies[drafts.ASKED_COOKIE]["httponly"]
    assert b"zonnebloem" not in base64.urlsafe_b64decode(value)
    visitor.cookies[drafts.ASKED_COOKIE] = value[:-6] + "AAAAA="
    assert "Stel uw vraag opnieuw" in visitor.get("/zoek?v=abcdefgh").content.decode()


@pytest.mark.parametrize(
    "question", ["ا" * 1000, "бд" * 500, "x" * 5000, "🙂" * 900], ids=["ar", "uk", "long", "smile"]
)
def test_the_longest_question_gets_its_answer_too(visitor, question):
    page = ask(visitor, question)
    assert page.status_code == 200
    assert len(visitor.cookies[drafts.ASKED_COOKIE].value) < 4000


def test_a_question_that_no_cookie_has_room_for_is_answered_on_the_post(visitor):
    import random

    noise = random.Random(1)  # cannot be compressed
    question = "".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(1000))
    page = ask(visitor, question)
    assert page.status_code == 200
    assert question[:50] in page.content.decode()


def test_an_unanswered_question_is_learned_from_once_however_often_it_is_shown(visitor):
    address = ask(visitor, "qwzx vbnk plof").redirect_chain[-1][0]
    for _ in range(3):
        visitor.get(address)
    with acting_as(system_actor("retention")):
        assert UnansweredQuestion.objects.count() == 1


@pytest.mark.parametrize("path", ["/weg", "/ik-help/wis"])
def test_leaving_and_wiping_take_the_last_questions_along(visitor, path):
    ask(visitor, LETTERS)
    response = visitor.get(path) if path == "/weg" else visitor.post(path)
    assert response.cookies[drafts.ASKED_COOKIE]["max-age"] == 0


@pytest.mark.parametrize(
    "key", ["", "x", "../../etc", "%00", "a" * 500, "😀"], ids=["none", "x", "up", "nul", "long", "smile"]
)
def test_a_strange_key_gets_a_page(visitor, key):
    assert visitor.get(f"/zoek?v={key}").status_code == 200


def test_the_question_comes_along_to_the_call_back_form_from_the_new_address(visitor):
    address = ask(visitor, LETTERS).redirect_chain[-1][0]
    assert f'name="q" value="{LETTERS}"' in visitor.get(address).content.decode()
