"""Texts for an app and a newspaper: made of facts, within their limits, no word cut."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.wegwijzer.upkeep import records
from wijkkompas.kern import clock
from wijkkompas.mensen.values import Role
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper.gathering import with_paper_facts
from wijkkompas.wegwijzer.paper.publicity import texts_of
from wijkkompas.wegwijzer.paper.texts import NEWS_LEAST, NEWS_MOST, SHORT_SIGNS, Told, newspaper, short_message

WHOLE = Told(
    name="Geldhulp",
    address="https://wijk.example/hulp/geldhulp",
    summary="Wij zoeken met u uit hoe u van uw schulden af komt",
    in_brief="Heeft u schulden? Kom langs. Wij kijken samen naar uw post.",
    description="Een vrijwilliger zit naast u. Wij lezen uw brieven en bellen samen.",
    when="vrijdag, 9.00 tot 10.30 uur",
    where="De Vliet, Straatnaam 1",
    cost="gratis",
    phone="0612345678",
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {},
            "Geldhulp. Wij zoeken met u uit hoe u van uw schulden af komt. Vrijdag, 9.00 tot 10.30 uur."
            " De Vliet, Straatnaam 1. Gratis. Bel 0612345678.",
        ),
        (
            {"phone": "", "when": "", "where": ""},
            "Geldhulp. Wij zoeken met u uit hoe u van uw schulden af komt. Gratis. https://wijk.example/hulp/geldhulp",
        ),
        ({"summary": "Lang " * 40}, "Geldhulp. Vrijdag, 9.00 tot 10.30 uur. De Vliet, Straatnaam 1. Gratis. Bel 0612345678."),
        ({"summary": "", "when": "", "where": "", "cost": ""}, "Geldhulp. Bel 0612345678."),
        ({"name": "n" * 160, "summary": "Kom langs!"},
         "Kom langs! Vrijdag, 9.00 tot 10.30 uur. De Vliet, Straatnaam 1. Gratis. Bel 0612345678."),
        ({"name": "n" * 160, "summary": ""}, ""),
    ],
)  # fmt: skip
def test_a_short_message_holds_whole_facts_and_whom_to_call(changed, expected):
    assert short_message(replace(WHOLE, **changed)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {},
            "Geldhulp. Wij zoeken met u uit hoe u van uw schulden af komt. Heeft u schulden? Kom langs. Wij kijken samen naar"
            " uw post. Een vrijwilliger zit naast u. Wanneer: vrijdag, 9.00 tot 10.30 uur. Waar: De Vliet, Straatnaam 1."
            " Kosten: gratis."
            " Bel 0612345678.",
        ),
        (
            {"in_brief": "", "cost": "", "phone": ""},
            "Geldhulp. Wij zoeken met u uit hoe u van uw schulden af komt. Een vrijwilliger zit naast u. Wij lezen uw"
            " brieven en bellen samen. Wanneer: vrijdag, 9.00 tot 10.30 uur. Waar: De Vliet, Straatnaam 1. Lees meer op"
            " https://wijk.example/hulp/geldhulp",
        ),
        (
            {"in_brief": "Een zin. Lang " + "woord " * 60 + "klaar. Nog een zin.", "description": ""},
            "Geldhulp. Wij zoeken met u uit hoe u van uw schulden af komt. Een zin. Wanneer: vrijdag, 9.00"
            " tot 10.30 uur. Waar: De Vliet, Straatnaam 1. Kosten: gratis. Bel 0612345678.",
        ),
    ],
)
def test_a_notice_says_first_what_people_need_and_leaves_out_whole_sentences(changed, expected):
    assert newspaper(replace(WHOLE, **changed)) == expected


texts_with_words = st.text(alphabet="ab .1:é", max_size=200).map(lambda text: " ".join(text.split()))


@given(st.builds(Told, **{field.name: texts_with_words for field in fields(Told)}))
def test_whatever_is_told_limits_hold_and_no_word_is_new_or_cut(told):
    short, news = short_message(told), newspaper(told)
    assert len(short) <= SHORT_SIGNS
    assert len(news.split()) <= NEWS_MOST or not told.name
    known = {word.strip(".").lower() for field in fields(Told) for word in getattr(told, field.name).split()}
    own = {"bel", "wanneer:", "waar:", "kosten:", "lees", "meer", "op", ""}
    assert {word.strip(".").lower() for word in f"{short} {news}".split()} <= known | own


@pytest.mark.django_db
def test_every_example_record_gets_texts_within_their_limits():
    made = [texts_of(one, clock.today()) for one in with_paper_facts(Service.objects.public())]
    assert max(len(one.short) for one in made) <= SHORT_SIGNS
    assert max(len(one.news.split()) for one in made) <= NEWS_MOST
    assert all(one.short and one.news for one in made)
    assert sum(len(one.news.split()) >= NEWS_LEAST for one in made) > len(made) * 0.9


@pytest.mark.django_db
def test_a_place_where_people_hide_is_in_no_text():
    from wijkkompas.mensen.models import Area
    from wijkkompas.wegwijzer.models import Location, ServiceAtLocation

    hidden = records.record(need="domestic-violence")
    place = Location.objects.create(name="Geheime plek", area=Area.objects.get(code="GM0622"))
    ServiceAtLocation.objects.create(service=hidden, location=place)
    made = texts_of(with_paper_facts(Service.objects.filter(id=hidden.id)).get(), clock.today())
    assert "Geheime plek" not in made.short + made.news


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.WORKER, True),
        (Role.MUNICIPALITY, True),
        (Role.ORGANISATION_EDITOR, True),
        (Role.AMBASSADOR, False),
        (None, False),
    ],
)
def test_people_at_work_find_the_texts_on_the_page_and_residents_do_not(role, sees):
    client = Client(REMOTE_ADDR="127.0.0.1")
    if role:
        factories.log_in(client, factories.account(role, area_id="GM0622"))
    page = client.get(f"/hulp/{records.record(name='Koffie & <b>taart').slug}").content.decode()
    shown = "readonly>Koffie &amp; &lt;b&gt;taart. Wij helpen u" in page
    assert ("Teksten voor krant en app" in page, shown) == (sees, sees)


@pytest.mark.django_db
def test_help_that_is_not_open_is_not_advertised():
    client = factories.log_in(Client(), factories.account(Role.MUNICIPALITY, area_id="GM0622"))
    page = client.get(f"/hulp/{records.record(status='temporarily closed').slug}").content.decode()
    assert ("Voor professionals" in page, "Teksten voor krant en app" in page) == (True, False)
