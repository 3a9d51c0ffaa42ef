"""The pages of translators, and what residents see of a translation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tests import factories
from tests.talen import people
from tests.talen.people import DUTCH, TURKISH
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.mensen.values import Role
from wijkkompas.talen import actions, queries
from wijkkompas.talen.models import Step
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.talen.queries import Thanks, thanks_of
from wijkkompas.talen.rules import source_hash
from wijkkompas.talen.values import State

pytestmark = pytest.mark.django_db


def page_of(account) -> Client:
    client = Client()
    client.force_login(account, backend=factories.BACKEND)
    return client


@pytest.fixture
def account():
    return people.ambassador("tr", "ar")


@pytest.fixture
def client(account):
    return page_of(account)


@pytest.fixture
def key():
    made = people.key_of(people.service())
    people.machine(made)
    return made


def address(key, language="tr") -> str:
    return f"/vertalen/{language}/{key.kind}/{key.object_id}/{key.field}"


def send(client, key, deed, text=TURKISH, *, version=1, seen=DUTCH, **more):
    fields = {"deed": deed, "text": text, "version": version, "seen": source_hash(seen)} | more
    return client.post(address(key), fields)


def said(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_translator_sees_the_own_languages_and_no_others(client):
    body = client.get("/vertalen").content.decode()
    assert set(re.findall(r'href="/vertalen/(\w+)"', body)) == {"tr", "ar"}


def test_an_ambassador_without_a_language_hears_whom_to_ask():
    assert "functioneel beheerder" in said(page_of(people.ambassador()).get("/vertalen"))


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER])
def test_others_do_not_come_in(role, key):
    client = page_of(factories.account(role))
    assert [client.get(path).status_code for path in ("/vertalen", "/vertalen/tr", address(key))] == [403] * 3


def test_visitors_are_asked_to_log_in(key):
    for path in ("/vertalen", "/vertalen/tr", address(key)):
        assert Client().get(path).status_code == 302


def test_foreign_languages_and_missing_texts_answer_alike(client, key):
    paths = [
        "/vertalen/pl",
        address(key, "pl"),
        address(key, "nl"),
        address(key, "xx"),
        address(key._replace(object_id="bestaat-niet")),
        address(key._replace(field="slug")),
        address(key._replace(field="assurer_email")),
        address(key._replace(kind="account")),
    ]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    assert [client.post(path, {"deed": "save"}).status_code for path in paths[1:]] == [404] * (len(paths) - 1)


def test_a_text_stands_beside_the_dutch_with_language_and_direction(client, key):
    body = client.get(address(key)).content.decode()
    assert re.search(r'<div class="card" lang="nl" dir="ltr"><p>Wij openen uw post', body)
    assert re.search(r'<textarea name="text"[^>]* lang="tr" dir="ltr"', body)
    arabic = client.get(address(key, "ar")).content.decode()
    assert re.search(r'<textarea name="text"[^>]* lang="ar" dir="rtl"', arabic)


def test_klopt_checks_and_leads_to_the_next_text(client, account, key):
    response = send(client, key, "right")
    assert response.status_code == 302
    assert response["Location"].startswith("/vertalen/tr/")
    assert response["Location"] != address(key)
    assert (people.row(key).state, people.row(key).checked_by) == (State.CHECKED, account.pk)


def test_klopt_under_a_text_that_was_changed_keeps_the_change(client, key):
    send(client, key, "right", "Mektuplarınızı açarız. 0800-2000")
    assert people.row(key).text == "Mektuplarınızı açarız. 0800-2000"


def test_a_lost_phone_number_is_shown_and_kept_only_when_somebody_says_that_it_is_right(client, key):
    response = send(client, key, "save", "Bizi arayın.")
    assert response.status_code == 422
    assert "telefoonnummer staat niet in uw tekst: 0800-2000" in said(response)
    assert "Bizi arayın." in response.content.decode()
    assert people.row(key).text == TURKISH
    send(client, key, "save", "Bizi arayın.", anyway="on")
    assert people.row(key).text == "Bizi arayın."


def test_a_warning_does_not_hide_that_somebody_else_was_earlier(client, key):
    actions.confirm(actor=people.actor("tr"), key=key, language="tr", version=1, seen=source_hash(DUTCH))
    body = send(client, key, "save", "Bizi arayın.").content.decode()
    assert 'name="version" value="1"' in body


def test_who_comes_second_sees_both_texts_and_can_still_save(client, key):
    actions.write(
        actor=people.actor("tr"),
        key=key,
        language="tr",
        text="Başkasının metni 0800-2000",
        version=1,
        seen=source_hash(DUTCH),
    )
    response = send(client, key, "save", "Benim metnim 0800-2000")
    body = response.content.decode()
    assert response.status_code == 422
    assert "Iemand anders heeft dit net veranderd" in body
    assert "Başkasının metni" in body
    assert "Benim metnim" in body
    assert 'name="version" value="2"' in body
    assert send(client, key, "save", "Benim metnim 0800-2000", version=2).status_code == 302


def test_a_doubt_is_read_by_another_and_by_no_resident(client, key):
    assert send(client, key, "doubt", note="Is <b>siz</b> goed?").status_code == 302
    other = page_of(people.ambassador("tr")).get(address(key)).content.decode()
    assert "Is &lt;b&gt;siz&lt;/b&gt; goed?" in other
    assert "siz&lt" not in Client().get(f"/tr/hulp/{key.object_id}").content.decode()


def test_a_doubt_without_a_note_keeps_what_was_typed(client, key):
    response = send(client, key, "doubt", "Yarım kalan metin")
    assert response.status_code == 422
    assert "Yarım kalan metin" in response.content.decode()


def test_skipping_leads_to_the_text_after_this_one(client, key):
    skip = re.search(r'href="([^"]+)">Sla over<', client.get(address(key)).content.decode())[1]
    following = client.get(skip)
    assert following.status_code == 302
    assert following["Location"].startswith("/vertalen/tr/")
    assert following["Location"] not in {address(key), "/vertalen/tr"}
    assert client.get(following["Location"]).status_code == 200


def test_skipping_the_only_text_that_waits_leads_to_the_list(client, key, monkeypatch):
    monkeypatch.setattr(queries.registry, "all_sources", lambda: [queries.registry.source_of(key)])
    assert client.get(f"/vertalen/tr?na={key}")["Location"] == "/vertalen/tr"


@pytest.mark.parametrize("odd", ["onzin", "%00.%00.%00", "service.bestaat-niet.summary", "..", "a.b.c.d", "//x.y.z"])
def test_skipping_what_does_not_exist_breaks_nothing_and_stays_here(client, key, odd):
    response = client.get(f"/vertalen/tr?na={odd}")
    assert response.status_code == 200 or response["Location"].startswith("/vertalen/tr/")


def test_skipping_in_a_language_of_others_is_not_there(client, key):
    assert client.get(f"/vertalen/pl?na={key}").status_code == 404


def test_a_text_opens_and_comes_back_without_reading_the_whole_language(client, key, monkeypatch):
    def refuse():
        raise AssertionError("read everything")

    monkeypatch.setattr(queries.registry, "all_sources", refuse)
    assert client.get(address(key)).status_code == 200
    assert send(client, key, "save", "Bizi arayın.").status_code == 422


def test_nobody_can_approve_the_own_work(client, key):
    send(client, key, "right")
    assert send(client, key, "right", version=2).status_code == 422
    assert people.row(key).state == State.CHECKED
    send(page_of(people.ambassador("tr")), key, "right", version=2)
    assert people.row(key).state == State.APPROVED


def test_fields_of_the_row_cannot_be_set_from_outside(client, account, key):
    send(client, key, "save", "Metin 0800-2000", state="approved", approved_by="1", checked_by="1", language="ar")
    kept = people.row(key)
    assert (kept.state, kept.checked_by, kept.approved_by) == (State.CHECKED, account.pk, None)
    assert people.row(key, "ar") is None


def test_a_stale_text_shows_what_changed_in_the_dutch(client):
    made = people.key_of(people.service("Kom op maandag langs. Het is gratis."))
    people.machine(made, "Cuma günü gelin. Ücretsiz.", dutch="Kom op vrijdag langs. Het is gratis.")
    body = client.get(address(made)).content.decode()
    assert re.search(r"<del>.*?vrijdag </del><ins>.*?maandag </ins>", body)
    assert "Cuma günü gelin." in body
    assert "ücretsiz" in body


def test_the_list_can_be_narrowed_and_says_so_when_it_is_empty(client, key):
    assert client.get("/vertalen/tr?wat=machine&page=9999").status_code == 200
    assert client.get("/vertalen/tr?wat=onzin&page=x").status_code == 200
    assert "Hier wacht niets van." in said(client.get("/vertalen/tr?wat=approved"))


@pytest.mark.parametrize("unknown", ["onzin", "%00", "missing%20", "MACHINE"])
def test_a_choice_that_does_not_exist_shows_everything_that_waits(client, key, unknown):
    everything = client.get("/vertalen/tr").context
    shown = client.get(f"/vertalen/tr?wat={unknown}")
    assert "Hier wacht niets van." not in said(shown)
    assert shown.context["groups"] == everything["groups"] != []
    assert (shown.context["wanted"], shown.context["query"]) == ("", "?")


def test_the_pages_take_the_same_number_of_queries_for_one_and_for_many(client, key):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for round_ in (1, 2):
        for path in ("/vertalen", "/vertalen/tr", address(key)):
            with CaptureQueriesContext(connection) as ran:
                client.get(path)
            counts.setdefault(path, []).append(len(ran))
        if round_ == 1:
            for _ in range(3):
                people.machine(people.key_of(people.service()))
    assert all(one == many for one, many in counts.values()), counts


def test_thanks_count_each_text_once_by_language_and_of_this_person_alone(client, account, key):
    assert "In totaal" not in said(client.get("/vertalen"))
    send(client, key, "right")
    send(client, key, "save", TURKISH + " Gelin.", version=2)
    other = people.key_of(people.service())
    people.machine(other)
    actions.confirm(actor=people.actor("tr"), key=other, language="tr", version=1, seen=source_hash(DUTCH))
    page = said(client.get("/vertalen"))
    assert "U keek deze maand 1 tekst na. In totaal 1 tekst. Dank u wel" in page
    assert page.count("In totaal") == 1
    with acting_as(system_actor(TRANSLATIONS)):
        Step.objects.filter(by=account.pk).delete()
    assert "In totaal" not in said(client.get("/vertalen"))


def test_what_was_done_before_this_month_counts_in_all_only(account, key):
    now = clock.now()
    with acting_as(account_actor(account.pk)):
        actions.confirm(actor=account_actor(account.pk), key=key, language="tr", version=1, seen=source_hash(DUTCH))
        assert thanks_of(account.pk, now - timedelta(days=31)) == {"tr": Thanks(month=1, ever=1)}
        assert thanks_of(account.pk, now + timedelta(minutes=1)) == {"tr": Thanks(month=0, ever=1)}


def test_a_doubt_is_no_text_that_was_looked_at(client, account, key):
    send(client, key, "doubt", note="Klopt dit wel?")
    assert "In totaal" not in said(client.get("/vertalen"))


def test_one_small_task_is_offered_with_its_minutes(client):
    page = client.get("/vertalen").content.decode()
    first = re.search(r'href="(/vertalen/tr/[^"]+)">Doe 1 tekst: (\d+) minuten', page)
    assert int(first[2]) >= 2
    assert client.get(first[1]).status_code == 200


MACHINE = "Deze vertaling maakte een computer. Nog niemand keek hem na."
STALE = "De Nederlandse tekst is veranderd. De vertaling volgt nog. Daarom ziet u hier Nederlands."


def in_turkish(message: str) -> str:
    """As the interface says it, once that is translated too."""
    with override("tr"):
        return gettext(message)


# What residents see ---------------------------------------------------------------------------------------------------


def service_in_turkish(**texts):
    made = people.service(description="Wij helpen u met uw post.", in_brief="Wij helpen.")
    for field, text in texts.items():
        people.machine(people.key_of(made, field), text, dutch=getattr(made, field))
    return made


def test_every_piece_of_text_carries_its_own_language():
    made = service_in_turkish(name="Mektup yardımı", description="Mektuplarınıza yardım ederiz.")
    body = Client().get(f"/tr/hulp/{made.slug}").content.decode()
    assert re.search(r'<h1[^>]*><span lang="tr" dir="ltr">Mektup yardımı</span></h1>', body)
    assert f'<p class="org"><span lang="nl" dir="ltr">{made.name}</span></p>' in body
    assert in_turkish(MACHINE) in body
    assert re.search(r'<div data-read lang="tr" dir="ltr"><p>Mektuplarınıza', body)
    assert re.search(r'<p lang="nl" dir="ltr">Wij helpen.</p>', body)
    assert re.search(r'<details class="dutch">.*?<div lang="nl" dir="ltr">.*?Wij helpen u met uw post', body, re.DOTALL)


def test_a_stale_text_gives_dutch_with_a_notice():
    made = service_in_turkish(description="Mektuplarınıza yardım ederiz.")
    type(made).objects.filter(pk=made.pk).update(description="Wij helpen u nu met geld.")
    body = Client().get(f"/tr/hulp/{made.slug}").content.decode()
    assert "Mektuplarınıza" not in body
    assert re.search(r'<div data-read lang="nl" dir="ltr"><p>Wij helpen u nu met geld', body)
    assert in_turkish(STALE) in body


def test_a_checked_text_carries_no_notice_of_a_computer():
    made = people.service(description="Wij helpen u.", in_brief="")
    for field in ("name", "summary", "description"):
        key = people.key_of(made, field)
        dutch = getattr(made, field)
        people.machine(key, f"{dutch} tr", dutch=dutch)
        actions.confirm(actor=people.actor("tr"), key=key, language="tr", version=1, seen=source_hash(dutch))
    body = Client().get(f"/tr/hulp/{made.slug}").content.decode()
    assert in_turkish(MACHINE) not in body
    assert "Wij helpen u. tr" in body


def test_a_dutch_page_shows_dutch_and_no_notice():
    made = service_in_turkish(name="Mektup yardımı")
    body = Client().get(f"/hulp/{made.slug}").content.decode()
    assert "Mektup" not in body
    assert MACHINE not in body


def test_cards_take_one_query_for_translations_whatever_their_number():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for path in ("/tr/wijk/GM0622", "/tr/wijk/WK062202", "/tr/vraag/problem-debts?area=GM0622"):
        with CaptureQueriesContext(connection) as ran:
            Client().get(path)
        asked = [q for q in ran.captured_queries if '"talen_translation"."kind" IN' in q["sql"]]
        assert 1 <= len(asked) <= 3  # a need page also shows what the need is about, and step plans


def test_crisis_sentences_keep_the_dutch_beside_them_until_a_person_checked():
    from wijkkompas.talen.values import Key
    from wijkkompas.wegwijzer.models import CrisisLine

    line = CrisisLine.objects.get(code="emergency")
    key, dutch = Key("crisis-line", "emergency", "name"), line.names["nl"]
    before = Client().get("/tr/gevaar").content.decode()
    assert line.names["tr"].replace("'", "&#x27;") in before
    assert f"({dutch})" in before
    row = people.row(key)
    assert row.state == State.MACHINE
    actions.write(
        actor=people.actor("tr"),
        key=key,
        language="tr",
        text="Hemen tehlike mi var? 112",
        version=row.version,
        seen=source_hash(dutch),
    )
    after = Client().get("/tr/gevaar").content.decode()
    assert "Hemen tehlike mi var? 112" in after
    assert f"({dutch})" not in after
    CrisisLine.objects.filter(pk="emergency").update(names=line.names | {"nl": "Gevaar? Bel meteen 112"})
    changed = Client().get("/tr/gevaar").content.decode()
    assert line.names["tr"].replace("'", "&#x27;") in changed
    assert "(Gevaar? Bel meteen 112)" in changed


def test_a_manager_gives_a_language_on_the_data_pages():
    from wijkkompas.kern.access import acting_as
    from wijkkompas.talen.models import Speaker

    manager = factories.account(Role.FUNCTIONAL_MANAGER, is_staff=True, is_superuser=True)
    other = factories.account(Role.AMBASSADOR)
    client = factories.log_in(Client(), manager)
    add = "/beheer/gegevens/talen/speaker/add/"
    assert client.get(add).status_code == 200
    assert client.post(add, {"account": other.pk, "language": "tr"}).status_code == 302
    assert client.post(add, {"account": manager.pk, "language": "tr"}).status_code == 403
    assert client.post(add, {"account": other.pk, "language": "nl"}).status_code == 200
    with acting_as(account_actor(manager.pk)):
        assert list(Speaker.objects.filter(account__in=[other, manager]).values_list("language", flat=True)) == ["tr"]
